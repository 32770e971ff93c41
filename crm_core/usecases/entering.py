"""Letting people into a sequence, set-wise: what the enrolment of one and of many share.

Called inside a write transaction. The people are held first, then the rules are asked with what
is true from then on, then everything is written: a fixed number of statements for any number.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from crm_core.domain.entry import Refusal, each_refusal, replaced_by, unknown
from crm_core.domain.permissions import Actor
from crm_core.domain.words import EnrollmentStatus, EntityType, StopReason
from crm_core.storage import audit
from crm_core.storage.bulk import insert_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.entry import Entrant, hold_people, load_earlier, load_entrants
from crm_core.storage.ids import among
from crm_core.storage.people import LIVE, end_enrollments
from crm_core.storage.tables import EnrollmentRow
from crm_core.touches.entrance import Door, Landing, landings

_ENROLLMENT = ("party_id", "entity_id", "mailbox_id", "next_run_at")


class Entered(NamedTuple):
    """Somebody who is in the sequence now. `next_run_at`: when the first touch lands."""

    entity_id: int
    enrollment_id: int
    next_run_at: datetime | None


class Refused(NamedTuple):
    """Somebody whom a rule kept out; `entrant` is None for an id of nobody."""

    entity_id: int
    entrant: Entrant | None
    refusal: Refusal


def let_in(
    session: WriteSession,
    actor: Actor,
    door: Door,
    kind: EntityType,
    entity_ids: Sequence[int],
    *,
    anchor_at: datetime,
    now: datetime,
    entered: set[int],
) -> tuple[list[Entered], list[Refused]]:
    """Enroll those of the leads or parties whom the rules admit; the others with their refusal.

    `entered`: the persons that came in before in the same act; it gets those of this call.
    """
    hold_people(session, actor.tenant_id, kind, entity_ids)
    entrants = load_entrants(session, actor.tenant_id, kind, entity_ids)
    asked = [entrants[key] for key in entity_ids if key in entrants]
    refused = [Refused(key, None, unknown(kind, key)) for key in entity_ids if key not in entrants]
    earlier = load_earlier(session, {entrant.party_id for entrant in asked})
    facts = [entrant.facts(earlier.get(entrant.party_id, ())) for entrant in asked]
    admitted: list[Entrant] = []
    replaced: list[int] = []
    for entrant, known, said in zip(
        asked, facts, each_refusal(door.entrance, facts, entered), strict=True
    ):
        if said is None:
            admitted.append(entrant)
            replaced += replaced_by(door.entrance, known)
        else:
            refused.append(Refused(entrant.entity_id, entrant, said))
    _end_replaced(session, replaced, now)
    looks = landings(session, actor.tenant_id, door, admitted, anchor_at)
    return _write(session, actor, door, kind, admitted, looks, anchor_at, now), refused


def _end_replaced(session: WriteSession, ids: list[int], now: datetime) -> None:
    """Who enters again leaves the enrollment before, unless that ended since the look at it."""
    if not ids:
        return
    live = session.scalars(
        select(EnrollmentRow.id)
        .where(among(session, EnrollmentRow.id, ids), EnrollmentRow.status.in_(LIVE))
        .order_by(EnrollmentRow.id)
        .with_for_update()
    )
    reason = StopReason.REENTERED
    end_enrollments(session, list(live), reason, "The person entered again.", now)


def _write(
    session: WriteSession,
    actor: Actor,
    door: Door,
    kind: EntityType,
    admitted: list[Entrant],
    looks: list[Landing],
    anchor_at: datetime,
    now: datetime,
) -> list[Entered]:
    rows = [
        (entrant.party_id, entrant.entity_id, look.mailbox.id if look.mailbox else None, look.at)
        for entrant, look in zip(admitted, looks, strict=True)
    ]
    shared = {
        "tenant_id": actor.tenant_id, "sequence_id": door.entrance.sequence_id,
        "version_id": door.plan.id, "entity_type": kind.value, "enrolled_by": actor.user_id,
        "status": EnrollmentStatus.ACTIVE.value, "position": 0, "anchor_at": anchor_at,
        "enrolled_at": now,
    }  # fmt: skip
    insert_rows(session, EnrollmentRow, _ENROLLMENT, rows, same=shared)
    ids = _live_ids(session, door.entrance.sequence_id, [row[0] for row in rows])
    entered = [Entered(entity, ids[party], look) for party, entity, _, look in rows]
    made = [line.enrollment_id for line in entered]
    audit.note_each(session, actor, now, "enrollment.created", "enrollment", made)
    return entered


def _live_ids(session: WriteSession, sequence_id: int, party_ids: list[int]) -> dict[int, int]:
    """The live enrollment of each person in the sequence; an index has one at the most."""
    rows = session.connection().execute(
        select(EnrollmentRow.party_id, EnrollmentRow.id).where(
            EnrollmentRow.sequence_id == sequence_id,
            EnrollmentRow.status.in_(LIVE),
            among(session, EnrollmentRow.party_id, party_ids),
        )
    )
    return {row.party_id: row.id for row in rows}

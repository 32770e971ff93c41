"""The way into a sequence: what its latest version asks of whoever enters, and the first look.

Called by the enrolment use cases and by the preview, so that both see the same.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from typing import NamedTuple

from crm_core.domain.entry import Entrance
from crm_core.domain.planner import earliest
from crm_core.domain.words import SequenceStatus
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.entry import Entrant
from crm_core.storage.lookup import owned
from crm_core.storage.tables import SequenceRow
from crm_core.storage.workspace import pools_for, share_out
from crm_core.touches.facts import calendar_for
from crm_core.touches.lookups import Mailbox, load_mailboxes, workspace_zones
from crm_core.touches.versions import VersionPlan, VersionPlans


class Door(NamedTuple):
    """A sequence that people are to enter, with the version that they would get."""

    entrance: Entrance
    plan: VersionPlan
    owner_id: int | None


class Landing(NamedTuple):
    """Which mailbox sends for an entrant, and when the planner looks at the first step."""

    mailbox: Mailbox | None
    at: datetime | None


def door_of(
    session: ReadSession | WriteSession, plans: VersionPlans, tenant_id: int, sequence_id: int
) -> Door:
    """The way into a sequence; raises `NotFound` naming `sequenceId`."""
    row = owned(
        session, SequenceRow, tenant_id, sequence_id, what="sequence", field="sequenceId"
    )  # fmt: skip
    assert row.latest_version_id is not None
    plan = plans.get(session, [row.latest_version_id])[row.latest_version_id]
    entrance = Entrance(
        row.id, row.name, SequenceStatus(row.status), plan.settings.reentry,
        plan.settings.exclusive,
    )  # fmt: skip
    return Door(entrance, plan, row.owner_id)


def landings(
    session: ReadSession | WriteSession,
    tenant_id: int,
    door: Door,
    entrants: Sequence[Entrant],
    anchor_at: datetime,
) -> list[Landing]:
    """Where each of the entrants lands, in their order. Three queries."""
    chosen = _senders(session, tenant_id, door, entrants)
    mailboxes = load_mailboxes(session, {box for box in chosen if box is not None})
    zone = workspace_zones(session, {tenant_id})[tenant_id]
    looks: dict[tuple[str | None, int | None], datetime | None] = {}
    found = []
    for entrant, box in zip(entrants, chosen, strict=True):
        mailbox = mailboxes.get(box or 0)
        place = (entrant.timezone, box)
        if place not in looks:
            sender = mailbox.zone if mailbox else None
            looks[place] = first_look(door.plan, 0, anchor_at, entrant.timezone, sender, zone)
        found.append(Landing(mailbox, looks[place]))
    return found


def _senders(
    session: ReadSession | WriteSession, tenant_id: int, door: Door, entrants: Sequence[Entrant]
) -> list[int | None]:
    """The mailbox of each: from the sequence's pool, else its owner's; one who has several shares
    them out as well."""
    sequence_id = door.entrance.sequence_id
    pool = door.plan.settings.mailbox_ids
    if pool:
        return share_out(session, tenant_id, sequence_id, pool, len(entrants))
    owners = [entrant.owner_id or door.owner_id for entrant in entrants]
    number = Counter(owners)
    pools = pools_for(session, tenant_id, number)
    turns = {
        owner_id: iter(share_out(session, tenant_id, sequence_id, own, number[owner_id]))
        if len(own) > 1
        else repeat(next(iter(own), None))
        for owner_id, own in pools.items()
    }
    return [next(turns[owner_id]) for owner_id in owners]


def first_look(
    plan: VersionPlan,
    position: int,
    anchor_at: datetime,
    person_zone: str | None,
    sender_zone: str | None,
    workspace_zone: str,
) -> datetime | None:
    """When the planner looks at a step that counts from `anchor_at`; None past the last one."""
    planned = plan.at(position)
    if planned is None:
        return None
    settings = plan.settings
    calendar, _ = calendar_for(
        settings.send_window, settings.holiday_countries, person_zone, sender_zone,
        workspace_zone, anchor_at.year,
    )  # fmt: skip
    return earliest(calendar, anchor_at, planned.step.delay)

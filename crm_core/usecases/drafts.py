"""What somebody types in the builder: opened, changed, thrown away, published as a version.

A draft belongs to one person. Its content is a `CreateSequenceInput` that nobody has checked;
only its size is bounded, and that it can be stored. `crm_core.views.drafts` says what it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus
from crm_core.errors import Conflict, DraftChanged, Forbidden, InvalidInput, NewerVersion, NotFound
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.sequences import read_steps
from crm_core.storage.tables import (
    SequenceDraftRow,
    SequenceRow,
    SequenceVersionRow,
    UserRow,
)
from crm_core.storage.workspace import proposed_settings
from crm_core.templates import template
from crm_core.usecases.sequences import create_sequence, revise_sequence

CONTENT_LIMIT = 4_000_000
"""Bytes of a draft's content as JSON."""
DRAFTS_MOST = 50
EMPTY: Mapping[str, Any] = {"name": "", "description": "", "steps": [], "settings": None}


@dataclass(frozen=True, slots=True)
class Published:
    """What a draft became: a version of a sequence."""

    sequence_id: int
    number: int


def open_draft(
    services: Services, *, actor: Actor, template_id: str = "", sequence_id: int | None = None
) -> int:
    """Begin a draft, empty, from a ready-made sequence or from a sequence's latest version.

    The first two begin with the send window and the holidays that the workspace proposes, where
    the ready-made one says nothing of its own; the draft of a sequence leaves its settings out.
    Returns its id. A sequence that the person has a draft of already is not begun anew, and
    neither is a start that was made twice and not touched since. Raises `NotFound`, or
    `Conflict` for an archived sequence and for more drafts than `DRAFTS_MOST`.
    """
    user_id = _person(actor)
    now = services.clock.now()
    with services.storage.write() as session:
        # Two clicks on the same start take turns.
        owned(session, UserRow, actor.tenant_id, user_id, what="user", lock=True)
        if sequence_id is not None:
            return _open_of(session, actor, user_id, sequence_id, now)
        content = _new_content(session, actor, template_id)
        untouched = session.scalars(
            _drafts_of(actor, user_id).where(
                SequenceDraftRow.sequence_id.is_(None), SequenceDraftRow.revision == 0
            )
        )
        same = [row.id for row in untouched if row.content == content]
        return same[0] if same else _begin(session, actor, user_id, content, now)


def change_draft(
    services: Services, *, actor: Actor, draft_id: int, revision: int, content: object
) -> int:
    """Replace the whole content; returns the new revision.

    `revision` is the one that the caller saw last. Raises `DraftChanged` where another change
    came between, `InvalidInput` for what cannot be stored. The same content again changes
    nothing, whatever its revision: a message that is repeated does no harm.
    """
    clean = _storable(content)
    now = services.clock.now()
    with services.storage.write() as session:
        row = own_draft(session, actor, draft_id, lock=True)
        if row.content == clean:
            return row.revision
        _refuse_other(row, revision)
        row.content, row.updated_at = clean, now
        row.revision += 1
        return row.revision


def discard_draft(services: Services, *, actor: Actor, draft_id: int) -> None:
    """Throw a draft away; one that is gone already is what was wanted."""
    _person(actor)
    with services.storage.write() as session:
        try:
            row = own_draft(session, actor, draft_id, lock=True)
        except NotFound:
            return
        session.delete(row)


def publish_draft(
    services: Services,
    *,
    actor: Actor,
    draft_id: int,
    revision: int,
    over: int | None = None,
) -> Published:
    """Save a draft as a version and delete it, in one transaction and so exactly once.

    Raises `NotFound` where it was published already, `DraftChanged` where the caller has not
    seen its latest content, whatever the checks of a sequence refuse, and `NewerVersion` where
    the sequence got a version since the draft was begun; `over` is the number of a version that
    the person knows of and saves over.
    """
    with services.storage.write() as session:
        row = own_draft(session, actor, draft_id, lock=True)
        _refuse_other(row, revision)
        given = {name: row.content.get(name) for name in EMPTY}
        if row.sequence_id is None:
            key = create_sequence(services, actor=actor, **given)
            published = Published(key, 1)
        else:
            latest = _latest(session, actor, row.sequence_id)
            _refuse_unseen(latest.number, row, over)
            given["settings"] = given["settings"] or latest.settings
            number = revise_sequence(services, actor=actor, sequence_id=row.sequence_id, **given)
            published = Published(row.sequence_id, number)
        session.delete(row)
        return published


def own_draft(
    session: ReadSession | WriteSession, actor: Actor, draft_id: int, *, lock: bool = False
) -> SequenceDraftRow:
    """The actor's own draft; raises `NotFound` alike for one that is gone and another's."""
    user_id = _person(actor)
    query = _drafts_of(actor, user_id).where(SequenceDraftRow.id == draft_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("This draft was saved or discarded, or it is not yours.", field="draft")
    return row


def _person(actor: Actor) -> int:
    actor.require(Permission.SEQUENCES_MANAGE)
    if actor.user_id is None:
        raise Forbidden("A draft belongs to a person; sign in as one.")
    return actor.user_id


def _drafts_of(actor: Actor, user_id: int) -> Select[SequenceDraftRow]:
    return select(SequenceDraftRow).where(
        SequenceDraftRow.user_id == user_id, SequenceDraftRow.tenant_id == actor.tenant_id
    )


def _open_of(
    session: WriteSession, actor: Actor, user_id: int, sequence_id: int, now: datetime
) -> int:
    sequence = owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
    if sequence.status == SequenceStatus.ARCHIVED:
        raise Conflict("An archived sequence cannot be edited.", field="status")
    version = session.get_one(SequenceVersionRow, sequence.latest_version_id)
    row = session.scalar(
        _drafts_of(actor, user_id).where(SequenceDraftRow.sequence_id == sequence_id)
    )
    if row is not None and (row.revision or row.base_number == version.number):
        return row.id
    content = _content_of(session, sequence, version)
    if row is None:
        return _begin(session, actor, user_id, content, now, sequence_id, version.number)
    row.content, row.base_number, row.updated_at = content, version.number, now
    return row.id


def _new_content(session: WriteSession, actor: Actor, template_id: str) -> dict[str, Any]:
    given = template(template_id).content if template_id else EMPTY
    settings = {**proposed_settings(session, actor.tenant_id), **(given["settings"] or {})}
    return {**given, "settings": settings}


def _begin(
    session: WriteSession,
    actor: Actor,
    user_id: int,
    content: Mapping[str, Any],
    now: datetime,
    sequence_id: int | None = None,
    base_number: int | None = None,
) -> int:
    count = session.scalar(select(func.count()).select_from(_drafts_of(actor, user_id).subquery()))
    if (count or 0) >= DRAFTS_MOST:
        raise Conflict(
            f"You have {DRAFTS_MOST} drafts that are not saved; save or discard one first."
        )
    row = SequenceDraftRow(
        tenant_id=actor.tenant_id,
        user_id=user_id,
        sequence_id=sequence_id,
        base_number=base_number,
        content=_storable(content),
        revision=0,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, actor, now, "draft.opened", "sequence_draft", row.id)
    return row.id


def _content_of(
    session: WriteSession, sequence: SequenceRow, version: SequenceVersionRow
) -> dict[str, Any]:
    """The version as a draft; its settings stay where they are, to be changed there meanwhile."""
    return {
        "name": sequence.name,
        "description": sequence.description,
        "settings": None,
        "steps": [
            {
                "id": step.key,
                "type": step.type,
                "delay": {"value": step.delay.value, "unit": step.delay.unit},
                "subject": step.subject,
                "body": step.body,
                "instructions": step.instructions,
            }
            for step in read_steps(session, [version.id])[version.id]
        ],
    }


def _storable(content: object) -> dict[str, Any]:
    """The content as the database gives it back; raises `InvalidInput` for what it cannot hold."""
    if not isinstance(content, Mapping):
        raise InvalidInput("A draft is an object.", field="content")
    try:
        written = orjson.dumps(content)
    except (TypeError, ValueError) as fault:
        raise InvalidInput(
            "A draft holds texts, numbers, lists and objects, and no half of a surrogate pair.",
            field="content",
        ) from fault
    if len(written) > CONTENT_LIMIT:
        raise InvalidInput(
            f"A draft holds at most {CONTENT_LIMIT:,} bytes; shorten a text.", field="content"
        )
    if rb"\u0000" in written.replace(rb"\\", b""):
        raise InvalidInput("Must not contain NUL characters.", field="content")
    clean: dict[str, Any] = orjson.loads(written)
    return clean


def _refuse_other(row: SequenceDraftRow, revision: int) -> None:
    if row.revision != revision:
        raise DraftChanged(
            "This draft was changed in another tab since it was shown here.", field="revision"
        )


def _latest(session: WriteSession, actor: Actor, sequence_id: int) -> SequenceVersionRow:
    """The sequence's latest version; the sequence is held, so that it stays the latest."""
    sequence = owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence", lock=True)
    return session.get_one(SequenceVersionRow, sequence.latest_version_id)


def _refuse_unseen(latest: int, row: SequenceDraftRow, over: int | None) -> None:
    """Raise `NewerVersion` unless the latest version is the draft's own base or is known."""
    if latest not in (row.base_number, over):
        raise NewerVersion(
            f"Version {latest} was saved since this draft was begun from version "
            f"{row.base_number}.",
            field="base",
        )

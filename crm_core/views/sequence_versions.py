"""The history of a sequence: its versions, what each changed, and what an old one said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.version_diff import VersionContent, differences
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE
from crm_core.storage.sequences import read_steps
from crm_core.storage.tables import EnrollmentRow, SequenceRow, SequenceVersionRow, UserRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.paging import Page, Window, page_of


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version. `by` is empty where no user made it; `changes` are sentences, compared with
    the version before. `live` of its `people` have not come to an end."""

    number: int
    created_at: datetime
    by: str
    changes: tuple[str, ...]
    people: int
    live: int


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """What one version says."""

    number: int
    created_at: datetime
    by: str
    steps: tuple[Step, ...]
    settings: SequenceSettings


def list_versions(
    services: Services, *, actor: Actor, sequence_id: int, window: Window | None = None
) -> Page[VersionLine]:
    """A sequence's versions, newest first. Three queries and the sequence's row."""
    actor.require(Permission.SEQUENCES_READ)
    asked = window or Window()
    with services.storage.read() as session:
        owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
        query = _versions().where(SequenceVersionRow.sequence_id == sequence_id)
        page = page_of(session, query, SequenceVersionRow.id, asked, lambda row: row)
        # The oldest that is shown is compared with one that is not.
        before = _before(session, sequence_id, page.items[-1].id if page.items else 0)
        rows = [*page.items, *before]
        steps = read_steps(session, [row.id for row in rows])
        people = _people(session, sequence_id)
    said = [VersionContent(steps[row.id], SequenceSettings.parse(row.settings)) for row in rows]
    lines = []
    for place, row in enumerate(page.items):
        changes = differences(said[place + 1] if place + 1 < len(said) else None, said[place])
        live, number = people.get(row.id, (0, 0))
        lines.append(VersionLine(row.number, row.created_at, _by(row), changes, number, live))
    return Page(tuple(lines), page.next_cursor)


def get_version(
    services: Services, *, actor: Actor, sequence_id: int, number: int
) -> VersionDetail:
    """One version by its number; raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    with services.storage.read() as session:
        owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence")
        row = session.execute(
            _versions().where(
                SequenceVersionRow.sequence_id == sequence_id, SequenceVersionRow.number == number
            )
        ).one_or_none()
        if row is None:
            raise NotFound(f"The sequence has no version {number}.", field="version")
        steps = read_steps(session, [row.id])[row.id]
    settings = SequenceSettings.parse(row.settings)
    return VersionDetail(row.number, row.created_at, _by(row), steps, settings)


def _versions() -> AnySelect:
    return select(
        SequenceVersionRow.id, SequenceVersionRow.number, SequenceVersionRow.settings,
        SequenceVersionRow.created_at, UserRow.name, UserRow.email,
    ).outerjoin(UserRow, UserRow.id == SequenceVersionRow.created_by)  # fmt: skip


def _before(session: Session, sequence_id: int, version_id: int) -> list[AnyRow]:
    """The version before the oldest of a page, if there is one."""
    query = (
        _versions()
        .where(SequenceVersionRow.sequence_id == sequence_id, SequenceVersionRow.id < version_id)
        .order_by(SequenceVersionRow.id.desc())
        .limit(1)
    )
    return list(session.execute(query))


def _people(session: Session, sequence_id: int) -> dict[int, tuple[int, int]]:
    """How many are live on each version, and how many in all."""
    live = func.sum(case((EnrollmentRow.status.in_(LIVE), 1), else_=0))
    rows = session.execute(
        select(EnrollmentRow.version_id, live.label("live"), func.count().label("number"))
        .where(EnrollmentRow.sequence_id == sequence_id)
        .group_by(EnrollmentRow.version_id)
    )
    return {row.version_id: (int(row.live), row.number) for row in rows}


def _by(row: AnyRow) -> str:
    return row.name or row.email or ""

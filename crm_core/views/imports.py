"""Imports of leads: how a file's first rows would be stored, and what became of earlier files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import PurePath

from sqlalchemy import func, select

from crm_core.domain.csv_files import CsvFile
from crm_core.domain.permissions import Actor, Permission
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.import_people import (
    KnownPerson,
    note_leads,
    suppressed_among,
)
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ImportRow, UserRow
from crm_core.usecases.import_rows import (
    AcceptedRow,
    ImportDefaults,
    RefusedRow,
    find_people,
    has_such_a_lead,
    open_checker,
    refuse_the_erased,
)
from crm_core.views.paging import Page, Window, page_of

CHECKED = 500
LINES = 8


class Outcome(StrEnum):
    """What becomes of a row: a new person, a further lead of a known one, nothing new, refused."""

    NEW = "NEW"
    FURTHER = "FURTHER"
    KNOWN = "KNOWN"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A row as it would be stored. `number` is the spreadsheet's.

    `reason` says why it is refused; `typed` are then its cells. `suppressed` says why its
    address gets no mail, or is None.
    """

    number: int
    outcome: Outcome
    reason: str = ""
    typed: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    company: str = ""
    place: str = ""
    status: str = ""
    source: str = ""
    owner_id: int | None = None
    custom: tuple[tuple[str, str], ...] = ()
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The first rows, then the refused ones among the first `checked`; the counts are of those."""

    lines: tuple[PreviewLine, ...]
    refused_lines: tuple[PreviewLine, ...]
    checked: int
    counts: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import. `who` is empty where no user stands behind it.

    `is_whole` is false while it runs, and for good where it was cut short.
    """

    id: int
    file_name: str
    who: str
    created_at: datetime
    rows: int
    added: int
    known: int
    refused: int
    has_file: bool

    @property
    def done(self) -> int:
        return self.added + self.known + self.refused

    @property
    def is_whole(self) -> bool:
        return self.done >= self.rows


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The refused rows of an import, to be downloaded, mended and imported."""

    name: str
    content: bytes


def preview_import(
    services: Services,
    *,
    actor: Actor,
    file: CsvFile,
    mapping: Mapping[str, str],
    defaults: ImportDefaults | None = None,
) -> ImportPreview:
    """How the file's first rows would be stored; raises `InvalidInput` as the import would.

    Checks the first `CHECKED` rows and looks their people up, in a handful of queries.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    checker = open_checker(services, actor, file, mapping, defaults or ImportDefaults())
    checked = [checker.check(row) for row in islice(file.rows(), CHECKED)]
    with services.storage.read() as session:
        checked = refuse_the_erased(session, services.secrets, actor.tenant_id, checker, checked)
        accepted = [row for row in checked if isinstance(row, AcceptedRow)]
        stored = iter(_lines(session, actor, accepted))
    lines = [_refused(row) if isinstance(row, RefusedRow) else next(stored) for row in checked]
    return ImportPreview(
        lines=tuple(lines[:LINES]),
        refused_lines=tuple(
            [line for line in lines[LINES:] if line.outcome is Outcome.REFUSED][:LINES]
        ),
        checked=len(lines),
        counts={outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome},
    )


def list_imports(
    services: Services, *, actor: Actor, window: Window | None = None
) -> Page[ImportLine]:
    """The workspace's imports, newest first. One query."""
    actor.require(Permission.PEOPLE_READ)
    query = (
        select(
            ImportRow.id, ImportRow.file_name,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("who"),
            ImportRow.created_at, ImportRow.rows, ImportRow.added, ImportRow.known,
            ImportRow.refused, (ImportRow.refused_csv != "").label("has_file"),
        )
        .outerjoin(UserRow, UserRow.id == ImportRow.user_id)
        .where(ImportRow.tenant_id == actor.tenant_id)
    )  # fmt: skip
    with services.storage.read() as session:
        return page_of(
            session, query, ImportRow.id, window or Window(), lambda row: ImportLine(*tuple(row))
        )


def get_refused(services: Services, *, actor: Actor, import_id: int) -> RefusedFile:
    """The refused rows of an import, with the mark by which Excel knows UTF-8.

    Raises `NotFound`.
    """
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        row = owned(session, ImportRow, actor.tenant_id, import_id, what="import")
    stem = PurePath(row.file_name).stem or "file"
    return RefusedFile(f"{stem} refused.csv", row.refused_csv.encode("utf-8-sig"))


def _lines(session: ReadSession, actor: Actor, rows: list[AcceptedRow]) -> list[PreviewLine]:
    found = find_people(session, actor.tenant_id, rows)
    note_leads(session, [person for _, person in found if person is not None])
    emails = [row.email for row in rows if row.email]
    suppressed = suppressed_among(session, actor.tenant_id, emails)
    return [_stored(row, person, suppressed.get(row.email or "")) for row, person in found]


def _stored(row: AcceptedRow, person: KnownPerson | None, suppressed: str | None) -> PreviewLine:
    facts = row.facts.person
    if person is None:
        outcome = Outcome.NEW
    else:
        outcome = Outcome.KNOWN if has_such_a_lead(person, row) else Outcome.FURTHER
    return PreviewLine(
        number=row.row.number,
        outcome=outcome,
        name=f"{facts['first_name']} {facts['last_name']}".strip(),
        email=row.email or "",
        phone=facts["phone"],
        title=facts["title"],
        company=row.facts.company,
        place=", ".join(part for part in (facts["country"], facts["timezone"]) if part),
        status=row.facts.status,
        source=row.facts.source,
        owner_id=row.owner_id,
        custom=tuple((name, str(value)) for name, value in facts["custom"].items()),
        suppressed=suppressed,
    )


def _refused(refused: RefusedRow) -> PreviewLine:
    return PreviewLine(refused.row.number, Outcome.REFUSED, refused.reason, typed=refused.row.cells)

"""Importing a file of leads: chunk by chunk, set-wise, so that a second import adds no doubles.

A row whose person the workspace knows fills in what is blank about them and becomes a lead of
theirs, unless they have such a lead (`import_rows` says who is meant, and which). Each chunk
is a transaction of its own: a crash leaves whole chunks, and importing the file again completes
it.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import PurePath

from sqlalchemy import update

from crm_core.domain.csv_files import REASON, CsvFile, CsvRow, unarmed
from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import CrmError
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.faults import tried_anew
from crm_core.storage.import_people import (
    KnownPerson,
    NewPerson,
    add_leads,
    add_people,
    find_or_add_companies,
    note_leads,
    people_of,
    store_filled,
    suppressed_among,
    take_turn,
)
from crm_core.storage.people import release_held
from crm_core.storage.tables import EnrollmentRow, ImportRow
from crm_core.usecases.import_rows import (
    AcceptedRow,
    ImportDefaults,
    RefusedRow,
    RowChecker,
    find_people,
    has_such_a_lead,
    open_checker,
    refuse_the_erased,
)
from crm_core.usecases.person_facts import blanks_filled

ROWS_AT_A_TIME = 2_000

Progress = Callable[[int, int], None]
"""Told after each chunk how many rows are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file's rows: `rows` = `added` + `known` + `refused`.

    `added`: became leads; `known`: their people have such a lead already; `suppressed`: of both,
    whose addresses get no mail.
    """

    import_id: int
    rows: int
    added: int
    known: int
    refused: int
    suppressed: int


@dataclass(slots=True)
class _Counts:
    added: int = 0
    known: int = 0
    suppressed: int = 0


def import_leads(
    services: Services,
    *,
    actor: Actor,
    file: CsvFile,
    mapping: Mapping[str, str],
    defaults: ImportDefaults | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Import the rows of a file that `read_csv` read; what is refused stands in its history.

    `mapping` gives columns their targets (see `import_mapping`). Raises `InvalidInput` for a
    mapping or defaults that cannot work, before anything is written.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    checker = open_checker(services, actor, file, mapping, defaults or ImportDefaults())
    import_id = _begin(services, actor, file)
    total, refused = _Counts(), _RefusedFile(file)
    done = 0
    for rows in _chunks(file.rows(), ROWS_AT_A_TIME):
        # Checking takes most of the time: it must not hold the database's one write lock.
        checked = [checker.check(row) for row in rows]
        accepted = [row for row in checked if isinstance(row, AcceptedRow)]
        refused.add([row for row in checked if isinstance(row, RefusedRow)])
        _write(services, actor, import_id, checker, accepted, total, refused)
        done += len(rows)
        if progress is not None:
            progress(done, file.row_count)
    result = ImportResult(
        import_id, done, total.added, total.known, refused.count, total.suppressed
    )
    _finish(services, actor, result, refused)
    return result


def _begin(services: Services, actor: Actor, file: CsvFile) -> int:
    """The import's line in the history, to which each chunk adds what became of its rows."""
    with services.storage.write() as session:
        row = ImportRow(
            tenant_id=actor.tenant_id, user_id=actor.user_id,
            file_name=PurePath(file.name).name[:200], rows=file.row_count,
            added=0, known=0, refused=0, created_at=services.clock.now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        audit.note(session, actor, row.created_at, "import.begun", "import", row.id)
        return row.id


def _finish(
    services: Services, actor: Actor, result: ImportResult, refused: "_RefusedFile"
) -> None:
    with services.storage.write() as session:
        session.execute(
            update(ImportRow)
            .where(ImportRow.id == result.import_id)
            .values(refused_csv=refused.text())
        )
        audit.note(
            session, actor, services.clock.now(), "import.finished", "import", result.import_id,
            added=result.added, known=result.known, refused=result.refused,
        )  # fmt: skip


def _write(
    services: Services,
    actor: Actor,
    import_id: int,
    checker: RowChecker,
    accepted: list[AcceptedRow],
    total: _Counts,
    refused: "_RefusedFile",
) -> None:
    """Write a chunk in one transaction; begun anew where somebody waited for us and we for them."""

    def in_one_piece() -> _Chunk:
        chunk = _Chunk(services, actor, checker)
        with services.storage.write() as session:
            chunk.write(session, accepted)
            session.execute(
                update(ImportRow)
                .where(ImportRow.id == import_id)
                .values(
                    added=total.added + chunk.counts.added,
                    known=total.known + chunk.counts.known,
                    refused=refused.count + len(chunk.refused),
                )
            )
        return chunk

    chunk = tried_anew(in_one_piece)
    total.added += chunk.counts.added
    total.known += chunk.counts.known
    total.suppressed += chunk.counts.suppressed
    refused.add(chunk.refused)


class _Chunk:
    """The writing of some rows in one transaction."""

    def __init__(self, services: Services, actor: Actor, checker: RowChecker) -> None:
        self._secrets = services.secrets
        self._actor = actor
        self._now = services.clock.now()
        self._checker = checker
        self._leads: list[tuple[int, str, str, int | None]] = []
        self._people: dict[int, KnownPerson] = {}
        self.counts = _Counts()
        self.refused: list[RefusedRow] = []

    def write(self, session: WriteSession, accepted: list[AcceptedRow]) -> None:
        tenant_id = self._actor.tenant_id
        take_turn(session, tenant_id)
        checked = refuse_the_erased(session, self._secrets, tenant_id, self._checker, accepted)
        self.refused += [row for row in checked if isinstance(row, RefusedRow)]
        accepted = [row for row in checked if isinstance(row, AcceptedRow)]
        names = [row.facts.company for row in accepted if row.facts.company]
        companies = find_or_add_companies(session, tenant_id, names, self._now)
        left = accepted
        while left:
            known: list[tuple[AcceptedRow, KnownPerson]] = []
            strangers: list[AcceptedRow] = []
            for row, person in find_people(session, tenant_id, left):
                if person is None:
                    strangers.append(row)
                else:
                    known.append((row, self._people.setdefault(person.id, person)))
            self._take_known(session, known, companies)
            # Whose address somebody brings at this instant is known at the next look.
            left = self._take_strangers(session, strangers, companies)
        changed = [person for person in self._people.values() if person.is_changed]
        store_filled(session, changed)
        add_leads(session, tenant_id, self._leads, self._now)
        self._release(session, [person.id for person in changed])
        emails = [row.email for row in accepted if row.email]
        self.counts.suppressed = len(suppressed_among(session, tenant_id, emails))

    def _take_known(
        self,
        session: WriteSession,
        known: Sequence[tuple[AcceptedRow, KnownPerson]],
        companies: Mapping[str, int],
    ) -> None:
        note_leads(session, [person for _, person in known])
        self._hold_those_with_blanks(session, known)
        for row, seen in known:
            person = self._people[seen.id]
            try:
                filled = blanks_filled(person, row.facts.person)
            except CrmError as refusal:
                self.refused.append(self._checker.refuse(row, refusal))
                continue
            if row.facts.company and person.company_id is None:
                filled |= {
                    "company_id": companies[row.identity.company_key],
                    "company": row.facts.company,
                }
            if filled:
                person.fill(filled)
            if has_such_a_lead(person, row):
                self.counts.known += 1
            else:
                self._add_lead(person.id, row)
                person.lead_statuses.add(row.facts.status)

    def _hold_those_with_blanks(
        self, session: WriteSession, known: Sequence[tuple[AcceptedRow, KnownPerson]]
    ) -> None:
        """Look again at those who will change, holding them: somebody may just fill them in."""
        ids = {person.id for row, person in known if _may_fill(row, person)}
        if not ids:
            return
        for held in people_of(session, self._actor.tenant_id, ids=ids):
            held.lead_statuses = self._people[held.id].lead_statuses
            self._people[held.id] = held

    def _take_strangers(
        self, session: WriteSession, rows: list[AcceptedRow], companies: Mapping[str, int]
    ) -> list[AcceptedRow]:
        """Add the people and their leads; gives the rows whose people are known after all."""
        people = [
            NewPerson(
                row.facts.person,
                companies.get(row.identity.company_key),
                row.facts.company,
                row.owner_id,
            )
            for row in rows
        ]
        again = []
        ids = add_people(session, self._actor.tenant_id, people, self._now)
        for row, party_id in zip(rows, ids, strict=True):
            if party_id is None:
                again.append(row)
            else:
                self._add_lead(party_id, row)
        return again

    def _add_lead(self, party_id: int, row: AcceptedRow) -> None:
        self._leads.append((party_id, row.facts.status, row.facts.source, row.owner_id))
        self.counts.added += 1

    def _release(self, session: WriteSession, changed: list[int]) -> None:
        """Let the planner look again at those who may have waited for what was filled in."""
        if changed:
            for gate in ("content", "address"):
                release_held(session, gate, self._now, EnrollmentRow.party_id.in_(changed))


def _may_fill(row: AcceptedRow, person: KnownPerson) -> bool:
    try:
        filled = blanks_filled(person, row.facts.person)
    except CrmError:
        return True
    return bool(filled or (row.facts.company and person.company_id is None))


class _RefusedFile:
    """The refused rows as they were, each after its reason, in a file like the one they are from.

    It is itself a file that can be imported: the column of reasons is left out then. So only a
    reason, which may name a column, is kept from being a formula; the cells are the importer's
    own, and have to come back as they were.
    """

    def __init__(self, file: CsvFile) -> None:
        self.count = 0
        self._target = StringIO(newline="")
        self._writer = csv.writer(self._target, delimiter=file.delimiter)
        self._writer.writerow([REASON, *(column.name for column in file.columns)])

    def add(self, rows: Sequence[RefusedRow]) -> None:
        self.count += len(rows)
        self._writer.writerows([unarmed(refused.reason), *refused.row.cells] for refused in rows)

    def text(self) -> str:
        """Everything, or nothing where no row was refused."""
        return self._target.getvalue() if self.count else ""


def _chunks(rows: Iterator[CsvRow], size: int) -> Iterator[list[CsvRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk

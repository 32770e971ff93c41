"""Checking the rows of a file of leads: each is accepted with its facts, or refused with a reason.

The facts of a row are held by the rules that hold for every lead (`person_facts.lead_facts`);
what only a file can do wrong is decided here. Called by the import and by its preview.

Who a row means: the person with its address; without an address the one of its name and number,
else of its name and company; somebody who is only a name, or only a number, is nobody but the
one who is just that. So the same file, imported again, means the same people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from crm_core.domain import inputs
from crm_core.domain.csv_files import CsvFile, CsvRow
from crm_core.domain.import_mapping import ColumnMapping, check_mapping
from crm_core.domain.permissions import Actor
from crm_core.domain.search import name_key, search_key
from crm_core.domain.suppressing import ERASED
from crm_core.domain.words import LeadStatus
from crm_core.errors import CrmError, InvalidInput, SuppressedRecipient
from crm_core.secrets import SecretBox
from crm_core.services import Services
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.import_people import KnownPerson, people_of
from crm_core.storage.lookup import owned
from crm_core.storage.suppressions import erased_among
from crm_core.storage.tables import UserRow
from crm_core.usecases.person_facts import LINE, LeadFacts, custom_field_name, lead_facts

CLOSED = frozenset({LeadStatus.UNQUALIFIED, LeadStatus.CONVERTED})


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What rows get that do not say it themselves; no `owner_id`: whoever imports."""

    source: str = ""
    status: str = LeadStatus.NEW
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a row without an address means, by keys of the workspace's indexes."""

    name_key: str
    phone: str
    company_key: str

    @property
    def search_key(self) -> str:
        """What somebody who is only a number is found by."""
        return search_key(self.phone, self.company_key)

    def means(self, person: KnownPerson) -> bool:
        if person.name_key != self.name_key:
            return False
        if self.phone:
            return person.phone == self.phone
        if self.company_key:
            return name_key(person.company) == self.company_key
        return not (person.email or person.phone or person.company)


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A row that can be imported. Its person has the address of its facts, or is `identity`."""

    row: CsvRow
    facts: LeadFacts
    owner_id: int | None
    identity: Identity

    @property
    def email(self) -> str | None:
        email: str | None = self.facts.person["email"]
        return email


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be imported; `column` is the one at fault, empty where it is the row."""

    row: CsvRow
    column: str
    message: str

    @property
    def reason(self) -> str:
        return f"{self.column}: {self.message}" if self.column else self.message


class RowChecker:
    """Checks the rows of one file, from the first on: it knows who stood in an earlier row."""

    def __init__(
        self,
        mapping: ColumnMapping,
        defaults: ImportDefaults,
        users: Mapping[str, int],
    ) -> None:
        self.mapping = mapping
        self._defaults = defaults
        self._users = users
        self._seen: dict[str, int] = {}

    def check(self, row: CsvRow) -> AcceptedRow | RefusedRow:
        if row.fault:
            return RefusedRow(row, "", row.fault)
        try:
            accepted = self._accept(row)
        except CrmError as refusal:
            return RefusedRow(row, self.mapping.column_of(refusal.field), refusal.message)
        keys = _keys(accepted)
        earlier = self._seen.get(keys[0])
        if earlier is not None:
            what = "address" if accepted.email else "person"
            column = self.mapping.column_of("email") if accepted.email else ""
            return RefusedRow(row, column, f"Row {earlier:,} of the file has the same {what}.")
        for key in keys:
            self._seen.setdefault(key, row.number)
        return accepted

    def refuse(self, accepted: AcceptedRow, refusal: CrmError) -> RefusedRow:
        """What becomes of a row that a rule refuses when it meets what the workspace knows."""
        return RefusedRow(accepted.row, self.mapping.column_of(refusal.field), refusal.message)

    def _accept(self, row: CsvRow) -> AcceptedRow:
        given = self.mapping.facts(row.cells)
        owner_id = self._owner(given.pop("owner_email", None))
        given.setdefault("source", self._defaults.source)
        given.setdefault("status", self._defaults.status)
        facts = lead_facts(given)
        name = f"{facts.person['first_name']} {facts.person['last_name']}".strip()
        identity = Identity(name_key(name), facts.person["phone"], name_key(facts.company))
        return AcceptedRow(row, facts, owner_id, identity)

    def _owner(self, email: object) -> int | None:
        if email is None:
            return self._defaults.owner_id
        owner_id = self._users.get(str(email).strip().lower())
        if owner_id is None:
            raise InvalidInput("No user of the workspace has this address.", field="ownerId")
        return owner_id


def open_checker(
    services: Services,
    actor: Actor,
    file: CsvFile,
    mapping: Mapping[str, str],
    defaults: ImportDefaults,
) -> RowChecker:
    """A checker for a file; raises `InvalidInput` for a mapping or defaults that cannot work.

    Its field is the column, or `source`, `status` or `ownerId`.
    """
    columns = check_mapping(file.columns, mapping)
    for name, place in columns.custom.items():
        custom_field_name(name, columns.columns[place])
    with services.storage.read() as session:
        if defaults.owner_id is not None:
            owned(
                session, UserRow, actor.tenant_id, defaults.owner_id, what="user", field="ownerId"
            )
        rows = session.execute(
            select(UserRow.email, UserRow.id).where(UserRow.tenant_id == actor.tenant_id)
        )
        users = {row.email.lower(): row.id for row in rows}
    given = ImportDefaults(
        source=inputs.line(defaults.source, "source", LINE),
        status=inputs.word(LeadStatus, defaults.status, "status"),
        owner_id=actor.user_id if defaults.owner_id is None else defaults.owner_id,
    )
    return RowChecker(columns, given, users)


def find_people(
    session: WriteSession | ReadSession, tenant_id: int, rows: Sequence[AcceptedRow]
) -> list[tuple[AcceptedRow, KnownPerson | None]]:
    """The rows in their order, each with the person whom it means, if the workspace knows them.

    Without an address the oldest of those who could be meant. One query for each way to know
    somebody, however many rows.
    """
    found = people_of(
        session, tenant_id,
        emails={row.email for row in rows if row.email},
        name_keys={
            row.identity.name_key for row in rows if not row.email and row.identity.name_key
        },
        search_keys={
            row.identity.search_key for row in rows if not row.email and not row.identity.name_key
        },
    )  # fmt: skip
    by_email = {person.email: person for person in found}
    by_name: dict[str, list[KnownPerson]] = {}
    for candidate in found:
        by_name.setdefault(candidate.name_key, []).append(candidate)

    def meant(row: AcceptedRow) -> KnownPerson | None:
        if row.email:
            return by_email.get(row.email)
        named = by_name.get(row.identity.name_key, ())
        return next((person for person in named if row.identity.means(person)), None)

    return [(row, meant(row)) for row in rows]


def refuse_the_erased(
    session: WriteSession | ReadSession,
    secrets: SecretBox,
    tenant_id: int,
    checker: RowChecker,
    rows: Sequence[AcceptedRow | RefusedRow],
) -> list[AcceptedRow | RefusedRow]:
    """The rows in their order; refused are also those with an erased person's address."""
    emails = {row.email for row in rows if isinstance(row, AcceptedRow) and row.email}
    erased = erased_among(session, secrets, tenant_id, emails)
    refusal = SuppressedRecipient(ERASED, field="email")
    return [
        checker.refuse(row, refusal)
        if isinstance(row, AcceptedRow) and row.email in erased
        else row
        for row in rows
    ]


def has_such_a_lead(person: KnownPerson, row: AcceptedRow) -> bool:
    """Whether the row adds no lead: the person has an open one, or one in the row's own status.

    So the same file, imported again, finds all its leads, also those that it brings as closed.
    """
    return row.facts.status in person.lead_statuses or any(
        status not in CLOSED for status in person.lead_statuses
    )


def _keys(row: AcceptedRow) -> list[str]:
    """What the row's person is known by within the file; the first is what it asks for itself."""
    who = row.identity
    keys = [f"address\0{row.email}"] if row.email else []
    if who.phone:
        keys.append(f"number\0{who.name_key}\0{who.phone}")
    if who.name_key and who.company_key:
        keys.append(f"company\0{who.name_key}\0{who.company_key}")
    return keys or [f"name\0{who.name_key}"]

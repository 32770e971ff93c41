"""What an import of people reads and writes, set-wise: a fixed number of statements a chunk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, text
from sqlalchemy.orm import aliased

from crm_core.domain.search import name_key, search_key
from crm_core.domain.words import PartyKind
from crm_core.storage.bulk import insert_missing, insert_rows, new_ids, update_rows
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.ids import among, among_texts
from crm_core.storage.suppressions import blocked_by_domain
from crm_core.storage.tables import LeadRow, PartyRow, SuppressionRow, TenantRow

# The words of the indexes, so that a query for them may use the partial ones.
_PERSON = text("parties.kind = 'PERSON'")
_COMPANY = text("parties.kind = 'COMPANY'")
_FILLED = (
    "name", "name_key", "search_key", "first_name", "last_name", "phone", "title", "company_id",
    "timezone", "country", "custom",
)  # fmt: skip


@dataclass(slots=True)
class KnownPerson:
    """A person of the workspace, with what an import filled in since; `company` is its name."""

    id: int
    name: str
    name_key: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    title: str
    company_id: int | None
    company: str
    timezone: str | None
    country: str | None
    custom: dict[str, Any]
    lead_statuses: set[str] = field(default_factory=set)
    is_changed: bool = False

    def fill(self, columns: dict[str, Any]) -> None:
        for name, value in columns.items():
            setattr(self, name, value)
        self.is_changed = True


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be added; `facts` are columns."""

    facts: dict[str, Any]
    company_id: int | None
    company: str
    owner_id: int | None

    @property
    def name(self) -> str:
        return f"{self.facts['first_name']} {self.facts['last_name']}".strip()


def take_turn(session: WriteSession, tenant_id: int) -> None:
    """Wait until no other import writes into the workspace; who looks for people need not wait.

    SQLite admits one writer anyway. PostgreSQL plans each statement for the table as it is then:
    a plan that is kept from the first chunks takes a table of 20,000 rows for an empty one, and
    was measured to read all of it for each address.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    session.execute(
        select(TenantRow.id).where(TenantRow.id == tenant_id).with_for_update(key_share=True)
    )


def find_or_add_companies(
    session: WriteSession, tenant_id: int, names: Iterable[str], now: datetime
) -> dict[str, int]:
    """The companies' ids by their keys; those that the workspace does not know are added."""
    wanted = {name_key(name): name for name in names}
    found: dict[str, int] = {}
    while missing := [key for key in wanted if key not in found]:
        rows = session.execute(
            select(PartyRow.name_key, PartyRow.id).where(
                PartyRow.tenant_id == tenant_id,
                _COMPANY,
                among_texts(session, PartyRow.name_key, missing),
            )
        )
        found |= {row.name_key: row.id for row in rows}
        # In one order, so that two who add the same ones wait for each other in a line.
        new = sorted(key for key in missing if key not in found)
        ids = new_ids(session, PartyRow, len(new))
        added = insert_missing(
            session, PartyRow, ("id", "name", "name_key", "search_key"),
            [
                (party_id, wanted[key], key, search_key(wanted[key]))
                for party_id, key in zip(ids, new, strict=True)
            ],
            same=_shared(tenant_id, PartyKind.COMPANY, now)
            | {"first_name": "", "last_name": "", "phone": "", "title": "", "custom": "{}"},
        )  # fmt: skip
        found |= {
            key: party_id for party_id, key in zip(ids, new, strict=True) if party_id in added
        }
    return found


def people_of(
    session: WriteSession | ReadSession,
    tenant_id: int,
    *,
    emails: Collection[str] = (),
    name_keys: Collection[str] = (),
    search_keys: Collection[str] = (),
    ids: Collection[int] = (),
) -> list[KnownPerson]:
    """The persons with one of these addresses, names, search keys or ids, oldest first.

    Those asked for by id are held until the transaction ends.
    """
    company = aliased(PartyRow)
    asked = [
        among_texts(session, key, wanted)
        for key, wanted in (
            (PartyRow.email, emails),
            (PartyRow.name_key, name_keys),
            (PartyRow.search_key, search_keys),
        )
        if wanted
    ]
    if ids:
        asked.append(among(session, PartyRow.id, ids))
    people: dict[int, KnownPerson] = {}
    for condition in asked:
        query = (
            select(
                PartyRow.id, PartyRow.name, PartyRow.name_key, PartyRow.first_name,
                PartyRow.last_name, PartyRow.email, PartyRow.phone, PartyRow.title,
                PartyRow.company_id, company.name, PartyRow.timezone, PartyRow.country,
                PartyRow.custom,
            )
            .outerjoin(company, company.id == PartyRow.company_id)
            .where(PartyRow.tenant_id == tenant_id, _PERSON, condition)
        )  # fmt: skip
        if ids:
            query = query.order_by(PartyRow.id).with_for_update(key_share=True, of=PartyRow)
        for row in session.execute(query):
            given = list(row)
            given[9], given[12] = given[9] or "", given[12] or {}
            people[row.id] = KnownPerson(*given)
    return [people[party_id] for party_id in sorted(people)]


def note_leads(session: WriteSession | ReadSession, people: Sequence[KnownPerson]) -> None:
    """Note in which statuses the people have leads."""
    statuses: defaultdict[int, set[str]] = defaultdict(set)
    query = select(LeadRow.party_id, LeadRow.status).where(
        among(session, LeadRow.party_id, [person.id for person in people])
    )
    for party_id, status in session.execute(query):
        statuses[party_id].add(status)
    for person in people:
        person.lead_statuses = statuses[person.id]


def suppressed_among(
    session: WriteSession | ReadSession, tenant_id: int, emails: Collection[str]
) -> dict[str, str]:
    """Why no mail goes to those of the addresses that get none."""
    rows = session.execute(
        select(SuppressionRow.email, SuppressionRow.reason).where(
            SuppressionRow.tenant_id == tenant_id,
            among_texts(session, SuppressionRow.email, emails),
        )
    )
    by_address = {row.email: row.reason for row in rows}
    return blocked_by_domain(session, tenant_id, emails) | by_address


def add_people(
    session: WriteSession, tenant_id: int, people: Sequence[NewPerson], now: datetime
) -> list[int | None]:
    """Add persons; gives their ids, and None for one whose address somebody brought meanwhile."""
    ids = new_ids(session, PartyRow, len(people))
    columns = ("id", "name", "name_key", "search_key", "first_name", "last_name", "email", "phone",
               "title", "company_id", "timezone", "country", "owner_id", "custom")  # fmt: skip
    values = []
    for party_id, person in zip(ids, people, strict=True):
        facts, name = person.facts, person.name
        values.append((
            party_id, name, name_key(name),
            search_key(name, facts["email"], facts["phone"], person.company),
            facts["first_name"], facts["last_name"], facts["email"], facts["phone"],
            facts["title"], person.company_id, facts["timezone"], facts["country"],
            person.owner_id, _json(facts["custom"]),
        ))  # fmt: skip
    same = _shared(tenant_id, PartyKind.PERSON, now)
    added = insert_missing(session, PartyRow, columns, values, same=same)
    return [party_id if party_id in added else None for party_id in ids]


def store_filled(session: WriteSession, people: Iterable[KnownPerson]) -> None:
    """Write what was filled in."""
    values = [
        (
            person.id, person.name, person.name_key,
            search_key(person.name, person.email, person.phone, person.company),
            person.first_name, person.last_name, person.phone, person.title, person.company_id,
            person.timezone, person.country, _json(person.custom),
        )
        for person in people
    ]  # fmt: skip
    update_rows(session, PartyRow, ("id", *_FILLED), values)


def add_leads(
    session: WriteSession,
    tenant_id: int,
    leads: Sequence[tuple[int, str, str, int | None]],
    now: datetime,
) -> None:
    """Add leads, each given by its person's id, status, source and owner's id."""
    insert_rows(
        session, LeadRow, ("party_id", "status", "source", "owner_id"), leads,
        same={"tenant_id": tenant_id, "created_at": now},
    )  # fmt: skip


def _shared(tenant_id: int, kind: PartyKind, now: datetime) -> dict[str, Any]:
    return {"tenant_id": tenant_id, "kind": str(kind), "created_at": now}


def _json(value: dict[str, Any]) -> str:
    return orjson.dumps(value).decode()

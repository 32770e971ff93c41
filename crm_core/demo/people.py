"""The cast in the database: companies, persons, and the leads of those who are in a sequence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_core.demo.cast import Person, everybody
from crm_core.demo.companies import COMPANIES
from crm_core.demo.team import Team
from crm_core.domain.permissions import Actor
from crm_core.domain.search import search_key
from crm_core.domain.words import LeadStatus, PartyKind
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import LeadRow, PartyRow

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """A person whom the workspace knows, and who looks after them."""

    person: Person
    party_id: int
    company_id: int | None
    owner: Actor


def introduce(session: WriteSession, team: Team, now: datetime) -> list[Known]:
    """Write the companies and persons; who came first is known for three months."""
    tenant_id = team.manager.tenant_id
    companies = {
        company.name: PartyRow(
            tenant_id=tenant_id, kind=PartyKind.COMPANY, name=company.name,
            name_key=company.name.casefold(), search_key=search_key(company.name),
            timezone=company.timezone, country=company.country,
            owner_id=team.seller(number).user_id, custom={"docks": company.docks},
            created_at=now - 95 * DAY + number * timedelta(hours=7),
        )
        for number, company in enumerate(COMPANIES)
    }  # fmt: skip
    session.add_all(companies.values())
    session.flush()
    pairs = []
    for person in everybody():
        company = person.company
        owner = team.seller(COMPANIES.index(company) if company else person.number)
        row = PartyRow(
            tenant_id=tenant_id, kind=PartyKind.PERSON, name=person.name,
            name_key=person.name.casefold(),
            search_key=search_key(
                person.name, person.email, person.phone, company.name if company else None
            ),
            first_name=person.first_name,
            last_name=person.last_name, email=person.email, phone=person.phone,
            title=person.title, company_id=companies[company.name].id if company else None,
            timezone=company.timezone if company else None,
            country=company.country if company else None, owner_id=owner.user_id,
            custom={"docks": company.docks} if company else {},
            created_at=now - 80 * DAY + person.number * timedelta(hours=3, minutes=17),
        )  # fmt: skip
        pairs.append((person, row, owner))
    session.add_all(row for _, row, _ in pairs)
    session.flush()
    return [Known(person, row.id, row.company_id, owner) for person, row, owner in pairs]


def inquire(
    session: WriteSession, known: Known, at: datetime, source: str, status: LeadStatus
) -> int:
    """Write a person's lead; returns its id."""
    row = LeadRow(
        tenant_id=known.owner.tenant_id, party_id=known.party_id, status=status, source=source,
        owner_id=known.owner.user_id, created_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id

"""Finding a person or a company by some words, to choose one of a few."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.storage.tables import PartyRow

MATCHES = 20


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A person or company to choose; `about` tells people of one name apart."""

    id: int
    kind: PartyKind
    name: str
    about: str


def find_parties(
    services: Services, *, actor: Actor, typed: str, kind: PartyKind | None = None
) -> tuple[PartyChoice, ...]:
    """Up to `MATCHES` in which every word occurs, by name; nothing typed finds nobody.

    One query, which reads the narrow index of the search until it has enough.
    """
    actor.require(Permission.PEOPLE_READ)
    words = search_words(typed)
    if not words:
        return ()
    company = aliased(PartyRow)
    query = (
        select(
            PartyRow.id,
            PartyRow.kind,
            func.coalesce(func.nullif(PartyRow.name, ""), PartyRow.email, "").label("name"),
            PartyRow.email,
            company.name.label("company"),
        )
        .outerjoin(company, company.id == PartyRow.company_id)
        .where(
            PartyRow.tenant_id == actor.tenant_id,
            *(PartyRow.search_key.contains(word, autoescape=True) for word in words),
        )
        .order_by(PartyRow.search_key, PartyRow.id)
        .limit(MATCHES)
    )
    if kind is not None:
        query = query.where(PartyRow.kind == kind)
    with services.storage.read() as session:
        rows = session.execute(query).all()
    return tuple(
        PartyChoice(
            row.id,
            PartyKind(row.kind),
            row.name,
            ", ".join(part for part in (row.company, row.email) if part and part != row.name),
        )
        for row in rows
    )

"""Finding a person or a company by some words, to choose one of a few."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import aliased

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.storage.tables import PartyRow
from crm_core.storage.types import AnySelect
from crm_core.views.counting import count_up_to

MATCHES = 20
IS_PERSON = PartyRow.kind == literal_column("'PERSON'")
"""In the words of the partial index of addresses, which a bound value would not prove to SQLite."""


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A person or company to choose; `about` tells people of one name apart."""

    id: int
    kind: PartyKind
    name: str
    about: str
    email: str = ""
    company: str = ""


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
    query: AnySelect = (
        select(
            PartyRow.id,
            PartyRow.kind,
            func.coalesce(func.nullif(PartyRow.name, ""), PartyRow.email, "").label("name"),
            PartyRow.email,
            company.name.label("company"),
        )
        .outerjoin(company, company.id == PartyRow.company_id)
        .where(*_has_all(actor, words, kind))
        .order_by(PartyRow.search_key, PartyRow.id)
        .limit(MATCHES)
    )
    with services.storage.read() as session:
        rows = session.execute(query).all()
    return tuple(
        PartyChoice(
            row.id,
            PartyKind(row.kind),
            row.name,
            ", ".join(part for part in (row.company, row.email) if part and part != row.name),
            row.email or "",
            row.company or "",
        )
        for row in rows
    )


def count_parties(
    services: Services, *, actor: Actor, typed: str, kind: PartyKind | None = None, most: int
) -> int:
    """In how many every word occurs; `most + 1` where there are more than `most`."""
    actor.require(Permission.PEOPLE_READ)
    words = search_words(typed)
    if not words:
        return 0
    with services.storage.read() as session:
        return count_up_to(session, select(PartyRow.id).where(*_has_all(actor, words, kind)), most)


def find_address(services: Services, *, actor: Actor, email: str) -> int | None:
    """The id of the person of the workspace who has this address; None where nobody has."""
    actor.require(Permission.PEOPLE_READ)
    query = select(PartyRow.id).where(
        PartyRow.tenant_id == actor.tenant_id,
        PartyRow.email == email.strip().lower(),
        IS_PERSON,
    )
    with services.storage.read() as session:
        return session.scalar(query.limit(1))


def _has_all(
    actor: Actor, words: tuple[str, ...], kind: PartyKind | None
) -> list[ColumnElement[bool]]:
    told: list[ColumnElement[bool]] = [
        PartyRow.tenant_id == actor.tenant_id,
        *(PartyRow.search_key.contains(word, autoescape=True) for word in words),
    ]
    return told if kind is None else [*told, PartyRow.kind == kind]

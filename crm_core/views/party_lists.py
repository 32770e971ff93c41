"""The lists of people and of companies: searched, sorted by name and paged where the rows are.

Called by the pages People and Companies. The order is walked in the index by name; who has no
name comes last, in the order in which they came. A search that finds few sorts those.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import aliased

from crm_core.domain.deals import CLOSED
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.domain.words import PartyKind, SuppressionReason
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.ids import among
from crm_core.storage.tables import ActivityRow, DealRow, PartyRow, SuppressionRow, UserRow
from crm_core.storage.types import AnyRow, AnySelect
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.lead_filters import FEW, has_words, is_touch
from crm_core.views.paging import Page, Window
from crm_core.views.suppressed import with_domains

NAME, NAME_DOWN = "name", "-name"
_NAMELESS = "nameless."
_company = aliased(PartyRow)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the list. `suppressed`: why no mail may go there, or None."""

    id: int
    name: str
    email: str
    phone: str
    title: str
    company: str
    company_id: int | None
    owner: str
    suppressed: SuppressionReason | None
    touched_at: datetime | None


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company of the list: how many people, how many deals are open, and their sums.

    The sums are (amount, currency) pairs, the largest first.
    """

    id: int
    name: str
    country: str
    owner: str
    people: int
    open_deals: int
    amounts: tuple[tuple[Decimal, str], ...]


def list_people(
    services: Services,
    *,
    actor: Actor,
    typed: str = "",
    order: str = NAME,
    window: Window | None = None,
) -> Page[PersonLine]:
    """The people in whom every word of `typed` occurs: name, address, number or company.

    Three queries, one more for a search and for the last of those who have a name. Raises
    `InvalidInput` for an order that there is not and for a cursor of another list.
    """
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        query = _of_kind(session, actor, PartyKind.PERSON, typed)
        page = _by_name(session, query, order, window or Window())
        touched = _touched(session, [row.id for row in page.items])
        lines = [_person(row, touched.get(row.id)) for row in page.items]
        return Page(with_domains(session, actor.tenant_id, lines), page.next_cursor)


def list_companies(
    services: Services,
    *,
    actor: Actor,
    typed: str = "",
    order: str = NAME,
    window: Window | None = None,
) -> Page[CompanyLine]:
    """The companies in whose name every word of `typed` occurs; three queries and the search's."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        query = _of_kind(session, actor, PartyKind.COMPANY, typed)
        page = _by_name(session, query, order, window or Window())
        ids = [row.id for row in page.items]
        people, deals = _people(session, ids), _deals(session, ids)
    lines = tuple(_a_company(row, people.get(row.id, 0), deals[row.id]) for row in page.items)
    return Page(lines, page.next_cursor)


def _of_kind(session: ReadSession, actor: Actor, kind: PartyKind, typed: str) -> AnySelect:
    query = (
        select(
            PartyRow.id, PartyRow.name, PartyRow.name_key, PartyRow.email, PartyRow.phone,
            PartyRow.title, PartyRow.country, _company.name.label("company"), PartyRow.company_id,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email).label("owner"),
            SuppressionRow.reason.label("suppressed"),
        )
        .outerjoin(_company, _company.id == PartyRow.company_id)
        .outerjoin(UserRow, UserRow.id == PartyRow.owner_id)
        .outerjoin(
            SuppressionRow,
            (SuppressionRow.tenant_id == PartyRow.tenant_id)
            & (SuppressionRow.email == PartyRow.email),
        )
        .where(PartyRow.tenant_id == actor.tenant_id, PartyRow.kind == kind)
    )  # fmt: skip
    words = search_words(typed)
    return query.where(*_found(session, actor.tenant_id, words)) if words else query


def _found(
    session: ReadSession, tenant_id: int, words: tuple[str, ...]
) -> list[ColumnElement[bool]]:
    """That a party is found by the words: by its id where few are, else by the words again.

    The look for the few reads nothing but the narrow index of the search; they are sorted at
    once. Where there are more, the index by name is walked and soon has a page full.
    """
    found = has_words(words)
    query = select(PartyRow.id).where(PartyRow.tenant_id == tenant_id, *found)
    ids = session.scalars(query.limit(FEW + 1)).all()
    return found if len(ids) > FEW else [among(session, PartyRow.id, ids)]


def _by_name(session: ReadSession, query: AnySelect, order: str, window: Window) -> Page[AnyRow]:
    """A page by name, at whose end those without a name follow."""
    if order not in (NAME, NAME_DOWN):
        raise InvalidInput(f"Must be {NAME} or {NAME_DOWN}.", field="sort")
    by_id = Order("id", PartyRow.id, PartyRow.id)
    rest = query.add_columns(by_id.column).where(PartyRow.name_key == "")

    def nameless(limit: int, cursor: str | None) -> Page[AnyRow]:
        page = sorted_page(session, rest, by_id, Window(limit, cursor), _as_it_is)
        more = page.next_cursor
        return Page(page.items, None if more is None else _NAMELESS + more)

    if window.cursor is not None and window.cursor.startswith(_NAMELESS):
        return nameless(window.limit, window.cursor.removeprefix(_NAMELESS))
    by_name = Order(NAME, PartyRow.name_key, PartyRow.id, descending=order == NAME_DOWN)
    only = query.add_columns(by_name.column).where(PartyRow.name_key > "")
    page = sorted_page(session, only, by_name, window, _as_it_is)
    if page.next_cursor is not None:
        return page
    left = window.limit - len(page.items)
    last = nameless(left or 1, None)
    if left:
        return Page((*page.items, *last.items), last.next_cursor)
    return Page(page.items, _NAMELESS if last.items else None)


def _as_it_is(row: AnyRow) -> AnyRow:
    return row


def _touched(session: ReadSession, ids: Collection[int]) -> dict[int, datetime]:
    """When something was done with the people last."""
    rows = session.execute(
        select(ActivityRow.party_id, func.max(ActivityRow.completed_at).label("at"))
        .where(among(session, ActivityRow.party_id, ids), *is_touch())
        .group_by(ActivityRow.party_id)
    )
    return {row.party_id: row.at for row in rows if row.at is not None}


def _people(session: ReadSession, ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(PartyRow.company_id, func.count().label("number"))
        .where(among(session, PartyRow.company_id, ids))
        .group_by(PartyRow.company_id)
    )
    return {row.company_id: row.number for row in rows}


def _deals(
    session: ReadSession, ids: Collection[int]
) -> defaultdict[int, list[tuple[int, Decimal, str]]]:
    """How many deals are open and their sum, for each currency of each company."""
    found: defaultdict[int, list[tuple[int, Decimal, str]]] = defaultdict(list)
    amount = func.sum(DealRow.amount).label("amount")
    rows = session.execute(
        select(DealRow.company_id, DealRow.currency, func.count().label("number"), amount)
        .where(among(session, DealRow.company_id, ids), DealRow.stage.not_in(CLOSED))
        .group_by(DealRow.company_id, DealRow.currency)
        .order_by(literal_column("amount").desc(), DealRow.currency)
    )
    for row in rows:
        found[row.company_id].append((row.number, Decimal(row.amount), row.currency))
    return found


def _person(row: AnyRow, touched_at: datetime | None) -> PersonLine:
    return PersonLine(
        id=row.id,
        name=row.name,
        email=row.email or "",
        phone=row.phone,
        title=row.title,
        company=row.company or "",
        company_id=row.company_id,
        owner=row.owner or "",
        suppressed=None if row.suppressed is None else SuppressionReason(row.suppressed),
        touched_at=touched_at,
    )


def _a_company(row: AnyRow, people: int, deals: list[tuple[int, Decimal, str]]) -> CompanyLine:
    return CompanyLine(
        id=row.id,
        name=row.name,
        country=row.country or "",
        owner=row.owner or "",
        people=people,
        open_deals=sum(number for number, _, _ in deals),
        amounts=tuple((amount, currency) for _, amount, currency in deals),
    )

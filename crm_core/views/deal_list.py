"""Deals one below the other: searched, narrowed, sorted, page by page."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, func, literal, or_

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import search_words
from crm_core.services import Services
from crm_core.storage.tables import DealRow
from crm_core.views.counting import count_up_to
from crm_core.views.deal_lines import (
    Day,
    DealCard,
    DealFilter,
    card,
    cards,
    company,
    conditions,
    person,
)
from crm_core.views.deal_stays import usual_in
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window


class Sort(StrEnum):
    """What a list of deals can be sorted by."""

    CLOSE_ON = "close_on"
    AMOUNT = "amount"
    NAME = "name"
    STAGE_AGE = "stage_age"


def find_deals(
    services: Services,
    *,
    actor: Actor,
    zone: ZoneInfo,
    typed: str = "",
    wanted: DealFilter | None = None,
    sort: Sort = Sort.CLOSE_ON,
    descending: bool = False,
    window: Window | None = None,
) -> Page[DealCard]:
    """The deals in whose name, person or company every word of `typed` occurs.

    Those without a day to be closed come last either way; amounts are sorted as numbers,
    whatever their currency; the longest in its stage is the last by `STAGE_AGE`. Two queries.
    """
    actor.require(Permission.DEALS_READ)
    wanted, day = wanted or DealFilter(), Day(services.clock.now(), zone)
    order = _order(sort, descending)
    query = cards(order.column).where(*conditions(actor, wanted, day), *_has_words(typed))
    with services.storage.read() as session:
        usual = usual_in(session, actor.tenant_id)
        return sorted_page(
            session, query, order, window or Window(), lambda row: card(row, day, usual)
        )


def count_deals(
    services: Services,
    *,
    actor: Actor,
    zone: ZoneInfo,
    typed: str = "",
    wanted: DealFilter | None = None,
    most: int,
) -> int:
    """How many `find_deals` has in all; `most + 1` where there are more than `most`."""
    actor.require(Permission.DEALS_READ)
    wanted, day = wanted or DealFilter(), Day(services.clock.now(), zone)
    query = cards().where(*conditions(actor, wanted, day), *_has_words(typed))
    with services.storage.read() as session:
        return count_up_to(session, query, most)


def _order(sort: Sort, descending: bool) -> Order:
    if sort is Sort.NAME:
        return Order(sort, func.lower(DealRow.name), DealRow.id, descending)
    if sort is Sort.AMOUNT:
        return Order(sort, DealRow.amount, DealRow.id, descending)
    if sort is Sort.STAGE_AGE:
        # The older the entry, the longer the stay.
        return Order(sort, DealRow.stage_entered_at, DealRow.id, not descending)
    last = literal(date.min if descending else date.max, Date)
    return Order(sort, func.coalesce(DealRow.expected_close_on, last), DealRow.id, descending)


def _has_words(typed: str) -> list[ColumnElement[bool]]:
    """Each word in the deal's name, or in what its person or company is found by."""
    return [
        or_(
            *(DealRow.name.icontains(form, autoescape=True) for form in _forms(given)),
            person.search_key.contains(word, autoescape=True),
            company.search_key.contains(word, autoescape=True),
        )
        for given, word in zip(typed.split(), search_words(typed), strict=False)
    ]


def _forms(word: str) -> set[str]:
    """The ways in which a word may be written in a name.

    The databases compare letters of ASCII in any case by themselves, others not everywhere.
    """
    if word.isascii():
        return {word}
    return {word, word.casefold(), word.lower(), word.upper(), word.capitalize()}

"""The deals one below the other."""

from collections.abc import Sequence
from datetime import date, datetime

from crm_core.domain.deals import CLOSED
from crm_core.views.deal_lines import DealCard
from crm_core.views.deal_list import Sort
from pages._deals.days import closing_day, days
from pages._ui import links
from pages._ui.badges import badge, toned
from pages._ui.grid import Col, Grid, Line
from pages._ui.html import Html, tag, together
from pages._ui.money import money
from pages._ui.tables import headline

NOTHING = tag("span", "–", "ds-zero", **{"aria-label": "none"})
COLUMNS = (
    Col("Deal", "minmax(11rem, 2fr)", sort=Sort.NAME, plain=True),
    Col("Stage", "minmax(7rem, 1fr)", plain=True),
    Col("In stage", "minmax(5.5rem, 0.7fr)", sort=f"-{Sort.STAGE_AGE}", wide=True),
    Col("Amount", "minmax(6.5rem, 0.8fr)", sort=f"-{Sort.AMOUNT}", numeric=True),
    Col("Closes", "minmax(5.5rem, 0.7fr)", sort=Sort.CLOSE_ON),
    Col("Owner", "minmax(6rem, 1fr)", wide=True),
)


def read_order(order: str) -> tuple[Sort, bool]:
    """The order that the address asks for; the day of closing for one that nobody knows."""
    name = order.removeprefix("-")
    return (Sort(name), order.startswith("-")) if name in set(Sort) else (Sort.CLOSE_ON, False)


def draw_list(cards: Sequence[DealCard], *, now: datetime, today: date) -> None:
    """Draw a page of deals; each line opens its deal."""
    grid = Grid("deals", COLUMNS)
    grid.draw(
        Line(
            card.id,
            (
                headline(card.name, " · ".join(n for n in (card.company, card.person) if n)),
                badge(card.stage),
                _age(card, now),
                money(card.amount, card.currency),
                _closes(card, today),
                card.owner or NOTHING,
            ),
            href=links.to("deal", deal=card.id),
            name=card.name,
        )
        for card in cards
    )


def _age(card: DealCard, now: datetime) -> Html:
    if card.stage in CLOSED:
        return NOTHING
    span = days(now - card.since)
    return toned(span, "orange") if card.long else tag("span", span)


def _closes(card: DealCard, today: date) -> Html:
    if card.close_on is None:
        return NOTHING
    words = closing_day(card.close_on, today)
    return together(toned(words, "red")) if card.overdue else tag("span", words)

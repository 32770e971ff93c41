"""The board: a column for each stage, whose cards are moved by mouse, finger or keyboard.

The markup is made here, escaped; `board.js` only listens. It shows a move at once and reports
it; the page asks the use case and draws the board anew, and a card whose move was refused is
back where it was. One move is on its way at a time, and each is numbered: `seen` tells the
browser which of them the drawn board knows of.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from crm_core.domain.deals import CLOSED, ENOUGH, STAGES
from crm_core.domain.words import DealStage
from crm_core.views.deal_board import Board, Column
from crm_core.views.deal_lines import DealCard
from pages._deals.days import closing_day, days
from pages._ui import links
from pages._ui.badges import word
from pages._ui.html import Html, tag, together
from pages._ui.money import money, several

_SEEN = "deals_board_seen"
_HINT = "ds-board-hint"
HOW = (
    "Left and right arrow move the deal to the stage before or after, up and down go to "
    "the next card, Enter opens it."
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A card was put into another column: from the stage in which it was seen."""

    deal_id: int
    origin: DealStage
    target: DealStage


@dataclass(frozen=True, slots=True)
class Heard:
    """What was done with the board since the last run, once."""

    moved: Moved | None = None
    more: DealStage | None = None


def draw_board(board: Board, *, now: datetime, today: date, movable: bool) -> Heard:
    """Draw it and tell what was done with it; cards that are not `movable` can only be opened."""
    moment = _Moment(now, today, movable)
    columns = {column.stage: moment.column(column) for column in board.columns}
    closed = tag("div", together(*(columns[s] for s in STAGES if s in CLOSED)), "ds-closed")
    open_ = together(*(columns[s] for s in STAGES if s not in CLOSED))
    hint = tag("p", HOW, "ds-unseen", id=_HINT) if movable else Html("")
    html = together(hint, _chooser(board), tag("div", together(open_, closed), "ds-columns"))
    heard = _mount(
        key="deals_board",
        data={
            "html": html,
            "movable": movable,
            "stages": [[stage, word(stage)] for stage in STAGES],
            "seen": st.session_state.get(_SEEN, 0),
        },
        on_move_change=_nothing,
        on_more_change=_nothing,
    )
    return Heard(_moved(heard.move), _stage(heard.more))


def _moved(told: object) -> Moved | None:
    """A move as the browser reports it; what makes no sense is none."""
    if not isinstance(told, dict):
        return None
    st.session_state[_SEEN] = told.get("turn", 0)
    origin, target = _stage(told.get("from")), _stage(told.get("to"))
    number = str(told.get("id"))
    if origin is None or target is None or not number.isdigit():
        return None
    return Moved(int(number), origin, target)


def _stage(told: object) -> DealStage | None:
    return DealStage(told) if isinstance(told, str) and told in STAGES else None


def _chooser(board: Board) -> Html:
    """Which column a phone shows; wider screens show them all."""
    first = next((column for column in board.columns if column.count), board.columns[0])
    buttons = (
        tag(
            "button", together(word(column.stage), tag("span", column.count, "ds-count")),
            type="button",
            **{"data-show": column.stage, "aria-pressed": str(column is first).lower()},
        )
        for column in board.columns
    )  # fmt: skip
    return tag("div", together(*buttons), "ds-stages", role="group", **{"aria-label": "Stage"})


@dataclass(frozen=True, slots=True)
class _Moment:
    """When the board is drawn, and whether its cards can be moved."""

    now: datetime
    today: date
    movable: bool

    def column(self, column: Column) -> Html:
        """A stage: its name, what is in it, its cards, and the way to more of them."""
        name = word(column.stage)
        number = tag("span", f"{column.count:,}", "ds-count")
        title = tag("h2", together(tag("span", name, f"ds-stage {_tone(column.stage)}"), number))
        head = tag("div", together(title, *_worth(column)), "ds-column-head")
        cards = tag("ol", together(*map(self._card, column.cards)), "ds-cards")
        return tag(
            "section", together(head, cards, _more(column)), "ds-column",
            **{"data-stage": column.stage, "aria-label": name},
        )  # fmt: skip

    def _card(self, card: DealCard) -> Html:
        link = tag(
            "a", card.name, "ds-row-link", href=links.to("deal", deal=card.id), draggable="false",
            dir="auto", **({"aria-describedby": _HINT} if self.movable else {}),
        )  # fmt: skip
        whose = " · ".join(name for name in (card.company, card.person) if name)
        about = tag("div", whose, "ds-quiet ds-one-line", title=whose, dir="auto")
        amount = tag("span", money(card.amount, card.currency), "ds-card-amount")
        foot = tag("div", together(amount, self._close(card), _owner(card)), "ds-card-foot")
        body = together(link, about if whose else "", foot, *self._age(card), self._menu(card))
        css = "ds-card ds-movable" if self.movable else "ds-card"
        return tag("li", body, css, **{"data-id": str(card.id), "data-stage": card.stage})

    def _close(self, card: DealCard) -> Html:
        if card.close_on is None:
            return Html("")
        words = closing_day(card.close_on, self.today)
        css = "ds-card-close ds-late" if card.overdue else "ds-card-close"
        told = f"{'Overdue since' if card.overdue else 'Closes'} {card.close_on:%d %B %Y}"
        return tag("span", words, css, title=told)

    def _age(self, card: DealCard) -> list[Html]:
        if not card.long:
            return []
        return [tag("div", f"{days(self.now - card.since)} in this stage", "ds-card-long")]

    def _menu(self, card: DealCard) -> Html:
        if not self.movable:
            return Html("")
        return tag(
            "button", "⋯", "ds-more", type="button", title="Move to",
            **{
                "aria-haspopup": "menu",
                "aria-expanded": "false",
                "aria-label": f"Move {card.name} to another stage",
            },
        )  # fmt: skip


def _worth(column: Column) -> list[Html]:
    if not column.sums:
        return []
    amounts = [(one.amount, one.currency) for one in column.sums]
    worth = [tag("div", several(amounts, shown=1), "ds-column-sum")]
    usual = column.usual
    if usual is not None and usual.count >= ENOUGH and column.stage not in CLOSED:
        told = f"Usually {days(usual.span)}"
        worth.append(tag("div", told, "ds-quiet", title=f"The median of {usual.count} deals"))
    return worth


def _more(column: Column) -> Html:
    left = column.count - len(column.cards)
    if left <= 0:
        return tag("p", "No deals", "ds-quiet ds-column-empty") if not column.count else Html("")
    words = f"Show more of {word(column.stage)}"
    return tag(
        "button", f"Show more ({left:,})", "ds-plain-button ds-column-more", type="button",
        **{"data-more": column.stage, "aria-label": f"{words}, {left:,} left"},
    )  # fmt: skip


def _owner(card: DealCard) -> Html:
    if not card.owner:
        return Html("")
    letters = "".join(part[0].upper() for part in card.owner.replace("@", " ").split()[:2])
    return tag("span", letters, "ds-card-owner", title=card.owner, role="img",
               **{"aria-label": f"Owner {card.owner}"})  # fmt: skip


_TONES = dict(zip(STAGES, ("gray", "blue", "violet", "orange", "green", "red"), strict=True))


def _tone(stage: DealStage) -> str:
    return f"ds-{_TONES[stage]}"


_mount = st.components.v2.component(
    "duestep_deals_board",
    html='<div class="ds-board"></div><div class="ds-unseen" aria-live="assertive"></div>',
    js=(Path(__file__).parent / "board.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def _nothing() -> None:
    """Streamlit takes a value from a component only where somebody listens for it."""

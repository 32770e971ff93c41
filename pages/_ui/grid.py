"""Lists that are worked with: sorted by their titles, lines selected, opened, and acted on.

The markup is made here, of the same pieces as every other list (`tables`, `badges`, `times`),
and one element carries it; `grid.js` reports what was done with it. What is sorted, selected
and opened stands in the address or the session, never in the browser alone.

    grid = Grid("leads", COLUMNS, selects=True)
    grid.draw(Line(lead.id, (headline(…), badge(…)), href=links.to("lead", lead=lead.id)) for …)
    order = sorting("leads", default="-created")      # before the view is asked
    forget_hidden("leads", of=filters)                # what is narrowed anew is selected anew
    chosen = selection("leads")                       # ids, also of other pages of the list
    if (done := grid.chosen):                         # (line id, choice) of a menu, a button
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import streamlit as st

from pages._ui import address, messages
from pages._ui.html import Html, alone, safe, tag, together

MOST_SELECTED = 10_000


@dataclass(frozen=True, slots=True)
class Col:
    """A column. `width` is a CSS grid track; `sort` the order that its title asks for.

    `plain`: its cells need not say their title on a phone. `wide`: left out on a phone.
    """

    title: str
    width: str = "minmax(0, 1fr)"
    sort: str = ""
    numeric: bool = False
    plain: bool = False
    wide: bool = False

    @property
    def css(self) -> str:
        """The classes of its cells."""
        return " ".join(["ds-number"] * self.numeric + ["ds-wide"] * self.wide)


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `cells` are texts or `Html`; `href` is where the line leads (see `links.to`).

    `menu` are (choice, words) pairs of what can be done with it, behind three dots; `buttons` the
    same in sight, in a grid that keeps `room` for them. `name` is what the line is called when it
    is read out ("Ada Byron").
    """

    id: int | str
    cells: Sequence[object]
    href: str = ""
    menu: Sequence[tuple[str, str]] = ()
    name: str = ""
    buttons: Sequence[tuple[str, str]] = ()


class Done(NamedTuple):
    """What was chosen in a line's menu, or among its buttons."""

    id: str
    choice: str


One = TypeVar("One")


@dataclass(slots=True)
class Grid:
    """A list's columns. `selects`: its lines can be selected. `room`: the pixels that a line keeps
    for buttons. `chosen`: what the last click in a menu or on a button asked for, known after
    `draw`, once. A refusal at the place `NAME_ID` is said in the line with that id."""

    name: str
    columns: tuple[Col, ...]
    selects: bool = False
    room: int = 0
    chosen: Done | None = field(default=None, init=False)

    def draw(self, lines: Iterable[Line]) -> None:
        """Draw the list; `chosen` is set when a line was acted on since the last run."""
        shown = list(lines)
        acts = any(line.menu or line.buttons for line in shown)
        key = f"{self.name}_grid"
        heard = _mount(
            key=key,
            data={
                "html": self._markup(shown, acts),
                "selected": [str(one) for one in selection(self.name)],
                "seen": st.session_state.get(f"{self.name}_seen", 0),
                "most": MOST_SELECTED,
            },
            on_select_change=self._select,
            on_sort_change=self._sort,
            on_act_change=_nothing,
        )
        if heard.act:
            self.chosen = Done(str(heard.act["id"]), str(heard.act["choice"]))

    def _select(self) -> None:
        heard = st.session_state[f"{self.name}_grid"]["select"]
        if heard:
            st.session_state[f"{self.name}_seen"] = heard["turn"]
            st.session_state[_selected(self.name)] = list(heard["ids"])[:MOST_SELECTED]

    def _sort(self) -> None:
        wanted = st.session_state[f"{self.name}_grid"]["sort"]
        if wanted in {order for col in self.columns if col.sort for order in _both(col.sort)}:
            address.keep(f"{self.name}_sort", str(wanted))

    def _markup(self, lines: Sequence[Line], acts: bool) -> Html:
        tracks = " ".join(
            [
                *(["1.6rem"] if self.selects else []),
                *(col.width for col in self.columns),
                *([f"{self.room}px" if self.room else "2.2rem"] if acts else []),
            ]
        )
        rows = (self._row(line, acts) for line in lines)
        body = together(self._head(acts), *rows)
        return tag("div", body, "ds-grid ds-fold", role="table", style=f"--ds-tracks: {tracks}")

    def _head(self, acts: bool) -> Html:
        cells = [self._check_all()] if self.selects else []
        cells += [self._title(col) for col in self.columns]
        if acts:
            cells.append(_cell(tag("span", "Actions", "ds-label"), "", role="columnheader"))
        return tag("div", together(*cells), "ds-head", role="row")

    def _check_all(self) -> Html:
        box = Html('<input type="checkbox" data-all aria-label="Select all lines of this page">')
        return _cell(box, "ds-check", role="columnheader")

    def _title(self, col: Col) -> Html:
        if not col.sort:
            return _cell(col.title, col.css, role="columnheader")
        now = address.param(f"{self.name}_sort") or _default(self.name)
        ascending, descending = _both(col.sort)
        stands = {ascending: "ascending", descending: "descending"}.get(now, "none")
        then = ascending if now == descending else descending if now == ascending else col.sort
        mark = {"ascending": " ↑", "descending": " ↓"}.get(stands, "")
        button = tag(
            "button", together(col.title, tag("span", mark, **{"aria-hidden": "true"})),
            "ds-sort", type="button", **{"data-sort": then},
        )  # fmt: skip
        return _cell(button, col.css, role="columnheader", **{"aria-sort": stands})

    def _row(self, line: Line, acts: bool) -> Html:
        cells = [_check(line)] if self.selects else []
        for place, (col, value) in enumerate(zip(self.columns, line.cells, strict=True)):
            cells.append(self._cell_of(col, value, line.href if place == 0 else ""))
        if acts:
            cells.append(_buttons(line) if self.room else _cell(_more(line), "ds-act"))
        if refused := messages.refusal(f"{self.name}_{line.id}"):
            cells.append(tag("div", refused[0], "ds-refused", role="alert"))
        return tag("div", together(*cells), "ds-row", role="row", **{"data-id": str(line.id)})

    def _cell_of(self, col: Col, value: object, href: str) -> Html:
        content = tag("a", value, "ds-row-link", href=href) if href else safe(value)
        label = "" if col.plain else together(tag("span", col.title, "ds-label"), " ")
        return _cell(together(label, content), col.css)


def acted_on(done: Done, drawn: Iterable[One], by: Callable[[One], int]) -> One | None:
    """What was drawn in the line that was acted on, by its id; None where it stands no more."""
    return next((one for one in drawn if str(by(one)) == done.id), None)


def sorting(name: str, default: str) -> str:
    """The order that the address asks for: a name, with a minus where it goes down."""
    st.session_state[f"{name}_sort_default"] = default
    return address.param(f"{name}_sort") or default


def selection(name: str) -> list[str]:
    """The ids that are selected in the list, in the order in which they were."""
    chosen: list[str] = st.session_state.get(_selected(name), [])
    return chosen


def select(name: str, ids: Iterable[int | str]) -> None:
    """Select these and no others; before the grid is drawn."""
    st.session_state[_selected(name)] = [str(one) for one in ids][:MOST_SELECTED]


def forget_hidden(name: str, *, of: object) -> None:
    """Select nothing where the list `name` is `of` something else than it was when last drawn.

    Called with what narrows the list before its selection is read, so that nobody acts on lines
    that a search has put out of sight. Paging and sorting keep the selection: leave them out.
    """
    if st.session_state.get(f"{name}_selected_of") != of:
        st.session_state[f"{name}_selected_of"] = of
        select(name, [])


def _selected(name: str) -> str:
    return f"{name}_selected"


def _default(name: str) -> str:
    default: str = st.session_state.get(f"{name}_sort_default", "")
    return default


def _both(order: str) -> tuple[str, str]:
    plain = order.removeprefix("-")
    return plain, f"-{plain}"


def _cell(content: object, css: str = "", role: str = "cell", **attributes: str) -> Html:
    return tag("div", content, f"ds-cell {css}".strip(), role=role, **attributes)


def _check(line: Line) -> Html:
    box = alone(
        "input",
        type="checkbox",
        **{"data-check": "", "aria-label": f"Select {line.name or line.id}"},
    )
    return _cell(box, "ds-check")


def _more(line: Line) -> Html:
    if not line.menu:
        return Html("")
    return tag(
        "button", "⋯", "ds-more", type="button", title="More",
        **{
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            "aria-label": f"Actions for {line.name or line.id}",
            "data-menu": json.dumps([list(pair) for pair in line.menu]),
        },
    )  # fmt: skip


def _buttons(line: Line) -> Html:
    told = line.name or line.id
    drawn = (
        tag(
            "button", words, "ds-plain-button", type="button",
            **{"data-choice": choice, "aria-label": f"{words}: {told}"},
        )
        for choice, words in line.buttons
    )  # fmt: skip
    return _cell(together(*drawn), "ds-buttons")


_mount = st.components.v2.component(
    "duestep_grid",
    html='<div class="ds-grid-place"></div>',
    js=(Path(__file__).parent / "grid.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def _nothing() -> None:
    """Streamlit takes a value from a component only where somebody listens for it."""

"""Lists in the product's own look: rows that line up, carry actions, and fold on a phone.

A row is one piece of markup and, beside it, a place for buttons; on a narrow screen a row
becomes a card in which each number stands under its own name.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from pages._ui.html import Html, tag, together


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a CSS grid track. `plain`: its cells need not say their title on a phone."""

    title: str
    width: str = "minmax(0, 1fr)"
    numeric: bool = False
    plain: bool = False

    def cell(self, value: object) -> Html:
        """`value` as this column shows it."""
        label = "" if self.plain else together(tag("span", self.title, "ds-label"), " ")
        return tag(
            "div", together(label, value), "ds-cell ds-number" if self.numeric else "ds-cell"
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A list's columns, and the room in pixels that its rows keep for actions (0: none)."""

    name: str
    columns: tuple[Column, ...]
    actions: int = 0

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """Draw the line of titles; inside the block go the rows."""
        with st.container(key=f"table_{self.name}", gap=None):
            st.html(self._alone(self._titles()))
            yield

    @contextmanager
    def row(self, key: int | str, cells: Sequence[object], *, acts: bool = True) -> Iterator[None]:
        """Draw a row; inside the block go its buttons. Without `acts` it has none: one piece."""
        if not (acts and self.actions):
            st.html(self._alone(self._row(cells), "ds-line"))
            yield
            return
        with st.container(
            key=f"row_{self.name}_{key}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            st.html(self._row(cells))
            with st.container(
                key=f"buttons_{self.name}_{key}",
                width=self.actions,
                horizontal=True,
                horizontal_alignment="right",
                vertical_alignment="center",
                gap="xsmall",
            ):
                yield

    def rows(self, rows: Iterable[Sequence[object]]) -> None:
        """Draw titles and rows that nothing can be done with, as one piece."""
        st.html(self.markup(rows))

    def markup(self, rows: Iterable[Sequence[object]]) -> Html:
        """The same, to stand in a larger piece."""
        return tag("div", together(self._titles(), *map(self._row, rows)), "ds-lines")

    def _alone(self, line: Html, css: str = "") -> Html:
        """A line beside which the place of the buttons stays empty."""
        room = f"--ds-room: {self.actions}px" if self.actions else ""
        return tag("div", line, f"{css} ds-with-room".strip() if room else css, style=room)

    def _titles(self) -> Html:
        # Hidden from whoever has the page read out: each cell says its own title to them.
        titles = [tag("span", c.title, "ds-number" if c.numeric else "") for c in self.columns]
        return tag("div", self._grid("ds-head", titles), "ds-fold", **{"aria-hidden": "true"})

    def _row(self, cells: Sequence[object]) -> Html:
        return tag("div", self._grid("ds-row", self._cells(cells)), "ds-fold")

    def _cells(self, cells: Sequence[object]) -> list[Html]:
        return [column.cell(value) for column, value in zip(self.columns, cells, strict=True)]

    def _grid(self, css: str, cells: Sequence[Html]) -> Html:
        tracks = " ".join(column.width for column in self.columns)
        return tag("div", together(*cells), css, style=f"--ds-tracks: {tracks}")


def number(value: int) -> Html:
    """A count; zeros step back, so that the others stand out."""
    return tag("span", f"{value:,}", "" if value else "ds-zero")


def headline(title: str, below: str = "", *, whole: bool = False) -> Html:
    """What it is, and quietly below what else; cut to two lines and one, or `whole`.

    What is cut is told in full where the mouse rests on it.
    """
    above = tag("div", title, "ds-strong") if whole else two_lines(title, "ds-strong")
    if not below:
        return above
    line = "ds-quiet" if whole else "ds-quiet ds-one-line"
    return together(above, tag("div", below, line, title=below))


def two_lines(text: str, css: str = "", *, content: object = None) -> Html:
    """`text`, cut after two lines and told in full under the mouse; `content` may be its link."""
    shown = text if content is None else content
    return tag("div", shown, f"{css} ds-two-lines".strip(), title=text)

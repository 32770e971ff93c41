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
    """`width` is a CSS grid track. `title` empty: the cell speaks for itself."""

    title: str
    width: str = "minmax(0, 1fr)"
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A list's columns, and the room in pixels that its rows keep for actions (0: none)."""

    name: str
    columns: tuple[Column, ...]
    actions: int = 0

    def head(self) -> None:
        """Draw the line of titles. The cells repeat them for whoever cannot see it."""
        titles = [tag("span", c.title, "ds-number" if c.numeric else "") for c in self.columns]
        with self._line("head"):
            st.html(self._grid("ds-head", titles, hidden=True))
            if self.actions:
                st.container(width=self.actions)

    @contextmanager
    def row(self, key: int | str, cells: Sequence[object]) -> Iterator[None]:
        """Draw a row; inside the block goes what can be done with it."""
        with self._line(f"row_{key}"):
            st.html(self._grid("ds-row", self._cells(cells)))
            if self.actions:
                with st.container(
                    width=self.actions,
                    horizontal=True,
                    horizontal_alignment="right",
                    key=f"{self.name}_actions_{key}",
                    gap="xsmall",
                ):
                    yield
            else:
                yield

    def rows(self, rows: Iterable[Sequence[object]]) -> None:
        """Draw titles and rows that nothing can be done with, as one piece."""
        titles = [tag("span", c.title, "ds-number" if c.numeric else "") for c in self.columns]
        lines = [self._grid("ds-row", self._cells(cells)) for cells in rows]
        st.html(together(self._grid("ds-head", titles, hidden=True), *lines))

    def _cells(self, cells: Sequence[object]) -> list[Html]:
        return [
            tag(
                "div",
                together(tag("span", column.title, "ds-label"), cell) if column.title else cell,
                "ds-cell ds-number" if column.numeric else "ds-cell",
            )
            for column, cell in zip(self.columns, cells, strict=True)
        ]

    def _grid(self, css: str, cells: Sequence[Html], *, hidden: bool = False) -> Html:
        tracks = " ".join(column.width for column in self.columns)
        grid = tag("div", together(*cells), css, style=f"--ds-tracks: {tracks}")
        attributes = {"aria-hidden": "true"} if hidden else {}
        return tag("div", grid, "ds-fold", **attributes)

    def _line(self, part: str) -> "st.delta_generator.DeltaGenerator":
        return st.container(
            key=f"{self.name}_{part}", horizontal=True, vertical_alignment="center", gap="small"
        )

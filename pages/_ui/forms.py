"""Forms: inputs that are sent together, each with the rule's words under it when it is refused.

    with Form("leads_add") as form:
        email = form.text("E-mail address", "email")
        form.submit("Add lead", lambda by: ...)

An input's key is `<place>_<field>`. The field is the one that the use case names in its
refusal (`firstName`), so the words find their input by themselves; those about no input of the
form stand above its button.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui import dialogs, messages
from pages._ui.actions import Action, once, perform
from pages._ui.html import literal, tag

Choice = TypeVar("Choice")


class Form(AbstractContextManager["Form"]):
    """A form at `place`. `closes`: the dialog (see `dialogs`) that ends when it is accepted.

    With `batch` the inputs reach the script when the form is sent, and Enter sends it; without,
    each one as soon as it is left.
    """

    def __init__(self, place: str, *, closes: str | None = None, batch: bool = True) -> None:
        self.place = place
        self._closes = closes
        self._key = once(place)
        self._notes: dict[str, DeltaGenerator] = {}
        self._box = (
            st.form(f"{self._key}_form", border=False)
            if batch
            else st.container(key=f"{self._key}_form")
        )
        self._batch = batch

    def __enter__(self) -> Self:
        self._box.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._box.__exit__(kind, fault, trace)

    def key(self, field: str) -> str:
        """The key of the input of `field`; it changes when the form was accepted."""
        return f"{self._key}_{field}"

    def text(self, label: str, field: str, value: str = "", **options: Any) -> str:
        """A line."""
        typed = st.text_input(label, value, key=self.key(field), **options)
        self.note(field)
        return typed or ""

    def area(self, label: str, field: str, value: str = "", **options: Any) -> str:
        """A text of several lines."""
        typed = st.text_area(label, value, key=self.key(field), **options)
        self.note(field)
        return typed or ""

    def choice(
        self,
        label: str,
        field: str,
        options: Sequence[Choice],
        *,
        value: Choice | None = None,
        names: Callable[[Choice], str] = str,
        **more: Any,
    ) -> Choice | None:
        """One of `options`, by their names; None where there are none."""
        index = options.index(value) if value is not None and value in options else 0
        chosen: Choice | None = st.selectbox(
            label, options, index if options else None, format_func=names, key=self.key(field),
            **more,
        )  # fmt: skip
        self.note(field)
        return chosen

    def day(self, label: str, field: str, value: date | None = None, **options: Any) -> date | None:
        """A date, or none."""
        chosen = st.date_input(label, value, key=self.key(field), format="YYYY-MM-DD", **options)
        self.note(field)
        return chosen if isinstance(chosen, date) else None

    def flag(self, label: str, field: str, value: bool = False, **options: Any) -> bool:
        """Yes or no."""
        chosen = st.checkbox(label, value, key=self.key(field), **options)
        self.note(field)
        return chosen

    def note(self, field: str) -> None:
        """The place under an input of the page's own where a refusal of `field` is said."""
        self._notes[field] = st.empty()

    def submit(
        self,
        label: str,
        action: Action,
        *,
        cancel: bool | None = None,
        also: Sequence[tuple[str, Action]] = (),
        **options: Any,
    ) -> bool:
        """Draw the button (and, in a dialog, the way out); True when it was accepted now.

        `also`: what else can be done with the same inputs, as (label, action), before the button.
        Accepted, the page is drawn anew; refused, the words stand next to their input.
        """
        general = st.empty()
        with st.container(horizontal=True, horizontal_alignment="right"):
            if cancel or (cancel is None and self._closes):
                left = self._button("Cancel", "cancel", type="tertiary")
                if left and self._closes:
                    dialogs.forget(self._closes)
                    messages.forget_refusal()
                    st.rerun()
            others = [act for n, (word, act) in enumerate(also) if self._button(word, f"also{n}")]
            sent = self._button(label, "submit", **{"type": "primary", **options})
        for chosen in [action] if sent else others:
            messages.forget_refusal()
            if perform(chosen, place=self.place):
                if self._closes:
                    dialogs.forget(self._closes)
                st.rerun()
        self._show(general)
        return False

    def _button(self, label: str, name: str, **options: Any) -> bool:
        button = st.form_submit_button if self._batch else st.button
        return bool(button(label, key=self.key(name), **options))

    def _show(self, general: DeltaGenerator) -> None:
        refused = messages.refusal(self.place)
        if refused is None:
            return
        text, field = refused
        note = self._note_of(field or "")
        if note is None:
            general.error(literal(text), icon=":material/block:")
        else:
            note.html(tag("p", text, "ds-refusal", role="alert"))

    def _note_of(self, field: str) -> DeltaGenerator | None:
        """The place of the field, or of the input that holds it: `days.TUE[0][1]` is in `days`."""
        while field and field not in self._notes:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return self._notes.get(field)

"""A proposed write as a form: each value of the tool's input, except which records it is about.

Lists and objects, such as a sequence's steps, are taken apart into their values and put together
again; the tool itself says what it does not take.
"""

import copy
import re
from enum import StrEnum
from typing import Any

import streamlit as st

from crm_core.copilot.cards import Card
from crm_core.copilot.consent import edit_action
from crm_core.copilot.registry import by_name
from crm_core.domain.permissions import Actor
from pages._ui.forms import Form
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

Path = tuple[str | int, ...]
_LONG = {"body", "instructions", "text", "note", "description", "message"}
_FIXED = re.compile(r"(Id|Type)$")


def edits(card: Card) -> bool:
    return bool(st.session_state.get(_key(card)))


def start_editing(card: Card) -> None:
    st.session_state[_key(card)] = True


def draw_editing(card: Card) -> None:
    """The form; sent, another card with the new values takes this one's place."""
    with Form(f"copilot_card_{card.id}_form") as form:
        typed = {path: _input(form, card, path, value) for path, value in leaves(card.input)}

        def change(by: Actor) -> str:
            edit_action(
                get_services(), actor=by, zone=viewer_zone(), action_id=card.id,
                changes=put_together(card.input, typed),
            )  # fmt: skip
            st.session_state.pop(_key(card), None)
            return ""

        def leave(by: Actor) -> str:
            st.session_state.pop(_key(card), None)
            return ""

        form.submit("Propose this instead", change, also=[("Keep as it was", leave)])


def leaves(given: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """The values that can be typed, each with where it stands."""
    if isinstance(given, dict):
        inner = [(key, value) for key, value in given.items() if not _FIXED.search(key)]
        return [leaf for key, value in inner for leaf in leaves(value, (*path, key))]
    if isinstance(given, list):
        return [leaf for n, value in enumerate(given) for leaf in leaves(value, (*path, n))]
    return [(path, given)]


def put_together(given: dict[str, Any], typed: dict[Path, Any]) -> dict[str, Any]:
    """The input with what was typed in its places; only what is at the top and has changed."""
    whole = copy.deepcopy(given)
    for path, value in typed.items():
        there: Any = whole
        for part in path[:-1]:
            there = there[part]
        before = there[path[-1]]
        there[path[-1]] = None if before is None and value == "" else value
    return {key: value for key, value in whole.items() if value != given[key]}


def words_of(path: Path) -> str:
    """ "Step 2 · Subject" for `("steps", 1, "subject")`."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] = f"{words[-1].removesuffix('s')} {part + 1}"
        else:
            spaced = re.sub(r"(?<!^)(?=[A-Z])", " ", part).lower()
            words.append(spaced.capitalize())
    return " · ".join(words)


def _input(form: Form, card: Card, path: Path, value: Any) -> Any:
    label = words_of(path)
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]
    options = _options(card, path)
    if options:
        words = {one: one.replace("_", " ").capitalize() or "–" for one in options}
        return form.choice(label, field, options, value=value, names=words.__getitem__)
    if isinstance(value, bool):
        return form.flag(label, field, value)
    if isinstance(value, int):
        typed = st.number_input(label, value=value, step=1, key=form.key(field))
        form.note(field)
        return typed
    text = "" if value is None else str(value)
    if path[-1] in _LONG or "\n" in text or len(text) > 120:
        return form.area(label, field, text, height=min(420, 110 + 22 * text.count("\n")))
    return form.text(label, field, text)


def _options(card: Card, path: Path) -> list[str]:
    """The words of a closed vocabulary, where the tool takes no others here."""
    tool = by_name().get(card.tool)
    field = None if tool is None else next(
        (one for one in tool.input.model_fields.values() if one.alias == path[0]), None
    )  # fmt: skip
    kind = field.annotation if field is not None and len(path) == 1 else None
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [one.value for one in kind]
    return []


def _key(card: Card) -> str:
    return f"copilot_card_{card.id}_edits"

"""Choosing a person or a company out of many: some words, then one of those they find."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.views.finding import MATCHES, find_parties
from pages._ui.forms import Form
from pages._ui.html import tag
from pages._web.installation import get_services

Chosen = tuple[int, str]
"""The id and the name of a party."""


def choose_party(
    form: Form, viewer: Actor, label: str, field: str, kind: PartyKind,
    *, present: Chosen | None = None,
) -> int | None:  # fmt: skip
    """Draw the search and the choice of what it finds; nothing typed keeps what is `present`."""
    typed = st.text_input(
        label, key=form.key(f"{field}_typed"), live=True, type="search",
        placeholder="Search by name, address or company",
    )  # fmt: skip
    found = find_parties(get_services(), actor=viewer, typed=typed or "", kind=kind)
    names = {one.id: f"{one.name}, {one.about}" if one.about else one.name for one in found}
    if not (typed or "").strip() and present is not None:
        names = {present[0]: present[1]}
    if typed and typed.strip() and not names:
        st.html(tag("p", f"Nobody is found by “{typed}”.", "ds-quiet"))
    none = 0
    options = [*names, none] if names else [none]
    chosen = None
    if names:
        chosen = st.selectbox(
            f"{label}: choose", options, key=form.key(f"{field}_of_{typed}"),
            format_func=lambda key: names.get(key, f"No {label.lower()}"),
            label_visibility="collapsed",
            help=f"The first {MATCHES} are shown." if len(found) == MATCHES else None,
        )  # fmt: skip
    form.note(field)
    return chosen or None

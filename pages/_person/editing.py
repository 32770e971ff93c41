"""The drawer in which what is known of a person or a company is changed, custom fields as well."""

from collections.abc import Mapping

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.usecases.people import update_person
from crm_core.views.people import PartyLine
from pages._person.words import name_of
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._ui.countries import choose_country
from pages._ui.forms import Form
from pages._ui.html import literal, tag
from pages._ui.owners import choose_owner
from pages._web.installation import get_services

EDIT = "person_edit"
LONG = 80
Value = str | int | float | bool | None


def ask_to_edit(viewer: Actor, party: PartyLine) -> None:
    """Draw the drawer while it is open about this party."""
    if dialogs.asked(EDIT) != (party.id,):
        return

    @st.dialog(
        literal(f"Edit {name_of(party)}"),
        position="right",
        on_dismiss=lambda: dialogs.forget(EDIT),
    )
    def body() -> None:
        with Form(EDIT, closes=EDIT) as form:
            given = _names(form, party) | _reached(form, party)
            given["owner_id"] = choose_owner(form, viewer, party.owner_id)
            given["custom"] = _custom(form, party.custom)
            form.submit("Save", _save(party, _changes(party, given)))

    body()


def _names(form: Form, party: PartyLine) -> dict[str, object]:
    if party.kind == PartyKind.COMPANY:
        return {"name": form.text("Name", "name", party.name)}
    left, right = st.columns(2)
    with left:
        first = form.text("First name", "firstName", party.first_name)
    with right:
        last = form.text("Last name", "lastName", party.last_name)
    return {
        "first_name": first,
        "last_name": last,
        "title": form.text("Title", "title", party.title),
        "company": form.text("Company", "company", party.company or ""),
    }


def _reached(form: Form, party: PartyLine) -> dict[str, object]:
    given: dict[str, object] = {
        "email": form.text("E-mail", "email", party.email or ""),
        "phone": form.text("Phone", "phone", party.phone),
    }
    left, right = st.columns(2)
    with left:
        given["timezone"] = form.text(
            "Time zone", "timezone", party.timezone or "", placeholder="Europe/Rome"
        )
    with right:
        given["country"] = choose_country(form, party.country)
    return given


def _custom(form: Form, present: Mapping[str, Value]) -> dict[str, Value]:
    """Every custom field as it is typed, and one more if it is named; an emptied one goes."""
    st.html(tag("h3", "Custom fields", "ds-own-title"))
    given: dict[str, Value] = {}
    for name, value in present.items():
        shown = "" if value is None else str(value)
        draw = form.area if "\n" in shown or len(shown) > LONG else form.text
        typed = draw(literal(name), f"custom.{name}", shown)
        if typed == shown:
            given[name] = value
        elif typed:
            given[name] = _typed_like(value, typed)
    left, right = st.columns(2)
    with left:
        name = form.text("Add a field", "custom", placeholder="renewal_month").strip()
    with right:
        value = form.text("Its value", "custom_value")
    if name:
        given[name] = value
    return given


def _typed_like(former: Value, typed: str) -> Value:
    """A number stays a number while it is typed as one."""
    if isinstance(former, bool):
        return {"true": True, "false": False}.get(typed.strip().lower(), typed)
    for kind in (int, float):
        if isinstance(former, int | float):
            try:
                return kind(typed)
            except ValueError:
                continue
    return typed


def _changes(party: PartyLine, given: Mapping[str, object]) -> dict[str, object]:
    """What was changed: what somebody else has changed meanwhile stays theirs."""
    return {
        name: value for name, value in given.items() if value != _or_empty(getattr(party, name))
    }


def _or_empty(value: object) -> object:
    return "" if value is None else value


def _save(party: PartyLine, changes: dict[str, object]) -> Action:
    def action(by: Actor) -> str:
        update_person(get_services(), actor=by, party_id=party.id, changes=changes)
        return f"What is known of {name_of(party)} is saved."

    return action

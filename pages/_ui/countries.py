"""Inputs of countries: chosen by name, or typed as a name in any of its spellings or as a code."""

import streamlit as st

from crm_core.domain.country_names import country_code, country_names
from pages._ui.forms import Form


def choose_country(form: Form, present: str | None = None) -> str:
    """One country's code, or nothing; what is no country is refused by the rule."""
    names = _known(present)
    chosen = st.selectbox(
        "Country", list(names), list(names).index(present) if present else None,
        key=form.key("country"), format_func=lambda code: _words(code, names),
        placeholder="Choose or type", accept_new_options=True,
    )  # fmt: skip
    form.note("country")
    return country_code(chosen or "")


def choose_holidays(form: Form, present: tuple[str, ...]) -> list[str]:
    """The codes of the countries whose holidays are kept."""
    names = _known(*present)
    chosen = st.multiselect(
        "Holidays of", list(names), list(present), key=form.key("settings.holidayCountries"),
        format_func=lambda code: _words(code, names), placeholder="No holidays are kept",
    )  # fmt: skip
    form.note("settings.holidayCountries")
    return chosen


def _known(*codes: str | None) -> dict[str, str]:
    """Every country's name, and the codes that a record has and the table has not."""
    names = country_names()
    return {**names, **{code: "" for code in codes if code and code not in names}}


def _words(code: str, names: dict[str, str]) -> str:
    return f"{names[code]} ({code})" if names.get(code) else code

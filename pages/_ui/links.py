"""Links from page to page. A click inside the dashboard changes the page, not the document.

A link is a real `<a>`, so it can be opened in a new tab, copied and read out; `bridge` catches
the plain click and asks Streamlit for the other page, which is ten times faster than a load.
"""

from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, quote_plus, urlsplit

import streamlit as st

from pages._ui.html import Html, tag

PAGES = Path(__file__).resolve().parent.parent


def to(page: str, **query: object) -> str:
    """The address of a page: `to("lead", lead=12)` is `/lead?lead=12`; None is left out."""
    given = {name: value for name, value in query.items() if value is not None and value != ""}
    asked = "&".join(f"{name}={quote_plus(str(value))}" for name, value in given.items())
    path = "/" if page == "home" else f"/{page}"
    return f"{path}?{asked}" if asked else path


def link(text: object, page: str, *, css: str = "ds-link", **query: object) -> Html:
    """A link for `st.html`; see `to` for the query."""
    return anchor(text, to(page, **query), css=css)


def anchor(text: object, address: str, *, css: str = "ds-link") -> Html:
    """A link to an address that `to` made."""
    return tag("a", text, css, href=address)


def go(page: str, **query: object) -> NoReturn:
    """Leave for another page at once."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    st.switch_page(_file(page), query_params=given)


def follow(address: str) -> NoReturn:
    """Go where a link leads; one to no page of ours leads home."""
    parts = urlsplit(address)
    page = parts.path.strip("/")
    known = page.isidentifier() and not page.startswith("_") and _file(page).is_file()
    query = dict(parse_qsl(parts.query)) if known else {}
    st.switch_page(_file(page if known else "home"), query_params=query)


def _file(page: str) -> Path:
    return PAGES / f"{page or 'home'}.py"

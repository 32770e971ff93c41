"""Who is looking. Each page's first act is `require_user()`: the page list is no lock."""

from typing import NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.usecases.access import actor_of_cookie, sign_out
from pages._ui.html import tag
from pages._web.installation import get_services
from pages._web.local_paths import sign_in_address
from pages._web.sign_in import COOKIE


def session_cookie() -> str | None:
    """The session's cookie as the websocket's handshake brought it."""
    value = st.context.cookies.get(COOKIE)
    return value if isinstance(value, str) else None


def current_actor() -> Actor | None:
    """Who is signed in, looked up anew: a session may have ended since the page was opened."""
    return actor_of_cookie(get_services(), session_cookie())


def require_user() -> Actor:
    """Whoever is signed in; else the way to sign in is all that the page shows."""
    actor = current_actor()
    if actor is None:
        stop_at_gate()
    return actor


def stop_at_gate() -> NoReturn:
    """Show the way to sign in, and nothing after it."""
    _show_gate()
    st.stop()


def end_session() -> None:
    """End the session on the server, and what this browser tab remembers of it."""
    cookie = session_cookie()
    if cookie is not None:
        sign_out(get_services(), cookie=cookie)
    st.session_state.clear()


def _show_gate() -> None:
    with st.container(key="gate"):
        st.title("Sign in", anchor=False)
        st.html(tag("p", "You are not signed in, or your session has ended.", "ds-quiet"))
        st.html(tag("a", "Sign in", "ds-button", href=sign_in_address(_here())))


def _here() -> str:
    """The address of the page that is open, to come back to: the same lead, the same filters."""
    url = st.context.url
    path = urlsplit(url).path if isinstance(url, str) else "/"
    query = urlencode({name: st.query_params.get_all(name) for name in st.query_params}, doseq=True)
    return f"{path}?{query}" if query else path

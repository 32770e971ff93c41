"""API tokens: made and shown once, listed, revoked."""

import streamlit as st

from crm_core.domain.permissions import Actor, Role
from crm_core.usecases.access import TokenLine, create_token, list_tokens, revoke_token
from pages._settings.user_dialogs import grantable_roles, role_words
from pages._ui import dialogs
from pages._ui.badges import toned
from pages._ui.empty import nothing, quiet
from pages._ui.forms import Form
from pages._ui.grid import Col, Grid, Line
from pages._ui.html import tag
from pages._ui.sections import section
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._web.installation import get_services

LIST, REVOKE, SHOWN = "settings_tokens", "settings_token_revoke", "settings_token_shown"
COLUMNS = (
    Col("Token", "minmax(10rem, 1fr)", plain=True),
    Col("Role", "8rem", plain=True),
    Col("Made", "7rem"),
    Col("Status", "7rem", plain=True),
)


def draw_tokens(viewer: Actor) -> None:
    """The new token, if one was just made; the form; the list."""
    _show_once()
    docs = tag("a", "the API’s documents", href="/crm/docs", target="_blank")
    section("New token")
    st.html(quiet("A program sends it as its bearer token; see ", docs, ". It ends with you."))
    with st.container(key="settings_form"):
        _new_token(viewer)
    tokens = list_tokens(get_services(), actor=viewer)
    section("Tokens", str(len(tokens)))
    if not tokens:
        nothing("No token was made yet", quiet("Make one above when a program needs it."))
        return
    grid = Grid(LIST, COLUMNS)
    grid.draw(map(_line, tokens))
    if grid.chosen:
        dialogs.ask(REVOKE, int(grid.chosen.id))


def ask_about_tokens(viewer: Actor) -> None:
    """Draw the question about a token's end, if it is open."""
    asked = dialogs.asked(REVOKE)
    if not asked:
        return
    token_id = int(asked[0])
    tokens = list_tokens(get_services(), actor=viewer)
    name = next((token.name for token in tokens if token.id == token_id), "this token")

    def action(by: Actor) -> str:
        revoke_token(get_services(), actor=by, token_id=token_id)
        return f"“{name}” is revoked."

    dialogs.confirm(
        REVOKE,
        title=f"Revoke “{name}”?",
        consequence="Programs that use it are refused from now on. It cannot be taken back.",
        yes="Revoke",
        action=action,
    )


def _new_token(viewer: Actor) -> None:
    with Form("settings_token") as form:
        name = form.text("What is it for?", "name", placeholder="Website forms")
        role = form.choice(
            "Role", "role", grantable_roles(viewer), value=Role.ROBOT, names=role_words
        )

        def make(by: Actor) -> str:
            st.session_state[SHOWN] = create_token(get_services(), actor=by, role=role, name=name)
            return "The token is made."

        form.submit("Make token", make)


def _show_once() -> None:
    token = st.session_state.pop(SHOWN, None)
    if token:
        st.warning("Copy it now: it is not stored and cannot be shown again.")
        st.code(token, language=None, wrap_lines=True)


def _line(token: TokenLine) -> Line:
    revoked = token.revoked_at is not None
    made = moment(token.created_at, get_services().clock.now())
    status = toned("Revoked", "gray") if revoked else toned("Valid", "green")
    below = f"made by {token.owner}" if token.owner else "made on the server"
    return Line(
        token.id, (headline(token.name, below), token.role.capitalize(), made, status),
        menu=() if revoked else ((REVOKE, "Revoke…"),), name=token.name,
    )  # fmt: skip

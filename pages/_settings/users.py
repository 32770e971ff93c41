"""The list of users and their roles, and what can be done with one."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.usecases.access import UserLine, activate_user, list_users
from pages._settings.user_dialogs import ADD, OUT, PASSWORD, ROLE
from pages._ui import dialogs, messages
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.badges import toned
from pages._ui.grid import Col, Grid, Line
from pages._ui.sections import section
from pages._ui.tables import headline, number
from pages._web.installation import get_services

LIST, BACK = "settings_users", "back"
COLUMNS = (
    Col("User", "minmax(12rem, 1fr)", plain=True),
    Col("Role", "8rem", plain=True),
    Col("Status", "8rem", plain=True),
    Col("Sessions", "5rem", numeric=True),
)


def draw_users(viewer: Actor) -> None:
    """The list, the deactivated ones too."""
    users = list_users(get_services(), actor=viewer)
    section("Users", str(len(users)), "A role holds from the next click on.")
    if st.button("Add user", key="settings_users_add"):
        dialogs.ask(ADD)
    messages.show_refusal(LIST)
    grid = Grid(LIST, COLUMNS)
    grid.draw(map(_line, users))
    if grid.chosen:
        user = next(one for one in users if str(one.id) == grid.chosen.id)
        if grid.chosen.choice == BACK:
            perform_and_redraw(_let_in(user), place=LIST)
        dialogs.ask(grid.chosen.choice, user.email)


def _line(user: UserLine) -> Line:
    if user.is_active:
        menu = [(ROLE, "Change role…"), (PASSWORD, "Give a password…"), (OUT, "Deactivate…")]
        status = toned("Active", "green")
    else:
        menu, status = [(BACK, "Activate")], toned("Deactivated", "gray")
    name = user.name or user.email
    cells = (
        headline(name, user.email if user.name else ""), user.role.capitalize(), status,
        number(user.sessions),
    )  # fmt: skip
    return Line(user.id, cells, menu=menu, name=name)


def _let_in(user: UserLine) -> Action:
    def action(by: Actor) -> str:
        activate_user(get_services(), actor=by, email=user.email)
        return f"{user.name or user.email} can sign in again, with the password from before."

    return action

"""The dialogs about users: added, given another role or password, shut out."""

from collections.abc import Callable

import streamlit as st

from crm_core.domain.permissions import Actor, Role
from crm_core.usecases.access import (
    add_user,
    change_password,
    change_role,
    deactivate_user,
    list_users,
)
from pages._ui import dialogs
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._web.installation import get_services

ADD, ROLE, PASSWORD, OUT = (f"settings_user_{what}" for what in ("add", "role", "password", "out"))
MEANINGS = {
    Role.ADMINISTRATOR: "everything, users and tokens too",
    Role.MANAGER: "sequences, mail and the workspace",
    Role.SALESPERSON: "people, deals, tasks and enrolling",
    Role.READ_ONLY: "looks, changes nothing",
    Role.ROBOT: "a program that sells and builds sequences",
}


def role_words(role: Role) -> str:
    """ "Manager: sequences, mail and the workspace"."""
    return f"{role.capitalize()}: {MEANINGS[role]}"


def grantable_roles(viewer: Actor) -> list[Role]:
    """The roles that the viewer may give."""
    return [role for role in Role if viewer.may_give(role)]


def ask_about_users(viewer: Actor) -> None:
    """Draw the dialog that is open, if one is."""
    if dialogs.asked(ADD) is not None:
        _dialog(ADD, "Add a user", lambda: _adding(viewer))
    elif asked := dialogs.asked(ROLE):
        of = str(asked[0])
        _dialog(ROLE, "Another role", lambda: _role(viewer, of))
    elif asked := dialogs.asked(PASSWORD):
        whose = str(asked[0])
        _dialog(PASSWORD, "Another password", lambda: _password(whose))
    elif asked := dialogs.asked(OUT):
        _deactivating(str(asked[0]))


def _dialog(name: str, title: str, body: Callable[[], None]) -> None:
    st.dialog(title, on_dismiss=lambda: dialogs.forget(name))(body)()


def _adding(viewer: Actor) -> None:
    with Form(ADD, closes=ADD) as form:
        email = form.text("E-mail address", "email")
        name = form.text("Name", "name")
        role = form.choice(
            "Role", "role", grantable_roles(viewer), value=Role.SALESPERSON, names=role_words
        )
        password = form.text(
            "Password", "password", type="password", autocomplete="new-password",
            help="At least ten characters; tell it to them, they can change it.",
        )  # fmt: skip

        def add(by: Actor) -> str:
            add_user(get_services(), actor=by, email=email, password=password, role=role, name=name)
            return f"{name.strip() or email.strip()} can sign in now."

        form.submit("Add user", add)


def _role(viewer: Actor, email: str) -> None:
    st.html(quiet(f"For {email}. Tokens of theirs that may do more are revoked."))
    users = list_users(get_services(), actor=viewer)
    now = next((Role(user.role) for user in users if user.email == email), None)
    with Form(ROLE, closes=ROLE) as form:
        role = form.choice("Role", "role", grantable_roles(viewer), value=now, names=role_words)

        def change(by: Actor) -> str:
            change_role(get_services(), actor=by, email=email, role=role)
            return f"{email} has the role {role} now."

        form.submit("Change role", change)


def _password(email: str) -> None:
    st.html(quiet(f"For {email}. Their sessions end; they sign in with the new one."))
    with Form(PASSWORD, closes=PASSWORD) as form:
        password = form.text(
            "New password", "password", type="password", autocomplete="new-password"
        )

        def change(by: Actor) -> str:
            change_password(get_services(), actor=by, email=email, password=password)
            return f"{email} has another password now."

        form.submit("Give the password", change)


def _deactivating(email: str) -> None:
    def action(by: Actor) -> str:
        deactivate_user(get_services(), actor=by, email=email)
        return f"{email} cannot sign in any more."

    dialogs.confirm(
        OUT,
        title=f"Deactivate {email}?",
        consequence="Their sessions end now and their API tokens are revoked for good. "
        "What they own and did stays; they can be activated again.",
        yes="Deactivate",
        action=action,
    )

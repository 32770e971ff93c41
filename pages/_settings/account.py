"""One's own account: name, zone, password, and signing out everywhere."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.usecases.access import change_account, change_own_password, sign_out_everywhere
from crm_core.views.accounts import Account, get_account
from pages._ui import auth
from pages._ui.actions import once, perform_and_redraw
from pages._ui.facts import facts
from pages._ui.forms import Form
from pages._ui.sections import section
from pages._ui.window import zone_names
from pages._ui.words import counted
from pages._web.installation import get_services

NO_ZONE = "None"


def draw_account(viewer: Actor) -> None:
    """What is known of the viewer, and the forms."""
    account = get_account(get_services(), actor=viewer)
    with st.container(key="settings_form"):
        section("My account")
        facts([("E-mail address", account.email), ("Role", account.role.capitalize())])
        _about(account)
        section("Password", meaning="Other browsers are signed out; this one stays.")
        _password()
        section("Sessions", meaning=f"Signed in in {counted(account.sessions, 'browser')}.")
        if st.button("Sign out everywhere", key=f"{once('settings_out')}_everywhere"):
            perform_and_redraw(_out, place="settings_out")


def _about(account: Account) -> None:
    with Form("settings_account") as form:
        name = form.text("Name", "name", account.name)
        zone = form.choice(
            "Time zone", "timezone", [NO_ZONE, *zone_names()], value=account.timezone or NO_ZONE,
            help="Messages that you send keep it where the recipient’s zone is not known.",
        )  # fmt: skip

        def save(by: Actor) -> str:
            chosen = "" if zone == NO_ZONE else zone
            change_account(get_services(), actor=by, name=name, timezone=chosen)
            return "Your account is saved."

        form.submit("Save account", save)


def _password() -> None:
    with Form("settings_password") as form:
        present = form.text(
            "Present password", "present", type="password", autocomplete="current-password"
        )
        password = form.text(
            "New password", "password", type="password", autocomplete="new-password"
        )

        def change(by: Actor) -> str:
            change_own_password(
                get_services(), actor=by, present=present, password=password,
                cookie=auth.session_cookie(),
            )  # fmt: skip
            return "Your password is changed."

        form.submit("Change password", change)


def _out(by: Actor) -> str:
    sign_out_everywhere(get_services(), actor=by)
    return "You are signed out everywhere."

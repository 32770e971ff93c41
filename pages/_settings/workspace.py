"""The workspace: its name and zone; in a part of its own, what a new sequence begins with."""

import streamlit as st

from crm_core.domain.calendar import SendWindow
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.setting_words import window_in_words
from crm_core.usecases.workspaces import change_sequence_defaults, change_workspace
from crm_core.views.workspaces import WorkspaceDetail, get_workspace
from pages._ui.countries import choose_holidays
from pages._ui.facts import facts
from pages._ui.forms import Form
from pages._ui.sections import section
from pages._ui.window import window_editor, zone_names
from pages._web.installation import get_services


def draw_workspace(viewer: Actor) -> None:
    """The form, or for those who may not change it what the workspace is and proposes."""
    workspace = get_workspace(get_services(), actor=viewer)
    if not viewer.may(Permission.WORKSPACE_MANAGE):
        window = window_in_words(SendWindow.parse(workspace.send_window))
        holidays = ", ".join(workspace.holiday_countries) or "None"
        facts([
            ("Name", workspace.name), ("Time zone", workspace.timezone),
            ("New sequences", window), ("Holidays", holidays),
        ])  # fmt: skip
        return
    with st.container(key="settings_form"):
        section("Workspace", meaning="The zone holds where a person and a sender have none.")
        _workspace(workspace)


def draw_new_sequences(viewer: Actor) -> None:
    """The form of what the builder proposes; for those who may change the workspace."""
    workspace = get_workspace(get_services(), actor=viewer)
    with st.container(key="settings_form"):
        section(
            "New sequences",
            meaning="What the builder proposes. Sequences that exist keep what they have.",
        )
        _defaults(workspace)


def _workspace(workspace: WorkspaceDetail) -> None:
    with Form("settings_workspace") as form:
        name = form.text("Name", "name", workspace.name)
        zone = form.choice("Time zone", "timezone", zone_names(), value=workspace.timezone)

        def save(by: Actor) -> str:
            change_workspace(get_services(), actor=by, name=name, timezone=zone)
            return "The workspace is saved."

        form.submit("Save workspace", save)


def _defaults(workspace: WorkspaceDetail) -> None:
    with Form("settings_defaults", batch=False) as form:
        window = window_editor(form, SendWindow.parse(workspace.send_window))
        countries = choose_holidays(form, workspace.holiday_countries)

        def save(by: Actor) -> str:
            change_sequence_defaults(
                get_services(), actor=by, send_window=window, holiday_countries=countries
            )
            return "New sequences begin with this now."

        form.submit("Save proposal", save)

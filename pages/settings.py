"""Settings: the workspace, what it proposes, its users, copilot, tokens, and one’s own account."""

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from pages._settings.account import draw_account
from pages._settings.copilot import draw_copilot
from pages._settings.tokens import ask_about_tokens, draw_tokens
from pages._settings.user_dialogs import ask_about_users
from pages._settings.users import draw_users
from pages._settings.workspace import draw_new_sequences, draw_workspace
from pages._ui import messages
from pages._ui.auth import require_user
from pages._ui.tabs import tabs

actor = require_user()
WORKSPACE, NEW_SEQUENCES, USERS = "Workspace", "New sequences", "Users"
COPILOT, ACCOUNT, TOKENS = "Copilot", "My account", "API tokens"
DRAWN = {
    WORKSPACE: draw_workspace,
    NEW_SEQUENCES: draw_new_sequences,
    USERS: draw_users,
    COPILOT: draw_copilot,
    ACCOUNT: draw_account,
    TOKENS: draw_tokens,
}


def parts_for(viewer: Actor) -> list[str]:
    """The parts that the viewer's role may see; one's own account comes first without others."""
    manages = viewer.may(Permission.USERS_MANAGE)
    shown = [
        (WORKSPACE, True), (NEW_SEQUENCES, viewer.may(Permission.WORKSPACE_MANAGE)),
        (USERS, manages), (COPILOT, viewer.may(Permission.WORKSPACE_MANAGE)),
        (ACCOUNT, True), (TOKENS, manages),
    ]  # fmt: skip
    return [part for part, may in shown if may]


st.title("Settings", anchor=False)
messages.show()
part = tabs("settings_tab", parts_for(actor))
DRAWN[part](actor)
if actor.may(Permission.USERS_MANAGE):
    ask_about_users(actor)
    ask_about_tokens(actor)

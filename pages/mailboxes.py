"""Mailboxes: what sends and for whom, how much it still may, how it is received."""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.views.mailbox_cards import get_workspace_limits, list_mailbox_cards
from pages._mailboxes.card import draw_card
from pages._mailboxes.dialogs import ADD, WORKSPACE, draw_dialogs
from pages._mailboxes.words import limits_in_words
from pages._ui import dialogs, messages
from pages._ui.auth import require_user
from pages._ui.empty import quiet
from pages._ui.sections import few, unfold
from pages._web.installation import get_services

actor = require_user()
services = get_services()

st.title("Mailboxes", anchor=False)
messages.show()
cards = list_mailbox_cards(services, actor=actor)
together = get_workspace_limits(services, actor=actor)
now = services.clock.now()
st.html(quiet(f"All of them together: {limits_in_words(together).lower()}."))
if actor.may(Permission.MAIL_MANAGE):
    with st.container(horizontal=True):
        if st.button("Add mailbox", key="mailboxes_add", type="primary"):
            dialogs.ask(ADD)
        if st.button("Limits of all together", key="mailboxes_workspace"):
            dialogs.ask(WORKSPACE)
for card in few("mailboxes", cards):
    draw_card(card, actor, now)
unfold("mailboxes", cards)
draw_dialogs(actor, cards, together)

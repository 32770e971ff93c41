"""The builder: a sequence's steps, typed into a draft and saved as a version.

`?draft=ID` is a draft of the viewer's own, `?sequence=ID` opens the one of a sequence.
"""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.errors import NotFound
from crm_core.views.drafts import get_draft
from pages._builder import element, saving, start
from pages._builder.conversation import answer, hear, load_stored
from pages._builder.trying import send_to_oneself
from pages._ui import address, links, messages
from pages._ui.auth import current_actor, require_user
from pages._ui.empty import nothing, quiet
from pages._web.installation import get_services

actor = require_user()
services = get_services()


@st.fragment
def workshop(draft_id: int) -> None:
    by = current_actor()
    if by is None:
        st.rerun()
    saving.leave_if_done()
    try:
        hear(by, draft_id)
        draft = get_draft(services, actor=by, draft_id=draft_id)
    except NotFound as refusal:
        st.title("Builder", anchor=False)
        again = links.link("begin another", "builder")
        nothing("This draft is not here", quiet(f"{refusal.message} You can ", again, "."))
        return
    with st.container(key="builder_head", horizontal=True, vertical_alignment="center"):
        st.title("Edit steps" if draft.of else "New sequence", anchor=False)
        with st.container(key="builder_out", horizontal=True, width="content"):
            saving.buttons(draft)
    st.html(quiet(saving.consequence(draft)))
    saving.show_refusal()
    asked = element.draw(draft_id, answer(by, draft))
    if asked.load:
        load_stored(draft_id)
        st.rerun(scope="fragment")
    if asked.test:
        send_to_oneself(by, draft)
        st.rerun(scope="fragment")


draft_id = address.number("draft")
sequence_id = address.number("sequence")
messages.show()
if not actor.may(Permission.SEQUENCES_MANAGE):
    st.title("Builder", anchor=False)
    nothing("Managers build sequences", quiet("Your role may read them. Ask a manager to."))
elif draft_id is not None:
    workshop(draft_id)
    saving.dialogs_about(actor, draft_id)
else:
    st.title("New sequence", anchor=False)
    if sequence_id is not None:
        start.open_sequence(sequence_id)
    start.draw(actor)

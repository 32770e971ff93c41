"""Trying a mailbox's servers, and what the last try in this session said."""

import streamlit as st

from crm_core.domain.mailbox_tests import TriedStep
from crm_core.errors import CrmError
from crm_core.usecases.mailbox_tests import try_mailbox
from crm_core.views.mailbox_cards import MailboxCard
from pages._ui import messages
from pages._ui.auth import require_user
from pages._ui.html import Html, tag, together
from pages._web.installation import get_services


def draw_try(card: MailboxCard) -> None:
    """The button; the answer stands under the mailbox until another try."""
    place = f"mailboxes_{card.id}"
    if not st.button("Test", key=f"{place}_test"):
        return
    messages.forget_refusal()
    try:
        with st.spinner("Signing in…"):
            tried = try_mailbox(get_services(), actor=require_user(), mailbox_id=card.id)
        st.session_state[_key(card)] = tried
    except CrmError as refusal:
        messages.refuse(place, refusal.told)
    st.rerun()


def draw_tried(card: MailboxCard) -> None:
    """The steps of the last try."""
    steps: tuple[TriedStep, ...] = st.session_state.get(_key(card), ())
    if steps:
        st.html(tag("ul", together(*map(_line, steps)), "ds-tried"))


def _line(step: TriedStep) -> Html:
    mark = tag("span", "✓" if step.passed else "✗", "ds-green" if step.passed else "ds-red",
               **{"aria-label": "passed" if step.passed else "failed"})  # fmt: skip
    mend = tag("div", step.mend, "ds-quiet") if step.mend else ""
    said = tag("div", together(tag("strong", step.name), " ", step.said, mend))
    return tag("li", together(mark, said))


def _key(card: MailboxCard) -> str:
    return f"mailboxes_{card.id}_tried"

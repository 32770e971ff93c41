"""The way out of the builder: saved as a version, or thrown away."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.sequences import SequenceSettings
from crm_core.domain.setting_words import window_in_words
from crm_core.usecases.drafts import discard_draft, publish_draft
from crm_core.views.drafts import DraftDetail, DraftOf, get_draft
from pages._builder.conversation import memory_of
from pages._ui import dialogs, links, messages
from pages._ui.actions import Action, once, perform
from pages._ui.words import counted
from pages._web.installation import get_services

PLACE = "builder_save"
OVER = "builder_over"
DISCARD = "builder_discard"
_LEFT_FOR = "builder_left_for"


def leave_if_done() -> None:
    """Go on to the sequence, or to all of them, where the draft was saved or thrown away."""
    left_for = st.session_state.pop(_LEFT_FOR, None)
    if left_for:
        links.go("sequence", sequence=left_for)
    if left_for == 0:
        links.go("sequences")


def buttons(draft: DraftDetail) -> None:
    """Draw Discard and Save; what is seen in this tab is what is saved."""
    stale = draft.of is not None and draft.of.latest != draft.of.base
    if st.button("Discard draft", key="builder_discard_ask", type="tertiary"):
        dialogs.ask(DISCARD, draft.id)
    if st.button(
        f"Save as version {draft.next_number}" if draft.of else "Save sequence",
        key=once(PLACE),
        type="primary",
        shortcut="Ctrl+S",
    ):
        if stale and draft.of:
            dialogs.ask(OVER, draft.id, draft.of.latest)
        if not perform(_publish(draft.id, over=None), place=PLACE):
            memory_of(draft.id).asked += 1
        leave_if_done()


def consequence(draft: DraftDetail) -> str:
    """When a new sequence will touch; for an edit, what it means for those who are under way."""
    if draft.of is None:
        return f"Active at once when saved, with nobody enrolled. {_when(draft.rules)}"
    return _for_those_under_way(draft.of)


def _when(rules: SequenceSettings | None) -> str:
    if rules is None:
        return ""
    countries = ", ".join(rules.holiday_countries)
    off = f", except on holidays in {countries}" if countries else ""
    return f"It touches {window_in_words(rules.send_window)}{off}; its settings change that."


def _for_those_under_way(of: DraftOf) -> str:
    number = of.latest + 1
    if not of.under_way:
        return f"Nobody is under way. New enrollments get version {number}."
    people = counted(of.under_way, "person is", many="people are")
    keep = "keeps" if of.under_way == 1 else "keep"
    which = f"version {of.latest}" if of.latest == 1 else "the version that they began with"
    return f"{people} under way and {keep} {which}; new ones get version {number}."


def dialogs_about(actor: Actor, draft_id: int) -> None:
    """Draw the dialog that was asked for: saving over a newer version, or throwing away."""
    over, discard = dialogs.asked(OVER), dialogs.asked(DISCARD)
    if not (over or discard):
        return
    draft = get_draft(get_services(), actor=actor, draft_id=draft_id)
    if over and draft.of:
        latest = int(over[1])
        dialogs.confirm(
            OVER,
            title=f"Save over version {latest}?",
            consequence=f"Version {latest} was saved since this draft was begun from version "
            f"{draft.of.base}. Its steps stay in the history; new enrollments get yours.",
            yes=f"Save as version {latest + 1}",
            action=_publish(draft.id, over=latest),
        )
    elif discard:
        dialogs.confirm(
            DISCARD,
            title="Discard this draft?",
            consequence=loss(edits=draft.of is not None),
            yes="Discard",
            action=_discard(draft),
        )


def loss(*, edits: bool) -> str:
    """What throwing a draft away means; `edits`: it is one of a sequence that is there."""
    stays = "The sequence stays as it is." if edits else "No sequence is made of it."
    return f"What was typed here is gone then. {stays}"


def show_refusal() -> None:
    messages.show_refusal(PLACE)


def _publish(draft_id: int, over: int | None) -> Action:
    def action(by: Actor) -> str:
        published = publish_draft(
            get_services(), actor=by, draft_id=draft_id, revision=memory_of(draft_id).revision or 0,
            over=over,
        )  # fmt: skip
        st.session_state[_LEFT_FOR] = published.sequence_id
        if published.number == 1:
            return "The sequence is saved. Enroll somebody to set it going."
        return f"Version {published.number} is saved; whoever is enrolled from now on gets it."

    return action


def _discard(draft: DraftDetail) -> Action:
    def action(by: Actor) -> str:
        discard_draft(get_services(), actor=by, draft_id=draft.id)
        st.session_state[_LEFT_FOR] = draft.of.sequence_id if draft.of else 0
        return "The draft is discarded."

    return action

"""The record that a conversation is about: what it is called, where it is, what one may ask."""

from dataclasses import dataclass

from crm_core.domain.permissions import Actor
from crm_core.domain.words import SequenceStatus
from crm_core.errors import CrmError
from crm_core.services import Services
from crm_core.views.paging import Window
from crm_core.views.record_labels import get_record_label
from crm_core.views.sequence_list import find_sequences
from pages._copilot.asked import About
from pages._copilot.sources import address_of_place
from pages._ui import links
from pages._ui.html import Html, tag, together

DRAFT, NEXT, SUMMARY = "Draft a follow-up", "What next?", "Summarise"
QUESTIONS = {
    "deal": (NEXT, DRAFT, SUMMARY),
    "lead": (NEXT, DRAFT, SUMMARY),
    "person": (NEXT, DRAFT, SUMMARY),
    "company": (SUMMARY, "Which deals are open?"),
    "message": ("Draft an answer", "Classify this reply", SUMMARY),
    "sequence": ("How is this sequence doing?",),
}
_WITHOUT = ("What are my tasks today?", "Which deals are overdue?", "What happened this week?")


@dataclass(frozen=True, slots=True)
class Context:
    """A record as people know it."""

    about: About
    label: str

    def chip(self) -> Html:
        kind, key = self.about
        href = address_of_place(kind, key)
        word = tag("span", kind.capitalize(), "ds-source-kind")
        return tag("span", together(word, links.anchor(self.label, href)), "ds-chat-about")


def context_of(services: Services, actor: Actor, about: About | None) -> Context | None:
    """None for no record, one that is gone, and one that the person may not see."""
    if about is None:
        return None
    try:
        kind, key = about
        label = get_record_label(services, actor=actor, kind=kind, record_id=key)
        return Context(about, label)
    except CrmError:
        return None


def questions(services: Services, actor: Actor, context: Context | None) -> tuple[str, ...]:
    """What is asked most here."""
    if context is not None:
        return QUESTIONS[context.about[0]]
    try:
        page = find_sequences(
            services, actor=actor, status=SequenceStatus.ACTIVE, window=Window(limit=1)
        )
    except CrmError:
        return _WITHOUT
    numbers = tuple(f"How is “{line.name}” doing?" for line in page.items if len(line.name) < 60)
    return (*_WITHOUT, *numbers)

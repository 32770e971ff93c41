"""What the copilot answers by rules on the demo workspace, question by question."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from crm_core.copilot.by_rules import answer_by_rules
from crm_core.copilot.consent import desk_of
from crm_core.copilot.events import Ended, Proposed, Told
from crm_core.copilot.registry import TOOLS
from crm_core.copilot.tool import Desk, Json, Proposal, Tool
from crm_core.demo.access import ADMINISTRATOR
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.tables import UserRow


@pytest.fixture(scope="module")
def desk(demo: Services) -> Desk:
    """At whose desk a visitor of the demo sits."""
    with demo.storage.read() as session:
        row = session.scalars(select(UserRow).where(UserRow.email == ADMINISTRATOR)).one()
        actor = Actor(row.tenant_id, Role.ADMINISTRATOR, "user", row.id, row.name)
    return desk_of(demo, actor, ZoneInfo("Europe/Berlin"))


def answered(desk: Desk, text: str) -> tuple[str, list[Proposal]]:
    """The words of an answer, and what it would propose; nothing is kept."""
    cards: list[Proposal] = []

    def propose(tool: Tool, given: Json) -> int:
        cards.append(tool.propose(desk, given))
        return len(cards)

    events = list(answer_by_rules(desk, text=text, about=None, tools=TOOLS, propose=propose))
    assert isinstance(events[-1], Ended)
    assert len([event for event in events if isinstance(event, Proposed)]) == len(cards)
    told = [line.text for event in events if isinstance(event, Told) for line in event.said]
    return "\n".join(told), cards


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What are my tasks today?", ["You have", "due today", "Send Owen O’Dowd the comparison"]),
        ("Summarise Harbor Logistics, dock plan",
         ["31,960.00 USD, with Grace Whitfield", "deals here usually stay", "on the timeline"]),
        ("What next for Harbor Logistics?",
         ["Next for Harbor Logistics, dock plan", "Grace Whitfield", "After that"]),
        ("How does Outbound: waiting times do?", ["of those whose outcome is known replied (n = "]),
        ("Find deals over 10000", ["Nordkai Spedition", "42,300.00 EUR"]),
        ("overdue deals", ["Harbor Logistics, dock plan", "was to close"]),
        ("Why was Rhys Brannigan not mailed?", ["Re-engagement", "The sequence is paused."]),
        ("What happened this week?", ["entries in the last 7 days, the latest 10"]),
        ("what happened with Harbor Logistics", ["4 people there.", "Deal “Harbor"]),
        ("Mara's tasks", ["Mara Lindqvist has"]),
        ("Find Whitfield", ["4 matches", "Grace Whitfield (Harbor Logistics"]),
        ("Draft a follow-up to Grace", ["Say which one", "Grace Doyle (Pennine Ceramics"]),
        ("Draft a follow-up to Ada", ["Nobody here is found by “Ada”"]),
        ("Enroll Grace Whitfield in Outbound", ["was in this sequence before"]),
        ("Pause Grace Whitfield", ["no enrollment that is active"]),
        ("What is the weather?", ["No model is connected", "What next for", "OPENAI_BASE_URL"]),
    ],
)  # fmt: skip
def test_a_question_is_answered_from_the_records(
    desk: Desk, question: str, words: list[str]
) -> None:
    told, cards = answered(desk, question)
    assert [one for one in words if one not in told] == []
    assert cards == []


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("Draft a follow-up to Grace Whitfield", "Draft an e-mail to Grace Whitfield"),
        ("Enroll Grace Whitfield in Inbound", "Enroll Grace Whitfield in “Inbound: answer to"),
        ("Pause Östen Östberg", "Pause “Inbound: answer to an inquiry” for Östen Östberg"),
        ("Create a task to call Grace Whitfield tomorrow", "Add the task “Call Grace Whitfield”"),
        ("Log a call with Jürgen Brückner: no answer", "Note a call with Jürgen Brückner"),
        ("Move Harbor Logistics to Proposal", "Move “Harbor Logistics, dock plan” to Proposal"),
        ("Send the draft to Giulia Corsini", "Send “The offer for Keystone Bottling” to Giulia"),
    ],
)
def test_a_wish_becomes_a_card_without_a_warning(desk: Desk, wish: str, title: str) -> None:
    _, cards = answered(desk, wish)
    assert [card.title.startswith(title) for card in cards] == [True]
    assert cards[0].warnings == ()

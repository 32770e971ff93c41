"""Chats as a list that is searched and paged; what they have cost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_core.domain.permissions import Actor
from crm_core.domain.words import TurnRole
from crm_core.services import Services
from crm_core.storage.tables import ModelCallRow
from crm_core.usecases.copilot_conversations import add_turn, start_conversation
from crm_core.views.copilot_conversations import get_conversation, list_conversations
from crm_core.views.copilot_settings import used_tokens
from crm_core.views.paging import Window
from tests.copilot.conftest import a_person


@pytest.fixture
def mia(each_services: Services, actor: Actor) -> Actor:
    return a_person(each_services, actor)


def said(services: Services, actor: Actor, title: str, *texts: str) -> int:
    key = start_conversation(services, actor=actor, title=title)
    for text in texts:
        add_turn(services, actor=actor, conversation_id=key, role=TurnRole.ASSISTANT, text=text)
    return key


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Beta", "Alpha"]),
        ("ALPHA", ["Alpha"]),
        ("renewal", ["Alpha"]),
        ("alpha renewal", ["Alpha"]),
        ("beta renewal", []),
        ("100%", ["Beta"]),
        ("%", ["Beta"]),
        ("_", []),
    ],
)
def test_each_word_is_in_the_title_or_in_what_was_said(
    each_services: Services, mia: Actor, search: str, found: list[str]
) -> None:
    said(each_services, mia, "Alpha", "The Renewal is due.", "Call.")
    said(each_services, mia, "Beta", "100% of it.")
    page = list_conversations(each_services, actor=mia, search=search)
    assert [line.title for line in page.items] == found


def test_the_list_is_paged_newest_first(each_services: Services, mia: Actor) -> None:
    keys = [said(each_services, mia, f"No. {number}") for number in range(3)]
    first = list_conversations(each_services, actor=mia, window=Window(2))
    rest = list_conversations(each_services, actor=mia, window=Window(2, first.next_cursor))
    assert [line.id for line in first.items + rest.items] == keys[::-1]
    assert rest.next_cursor is None


def test_the_latest_turns_of_a_long_one_say_how_many_came_before(
    each_services: Services, mia: Actor
) -> None:
    key = said(each_services, mia, "Long", *"abcde")
    seen = get_conversation(each_services, actor=mia, conversation_id=key, latest=2)
    assert ("".join(turn.text for turn in seen.turns), seen.earlier) == ("de", 3)
    whole = get_conversation(each_services, actor=mia, conversation_id=key, latest=5)
    assert ("".join(turn.text for turn in whole.turns), whole.earlier) == ("abcde", 0)


def test_tokens_and_cost_are_each_persons_own(
    each_services: Services, actor: Actor, mia: Actor
) -> None:
    now = each_services.clock.now()
    ann = a_person(each_services, actor, name="Ann")

    def call(by: Actor, hours_ago: int, cost: str | None, conversation: int = 1) -> None:
        with each_services.storage.write() as session:
            session.add(
                ModelCallRow(
                    tenant_id=by.tenant_id, user_id=by.user_id, conversation_id=conversation,
                    at=now - timedelta(hours=hours_ago), model="m", input_tokens=100,
                    output_tokens=10, milliseconds=1, cost=None if cost is None else Decimal(cost),
                )
            )  # fmt: skip

    day = now - timedelta(hours=24)
    assert used_tokens(each_services, actor=mia, since=day) == (0, None)
    call(mia, 1, None)
    assert used_tokens(each_services, actor=mia, since=day) == (110, None)
    call(mia, 2, "0.000125", conversation=2)
    call(mia, 25, "5")
    call(ann, 1, "7")

    assert used_tokens(each_services, actor=mia, since=day) == (220, Decimal("0.000125"))
    assert used_tokens(each_services, actor=mia, conversation_id=1) == (220, Decimal(5))
    assert used_tokens(each_services, actor=ann) == (110, Decimal(7))

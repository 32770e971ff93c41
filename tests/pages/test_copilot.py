"""The copilot's page: what is asked, what it shows of an answer, and who decides about a card."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from crm_core.copilot import answering
from crm_core.copilot.model import Answered, ToolCall
from crm_core.copilot.tool import Change
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import ActionStatus, TurnRole
from crm_core.services import Services
from crm_core.storage.tables import ActionRow, ActivityRow, ConversationRow, DealRow, TurnRow
from crm_core.usecases.access import actor_of_cookie
from crm_core.usecases.copilot_conversations import add_turn, start_conversation
from crm_core.usecases.deals import create_deal, update_deal
from crm_core.usecases.people import create_party
from pages._copilot.card import change_markup
from tests.clocks import StoppedClock
from tests.copilot.conftest import a_person
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import buttons_of, text_of

HOSTILE = (
    '<img src="http://evil.test/p.png" onerror=alert(1)> ![x](http://evil.test/i.png) '
    "<style>body{display:none}</style> http://evil.test/auto [go](http://evil.test) "
    "<script>alert(2)</script> data:text/html,<b>x</b> \u202eabc"
)


class Scripted:
    """A model that makes these calls, then says these words."""

    name = "scripted"

    def __init__(self, *answers: str | tuple[str, str]) -> None:
        self._answers = list(answers)

    def ask(self, messages: Sequence[Any], tools: Sequence[Any]) -> Iterator[str | Answered]:
        said = self._answers.pop(0)
        calls = () if isinstance(said, str) else (ToolCall("c1", *said),)
        text = said if isinstance(said, str) else ""
        yield text
        yield Answered(text, calls, 100, 20, 5)


@pytest.fixture
def mia(services: Services, manager: str) -> Actor:
    """Whoever is signed in."""
    found = actor_of_cookie(services, manager)
    assert found is not None
    return found


@pytest.fixture
def deal_id(services: Services, mia: Actor) -> int:
    person = create_party(
        services, actor=mia,
        party={"kind": "PERSON", "first_name": "Ada", "email": "ada@example.com"},
    )  # fmt: skip
    return create_deal(
        services, actor=mia, deal={"name": "Acme renewal", "amount": 1200, "party_id": person}
    )


def ask(page: AppTest, text: str) -> AppTest:
    return page.chat_input[0].set_value(text).run()


def count(services: Services, what: Any) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def bodies(page: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in page.get("html"))


def with_card(services: Services, open_page: OpenPage, deal_id: int, monkeypatch: Any) -> AppTest:
    """A chat in which a model has proposed to move a deal."""
    given = f'{{"dealId": {deal_id}, "stage": "QUALIFIED"}}'
    model = Scripted(("move_deal", given), "You should look at the card.")
    monkeypatch.setattr(answering, "the_model", lambda settings: model)
    page = ask(open_page("copilot", deal=str(deal_id)), "Move it on")
    with services.storage.read() as session:
        assert session.scalars(select(ActionRow.status)).all() == [ActionStatus.PENDING]
        assert session.get_one(DealRow, deal_id).stage == "NEW"
    return page


def press(page: AppTest, label: str) -> AppTest:
    return next(one for one in page.button if one.label == label).click().run()


@pytest.mark.usefixtures("manager")
def test_an_empty_page_says_what_it_is_for_and_how_a_model_is_connected(
    open_page: OpenPage,
) -> None:
    page = open_page("copilot")
    told = text_of(page)
    assert "Rules, no model connected" in told
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "CRM_COPILOT_MODEL"):
        assert name in told
    assert "What are my tasks today?" in [label.replace("\\", "") for label in buttons_of(page)]


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON, Role.ADMINISTRATOR])
def test_every_role_may_chat_and_sees_the_chat_at_the_side(
    role: Role, sign_in_as: SignInAs, open_page: OpenPage
) -> None:
    sign_in_as(role)
    page = ask(open_page("copilot"), "What are my tasks today?")
    told = text_of(page)
    assert told.count("What are my tasks today?") >= 3  # The title, the question, the list.
    assert "Thinking…" not in told
    assert page.query_params["conversation"]


@pytest.mark.usefixtures("manager")
def test_a_link_fills_the_box_in_and_sends_nothing(
    services: Services, open_page: OpenPage, deal_id: int
) -> None:
    page = open_page("copilot", deal=str(deal_id), ask="Move it to Won")
    assert page.chat_input[0].proto.value == "Move it to Won"
    assert "Acme renewal" in text_of(page)
    page.run()
    assert (count(services, ConversationRow), count(services, TurnRow)) == (0, 0)


def test_a_button_of_a_deals_page_asks_about_it_at_once(
    services: Services, open_page: OpenPage, deal_id: int
) -> None:
    page = open_page("copilot", deal=str(deal_id))
    page.session_state["copilot_sent"] = (("deal", deal_id), "Summarise")
    page.run()
    with services.storage.read() as session:
        row = session.scalars(select(ConversationRow)).one()
        assert (row.about_kind, row.about_id, row.title) == ("deal", deal_id, "Summarise")
    page.session_state["copilot_sent"] = (("deal", 99), "Summarise")
    page.run()
    assert count(services, ConversationRow) == 1


def test_somebody_elses_chat_does_not_exist(
    services: Services, actor: Actor, mia: Actor, open_page: OpenPage
) -> None:
    ann = a_person(services, actor, Role.ADMINISTRATOR, "Ann")
    key = start_conversation(services, actor=ann, title="Secret plans")
    page = open_page("copilot", conversation=str(key))
    assert "There is no such chat" in text_of(page)
    assert "Secret plans" not in text_of(page)


def test_a_chat_is_renamed_and_deleted(services: Services, mia: Actor, open_page: OpenPage) -> None:
    key = start_conversation(services, actor=mia, title="Renewals")
    page = open_page("copilot", conversation=str(key))
    page.session_state["asked_copilot_rename"] = (key,)
    page.run()
    next(one for one in page.text_input if one.label == "Title").set_value("Spring")
    press(page, "Rename")
    assert "Spring" in text_of(page)
    page.session_state["asked_copilot_delete"] = (key,)
    page.run()
    press(page, "Delete")
    assert "The chat is deleted." in text_of(page)
    assert count(services, ConversationRow) == 0


def test_whatever_anybody_says_is_shown_as_text(
    services: Services, mia: Actor, open_page: OpenPage
) -> None:
    key = start_conversation(services, actor=mia)
    fact = {"kind": "deal", "id": 1, "label": HOSTILE, "field": HOSTILE, "text": HOSTILE}
    said = [{"text": HOSTILE, "facts": [fact]}, {"text": HOSTILE, "isAdvice": True}]
    segments = [{"text": HOSTILE, "bold": True, "facts": [{**fact, "isQuote": True}]}]
    piece = {
        "index": 0, "verdict": "fact", "segments": segments, "structure": "paragraph",
        "level": 0, "begins": True, "reason": "",
    }  # fmt: skip
    tool = {"title": HOSTILE, "given": {HOSTILE: HOSTILE}, "said": said, "fault": HOSTILE}
    turns: list[tuple[TurnRole, str, dict[str, Any]]] = [
        (TurnRole.USER, HOSTILE, {}), (TurnRole.TOOL, "", tool),
        (TurnRole.ASSISTANT, "", {"said": said, "pieces": [piece], "fault": HOSTILE}),
    ]  # fmt: skip
    for role, text, content in turns:
        add_turn(services, actor=mia, conversation_id=key, role=role, text=text, content=content)
    drawn = bodies(open_page("copilot", conversation=str(key)))
    main = re.sub(r"<style>.*?</style>", "", drawn[drawn.index("ds-question") :], flags=re.DOTALL)
    assert main.count("&lt;img src=") >= 12
    assert not [markup for markup in ("<img", "<script", "<style", 'href="http') if markup in main]


def test_what_was_left_out_is_told_as_a_count_and_its_reasons_on_a_click(
    services: Services, mia: Actor, open_page: OpenPage
) -> None:
    key = start_conversation(services, actor=mia)
    piece = {
        "index": 0, "verdict": "removed", "segments": [], "structure": "paragraph", "level": 0,
        "begins": True, "reason": "no record says 45,000",
    }  # fmt: skip
    add_turn(
        services, actor=mia, conversation_id=key, role=TurnRole.ASSISTANT,
        content={"pieces": [piece], "removed": 1},
    )  # fmt: skip
    page = open_page("copilot", conversation=str(key))
    assert "45,000" not in text_of(page) + bodies(page)
    press(page, "1 statement left out: no record supports it")
    assert "no record says 45,000" in text_of(page)


def test_a_stopped_answer_and_one_that_failed_say_so(
    services: Services, mia: Actor, open_page: OpenPage
) -> None:
    key = start_conversation(services, actor=mia)
    content = {"said": [{"text": "So far."}], "stopped": True}
    failed = {"fault": "The model is away.", "remedy": "Ask again."}
    for one in (content, failed):
        add_turn(services, actor=mia, conversation_id=key, role=TurnRole.ASSISTANT, content=one)
    told = text_of(open_page("copilot", conversation=str(key)))
    assert "So far. Stopped. What was said so far is kept." in told
    assert "The model is away. Ask again." in told


def test_approving_a_card_does_what_it_shows_once(
    services: Services, open_page: OpenPage, deal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_card(services, open_page, deal_id, monkeypatch)
    told = text_of(page)
    assert "Waits for you" in told
    assert "Nothing happens before you approve" in told
    other = open_page("copilot", conversation=page.query_params["conversation"][0])

    press(page, "Approve")

    assert "Approve" not in buttons_of(page)
    assert "Done" in text_of(page)
    assert f'href="/deal?deal={deal_id}"' in bodies(page)
    press(other, "Approve")
    with services.storage.read() as session:
        assert session.get_one(DealRow, deal_id).stage == "QUALIFIED"
        moved = select(func.count()).where(ActivityRow.type == "STAGE_CHANGE")
        assert session.scalar(moved) == 1
    assert "Done" in text_of(other)


def test_a_card_whose_record_changed_is_void_says_why_and_can_be_proposed_anew(
    services: Services, mia: Actor, open_page: OpenPage, deal_id: int,
    monkeypatch: pytest.MonkeyPatch, clock: StoppedClock,
) -> None:  # fmt: skip
    page = with_card(services, open_page, deal_id, monkeypatch)
    update_deal(services, actor=mia, deal_id=deal_id, changes={"amount": 7})

    press(page, "Approve")

    told = text_of(page)
    assert "Void" in told
    assert "It rests on what has changed since" in told
    press(page, "Propose it as things stand now")
    press(page, "Approve")
    with services.storage.read() as session:
        assert session.get_one(DealRow, deal_id).stage == "QUALIFIED"


def test_an_edited_card_takes_the_place_of_the_first(
    services: Services, open_page: OpenPage, deal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_card(services, open_page, deal_id, monkeypatch)
    press(page, "Edit")
    next(one for one in page.selectbox if one.label == "Stage").select_index(2)
    press(page, "Propose this instead")
    assert "Replaced by another card" in text_of(page)
    press(page, "Approve")
    with services.storage.read() as session:
        assert session.get_one(DealRow, deal_id).stage == "PROPOSAL"


def test_a_dismissed_card_does_nothing(
    services: Services, open_page: OpenPage, deal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_card(services, open_page, deal_id, monkeypatch)
    press(page, "Dismiss")
    assert "Dismissed" in text_of(page)
    assert "Approve" not in buttons_of(page)
    with services.storage.read() as session:
        assert session.get_one(DealRow, deal_id).stage == "NEW"


def test_a_card_shows_the_whole_text_however_long_it_is() -> None:
    text = "word " * 20_000 + "and the end."
    assert "and the end." in change_markup(Change("Text", "", text))

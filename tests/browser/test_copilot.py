"""The copilot in a real browser before a scripted model: it streams, it stops, it shows hostile
words as words, and two tabs carry a card out once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import TurnRole
from crm_core.storage.tables import ActivityRow, DealRow, TurnRow, UserRow
from crm_core.usecases.copilot_conversations import add_turn, start_conversation
from crm_core.usecases.deals import create_deal
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import EMAIL, Live, serving
from tests.model_server import Call, Json, Reply, Say, modelling

HOSTILE = """![x](http://evil.test/i.png) <img src=http://evil.test/p.png onerror=alert(1)>
[this](http://evil.test/link) http://evil.test/auto <http://evil.test/angle>
<style>@import url(http://evil.test/s.css)</style> data:text/html,<script>alert(2)</script>
<a href="javascript:alert(3)">run</a> \u202ewith \U0001f469\u200d\U0001f4bb words\u202c in שלום
"""
BOX = '[data-testid="stChatInput"] textarea'


class Script:
    """What the model says, chosen by what was asked."""

    def __init__(self) -> None:
        self.gate = Event()
        self.deal_id = 0

    def __call__(self, request: Json) -> Reply:
        asked = [m["content"] for m in request["messages"] if m["role"] == "user"][-1]
        has_result = request["messages"][-1]["role"] == "tool"
        if "slowly" in asked:
            return Say(
                ("You should call them soon. You should ", "write to them tomorrow."), self.gate
            )
        if "hostile" in asked:
            return Say.words(f"You should call them soon. {HOSTILE}")
        if "long" in asked:
            return Say(("You should call <b>them</b> soon. " * 3_000,))
        if "move" in asked and not has_result:
            return Call.of("move_deal", dealId=self.deal_id, stage="QUALIFIED")
        return Say(("You should look at the card.",))


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def desk(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server that asks the scripted model."""
    directory: Path = tmp_path_factory.mktemp("copilot")
    with (
        modelling(script) as model,
        serving(directory, openai_base_url=model.url, crm_copilot_model="scripted") as live,
    ):
        script.deal_id = create_deal(
            live.services, actor=live.actor, deal={"name": "Acme renewal", "amount": 5}
        )
        yield live


@pytest.fixture
def chat(desk: Live, open_browser: OpenBrowser) -> Page:
    page = open_browser()
    page.goto(f"{desk.url}/sign-in?next=/copilot")
    enter(page)
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    settle(page)
    return page


def ask(page: Page, words: str) -> None:
    page.locator(BOX).fill(words)
    page.keyboard.press("Enter")


def test_an_answer_is_shown_while_it_comes(chat: Page, script: Script) -> None:
    script.gate.clear()
    ask(chat, "Tell me slowly")
    expect(chat.get_by_text("You should call them soon.")).to_be_visible()
    expect(chat.get_by_text("You should write to them tomorrow.")).to_have_count(0)
    script.gate.set()
    expect(chat.get_by_text("You should write to them tomorrow.")).to_be_visible()
    settle(chat)
    expect(chat.get_by_role("heading", name="Tell me slowly")).to_be_visible()
    expect(chat.locator(".ds-corner")).to_contain_text("120 tokens in this chat")
    expect(chat.get_by_text("Stopped.")).to_be_hidden()


def test_a_stopped_answer_is_kept_as_far_as_it_came(desk: Live, chat: Page, script: Script) -> None:
    script.gate.clear()
    ask(chat, "Tell me very slowly")
    expect(chat.get_by_text("You should call them soon.")).to_be_visible()
    chat.get_by_role("button", name="Stop script").click()
    # The model says no more; the page is free at once all the same.
    settle(chat)
    expect(chat.get_by_text("Stopped. What was said so far is kept.")).to_be_visible()
    script.gate.set()

    def kept() -> list[bool]:
        with desk.services.storage.read() as session:
            said = select(TurnRow.content).where(TurnRow.text == "You should call them soon.")
            return [one["stopped"] for one in session.scalars(said)]

    end = monotonic() + 20
    while kept() != [True] and monotonic() < end:
        settle(chat)
    chat.reload()
    settle(chat)
    expect(chat.get_by_text("You should call them soon.")).to_be_visible()
    expect(chat.get_by_text("Stopped. What was said so far is kept.")).to_be_visible()
    assert kept() == [True]


@pytest.mark.parametrize("words", ["Be hostile", "Be long"])
def test_what_a_model_says_is_never_more_than_words(chat: Page, words: str) -> None:
    """`open_browser` fails the test that asked anything of another machine."""
    ask(chat, words)
    expect(chat.get_by_role("heading", name=words)).to_be_visible()
    settle(chat)
    assert_only_words(chat)
    chat.reload()
    settle(chat)
    assert_only_words(chat)


def test_what_was_kept_is_never_more_than_words(desk: Live, chat: Page) -> None:
    with desk.services.storage.read() as session:
        user = session.scalars(select(UserRow).where(UserRow.email == EMAIL)).one()
        ada = Actor(user.tenant_id, Role.MANAGER, "user", user.id)
    key = start_conversation(desk.services, actor=ada, title="Kept")
    fact = {"kind": "deal", "id": 1, "label": HOSTILE, "field": HOSTILE, "text": HOSTILE}
    said = [{"text": HOSTILE * 400, "facts": [fact]}, {"text": HOSTILE, "isAdvice": True}]
    tool = {"title": HOSTILE, "given": {HOSTILE: HOSTILE}, "said": said, "fault": HOSTILE}
    for role, content in ((TurnRole.USER, {}), (TurnRole.TOOL, tool),
                          (TurnRole.ASSISTANT, {"said": said, "fault": HOSTILE})):  # fmt: skip
        add_turn(
            desk.services, actor=ada, conversation_id=key, role=role, text=HOSTILE, content=content
        )
    chat.goto(f"{desk.url}/copilot?conversation={key}")
    expect(chat.get_by_role("heading", name="Kept")).to_be_visible()
    settle(chat)
    expect(chat.get_by_text("http://evil.test/auto").first).to_be_visible()
    for summary in chat.locator("details > summary").all():
        summary.click()
    assert_only_words(chat)


def assert_only_words(page: Page) -> None:
    thread = page.locator(".st-key-copilot_thread")
    expect(thread.locator(".ds-answer").first).to_be_visible()
    for what in ("img", "style", "script", "iframe", "a[href^='http']", "a[href^='java']", "b"):
        expect(thread.locator(what)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_two_tabs_carry_a_card_out_once(desk: Live, chat: Page, script: Script) -> None:
    ask(chat, "Please move it")
    approve = chat.get_by_role("button", name="Approve")
    expect(approve).to_be_visible()
    settle(chat)
    other = chat.context.new_page()
    other.goto(chat.url)
    second = other.get_by_role("button", name="Approve")
    expect(second).to_be_visible()
    settle(other)

    approve.dblclick()
    expect(chat.get_by_text("Done as shown.")).to_be_visible()
    second.click()
    expect(other.get_by_text("Done as shown.")).to_be_visible()

    with desk.services.storage.read() as session:
        assert session.get_one(DealRow, script.deal_id).stage == "QUALIFIED"
        moves = select(func.count()).where(ActivityRow.type == "STAGE_CHANGE")
        assert session.scalar(moves) == 1


def test_a_link_never_makes_the_copilot_act(desk: Live, chat: Page) -> None:
    with desk.services.storage.read() as session:
        before = session.scalar(select(func.count()).select_from(TurnRow))
    chat.goto(f"{desk.url}/copilot?deal=1&ask=Please+move+it")
    expect(chat.locator(BOX)).to_have_value("Please move it")
    settle(chat)
    expect(chat.get_by_text("Acme renewal").first).to_be_visible()
    with desk.services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(TurnRow)) == before

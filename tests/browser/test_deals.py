"""The roads over the board of deals: by mouse, by keyboard, by finger, in two tabs, and refused."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from crm_core.storage.tables import UserRow
from crm_core.usecases.deals import create_deal, move_deal
from crm_core.views.activities import deal_timeline
from crm_core.views.deals import get_deal
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import EMAIL, Live

PHONE = {"width": 390, "height": 844}


def a_deal(live: Live, name: str, stage: str = "NEW") -> int:
    """A deal that stands first in its column: it is to be closed long ago."""
    long_ago = (datetime.now(UTC) - timedelta(days=900)).date()
    deal = {"name": name, "amount": 1200, "stage": stage, "expected_close_on": str(long_ago)}
    return create_deal(live.services, actor=live.actor, deal=deal)


def moves(live: Live, deal_id: int) -> list[str]:
    page = deal_timeline(live.services, actor=live.actor, deal_id=deal_id)
    return [line.subject for line in page.items]


def card(page: Page, name: str) -> Locator:
    return page.locator(".ds-card:not(.ds-ghost)", has_text=name)


def column(page: Page, stage: str) -> Locator:
    return page.locator(f".ds-column[data-stage={stage}]")


@pytest.fixture
def board(live: Live, signed_in: Page) -> Page:
    """The board, in the browser of a manager."""
    signed_in.goto(f"{live.url}/deals")
    expect(signed_in.locator(".ds-board .ds-card").first).to_be_visible()
    settle(signed_in)
    return signed_in


def shows(page: Page, live: Live, name: str, stage: str = "NEW") -> int:
    """A new deal, which the page that is open shows."""
    key = a_deal(live, name, stage)
    page.reload()
    expect(card(page, name)).to_be_visible()
    settle(page)
    return key


def drag(page: Page, name: str, stage: str) -> None:
    """Take a card with the mouse and let it go over a stage's title."""
    card(page, name).scroll_into_view_if_needed()
    start = card(page, name).bounding_box()
    assert start
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=2)
    target = column(page, stage).locator("h2").bounding_box()
    assert target
    page.mouse.move(target["x"] + 40, target["y"] + 8, steps=6)
    expect(column(page, stage)).to_have_class("ds-column ds-over")
    page.mouse.up()


def test_a_card_is_dragged_to_another_stage_and_the_click_at_its_end_opens_nothing(
    live: Live, board: Page
) -> None:
    key = shows(board, live, "Dragged")

    drag(board, "Dragged", "PROPOSAL")

    expect(column(board, "PROPOSAL")).to_contain_text("Dragged")
    expect(board.get_by_text("“Dragged” is in Proposal now.")).to_be_visible()
    expect(board).to_have_url(f"{live.url}/deals")
    assert moves(live, key) == ["NEW → PROPOSAL"]


def test_a_card_is_moved_by_keyboard_told_aloud_and_opened_by_enter(
    live: Live, board: Page
) -> None:
    key = shows(board, live, "By arrows")
    link = card(board, "By arrows").get_by_role("link")
    link.focus()

    board.keyboard.press("ArrowRight")
    board.keyboard.press("ArrowRight")

    expect(board.locator("[aria-live=assertive]")).to_have_text("By arrows: Proposal")
    expect(board.get_by_text("“By arrows” is in Proposal now.")).to_be_visible()
    settle(board)
    expect(link).to_be_focused()
    assert moves(live, key) == ["NEW → PROPOSAL"], "two presses in a row are one move"
    board.keyboard.press("ArrowLeft")
    expect(board.get_by_text("“By arrows” is in Qualified now.")).to_be_visible()
    settle(board)
    board.keyboard.press("Enter")

    expect(board).to_have_url(f"{live.url}/deal?deal={key}")
    expect(board.get_by_role("heading", name="By arrows", level=1)).to_be_visible()
    expect(board.get_by_text("Proposal → Qualified")).to_be_visible()


def test_two_tabs_that_move_the_same_card_move_it_once(live: Live, board: Page) -> None:
    key = shows(board, live, "In two tabs")
    other = board.context.new_page()
    other.goto(f"{live.url}/deals")
    expect(card(other, "In two tabs")).to_be_visible()
    settle(other)

    for page in (board, other):
        drag(page, "In two tabs", "QUALIFIED")
        expect(page.get_by_text("“In two tabs” is in Qualified now.")).to_be_visible()

    assert moves(live, key) == ["NEW → QUALIFIED"]


def test_a_refused_move_returns_and_says_why(live: Live, board: Page) -> None:
    key = shows(board, live, "Refused")
    move_deal(live.services, actor=live.actor, deal_id=key, stage="NEGOTIATION")

    drag(board, "Refused", "PROPOSAL")

    expect(board.get_by_text("Somebody moved “Refused” to Negotiation meanwhile.")).to_be_visible()
    expect(column(board, "NEGOTIATION")).to_contain_text("Refused")
    expect(column(board, "PROPOSAL")).not_to_contain_text("Refused")


def test_a_card_whose_board_does_not_change_returns_too(live: Live, board: Page) -> None:
    key = shows(board, live, "Not allowed")

    def becomes(role: str) -> None:
        with live.services.storage.write() as session:
            session.execute(update(UserRow).where(UserRow.email == EMAIL).values(role=role))

    becomes("read-only")
    try:
        drag(board, "Not allowed", "QUALIFIED")
        expect(board.get_by_text("Your role (read-only) may not change deals.")).to_be_visible()
        expect(column(board, "NEW")).to_contain_text("Not allowed")
    finally:
        becomes("manager")
    assert get_deal(live.services, actor=live.actor, deal_id=key).stage == "NEW"


def test_losing_asks_for_the_reason_and_the_card_waits_where_it_was(
    live: Live, board: Page
) -> None:
    key = shows(board, live, "To be lost")
    drag(board, "To be lost", "LOST")
    question = board.get_by_role("dialog")
    expect(question).to_contain_text("Lose “To be lost”?")
    expect(column(board, "NEW")).to_contain_text("To be lost")

    question.get_by_role("button", name="Mark as lost").click()
    expect(question.get_by_role("alert")).to_have_text("Say in a few words why it was lost.")
    question.get_by_label("Why was it lost?").fill("Too dear")
    question.get_by_role("button", name="Mark as lost").click()

    expect(question).to_have_count(0)
    expect(board.get_by_text("“To be lost” is lost.")).to_be_visible()
    assert moves(live, key) == ["NEW → LOST"]


def test_on_a_phone_one_stage_is_shown_and_a_card_moves_by_its_menu(
    live: Live, open_browser: OpenBrowser
) -> None:
    key = a_deal(live, "On a phone")
    page = open_browser(viewport=PHONE, has_touch=True)
    page.goto(f"{live.url}/deals")
    enter(page)
    expect(card(page, "On a phone")).to_be_visible()
    settle(page)
    expect(column(page, "PROPOSAL")).to_be_hidden()

    page.get_by_role("button", name="Move On a phone to another stage").tap()
    page.get_by_role("menuitem", name="Proposal").tap()

    expect(page.get_by_text("“On a phone” is in Proposal now.")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Proposal", exact=False).first.tap()
    expect(column(page, "PROPOSAL")).to_be_visible()
    expect(card(page, "On a phone")).to_be_visible()
    assert moves(live, key) == ["NEW → PROPOSAL"]


def test_a_deal_is_added_and_opened(live: Live, board: Page) -> None:
    board.get_by_role("button", name="Add deal").click()
    dialog = board.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Added by hand")
    dialog.get_by_label("Amount").fill("1200.50")
    dialog.get_by_label("Person", exact=True).fill("grace whitfield")
    found = dialog.get_by_role("combobox", name="Person: choose")
    expect(found).to_have_value(re.compile("Grace Whitfield, Harbor Logistics"))
    settle(board)

    dialog.get_by_role("button", name="Add deal").click()

    expect(board.get_by_role("heading", name="Added by hand", level=1)).to_be_visible()
    expect(board.get_by_text("€1,200.50")).to_be_visible()
    expect(board.get_by_role("link", name="Harbor Logistics")).to_be_visible()

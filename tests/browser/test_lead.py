"""The road of one lead: opened by its address, enrolled with a look ahead, paused, asked, ended."""

import re

from playwright.sync_api import Page, expect

from crm_core.domain.words import EnrollmentStatus
from crm_core.views.enrollments import list_enrollments
from tests.browser.conftest import settle
from tests.browser.server import Live
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence

IN_TWO_DAYS = {**CALL, "delay": {"value": 2, "unit": "DAYS"}}


def click(page: Page, name: str, *, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).click()


def choose(page: Page, sequence: str) -> None:
    page.get_by_role("combobox", name="Sequence").click()
    page.get_by_role("option", name=re.compile(sequence)).click()


def test_a_lead_is_enrolled_paused_explained_resumed_and_canceled(
    live: Live, signed_in: Page
) -> None:
    lead = a_lead(live.services, live.actor, 71)

    def status() -> EnrollmentStatus:
        (line,) = list_enrollments(live.services, actor=live.actor, entity_id=lead).items
        return line.status

    a_sequence(live.services, live.actor, IN_TWO_DAYS, EMAIL, FOLLOW_UP, name="The road")
    signed_in.goto(f"{live.url}/lead?lead={lead}")
    expect(signed_in.get_by_role("heading", level=1, name="Ada71 Byron")).to_be_visible()

    choose(signed_in, "The road")
    steps = signed_in.locator(".ds-ahead > li")
    expect(steps).to_have_count(3)
    expect(steps.nth(0)).to_contain_text("2 days after the enrollment.")
    signed_in.get_by_role("button", name="Enroll in The road").dblclick()

    card = signed_in.locator('[class*="st-key-person_card_"]')
    expect(card).to_contain_text("Step 1 of 3")
    expect(card).to_contain_text("Next touch:")

    signed_in.get_by_role("button", name="Pause", exact=True).dblclick(delay=120)
    expect(card).to_contain_text("Paused: nothing happens until it is resumed.")
    settle(signed_in)
    assert status() is EnrollmentStatus.PAUSED
    # The second click may have met this question, which is no harm.
    if card.get_by_role("button", name="Why not yet?").count():
        click(signed_in, "Why not yet?")
    expect(card).to_contain_text("What helps: Resume the enrollment.")
    card.get_by_text("rules that were asked").click()
    expect(card.get_by_text("The step's delay of 2 days has not passed.")).to_be_visible()

    click(signed_in, "Resume")
    expect(card.get_by_text("It can go on")).to_be_visible()

    click(signed_in, "Cancel…")
    question = signed_in.get_by_role("dialog")
    expect(question).to_contain_text("Nothing more of it reaches Ada71 Byron")
    question.get_by_role("button", name="Cancel enrollment").click()
    expect(question).to_have_count(0)
    expect(signed_in.get_by_text("Past sequences")).to_be_visible()
    assert status() is EnrollmentStatus.CANCELED


def test_a_refused_fact_is_told_under_its_input_and_a_note_is_written_once(
    live: Live, signed_in: Page
) -> None:
    lead = a_lead(live.services, live.actor, 72)
    signed_in.goto(f"{live.url}/lead?lead={lead}")
    signed_in.get_by_role("button", name="Edit", exact=True).first.click()
    drawer = signed_in.get_by_role("dialog")
    drawer.get_by_label("E-mail").fill("nobody")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.get_by_role("alert")).to_contain_text("Not an e-mail address")
    drawer.get_by_label("E-mail").fill("ada72@example.org")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    expect(signed_in.get_by_role("link", name="ada72@example.org")).to_be_visible()

    click(signed_in, "Note")
    signed_in.get_by_role("dialog").get_by_label("Note").fill("Likes looms 🎉 <b>")
    signed_in.get_by_role("button", name="Add note").dblclick()
    expect(signed_in.get_by_role("dialog")).to_have_count(0)
    expect(signed_in.get_by_text("Likes looms 🎉 <b>")).to_have_count(1)


def test_on_a_phone_no_kind_of_the_timeline_is_cut_off(live: Live, signed_in: Page) -> None:
    lead = a_lead(live.services, live.actor, 73)
    signed_in.set_viewport_size({"width": 390, "height": 844})
    signed_in.goto(f"{live.url}/lead?lead={lead}")

    kinds = signed_in.get_by_role("radiogroup", name="Kind").get_by_role("radio")

    expect(kinds).to_have_count(7)
    boxes = [kind.bounding_box() for kind in kinds.all()]
    assert all(box and box["x"] + box["width"] <= 390 for box in boxes)

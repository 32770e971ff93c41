"""The roads that a person walks: in, through the two screens, and out."""

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from crm_core.demo import DemoAccess
from crm_core.domain.words import SequenceStatus
from crm_core.views.sequences import get_sequence
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import Live
from tests.builders import a_lead, a_sequence, enrolled

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


def with_people(live: Live, name: str, number: int) -> int:
    """A sequence of one e-mail at any hour, with new people in it."""
    sequence = a_sequence(live.services, live.actor, name=name)
    for n in range(number):
        email = f"{name.lower().replace(' ', '.')}.{n}@example.com"
        enrolled(
            live.services, live.actor, sequence, a_lead(live.services, live.actor, email=email)
        )
    return sequence


def row(page: Page, sequence_id: int) -> Locator:
    return page.locator(f'.ds-row[data-id="{sequence_id}"]')


def switch_of(page: Page, sequence_id: int) -> Locator:
    return row(page, sequence_id).get_by_role("button", name="Actions for ")


def choose(page: Page, sequence_id: int, status: str) -> None:
    switch_of(page, sequence_id).click()
    page.get_by_role("menuitem", name=status).click()


def status_of(live: Live, sequence_id: int) -> SequenceStatus:
    return get_sequence(live.services, actor=live.actor, sequence_id=sequence_id).line.status


def test_the_demos_visitor_signs_in_and_sees_its_sequences(live: Live, page: Page) -> None:
    demo = DemoAccess()
    page.goto(live.url)

    enter(page, demo.email, demo.password)

    expect(page).to_have_title("Home · Duestep")
    expect(page).to_have_url(f"{live.url}/")
    page.get_by_role("link", name="Sequences", exact=True).click()
    expect(page).to_have_title("Sequences · Duestep")
    for name in ("Outbound: waiting times at the dock", "Inbound: answer to an inquiry"):
        expect(page.get_by_text(name)).to_be_visible()
    expect(page.get_by_text("Administrator")).to_be_visible()


def test_the_counts_change_after_a_run_without_a_click(live: Live, signed_in: Page) -> None:
    sequence = with_people(live, "Counted live", 5)
    expect(row(signed_in, sequence)).to_contain_text("Active 5")
    expect(row(signed_in, sequence)).to_contain_text("Finished 0")

    counts = live.run_due()

    assert counts["sent"] >= 5
    expect(row(signed_in, sequence)).to_contain_text("Active 0")
    expect(row(signed_in, sequence)).to_contain_text("Finished 5")


def test_a_sequence_is_paused_and_activated_by_the_switch(live: Live, signed_in: Page) -> None:
    sequence = with_people(live, "Switched", 1)
    expect(row(signed_in, sequence)).to_be_visible()

    choose(signed_in, sequence, "Pause")
    expect(signed_in.get_by_text("“Switched” is paused now.")).to_be_visible()
    expect(row(signed_in, sequence)).to_contain_text("Paused")
    assert status_of(live, sequence) is SequenceStatus.PAUSED

    choose(signed_in, sequence, "Activate")
    expect(signed_in.get_by_text("“Switched” is active now.")).to_be_visible()
    expect(signed_in.get_by_text("“Switched” is paused now.")).to_have_count(0)


def test_the_switch_works_by_the_keyboard_and_shows_where_the_focus_is(
    live: Live, signed_in: Page
) -> None:
    sequence = with_people(live, "By keyboard", 1)
    switch = switch_of(signed_in, sequence)
    expect(switch).to_be_visible()
    expect(switch).to_have_css("outline-style", "none")

    signed_in.get_by_role("radio", name="Archived").focus()
    while not switch.evaluate("element => element === document.activeElement"):
        signed_in.keyboard.press("Tab")
    expect(switch).not_to_have_css("outline-style", "none")
    pause = signed_in.get_by_role("menuitem", name="Pause")
    signed_in.keyboard.press("Enter")
    expect(pause).to_be_focused()
    signed_in.keyboard.press("ArrowDown")
    expect(pause).not_to_be_focused()
    expect(signed_in.locator('[role="menuitem"]:focus')).to_have_count(1)
    signed_in.keyboard.press("ArrowUp")
    expect(pause).to_be_focused()
    signed_in.keyboard.press("Enter")

    expect(signed_in.get_by_text("“By keyboard” is paused now.")).to_be_visible()
    assert status_of(live, sequence) is SequenceStatus.PAUSED


def test_archiving_asks_first_and_the_question_stays_while_the_list_redraws_itself(
    live: Live, signed_in: Page
) -> None:
    sequence = with_people(live, "To be archived", 3)
    other = with_people(live, "Goes on beneath", 2)
    expect(row(signed_in, other)).to_contain_text("Active 2")
    choose(signed_in, sequence, "Archive…")
    question = signed_in.get_by_role("dialog")
    expect(question).to_contain_text("3 live enrollments end now")

    with_people(live, "Came while asking", 1)
    expect(signed_in.get_by_text("Came while asking")).to_be_visible()
    expect(question).to_be_visible()
    assert status_of(live, sequence) is SequenceStatus.ACTIVE
    question.get_by_role("button", name="Archive").click()

    expect(question).to_have_count(0)
    expect(signed_in.get_by_text("“To be archived” is archived now.")).to_be_visible()
    expect(row(signed_in, sequence)).to_contain_text("Stopped 3")


def test_a_question_that_is_closed_changes_nothing_and_does_not_come_back(
    live: Live, signed_in: Page
) -> None:
    sequence = with_people(live, "Stays", 1)
    expect(row(signed_in, sequence)).to_be_visible()
    choose(signed_in, sequence, "Archive…")
    expect(signed_in.get_by_role("dialog")).to_be_visible()

    signed_in.keyboard.press("Escape")
    expect(signed_in.get_by_role("dialog")).to_have_count(0)
    signed_in.get_by_role("link", name="Runner health").click()
    expect(signed_in.get_by_role("heading", name="Runner health")).to_be_visible()
    signed_in.get_by_role("link", name="Sequences").click()

    expect(row(signed_in, sequence)).to_be_visible()
    settle(signed_in)
    assert signed_in.get_by_role("dialog").count() == 0
    assert status_of(live, sequence) is SequenceStatus.ACTIVE


def test_a_filter_is_part_of_the_address_and_survives_the_sign_in(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/sequences?sequences_status=Paused")
    enter(page)

    expect(page.get_by_role("radio", name="Paused")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_text("Re-engagement: a year later")).to_be_visible()
    assert page.get_by_text("Inbound: answer to an inquiry").count() == 0

    page.get_by_role("radio", name="Active").click()
    expect(page).to_have_url(f"{live.url}/sequences?sequences_status=Active")
    page.reload()
    expect(page.get_by_role("radio", name="Active")).to_have_attribute("aria-checked", "true")


def test_a_wrong_password_is_told_next_to_its_field(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/runner_health")

    enter(page, password="not this one")

    expect(page.get_by_role("alert")).to_have_text("The address or the password is not right.")
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("ada@example.com")
    enter(page)
    expect(page).to_have_url(f"{live.url}/runner_health")


def test_runner_health_follows_a_run(fresh: Live, page: Page) -> None:
    page.goto(f"{fresh.url}/sign-in?next=/runner_health")
    enter(page)
    due = page.locator(".ds-tiles > div", has_text="Due now")
    expect(due).to_have_text("Due now0")

    with_people(fresh, "Seen in health", 4)
    expect(due).to_have_text("Due now4")
    fresh.run_due()

    expect(due).to_have_text("Due now0")
    expect(page.get_by_text("The runner is running")).to_be_visible()


def test_signing_out_in_one_tab_closes_the_other_too(live: Live, signed_in: Page) -> None:
    other = signed_in.context.new_page()
    other.goto(f"{live.url}/runner_health")
    expect(other.get_by_role("heading", name="Mailboxes")).to_be_visible()

    signed_in.get_by_role("button", name="Sign out").click()

    expect(signed_in.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="Mailboxes")).to_have_count(0)
    assert other.get_by_role("link", name="Sign in").get_attribute("href") == (
        "/sign-in?next=/runner_health"
    )
    expect(signed_in.get_by_text("Inbound: answer to an inquiry")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_page_fits_its_screen(
    viewport: dict[str, int], scheme: str, live: Live, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport=viewport, color_scheme=scheme)
    page.goto(live.url)
    assert fits(page)
    enter(page)
    expect(page.get_by_text("Inbound: answer to an inquiry")).to_be_visible()
    assert fits(page)

    page.goto(f"{live.url}/runner_health")
    expect(page.get_by_role("heading", name="Runners")).to_be_visible()
    assert fits(page)
    shown = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).colorScheme")
    assert shown == scheme


def fits(page: Page) -> bool:
    """Whether nothing must be scrolled sideways."""
    return bool(
        page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll(
                 '[data-testid="stMain"]')].every(e => e.scrollWidth <= e.clientWidth)"""
        )
    )


def test_pages_and_the_api_are_served_on_one_port(live: Live) -> None:
    assert httpx.get(f"{live.url}/healthz").status_code == 200
    assert httpx.get(f"{live.url}/crm/sequences").status_code == 401
    assert httpx.get(f"{live.url}/crm/docs").headers["content-type"].startswith("text/html")
    assert "Duestep" in httpx.get(f"{live.url}/sign-in").text


def test_nobody_outside_drives_the_dashboard_from_a_frame_around_it(live: Live) -> None:
    assert httpx.get(f"{live.url}/_stcore/host-config").json()["allowedOrigins"] == []
    headers = httpx.get(f"{live.url}/sign-in").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]

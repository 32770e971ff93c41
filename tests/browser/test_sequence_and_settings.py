"""Two roads: a sequence's settings become its version 2; a new user signs in and sees less."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from crm_core.usecases.access import add_user
from crm_core.views.sequences import get_sequence
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import PASSWORD, Live
from tests.builders import a_lead, a_sequence, enrolled


def test_settings_are_saved_as_version_two_and_the_history_tells_it(
    live: Live, signed_in: Page
) -> None:
    page = signed_in
    sequence = a_sequence(live.services, live.actor, name="Gets a version")
    lead = a_lead(live.services, live.actor, email=f"{uuid4().hex}@example.com")
    enrolled(live.services, live.actor, sequence, lead)
    page.goto(f"{live.url}/sequences")
    page.get_by_role("link", name="Gets a version").click()
    expect(page.get_by_role("heading", name="Gets a version")).to_be_visible()

    page.get_by_role("radio", name="Settings").click()
    page.get_by_role("radio", name="Weekly hours").click()
    page.get_by_label("Monday").fill("9-12, 13-")
    save = page.get_by_role("button", name="Save as version 2")
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("A time is written as HH:MM")
    page.get_by_label("Monday").fill("9-12, 13-17")
    page.get_by_label("Monday").press("Tab")
    settle(page)
    save.dblclick()

    expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
    expect(page.get_by_role("button", name="Save as version 3")).to_be_visible()
    page.get_by_role("radio", name="Versions").click()
    expect(page.get_by_text("Send window: from “At all hours” to")).to_be_visible()
    settings = get_sequence(live.services, actor=live.actor, sequence_id=sequence)
    assert settings.line.version == 2
    assert settings.settings["sendWindow"]["days"]["MON"] == [
        ["09:00", "12:00"],
        ["13:00", "17:00"],
    ]


def test_one_is_paused_and_asked_about_in_the_list(live: Live, signed_in: Page) -> None:
    page = signed_in
    sequence = a_sequence(live.services, live.actor, name="Has people")
    lead = a_lead(live.services, live.actor, first_name="Zora", email=f"{uuid4().hex}@example.com")
    enrolled(live.services, live.actor, sequence, lead)
    page.goto(f"{live.url}/sequence?sequence={sequence}&sequence_tab=Enrollments")
    expect(page.get_by_text("Zora Byron")).to_be_visible()

    page.get_by_role("button", name="Actions for Zora Byron").click()
    page.get_by_role("menuitem", name="Why not yet?").click()
    expect(page.get_by_role("dialog")).to_contain_text("All that was asked")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("Select Zora Byron").check()
    page.get_by_role("button", name="Pause", exact=True).click()

    expect(page.get_by_text("1 enrollment is paused now.")).to_be_visible()
    expect(page.get_by_text("Somebody resumes it.")).to_be_visible()


def test_a_user_is_added_signs_in_and_sees_what_the_role_allows(
    live: Live, page: Page, open_browser: OpenBrowser
) -> None:
    boss, newcomer = (f"{uuid4().hex}@example.com" for _ in range(2))
    add_user(
        live.services, actor=live.actor, email=boss, password=PASSWORD, role="administrator",
        name="Boss",
    )  # fmt: skip
    page.goto(f"{live.url}/settings?settings_tab=Users")
    enter(page, boss)
    page.get_by_role("button", name="Add user").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill(newcomer)
    dialog.get_by_label("Name").fill("Nora New")
    dialog.locator('input[type="password"]').fill(PASSWORD)
    dialog.get_by_role("button", name="Add user").click()
    expect(page.get_by_text("Nora New can sign in now.")).to_be_visible()

    other = open_browser()
    other.goto(f"{live.url}/settings")
    enter(other, newcomer)

    expect(other.get_by_text("Salesperson")).to_be_visible()
    expect(other.get_by_role("radio", name="My account")).to_be_visible()
    assert other.get_by_role("radio", name="Users").count() == 0
    other.get_by_role("link", name="Sequences").first.click()
    expect(other.get_by_text("Inbound: answer to an inquiry")).to_be_visible()
    assert other.get_by_role("link", name="New sequence").count() == 0

"""Sending no more mail to a domain, finding it on the list, and taking it off again."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.browser.server import Live


def test_a_domain_goes_on_the_list_and_off_again(live: Live, signed_in: Page) -> None:
    page = signed_in
    page.goto(f"{live.url}/suppressions")
    settle(page)
    page.get_by_role("button", name="Add", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Address or domain").fill("quuxley.example.org")
    dialog.get_by_label("Note").fill("By letter")
    dialog.get_by_role("button", name="Add to the list").click()
    expect(page.get_by_text("“quuxley.example.org” is on the list.")).to_be_visible()

    page.get_by_label("Search by address or domain").fill("quuxley")
    line = page.get_by_role("row").filter(has_text="quuxley.example.org")
    expect(line).to_contain_text("the domain and all below it")
    expect(page.get_by_role("row")).to_have_count(2)
    line.locator("[data-menu]").click()
    page.get_by_role("menuitem", name="Take off the list…").click()
    page.get_by_role("dialog").get_by_role("button", name="Take off the list").click()

    expect(page.get_by_text("“quuxley.example.org” is off the list.")).to_be_visible()

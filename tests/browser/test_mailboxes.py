"""The road of a new mailbox: added, tried, mended, paused, and removed again."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from crm_core.storage.tables import MailboxRow
from tests.browser.conftest import enter, settle
from tests.browser.server import Live

PASSWORD = "canary-password"


def test_a_mailbox_is_added_tried_edited_and_removed(fresh: Live, page: Page) -> None:
    page.goto(f"{fresh.url}/mailboxes")
    enter(page)
    page.get_by_role("button", name="Add mailbox").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Address", exact=True).first.fill("ann@example.com")
    dialog.get_by_role("textbox", name="Sender's name", exact=True).first.fill("Ann Lee")
    dialog.get_by_role("textbox", name="Server", exact=True).first.fill("127.0.0.1")
    dialog.get_by_role("spinbutton", name="Port").first.fill("1")
    dialog.get_by_role("textbox", name="User", exact=True).first.fill("ann")
    dialog.get_by_label("Password", exact=True).first.fill(PASSWORD)
    dialog.get_by_role("textbox", name="Ramp", exact=True).first.fill("10+5")
    dialog.get_by_role("button", name="Add mailbox").click()

    expect(page.get_by_text("ann@example.com is added. Test it before it sends.")).to_be_visible()
    settle(page)
    with fresh.services.storage.read() as session:
        added = session.scalars(select(MailboxRow).where(~MailboxRow.is_default)).one()
    assert added.limits == {"day": 50, "ramp": "10+5"}
    card = page.locator(f".st-key-mailbox_{added.id}")
    expect(card).to_contain_text("0 of 10 in 24 hours")
    expect(card).to_contain_text("day 1 of its ramp")

    card.get_by_role("button", name="Test").click()
    expect(card).to_contain_text("Reach the mail server")
    expect(card).to_contain_text("Check the server's name and port")

    card.get_by_role("button", name="Pause").click()
    expect(card).to_contain_text("Paused by Ada")
    card.get_by_role("button", name="Resume").click()
    expect(card.get_by_role("button", name="Pause")).to_be_visible()
    settle(page)
    assert PASSWORD not in page.content()

    card.get_by_role("button", name="More with ann@example.com").click()
    page.get_by_role("menuitem", name="Remove…").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("ann@example.com is removed.")).to_be_visible()
    expect(card).to_have_count(0)

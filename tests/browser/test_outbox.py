"""Roads from Home through the outbox: why somebody was not mailed, and what became of an e-mail."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from crm_core.domain.words import DeliveryStatus, StopReason
from crm_core.storage.tables import DeliveryRow
from crm_core.views.enrollments import get_enrollment
from tests.browser.conftest import enter, settle
from tests.browser.server import Live
from tests.builders import EMAIL, FOLLOW_UP, a_sequence, enrolled

NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}


def at_home(live: Live, page: Page) -> None:
    page.goto(live.url)
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good ")
    settle(page)


def test_from_home_one_finds_out_why_a_lead_was_not_mailed_and_acts_on_it(
    fresh: Live, page: Page
) -> None:
    sequence = a_sequence(fresh.services, fresh.actor, NEEDS_COMPANY, FOLLOW_UP, name="Cold")
    enrollment = enrolled(fresh.services, fresh.actor, sequence)
    fresh.run_due()
    at_home(fresh, page)

    page.get_by_role("link", name="The text has a hole: a merge field has no value").click()

    expect(page).to_have_url(f"{fresh.url}/outbox?outbox_tab=held&outbox_gate=content")
    line = page.get_by_role("row").filter(has_text="Ada1 Byron")
    expect(line).to_contain_text("The text has no value for company.")
    expect(line).to_contain_text("Fill in company for this person")
    line.get_by_role("button", name="Actions for Ada1 Byron").click()
    page.get_by_role("menuitem", name="Skip this step …").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("This step does not happen: nothing of it goes to Ada1 Byron")
    question.get_by_role("button", name="Skip this step").dblclick()

    expect(page.get_by_text("Step 1 is skipped for Ada1 Byron.")).to_be_visible()
    expect(page.get_by_text("Nothing is held back")).to_be_visible()
    settle(page)
    line_now = get_enrollment(fresh.services, actor=fresh.actor, enrollment_id=enrollment)
    assert line_now.current_step == 1, "a double click skips one step"
    page.get_by_role("radio", name="Planned 1").click()
    expect(page.get_by_role("row").filter(has_text="Ada1 Byron")).to_contain_text(
        "1 day after step 1."
    )


def test_an_uncertain_e_mail_is_given_up_from_home_once_by_two_tabs(
    fresh: Live, page: Page
) -> None:
    sequence = a_sequence(fresh.services, fresh.actor, EMAIL, FOLLOW_UP)
    enrollment = enrolled(fresh.services, fresh.actor, sequence)
    fresh.run_due()
    with fresh.services.storage.write() as session:
        row = session.scalars(select(DeliveryRow)).one()
        row.status, row.sent_at = DeliveryStatus.UNCERTAIN, None
        row.reason = "The whole message went out and no answer came."
    at_home(fresh, page)
    page.get_by_role("link", name="Uncertain e-mails").click()
    expect(page.get_by_role("heading", name="Uncertain 1")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("button", name="Give up").click()
        expect(tab.get_by_role("dialog")).to_contain_text("may have reached ada1@example.com")

    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_text("is given up, and the sequence has ended for them")).to_be_visible()
    other.get_by_role("button", name="Give it up").click()
    expect(other.get_by_text("Only an uncertain delivery can be given up.")).to_be_visible()

    ended = get_enrollment(fresh.services, actor=fresh.actor, enrollment_id=enrollment)
    assert ended.stop_reason == StopReason.BY_PERSON
    expect(page.get_by_role("heading", name="Refused 1")).to_be_visible()

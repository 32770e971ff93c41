"""The road through the tasks of a day: a manual e-mail that arrives, a call, a to-do."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from crm_core.domain.words import ActivityStatus, EnrollmentStatus
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow, UserRow
from crm_core.usecases.activities import create_email_draft, create_task
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import EMAIL, Live, serving
from tests.builders import CALL, DRAFT, TASK, a_lead, a_sequence, enrolled
from tests.mail_server import PATIENCE, MailServer, mail_server

TYPED = "Grüße 👋 \u0645\u0631\u062d\u0628\u0627 <b>not bold</b> & *stars* jk"


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def desk(mail: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server that sends by the mail server."""
    directory: Path = tmp_path_factory.mktemp("desk")
    with serving(directory, crm_mail_url=mail.url) as live:
        yield live


@pytest.fixture
def me(desk: Live) -> int:
    with desk.services.storage.read() as session:
        return session.scalars(select(UserRow.id).where(UserRow.email == EMAIL)).one()


@pytest.fixture
def tasks(desk: Live, open_browser: OpenBrowser, mail: MailServer) -> Page:
    """The list of tasks in the browser of whoever has them."""
    mail.before_answer = lambda _: None
    page = open_browser()
    page.goto(f"{desk.url}/sign-in")
    enter(page)
    settle(page)
    return page


def rows(desk: Live, *keys: int) -> list[ActivityRow]:
    with desk.services.storage.read() as session:
        return [session.get_one(ActivityRow, key) for key in keys]


def write(page: Page, text: str) -> None:
    """Type into the message's editor, over what stands there."""
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_three_tasks_are_worked_one_after_the_other(
    desk: Live, tasks: Page, mail: MailServer, me: int
) -> None:
    for number, step in enumerate((DRAFT, CALL, TASK), 1):
        lead = a_lead(desk.services, desk.actor, number, owner_id=me, phone="+49 30 1234567")
        enrolled(desk.services, desk.actor, a_sequence(desk.services, desk.actor, step), lead)
    desk.run_due()
    page = tasks
    page.goto(f"{desk.url}/tasks")
    page.get_by_role("button", name="Work through them").click()
    expect(page.get_by_role("heading", name="A word")).to_be_visible()

    write(page, TYPED)
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_text("The e-mail to Ada1 Byron went out.")).to_be_visible()
    expect(page.get_by_role("heading", name="Call Ada2")).to_be_visible()

    expect(page.get_by_role("link", name="Call +49301234567")).to_have_attribute(
        "href", "tel:+49301234567"
    )
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Say how the call ended.")).to_be_visible()
    settle(page)
    page.get_by_text("Connected", exact=True).click()
    page.get_by_text("Positive", exact=True).click()
    page.get_by_role("textbox", name="Note").first.fill(TYPED)
    page.get_by_role("button", name="Done", exact=True).dblclick()
    expect(page.get_by_text("The call to Ada2 Byron is done.")).to_be_visible()

    expect(page.get_by_role("heading", name="Research them")).to_be_visible()
    settle(page)
    page.keyboard.press("d")
    expect(page.get_by_text("Nothing to do today")).to_be_visible()

    (message,) = mail.accepted
    plain = message.parsed().get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == TYPED
    with desk.services.storage.read() as session:
        done = session.scalars(select(ActivityRow).order_by(ActivityRow.id)).all()
        ends = session.scalars(select(EnrollmentRow.status)).all()
    assert {row.status for row in done} == {ActivityStatus.DONE}
    assert {row.disposition for row in done} == {None, "Connected"}
    assert TYPED in {row.note for row in done}
    assert set(ends) == {EnrollmentStatus.COMPLETED}


def test_two_tabs_send_a_draft_once(desk: Live, tasks: Page, mail: MailServer, me: int) -> None:
    lead = a_lead(desk.services, desk.actor, 4)
    key = create_email_draft(
        desk.services, actor=desk.actor, lead_id=lead, subject="Once", body="Dear Ada", owner_id=me
    )
    before, answered = mail.count, Event()
    mail.before_answer = lambda _: answered.wait(PATIENCE) and None
    one, other = tasks, tasks.context.new_page()
    for page in (one, other):
        page.goto(f"{desk.url}/tasks?task={key}")
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
        settle(page)

    one.get_by_role("button", name="Send", exact=True).click()
    assert mail.wait_for(before + 1)
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.get_by_text("This e-mail is being sent at this moment.").first).to_be_visible()
    answered.set()
    expect(one.get_by_text("The e-mail to Ada4 Byron went out.")).to_be_visible()

    assert mail.count == before + 1
    with desk.services.storage.read() as session:
        statuses = session.scalars(
            select(DeliveryRow.status).where(DeliveryRow.activity_id == key)
        ).all()
    assert list(statuses) == ["sent"]


def test_several_are_selected_and_done_and_the_keyboard_walks_from_one_to_the_next(
    desk: Live, tasks: Page, me: int
) -> None:
    lead = a_lead(desk.services, desk.actor, 5)
    keys = [
        create_task(desk.services, actor=desk.actor, lead_id=lead, subject=name, owner_id=me)
        for name in ("First thing", "Second thing", "Third thing")
    ]
    page = tasks
    page.goto(f"{desk.url}/tasks?task={keys[0]}")
    expect(page.get_by_role("heading", name="First thing")).to_be_visible()
    settle(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Second thing")).to_be_visible()
    page.get_by_role("textbox", name="Note").click()
    page.keyboard.type("jk")
    settle(page)
    expect(page.get_by_role("heading", name="Second thing")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="First thing")).to_be_visible()

    page.get_by_role("link", name="All tasks").click()
    expect(page.get_by_text("Third thing")).to_be_visible()
    settle(page)
    for key in keys[1:]:
        page.locator(f'.ds-row[data-id="{key}"] [data-check]').check()
        settle(page)
    expect(page.get_by_text("2 tasks selected")).to_be_visible()
    page.get_by_role("button", name="Mark as done", exact=True).dblclick()
    expect(page.get_by_text("2 tasks are done.")).to_be_visible()
    settle(page)

    page.locator(f'.ds-row[data-id="{keys[0]}"]').get_by_role(
        "button", name="Actions for First thing"
    ).click()
    page.get_by_role("menuitem", name="Skip").click()
    page.get_by_role("dialog").get_by_role("button", name="Skip").click()
    expect(page.get_by_text("The task is skipped.")).to_be_visible()
    assert [row.status for row in rows(desk, *keys)] == ["SKIPPED", "DONE", "DONE"]

"""The whole road: 200 leads from a file, 150 of them enrolled and 20 refused, the runner's e-mails
at a real mail server, and the answer to "why was this one not written to?"."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from crm_core.storage.tables import PartyRow
from crm_core.usecases.people import opt_out
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import Live, serving
from tests.builders import a_sequence
from tests.mail_server import MailServer, mail_server

ALL, CHOSEN, GONE, NAMELESS = 200, 170, 20, 1
STEP = {
    "type": "EMAIL_AUTO",
    "subject": "The fair, {{ first_name }}",
    "body": "Dear {{ first_name }},\n\nhow was it at {{ custom.booth }}?",
}


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def desk(mail: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("road"), crm_mail_url=mail.url) as live:
        yield live


@pytest.fixture
def page(desk: Live, open_browser: OpenBrowser) -> Page:
    page = open_browser()
    page.goto(f"{desk.url}/sign-in")
    enter(page)
    settle(page)
    return page


@pytest.fixture
def visitors(tmp_path: Path) -> Path:
    """200 visitors of a fair, 170 of one hall; of one nobody noted the booth."""
    path = tmp_path / "fair.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["First name", "Last name", "E-mail", "Company", "Booth"])
        for n in range(ALL):
            hall = "Hall One" if n < CHOSEN else "Hall Two"
            booth = "" if n == CHOSEN - NAMELESS else f"B{n}"
            writer.writerow([f"Ada{n}", "Byron", f"ada{n}@fair.example.com", hall, booth])
    return path


def people_want_no_mail(desk: Live) -> None:
    """Twenty of those who were imported."""
    addresses = [f"ada{n}@fair.example.com" for n in range(GONE)]
    with desk.services.storage.read() as session:
        ids = session.scalars(select(PartyRow.id).where(PartyRow.email.in_(addresses))).all()
    for party_id in ids:
        tenant = desk.actor.tenant_id
        opt_out(desk.services, tenant_id=tenant, party_id=party_id, source="a call")


def test_from_a_file_of_leads_to_their_mailboxes(
    desk: Live, page: Page, mail: MailServer, visitors: Path
) -> None:
    a_sequence(desk.services, desk.actor, STEP, name="After the fair")

    page.goto(f"{desk.url}/imports")
    page.locator('input[type="file"]').set_input_files(visitors)
    expect(page.get_by_text(f"Of {ALL} rows: {ALL} new")).to_be_visible()
    booth = page.get_by_label("What the column “Booth” holds")
    booth.click()
    page.get_by_role("option", name="Custom field “booth”").click()
    expect(page.get_by_text("booth: B0")).to_be_visible()
    settle(page)
    page.get_by_role("button", name=f"Import {ALL} rows").click()
    expect(page.get_by_role("heading", name="“fair.csv” is imported")).to_be_visible()
    people_want_no_mail(desk)

    page.goto(f"{desk.url}/leads?leads_search=hall+one")
    expect(page.get_by_text(f"{CHOSEN} leads", exact=True)).to_be_visible()
    page.get_by_label("Select all lines of this page").check()
    page.get_by_role("button", name=f"Select all {CHOSEN} that match").click()
    expect(page.get_by_text(f"{CHOSEN} selected")).to_be_visible()
    page.get_by_role("button", name="Enroll…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The person opted out of e-mail.").first).to_be_visible()
    dialog.get_by_role("button", name=f"Enroll {CHOSEN - GONE}", exact=True).dblclick()
    told = f"{CHOSEN - GONE} leads are in “After the fair” now. {GONE} refused."
    expect(page.get_by_text(told)).to_be_visible()

    counts = desk.run_due()

    assert counts["sent"] == CHOSEN - GONE - NAMELESS
    written = Counter(address for one in mail.accepted for address in one.recipients)
    assert written == {f"ada{n}@fair.example.com": 1 for n in range(GONE, CHOSEN - NAMELESS)}

    page.goto(f"{desk.url}/leads?leads_search=ada{CHOSEN - NAMELESS}@fair")
    page.get_by_role("link", name=f"Ada{CHOSEN - NAMELESS} Byron").click()
    page.get_by_role("button", name="Why not yet?").click()
    expect(page.get_by_text("The text has no value for custom.booth.").first).to_be_visible()

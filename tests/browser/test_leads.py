"""The road over the list of leads: narrowed, selected beyond the page, and enrolled."""

from playwright.sync_api import Page, expect

from crm_core.usecases.people import create_lead, opt_out
from crm_core.usecases.sequences import create_sequence
from crm_core.views.lead_filters import LeadFilters
from crm_core.views.leads import find_leads, matching_leads
from crm_core.views.people import get_lead
from tests.browser.conftest import settle
from tests.browser.server import Live

LEADS, GONE = 40, 6
CALL = {"type": "CALL", "subject": "Call", "instructions": "Ask."}


def a_crowd(live: Live) -> int:
    """Leads of one company, some of whom want no mail; returns an empty sequence."""
    for number in range(LEADS):
        lead = create_lead(live.services, actor=live.actor, lead={
            "first_name": f"Quentin{number}", "last_name": "Quill", "company": "Quillworks",
            "email": f"quentin{number}@quill.example.com"})  # fmt: skip
        if number < GONE:
            party = get_lead(live.services, actor=live.actor, lead_id=lead).person.id
            opt_out(live.services, tenant_id=live.actor.tenant_id, party_id=party, source="a call")
    return create_sequence(
        live.services, actor=live.actor, name="Aardvarks first", steps=[CALL],
        settings={"sendWindow": "ALWAYS"},
    )  # fmt: skip


def test_many_are_found_selected_and_enrolled_and_the_refused_are_told(
    live: Live, signed_in: Page
) -> None:
    sequence, page = a_crowd(live), signed_in
    page.goto(f"{live.url}/leads")
    expect(page.locator(".ds-grid .ds-row").first).to_be_visible()
    settle(page)

    page.keyboard.press("/")
    page.keyboard.type("quillworks quentin")
    expect(page.get_by_text(f"{LEADS} leads", exact=True)).to_be_visible()
    page.get_by_label("Select all lines of this page").check()
    expect(page.get_by_text("25 selected")).to_be_visible()
    page.get_by_role("button", name=f"Select all {LEADS} that match").click()
    expect(page.get_by_text(f"{LEADS} selected")).to_be_visible()

    page.get_by_role("button", name="Enroll…").click()
    dialog = page.get_by_role("dialog")
    enroll = dialog.get_by_role("button", name=f"Enroll {LEADS - GONE}", exact=True)
    expect(enroll).to_be_visible()
    expect(dialog.get_by_text("The person opted out of e-mail.").first).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download the refused").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == GONE + 1
    assert lines[1].endswith("The person opted out of e-mail.")

    enroll.dblclick()
    told = f"{LEADS - GONE} leads are in “Aardvarks first” now. {GONE} refused."
    expect(page.get_by_text(told)).to_be_visible()
    inside = LeadFilters(sequence_id=sequence)
    found = matching_leads(live.services, actor=live.actor, filters=inside)
    assert len(found) == LEADS - GONE

    page.goto(f"{live.url}/leads?leads_sequence={sequence}&leads_sort=-name")
    expect(page.get_by_text(f"{len(found)} leads", exact=True)).to_be_visible()
    first = find_leads(live.services, actor=live.actor, filters=inside, order="-name").items[0]
    expect(page.locator(".ds-grid > .ds-row").first).to_contain_text(first.name)
    page.get_by_role("button", name="Lead", exact=True).click()
    expect(page).to_have_url(f"{live.url}/leads?leads_sequence={sequence}&leads_sort=name")


def test_back_leads_to_the_lead_and_then_to_the_list_with_its_filters(
    live: Live, signed_in: Page
) -> None:
    page = signed_in
    create_lead(live.services, actor=live.actor, lead={
        "first_name": "Bertha", "last_name": "Benz", "company": "Back & Forth"})  # fmt: skip
    filtered = f"{live.url}/leads?leads_search=bertha&leads_status=new"
    page.goto(filtered)
    page.get_by_role("link", name="Bertha Benz").click()
    expect(page.get_by_role("heading", name="Bertha Benz", level=1)).to_be_visible()
    settle(page)
    lead = page.url
    page.get_by_role("link", name="Back & Forth").first.click()
    expect(page.get_by_role("heading", name="Back & Forth", level=1)).to_be_visible()
    settle(page)

    page.go_back()
    expect(page.get_by_role("heading", name="Bertha Benz", level=1)).to_be_visible()
    assert page.url == lead
    settle(page)
    page.go_back()
    expect(page.get_by_label("Search leads")).to_have_value("bertha")
    settle(page)
    expect(page.get_by_role("combobox", name="Status")).to_have_value("New")
    assert page.url == filtered


def test_a_long_name_and_title_are_cut_to_two_lines_and_a_search_lets_go_of_the_selected(
    live: Live, signed_in: Page
) -> None:
    page, name = signed_in, f"{'Wolfeschlegel' * 3} {'Steinhausen' * 3}"
    first, last = name.split()
    lead = create_lead(live.services, actor=live.actor, lead={
        "first_name": first, "last_name": last, "company": f"{name} and daughters",
        "title": "Head of everything " * 10})  # fmt: skip

    page.goto(f"{live.url}/leads?leads_search=wolfeschlegel")
    row = page.locator(f'.ds-row[data-id="{lead}"]')
    expect(row.get_by_title(name, exact=True)).to_be_visible()
    assert row.evaluate("row => row.offsetHeight") < 75
    settle(page)
    row.locator("[data-check]").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_label("Search leads").fill("quillworks")
    page.get_by_label("Search leads").press("Enter")
    expect(row).to_have_count(0)
    expect(page.get_by_text("1 selected")).to_have_count(0)

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live.url}/lead?lead={lead}")
    title = page.locator(".ds-own-role")
    expect(title).to_be_visible()
    lines = "it => it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)"
    assert title.evaluate(lines) < 2.1

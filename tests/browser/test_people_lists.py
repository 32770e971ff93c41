"""Finding somebody among many, opening them, and adding one more, once."""

from playwright.sync_api import Page, expect

from crm_core.views.party_lists import list_companies, list_people
from crm_core.views.people import get_lead, get_party
from tests.browser.conftest import settle
from tests.browser.server import Live
from tests.builders import a_lead


def test_a_person_is_found_by_some_words_and_opened(live: Live, signed_in: Page) -> None:
    page = signed_in
    lead = a_lead(
        live.services,
        live.actor,
        first_name="Xaviera",
        last_name="Quuxley",
        email="xaviera@quuxley.example.com",
    )
    somebody = get_lead(live.services, actor=live.actor, lead_id=lead).person
    page.goto(f"{live.url}/people")
    settle(page)

    page.keyboard.press("/")
    page.keyboard.type(" ".join(reversed(somebody.name.upper().split())))
    expect(page.get_by_role("link", name=somebody.name)).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name=somebody.name).click()

    expect(page).to_have_url(f"{live.url}/person?person={somebody.id}")
    expect(page.get_by_role("heading", level=1, name=somebody.name)).to_be_visible()


def test_companies_are_turned_over_and_put_into_the_other_order(
    live: Live, signed_in: Page
) -> None:
    page = signed_in
    page.goto(f"{live.url}/companies")
    first = list_companies(live.services, actor=live.actor).items[0]
    expect(page.get_by_role("link", name=first.name)).to_be_visible()

    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    expect(page.get_by_role("link", name=first.name)).to_have_count(0)
    page.locator(".ds-sort").click()

    last = list_companies(live.services, actor=live.actor, order="-name").items[0]
    expect(page.get_by_role("link", name=last.name)).to_be_visible()
    expect(page.get_by_text("Page 1")).to_be_visible()
    expect(page).to_have_url(f"{live.url}/companies?companies_sort=-name")


def test_a_double_click_adds_a_person_once_and_opens_them(live: Live, signed_in: Page) -> None:
    page = signed_in
    page.goto(f"{live.url}/people")
    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("First name").fill("Twice")
    dialog.get_by_label("Last name").fill("Clicked")
    dialog.get_by_label("Country").fill("Deutschland")
    page.keyboard.press("Enter")
    settle(page)
    dialog.get_by_role("button", name="Add person").dblclick()

    expect(page.get_by_role("heading", level=1, name="Twice Clicked")).to_be_visible()
    found = list_people(live.services, actor=live.actor, typed="twice clicked").items
    assert len(found) == 1
    added = get_party(live.services, actor=live.actor, party_id=found[0].id)
    assert added.country == "DE"

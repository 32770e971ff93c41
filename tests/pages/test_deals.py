"""The screen Deals: sums, board, list, what narrows them, and adding one."""

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.deals import create_deal, move_deal
from crm_core.usecases.people import create_party
from crm_core.views.deals import list_deals
from pages._deals import board
from tests.builders import a_lead
from tests.clocks import MONDAY_TEN
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, text_of


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the board was given; `AppTest` does not draw elements of this kind."""
    seen: list[dict[str, object]] = []
    mount = board._mount

    def noted(**given: object) -> object:
        seen.append(given["data"])  # type: ignore[arg-type]
        return mount(**given)

    monkeypatch.setattr(board, "_mount", noted)
    return seen


def a_deal(services: Services, actor: Actor, name: str = "Seats", **facts: object) -> int:
    return create_deal(services, actor=actor, deal={"name": name, "amount": 1200, **facts})


def opened_to_add(open_page: OpenPage) -> AppTest:
    return open_page("deals").button(key="deals_add_button").click().run()


@pytest.mark.usefixtures("manager")
def test_an_empty_workspace_says_what_to_do_next(open_page: OpenPage) -> None:
    page = open_page("deals")

    assert "No deals yet Add the first one with the button above." in text_of(page)
    assert "Add deal" in buttons_of(page)


@pytest.mark.usefixtures("reader")
def test_whoever_may_only_read_gets_no_button_and_cards_that_stay(
    services: Services, actor: Actor, open_page: OpenPage, drawn: list[dict[str, object]]
) -> None:
    assert "Who sells here has not added any." in text_of(open_page("deals"))
    a_deal(services, actor)

    page = open_page("deals")

    assert "Add deal" not in buttons_of(page)
    assert drawn[-1]["movable"] is False
    assert "ds-more" not in str(drawn[-1]["html"])


@pytest.mark.usefixtures("reader")
def test_the_sums_stand_on_top_by_currency(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_deal(services, actor, amount=1000, stage="PROPOSAL")
    a_deal(services, actor, amount="0.5", currency="USD")
    a_deal(services, actor, amount=300, stage="WON")

    seen = text_of(open_page("deals"))

    assert "Open €1,000 $0.50 2 deals" in seen
    assert "Weighted €500 $0.05" in seen
    assert "Won this month €300 1 deal" in seen


@pytest.mark.usefixtures("manager")
def test_a_card_leads_to_its_deal_and_shows_a_name_as_it_was_typed(
    services: Services, actor: Actor, open_page: OpenPage, drawn: list[dict[str, object]]
) -> None:
    key = a_deal(services, actor, '<img src=x onerror="alert(1)"> *b* שלום')

    open_page("deals")

    html = str(drawn[-1]["html"])
    assert f'href="/deal?deal={key}"' in html
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; *b* שלום</a>" in html


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Seats", "Engines"}),
        ({"deals_search": "acme"}, {"Engines"}),
        ({"deals_stages": "won"}, {"Doors"}),
        ({"deals_stages": "won_this_month"}, {"Doors"}),
        ({"deals_stages": "all"}, {"Seats", "Engines", "Doors"}),
        ({"deals_closing": "overdue"}, {"Seats"}),
        ({"deals_closing": "no_date"}, {"Engines"}),
    ],
)
def test_the_address_narrows_the_list(
    services: Services, actor: Actor, open_page: OpenPage, query: dict[str, str], found: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    names: list[str] = []
    monkeypatch.setattr(
        "pages._deals.list.Grid.draw", lambda _, lines: names.extend(one.name for one in lines)
    )
    a_deal(services, actor, "Seats", expected_close_on="2026-03-01")
    a_deal(services, actor, "Engines", lead_id=a_lead(services, actor, company="Acme"))
    a_deal(services, actor, "Doors", stage="WON")
    assert MONDAY_TEN.isoformat().startswith("2026-03-02")

    text_of(open_page("deals", deals_view="list", **query))

    assert set(names) == found


@pytest.mark.usefixtures("reader")
def test_a_choice_that_nothing_fits_says_so(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_deal(services, actor)

    for query in ({"deals_search": "nobody", "deals_view": "list"}, {"deals_closing": "overdue"}):
        assert "No deal is like that Choose other filters" in text_of(open_page("deals", **query))


@pytest.mark.usefixtures("manager")
def test_a_deal_is_added_with_the_person_that_was_found(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    person = create_party(
        services, actor=actor, party={"email": "zoe@example.com", "name": "Zoë", "company": "Acme"}
    )
    page = opened_to_add(open_page)
    page.text_input(key="deals_add_name").input("Seats 🪑").run()
    page.text_input(key="deals_add_amount").input("1200.50").run()
    page.text_input(key="deals_add_partyId_typed").input("acme zo").run()

    page.button(key="deals_add_submit").click().run()

    (line,) = list_deals(services, actor=actor).items
    assert (line.name, str(line.amount), line.party_id) == ("Seats 🪑", "1200.50", person)
    assert line.company_id is not None
    assert "“Seats 🪑” is added." in text_of(page)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "A deal needs a name."),
        ("amount", "a lot", "Must be an amount of at least 0."),
        ("amount", "1000000000000", "At most 999,999,999,999.99."),
    ],
)
def test_a_refusal_stands_under_its_field_and_nothing_is_added(
    services: Services, actor: Actor, open_page: OpenPage, field: str, typed: str, words: str
) -> None:
    page = opened_to_add(open_page)
    page.text_input(key="deals_add_name").input("Seats").run()
    page.text_input(key=f"deals_add_{field}").input(typed).run()

    page.button(key="deals_add_submit").click().run()

    assert words in text_of(page)
    assert list_deals(services, actor=actor).items == ()


@pytest.mark.usefixtures("manager")
def test_a_search_that_finds_nobody_says_so(open_page: OpenPage) -> None:
    page = opened_to_add(open_page)
    page.text_input(key="deals_add_partyId_typed").input("<nobody>").run()
    assert "Nobody is found by “<nobody>”." in text_of(page)


@pytest.mark.usefixtures("manager")
def test_an_owner_is_chosen_and_stands_in_the_address(
    services: Services, actor: Actor, open_page: OpenPage, drawn: list[dict[str, object]]
) -> None:
    a_deal(services, actor, "Nobody's")
    page = open_page("deals")
    assert "Nobody&#x27;s" in str(drawn[-1]["html"])

    page.selectbox(key="deals_owner").select("mine").run()

    assert page.query_params["deals_owner"] == "mine"
    assert "No deal is like that" in text_of(page)


@pytest.mark.usefixtures("reader")
def test_a_stage_says_what_is_usual_in_it(
    services: Services, actor: Actor, open_page: OpenPage, drawn: list[dict[str, object]]
) -> None:
    for number in range(5):
        move_deal(services, actor=actor, deal_id=a_deal(services, actor, str(number)), stage="LOST")
    a_deal(services, actor)

    open_page("deals")

    assert "Usually less than a day" in str(drawn[-1]["html"])

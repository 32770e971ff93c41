"""The screens People and Companies: what they list, how they are searched, adding by a dialog."""

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.domain.words import SuppressionReason
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.usecases.deals import create_deal
from crm_core.usecases.people import create_party
from crm_core.views.party_lists import list_companies, list_people
from tests.builders import a_lead
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, text_of


def fill_in(page: AppTest, button: str, place: str, **fields: str) -> AppTest:
    page = page.button(key=button).click().run()
    for field, value in fields.items():
        kind = page.selectbox if field == "country" else page.text_input
        kind(key=f"{place}_{field}").set_value(value)
    return page.button(key=f"{place}_submit").click().run()


@pytest.mark.usefixtures("manager")
def test_an_empty_workspace_says_what_to_do_next(open_page: OpenPage) -> None:
    people, companies = open_page("people"), open_page("companies")

    assert "Nobody is here yet Add a person with the button above, or import a file" in text_of(
        people
    )
    assert "No companies yet Add one with the button above" in text_of(companies)
    assert "Add person" in buttons_of(people)
    assert "Add company" in buttons_of(companies)


@pytest.mark.usefixtures("reader")
def test_whoever_may_only_read_adds_nobody(open_page: OpenPage) -> None:
    for name in ("people", "companies"):
        page = open_page(name)
        assert "Who sells here has not added any" in text_of(page)
        assert not [label for label in buttons_of(page) if label.startswith("Add")]


@pytest.mark.usefixtures("reader")
def test_people_stand_with_their_facts_as_they_were_typed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_lead(services, actor, first_name="<b>Ada</b>", last_name="*Byron* 🙂", company="Acme & Co",
           title="Countess", phone="007")  # fmt: skip
    with services.storage.write() as session:
        suppress_address(
            session, actor.tenant_id, "ada1@example.com", SuppressionReason.OPTED_OUT, "",
            services.clock.now(),
        )  # fmt: skip

    page = open_page("people")

    assert "<b>Ada</b> *Byron* 🙂 ada1@example.com Opted out" in text_of(page)
    assert "Acme & Co" in text_of(page)
    assert "Countess" in text_of(page)
    assert "007" in text_of(page)
    assert "<b>" not in "".join(str(one.proto.json) for one in page.get("bidi_component"))


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("name", "words"),
    [("people", "Nobody is found by “nobody here”"),
     ("companies", "No company is found by “nobody here”")],
)  # fmt: skip
def test_a_search_that_finds_nobody_says_so(
    services: Services, actor: Actor, open_page: OpenPage, name: str, words: str
) -> None:
    a_lead(services, actor, company="Acme")
    page = open_page(name, **{f"{name}_search": "nobody here"})
    assert words in text_of(page)


@pytest.mark.usefixtures("reader")
def test_a_long_list_is_read_page_by_page(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    for number in range(30):
        a_lead(services, actor, number, company=f"Company {number}")
    for name in ("people", "companies"):
        page = open_page(name)
        assert "Page 1" in text_of(page)
        page = page.button(key=f"{name}_next").click().run()
        assert "Page 2" in text_of(page)
        assert page.button(key=f"{name}_next").disabled


@pytest.mark.usefixtures("manager")
def test_a_person_is_added_and_opened(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = fill_in(
        open_page("people"), "people_add_button", "people_add",
        firstName="Ada", lastName="Byron", email="Ada@Example.com", company="Acme", country="GB",
    )  # fmt: skip

    assert not page.exception
    (person,) = list_people(services, actor=actor).items
    assert (person.name, person.email, person.company, person.owner) == (
        "Ada Byron", "ada@example.com", "Acme", "Ada Lovelace",
    )  # fmt: skip
    assert page.query_params["person"] == str(person.id)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "nobody"}, "Not an e-mail address"),
        ({"email": "known@example.com"}, "The workspace has a person with this address."),
        ({}, "A person needs a name, an address or a number."),
        ({"firstName": "x" * 201}, "At most 200 characters."),
    ],
)
def test_a_person_that_a_rule_refuses_is_told_next_to_the_field(
    services: Services, actor: Actor, open_page: OpenPage, fields: dict[str, str], words: str
) -> None:
    create_party(services, actor=actor, party={"email": "known@example.com"})

    page = fill_in(open_page("people"), "people_add_button", "people_add", **fields)

    assert words in text_of(page)
    assert len(list_people(services, actor=actor).items) == 1


@pytest.mark.usefixtures("manager")
def test_a_company_is_added_and_opened_and_a_second_of_its_name_refused(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = fill_in(
        open_page("companies"), "companies_add_button", "companies_add", name="Acme", country="DE"
    )
    (company,) = list_companies(services, actor=actor).items
    assert (company.name, company.country) == ("Acme", "DE")
    assert page.query_params["company"] == str(company.id)

    page = fill_in(open_page("companies"), "companies_add_button", "companies_add", name="ACME")
    assert "The workspace has a company of this name." in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_company_without_a_name_is_told(open_page: OpenPage) -> None:
    page = fill_in(open_page("companies"), "companies_add_button", "companies_add", country="DE")
    assert "A company needs a name." in text_of(page)


@pytest.mark.usefixtures("reader")
def test_companies_with_deals_in_several_currencies_are_drawn(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    for currency in ("EUR", "USD", "GBP"):
        deal = {"name": "D", "company_id": company, "amount": 100, "currency": currency}
        create_deal(services, actor=actor, deal=deal)
    seen = text_of(open_page("companies"))
    assert "Acme" in seen
    assert "Open deals 3" in seen
    assert "€100" in seen
    assert "+ 1 currency" in seen

"""The page Leads: what it lists, how it is narrowed, what is done with one and with many."""

import csv
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.entry import RefusedEntry
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.people import opt_out
from crm_core.views.lead_filters import LeadFilters
from crm_core.views.leads import find_leads
from crm_core.views.people import get_lead
from pages._leads.enrolling import _csv
from tests.builders import CALL, a_lead, a_sequence, enrolled
from tests.pages.conftest import OpenPage
from tests.pages.grids import choose, menu_of
from tests.pages.reading import buttons_of, lists_of, text_of


def names(page: AppTest) -> str:
    return " ".join(lists_of(page))


def party_of(services: Services, actor: Actor, lead: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead).person.id


def select(page: AppTest, *leads: int) -> AppTest:
    """Select lines, as the list reports it."""
    page.session_state["leads_selected"] = [str(lead) for lead in leads]
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


@pytest.mark.usefixtures("manager")
def test_an_empty_workspace_says_what_to_do_next(open_page: OpenPage) -> None:
    seen = text_of(open_page("leads"))

    assert "No leads yet" in seen
    assert "import a file" in seen


@pytest.mark.usefixtures("reader")
def test_who_may_only_read_is_offered_nothing_to_do(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    page = open_page("leads")

    assert "Ada1 Byron" in text_of(page)
    assert buttons_of(page) == []
    assert menu_of(page, lead) == []
    assert "data-check" not in names(page)


@pytest.mark.usefixtures("manager")
def test_a_line_tells_who_it_is_and_where_they_stand(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor, company="Acme", status="WORKING")
    enrolled(services, actor, a_sequence(services, actor, CALL, name="Inbound"), lead)

    page = open_page("leads")
    seen = text_of(page)

    for words in ("Ada1 Byron", "ada1@example.com", "Acme", "Working", "Inbound", "Call"):
        assert words in seen
    assert f'href="/lead?lead={lead}"' in names(page)
    assert menu_of(page, lead) == ["Enroll…", "Edit lead…", "Edit person…", "No more mail…"]
    assert "1 lead" in seen


@pytest.mark.usefixtures("manager")
def test_the_address_narrows_and_sorts(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, name="Inbound")
    ada = a_lead(services, actor, 1, status="WORKING")
    bob = a_lead(services, actor, 2, first_name="Bob")
    enrolled(services, actor, sequence, ada)

    def shown(**query: str) -> list[int]:
        markup = names(open_page("leads", **query))
        places = {lead: markup.find(f'data-id="{lead}"') for lead in (ada, bob)}
        return sorted((lead for lead in places if places[lead] >= 0), key=lambda x: places[x])

    assert shown() == [bob, ada]
    assert shown(leads_sort="name") == [ada, bob]
    assert shown(leads_sort="nonsense") == [bob, ada]
    assert shown(leads_search="BOB byron") == [bob]
    assert shown(leads_status="working") == [ada]
    assert shown(leads_owner="nobody") == [bob, ada]
    assert shown(leads_owner="mine") == []
    assert shown(leads_sequence=str(sequence)) == [ada]
    assert shown(leads_sequence="none") == [bob]
    assert shown(leads_untouched="30") == [bob, ada]
    assert shown(leads_status="nonsense", leads_untouched="-1") == [bob, ada]


@pytest.mark.usefixtures("manager")
def test_filters_that_leave_nobody_can_be_cleared(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_lead(services, actor)
    page = open_page("leads", leads_search="zzz", leads_status="converted")
    assert "No lead is like that" in text_of(page)

    page = press(page, "Clear the filters")
    assert "Ada1 Byron" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_name_is_shown_as_it_was_typed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    name = '<img src=x onerror="alert(1)"> *bold* 😀 שלום'
    a_lead(services, actor, first_name=name, company=name)

    page = open_page("leads")
    assert "<img" not in names(page)
    assert text_of(page).count("*bold* 😀 שלום") >= 2


@pytest.mark.usefixtures("manager")
def test_a_lead_is_added_and_a_refusal_stands_at_its_field(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = press(open_page("leads"), "Add lead")
    page.text_input(key="leads_add_firstName").input("Ada")
    page.text_input(key="leads_add_email").input("nonsense")
    page = press_submit(page, "leads_add_submit")
    assert "Not an e-mail address" in text_of(page)
    assert find_leads(services, actor=actor, filters=LeadFilters()).items == ()

    page.text_input(key="leads_add_email").input("ada@example.com")
    page = press_submit(page, "leads_add_submit")
    assert "Ada is added" in text_of(page)
    assert [each.email for each in find_leads(
        services, actor=actor, filters=LeadFilters()).items] == ["ada@example.com"]  # fmt: skip


def press_submit(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


@pytest.mark.usefixtures("manager")
def test_the_selected_are_enrolled_and_the_refused_are_named(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, name="Inbound")
    leads = [a_lead(services, actor, number) for number in range(1, 5)]
    party = party_of(services, actor, leads[0])
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="a call")
    enrolled(services, actor, sequence, leads[1])

    page = select(open_page("leads"), *leads)
    assert "4 selected" in text_of(page)
    page = press(page, "Enroll…")
    seen = text_of(page)
    assert "Will enter 2 Refused 2" in seen
    assert "1 The person opted out of e-mail." in seen
    assert "Ada2 Byron : The person is in this sequence already." in seen

    page = press(page, "Enroll 2")
    seen = text_of(page)
    assert "2 leads are in “Inbound” now. 2 refused." in seen
    assert "selected" not in seen
    inside = find_leads(services, actor=actor, filters=LeadFilters(sequence_id=sequence)).items
    assert {line.id for line in inside} == set(leads[1:])


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@A1", "\t=1"])
def test_the_file_of_the_refused_holds_no_formula(name: str) -> None:
    refused = RefusedEntry(7, name, "@b.c", "rule", "Refused.")

    _, row = csv.reader(StringIO(_csv((refused,)).decode("utf-8-sig"), newline=""))

    assert row == ["7", f"'{name}", "'@b.c", "Refused."]


@pytest.mark.usefixtures("manager")
def test_the_sequence_that_one_came_from_is_named_and_proposed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_sequence(services, actor, name="Another")
    sequence = a_sequence(services, actor, name="Inbound")
    lead = a_lead(services, actor)

    page = open_page("leads", leads_for=str(sequence))

    assert "Select leads to enroll in Inbound" in text_of(page)
    page = press(select(page, lead), "Enroll…")
    assert page.selectbox(key="leads_enroll_sequenceId").value == sequence
    page = press(page, "Enroll 1")
    assert "1 lead is in “Inbound” now." in text_of(page)
    page = press(page, "Stop")
    assert "Select leads to enroll" not in text_of(page)
    assert "leads_for" not in page.query_params


@pytest.mark.usefixtures("manager")
def test_a_sequence_that_takes_nobody_is_not_named(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, status="PAUSED")
    a_lead(services, actor)

    for key in (sequence, 77):
        assert "to enroll in" not in text_of(open_page("leads", leads_for=str(key)))


@pytest.mark.usefixtures("manager")
def test_without_an_open_sequence_nobody_is_enrolled(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    page = choose(open_page("leads"), "leads", lead, "enroll")

    assert "No sequence takes people at present" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_owner_and_status_of_the_selected_are_changed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    leads = [a_lead(services, actor, number) for number in range(1, 4)]
    page = press(select(open_page("leads"), *leads[:2]), "Change status…")
    page.selectbox(key="leads_status_of_status").select("Qualified")
    page = press_submit(page, "leads_status_of_submit")

    assert "2 leads are changed" in text_of(page)
    page = press(page, "Change owner…")
    page = press_submit(page, "leads_owner_of_submit")
    lines = find_leads(services, actor=actor, filters=LeadFilters(), order="created").items
    assert [line.status for line in lines] == ["QUALIFIED", "QUALIFIED", "NEW"]
    assert [line.owner for line in lines] == ["Ada Lovelace", "Ada Lovelace", None]


@pytest.mark.usefixtures("manager")
def test_what_a_search_or_a_filter_hides_is_not_selected_any_more(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    ada, _ = a_lead(services, actor, 1), a_lead(services, actor, 2, first_name="Bob")

    page = select(open_page("leads"), ada)
    page.query_params["leads_sort"] = "name"
    assert "1 selected" in text_of(page.run())

    page.text_input(key="leads_search").set_value("bob").run()
    assert "selected" not in text_of(page)
    page.text_input(key="leads_search").set_value("").run()
    assert "selected" not in text_of(page)

    page = select(page, ada)
    page.selectbox(key="leads_status").select("Any status").run()
    assert "1 selected" in text_of(page)
    page.selectbox(key="leads_status").select("Working").run()
    assert "No lead is like that" in text_of(page)
    page.selectbox(key="leads_status").select("Any status").run()
    assert "selected" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_all_that_match_can_be_selected(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    leads = [a_lead(services, actor, number) for number in range(1, 31)]
    page = select(open_page("leads"), leads[0])

    page = press(page, "Select all 30 that match")
    assert "30 selected" in text_of(page)
    page = press(page, "Clear")
    assert "selected" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_person_who_wants_no_mail_is_asked_about_first(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    page = choose(open_page("leads"), "leads", lead, "opt_out")
    assert "Nothing goes out to ada1@example.com any more" in text_of(page)
    assert find_leads(services, actor=actor, filters=LeadFilters()).items[0].suppressed is None

    page = press(page, "No more mail")
    assert "No mail" in text_of(page)
    assert menu_of(page, lead) == ["Enroll…", "Edit lead…", "Edit person…"]


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("chosen", ["edit", "person"])
def test_a_lines_menu_opens_what_it_says(
    services: Services, actor: Actor, open_page: OpenPage, chosen: str
) -> None:
    lead = a_lead(services, actor)
    page = choose(open_page("leads"), "leads", lead, chosen)

    assert not page.exception
    assert "Save" in buttons_of(page)

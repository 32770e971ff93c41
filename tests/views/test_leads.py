"""The list of leads: whatever the filters and the order, each lead once and in its place."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench.workspace import fill_workspace
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import LeadStatus
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.usecases.activities import add_note
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.people import update_person
from crm_core.usecases.workspaces import add_workspace
from crm_core.views import lead_filters
from crm_core.views.lead_columns import LeadRecord
from crm_core.views.lead_filters import LeadFilters
from crm_core.views.lead_orders import LeadSort
from crm_core.views.leads import find_leads, matching_leads
from crm_core.views.paging import Window
from crm_core.views.people import get_lead, list_leads
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
FILTERS = (
    LeadFilters(),
    LeadFilters(typed="ADA"),
    LeadFilters(typed="ada logistics"),
    LeadFilters(status=LeadStatus.WORKING),
    LeadFilters(owner_id=1),
    LeadFilters(unowned=True),
    LeadFilters(sequence_id=1),
    LeadFilters(unenrolled=True),
    LeadFilters(untouched_days=90),
    LeadFilters(typed="a", status=LeadStatus.NEW, unenrolled=True),
)  # fmt: skip


def read(services: Services, actor: Actor, filters: LeadFilters, order: str) -> list[LeadRecord]:
    """The whole list, read page by page."""
    found: list[LeadRecord] = []
    window = Window(7)
    while True:
        page = find_leads(services, actor=actor, filters=filters, order=order, window=window)
        found += page.items
        if page.next_cursor is None:
            return found
        assert len(page.items) == 7
        window = Window(7, page.next_cursor)


def value(order: str) -> Callable[[LeadRecord], Any]:
    """What a line stands in its place by; those without a value stand where the list says."""
    down = order.startswith("-")
    match LeadSort(order.removeprefix("-")):
        case LeadSort.CREATED:
            return lambda line: line.id
        case LeadSort.NAME:
            return lambda line: line.name.casefold()
        case LeadSort.COMPANY:
            return lambda line: ((line.company is None) != down, (line.company or "").casefold())
        case LeadSort.TOUCHED:
            return lambda line: line.last_touch.at if line.last_touch else LONG_AGO
    none = LONG_AGO if down else FAR
    return lambda line: (line.next_touch and line.next_touch.at) or none


@pytest.mark.parametrize("few", [0, 1_000])
def test_every_order_shows_every_lead_once_in_its_place(
    each_services: Services, actor: Actor, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_workspace(each_services, leads=100, activities=180)
    everybody = {line.id: line for line in read(each_services, actor, LeadFilters(), "-created")}
    assert len(everybody) == 100

    monkeypatch.setattr(lead_filters, "FEW", few)
    for filters in FILTERS:
        ids = set(matching_leads(each_services, actor=actor, filters=filters))
        for order in (sign + sort for sort in LeadSort for sign in ("", "-")):
            lines = read(each_services, actor, filters, order)
            assert len(lines) == len(ids), (filters, order)
            assert {line.id for line in lines} == ids, (filters, order)
            values = list(map(value(order), lines))
            assert values == sorted(values, reverse=order.startswith("-")), (filters, order)


def test_the_filters_leave_whom_they_name(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, CALL)
    ada = a_lead(each_services, actor, 1, company="Analytical Engines", status="WORKING")
    bob = a_lead(each_services, actor, 2, first_name="Bob", phone="+49 30 1234567")
    enrolled(each_services, actor, sequence, ada)

    def ids(**given: Any) -> list[int]:
        page = find_leads(each_services, actor=actor, filters=LeadFilters(**given))
        assert page.matching == len(page.items)
        return [line.id for line in page.items]

    assert ids() == [bob, ada]
    assert ids(typed="  engines ADA1 ") == [ada]
    assert ids(typed="bob@") == []
    assert ids(typed="4930123") == [bob]
    assert ids(typed="%") == ids(typed="_") == []
    assert ids(status=LeadStatus.WORKING) == [ada]
    assert ids(unowned=True) == [bob, ada]
    assert ids(owner_id=99) == []
    assert ids(sequence_id=sequence) == [ada]
    assert ids(unenrolled=True) == [bob]
    assert ids(untouched_days=30) == [bob, ada]
    clock.move(timedelta(days=1))
    add_note(each_services, actor=actor, party_id=get_lead(
        each_services, actor=actor, lead_id=bob).person.id, deal_id=None, text="hm")  # fmt: skip
    assert ids(untouched_days=30) == [bob, ada], "a note is no touch"


def test_a_line_shows_what_was_done_last_and_what_comes_next(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    later = {**EMAIL, "delay": {"value": 2, "unit": "DAYS"}}
    sequence = a_sequence(each_services, actor, later, name="Inbound")
    lead = a_lead(each_services, actor, company="Acme")
    enrollment = enrolled(each_services, actor, sequence, lead)

    line = find_leads(each_services, actor=actor, filters=LeadFilters()).items[0]
    assert (line.name, line.email, line.company) == ("Ada1 Byron", "ada1@example.com", "Acme")
    assert line.last_touch is None
    assert line.next_touch is not None
    assert (line.next_touch.kind, line.next_touch.at) == ("EMAIL", clock.now() + timedelta(days=2))
    assert [(each.name, each.status) for each in line.sequences] == [("Inbound", "ACTIVE")]

    set_enrollment_status(each_services, actor=actor, enrollment_id=enrollment, status="PAUSED")
    line = find_leads(each_services, actor=actor, filters=LeadFilters()).items[0]
    assert line.next_touch is not None
    assert (line.next_touch.at, line.next_touch.waits) == (None, "The enrollment is paused.")


def test_what_is_typed_finds_a_changed_company(services: Services, actor: Actor) -> None:
    lead = a_lead(services, actor, company="Acme")
    company = get_lead(services, actor=actor, lead_id=lead).person.company_id
    assert company is not None
    update_person(services, actor=actor, party_id=company, changes={"name": "Zenith"})

    found = find_leads(services, actor=actor, filters=LeadFilters(typed="zenith")).items
    assert [line.id for line in found] == [lead]


def test_another_workspace_is_not_looked_into(each_services: Services, actor: Actor) -> None:
    other = Actor(add_workspace(each_services, name="Other"), Role.ADMINISTRATOR, "cli")
    sequence = a_sequence(each_services, other)
    theirs = a_lead(each_services, other, company="Acme")
    enrolled(each_services, other, sequence, theirs)

    for filters in (*FILTERS, LeadFilters(sequence_id=sequence), LeadFilters(typed="ada1")):
        assert matching_leads(each_services, actor=actor, filters=filters) == ()
        for order in LeadSort:
            page = find_leads(each_services, actor=actor, filters=filters, order=order)
            assert (page.items, page.matching) == ((), 0)


def test_what_it_refuses(services: Services, actor: Actor) -> None:
    a_lead(services, actor)
    for order in ("age", "--name", ""):
        with pytest.raises(InvalidInput) as refusal:
            find_leads(services, actor=actor, filters=LeadFilters(), order=order)
        assert refusal.value.field == "sort"
    for cursor in ("x", "bmFtZQ", "W10", "WyJuYW1lIiwgZmFsc2UsIDAsIDAsIFtdXQ"):
        with pytest.raises(InvalidInput) as refusal:
            find_leads(services, actor=actor, filters=LeadFilters(), order="name",
                       window=Window(7, cursor))  # fmt: skip
        assert refusal.value.field == "cursor"
    with pytest.raises(InvalidInput):
        LeadFilters(untouched_days=0)
    nobody = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    assert find_leads(services, actor=nobody, filters=LeadFilters()).items
    assert list_leads(services, actor=nobody).items

"""What the pages of a lead, a person and a company show."""

from datetime import timedelta

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import ActivityType, EnrollmentStatus, EntityType, StopReason
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import add_note, log_call
from crm_core.usecases.deals import create_deal
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.people import create_party, opt_out
from crm_core.views.activities import party_timeline
from crm_core.views.person_page import (
    SHOWN,
    PersonPage,
    get_company_page,
    get_lead_page,
    get_person_page,
)
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock


def page_of(services: Services, actor: Actor, lead_id: int) -> PersonPage:
    return get_lead_page(services, actor=actor, lead_id=lead_id)


def test_a_lead_shows_its_person_with_owner_leads_and_deals(
    each_services: Services, actor: Actor
) -> None:
    owner = add_user(
        each_services, actor=actor, email="bob@example.com", password="long enough",
        role="salesperson", name="Bob",
    )  # fmt: skip
    first = a_lead(each_services, actor, company="Engines", owner_id=owner, source="Fair")
    second = a_lead(each_services, actor, source="Website")
    stranger = a_lead(each_services, actor, 2, company="Engines")
    deal = create_deal(
        each_services, actor=actor, deal={"name": "Looms", "lead_id": first, "amount": 1200}
    )
    create_deal(each_services, actor=actor, deal={"name": "Other", "lead_id": stranger})

    page = page_of(each_services, actor, first)

    assert (page.person.name, page.person.company, page.owner) == ("Ada1 Byron", "Engines", "Bob")
    assert page.lead is not None
    assert (page.lead.source, page.lead.status, page.lead.owner) == ("Fair", "NEW", "Bob")
    assert [lead.id for lead in page.leads] == [second, first]
    assert [(one.id, one.name, one.amount) for one in page.deals] == [(deal, "Looms", 1200)]
    assert page.enrollments == ()
    assert page.entity == (EntityType.LEAD, first)
    person = get_person_page(each_services, actor=actor, party_id=page.person.id)
    assert (person.lead, person.leads) == (None, page.leads)
    assert person.entity == (EntityType.PARTY, page.person.id)


def test_live_enrollments_come_first_and_those_that_ended_say_why(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    lead = a_lead(each_services, actor)
    later = {**CALL, "delay": {"value": 2, "unit": "DAYS"}}
    running = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, later), lead)
    ended = enrolled(each_services, actor, a_sequence(each_services, actor, name="Win back"), lead)
    set_enrollment_status(each_services, actor=actor, enrollment_id=ended, status="CANCELED")
    run_touches(each_services)

    live, past = page_of(each_services, actor, lead).enrollments

    assert (live.id, live.sequence, live.step, live.steps) == (running, "Outbound", 2, 2)
    assert live.next_at == clock.now() + timedelta(days=2)
    assert (live.is_live, past.is_live) == (True, False)
    assert (past.sequence, past.status) == ("Win back", EnrollmentStatus.CANCELED)
    assert past.stop_reason is StopReason.BY_PERSON
    assert past.ended.startswith("Canceled by")
    assert past.ended_at == clock.now()


def test_an_opt_out_stands_on_the_page(each_services: Services, actor: Actor) -> None:
    lead = a_lead(each_services, actor)
    party_id = page_of(each_services, actor, lead).person.id
    opt_out(each_services, tenant_id=actor.tenant_id, party_id=party_id, source="a test")
    assert page_of(each_services, actor, lead).person.suppressed == "OPTED_OUT"


def test_a_company_shows_its_people_and_what_they_are_in(
    each_services: Services, actor: Actor
) -> None:
    first = a_lead(each_services, actor, 2, company="Engines", title="Countess")
    a_lead(each_services, actor, 1, company="Engines", last_name="")
    enrolled(each_services, actor, a_sequence(each_services, actor), first)
    company_id = page_of(each_services, actor, first).person.company_id
    assert company_id is not None
    create_deal(each_services, actor=actor, deal={"name": "Looms", "company_id": company_id})

    page = get_company_page(each_services, actor=actor, party_id=company_id)

    assert page.company.name == "Engines"
    assert [(one.name, one.title, one.in_sequence) for one in page.people] == [
        ("Ada1", "", None), ("Ada2 Byron", "Countess", "Outbound")
    ]  # fmt: skip
    assert page.people_count == 2
    assert [deal.name for deal in page.deals] == ["Looms"]


def test_a_company_of_many_gives_the_first_of_them(services: Services, actor: Actor) -> None:
    for number in range(SHOWN + 3):
        a_lead(services, actor, number, company="Engines")
    party_id = page_of(services, actor, 1).person.company_id
    assert party_id is not None
    page = get_company_page(services, actor=actor, party_id=party_id)
    assert (len(page.people), page.people_count) == (SHOWN, SHOWN + 3)


def test_what_is_of_another_kind_or_workspace_is_not_found(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, company="Engines")
    person = page_of(each_services, actor, lead).person
    company_id = person.company_id or 0
    with pytest.raises(NotFound):
        get_person_page(each_services, actor=actor, party_id=company_id)
    with pytest.raises(NotFound):
        get_company_page(each_services, actor=actor, party_id=person.id)
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    with pytest.raises(NotFound):
        get_lead_page(each_services, actor=stranger, lead_id=lead)
    with pytest.raises(NotFound):
        get_person_page(each_services, actor=stranger, party_id=person.id)
    with pytest.raises(NotFound):
        get_company_page(each_services, actor=stranger, party_id=company_id)


def test_a_timeline_can_be_narrowed_to_a_kind(each_services: Services, actor: Actor) -> None:
    party = create_party(each_services, actor=actor, party={"first_name": "Ada"})
    add_note(each_services, actor=actor, party_id=party, text="Hi")
    log_call(each_services, actor=actor, party_id=party, disposition="Spoke")
    lines = party_timeline(
        each_services, actor=actor, party_id=party, type_=ActivityType.CALL
    ).items
    assert [line.type for line in lines] == ["CALL"]

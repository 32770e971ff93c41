"""Somebody unknown at a company wrote: its people wait until a person has looked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailClass, MatchedBy
from crm_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    CorrectionRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
    PartyAddressRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.company_mail import assign_sender, clear_company_mail
from crm_core.usecases.people import create_party
from crm_core.views.enrollments import get_enrollment
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_mail, received

DAY = timedelta(days=1)
EVA = "eva@acme.example"


def people_of_acme(services: Services, actor: Actor) -> list[int]:
    """Two at the company and one elsewhere, each after the first of two e-mails."""
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP)
    addresses = ("ada@acme.example", "bob@acme.example", "cy@sub.acme.example")
    keys = [
        enrolled(services, actor, sequence, a_lead(services, actor, n, email=address))
        for n, address in enumerate(addresses, 1)
    ]
    assert run_touches(services).sent == 3
    return keys


def mailed(services: Services, actor: Actor, **facts: object) -> int:
    answer = received(services, actor, a_mail(**{"from_address": EVA, **facts}))
    assert answer.classification is MailClass.UNRELATED
    assert answer.inbound_id is not None
    return answer.inbound_id


def held_by(services: Services) -> list[int | None]:
    with services.storage.read() as session:
        query = select(EnrollmentRow.company_mail_id).order_by(EnrollmentRow.id)
        return list(session.scalars(query))


def endings(services: Services, actor: Actor, keys: list[int]) -> list[str | None]:
    return [get_enrollment(services, actor=actor, enrollment_id=key).stop_reason for key in keys]


def party_of(services: Services, lead_id: int) -> int:
    with services.storage.read() as session:
        return session.get_one(LeadRow, lead_id).party_id


def test_the_companys_people_are_held_with_the_sentence_until_it_is_cleared(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    keys = people_of_acme(each_services, actor)
    message = mailed(each_services, actor)
    assert held_by(each_services) == [message, message, None]
    clock.move(DAY)
    counts = run_touches(each_services)
    assert (counts.waiting, counts.sent) == (2, 1)
    held = get_enrollment(each_services, actor=actor, enrollment_id=keys[0])
    assert (held.hold_reason or "").startswith(f"{EVA} wrote, who may be answering")

    clear_company_mail(each_services, actor=actor, inbound_id=message)
    clear_company_mail(each_services, actor=actor, inbound_id=message)

    assert held_by(each_services) == [None, None, None]
    assert run_touches(each_services).sent == 2
    with each_services.storage.read() as session:
        kept = session.get_one(InboundMessageRow, message)
    assert (kept.matched_by, kept.handled_at) == (MatchedBy.DOMAIN, clock.now())


def test_the_sender_becomes_a_persons_alias_and_the_message_their_answer(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    keys = people_of_acme(each_services, actor)
    message = mailed(each_services, actor)
    party = party_of(each_services, 1)

    assign_sender(each_services, actor=actor, inbound_id=message, party_id=party)

    assert endings(each_services, actor, keys) == ["REPLIED", None, None]
    assert held_by(each_services) == [None, None, None]
    with each_services.storage.read() as session:
        alias = session.scalars(select(PartyAddressRow)).one()
        correction = session.scalars(select(CorrectionRow)).one()
        line = session.scalars(select(ActivityRow).where(ActivityRow.inbound_id == message)).one()
    assert (alias.address, alias.party_id) == (EVA, party)
    assert (correction.field, correction.after) == ("party", str(party))
    assert (line.party_id, line.source, line.enrollment_id) == (party, "INBOX", keys[0])
    later = received(each_services, actor, a_mail(from_address=EVA))
    assert later.classification is MailClass.REPLY
    with pytest.raises(Conflict):
        assign_sender(each_services, actor=actor, inbound_id=message, party_id=party)


@pytest.mark.parametrize(
    "sender",
    ["eva@gmail.com", "eva@elsewhere.example", "colleague@example.com", "eva@cme.example"],
)
def test_a_stranger_of_another_domain_holds_nobody(
    services: Services, actor: Actor, sender: str
) -> None:
    """Ours is example.com, and at a free-mail provider nobody is a colleague."""
    sequence = a_sequence(services, actor)
    for number, domain in enumerate(("gmail.com", "example.com", "acme.example"), 1):
        lead = a_lead(services, actor, number, email=f"ada@{domain}")
        enrolled(services, actor, sequence, lead)
    mailed(services, actor, from_address=sender)
    assert held_by(services) == [None] * 3


def test_a_persons_wildcards_match_nothing_else(services: Services, actor: Actor) -> None:
    people_of_acme(services, actor)
    mailed(services, actor, from_address="eva@acme%example")
    mailed(services, actor, from_address="eva@acme_example")
    assert held_by(services) == [None] * 3


def test_machines_hold_nobody(services: Services, actor: Actor) -> None:
    people_of_acme(services, actor)
    for kind in (MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE, MailClass.DELIVERY_NOTICE):
        received(services, actor, a_mail(kind, from_address=EVA))
    assert held_by(services) == [None] * 3


def test_the_first_message_is_the_one_to_look_at(services: Services, actor: Actor) -> None:
    people_of_acme(services, actor)
    first = mailed(services, actor)
    mailed(services, actor)
    assert held_by(services) == [first, first, None]


def test_whose_it_is_must_be_a_person_here_who_can_have_the_address(
    services: Services, actor: Actor
) -> None:
    people_of_acme(services, actor)
    message = mailed(services, actor)
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    with pytest.raises(InvalidInput):
        assign_sender(services, actor=actor, inbound_id=message, party_id=company)
    with pytest.raises(NotFound):
        assign_sender(services, actor=actor, inbound_id=message, party_id=9999)
    a_lead(services, actor, 7, email=EVA)
    with pytest.raises(Conflict):
        assign_sender(services, actor=actor, inbound_id=message, party_id=party_of(services, 1))
    assert held_by(services)[:2] == [message, message]


def test_it_needs_the_permission_and_a_message_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    people_of_acme(services, actor)
    message = mailed(services, actor)
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    for somebody, refusal in ((reader, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            clear_company_mail(services, actor=somebody, inbound_id=message)
        with pytest.raises(refusal):
            assign_sender(services, actor=somebody, inbound_id=message, party_id=1)
    assert held_by(services)[:2] == [message, message]

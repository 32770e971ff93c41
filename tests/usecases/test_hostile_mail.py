"""Mail that is forged, comes twice, or comes when it is too late."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import MailClass
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, MailboxRow, PartyRow, SuppressionRow
from crm_core.touches.run import run_touches
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_bounce, a_mail, message_id_to, received
from tests.servers import ScriptedTransport

DAY = timedelta(days=1)
HARD, SOFT = MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE


def default_mailbox(services: Services) -> MailboxRow:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow)).one()


def status_of(services: Services, key: int) -> str:
    with services.storage.read() as session:
        return session.get_one(EnrollmentRow, key).status


def soft_bounces(services: Services) -> int:
    with services.storage.read() as session:
        return session.scalars(select(PartyRow.soft_bounces)).one()


@pytest.mark.parametrize("address", ["ada1@example.com", "stranger@example.org", ""])
def test_a_refusal_of_a_message_that_is_none_of_ours_pauses_no_mailbox(
    services: Services, actor: Actor, address: str
) -> None:
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    box = default_mailbox(services)
    mail = a_bounce(HARD, address, status="5.7.1", is_mailbox_fault=True)

    received(services, actor, mail, box.id)

    assert default_mailbox(services).status == "ACTIVE"


def test_two_reports_about_one_e_mail_count_once(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    assert run_touches(each_services).sent == 1
    first = message_id_to(each_services)
    clock.move(DAY)
    assert run_touches(each_services).sent == 1
    for _ in range(4):
        clock.move(timedelta(hours=1))
        received(each_services, actor, a_bounce(SOFT, original_message_id=first))
    assert soft_bounces(each_services) == 1
    received(each_services, actor, a_bounce(SOFT, original_message_id=message_id_to(each_services)))
    assert soft_bounces(each_services) == 2


@pytest.mark.parametrize("kind", [MailClass.REPLY, MailClass.UNSUBSCRIBE, HARD])
def test_an_address_outside_ascii_is_known_in_the_spelling_of_mail(
    services: Services, actor: Actor, kind: MailClass
) -> None:
    lead = a_lead(services, actor, email="ada@müller.example")
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), lead)
    assert run_touches(services).sent == 1
    if kind is HARD:
        mail = a_bounce(HARD, "ada@xn--mller-kva.example")
    else:
        mail = a_mail(kind, from_address="ada@xn--mller-kva.example")

    assert received(services, actor, mail).matched_enrollment_id == key

    with services.storage.read() as session:
        suppressed = set(session.scalars(select(SuppressionRow.email)))
    assert suppressed == (set() if kind is MailClass.REPLY else {"ada@müller.example"})


def test_a_domain_that_cannot_be_read_is_left_as_it_is(services: Services, actor: Actor) -> None:
    mail = a_mail(MailClass.UNSUBSCRIBE, from_address="ada@xn--zzzzzzz\u2028.example")
    assert received(services, actor, mail).classification is MailClass.UNSUBSCRIBE


@pytest.mark.parametrize(
    "domain", ["yahoo.com.mx", "hotmail.com.br", "outlook.jp", "live.com.mx", "gmx.us", "ymail.com"]
)
def test_whoever_has_the_same_free_mail_is_no_colleague(
    services: Services, actor: Actor, domain: str
) -> None:
    lead = a_lead(services, actor, email=f"ada@{domain}")
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), lead)
    assert run_touches(services).sent == 1
    received(services, actor, a_mail(from_address=f"stranger@{domain}"))
    with services.storage.read() as session:
        assert session.scalars(select(EnrollmentRow.company_mail_id)).one() is None


def test_the_last_e_mail_of_a_sequence_is_tried_again_as_well(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL))
    assert run_touches(each_services).sent == 1
    assert status_of(each_services, key) == "COMPLETED"
    for days in (1, 2):
        received(
            each_services, actor, a_bounce(SOFT, original_message_id=message_id_to(each_services))
        )
        assert status_of(each_services, key) == "ACTIVE"
        clock.move(days * DAY)
        assert run_touches(each_services).sent == 1
        assert status_of(each_services, key) == "COMPLETED"
    received(each_services, actor, a_bounce(SOFT, original_message_id=message_id_to(each_services)))
    clock.move(5 * DAY)
    assert run_touches(each_services).sent == 0
    assert status_of(each_services, key) == "COMPLETED"
    assert len(transport.sent) == 3


def test_a_completed_sequence_does_not_go_on_beside_a_later_one(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    first = enrolled(services, actor, a_sequence(services, actor, EMAIL))
    assert run_touches(services).sent == 1
    ours = message_id_to(services)
    enrolled(services, actor, a_sequence(services, actor, EMAIL, name="B"), 1)
    received(services, actor, a_bounce(SOFT, original_message_id=ours))
    assert status_of(services, first) == "COMPLETED"

"""Opting out by a link: no mail to where the message went, nor to where the person is now."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, SuppressionReason
from crm_core.errors import NotFound, SuppressedRecipient
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.storage.tables import DeliveryRow, SuppressionRow
from crm_core.storage.workspace import create_workspace
from crm_core.touches.run import run_touches
from crm_core.usecases.opt_outs import opt_out_by_link
from crm_core.usecases.people import update_person
from crm_core.views.enrollments import get_enrollment
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

OLD, NEW = "old@example.com", "new@example.com"


def link_of(services: Services, actor: Actor, enrollment_id: int) -> str:
    return services.secrets.unsubscribe_token(actor.tenant_id, str(enrollment_id))


def moved(services: Services, actor: Actor, enrollment_id: int, address: str | None) -> None:
    party_id = get_enrollment(services, actor=actor, enrollment_id=enrollment_id).party_id
    update_person(services, actor=actor, party_id=party_id, changes={"email": address})


def suppressed(services: Services) -> list[tuple[int, str, str]]:
    with services.storage.read() as session:
        rows = session.scalars(select(SuppressionRow).order_by(SuppressionRow.email))
        return [(row.tenant_id, row.email, row.reason) for row in rows]


def addresses(services: Services) -> list[str]:
    return [email for _, email, _ in suppressed(services)]


def test_the_address_that_the_message_went_to_gets_no_more_mail_whoever_holds_it(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    sequence = a_sequence(each_services, actor)
    key = enrolled(each_services, actor, sequence, email=OLD)
    assert run_touches(each_services).sent == 1
    moved(each_services, actor, key, NEW)

    opt_out_by_link(each_services, token=link_of(each_services, actor, key))

    assert suppressed(each_services) == [
        (actor.tenant_id, NEW, "OPTED_OUT"), (actor.tenant_id, OLD, "OPTED_OUT"),
    ]  # fmt: skip
    for address in (OLD, NEW):
        with pytest.raises(SuppressedRecipient):
            enrolled(each_services, actor, sequence, email=address)
    assert run_touches(each_services).processed == 0
    assert len(transport.sent) == 1


def test_every_address_that_the_enrollment_wrote_to_gets_no_more_mail(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    for address in ("second@example.com", None):
        assert run_touches(each_services).sent == 1
        moved(each_services, actor, key, address)
        clock.move(timedelta(days=2))
    opt_out_by_link(each_services, token=link_of(each_services, actor, key))
    assert addresses(each_services) == ["ada1@example.com", "second@example.com"]


def test_opting_out_again_changes_nothing(each_services: Services, actor: Actor) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor), email=OLD)
    run_touches(each_services)
    moved(each_services, actor, key, NEW)
    for _ in range(2):
        opt_out_by_link(each_services, token=link_of(each_services, actor, key))
        assert addresses(each_services) == [NEW, OLD]


def test_a_person_who_has_the_old_address_now_is_stopped_at_the_next_look(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    first = enrolled(each_services, actor, a_sequence(each_services, actor), email=OLD)
    run_touches(each_services)
    moved(each_services, actor, first, NEW)
    second = enrolled(each_services, actor, a_sequence(each_services, actor, name="B"), email=OLD)

    opt_out_by_link(each_services, token=link_of(each_services, actor, first))

    assert run_touches(each_services).stopped == 1
    line = get_enrollment(each_services, actor=actor, enrollment_id=second)
    assert (line.status, line.stop_reason) == ("CANCELED", "OPTED_OUT")
    assert len(transport.sent) == 1


@pytest.mark.parametrize(
    ("status", "reached"),
    [
        (DeliveryStatus.SENDING, [NEW, OLD]),
        (DeliveryStatus.UNCERTAIN, [NEW, OLD]),
        (DeliveryStatus.PLANNED, [NEW]),
        (DeliveryStatus.DEFERRED, [NEW]),
        (DeliveryStatus.REFUSED, [NEW]),
    ],
)
def test_an_address_counts_where_the_message_may_have_arrived(
    each_services: Services, actor: Actor, status: DeliveryStatus, reached: list[str]
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor), email=OLD)
    run_touches(each_services)
    with each_services.storage.write() as session:
        session.execute(update(DeliveryRow).values(status=status, sent_at=None))
    moved(each_services, actor, key, NEW)
    opt_out_by_link(each_services, token=link_of(each_services, actor, key))
    assert addresses(each_services) == reached


def test_a_link_that_no_message_carried_stops_mail_to_the_present_address_and_to_nobody_else(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    other = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 7))
    run_touches(each_services)
    key = enrolled(each_services, actor, sequence, email=OLD)
    opt_out_by_link(each_services, token=link_of(each_services, actor, key))
    assert addresses(each_services) == [OLD]
    line = get_enrollment(each_services, actor=actor, enrollment_id=other)
    assert line.stop_reason is None


def test_a_link_of_another_workspaces_enrollment_is_unknown(
    each_services: Services, actor: Actor
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor), email=OLD)
    with each_services.storage.write() as session:
        elsewhere = create_workspace(
            session, "Elsewhere", "sales@elsewhere.example.com", each_services.clock.now()
        )
    token = each_services.secrets.unsubscribe_token(elsewhere, str(key))
    with pytest.raises(NotFound) as refusal:
        opt_out_by_link(each_services, token=token)
    assert refusal.value.field == "token"
    assert suppressed(each_services) == []


def test_a_person_who_opted_out_stays_so_at_a_new_address(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    key = enrolled(each_services, actor, sequence, email=OLD)
    opt_out_by_link(each_services, token=link_of(each_services, actor, key))
    moved(each_services, actor, key, NEW)

    assert addresses(each_services) == [NEW, OLD]
    with pytest.raises(SuppressedRecipient):
        enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL), email=NEW)


def test_an_address_that_bounced_says_nothing_about_the_persons_next_one(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor), email=OLD)
    with each_services.storage.write() as session:
        reason = SuppressionReason.BOUNCED
        suppress_address(session, actor.tenant_id, OLD, reason, "550", clock.now())
    moved(each_services, actor, key, NEW)

    assert addresses(each_services) == [OLD]

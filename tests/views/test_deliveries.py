"""What went out, and what did not simply go out."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus
from crm_core.services import Services
from crm_core.touches.run import run_touches
from crm_core.views.deliveries import count_unsettled, get_mail, list_sent, list_unsettled
from crm_core.views.health import get_health, get_totals
from crm_core.views.paging import Window
from tests.builders import a_lead, a_sequence, enroll_many, enrolled
from tests.servers import ACCEPTED, ScriptedTransport

ANSWERS = {
    "ada1@example.com": ACCEPTED,
    "ada2@example.com": Answer(Stage.BODY, None, "reset"),
    "ada3@example.com": Answer(Stage.RCPT, 451, "4.3.0 try again later"),
    "ada4@example.com": Answer(Stage.RCPT, 550, "5.1.1 no such user"),
}


@pytest.fixture
def one_of_each(each_services: Services, actor: Actor, transport: ScriptedTransport) -> None:
    """Ada1's arrived, Ada2's is uncertain, Ada3's was put off, Ada4's refused."""
    transport.answer = ANSWERS.__getitem__
    enroll_many(each_services, actor, a_sequence(each_services, actor), 4)
    run_touches(each_services)


@pytest.mark.usefixtures("one_of_each")
def test_each_delivery_is_on_the_list_of_its_state(each_services: Services, actor: Actor) -> None:
    (sent,) = list_sent(each_services, actor=actor).items
    assert (sent.person, sent.recipient) == ("Ada1 Byron", "ada1@example.com")
    assert (sent.subject, sent.sequence, sent.mailbox) == (
        "Hello Ada1", "Outbound", "sales@example.com"
    )  # fmt: skip
    assert sent.at == each_services.clock.now()
    for status, person in (
        (DeliveryStatus.UNCERTAIN, "Ada2 Byron"),
        (DeliveryStatus.DEFERRED, "Ada3 Byron"),
        (DeliveryStatus.REFUSED, "Ada4 Byron"),
    ):
        (line,) = list_unsettled(each_services, actor=actor, status=status).items
        assert (line.person, line.status) == (person, status)
        assert line.reason
        assert get_mail(each_services, actor=actor, delivery_id=line.id) == line
    assert count_unsettled(each_services, actor=actor) == {
        DeliveryStatus.UNCERTAIN: 1, DeliveryStatus.DEFERRED: 1, DeliveryStatus.REFUSED: 1
    }  # fmt: skip


@pytest.mark.usefixtures("one_of_each")
def test_the_metrics_count_every_delivery_and_health_those_of_a_day(
    each_services: Services, actor: Actor
) -> None:
    assert get_totals(each_services).deliveries == {
        "planned": 0, "sending": 0, "sent": 1, "refused": 1, "deferred": 1, "uncertain": 1
    }  # fmt: skip
    counts = get_health(each_services, actor=actor).counts
    assert counts == {
        status: int(status not in (DeliveryStatus.PLANNED, DeliveryStatus.SENDING))
        for status in DeliveryStatus
    }


def test_sent_ones_are_looked_for_by_the_person(each_services: Services, actor: Actor) -> None:
    sequence = a_sequence(each_services, actor)
    for number, name in enumerate(("Łukasz", "Zoë", "أمل"), 1):
        enrolled(each_services, actor, sequence,
                 a_lead(each_services, actor, number, first_name=name))  # fmt: skip
    run_touches(each_services)

    def found(typed: str) -> list[str]:
        page = list_sent(each_services, actor=actor, typed=typed)
        return [line.person for line in page.items]

    assert found("zoë") == ["Zoë Byron"]
    assert found("byron أمل") == ["أمل Byron"]
    assert found("ADA1@EXAMPLE") == ["Łukasz Byron"]
    assert found("%") == []
    assert len(found(" ")) == 3


def test_sent_ones_come_newest_first_page_by_page(each_services: Services, actor: Actor) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor), 5)
    run_touches(each_services)
    first = list_sent(each_services, actor=actor, window=Window(3))
    rest = list_sent(each_services, actor=actor, window=Window(3, first.next_cursor))
    ids = [line.id for line in (*first.items, *rest.items)]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), rest.next_cursor) == (5, None)


@pytest.mark.usefixtures("one_of_each")
def test_another_workspace_sees_none_of_it(each_services: Services, actor: Actor) -> None:
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    assert list_sent(each_services, actor=stranger).items == ()
    assert not any(count_unsettled(each_services, actor=stranger).values())
    (sent,) = list_sent(each_services, actor=actor).items
    assert get_mail(each_services, actor=stranger, delivery_id=sent.id) is None

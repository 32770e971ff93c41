"""Messages that were set aside: tried once more, or put away."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import InboundStatus, MailClass
from crm_core.errors import Conflict, Forbidden, NotFound
from crm_core.services import Services
from crm_core.storage.tables import InboundMessageRow
from crm_core.touches.run import run_touches
from crm_core.usecases.inbound_mail import receive_mail
from crm_core.usecases.quarantine import dismiss_quarantined, retry_quarantined
from crm_core.views.enrollments import get_enrollment
from crm_core.views.health import get_health
from tests.builders import EMAIL, FOLLOW_UP, a_sequence, enrolled
from tests.incoming import message_id_to

GARBAGE = b"\x00\xff\xfe" * 200
REPLY = (
    "From: ada1@example.com\r\nTo: sales@example.com\r\nMessage-ID: <again@example.com>\r\n"
    "In-Reply-To: <{ours}>\r\nSubject: Re: Hello\r\n\r\nYes, please.\r\n"
)


@pytest.fixture
def set_aside(each_services: Services) -> int:
    """A message that nobody can read."""
    received = receive_mail(each_services, raw=GARBAGE)
    assert received.inbound_id is not None
    return received.inbound_id


def row(services: Services) -> InboundMessageRow:
    with services.storage.read() as session:
        return session.scalars(select(InboundMessageRow)).one()


def shown(services: Services, actor: Actor) -> list[int]:
    return [line.id for line in get_health(services, actor=actor).quarantined]


def test_what_can_be_read_by_now_does_what_it_means(
    each_services: Services, actor: Actor, set_aside: int
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    run_touches(each_services)
    with each_services.storage.write() as session:
        kept = session.get_one(InboundMessageRow, set_aside)
        kept.raw = REPLY.format(ours=message_id_to(each_services)).encode()

    received = retry_quarantined(each_services, actor=actor, inbound_id=set_aside)

    assert (received.classification, received.inbound_id) == (MailClass.REPLY, set_aside)
    assert (row(each_services).status, row(each_services).raw) == (InboundStatus.PROCESSED, None)
    assert row(each_services).fault == ""
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert line.stop_reason == "REPLIED"
    assert shown(each_services, actor) == []
    with pytest.raises(Conflict):
        retry_quarantined(each_services, actor=actor, inbound_id=set_aside)


def test_what_still_cannot_be_read_stays(
    each_services: Services, actor: Actor, set_aside: int
) -> None:
    received = retry_quarantined(each_services, actor=actor, inbound_id=set_aside)
    assert received.status is InboundStatus.QUARANTINED
    assert shown(each_services, actor) == [set_aside]


def test_what_is_put_away_is_not_shown_and_does_not_come_back(
    each_services: Services, actor: Actor, set_aside: int
) -> None:
    for _ in range(2):
        dismiss_quarantined(each_services, actor=actor, inbound_id=set_aside)
    assert shown(each_services, actor) == []
    assert receive_mail(each_services, raw=GARBAGE).inbound_id == set_aside
    assert (shown(each_services, actor), row(each_services).raw) == ([], None)
    with pytest.raises(Conflict):
        retry_quarantined(each_services, actor=actor, inbound_id=set_aside)


def test_it_needs_the_permission_and_a_message_of_the_workspace(
    each_services: Services, actor: Actor, set_aside: int
) -> None:
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    for somebody, refusal in ((reader, Forbidden), (stranger, NotFound)):
        for use_case in (retry_quarantined, dismiss_quarantined):
            with pytest.raises(refusal):
                use_case(each_services, actor=somebody, inbound_id=set_aside)
    assert shown(each_services, actor) == [set_aside]

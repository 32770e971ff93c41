"""Nothing goes out from a mailbox whose inbox was not read to its end lately."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.people import release_held
from crm_core.storage.tables import EnrollmentRow, InboxRow, MailboxRow
from crm_core.touches.run import run_touches
from crm_core.views.enrollments import explain_enrollment, get_enrollment
from crm_core.views.projection import project_enrollment
from tests.builders import CALL, EMAIL, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

MINUTE = timedelta(minutes=1)
INBOX = "imap://reader:pw@127.0.0.1/INBOX"


def with_inbox(services: Services, **settings: object) -> Services:
    given = {"crm_inbox_url": INBOX, **settings}
    return replace(services, settings=services.settings.model_copy(update=given))


def read_at(services: Services, at: datetime | None, fault: str = "") -> None:
    with services.storage.write() as session:
        box = session.scalars(select(MailboxRow)).one()
        session.merge(
            InboxRow(
                mailbox_id=box.id, tenant_id=box.tenant_id, read_at=at, error=fault, last_uid=0
            )
        )


@pytest.mark.parametrize("minutes", [None, 6])
def test_an_inbox_that_was_not_read_lately_holds_and_its_reading_releases(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport,
    minutes: int | None,
) -> None:  # fmt: skip
    services = with_inbox(each_services)
    key = enrolled(services, actor, a_sequence(services, actor))
    if minutes is not None:
        read_at(services, clock.now() - minutes * MINUTE, "The sign-in was refused.")
    assert run_touches(services).waiting == 1
    assert transport.sent == []
    held = get_enrollment(services, actor=actor, enrollment_id=key).hold_reason or ""
    when = "never" if minutes is None else "last"
    assert held.startswith(f"The inbox of sales@example.com was {when} read to its end")
    assert ("sign-in was refused" in held) == (minutes is not None)
    why = explain_enrollment(services, actor=actor, enrollment_id=key)
    assert why.binding is not None
    assert why.binding.gate == "inbox"

    read_at(services, clock.now() - 5 * MINUTE)
    with services.storage.write() as session:
        release_held(session, "inbox", clock.now(), EnrollmentRow.mailbox_id == 1)

    assert run_touches(services).sent == 1


def test_the_real_clock_counts_whatever_time_a_run_is_told(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    services = with_inbox(services)
    enrolled(services, actor, a_sequence(services, actor))
    read_at(services, clock.now())
    assert run_touches(services, now=clock.now() + timedelta(days=30)).sent == 1


def test_how_fresh_is_a_setting(services: Services, actor: Actor, clock: StoppedClock) -> None:
    services = with_inbox(services, crm_inbox_fresh_minutes=30)
    enrolled(services, actor, a_sequence(services, actor))
    read_at(services, clock.now() - 29 * MINUTE)
    assert run_touches(services).sent == 1


def test_a_mailbox_of_its_own_inbox_is_asked_for_that(services: Services, actor: Actor) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    with services.storage.write() as session:
        session.scalars(select(MailboxRow)).one().inbox = services.secrets.encrypt(INBOX)
    assert run_touches(services).waiting == 1


def test_no_inbox_no_barrier_and_a_call_needs_none(services: Services, actor: Actor) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    assert run_touches(services).sent == 1
    enrolled(services, actor, a_sequence(services, actor, CALL, name="Calls"), 1)
    assert run_touches(with_inbox(services)).tasks_created == 1


def test_a_projection_takes_the_inbox_as_read(services: Services, actor: Actor) -> None:
    services = with_inbox(services)
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL))
    step = project_enrollment(services, actor=actor, enrollment_id=key)[0]
    assert (step.problem, step.at) == ("", services.clock.now())

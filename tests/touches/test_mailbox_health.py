"""A mailbox pauses itself when too much comes back, and goes on when a person says so."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryOutcome, MailboxStatus
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, MailboxRow
from crm_core.touches.mailbox_health import check_health
from crm_core.touches.run import run_touches
from crm_core.usecases.mailboxes import resume_mailbox
from tests.builders import a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock


def come_back(services: Services, number: int, outcome: DeliveryOutcome, at: datetime) -> bool:
    """Let so many of the latest e-mails come back; whether the mailbox was paused by it."""
    with services.storage.write() as session:
        ids = session.scalars(
            select(DeliveryRow.id)
            .where(DeliveryRow.outcome.is_(None))
            .order_by(DeliveryRow.id.desc())
            .limit(number)
        ).all()
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids))
            .values(outcome=outcome, outcome_at=at)
        )
        return check_health(session, box(services).id, at)


def box(services: Services) -> MailboxRow:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow)).one()


@pytest.mark.parametrize(
    ("outcome", "few", "one_more"),
    [(DeliveryOutcome.BOUNCED, 2, 1), (DeliveryOutcome.COMPLAINED, 0, 1)],
)
def test_too_many_bounces_or_a_complaint_pause_the_mailbox_and_hold_what_is_due(
    each_services: Services,
    actor: Actor,
    clock: StoppedClock,
    outcome: DeliveryOutcome,
    few: int,
    one_more: int,
) -> None:
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 50)
    run_touches(each_services)

    assert not come_back(each_services, few, outcome, clock.now())
    assert come_back(each_services, one_more, outcome, clock.now())

    paused = box(each_services)
    assert (paused.status, paused.paused_at) == (MailboxStatus.PAUSED, clock.now())
    assert f"{few + one_more} of its 50 e-mails" in paused.paused_reason
    key = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 99))
    assert run_touches(each_services).sent == 0
    with each_services.storage.read() as session:
        held = session.get_one(EnrollmentRow, key)
    assert (held.hold_gate, "is paused: 3 of its" in (held.hold_reason or "")) == (
        "mailbox", outcome is DeliveryOutcome.BOUNCED,
    )  # fmt: skip


@pytest.mark.parametrize("outcome", [DeliveryOutcome.SOFT_BOUNCED, DeliveryOutcome.REPLIED])
def test_soft_bounces_and_replies_are_no_harm(
    each_services: Services, actor: Actor, clock: StoppedClock, outcome: DeliveryOutcome
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor), 50)
    run_touches(each_services)

    assert not come_back(each_services, 50, outcome, clock.now())


def test_a_resumed_mailbox_is_judged_by_what_it_sends_from_then_on(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 50)
    run_touches(each_services)
    assert come_back(each_services, 3, DeliveryOutcome.BOUNCED, clock.now())
    clock.move(timedelta(hours=1))

    resume_mailbox(each_services, actor=actor, mailbox_id=box(each_services).id)

    assert not come_back(each_services, 1, DeliveryOutcome.BOUNCED, clock.now())
    clock.move(timedelta(hours=1))
    for number in range(101, 151):
        enrolled(each_services, actor, sequence, a_lead(each_services, actor, number))
    run_touches(each_services)
    assert not come_back(each_services, 2, DeliveryOutcome.BOUNCED, clock.now())
    assert come_back(each_services, 1, DeliveryOutcome.BOUNCED, clock.now())


def test_what_is_older_than_seven_days_counts_no_more(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor), 50)
    run_touches(each_services)
    clock.move(timedelta(days=7))

    assert not come_back(each_services, 50, DeliveryOutcome.BOUNCED, clock.now())

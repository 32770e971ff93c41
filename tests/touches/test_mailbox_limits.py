"""Stories of limited mailboxes: what goes, what waits for which slot, and what frees one."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryOutcome, DeliveryStatus
from crm_core.errors import NotSent
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    TenantRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.sending import send_draft
from crm_core.views.enrollments import explain_enrollment
from tests.builders import DRAFT, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ACCEPTED, ScriptedTransport

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUSY = Answer(Stage.RCPT, 451, "4.7.1 greylisted")
NOBODY = Answer(Stage.RCPT, 550, "5.1.1 no such user")


def limit(services: Services, text: dict[str, object] | None, **columns: object) -> None:
    """Give every mailbox these limits."""
    with services.storage.write() as session:
        session.execute(update(MailboxRow).values(limits=text, **columns))


def run(services: Services, batch: int = 500) -> int:
    """How many e-mails a run sends."""
    return run_touches(services, batch=batch).sent


def looks(services: Services) -> list[datetime]:
    """When the runner looks at each enrollment next, in their order."""
    with services.storage.read() as session:
        rows = session.scalars(select(EnrollmentRow.next_run_at).order_by(EnrollmentRow.id))
        return [at for at in rows if at is not None]


def to_whom(transport: ScriptedTransport) -> list[str]:
    return sorted((to for to, _ in transport.sent), key=lambda to: (len(to), to))


def test_a_mailbox_sends_what_its_day_allows_and_the_rest_follow_in_their_order(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    begin = clock.now()
    limit(each_services, {"day": 3})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 8)

    assert run(each_services) == 3
    assert to_whom(transport) == [f"ada{n}@example.com" for n in (1, 2, 3)]
    assert looks(each_services) == [begin + DAY] * 3 + [begin + 2 * DAY] * 2

    clock.at = begin + DAY - timedelta(seconds=1)
    assert run(each_services) == 0
    clock.at = begin + DAY
    assert run(each_services) == 3
    assert to_whom(transport) == [f"ada{n}@example.com" for n in range(1, 7)]
    clock.at = begin + 2 * DAY
    assert run(each_services) == 2


def test_the_ledger_and_the_explanation_name_the_limit(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    limit(each_services, {"day": 1})
    _, second = enroll_many(each_services, actor, a_sequence(each_services, actor), 2)
    run(each_services)

    with each_services.storage.read() as session:
        line = session.scalars(select(DecisionRow).where(DecisionRow.enrollment_id == second)).one()
    verdict = explain_enrollment(each_services, actor=actor, enrollment_id=second)

    assert (line.verdict, line.binding_gate) == ("WAIT", "limits")
    assert line.earliest_at == verdict.earliest_at == clock.now() + DAY
    assert verdict.reason == (
        "sales@example.com has sent 1 of 1 e-mails in 24 hours; the next may go at "
        "2026-03-03T10:00:00+00:00."
    )


def test_without_limits_nothing_is_counted(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    limit(each_services, {})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 60)

    assert run(each_services) == 60


def test_a_mailbox_without_limits_of_its_own_follows_the_settings(
    each_services: Services, actor: Actor
) -> None:
    settings = each_services.settings.model_copy(update={"crm_mail_limits": "day=2"})
    services = replace(each_services, settings=settings)
    enroll_many(services, actor, a_sequence(services, actor), 5)

    assert run(services) == 2


def test_what_is_due_longer_goes_first_though_it_was_put_off(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"day": 1})
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 2)
    run(each_services)
    clock.move(DAY - HOUR)
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 3))
    run(each_services)
    clock.move(HOUR)

    run(each_services)

    assert to_whom(transport) == ["ada1@example.com", "ada2@example.com"]


def test_a_gap_lies_between_any_two(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"gap": 600})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 3)
    begin = clock.now()

    assert run(each_services) == 1
    assert looks(each_services) == [begin + timedelta(minutes=m) for m in (10, 20)]
    clock.move(timedelta(seconds=599))
    assert run(each_services) == 0
    clock.move(timedelta(seconds=1))
    assert run(each_services) == 1


def test_an_hour_is_any_sixty_minutes(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    limit(each_services, {"hour": 2, "day": 5})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 9)

    assert [run(each_services), clock.move(HOUR) and run(each_services)] == [2, 2]
    assert [clock.move(HOUR) and run(each_services) for _ in range(3)] == [1, 0, 0]


def test_a_ramp_begins_with_the_first_send_and_grows_by_the_day(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    limit(each_services, {"day": 5, "ramp": "2+2"})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 20)

    assert [run(each_services)] + [clock.move(DAY) and run(each_services) for _ in range(4)] == [
        2, 4, 5, 5, 4
    ]  # fmt: skip


def test_a_recipients_domain_has_its_own_limit(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"domain": 1})
    sequence = a_sequence(each_services, actor)
    for number, address in enumerate(["a@one.example.com", "b@ONE.example.com", "c@example.com"]):
        enrolled(
            each_services, actor, sequence, a_lead(each_services, actor, number, email=address)
        )

    assert run(each_services) == 2
    clock.move(DAY)
    assert run(each_services) == 1


def test_a_workspaces_limit_holds_over_its_mailboxes_together(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    with each_services.storage.write() as session:
        session.execute(update(TenantRow).values(limits={"day": 3}))
        other = MailboxRow(
            tenant_id=actor.tenant_id, address="ann@example.com", created_at=clock.now()
        )
        session.add(other)
        session.flush()
        other_id = other.id
    enroll_many(each_services, actor, a_sequence(each_services, actor), 8)
    with each_services.storage.write() as session:
        session.execute(
            update(EnrollmentRow).where(EnrollmentRow.id % 2 == 0).values(mailbox_id=other_id)
        )

    assert run(each_services) == 3
    with each_services.storage.read() as session:
        by_box = session.execute(
            select(DeliveryRow.mailbox_id, func.count()).group_by(DeliveryRow.mailbox_id)
        ).all()
    assert sorted(number for _, number in by_box) == [1, 2]


@pytest.mark.parametrize("answer", [BUSY, NOBODY])
def test_what_no_server_took_frees_its_slot(
    each_services: Services,
    actor: Actor,
    clock: StoppedClock,
    transport: ScriptedTransport,
    answer: Answer,
) -> None:
    limit(each_services, {"day": 2})
    sequence = a_sequence(each_services, actor)
    transport.answer = lambda to: answer if to == "ada1@example.com" else ACCEPTED
    enroll_many(each_services, actor, sequence, 2)
    run(each_services)

    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 3))
    run(each_services)

    assert to_whom(transport) == ["ada2@example.com", "ada3@example.com"]


def test_an_uncertain_e_mail_keeps_its_slot(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"day": 1})
    transport.answer = lambda to: Answer(Stage.BODY, None, "The connection failed: reset")
    sequence = a_sequence(each_services, actor)
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 1))
    run(each_services)
    transport.answer = lambda to: ACCEPTED
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))

    assert run(each_services) == 0
    clock.move(DAY + HOUR)
    assert run(each_services) == 1


def test_an_e_mail_that_came_back_to_be_tried_again_keeps_its_slot(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"day": 1})
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)
    first = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 1))
    run(each_services)
    with each_services.storage.write() as session:
        session.execute(
            update(DeliveryRow).values(
                status=DeliveryStatus.DEFERRED, sent_at=None, owner=None, outcome_at=clock.now(),
                outcome=DeliveryOutcome.SOFT_BOUNCED,
            )
        )  # fmt: skip
        row = session.get_one(EnrollmentRow, first)
        row.position, row.next_run_at = 0, clock.now() + 2 * DAY
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))

    assert run(each_services) == 0
    clock.move(DAY + HOUR)
    assert run(each_services) == 1


def test_a_long_queue_is_spread_over_the_coming_slots_in_one_statement(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    limit(each_services, {"day": 2})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 20)
    begin = clock.now()

    run(each_services, batch=5)

    assert Counter(looks(each_services)) == {begin + n * DAY: 2 for n in range(1, 10)}
    assert looks(each_services) == sorted(looks(each_services))
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 5


def test_the_queue_of_a_full_mailbox_holds_up_neither_tasks_nor_other_mailboxes(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"day": 1})
    enroll_many(each_services, actor, a_sequence(each_services, actor), 12)
    with each_services.storage.write() as session:
        other = MailboxRow(
            tenant_id=actor.tenant_id, address="ann@example.com", limits={}, created_at=clock.now()
        )
        session.add(other)
        session.flush()
        other_id = other.id
    last = enrolled(
        each_services, actor, a_sequence(each_services, actor, name="Other"),
        a_lead(each_services, actor, 99),
    )  # fmt: skip
    with each_services.storage.write() as session:
        session.execute(
            update(EnrollmentRow).where(EnrollmentRow.id == last).values(mailbox_id=other_id)
        )

    run(each_services, batch=3)

    assert to_whom(transport) == ["ada1@example.com", "ada99@example.com"]


def a_pending_draft(services: Services, actor: Actor, number: int = 1) -> int:
    """The activity of a draft that a sequence made."""
    key = enrolled(
        services, actor, a_sequence(services, actor, DRAFT, name=f"Draft {number}"),
        a_lead(services, actor, number),
    )  # fmt: skip
    run_touches(services)
    with services.storage.read() as session:
        return session.scalars(select(ActivityRow.id).where(ActivityRow.enrollment_id == key)).one()


def test_what_a_person_sends_counts_and_is_refused_over_the_limit_with_the_next_time(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    limit(each_services, {"day": 1, "gap": 600})
    first, second = (a_pending_draft(each_services, actor, n) for n in (1, 2))
    send_draft(each_services, actor=actor, activity_id=first)

    with pytest.raises(NotSent) as refusal:
        send_draft(each_services, actor=actor, activity_id=second)

    assert refusal.value.message == (
        "sales@example.com has sent 1 of 1 e-mails in 24 hours; the next may go tomorrow at "
        "10:00 (UTC). Nothing went out."
    )
    with each_services.storage.read() as session:
        row = session.get_one(ActivityRow, second)
        rows = session.scalars(select(DeliveryRow.status)).all()
    assert (row.status, list(rows)) == ("DRAFT", [DeliveryStatus.SENT])
    enrolled(
        each_services, actor, a_sequence(each_services, actor, name="Automatic"),
        a_lead(each_services, actor, 3),
    )  # fmt: skip
    assert run(each_services) == 0


def test_a_person_need_not_keep_the_gap(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    limit(each_services, {"gap": 600})
    for number in (1, 2):
        draft = a_pending_draft(each_services, actor, number)
        send_draft(each_services, actor=actor, activity_id=draft)

    assert len(transport.sent) == 2


def test_a_clock_change_makes_no_day_shorter(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    """Berlin skips an hour in the night to 29 March 2026."""
    clock.at = datetime(2026, 3, 28, 12, tzinfo=UTC)
    limit(each_services, {"day": 2}, timezone="Europe/Berlin")
    enroll_many(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP), 4)

    assert run(each_services) == 2
    clock.at = datetime(2026, 3, 29, 11, 59, tzinfo=UTC)  # 13:59 there, 25 hours by the clock
    assert run(each_services) == 0
    clock.at = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert run(each_services) == 2

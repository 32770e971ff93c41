"""Somebody is away: what runs for them pauses, waits, and goes on by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import EnrollmentStatus, MailClass
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, EnrollmentRow, PartyRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.people import opt_out
from crm_core.views.enrollments import explain_enrollment, get_enrollment
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import MONDAY_TEN, StoppedClock
from tests.incoming import a_mail, message_id_to, received

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROME = {"timezone": "Europe/Rome"}
BACK_IN_ROME = datetime(2026, 3, 8, 23, tzinfo=UTC)
"""The start of 9 March there."""


def away(services: Services, **facts: Any) -> Any:
    given = {"in_reply_to": message_id_to(services), "returns_on": date(2026, 3, 9), **facts}
    return a_mail(MailClass.OUT_OF_OFFICE, **given)


def written_to(services: Services, actor: Actor, *steps: dict[str, object]) -> int:
    sequence = a_sequence(services, actor, *(steps or (EMAIL, FOLLOW_UP)))
    key = enrolled(services, actor, sequence, a_lead(services, actor, **ROME))
    assert run_touches(services).sent == 1
    return key


def row(services: Services, key: int) -> EnrollmentRow:
    with services.storage.read() as session:
        return session.get_one(EnrollmentRow, key)


def away_until(services: Services) -> list[datetime | None]:
    with services.storage.read() as session:
        return list(session.scalars(select(PartyRow.away_until).order_by(PartyRow.id)))


def test_an_absence_pauses_to_the_start_of_the_day_of_return_and_is_no_reply(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    answer = received(each_services, actor, away(each_services))
    assert (answer.classification, answer.paused_until) == (MailClass.OUT_OF_OFFICE, BACK_IN_ROME)
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.next_run_at) == (EnrollmentStatus.PAUSED, BACK_IN_ROME)
    assert line.stop_reason is None
    why = explain_enrollment(each_services, actor=actor, enrollment_id=key)
    assert BACK_IN_ROME.isoformat() in why.reason


def test_without_a_date_it_pauses_for_two_weeks(services: Services, actor: Actor) -> None:
    written_to(services, actor)
    answer = received(services, actor, away(services, returns_on=None))
    assert answer.paused_until == MONDAY_TEN + 14 * DAY


def test_an_absence_that_is_over_when_it_is_read_pauses_nothing(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor)
    over = away(services, returns_on=date(2026, 3, 1), sent_at=MONDAY_TEN - 5 * DAY)
    assert received(services, actor, over).paused_until is None
    assert row(services, key).status == EnrollmentStatus.ACTIVE


def test_what_was_paused_goes_on_at_the_return_with_the_rest_of_its_delay(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(each_services, actor)
    clock.move(6 * HOUR)
    received(each_services, actor, away(each_services))
    clock.at = BACK_IN_ROME - timedelta(seconds=1)
    assert run_touches(each_services).processed == 0
    assert row(each_services, key).status == EnrollmentStatus.PAUSED

    clock.at = BACK_IN_ROME + 5 * HOUR
    assert run_touches(each_services).processed == 0

    resumed = row(each_services, key)
    assert (resumed.status, resumed.paused_at, resumed.resume_at) == ("ACTIVE", None, None)
    assert resumed.next_run_at == BACK_IN_ROME + 18 * HOUR
    clock.at = BACK_IN_ROME + 18 * HOUR
    assert run_touches(each_services).sent == 1


def test_a_run_with_another_clock_resumes_and_sends_what_is_due_by_then(
    each_services: Services, actor: Actor
) -> None:
    written_to(each_services, actor)
    received(each_services, actor, away(each_services))
    assert run_touches(each_services, now=BACK_IN_ROME - DAY).processed == 0
    assert run_touches(each_services, now=BACK_IN_ROME + DAY).sent == 1


def test_a_later_enrollment_waits_for_the_return(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    written_to(each_services, actor)
    received(each_services, actor, away(each_services))
    later = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, name="B"), 1)
    assert run_touches(each_services).waiting == 1
    why = explain_enrollment(each_services, actor=actor, enrollment_id=later)
    assert (why.binding and why.binding.gate, why.earliest_at) == ("absence", BACK_IN_ROME)
    clock.at = BACK_IN_ROME
    assert run_touches(each_services).sent == 1


def test_a_second_absence_replaces_the_first_and_a_persons_pause_stays(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(each_services, actor)
    mine = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), 1)
    set_enrollment_status(each_services, actor=actor, enrollment_id=mine, status="PAUSED")
    received(each_services, actor, away(each_services))
    received(each_services, actor, away(each_services, returns_on=date(2026, 3, 11)))
    assert row(each_services, key).resume_at == BACK_IN_ROME + 2 * DAY
    assert away_until(each_services) == [BACK_IN_ROME + 2 * DAY]
    assert row(each_services, mine).resume_at is None
    clock.at = BACK_IN_ROME + 9 * DAY
    run_touches(each_services)
    assert row(each_services, mine).status == EnrollmentStatus.PAUSED


def test_a_person_may_let_it_go_on_before_the_return(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(each_services, actor)
    received(each_services, actor, away(each_services))
    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="ACTIVE")
    assert away_until(each_services) == [None]
    clock.move(DAY)
    assert run_touches(each_services).sent == 1


def test_an_answer_or_an_opt_out_ends_what_an_absence_paused(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    received(each_services, actor, away(each_services))
    received(each_services, actor, a_mail(in_reply_to=message_id_to(each_services)))
    assert (row(each_services, key).stop_reason, away_until(each_services)) == ("REPLIED", [None])
    again = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), 1)
    received(each_services, actor, away(each_services))
    assert row(each_services, again).resume_at == BACK_IN_ROME
    opt_out(each_services, tenant_id=actor.tenant_id, party_id=row(each_services, again).party_id,
            source="a test")  # fmt: skip
    assert row(each_services, again).stop_reason == "OPTED_OUT"


def test_an_open_task_can_be_completed_while_the_person_is_away(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(each_services, actor, EMAIL, CALL, FOLLOW_UP)
    run_touches(each_services)
    received(each_services, actor, away(each_services))
    with each_services.storage.read() as session:
        task = session.scalars(select(ActivityRow.id).where(ActivityRow.status == "OPEN")).one()
    complete_activity(each_services, actor=actor, activity_id=task)
    moved = row(each_services, key)
    assert (moved.status, moved.position, moved.next_run_at) == ("PAUSED", 2, None)
    clock.at = BACK_IN_ROME + DAY
    assert run_touches(each_services).sent == 1


def test_the_last_open_task_completes_what_was_paused_for_an_absence(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor, EMAIL, CALL)
    run_touches(services)
    received(services, actor, away(services))
    with services.storage.read() as session:
        task = session.scalars(select(ActivityRow.id).where(ActivityRow.status == "OPEN")).one()
    complete_activity(services, actor=actor, activity_id=task)
    done = row(services, key)
    assert (done.status, done.resume_at) == (EnrollmentStatus.COMPLETED, None)

"""Home: what needs me, what was done since, what waits and why, how the week goes."""

from datetime import timedelta

import pytest

from crm_core.domain.days import Day, last_days
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import ActivityStatus
from crm_core.services import Services
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import complete_activity, skip_activity
from crm_core.usecases.deals import move_deal
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.views.activities import list_activities
from crm_core.views.agenda import get_agenda
from crm_core.views.home import DoneLine, FirstSteps, get_done_since, get_first_steps, get_waiting
from crm_core.views.planned import list_planned
from crm_core.views.week import DayCount, count_days
from tests.builders import CALL, DRAFT, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport
from tests.views.conftest import BERLIN, ADeal

NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}


@pytest.fixture
def ada(each_services: Services, actor: Actor) -> Actor:
    key = add_user(each_services, actor=actor, email="ada@example.com", role="salesperson",
                   password="correct horse battery")  # fmt: skip
    return Actor(actor.tenant_id, Role.SALESPERSON, "user", key, "Ada")


def today(services: Services) -> Day:
    return last_days(services.clock.now(), BERLIN, 1)[0]


def test_tasks_are_mine_or_everybodys_by_their_day(
    each_services: Services, actor: Actor, ada: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, CALL)
    for number, owner in enumerate((ada.user_id, None, None), 1):
        enrolled(each_services, actor, sequence,
                 a_lead(each_services, actor, number, owner_id=owner))  # fmt: skip
    run_touches(each_services)
    clock.move(timedelta(days=1))
    other = add_user(each_services, actor=actor, email="bob@example.com", role="salesperson",
                     password="correct horse battery")  # fmt: skip
    for number, owner in ((4, other), (5, ada.user_id)):
        enrolled(each_services, actor, sequence,
                 a_lead(each_services, actor, number, owner_id=owner))  # fmt: skip
    run_touches(each_services)

    mine = get_agenda(each_services, actor=ada, today=today(each_services))
    assert (mine.overdue, mine.today) == (1, 1)
    assert [task.person for task in mine.tasks] == ["Ada1 Byron", "Ada5 Byron"]
    all_ = get_agenda(each_services, actor=ada, today=today(each_services), mine=False)
    assert (all_.overdue, all_.today) == (3, 2)


def test_replies_since_yesterday_of_my_people_are_news(
    each_services: Services, actor: Actor, ada: Actor, clock: StoppedClock
) -> None:
    other = add_user(each_services, actor=actor, email="bob@example.com", role="salesperson",
                     password="correct horse battery")  # fmt: skip
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)
    for number, owner in enumerate((ada.user_id, other, None), 1):
        lead = a_lead(each_services, actor, number, owner_id=owner)
        mark_replied(
            each_services, actor=actor, enrollment_id=enrolled(each_services, actor, sequence, lead)
        )

    def persons(*, mine: bool) -> list[str]:
        agenda = get_agenda(each_services, actor=ada, today=today(each_services), mine=mine)
        assert agenda.reply_count == len(agenda.replies)
        return sorted(reply.person for reply in agenda.replies)

    assert persons(mine=True) == ["Ada1 Byron", "Ada3 Byron"]
    assert persons(mine=False) == ["Ada1 Byron", "Ada2 Byron", "Ada3 Byron"]
    clock.move(timedelta(days=1))
    assert len(persons(mine=False)) == 3
    clock.move(timedelta(days=1))
    assert persons(mine=False) == []


def test_mail_of_unknown_fate_and_paused_mailboxes_need_somebody(
    each_services: Services, actor: Actor, ada: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, None, "reset")
    sequence = a_sequence(each_services, actor)
    enrolled(each_services, actor, sequence)
    run_touches(each_services)
    transport.opening = Answer(Stage.AUTH, 535, "5.7.8 authentication failed")
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))
    run_touches(each_services)

    agenda = get_agenda(each_services, actor=ada, today=today(each_services))

    assert agenda.uncertain_count == 1
    assert [(one.person, one.subject) for one in agenda.uncertain] == [("Ada1 Byron", "Hello Ada1")]
    assert [box.address for box in agenda.mailboxes] == ["sales@example.com"]
    assert "535" in agenda.mailboxes[0].reason


def test_what_the_engine_did_since_is_told_by_sequence(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    mail = a_sequence(each_services, actor, EMAIL, CALL, name="Mail")
    draft = a_sequence(each_services, actor, DRAFT, name="Drafts")
    old = enrolled(each_services, actor, mail)
    run_touches(each_services)
    before = clock.move(timedelta(hours=1))
    clock.move(timedelta(seconds=1))
    for number in (2, 3):
        enrolled(each_services, actor, mail, a_lead(each_services, actor, number))
    enrolled(each_services, actor, draft, a_lead(each_services, actor, 4))
    run_touches(each_services)
    mark_replied(each_services, actor=actor, enrollment_id=old)
    (written,) = list_activities(each_services, actor=actor, status=ActivityStatus.DRAFT).items
    clock.move(timedelta(minutes=1))
    complete_activity(each_services, actor=actor, activity_id=written.id)

    told = get_done_since(each_services, actor=actor, since=before)

    assert told.at == before
    # Two calls: the first one's was canceled by the reply, and step two of the others is due.
    by_name = {line.sequence: line for line in told.lines}
    assert by_name["Mail"] == DoneLine(mail, "Mail", sent=2, tasks=2, replied=1, stopped=0)
    assert by_name["Drafts"] == DoneLine(draft, "Drafts", sent=0, tasks=1, replied=0, stopped=0)
    clock.move(timedelta(seconds=1))
    assert get_done_since(each_services, actor=actor, since=clock.now()).lines == ()


def test_nobody_is_told_of_more_than_a_week(services: Services, actor: Actor) -> None:
    now = services.clock.now()
    week = now - timedelta(days=7)
    for since in (None, now - timedelta(days=90)):
        assert get_done_since(services, actor=actor, since=since).at == week


def test_what_waits_is_counted_by_why(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.3.0 try again later")
    days = {"value": 2, "unit": "DAYS"}
    for number, steps in enumerate(
        ([NEEDS_COMPANY], [NEEDS_COMPANY], [CALL], [EMAIL], [{**EMAIL, "delay": days}], [EMAIL]), 1
    ):
        enrollment = enrolled(
            each_services, actor, a_sequence(each_services, actor, *steps),
            a_lead(each_services, actor, number),
        )  # fmt: skip
    set_enrollment_status(each_services, actor=actor, enrollment_id=enrollment, status="PAUSED")
    run_touches(each_services)
    enrolled(
        each_services, actor, a_sequence(each_services, actor), a_lead(each_services, actor, 9)
    )

    waiting = get_waiting(each_services, actor=actor)

    assert waiting.held == (("content", 2), ("task", 1))
    assert (waiting.put_off, waiting.paused) == (1, 1)
    assert (waiting.day, waiting.planned, waiting.by_people) == (2, 3, 0)


def test_what_waits_for_its_time_is_counted_as_the_outbox_lists_it(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    far = {"value": 90, "unit": "DAYS"}
    plans: tuple[list[dict[str, object]], ...] = (
        [EMAIL, FOLLOW_UP], [EMAIL, {**CALL, "delay": far}], [{**EMAIL, "delay": far}],
        [{**DRAFT, "delay": far}],
    )  # fmt: skip
    for number, steps in enumerate(plans, 1):
        sequence = a_sequence(each_services, actor, *steps)
        enrolled(each_services, actor, sequence, a_lead(each_services, actor, number))
    run_touches(each_services)
    clock.move(timedelta(minutes=1))
    enrolled(
        each_services, actor, a_sequence(each_services, actor), a_lead(each_services, actor, 9)
    )

    waiting = get_waiting(each_services, actor=actor)

    def listed(days: int) -> int:
        within = timedelta(days=days)
        return len(list_planned(each_services, actor=actor, within=within).items)

    assert (waiting.day, waiting.planned, waiting.by_people) == (listed(1), listed(36_500), 2)
    assert (waiting.day, waiting.planned) == (2, 3)


def test_the_days_count_what_was_done_and_nothing_else(
    each_services: Services, actor: Actor, clock: StoppedClock, a_deal: ADeal
) -> None:
    sequence = a_sequence(each_services, actor, EMAIL, CALL)
    first = enrolled(each_services, actor, sequence)
    enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))
    run_touches(each_services)
    run_touches(each_services)
    calls = list_activities(each_services, actor=actor, status=ActivityStatus.OPEN).items
    clock.move(timedelta(days=1))
    complete_activity(each_services, actor=actor, activity_id=calls[0].id)
    skip_activity(each_services, actor=actor, activity_id=calls[1].id)
    deal = a_deal()
    for stage in ("PROPOSAL", "WON"):
        move_deal(each_services, actor=actor, deal_id=deal, stage=stage)
    third = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 3))
    mark_replied(each_services, actor=actor, enrollment_id=third)
    assert first

    days = last_days(clock.now(), BERLIN, 3)
    counts = count_days(each_services, actor=actor, days=days)

    assert counts == (
        DayCount(),
        DayCount(emails=2),
        DayCount(calls=1, replies=1, moved=2, won=1),
    )
    assert counts[1] + counts[2] == DayCount(emails=2, calls=1, replies=1, moved=2, won=1)
    assert count_days(each_services, actor=actor, days=()) == ()


def test_the_first_steps_are_ticked_by_what_is_there(each_services: Services, actor: Actor) -> None:
    def steps() -> FirstSteps:
        return get_first_steps(each_services, actor=actor)

    assert steps() == FirstSteps(leads=False, sequences=False, mailbox=False, enrolled=False)
    lead = a_lead(each_services, actor)
    assert steps() == FirstSteps(leads=True, sequences=False, mailbox=False, enrolled=False)
    sequence = a_sequence(each_services, actor)
    enrolled(each_services, actor, sequence, lead)
    assert steps() == FirstSteps(leads=True, sequences=True, mailbox=False, enrolled=True)


def test_another_workspace_sees_none_of_it(services: Services, actor: Actor) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    assert get_done_since(services, actor=stranger, since=None).lines == ()
    assert get_waiting(services, actor=stranger).held == ()
    assert count_days(services, actor=stranger, days=[today(services)]) == (DayCount(),)
    assert not get_first_steps(services, actor=stranger).enrolled

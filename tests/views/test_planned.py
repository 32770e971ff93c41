"""What goes out when, and why then; what is held, and what would help."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.verdicts import Kind
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.sequences import set_sequence_status
from crm_core.views.paging import Window
from crm_core.views.planned import count_held, count_planned, get_touch, list_held, list_planned
from crm_core.views.touch_lines import MENDED
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

WEEK = timedelta(days=7)
NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}
OFFICE: dict[str, object] = {
    "sendWindow": {"timezone": "Europe/Berlin", "days": {"TUE": [["09:00", "17:00"]]}}
}


def test_what_is_due_goes_with_the_next_look_with_its_text_as_it_will_be(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor), lead)

    (line,) = list_planned(each_services, actor=actor).items

    assert (line.enrollment_id, line.lead_id, line.person) == (enrollment, lead, "Ada1 Byron")
    assert (line.kind, line.at) == (Kind.ACT, each_services.clock.now())
    assert (line.subject, line.text) == ("Hello Ada1", "Hi Ada1!")
    assert (line.recipient, line.mailbox) == ("ada1@example.com", "sales@example.com")
    assert (line.sequence, line.step, line.steps) == ("Outbound", 1, 1)
    assert (line.flaw, line.unblock) == ("", "")


def test_a_follow_up_waits_for_its_delay_and_answers_in_the_thread(
    each_services: Services, actor: Actor
) -> None:
    enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP))
    run_touches(each_services)

    (line,) = list_planned(each_services, actor=actor).items

    assert (line.kind, line.gate, line.step) == (Kind.WAIT, "delay", 2)
    assert line.at == each_services.clock.now() + timedelta(days=1)
    assert line.subject == "Re: Hello Ada1"
    assert line.why == "1 day after step 1."


def test_the_send_window_is_the_reason_where_it_is_one(services: Services, actor: Actor) -> None:
    enrolled(services, actor, a_sequence(services, actor, settings=OFFICE))

    (line,) = list_planned(services, actor=actor).items

    assert line.kind is Kind.WAIT
    assert "Monday 2 March is outside the send window." in line.why
    assert "It opens Tuesday 3 March at 09:00 (Europe/Berlin)." in line.why


def test_a_retry_says_what_the_recipients_server_said(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.3.0 try again later")
    enrolled(each_services, actor, a_sequence(each_services, actor))
    run_touches(each_services)

    (line,) = list_planned(each_services, actor=actor).items

    assert (line.kind, line.gate) == (Kind.WAIT, "retry")
    assert "put off by the recipient's server" in line.why
    assert line.at is not None
    assert line.at > each_services.clock.now()


def test_what_will_hold_an_e_mail_is_told_before_its_time_comes(
    services: Services, actor: Actor
) -> None:
    later = {**NEEDS_COMPANY, "delay": {"value": 2, "unit": "DAYS"}}
    enrolled(services, actor, a_sequence(services, actor, later))

    (line,) = list_planned(services, actor=actor).items

    assert line.kind is Kind.WAIT
    assert line.flaw == "The text has no value for company."
    assert line.unblock.startswith("Fill in company")
    assert line.text is None
    assert line.subject == "For {{ company }}"


def test_only_automatic_e_mails_of_the_span_the_sequence_and_the_mailbox_are_listed(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    soon = a_sequence(each_services, actor, name="Soon")
    late = a_sequence(
        each_services, actor, {**EMAIL, "delay": {"value": 3, "unit": "DAYS"}}, name="Late"
    )
    enroll_many(each_services, actor, soon, 2)
    enrolled(each_services, actor, late, email="late@example.com")
    enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="Calls"),
             email="call@example.com")  # fmt: skip

    def found(**wanted: object) -> list[str]:
        page = list_planned(each_services, actor=actor, **wanted)  # type: ignore[arg-type]
        return [line.sequence for line in page.items]

    assert found() == ["Soon", "Soon", "Late"]
    assert found(within=timedelta(days=1)) == ["Soon", "Soon"]
    assert found(sequence_id=late) == ["Late"]
    assert found(mailbox_id=1) == ["Soon", "Soon", "Late"]
    assert found(mailbox_id=2) == []
    assert count_planned(each_services, actor=actor, within=WEEK) == 3
    assert count_planned(each_services, actor=actor, within=timedelta(days=1)) == 2


def test_pages_follow_each_other_in_the_order_of_time_with_the_same_queries(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor)
    enrollments = []
    for number in range(1, 8):
        enrollments.append(enrolled(each_services, actor, sequence, a_lead(each_services, actor, number)))  # fmt: skip  # noqa: E501
        clock.move(timedelta(seconds=number // 3))
    asked: list[str] = []
    seen: list[int] = []
    cursor = None
    event.listen(
        each_services.storage.engine, "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )  # fmt: skip
    for _ in range(3):
        asked.clear()
        page = list_planned(each_services, actor=actor, window=Window(3, cursor))
        seen += [line.enrollment_id for line in page.items]
        cursor = page.next_cursor
        assert len([one for one in asked if one.startswith("SELECT")]) <= 9
    assert seen == enrollments
    assert cursor is None


def test_what_is_held_says_by_what_and_what_would_help(
    each_services: Services, actor: Actor
) -> None:
    enrollment = enrolled(each_services, actor, a_sequence(each_services, actor, NEEDS_COMPANY))
    enrolled(each_services, actor, a_sequence(each_services, actor, CALL),
             email="call@example.com")  # fmt: skip
    run_touches(each_services)

    (line,) = list_held(each_services, actor=actor).items

    assert (line.enrollment_id, line.kind, line.gate) == (enrollment, Kind.HOLD, "content")
    assert line.why == "The text has no value for company."
    assert line.unblock.startswith("Fill in company for this person")
    assert list_held(each_services, actor=actor, gate="content").items == (line,)
    assert list_held(each_services, actor=actor, gate="mailbox").items == ()
    assert [one.gate for one in list_held(each_services, actor=actor, gate="task").items] == [
        "task"
    ]
    assert count_held(each_services, actor=actor) == 1
    assert list_planned(each_services, actor=actor).items == ()
    assert get_touch(each_services, actor=actor, enrollment_id=enrollment) == line


def test_what_a_sequence_that_stands_still_adds_does_not_hide_the_first_reason(
    services: Services, actor: Actor
) -> None:
    sequence = a_sequence(services, actor, NEEDS_COMPANY)
    enrolled(services, actor, sequence)
    run_touches(services)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="PAUSED")

    (line,) = list_held(services, actor=actor).items

    assert line.unblock.startswith("Fill in company for this person")


def test_a_cause_that_was_mended_is_said_to_be(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.opening = Answer(Stage.AUTH, 535, "5.7.8 authentication failed")
    enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    run_touches(services)
    with services.storage.write() as session:
        box = session.get_one(MailboxRow, 1)
        box.status, box.paused_at = "ACTIVE", None

    (line,) = list_held(services, actor=actor).items

    assert (line.gate, line.unblock) == ("mailbox", MENDED)


def test_a_paused_sequence_is_told_before_the_runner_looks(
    services: Services, actor: Actor
) -> None:
    sequence = a_sequence(services, actor)
    enrolled(services, actor, sequence)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="PAUSED")

    (line,) = list_planned(services, actor=actor).items

    assert (line.kind, line.gate, line.at) == (Kind.HOLD, "sequence", None)
    assert (line.why, line.unblock) == ("The sequence is paused.", "Activate the sequence.")


def test_one_touch_is_found_in_ones_own_workspace_alone(services: Services, actor: Actor) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor))
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    assert get_touch(services, actor=actor, enrollment_id=enrollment).text == "Hi Ada1!"
    with pytest.raises(NotFound):
        get_touch(services, actor=stranger, enrollment_id=enrollment)
    assert list_planned(services, actor=stranger).items == ()
    set_enrollment_status(services, actor=actor, enrollment_id=enrollment, status="CANCELED")
    assert list_planned(services, actor=actor).items == ()

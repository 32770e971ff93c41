"""The screen Runner health: the verdict, what waits for a person, and what may be done."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, MailboxStatus
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, MailboxRow
from crm_core.touches.heartbeat import beat, retire
from crm_core.usecases.deliveries import settle_delivery
from crm_core.usecases.housekeeping import note_tick
from crm_core.usecases.inbound_mail import receive_mail
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.usecases.run_sequences import run_sequence_steps
from tests.builders import EMAIL, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.pages.conftest import OpenPage
from tests.pages.grids import buttons_in, choose, press
from tests.pages.reading import buttons_of, text_of
from tests.servers import ScriptedTransport

NO_ANSWER = Answer(Stage.BODY, None, "timed out")
NOBODY_THERE = Answer(Stage.RCPT, 550, "5.1.1 no such user")
LATER = Answer(Stage.RCPT, 451, "4.3.0 try again later")
WRONG_PASSWORD = Answer(Stage.AUTH, 535, "5.7.8 authentication failed")
NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}


@pytest.fixture
def an_uncertain_delivery(services: Services, actor: Actor, transport: ScriptedTransport) -> int:
    """The id of one delivery whose answer never came."""
    transport.answer = lambda _: NO_ANSWER
    enrolled(services, actor, a_sequence(services, actor), first_name="Grace", last_name="Hopper",
             email="grace@example.com")  # fmt: skip
    run_sequence_steps(services)
    return only_delivery(services).id


@pytest.fixture
def a_paused_mailbox(services: Services, actor: Actor, transport: ScriptedTransport) -> None:
    """The default mailbox, paused because its server refused the password."""
    transport.opening = WRONG_PASSWORD
    enrolled(services, actor, a_sequence(services, actor))
    run_sequence_steps(services)


@pytest.fixture
def a_held_enrollment(services: Services, actor: Actor) -> int:
    """The id of an enrollment whose text has a hole."""
    enrollment = enrolled(services, actor, a_sequence(services, actor, NEEDS_COMPANY, name="Cold"))
    run_sequence_steps(services)
    return enrollment


def only_delivery(services: Services) -> DeliveryRow:
    with services.storage.read() as session:
        return session.scalars(select(DeliveryRow)).one()


@pytest.mark.usefixtures("manager")
def test_before_any_runner_ran_it_says_how_to_start_one(open_page: OpenPage) -> None:
    seen = text_of(open_page("runner_health"))

    assert "No runner has run yet Nothing goes out until one runs: python runner.py" in seen
    assert "Due now 0 Planned 0 Sending 0 Sent, 24 h 0 Refused 0 Put off 0 Uncertain 0" in seen
    assert "Nothing done yet" in seen
    assert "For you to settle" not in seen


@pytest.mark.usefixtures("reader")
def test_a_beating_runner_runs(
    services: Services, clock: StoppedClock, open_page: OpenPage
) -> None:
    beat(services, "sequences")
    clock.move(timedelta(seconds=12))

    seen = text_of(open_page("runner_health"))

    assert "The runner is running Last heartbeat 12 s ago, " in seen
    assert f"process {services.process.pid}." in seen
    assert "Running" in seen


@pytest.mark.usefixtures("reader")
def test_a_silent_runner_is_told_since_when(
    services: Services, clock: StoppedClock, open_page: OpenPage
) -> None:
    beat(services, "sequences")
    clock.move(timedelta(minutes=5))

    page = open_page("runner_health")

    assert "No runner is running" in text_of(page)
    assert "was last heard 5 min ago. Nothing goes out until one runs" in text_of(page)
    drawn = "".join(element.proto.body for element in page.main.get("html"))
    assert 'title="2 Mar 2026, 11:00:00 (Europe/Berlin)"' in drawn


@pytest.mark.usefixtures("reader")
def test_a_runner_that_said_good_bye_has_stopped(services: Services, open_page: OpenPage) -> None:
    beat(services, "sequences")
    retire(services)

    seen = text_of(open_page("runner_health"))

    assert "stopped just now" in seen
    assert "Stopped" in seen


@pytest.mark.usefixtures("reader")
def test_what_is_due_and_what_went_out_is_counted(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 4)
    page = open_page("runner_health")
    assert "Due now 4" in text_of(page)

    run_sequence_steps(services)

    assert "Due now 0 Planned 0 Sending 0 Sent, 24 h 4" in text_of(page.run())


@pytest.mark.usefixtures("reader")
def test_a_tick_tells_what_it_did_or_why_it_failed(
    services: Services, clock: StoppedClock, open_page: OpenPage
) -> None:
    began = clock.now()
    clock.move(timedelta(seconds=1.5))
    counts = {"processed": 1200, "tasksCreated": 2, "failed": 0}
    note_tick(services, runner="sequences", started_at=began, counts=counts, error=None)
    note_tick(services, runner="sequences", started_at=began, counts={}, error="disk full")

    seen = text_of(open_page("runner_health"))

    assert "1,200 processed, 2 tasks created Took 1.5 s Began 1 s ago" in seen
    assert "Failed disk full nothing" in seen


@pytest.mark.usefixtures("manager", "an_uncertain_delivery")
def test_an_uncertain_delivery_that_arrived_counts_as_sent(
    services: Services, open_page: OpenPage
) -> None:
    page = open_page("runner_health")
    assert "For you to settle: 1 uncertain delivery." in text_of(page)
    assert "Grace Hopper grace@example.com" in text_of(page)

    press(page, "uncertain", "It arrived")
    assert only_delivery(services).status == DeliveryStatus.UNCERTAIN
    assert "grace@example.com counts as sent and stands on the timeline" in text_of(page)
    page.button(key="health_settle_yes").click().run()

    assert only_delivery(services).status == DeliveryStatus.SENT
    assert "The message to Grace Hopper counts as sent." in text_of(page)
    assert "Uncertain 0" in text_of(page)


@pytest.mark.usefixtures("manager", "an_uncertain_delivery")
def test_sending_again_says_first_that_it_may_arrive_twice(
    services: Services, open_page: OpenPage
) -> None:
    page = press(open_page("runner_health"), "uncertain", "Send again")
    assert "grace@example.com gets the message twice" in text_of(page)

    page.button(key="health_settle_yes").click().run()

    assert only_delivery(services).status == DeliveryStatus.PLANNED
    assert "The message to Grace Hopper goes out again with the next run." in text_of(page)


@pytest.mark.usefixtures("manager", "an_uncertain_delivery")
def test_an_uncertain_delivery_can_be_given_up_as_in_the_outbox(
    services: Services, open_page: OpenPage
) -> None:
    page = press(open_page("runner_health"), "uncertain", "Give up")
    assert "may have reached grace@example.com all the same" in text_of(page)

    page.button(key="health_settle_yes").click().run()

    assert only_delivery(services).status == DeliveryStatus.REFUSED
    assert "The message to Grace Hopper is given up" in text_of(page)
    assert "Uncertain 0" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_delivery_that_somebody_else_settled_is_refused_in_the_rules_own_words(
    an_uncertain_delivery: int, services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = press(open_page("runner_health"), "uncertain", "Give up")
    settle_delivery(services, actor=actor, delivery_id=an_uncertain_delivery, arrived=True)

    page.button(key="health_settle_yes").click().run()

    assert "Only an uncertain delivery can be given up." in text_of(page)
    assert only_delivery(services).status == DeliveryStatus.SENT


@pytest.mark.usefixtures("manager", "a_paused_mailbox")
def test_a_paused_mailbox_says_why_and_can_be_resumed(
    services: Services, open_page: OpenPage
) -> None:
    page = open_page("runner_health")
    assert "1 paused mailbox" in text_of(page)
    assert "535 5.7.8 authentication failed" in text_of(page)

    press(page, "mailboxes", "Resume")

    with services.storage.read() as session:
        assert session.scalars(select(MailboxRow.status)).one() == MailboxStatus.ACTIVE
    assert "sales@example.com sends again." in text_of(page)


@pytest.mark.usefixtures("manager", "a_paused_mailbox")
def test_a_mailbox_that_somebody_else_resumed_says_so_in_its_line(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = open_page("runner_health")
    with services.storage.read() as session:
        mailbox = session.scalars(select(MailboxRow.id)).one()
    resume_mailbox(services, actor=actor, mailbox_id=mailbox)

    seen = text_of(choose(page, "mailboxes", mailbox, "resume"))

    assert "sales@example.com Active The mailbox is active already." in seen


@pytest.mark.usefixtures("manager")
def test_a_held_enrollment_says_why_and_is_looked_at_again_on_demand(
    a_held_enrollment: int, services: Services, open_page: OpenPage
) -> None:
    page = open_page("runner_health")
    assert "For you to settle: 1 held enrollment." in text_of(page)
    assert "Ada1 Byron Cold The text has no value for company." in text_of(page)

    press(page, "held", "Look again")

    with services.storage.read() as session:
        assert session.get_one(EnrollmentRow, a_held_enrollment).hold_gate is None
    assert "Ada1 Byron is looked at again with the next run." in text_of(page)


@pytest.mark.usefixtures("reader", "an_uncertain_delivery", "a_held_enrollment")
def test_whoever_may_only_read_sees_the_reasons_and_no_button(open_page: OpenPage) -> None:
    page = open_page("runner_health")

    assert "Grace Hopper" in text_of(page)
    assert "The text has no value for company." in text_of(page)
    assert buttons_in(page) == []
    assert buttons_of(page) == []


@pytest.mark.usefixtures("reader", "a_paused_mailbox")
def test_whoever_may_only_read_resumes_no_mailbox(open_page: OpenPage) -> None:
    page = open_page("runner_health")
    assert buttons_in(page) == []
    assert buttons_of(page) == []


@pytest.mark.usefixtures("reader")
def test_refused_and_put_off_deliveries_stand_with_their_reasons(
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage
) -> None:
    transport.answer = lambda to: NOBODY_THERE if "ada1" in to else LATER
    enroll_many(services, actor, a_sequence(services, actor), 2)
    run_sequence_steps(services)

    seen = text_of(open_page("runner_health"))

    assert "ada1@example.com Refused Hello Ada1" in seen
    assert "550 5.1.1 no such user Tries 1 Next try none" in seen
    assert "ada2@example.com Put off Hello Ada2" in seen
    assert "451 4.3.0 try again later Tries 1 Next try in" in seen


@pytest.mark.usefixtures("manager")
def test_a_long_list_shows_its_latest_lines_and_the_way_to_the_rest(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, NEEDS_COMPANY)
    for number in range(1, 12):
        enrolled(services, actor, sequence, a_lead(services, actor, number))
    run_sequence_steps(services)

    page = open_page("runner_health")

    assert buttons_in(page) == ["Look again"] * 3
    assert "For you to settle: 11 held enrollments." in text_of(page)
    assert "Held enrollments 11" in text_of(page)
    drawn = "".join(element.proto.body for element in page.main.get("html"))
    assert 'href="/outbox?outbox_tab=held"' in drawn


@pytest.fixture
def a_message_set_aside(services: Services) -> None:
    """Bytes that are no message."""
    receive_mail(services, raw=b"\x00\xff\xfe" * 50)


@pytest.mark.usefixtures("manager", "a_message_set_aside")
def test_a_message_that_was_set_aside_is_tried_again_and_put_away(open_page: OpenPage) -> None:
    page = open_page("runner_health")
    assert "Messages set aside 1" in text_of(page)
    page = press(page, "quarantine", "Try again")
    assert "It still cannot be read" in text_of(page)
    page = press(page, "quarantine", "Dismiss")
    assert "The message is put away." in text_of(page)
    assert "Messages set aside" not in text_of(page)


@pytest.mark.usefixtures("reader", "a_message_set_aside")
def test_whoever_only_reads_sees_what_was_set_aside(open_page: OpenPage) -> None:
    page = open_page("runner_health")
    assert "Messages set aside 1" in text_of(page)
    assert buttons_in(page) == []

"""How a run sends: its connections, how much is marked at a time, and what an end in between is."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import Barrier, Event, Lock, Thread
from threading import enumerate as living_threads

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus, MailboxStatus
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, MailboxRow
from crm_core.touches import deliver, mailbox_job
from crm_core.touches.decide import RunCounts
from crm_core.touches.envelopes import Envelope
from crm_core.touches.lines import Line, Outlet
from crm_core.touches.run import run_touches
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.mailboxes import add_mailbox
from tests.builders import a_sequence, enroll_many
from tests.clocks import StoppedClock
from tests.processes import eventually
from tests.servers import ACCEPTED, ScriptedConnection, ScriptedTransport

NO_SIGN_IN = Answer(Stage.MAIL, 535, "5.7.8 bad credentials")
NOBODY_THERE = Answer(Stage.CONNECT, None, "connection refused")
ENOUGH = 30.0
"""Seconds that a meeting of threads may take."""

Delivered = tuple[str, int, str | None]
Leased = tuple[str, str | None, datetime | None, datetime | None]


class Seconds:
    """Time as the sender sees it, which passes only while a message is sent.

    Parts of two, so that no sum is rounded.
    """

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    """The sender's time in a test's hand. Its tail is recorded by the lines alone."""
    seconds = Seconds()
    monkeypatch.setattr(deliver, "monotonic", seconds)
    monkeypatch.setattr(mailbox_job, "monotonic", seconds)
    monkeypatch.setattr(deliver, "TAIL", ENOUGH)
    return seconds


@pytest.fixture
def chunks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many e-mails were marked as sending at a time."""
    sizes: list[int] = []
    exchange = mailbox_job.exchange

    def noted(*given: object) -> tuple[list[Envelope], RunCounts]:
        chunk = given[3]
        assert isinstance(chunk, list)
        if chunk:
            sizes.append(len(chunk))
        return exchange(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(mailbox_job, "exchange", noted)
    return sizes


@pytest.fixture
def opened(transport: ScriptedTransport) -> list[ScriptedConnection]:
    """The connections that were opened."""
    made: list[ScriptedConnection] = []
    connect = transport.connect

    def noted() -> ScriptedConnection | Answer:
        answer = connect()
        if isinstance(answer, ScriptedConnection):
            made.append(answer)
        return answer

    transport.connect = noted  # type: ignore[method-assign]
    return made


def with_connections(services: Services, number: int) -> Services:
    settings = services.settings.model_copy(update={"crm_send_connections": number})
    return replace(services, settings=settings)


def address(number: int) -> str:
    return f"ada{number}@example.com"


def states(services: Services) -> dict[str, Delivered]:
    """Each recipient's delivery: its status, attempts and owner."""
    with services.storage.read() as session:
        rows = session.scalars(select(DeliveryRow)).all()
        return {row.recipient: (row.status, row.attempts, row.owner) for row in rows}


def statuses(services: Services) -> list[str]:
    return [status for status, _, _ in states(services).values()]


def enrollments(services: Services) -> list[Leased]:
    """Each enrollment's status, lease and next run."""
    with services.storage.read() as session:
        rows = session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id))
        return [(r.status, r.lease_owner, r.lease_until, r.next_run_at) for r in rows]


def mailboxes(services: Services) -> list[MailboxRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(MailboxRow).order_by(MailboxRow.id)))


def meeting(number: int) -> Callable[[str], None]:
    """A `before_send`: the first messages wait for each other, so that as many lines talk."""
    together, turns = Barrier(number), count()

    def wait(_: str) -> None:
        if next(turns) < number:
            together.wait(ENOUGH)

    return wait


@contextmanager
def in_the_background(run: Callable[[], RunCounts], release: Event) -> Iterator[list[RunCounts]]:
    """Runs beside the block; at its end `release` is set and the run's counts are there."""
    done: list[RunCounts] = []
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        try:
            yield done
        finally:
            release.set()
        done.append(running.result())


@pytest.mark.parametrize("connections", [1, 3])
def test_a_runs_batches_share_its_connections_and_its_end_closes_them(
    services: Services, actor: Actor, transport: ScriptedTransport,
    opened: list[ScriptedConnection], monkeypatch: pytest.MonkeyPatch, connections: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(mailbox_job, "LINE_WORTH", 1)
    enroll_many(services, actor, a_sequence(services, actor), 20)
    transport.before_send = meeting(connections)

    assert run_touches(with_connections(services, connections), batch=5).sent == 20

    assert len(opened) == connections
    assert not any(connection.usable for connection in opened)


@pytest.mark.parametrize(
    ("number", "lines"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (13, 4), (20, 4)]
)
def test_few_messages_are_worth_few_lines(
    services: Services, actor: Actor, transport: ScriptedTransport,
    opened: list[ScriptedConnection], monkeypatch: pytest.MonkeyPatch, number: int, lines: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(mailbox_job, "LINE_WORTH", 4)
    given: list[int] = []
    lines_of = Outlet.lines

    def noted(outlet: Outlet, wanted: int) -> list[Line]:
        made = lines_of(outlet, wanted)
        given.append(len(made))
        return made

    monkeypatch.setattr(Outlet, "lines", noted)
    enroll_many(services, actor, a_sequence(services, actor), number)
    transport.before_send = meeting(lines)

    assert run_touches(with_connections(services, 4)).sent == number

    assert (given, len(opened)) == ([lines], lines)


def test_a_session_that_the_server_ends_is_opened_anew_and_costs_no_attempt(
    services: Services, actor: Actor, transport: ScriptedTransport,
    opened: list[ScriptedConnection],
) -> None:  # fmt: skip
    enroll_many(services, actor, a_sequence(services, actor), 7)
    goodbye = Answer(Stage.MAIL, 421, "4.3.2 closing the session")
    transport.answer = lambda _: goodbye if len(transport.tried) % 3 == 2 else ACCEPTED

    assert run_touches(with_connections(services, 1)).sent == 7

    assert len(transport.sent) == 7
    assert len(opened) == 1 + len(transport.tried) - len(transport.sent)
    assert {attempts for _, attempts, _ in states(services).values()} == {1}


def test_a_slow_message_keeps_nobody_elses_answer_from_being_recorded(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor), 12)
    release = Event()

    def be_slow(recipient: str) -> None:
        if recipient == address(1):
            assert release.wait(ENOUGH * 10)

    transport.before_send = be_slow
    with in_the_background(lambda: run_touches(each_services), release) as done:
        eventually(lambda: statuses(each_services).count("sent") == 11, "eleven are recorded")
        assert states(each_services)[address(1)][0] == DeliveryStatus.SENDING
        assert [owner for _, owner, _, _ in enrollments(each_services) if owner] == [
            states(each_services)[address(1)][2]
        ]

    assert done[0].sent == 12
    assert set(statuses(each_services)) == {DeliveryStatus.SENT}


@pytest.mark.parametrize(
    ("wanted", "at_last"),
    [
        (None, (DeliveryStatus.SENT, 1)),
        ("PAUSED", (DeliveryStatus.PLANNED, 0)),
        ("CANCELED", None),
    ],
)
def test_what_was_marked_and_waited_too_long_is_decided_anew(
    each_services: Services, actor: Actor, transport: ScriptedTransport, seconds: Seconds,
    chunks: list[int], wanted: str | None, at_last: tuple[str, int] | None,
) -> None:  # fmt: skip
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 10)

    def be_slow(recipient: str) -> None:
        seconds.at += 1 / 64
        if recipient == address(2):
            seconds.at += mailbox_job.STALE
            if wanted is not None:
                set_enrollment_status(
                    each_services, actor=actor, enrollment_id=keys[9], status=wanted
                )

    transport.before_send = be_slow
    counts = run_touches(with_connections(each_services, 1))

    assert chunks[:2] == [1, 9]
    went_out = [address(n) for n in range(1, 11) if n < 10 or wanted is None]
    assert transport.tried == went_out
    assert (counts.sent, counts.processed) == (len(went_out), len(went_out) + 8)
    left = {to: (status, attempts) for to, (status, attempts, _) in states(each_services).items()}
    assert left.pop(address(10), None) == at_last
    assert set(left.values()) == {(DeliveryStatus.SENT, 1)}
    assert {owner for _, owner, _, _ in enrollments(each_services)} == {None}


@pytest.mark.parametrize(
    ("most", "takes", "marked"),
    [
        (500, [1 / 16] * 30, [1, 8, 8, 8, 5]),
        (500, [1 / 64] * 30, [1, 29]),
        (5, [1 / 64] * 30, [1, 5, 5, 5, 5, 5, 4]),
        (500, [4.0] * 30, [1] * 30),
        (500, [1.0] * 3 + [1 / 16] * 9 + [1 / 8] * 18, [1, 1, 1, 1, 1, 1, 2, 5, 5, 4, 4, 4]),
    ],
)
def test_half_a_seconds_worth_is_marked_at_a_time_but_never_more_than_the_most(
    services: Services, actor: Actor, transport: ScriptedTransport, seconds: Seconds,
    chunks: list[int], monkeypatch: pytest.MonkeyPatch,
    most: int, takes: list[float], marked: list[int],
) -> None:  # fmt: skip
    """`takes`: what each message takes, in seconds."""
    monkeypatch.setattr(mailbox_job, "AHEAD", 0.5)
    monkeypatch.setattr(mailbox_job, "MOST", most)
    enroll_many(services, actor, a_sequence(services, actor), 30)

    def take_time(_: str) -> None:
        seconds.at += takes[len(transport.tried)]

    transport.before_send = take_time

    assert run_touches(with_connections(services, 1)).sent == 30

    assert chunks == marked


def test_a_run_that_is_interrupted_ends_when_its_lines_have(
    services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Else the notes would call complete what a line still sends, and a next run send it too."""
    enroll_many(services, actor, a_sequence(services, actor), 20)
    talking, ending = Event(), Event()

    def talk(_: str) -> None:
        talking.set()
        assert ending.wait(ENOUGH)

    def interrupted(out: deliver.Sender, patience: float | None = None) -> RunCounts:
        if not ending.is_set():
            assert talking.wait(ENOUGH)
            raise KeyboardInterrupt
        return wait(out, patience)

    def break_off(out: deliver.Sender) -> None:
        ending.set()
        ended(out)

    wait, ended = deliver.Sender.wait, deliver.Sender.close
    transport.before_send = talk
    with monkeypatch.context() as patch:
        patch.setattr(deliver.Sender, "wait", interrupted)
        patch.setattr(deliver.Sender, "close", break_off)
        with pytest.raises(KeyboardInterrupt):
            run_touches(services)
    assert [thread.name for thread in living_threads() if "send-" in thread.name] == []

    run_touches(services)

    assert sorted(to for to, _ in transport.sent) == sorted(address(n) for n in range(1, 21))


def test_a_run_that_cannot_start_a_line_ends_when_the_others_have(
    services: Services, actor: Actor, transport: ScriptedTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    enroll_many(services, actor, a_sequence(services, actor), 20)
    started = count(1)

    class Few(Thread):
        def start(self) -> None:
            if next(started) > 1:
                raise RuntimeError("can't start new thread")
            super().start()

    with monkeypatch.context() as patch:
        patch.setattr(mailbox_job, "Thread", Few)
        with pytest.raises(RuntimeError):
            run_touches(services)
    assert [thread.name for thread in living_threads() if "send-" in thread.name] == []

    run_touches(services)

    assert sorted(to for to, _ in transport.sent) == sorted(address(n) for n in range(1, 21))


def test_a_server_of_one_connection_is_asked_for_more_once_and_is_not_away(
    services: Services, actor: Actor, transport: ScriptedTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 60)
    opened: list[ScriptedConnection] = []
    refused: list[int] = []
    turn, connect = Lock(), transport.connect

    def one_at_a_time() -> ScriptedConnection | Answer:
        with turn:
            if any(connection.usable for connection in opened):
                refused.append(len(transport.sent))
                if len(refused) == 3:
                    all_asked.set()
                return Answer(Stage.CONNECT, 421, "4.7.0 too many connections")
            made = connect()
            assert isinstance(made, ScriptedConnection)
            opened.append(made)
            return made

    def wait_for_the_others(_: str) -> None:
        assert all_asked.wait(ENOUGH)

    all_asked = Event()
    transport.before_send = wait_for_the_others
    monkeypatch.setattr(transport, "connect", one_at_a_time)

    assert run_touches(services, batch=30).sent == 60

    assert (len(opened), len(refused)) == (1, 3)
    with services.storage.read() as session:
        assert session.scalars(select(MailboxRow.away_until)).one() is None


def test_messages_that_break_their_session_with_answers_in_between_close_no_mailbox(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 12)
    breaking = {address(n) for n in (2, 5, 8)}

    def answer(to: str) -> Answer:
        if to in breaking:
            return Answer(Stage.DATA, None, "The connection failed: reset")
        if to == address(12):
            return ACCEPTED
        return Answer(Stage.RCPT, 550, "5.1.1 nobody of that name")

    transport.answer = answer

    counts = run_touches(with_connections(services, 1), batch=3)

    assert (counts.sent, counts.stopped, counts.waiting) == (1, 8, 3)
    with services.storage.read() as session:
        assert session.scalars(select(MailboxRow.away_until)).one() is None


def test_what_goes_out_at_once_by_the_pace_of_the_batch_before_is_marked_with_the_decision(
    services: Services, actor: Actor, transport: ScriptedTransport, seconds: Seconds,
    chunks: list[int],
) -> None:  # fmt: skip
    enroll_many(services, actor, a_sequence(services, actor), 20)

    def take_time(_: str) -> None:
        seconds.at += 1 / 16

    transport.before_send = take_time

    assert run_touches(with_connections(services, 1), batch=10).sent == 20

    assert chunks == [1, 8, 1, 2]
    assert {attempts for _, attempts, _ in states(services).values()} == {1}


def test_each_line_has_an_e_mail_however_slow_the_server_is(
    services: Services, actor: Actor, transport: ScriptedTransport, chunks: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(mailbox_job, "AHEAD", 0.0)
    enroll_many(services, actor, a_sequence(services, actor), 20)
    transport.before_send = meeting(4)

    assert run_touches(with_connections(services, 4)).sent == 20

    assert chunks == [4] * 5


def test_when_the_run_is_to_stop_what_is_marked_goes_out_and_the_rest_is_as_it_was(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    seconds: Seconds, chunks: list[int], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(mailbox_job, "MOST", 5)
    enroll_many(each_services, actor, a_sequence(each_services, actor), 20)
    stop = Event()

    def ask_to_stop(recipient: str) -> None:
        seconds.at += 1 / 64
        if recipient == address(2):
            stop.set()

    transport.before_send = ask_to_stop
    counts = run_touches(with_connections(each_services, 1), stop=stop)

    assert (counts.sent, chunks) == (6, [1, 5])
    left = states(each_services)
    assert [left[address(n)][:2] for n in range(1, 7)] == [(DeliveryStatus.SENT, 1)] * 6
    assert [left[address(n)] for n in range(7, 21)] == [(DeliveryStatus.PLANNED, 0, None)] * 14
    due = (EnrollmentStatus.ACTIVE, None, None, clock.now())
    assert enrollments(each_services)[6:] == [due] * 14
    assert run_touches(each_services).sent == 14


@pytest.mark.parametrize("connections", [1, 4])
def test_a_mailbox_fault_ends_its_sending_at_once_and_the_rest_is_given_back_untried(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    chunks: list[int], monkeypatch: pytest.MonkeyPatch, connections: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(mailbox_job, "AHEAD", 1e9)
    enroll_many(each_services, actor, a_sequence(each_services, actor), 30)
    accepted = {address(n) for n in range(1, 11)}
    transport.answer = lambda to: ACCEPTED if to in accepted else NO_SIGN_IN

    counts = run_touches(with_connections(each_services, connections), limit=30)

    assert (counts.sent, {to for to, _ in transport.sent}) == (10, accepted)
    assert 1 <= len(transport.tried) - 10 <= connections
    assert chunks == [connections, 30 - connections]
    (mailbox,) = mailboxes(each_services)
    assert (mailbox.status, NO_SIGN_IN.text in mailbox.paused_reason) == (
        MailboxStatus.PAUSED,
        True,
    )
    left = states(each_services)
    assert {left[to][:2] for to in accepted} == {(DeliveryStatus.SENT, 1)}
    assert {left[to] for to in left.keys() - accepted} == {(DeliveryStatus.PLANNED, 0, None)}
    due = (EnrollmentStatus.ACTIVE, None, None, clock.now())
    assert enrollments(each_services)[10:] == [due] * 20


@pytest.mark.parametrize(("number", "lines"), [(40, 4), (2, 2)])
def test_an_answer_that_cannot_be_recorded_breaks_the_run_once_no_line_talks_any_more(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    opened: list[ScriptedConnection], monkeypatch: pytest.MonkeyPatch, number: int, lines: int,
) -> None:  # fmt: skip
    """What was marked before goes out. Of two messages the run itself records the one."""
    monkeypatch.setattr(mailbox_job, "LINE_WORTH", 1)
    monkeypatch.setattr(mailbox_job, "MOST", 4)
    enroll_many(each_services, actor, a_sequence(each_services, actor), number)
    failing, broken = Event(), Event()
    exchange, break_off, together = (
        mailbox_job.exchange,
        mailbox_job.MailboxJob._break,
        meeting(lines),
    )

    def fail_until_broken(*given: object) -> tuple[list[Envelope], RunCounts]:
        if (given[2] or failing.is_set()) and not broken.is_set():
            failing.set()
            raise OSError("the database is away")
        return exchange(*given)  # type: ignore[arg-type]

    def noted(job: mailbox_job.MailboxJob, fault: BaseException) -> None:
        break_off(job, fault)
        broken.set()

    def talk_until_broken(recipient: str) -> None:
        together(recipient)
        if recipient == address(1):
            assert broken.wait(ENOUGH)

    monkeypatch.setattr(mailbox_job, "exchange", fail_until_broken)
    monkeypatch.setattr(mailbox_job.MailboxJob, "_break", noted)
    transport.before_send = talk_until_broken
    before = set(living_threads())
    with capture_logs(), pytest.raises(OSError, match="the database is away"):
        run_touches(with_connections(each_services, 4))

    assert set(living_threads()) == before
    told = len(transport.tried)
    assert lines <= told <= 2 * lines
    assert not any(connection.usable for connection in opened)
    assert states(each_services)[address(1)][:2] == (DeliveryStatus.SENT, 1)

    assert run_touches(each_services).sent == number - told
    assert set(statuses(each_services)) == {DeliveryStatus.SENT}
    assert len(transport.sent) == number


def with_a_second_mailbox(
    services: Services, actor: Actor, second: ScriptedTransport, keys: list[int]
) -> Services:
    """Services with another mailbox and its server, by which these enrollments go."""
    url = "smtp://second.example.com"
    first = services.open_transport("")
    both = replace(services, open_transport=lambda name: second if name == url else first)
    mailbox = add_mailbox(
        both, actor=actor, address="second@example.com", display_name="Second", transport_url=url
    )
    with both.storage.write() as session:
        session.execute(
            update(EnrollmentRow).where(EnrollmentRow.id.in_(keys)).values(mailbox_id=mailbox)
        )
    return both


def test_two_mailboxes_send_side_by_side_each_by_its_own_server(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 10)
    second = ScriptedTransport()
    both = with_a_second_mailbox(each_services, actor, second, keys[5:])
    together = Barrier(2)

    def wait_for_the_other(recipient: str) -> None:
        if recipient in (address(1), address(6)):
            together.wait(ENOUGH)

    transport.before_send = second.before_send = wait_for_the_other

    assert run_touches(both).sent == 10

    assert sorted(transport.tried) == sorted(address(n) for n in range(1, 6))
    assert sorted(second.tried) == sorted(address(n) for n in range(6, 11))


def test_a_server_that_is_away_does_not_stall_another_mailbox(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor), 20)
    second = ScriptedTransport()
    both = with_a_second_mailbox(each_services, actor, second, keys[:10])

    def be_away_when_all_others_are_recorded() -> Answer:
        eventually(lambda: statuses(both).count("sent") == 10, "the other mailbox goes on")
        return NOBODY_THERE

    second.connect = be_away_when_all_others_are_recorded  # type: ignore[method-assign]
    counts = run_touches(both, limit=20)

    assert (counts.sent, len(transport.sent), second.tried) == (10, 10, [])
    left = states(both)
    assert {left[address(n)] for n in range(1, 11)} == {(DeliveryStatus.PLANNED, 0, None)}
    assert {left[address(n)][:2] for n in range(11, 21)} == {(DeliveryStatus.SENT, 1)}
    first_box, second_box = mailboxes(both)
    assert (first_box.away_until, first_box.away_failures) == (None, 0)
    assert (second_box.away_until or clock.now()) > clock.now()
    assert {first_box.status, second_box.status} == {MailboxStatus.ACTIVE}

"""An answer that comes while an e-mail is on its way wins until the message itself goes out."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import MailClass
from crm_core.mail.transport import transport_from_url
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow, MailboxRow
from crm_core.touches import mailbox_job
from crm_core.touches.run import run_touches
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.opt_outs import note_opt_out
from tests.builders import EMAIL, FOLLOW_UP, a_sequence, enroll_many
from tests.incoming import a_mail, received

ENOUGH = 60.0
Meanwhile = Callable[[Services, Actor, EnrollmentRow], object]


@dataclass
class StallingServer:
    """A mail server that keeps silent at `stage` until `go_on` is set.

    `stalled`: somebody waits there. `taken` holds whose messages came in to the end.
    """

    stage: bytes
    pipelining: bool
    stalled: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)
    taken: list[str] = field(default_factory=list)
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    def talk(self, client: socket.socket) -> None:
        with client, client.makefile("rwb") as line:

            def say(words: bytes) -> None:
                line.write(words + b"\r\n")
                line.flush()

            say(b"220 ready")
            recipient = ""
            while command := line.readline():
                verb = command[:4].upper()
                if verb == self.stage:
                    self.stalled.set()
                    assert self.go_on.wait(ENOUGH)
                if verb == b"EHLO":
                    say(b"250-here\r\n250 PIPELINING" if self.pipelining else b"250 here")
                elif verb == b"RCPT":
                    recipient = command.partition(b"<")[2].partition(b">")[0].decode()
                    say(b"250 fine")
                elif verb == b"DATA":
                    say(b"354 go on")
                    while (text := line.readline()) not in (b".\r\n", b""):
                        pass
                    if not text:
                        return
                    with self._lock:
                        self.taken.append(recipient)
                    say(b"250 taken")
                else:
                    say(b"250 fine")


@contextmanager
def stalling(stage: bytes, *, pipelining: bool = True) -> Iterator[StallingServer]:
    server = StallingServer(stage, pipelining)
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        server.port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                Thread(target=server.talk, args=(client,), daemon=True).start()

        Thread(target=serve, daemon=True).start()
        try:
            yield server
        finally:
            server.go_on.set()
            listener.shutdown(socket.SHUT_RDWR)


def sending_to(services: Services, server: StallingServer, connections: int = 1) -> Services:
    settings = services.settings.model_copy(
        update={
            "crm_mail_url": f"smtp://127.0.0.1:{server.port}",
            "crm_send_connections": connections,
        }
    )
    return replace(services, settings=settings, open_transport=transport_from_url)


def enrollments(services: Services) -> list[EnrollmentRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id)))


def deliveries(services: Services) -> list[tuple[str, str, int]]:
    with services.storage.read() as session:
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))
        return [(row.recipient, row.status, row.attempts) for row in rows]


def answers(services: Services, actor: Actor, row: EnrollmentRow) -> object:
    return received(services, actor, a_mail(from_address="ada1@example.com"))


def opts_out(services: Services, actor: Actor, row: EnrollmentRow) -> object:
    return note_opt_out(services, actor=actor, party_id=row.party_id)


def is_away(services: Services, actor: Actor, row: EnrollmentRow) -> object:
    away = a_mail(MailClass.OUT_OF_OFFICE, from_address="ada1@example.com")
    return received(services, actor, away)


def is_paused(services: Services, actor: Actor, row: EnrollmentRow) -> object:
    return set_enrollment_status(services, actor=actor, enrollment_id=row.id, status="PAUSED")


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("stage", [b"MAIL", b"RCPT", b"DATA"])
@pytest.mark.parametrize("meanwhile", [answers, opts_out, is_away, is_paused])
def test_an_answer_while_the_server_stalls_keeps_the_e_mail_from_going_out(
    services: Services, actor: Actor, meanwhile: Meanwhile, stage: bytes, pipelining: bool
) -> None:
    stalls(services, actor, meanwhile, stage, pipelining=pipelining)


def test_an_answer_while_the_server_stalls_wins_on_either_database(
    each_services: Services, actor: Actor
) -> None:
    stalls(each_services, actor, answers, b"RCPT", pipelining=True)


def stalls(
    services: Services, actor: Actor, meanwhile: Meanwhile, stage: bytes, *, pipelining: bool
) -> None:
    enroll_many(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), 1)
    with stalling(stage, pipelining=pipelining) as server, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_touches, sending_to(services, server))
        assert server.stalled.wait(ENOUGH)
        meanwhile(services, actor, enrollments(services)[0])
        # As long as it takes for the first look to be old.
        Event().wait(mailbox_job.LOOK * 1.5)
        server.go_on.set()
        counts = running.result(ENOUGH)
        assert server.taken == []
    assert counts.sent == 0
    left = enrollments(services)[0]
    if left.status == "CANCELED":
        assert deliveries(services) == []
    else:
        assert (left.status, left.next_run_at, left.lease_owner) == ("PAUSED", None, None)
        assert deliveries(services) == [("ada1@example.com", "planned", 0)]
    with services.storage.read() as session:
        lines = session.scalars(select(ActivityRow).where(ActivityRow.source == "SEQUENCE"))
        assert list(lines) == []


def test_the_message_of_an_enrollment_that_goes_on_goes_out_after_the_stall(
    services: Services, actor: Actor
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 1)
    with stalling(b"RCPT") as server, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_touches, sending_to(services, server))
        assert server.stalled.wait(ENOUGH)
        Event().wait(mailbox_job.LOOK * 1.5)
        server.go_on.set()
        assert running.result(ENOUGH).sent == 1
        assert server.taken == ["ada1@example.com"]


def test_of_many_on_several_lines_those_who_answered_get_nothing(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)
    enroll_many(each_services, actor, sequence, 40)
    answered = [f"ada{n}@example.com" for n in range(1, 41, 2)]
    with stalling(b"RCPT") as server, ThreadPoolExecutor(9) as pool:
        running = pool.submit(run_touches, sending_to(each_services, server, 4))
        assert server.stalled.wait(ENOUGH)
        list(
            pool.map(
                lambda address: received(each_services, actor, a_mail(from_address=address)),
                answered,
            )
        )
        Event().wait(mailbox_job.LOOK * 1.5)
        server.go_on.set()
        counts = running.result(ENOUGH)
    assert sorted(server.taken) == sorted(f"ada{n}@example.com" for n in range(2, 41, 2))
    assert counts.sent == 20
    assert {status for _, status, _ in deliveries(each_services)} == {"sent"}
    assert [row.stop_reason for row in enrollments(each_services)] == ["REPLIED", None] * 20


def test_after_a_stall_no_earlier_look_of_another_line_will_do(
    services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes after a look that was taken a moment ago."""
    enroll_many(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), 1)
    jobs: list[mailbox_job.MailboxJob] = []
    start = mailbox_job.MailboxJob.start
    monkeypatch.setattr(
        mailbox_job.MailboxJob, "start", lambda job: (jobs.append(job), start(job))[1]
    )
    with stalling(b"RCPT") as server, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_touches, sending_to(services, server))
        assert server.stalled.wait(ENOUGH)
        Event().wait(mailbox_job.LOOK * 1.5)
        jobs[0]._look()
        answers(services, actor, enrollments(services)[0])
        server.go_on.set()
        assert running.result(ENOUGH).sent == 0
        assert server.taken == []


def test_a_mailbox_that_is_paused_meanwhile_sends_no_more(services: Services, actor: Actor) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 1)
    with stalling(b"RCPT") as server, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_touches, sending_to(services, server))
        assert server.stalled.wait(ENOUGH)
        with services.storage.write() as session:
            box = session.scalars(select(MailboxRow)).one()
            box.status, box.paused_at, box.paused_reason = "PAUSED", box.created_at, "Too many"
        Event().wait(mailbox_job.LOOK * 1.5)
        server.go_on.set()
        assert running.result(ENOUGH).sent == 0
        assert server.taken == []
    assert deliveries(services) == [("ada1@example.com", "planned", 0)]

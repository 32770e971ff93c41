"""Reading a real IMAP server's inbox: all of it, once, whatever happens on the way."""

import resource
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select, update

from crm_core.domain.permissions import Actor
from crm_core.mail import imap
from crm_core.mail.imap import ImapInbox, InboxFault, inbox_from_url
from crm_core.mail.server_address import ServerAddress
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, InboundMessageRow, InboxRow, MailboxRow
from crm_core.storage.workspace import create_workspace
from crm_core.touches.run import run_touches
from crm_core.usecases import read_inboxes as reading
from crm_core.usecases.mailboxes import add_mailbox
from crm_core.usecases.read_inboxes import InboxCounts, read_inboxes
from tests.builders import a_sequence, enrolled
from tests.certificates import make_authority
from tests.clocks import StoppedClock
from tests.dovecot import Dovecot, dovecot
from tests.inbox.conftest import proxy
from tests.processes import eventually

MINUTE = timedelta(minutes=1)


class RealClock:
    """Messages lie in the server at the time that it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def a_message(number: int, size: int = 200, *, with_id: bool = True) -> bytes:
    named = f"Message-ID: <m{number}@example.org>\r\n" if with_id else ""
    line = f"Line {number} of a newsletter that nobody asked for.\r\n"
    body = line * (size // len(line) + 1)
    return (
        f"From: news{number}@gmail.com\r\nTo: sales@example.com\r\n{named}"
        f"Subject: Number {number}\r\nContent-Type: text/plain\r\n\r\n{body}"
    ).encode()


def reads(services: Services, url: str) -> Services:
    """The services whose default mailbox has its inbox there, by the real time."""
    settings = services.settings.model_copy(update={"crm_inbox_url": url})
    return replace(services, settings=settings, clock=RealClock())


def subjects(services: Services) -> list[str]:
    with services.storage.read() as session:
        return list(
            session.scalars(select(InboundMessageRow.subject).order_by(InboundMessageRow.id))
        )


def inbox_row(services: Services) -> InboxRow:
    with services.storage.read() as session:
        return session.scalars(select(InboxRow).order_by(InboxRow.mailbox_id)).first()  # type: ignore[return-value]


def numbers(*found: int) -> list[str]:
    return [f"Number {n}" for n in found]


def test_what_is_new_is_received_in_order_and_once(
    each_services: Services, server: Dovecot, user: str
) -> None:
    services = reads(each_services, server.url(user))
    for n in (1, 2, 3):
        server.deliver(user, a_message(n))

    assert read_inboxes(services) == InboxCounts(received=3)
    assert read_inboxes(services) == InboxCounts()
    server.deliver(user, a_message(4, with_id=False))
    server.deliver(user, a_message(4, with_id=False))
    assert read_inboxes(services).received == 1

    assert subjects(services) == numbers(1, 2, 3, 4)
    row = inbox_row(services)
    assert (row.last_uid, row.error, row.owner) == (5, "", None)
    assert row.read_at is not None
    assert not any(b"Seen" in line for line in server.flags(user))


def test_an_empty_inbox_is_read_to_its_end(services: Services, server: Dovecot, user: str) -> None:
    services = reads(services, server.url(user))
    assert read_inboxes(services) == InboxCounts()
    assert inbox_row(services).read_at is not None
    server.deliver(user, a_message(1))
    assert read_inboxes(services).received == 1


def test_an_inbox_that_was_never_read_is_read_a_week_back(
    services: Services, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    for n, days in ((1, 400), (2, 9), (3, 5), (4, 0)):
        server.deliver(user, a_message(n), days_ago=days)
    assert read_inboxes(services).received == 2
    assert subjects(services) == numbers(3, 4)


def test_an_old_inbox_without_anything_new_is_not_read_again(
    services: Services, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    server.deliver(user, a_message(1), days_ago=30)
    assert read_inboxes(services).received == 0
    server.deliver(user, a_message(2), days_ago=20)
    assert read_inboxes(services).received == 1
    assert subjects(services) == numbers(2)


def test_a_connection_cut_fifty_times_within_a_message_loses_and_doubles_nothing(
    services: Services, server: Dovecot, user: str
) -> None:
    for n in range(1, 41):
        server.deliver(user, a_message(n, 6_000))
    chance = Random(4)
    cuts = [chance.randrange(1_200, 14_000) for _ in range(50)]
    with proxy(server, *cuts) as way:
        services = reads(services, server.url(user, way.port))
        received = 0
        for _ in range(60):
            counts = read_inboxes(services)
            received += counts.received
            if not counts.failed:
                break
        assert way.cuts == 50
    assert received == 40
    assert subjects(services) == numbers(*range(1, 41))
    assert inbox_row(services).error == ""


def test_a_reading_that_broke_off_within_a_message_goes_on_by_itself(
    services: Services, server: Dovecot, user: str
) -> None:
    for n in range(1, 4):
        server.deliver(user, a_message(n, 20_000))
    with proxy(server, 30_000, 30_000) as way:
        services = reads(services, server.url(user, way.port))
        assert read_inboxes(services) == InboxCounts(received=3)
        assert way.cuts == 2
    assert subjects(services) == numbers(1, 2, 3)


def test_numbers_given_anew_bring_nothing_twice_and_lose_nothing(
    services: Services, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    for n in (1, 2):
        server.deliver(user, a_message(n))
    read_inboxes(services)
    before = inbox_row(services).uid_validity
    # Another second, of which UIDVALIDITY is made.
    eventually(lambda: int(RealClock().now().timestamp()) > (before or 0), "a second passes")
    server.number_anew(user)
    server.deliver(user, a_message(3))
    assert read_inboxes(services).received == 1
    assert inbox_row(services).uid_validity != before
    assert subjects(services) == numbers(1, 2, 3)


def test_old_mail_under_the_last_of_new_numbers_is_no_news(
    services: Services, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    server.deliver(user, a_message(1))
    read_inboxes(services)
    with services.storage.write() as session:
        session.execute(update(InboxRow).values(uid_validity=1))
    for n, days in ((2, 0), (3, 400), (4, 40), (5, 1)):
        server.deliver(user, a_message(n), days_ago=days)

    assert read_inboxes(services).received == 2

    assert subjects(services) == numbers(1, 2, 5)
    server.deliver(user, a_message(6), days_ago=50)
    server.deliver(user, a_message(7))
    assert read_inboxes(services).received == 1


def test_what_comes_while_an_inbox_is_looked_at_for_the_first_time_is_not_passed_over(
    services: Services, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = reads(services, server.url(user))
    server.deliver(user, a_message(1), days_ago=400)
    ask = imap.ImapFolder.since

    def and_then_one_comes(folder: imap.ImapFolder, day: date) -> list[int]:
        found = ask(folder, day)
        server.deliver(user, a_message(2))
        return found

    monkeypatch.setattr(imap.ImapFolder, "since", and_then_one_comes)
    read_inboxes(services)
    assert read_inboxes(services).received == 1
    assert subjects(services) == numbers(2)


def test_a_message_of_a_hundred_megabytes_is_read_in_bounds(
    services: Services, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    server.deliver(user, a_message(1))
    server.deliver(user, a_message(2, 100_000_000))
    server.deliver(user, a_message(3))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with proxy(server) as way:
        assert read_inboxes(reads(services, server.url(user, way.port))).received == 3
        assert way.passed < 4_000_000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024  # kilobytes
    assert subjects(services) == numbers(1, 2, 3)


def test_two_runners_never_read_the_same_inbox_at_once(
    each_services: Services, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = reads(each_services, server.url(user))
    server.deliver(user, a_message(1))
    inside, go_on = Event(), Event()
    receive = reading.receive_mail

    def slow(*given: Any, **named: Any) -> Any:
        inside.set()
        assert go_on.wait(60)
        return receive(*given, **named)

    monkeypatch.setattr(reading, "receive_mail", slow)
    counts: list[InboxCounts] = []
    first = Thread(target=lambda: counts.append(read_inboxes(services)))
    first.start()
    assert inside.wait(60)
    assert read_inboxes(services) == InboxCounts()
    go_on.set()
    first.join(60)
    assert counts == [InboxCounts(received=1)]


def test_a_runner_that_lost_its_lease_marks_nothing(
    services: Services, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = reads(services, server.url(user))
    for n in (1, 2):
        server.deliver(user, a_message(n))
    receive = reading.receive_mail

    def taken_over(*given: Any, **named: Any) -> Any:
        with services.storage.write() as session:
            session.execute(update(InboxRow).values(owner="another"))
        return receive(*given, **named)

    monkeypatch.setattr(reading, "receive_mail", taken_over)
    assert read_inboxes(services) == InboxCounts(received=1)
    row = inbox_row(services)
    assert (row.owner, row.last_uid, row.read_at) == ("another", 0, None)


def test_one_dead_server_holds_up_neither_the_others_nor_the_tick(
    services: Services, actor: Actor, server: Dovecot, user: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        services = reads(services, f"imap://a:b@127.0.0.1:{port}/INBOX")
        services = replace(services, open_inbox=_patient(4.0))
        box = add_mailbox(
            services, actor=actor, address="bob@example.com", display_name="",
            transport_url="file:out",
        )  # fmt: skip
        with services.storage.write() as session:
            row = session.get_one(MailboxRow, box)
            row.inbox = services.secrets.encrypt(server.url(user))
        server.deliver(user, a_message(1))
        counts = read_inboxes(services, patience=2.0)
        assert counts.going_on == 1
        eventually(lambda: subjects(services) == numbers(1), "the other inbox is read")
        eventually(lambda: inbox_row(services).error != "", "the silence is told")
    assert inbox_row(services).error == "The server did not answer in time."
    again = read_inboxes(services, at_least=MINUTE)
    assert again == InboxCounts()  # Both were tried lately.


def _patient(seconds: float) -> Callable[[str], ImapInbox]:
    def open_inbox(url: str) -> ImapInbox:
        inbox = inbox_from_url(url)
        assert isinstance(inbox, ImapInbox)
        return replace(inbox, silence=seconds)

    return open_inbox


def test_a_wrong_password_is_told_without_it(
    services: Services, server: Dovecot, user: str
) -> None:
    url = f"imap://{user}:canary%20password@127.0.0.1:{server.port}/INBOX"
    services = reads(services, url)
    assert read_inboxes(services) == InboxCounts(failed=1)
    error = inbox_row(services).error
    assert error.startswith("The sign-in was refused")
    assert "canary" not in error


def test_a_folder_that_is_not_there_is_told(services: Services, server: Dovecot, user: str) -> None:
    server.deliver(user, a_message(1))
    services = reads(services, server.url(user).replace("/INBOX", "/Nowhere"))
    assert read_inboxes(services).failed == 1
    assert inbox_row(services).error.startswith("The folder cannot be opened")


def test_a_server_that_drips_is_cut_off(server: Dovecot, user: str) -> None:
    server.deliver(user, a_message(1, 500_000))
    address = ServerAddress.parse(server.url(user))
    assert address is not None
    folder = ImapInbox(address, deadline=0.2).open()
    Event().wait(0.3)
    with pytest.raises(InboxFault):
        list(folder.messages([1]))
    folder.close()


def test_the_barrier_opens_with_the_next_full_reading(
    services: Services, actor: Actor, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    enrolled(services, actor, a_sequence(services, actor))
    assert run_touches(services).waiting == 1
    read_inboxes(services)
    assert run_touches(services).sent == 1


def test_what_waits_for_an_inbox_that_is_gone_goes_on(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    assert run_touches(reads(services, "imap://a:b@127.0.0.1:1/INBOX")).waiting == 1
    read_inboxes(services)
    with services.storage.read() as session:
        held = select(func.count()).where(EnrollmentRow.hold_gate.is_not(None))
        assert session.scalar(held) == 0


def test_default_mailboxes_share_an_inbox_and_each_keeps_what_is_its_own(
    services: Services, actor: Actor, server: Dovecot, user: str
) -> None:
    services = reads(services, server.url(user))
    with services.storage.write() as session:
        there = create_workspace(session, "Demo", "sales@example.com", services.clock.now())
    key = enrolled(services, actor, a_sequence(services, actor))
    stranger = a_message(1)
    server.deliver(user, stranger)
    server.deliver(user, stranger.replace(b"news1@gmail.com", b"ada1@example.com"))
    read_inboxes(services)
    with services.storage.read() as session:
        kept = session.execute(
            select(InboundMessageRow.tenant_id, InboundMessageRow.enrollment_id)
        ).all()
    assert there != actor.tenant_id
    assert [tuple(row) for row in kept] == [(actor.tenant_id, key)]


def test_a_certificate_that_nobody_vouches_for_is_refused_and_a_trusted_one_taken(
    tmp_path: Path, user: str
) -> None:
    authority = make_authority(tmp_path)
    with dovecot((authority.certificate, tmp_path / "key.pem")) as encrypted:
        encrypted.deliver(user, a_message(1))
        address = ServerAddress.parse(encrypted.url(user))
        assert address is not None
        with pytest.raises(InboxFault, match="No trusted encryption"):
            ImapInbox(address).open()
        trusted = ssl.create_default_context(cafile=str(authority.certificate))
        folder = ImapInbox(address, context=trusted).open()
        assert isinstance(folder._box.client.sock, ssl.SSLSocket)
        assert folder.since(date(2000, 1, 1)) == [1]
        folder.close()


def test_no_password_goes_in_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            client, _ = listener.accept()
            with client:
                client.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
                while data := client.recv(4096):
                    said.append(data)
                    tag = data.split()[0]
                    client.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")

        Thread(target=talk, daemon=True).start()
        monkeypatch.setattr(imap, "_is_this_machine", lambda host: False)
        inbox = inbox_from_url(f"imap://bob:canary@127.0.0.1:{listener.getsockname()[1]}/INBOX")
        with pytest.raises(InboxFault, match="the password was not sent"):
            inbox.open()
    assert b"canary" not in b"".join(said)

"""Servers on their worse days: each answer has what the rules say, and nobody else feels it."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus, MailboxStatus, StopReason
from crm_core.mail.smtp import SmtpTransport
from crm_core.mail.transport import Transport, transport_from_url
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.tables import (
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
    SuppressionRow,
)
from crm_core.storage.workspace import first_workspace_id
from crm_core.touches.run import run_touches
from crm_core.usecases.access import command_line_actor
from tests.builders import a_sequence
from tests.clocks import StoppedClock
from tests.moody_server import Mood, MoodyServer, moody_server

MESSAGES = int(os.environ.get("CHAOS_MESSAGES", "480")) * 2 // 5
"""2,000 at full size, over as many mailboxes as there are moods."""
EACH = MESSAGES // len(Mood)


@dataclass
class Post:
    """An installation with a mailbox for each mood, `EACH` people waiting behind each."""

    services: Services
    actor: Actor
    clock: StoppedClock
    servers: dict[Mood, MoodyServer]
    mailboxes: dict[Mood, int]

    def deliveries(self, mood: Mood) -> Counter[str]:
        with self.services.storage.read() as session:
            rows = session.execute(
                select(DeliveryRow.status, func.count())
                .where(DeliveryRow.mailbox_id == self.mailboxes[mood])
                .group_by(DeliveryRow.status)
            )
            return Counter(dict(map(tuple, rows)))

    def enrollments(self, mood: Mood) -> Counter[tuple[str, str | None]]:
        with self.services.storage.read() as session:
            rows = session.execute(
                select(EnrollmentRow.status, EnrollmentRow.stop_reason).where(
                    EnrollmentRow.mailbox_id == self.mailboxes[mood]
                )
            )
            return Counter((status, reason) for status, reason in rows)

    def mailbox(self, mood: Mood) -> MailboxRow:
        with self.services.storage.read() as session:
            return session.get_one(MailboxRow, self.mailboxes[mood])

    def suppressed(self) -> set[str]:
        with self.services.storage.read() as session:
            return {address or "" for address in session.scalars(select(SuppressionRow.email))}


def patience_for(servers: dict[Mood, MoodyServer]) -> Callable[[str], Transport]:
    """The real transports; with servers that never answer they soon lose their patience."""
    hopeless = {servers[mood].url for mood in (Mood.SILENT, Mood.DRIPPING)}

    def opened(url: str) -> Transport:
        transport = transport_from_url(url)
        assert isinstance(transport, SmtpTransport)
        if url in hopeless:
            return replace(transport, timeout=0.2, deadline=0.4)
        return transport

    return opened


def address(mood: Mood, number: int) -> str:
    return f"{mood.name.lower()}{number}@example.com"


@pytest.fixture
def post(storage_url: str, clock: StoppedClock) -> Iterator[Post]:
    with ExitStack() as stack:
        servers = {mood: stack.enter_context(moody_server(mood)) for mood in Mood}
        settings = Settings(
            database_url=storage_url, crm_secret_key="a key for tests only, long enough",
            crm_mail_url=servers[Mood.FINE].url, crm_mail_limits="none",
            _env_file=None,  # type: ignore[call-arg]
        )  # fmt: skip
        services = build(settings, clock=clock, open_transport=patience_for(servers))
        stack.callback(services.close)
        with services.storage.read() as session:
            actor = command_line_actor(first_workspace_id(session))
        yield Post(services, actor, clock, servers, fill(services, actor, servers))


def fill(services: Services, actor: Actor, servers: dict[Mood, MoodyServer]) -> dict[Mood, int]:
    """A mailbox for each mood and its people, due in turns; returns the mailboxes' ids."""
    now = services.clock.now()
    sequence = a_sequence(services, actor, settings={"sendWindow": "ALWAYS"})
    with services.storage.write() as session:
        boxes = {
            mood: MailboxRow(
                tenant_id=actor.tenant_id, address=f"{mood.name.lower()}@sender.example.com",
                transport=services.secrets.encrypt(server.url), limits={}, created_at=now,
            )
            for mood, server in servers.items()
        }  # fmt: skip
        session.add_all(boxes.values())
        session.flush()
        latest = session.get_one(SequenceRow, sequence).latest_version_id
        for number in range(EACH):
            for mood, box in boxes.items():
                person = PartyRow(
                    tenant_id=actor.tenant_id, kind="PERSON", first_name="Ada", name="Ada",
                    email=address(mood, number), created_at=now,
                )  # fmt: skip
                session.add(person)
                session.flush()
                session.add(
                    EnrollmentRow(
                        tenant_id=actor.tenant_id, sequence_id=sequence, version_id=latest,
                        party_id=person.id, entity_type="PARTY", entity_id=person.id,
                        mailbox_id=box.id, status=EnrollmentStatus.ACTIVE, anchor_at=now,
                        next_run_at=now, enrolled_at=now,
                    )
                )  # fmt: skip
        return {mood: box.id for mood, box in boxes.items()}


COMPLETED = EnrollmentStatus.COMPLETED, None
WAITING = EnrollmentStatus.ACTIVE, None
BOUNCED = EnrollmentStatus.CANCELED, StopReason.BOUNCED
REFUSED = EnrollmentStatus.CANCELED, StopReason.REFUSED
RULES: dict[Mood, tuple[DeliveryStatus, tuple[str, str | None], str]] = {
    Mood.FINE: (DeliveryStatus.SENT, COMPLETED, "sends"),
    Mood.CLOSING: (DeliveryStatus.PLANNED, WAITING, "away"),
    Mood.BUSY: (DeliveryStatus.DEFERRED, WAITING, "sends"),
    Mood.GREYLISTED: (DeliveryStatus.DEFERRED, WAITING, "sends"),
    Mood.NO_ROOM: (DeliveryStatus.DEFERRED, WAITING, "sends"),
    Mood.NOBODY: (DeliveryStatus.REFUSED, BOUNCED, "sends"),
    Mood.FULL: (DeliveryStatus.REFUSED, REFUSED, "sends"),
    Mood.POLICY: (DeliveryStatus.PLANNED, WAITING, "paused"),
    Mood.WRONG_PASSWORD: (DeliveryStatus.PLANNED, WAITING, "paused"),
    Mood.SILENT: (DeliveryStatus.PLANNED, WAITING, "away"),
    Mood.DRIPPING: (DeliveryStatus.PLANNED, WAITING, "away"),
    Mood.RESETTING: (DeliveryStatus.UNCERTAIN, WAITING, "sends"),
}
"""What becomes of each e-mail, of its enrollment, and of the mailbox."""


def standing(post: Post, mood: Mood) -> str:
    box = post.mailbox(mood)
    if box.status == MailboxStatus.PAUSED:
        return "paused"
    return "away" if box.away_until is not None else "sends"


def test_each_answer_has_what_the_rules_say_and_no_address_is_suppressed_wrongly(
    post: Post,
) -> None:
    run_touches(post.services)

    for mood, (delivery, enrollment, mailbox) in RULES.items():
        found = post.deliveries(mood)
        assert set(found) == {delivery}, mood
        # Who comes after those that found the server away, or the mailbox shut, waits undecided.
        assert found[delivery] == EACH or delivery is DeliveryStatus.PLANNED, mood
        assert post.enrollments(mood) == {enrollment: EACH}, mood
        assert standing(post, mood) == mailbox, mood
    everybody = {address(Mood.NOBODY, number) for number in range(EACH)}
    assert post.suppressed() == everybody


def test_what_was_taken_was_taken_once_and_is_never_sent_again_by_itself(post: Post) -> None:
    """Five days with a run each ten hours: a server that refuses is asked again, one that took
    the message is not, whatever it said then."""
    for _ in range(12):
        run_touches(post.services)
        post.clock.move(timedelta(hours=10))

    for mood in (Mood.FINE, Mood.RESETTING):
        taken = post.servers[mood].taken
        assert len(taken) == len(set(taken)) == EACH, mood
    assert post.deliveries(Mood.RESETTING) == {DeliveryStatus.UNCERTAIN: EACH}
    for mood in (Mood.NOBODY, Mood.FULL):
        assert post.deliveries(mood) == {DeliveryStatus.REFUSED: EACH}
    # The eighth failure of a message is its last; nobody is suppressed for a server's reasons.
    for mood in (Mood.BUSY, Mood.GREYLISTED):
        assert post.enrollments(mood) == {(EnrollmentStatus.CANCELED, StopReason.GAVE_UP): EACH}
    assert len(post.suppressed()) == EACH

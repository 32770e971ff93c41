"""A conversation is closed, taken up again, and answered in its thread."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import MailClass
from crm_core.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    NotSent,
    SuppressedRecipient,
)
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, InboundMessageRow, LeadRow
from crm_core.touches.run import run_touches
from crm_core.usecases.company_mail import assign_sender
from crm_core.usecases.conversations import begin_answer, close_message, reopen_message
from crm_core.usecases.mailboxes import add_mailbox
from crm_core.usecases.people import opt_out
from crm_core.usecases.sending import send_draft
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.incoming import a_bounce, a_mail, message_id_to, received
from tests.servers import ScriptedTransport


def replied(services: Services, actor: Actor, **facts: object) -> int:
    """Ada got an e-mail and answered it."""
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    mail = a_mail(in_reply_to=message_id_to(services), **facts)
    key = received(services, actor, mail).inbound_id
    assert key is not None
    return key


def another(services: Services, actor: Actor, **facts: object) -> int:
    key = received(services, actor, a_mail(**facts)).inbound_id
    assert key is not None
    return key


def open_ids(services: Services) -> list[int]:
    with services.storage.read() as session:
        query = select(InboundMessageRow.id).where(InboundMessageRow.handled_at.is_(None))
        return list(session.scalars(query.order_by(InboundMessageRow.id)))


def party_of(services: Services, lead_id: int = 1) -> int:
    with services.storage.read() as session:
        return session.get_one(LeadRow, lead_id).party_id


def deliveries(services: Services) -> list[DeliveryRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


def test_who_is_done_is_done_with_what_was_seen_and_not_with_what_came_since(
    each_services: Services, actor: Actor
) -> None:
    first = replied(each_services, actor)
    second = another(each_services, actor)
    third = another(each_services, actor)
    assert open_ids(each_services) == [first, second, third]

    assert close_message(each_services, actor=actor, inbound_id=second) == 2
    assert close_message(each_services, actor=actor, inbound_id=second) == 0
    assert open_ids(each_services) == [third]

    reopen_message(each_services, actor=actor, inbound_id=first)
    reopen_message(each_services, actor=actor, inbound_id=first)
    assert open_ids(each_services) == [first, third]


def test_what_a_machine_sent_needs_nobody(services: Services, actor: Actor) -> None:
    replied(services, actor)
    for kind in set(MailClass) - {MailClass.REPLY, MailClass.UNRELATED}:
        received(services, actor, a_mail(kind))
    assert len(open_ids(services)) == 1


def test_a_companys_message_that_holds_people_is_not_just_closed(
    services: Services, actor: Actor
) -> None:
    lead = a_lead(services, actor, email="ada@acme.example")
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), lead)
    run_touches(services)
    key = another(services, actor, from_address="eva@acme.example")
    with pytest.raises(Conflict, match="say first whose it is"):
        close_message(services, actor=actor, inbound_id=key)
    with pytest.raises(Conflict, match="Say first whose"):
        begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    assert open_ids(services) == [key]

    assign_sender(services, actor=actor, inbound_id=key, party_id=party_of(services))
    assert open_ids(services) == [key]


def test_an_answer_goes_to_the_sender_in_the_thread_by_the_conversations_mailbox(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = replied(
        each_services, actor, from_address="ada@home.example", message_id="their-1@home.example",
        references=("ours-0@example.com", "ours-1@example.com"),
    )  # fmt: skip
    add_mailbox(
        each_services,
        actor=actor,
        address="other@example.com",
        display_name="O",
        transport_url="file:other",
    )

    begun = begin_answer(
        each_services, actor=actor, inbound_id=key, subject="Re: Hello Ada1", typed="With pleasure!"
    )
    send_draft(each_services, actor=actor, activity_id=begun.activity_id, seen=begun.fingerprint)

    message = message_from_bytes(transport.sent[-1][1], policy=policy.default)
    assert message["In-Reply-To"] == "<their-1@home.example>"
    assert message["References"].split() == [
        "<ours-0@example.com>", "<ours-1@example.com>", "<their-1@home.example>",
    ]  # fmt: skip
    assert message["Subject"] == "Re: Hello Ada1"
    assert "ada@home.example" in message["To"]
    first, answer = deliveries(each_services)
    assert (answer.mailbox_id, answer.recipient) == (first.mailbox_id, "ada@home.example")
    assert open_ids(each_services) == []
    with each_services.storage.read() as session:
        draft = session.get_one(ActivityRow, begun.activity_id)
    assert (draft.status, draft.inbound_id) == ("DONE", key)


@pytest.mark.parametrize(
    ("message_id", "references"),
    [("", ()), ("a b\r\nBcc: x@y.test", ("ok@x.test",)), ("x" * 2000, ()), ("ünicode@x.test", ())],
)
def test_an_id_that_no_header_can_hold_is_left_out(
    services: Services, actor: Actor, transport: ScriptedTransport, message_id: str,
    references: tuple[str, ...],
) -> None:  # fmt: skip
    key = replied(services, actor, message_id=message_id, references=references)
    begun = begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    send_draft(services, actor=actor, activity_id=begun.activity_id)
    message = message_from_bytes(transport.sent[-1][1], policy=policy.default)
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None


def test_a_chain_without_end_is_cut_between_its_first_and_its_latest(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    chain = tuple(f"m{number}@x.test" for number in range(500))
    key = replied(services, actor, message_id="last@x.test", references=(*chain, "ünfit"))
    begun = begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    send_draft(services, actor=actor, activity_id=begun.activity_id)
    message = message_from_bytes(transport.sent[-1][1], policy=policy.default)
    ids = message["References"].split()
    assert (ids[0], ids[-2], ids[-1]) == ("<m0@x.test>", "<m499@x.test>", "<last@x.test>")
    assert len(ids) == 41


def test_what_came_while_the_answer_was_written_stays_open(
    each_services: Services, actor: Actor
) -> None:
    key = replied(each_services, actor)
    begun = begin_answer(
        each_services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello"
    )
    later = another(each_services, actor)
    send_draft(each_services, actor=actor, activity_id=begun.activity_id)
    assert open_ids(each_services) == [later]


def test_two_tabs_begin_one_answer(each_services: Services, actor: Actor) -> None:
    key = replied(each_services, actor)
    begin_answer(each_services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    with pytest.raises(Conflict, match="meanwhile"):
        begin_answer(each_services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    begin_answer(
        each_services, actor=actor, inbound_id=key, subject="Re: Hi", typed="More", answers_seen=1
    )


def test_of_two_who_begin_at_once_one_begins(each_services: Services, actor: Actor) -> None:
    key = replied(each_services, actor)
    together = Barrier(2)

    def begin(_: int) -> bool:
        together.wait()
        try:
            begin_answer(each_services, actor=actor, inbound_id=key, subject="Re: H", typed="Hi")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, range(2))) == [False, True]


@pytest.mark.parametrize("way", ["the person", "the sender"])
def test_whoever_wants_no_mail_gets_no_answer_either(
    each_services: Services, actor: Actor, transport: ScriptedTransport, way: str
) -> None:
    key = replied(each_services, actor, from_address="ada@home.example")
    begun = begin_answer(
        each_services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello"
    )
    if way == "the person":
        party = party_of(each_services)
        opt_out(each_services, tenant_id=actor.tenant_id, party_id=party, source="a call")
    else:
        received(
            each_services, actor,
            a_mail(MailClass.UNSUBSCRIBE, from_address="ada@home.example"),
        )  # fmt: skip
    before = len(transport.sent)

    with pytest.raises(SuppressedRecipient):
        send_draft(each_services, actor=actor, activity_id=begun.activity_id)

    assert len(transport.sent) == before
    assert open_ids(each_services) == [key]


def test_an_answer_that_did_not_go_out_leaves_the_conversation_open(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = replied(services, actor)
    begun = begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.3.0 later")
    with pytest.raises(NotSent):
        send_draft(services, actor=actor, activity_id=begun.activity_id)
    assert open_ids(services) == [key]


def test_what_nobody_wrote_is_not_answered(services: Services, actor: Actor) -> None:
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    key = received(services, actor, a_bounce(MailClass.SOFT_BOUNCE, status="4.2.2")).inbound_id
    assert key is not None
    with pytest.raises(Conflict, match="Nobody would read"):
        begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed="Hello")


def test_it_needs_the_permission_a_text_and_a_message_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    key = replied(services, actor)
    with pytest.raises(InvalidInput):
        begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hi", typed=" ")
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    for somebody, refusal in ((reader, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            close_message(services, actor=somebody, inbound_id=key)
        with pytest.raises(refusal):
            reopen_message(services, actor=somebody, inbound_id=key)
        with pytest.raises(refusal):
            begin_answer(services, actor=somebody, inbound_id=key, subject="Re: Hi", typed="Hi")
    assert open_ids(services) == [key]

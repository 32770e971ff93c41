"""A test e-mail goes to whoever asks for it, the way of the real thing, and is no touch."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.errors import Forbidden, InvalidInput, NotFound, NotSent
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    AuditRow,
    DeliveryRow,
    MailboxRow,
    SuppressionRow,
)
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import create_email_draft, create_task
from crm_core.usecases.test_sends import send_test, send_test_of_draft
from crm_core.usecases.workspaces import add_workspace
from tests.builders import a_lead
from tests.servers import ScriptedTransport

WRITTEN = {"subject": "Hello Ada", "text": "Dear Ada,\n", "html": "<p>Dear Ada,</p>"}


@pytest.fixture
def mara(services: Services, actor: Actor) -> Actor:
    key = add_user(
        services, actor=actor, email="mara@example.com", password="correct horse battery",
        role=Role.SALESPERSON, name="Mara Lindqvist",
    )  # fmt: skip
    return Actor(actor.tenant_id, Role.SALESPERSON, "user", key, name="Mara Lindqvist")


def the_mailbox(services: Services) -> int:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow.id).order_by(MailboxRow.id)).first() or 0


def count(services: Services, kind: type) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_test_arrives_at_whoever_asked_and_says_what_it_is(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    told = send_test(services, actor=mara, mailbox_id=the_mailbox(services), **WRITTEN)

    assert told == "mara@example.com"
    ((recipient, payload),) = transport.sent
    message = message_from_bytes(payload, policy=policy.default)
    assert recipient == "mara@example.com"
    assert message["From"] == "sales@example.com"
    assert message["Subject"] == "Test: Hello Ada"
    assert message["To"] == "Mara Lindqvist <mara@example.com>"
    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


def test_a_test_is_no_touch_and_takes_no_slot(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    send_test(services, actor=mara, mailbox_id=the_mailbox(services), **WRITTEN)

    assert count(services, DeliveryRow) == 0
    assert count(services, ActivityRow) == 0
    with services.storage.read() as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.action == "mail.tested")).one()
    assert "mara@example.com" not in str(noted.detail)


def test_two_tests_of_the_same_text_are_two_messages(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    for _ in range(2):
        send_test(services, actor=mara, mailbox_id=the_mailbox(services), **WRITTEN)

    ids = {message_from_bytes(payload)["Message-ID"] for _, payload in transport.sent}
    assert len(ids) == 2


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Stage.AUTH, 535, "5.7.8 wrong password"),
        Answer(Stage.RCPT, 550, "5.1.1 no such user"),
        Answer(Stage.CONNECT, None, "connection refused"),
        Answer(Stage.BODY, None, "reset"),
    ],
)
def test_a_test_that_fails_says_the_servers_words_and_changes_nothing(
    services: Services, mara: Actor, transport: ScriptedTransport, answer: Answer
) -> None:
    transport.answer = lambda _: answer

    with pytest.raises(NotSent, match=answer.text.partition(" ")[2] or answer.text) as refusal:
        send_test(services, actor=mara, mailbox_id=the_mailbox(services), **WRITTEN)

    assert refusal.value.field == "mailbox"
    with services.storage.read() as session:
        assert session.scalars(select(MailboxRow.status)).one() == "ACTIVE"
    assert count(services, SuppressionRow) == 0


def test_a_robot_has_no_address_to_send_a_test_to(services: Services, actor: Actor) -> None:
    with pytest.raises(Forbidden, match="sign in as a person"):
        send_test(services, actor=actor, mailbox_id=the_mailbox(services), **WRITTEN)


def test_another_workspaces_mailbox_is_not_found(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    stranger = replace(mara, tenant_id=add_workspace(services, name="Other"))
    with pytest.raises(NotFound) as refusal:
        send_test(services, actor=stranger, mailbox_id=the_mailbox(services), **WRITTEN)

    assert refusal.value.field == "mailbox"
    assert transport.sent == []


def test_a_draft_is_tested_as_it_is_kept_and_stays_a_draft(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    lead = a_lead(services, mara, 1)
    draft = create_email_draft(
        services, actor=mara, lead_id=lead, subject="An idea", body="Dear Ada,\n\nan idea."
    )

    send_test_of_draft(services, actor=mara, activity_id=draft)

    ((recipient, payload),) = transport.sent
    assert recipient == "mara@example.com"
    assert message_from_bytes(payload)["Subject"] == "Test: An idea"
    with services.storage.read() as session:
        assert session.get_one(ActivityRow, draft).status == "DRAFT"


def test_a_draft_with_a_field_left_in_it_is_refused_as_when_it_is_sent(
    services: Services, mara: Actor, transport: ScriptedTransport
) -> None:
    draft = create_email_draft(
        services, actor=mara, lead_id=a_lead(services, mara, 1), subject="An idea",
        body="Dear {{ first_name }},",
    )  # fmt: skip

    with pytest.raises(InvalidInput) as refusal:
        send_test_of_draft(services, actor=mara, activity_id=draft)

    assert refusal.value.field == "body"
    assert transport.sent == []


def test_a_task_is_no_e_mail(services: Services, mara: Actor) -> None:
    task = create_task(services, actor=mara, subject="Look at it", lead_id=a_lead(services, mara))

    with pytest.raises(InvalidInput, match="Only an e-mail draft"):
        send_test_of_draft(services, actor=mara, activity_id=task)

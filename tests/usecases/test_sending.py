"""A person presses Send on a draft: it goes out once, or the reason stands beside it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Barrier

import pytest
from sqlalchemy import select, update

from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import ActivityStatus, DeliveryStatus, EnrollmentStatus
from crm_core.errors import (
    Conflict,
    CrmError,
    Forbidden,
    InvalidInput,
    NotFound,
    NotSent,
    SuppressedRecipient,
)
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    LeadRow,
    MailboxRow,
    SuppressionRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import (
    complete_activity,
    create_email_draft,
    create_task,
    edit_draft,
    skip_activities,
)
from crm_core.usecases.deliveries import give_up_delivery, retry_delivery, settle_delivery
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.usecases.opt_outs import opt_out_by_link
from crm_core.usecases.people import opt_out, update_person
from crm_core.usecases.sending import send_draft
from crm_core.views.health import get_health
from tests.builders import DRAFT, EMAIL, FOLLOW_UP, TASK, a_lead, a_sequence, enrolled
from tests.clocks import MONDAY_TEN, StoppedClock
from tests.servers import ACCEPTED, ScriptedTransport

DAY = timedelta(days=1)
REPLY = {"type": "EMAIL_MANUAL", "body": "Dear {{ first_name }}, again."}
FORMATTED = {**DRAFT, "body": "<p>Dear <b>{{ first_name }}</b>,</p><ul><li>one</li></ul>"}
PUT_OFF = Answer(Stage.RCPT, 451, "4.7.1 greylisted")
NOBODY = Answer(Stage.RCPT, 550, "5.1.1 no such user")
SPAM = Answer(Stage.BODY, 554, "5.6.0 looks like spam")
NOT_SIGNED_IN = Answer(Stage.AUTH, 535, "5.7.8 wrong password")
NOT_THERE = Answer(Stage.CONNECT, None, "connection refused")
BROKEN_OFF = Answer(Stage.DATA, None, "reset")
UNHEARD = Answer(Stage.BODY, None, "reset")


def the(services: Services, kind: type) -> list:
    with services.storage.read() as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def parsed(payload: bytes) -> EmailMessage:
    message = message_from_bytes(payload, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def a_draft(services: Services, actor: Actor, **given: object) -> int:
    lead = given.pop("lead_id", None) or a_lead(services, actor)
    texts = {"subject": "A word", "body": "Dear Ada, <b> & 👋\n\nGood?", **given}
    return create_email_draft(services, actor=actor, lead_id=lead, **texts)  # type: ignore[arg-type]


def a_sequences_draft(services: Services, actor: Actor, *steps: dict[str, object]) -> int:
    """The id of the draft that a sequence made at its last step so far."""
    enrolled(services, actor, a_sequence(services, actor, *(steps or (DRAFT, FOLLOW_UP))))
    run_touches(services)
    return the(services, ActivityRow)[-1].id


def test_a_draft_goes_out_now_and_stands_on_the_timeline_as_it_went(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_draft(each_services, actor)

    send_draft(each_services, actor=actor, activity_id=key)

    (row,), (delivery,) = the(each_services, ActivityRow), the(each_services, DeliveryRow)
    assert (row.status, row.completed_at) == (ActivityStatus.DONE, MONDAY_TEN)
    assert (delivery.status, delivery.activity_id, delivery.attempts) == ("sent", key, 1)
    ((recipient, payload),) = transport.sent
    message = parsed(payload)
    assert recipient == "ada1@example.com"
    assert (message["To"], message["Subject"]) == ("Ada1 Byron <ada1@example.com>", "A word")
    assert message["Message-ID"] == f"<{delivery.message_id}>"
    assert part(message, "plain") == row.body
    assert "Dear Ada, &lt;b&gt; &amp; 👋" in part(message, "html")


def test_a_formatted_draft_keeps_its_formatting_and_its_text_is_what_went_out(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_sequences_draft(each_services, actor, FORMATTED)
    (draft,) = the(each_services, ActivityRow)
    assert draft.html == "<p>Dear <b>Ada1</b>,</p><ul><li>one</li></ul>"
    edit_draft(
        each_services, actor=actor, activity_id=key, subject="Mine", body="",
        seen=fingerprint(draft.subject, draft.body, draft.html),
        html="<p>Hello <i>Ada</i> &amp; <script>x</script><a href='https://example.com'>see</a></p>",
    )  # fmt: skip

    send_draft(each_services, actor=actor, activity_id=key)

    message = parsed(transport.sent[0][1])
    html = part(message, "html")
    assert '<p>Hello <i>Ada</i> &amp; <a href="https://example.com">see</a></p>' in html
    (row,) = the(each_services, ActivityRow)
    assert row.body == "Hello Ada & see (https://example.com)\n"
    assert part(message, "plain") == row.body


def test_sending_a_sequences_draft_moves_it_on_and_the_next_delay_counts_from_then(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = a_sequences_draft(each_services, actor, EMAIL, REPLY, FOLLOW_UP)
    clock.move(3 * DAY)

    send_draft(each_services, actor=actor, activity_id=key)

    (enrollment,) = the(each_services, EnrollmentRow)
    assert (enrollment.position, enrollment.next_run_at) == (2, clock.now() + DAY)
    assert (enrollment.hold_gate, enrollment.waiting_since) == (None, None)
    clock.move(DAY)
    assert run_touches(each_services).sent == 1
    first, second, third = (parsed(payload) for _, payload in transport.sent)
    assert second["Subject"] == "Re: Hello Ada1"
    assert second["In-Reply-To"] == first["Message-ID"]
    assert third["References"] == f"{first['Message-ID']} {second['Message-ID']}"
    link = second["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    opt_out_by_link(each_services, token=link)
    assert the(each_services, SuppressionRow)[0].email == "ada1@example.com"


def test_the_link_of_a_draft_without_a_sequence_opts_its_person_out_wherever_it_went(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_draft(each_services, actor)
    send_draft(each_services, actor=actor, activity_id=key)
    party = the(each_services, LeadRow)[0].party_id
    update_person(each_services, actor=actor, party_id=party, changes={"email": "b@example.com"})
    message = parsed(transport.sent[0][1])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    opt_out_by_link(each_services, token=message["List-Unsubscribe"].strip("<>").split("/")[-1])

    emails = {row.email for row in the(each_services, SuppressionRow)}
    assert emails == {"ada1@example.com", "b@example.com"}
    stranger = each_services.secrets.unsubscribe_token(actor.tenant_id + 1, f"p{party}")
    with pytest.raises(NotFound):
        opt_out_by_link(each_services, token=stranger)


def test_one_person_of_four_who_press_send_at_once_sends_it(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_sequences_draft(each_services, actor)
    ready = Barrier(4)

    def press(_: int) -> str:
        ready.wait(30)
        try:
            send_draft(each_services, actor=actor, activity_id=key)
        except NotSent as refusal:
            return refusal.message
        return "sent"

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(press, range(4)))

    assert len(transport.tried) == len(transport.sent) == 1
    assert said.count("sent") == 1
    assert {words for words in said if words != "sent"} <= {
        "This e-mail is being sent at this moment.",
        "This e-mail is sent or marked as done already.",
    }
    assert [row.status for row in the(each_services, DeliveryRow)] == ["sent"]
    assert the(each_services, EnrollmentRow)[0].position == 1


@pytest.mark.parametrize(
    ("answer", "status", "attempts"),
    [
        (PUT_OFF, DeliveryStatus.DEFERRED, 1),
        (BROKEN_OFF, DeliveryStatus.DEFERRED, 1),
        (SPAM, DeliveryStatus.REFUSED, 1),
        (NOT_THERE, DeliveryStatus.PLANNED, 0),
        (NOT_SIGNED_IN, DeliveryStatus.PLANNED, 0),
    ],
)
def test_a_draft_that_did_not_go_out_stays_with_the_reason_and_goes_out_later_as_the_same_message(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    answer: Answer, status: DeliveryStatus, attempts: int,
) -> None:  # fmt: skip
    key = a_sequences_draft(each_services, actor)
    if answer.stage in (Stage.CONNECT, Stage.AUTH):
        transport.opening = answer
    transport.answer = lambda _: answer

    with pytest.raises(NotSent, match=answer.text):
        send_draft(each_services, actor=actor, activity_id=key)

    (row,), (before,) = the(each_services, ActivityRow), the(each_services, DeliveryRow)
    assert (row.status, before.status, before.attempts) == ("DRAFT", status, attempts)
    assert answer.text in before.reason
    (enrollment,) = the(each_services, EnrollmentRow)
    assert (enrollment.position, enrollment.hold_gate, enrollment.status) == (0, "task", "ACTIVE")
    assert run_touches(each_services).processed == 0

    transport.opening, transport.answer = None, lambda _: ACCEPTED
    (box,) = the(each_services, MailboxRow)
    if box.status == "PAUSED":
        assert answer is NOT_SIGNED_IN
        with pytest.raises(Conflict, match=r"is paused: .*wrong password"):
            send_draft(each_services, actor=actor, activity_id=key)
        resume_mailbox(each_services, actor=actor, mailbox_id=box.id)
    send_draft(each_services, actor=actor, activity_id=key)

    (after,) = the(each_services, DeliveryRow)
    assert (after.status, after.message_id) == ("sent", before.message_id)
    assert (after.reason, len(transport.sent)) == ("", 1)
    assert the(each_services, MailboxRow)[0].away_until is None


def test_an_address_that_does_not_exist_is_not_written_to_again_until_it_is_corrected(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_sequences_draft(each_services, actor)
    transport.answer = lambda to: NOBODY if to == "ada1@example.com" else ACCEPTED
    with pytest.raises(NotSent, match="does not exist"):
        send_draft(each_services, actor=actor, activity_id=key)
    with pytest.raises(SuppressedRecipient, match="bounced") as refusal:
        send_draft(each_services, actor=actor, activity_id=key)
    assert refusal.value.field == "partyId"

    party = the(each_services, LeadRow)[0].party_id
    update_person(each_services, actor=actor, party_id=party, changes={"email": "b@example.com"})
    send_draft(each_services, actor=actor, activity_id=key)

    assert [to for to, _ in transport.sent] == ["b@example.com"]
    (delivery,) = the(each_services, DeliveryRow)
    assert (delivery.recipient, delivery.status) == ("b@example.com", "sent")


@pytest.fixture
def uncertain(each_services: Services, actor: Actor, transport: ScriptedTransport) -> int:
    """The id of a sequence's draft whose answer was lost."""
    key = a_sequences_draft(each_services, actor)
    transport.answer = lambda _: UNHEARD
    with pytest.raises(NotSent, match="say whether it did"):
        send_draft(each_services, actor=actor, activity_id=key)
    transport.answer = lambda _: ACCEPTED
    return key


def test_an_unheard_answer_leaves_the_draft_to_a_person(
    each_services: Services, actor: Actor, transport: ScriptedTransport, uncertain: int
) -> None:
    for refused in (
        lambda: send_draft(each_services, actor=actor, activity_id=uncertain),
        lambda: complete_activity(each_services, actor=actor, activity_id=uncertain),
        lambda: edit_draft(each_services, actor=actor, activity_id=uncertain, seen="", subject="x",
                           body="y"),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="say first whether it arrived"):
            refused()
    worked = skip_activities(each_services, actor=actor, activity_ids=[uncertain])
    assert worked.done == ()
    assert run_touches(each_services).processed == 0
    (line,) = get_health(each_services, actor=actor).deliveries
    assert (line.status, line.activity_id) == (DeliveryStatus.UNCERTAIN, uncertain)
    assert len(transport.tried) == 1


def test_said_to_have_arrived_it_is_done_and_its_sequence_goes_on_from_when_it_went(
    each_services: Services, actor: Actor, clock: StoppedClock, uncertain: int
) -> None:
    (delivery,) = the(each_services, DeliveryRow)
    clock.move(2 * DAY)
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user")

    settle_delivery(each_services, actor=seller, delivery_id=delivery.id, arrived=True)

    (row,), (enrollment,) = the(each_services, ActivityRow), the(each_services, EnrollmentRow)
    assert (row.id, row.status, row.completed_at) == (uncertain, "DONE", MONDAY_TEN)
    assert (enrollment.position, enrollment.next_run_at) == (1, MONDAY_TEN + DAY)


def test_said_not_to_have_arrived_it_can_be_sent_again_as_the_same_message(
    each_services: Services, actor: Actor, transport: ScriptedTransport, uncertain: int
) -> None:
    (before,) = the(each_services, DeliveryRow)
    settle_delivery(each_services, actor=actor, delivery_id=before.id, arrived=False)
    assert run_touches(each_services).processed == 0, "the runner sends no draft"
    send_draft(each_services, actor=actor, activity_id=uncertain)

    (after,) = the(each_services, DeliveryRow)
    assert (after.status, after.message_id) == ("sent", before.message_id)
    assert len(transport.sent) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_draft_whose_sequence_ended_while_nobody_knew_is_settled_all_the_same(
    each_services: Services, actor: Actor, uncertain: int, arrived: bool
) -> None:
    (delivery,), (enrollment,) = the(each_services, DeliveryRow), the(each_services, EnrollmentRow)
    set_enrollment_status(
        each_services, actor=actor, enrollment_id=enrollment.id, status="CANCELED"
    )
    assert the(each_services, ActivityRow)[0].status == ActivityStatus.DRAFT

    settle_delivery(each_services, actor=actor, delivery_id=delivery.id, arrived=arrived)

    (row,) = the(each_services, ActivityRow)
    assert row.status == (ActivityStatus.DONE if arrived else ActivityStatus.CANCELED)
    assert len(the(each_services, DeliveryRow)) == arrived
    assert the(each_services, EnrollmentRow)[0].status == EnrollmentStatus.CANCELED


def test_an_uncertain_draft_may_be_given_up_and_one_put_off_is_not_the_runners(
    each_services: Services, actor: Actor, transport: ScriptedTransport, uncertain: int
) -> None:
    (delivery,) = the(each_services, DeliveryRow)
    give_up_delivery(each_services, actor=actor, delivery_id=delivery.id)
    assert the(each_services, ActivityRow)[0].status == ActivityStatus.CANCELED

    other = a_draft(each_services, actor, lead_id=a_lead(each_services, actor, 2))
    transport.answer = lambda _: PUT_OFF
    with pytest.raises(NotSent):
        send_draft(each_services, actor=actor, activity_id=other)
    with pytest.raises(Conflict, match="press Send"):
        retry_delivery(
            each_services, actor=actor, delivery_id=the(each_services, DeliveryRow)[-1].id
        )
    skip_activities(each_services, actor=actor, activity_ids=[other])
    assert [row.status for row in the(each_services, DeliveryRow)] == ["refused"]


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"subject": " "}, "subject", "needs a subject"),
        ({"body": " \n"}, "body", "needs a text"),
        ({"body": "", "html": "<p><br></p>"}, "body", "needs a text"),
        ({"body": "Dear {{ first_name }},"}, "body", "{{ first_name }} would arrive"),
        ({"subject": "For {% if a %}you"}, "subject", "{% if a %} would arrive"),
    ],
)
def test_a_text_that_is_not_fit_to_be_read_is_refused_by_its_field(
    services: Services, actor: Actor, transport: ScriptedTransport,
    texts: dict[str, object], field: str, words: str,
) -> None:  # fmt: skip
    key = a_draft(services, actor, **texts)
    with pytest.raises(InvalidInput) as refusal:
        send_draft(services, actor=actor, activity_id=key)
    assert refusal.value.field == field
    assert words in refusal.value.message
    assert (the(services, DeliveryRow), transport.tried) == ([], [])


def opted_out(services: Services, actor: Actor) -> None:
    party = the(services, LeadRow)[0].party_id
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="a call")


def without_address(services: Services, actor: Actor) -> None:
    party = the(services, LeadRow)[0].party_id
    update_person(services, actor=actor, party_id=party, changes={"email": None})


def with_a_paused_mailbox(services: Services, actor: Actor) -> None:
    with services.storage.write() as session:
        session.execute(
            update(MailboxRow).values(status="PAUSED", paused_at=MONDAY_TEN, paused_reason="No.")
        )


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (opted_out, "opted out"),
        (without_address, "no e-mail address"),
        (with_a_paused_mailbox, "is paused: No."),
    ],
)
def test_what_the_planner_would_refuse_a_person_is_refused_as_well(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    meanwhile: Callable[[Services, Actor], None], words: str,
) -> None:  # fmt: skip
    key = a_draft(each_services, actor)
    meanwhile(each_services, actor)
    with pytest.raises(Conflict, match=words):
        send_draft(each_services, actor=actor, activity_id=key)
    assert (the(each_services, DeliveryRow), transport.tried) == ([], [])
    assert the(each_services, ActivityRow)[0].status == "DRAFT"


def test_a_paused_enrollments_draft_waits_and_an_ended_ones_is_closed(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_sequences_draft(each_services, actor)
    (enrollment,) = the(each_services, EnrollmentRow)
    for status, words in (("PAUSED", "is paused. Resume"), ("CANCELED", "canceled already")):
        set_enrollment_status(
            each_services, actor=actor, enrollment_id=enrollment.id, status=status
        )
        with pytest.raises(Conflict, match=words):
            send_draft(each_services, actor=actor, activity_id=key)
    assert transport.tried == []


def test_only_a_draft_of_ones_own_workspace_is_sent_by_whoever_may(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key = a_draft(services, actor)
    task = create_task(services, actor=actor, lead_id=a_lead(services, actor, 2), subject="Ask")
    refused: list[tuple[Actor, int, type[CrmError]]] = [
        (Actor(actor.tenant_id, Role.READ_ONLY, "user"), key, Forbidden),
        (Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "cli"), key, NotFound),
        (actor, task, InvalidInput),
        (actor, 10**9, NotFound),
    ]
    for whoever, what, kind in refused:
        with pytest.raises(kind):
            send_draft(services, actor=whoever, activity_id=what)
    with pytest.raises(Conflict, match="changed elsewhere"):
        send_draft(services, actor=actor, activity_id=key, seen=fingerprint("", "", None))
    with services.storage.write(), pytest.raises(RuntimeError):
        send_draft(services, actor=actor, activity_id=key)
    assert (the(services, DeliveryRow), transport.tried) == ([], [])


def test_a_draft_that_is_being_sent_is_left_alone_and_ends_as_it_went(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    """While the server thinks, somebody skips it, and the enrollment is ended."""
    key = a_sequences_draft(each_services, actor, DRAFT, TASK)
    (enrollment,) = the(each_services, EnrollmentRow)
    said: list[str] = []

    def meanwhile(_: str) -> None:
        worked = skip_activities(each_services, actor=actor, activity_ids=[key])
        said.extend(one.reason for one in worked.refused)
        set_enrollment_status(
            each_services, actor=actor, enrollment_id=enrollment.id, status="CANCELED"
        )

    transport.before_send = meanwhile
    send_draft(each_services, actor=actor, activity_id=key)

    assert said == ["This e-mail is being sent at this moment."]
    (row,), (after,) = the(each_services, ActivityRow), the(each_services, EnrollmentRow)
    assert (row.status, after.status, after.position) == ("DONE", "CANCELED", 0)


def test_a_draft_of_a_sequence_that_tracks_is_tracked(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    body = "See https://a.test/page"
    step = {"type": "EMAIL_MANUAL", "subject": "A word", "body": body}
    settings = {"tracking": {"opens": True, "clicks": True}}
    enrolled(each_services, actor, a_sequence(each_services, actor, step, settings=settings))
    run_touches(each_services)
    draft = the(each_services, ActivityRow)[0].id
    send_draft(each_services, actor=actor, activity_id=draft)
    sent = transport.sent[0][1].replace(b"=\r\n", b"")
    assert sent.count(b"/t/c/") == 2
    assert sent.count(b"/t/o/") == 1

"""The screen Outbox: what goes when and why then, what is held, what needs somebody, what went."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.errors import NotSent
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow
from crm_core.usecases.activities import create_email_draft
from crm_core.usecases.deliveries import settle_delivery
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.mailboxes import add_mailbox
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.usecases.sending import send_draft
from crm_core.views.enrollments import get_enrollment
from crm_core.views.tasks import Queue, first_task
from tests.builders import DRAFT, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.pages import grids
from tests.pages.conftest import OpenPage
from tests.pages.grids import choose, menu_of
from tests.pages.reading import buttons_of, text_of
from tests.servers import ScriptedTransport

NO_ANSWER = Answer(Stage.BODY, None, "timed out")
LATER = Answer(Stage.RCPT, 451, "4.3.0 try again later")
NOBODY_THERE = Answer(Stage.RCPT, 550, "5.1.1 no such user")
NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}
MARKUP = "<b>Ada</b> *مرحبا* 🙂 {{x}}"


def deliveries(services: Services) -> list[DeliveryRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("planned", "Nothing is planned Enroll somebody in a sequence"),
        ("held", "Nothing is held back"),
        ("needs", "Nothing needs you"),
        ("sent", "Nothing went out yet"),
    ],
)
def test_an_empty_part_says_what_comes_there(part: str, words: str, open_page: OpenPage) -> None:
    assert words in text_of(open_page("outbox", outbox_tab=part))


@pytest.mark.usefixtures("manager")
def test_what_is_planned_stands_with_its_time_and_the_reason_for_it(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_sequence_steps(services)

    seen = text_of(open_page("outbox"))

    assert "Ada1 Byron ada1@example.com" in seen
    assert "Re: Hello Ada1 Outbound · step 2 of 2" in seen
    assert "Tomorrow at 11:00" in seen
    assert "1 day after step 1." in seen
    assert "Times in Europe/Berlin." in seen


@pytest.mark.usefixtures("manager")
def test_the_address_narrows_what_is_planned(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    first = a_sequence(services, actor, name="First")
    second = a_sequence(services, actor, {**EMAIL, "delay": {"value": 3, "unit": "DAYS"}},
                        name="Second")  # fmt: skip
    enrolled(services, actor, first)
    enrolled(services, actor, second, a_lead(services, actor, 2))

    assert "Ada2" not in text_of(open_page("outbox", outbox_within="24h"))
    assert "Ada1" not in text_of(open_page("outbox", outbox_sequence=str(second)))
    assert "Nothing is planned here" in text_of(
        open_page("outbox", outbox_within="24h", outbox_sequence=str(second))
    )
    assert "Ada1" in text_of(open_page("outbox", outbox_within="nonsense", outbox_sequence="9x"))


@pytest.mark.usefixtures("manager")
def test_sequences_and_mailboxes_are_offered_as_they_are_written(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrolled(services, actor, a_sequence(services, actor, name=MARKUP))
    add_mailbox(services, actor=actor, address="ada.l@example.com",
                display_name="Ada", transport_url="file:out")  # fmt: skip

    page = open_page("outbox")

    offered = {box.label: box.options for box in page.selectbox}
    assert offered["Sequence"] == ["Every sequence", MARKUP]
    assert "ada.l@example.com" in offered["Mailbox"]


@pytest.mark.usefixtures("manager")
def test_a_message_is_seen_before_it_goes_exactly_as_it_will_be(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor), first_name=MARKUP)

    page = choose(open_page("outbox"), "outbox_planned", enrollment, "preview")

    assert f"Hi {MARKUP}!" in text_of(page.run())


@pytest.mark.usefixtures("manager")
def test_a_step_is_skipped_after_its_dialog_said_what_that_means(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    page = choose(open_page("outbox"), "outbox_planned", enrollment, "skip")
    assert "nothing of it goes to Ada1 Byron" in text_of(page)

    press(page, "Skip this step")

    assert "Step 1 is skipped for Ada1 Byron." in text_of(page)
    assert get_enrollment(services, actor=actor, enrollment_id=enrollment).current_step == 1


@pytest.mark.usefixtures("manager")
def test_a_refusal_stands_in_the_dialog_in_the_rules_own_words(
    services: Services, actor: Actor, open_page: OpenPage, clock: StoppedClock
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor))
    page = choose(open_page("outbox"), "outbox_planned", enrollment, "cancel")
    assert "none of the steps after it" in text_of(page)
    set_enrollment_status(services, actor=actor, enrollment_id=enrollment, status="CANCELED")

    press(page, "End it")

    assert "The enrollment is canceled already." in text_of(page)


@pytest.mark.usefixtures("manager")
def test_an_enrollment_is_ended_from_the_outbox(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor))
    page = choose(open_page("outbox"), "outbox_planned", enrollment, "cancel")

    press(page, "End it")

    assert "Ada1 Byron gets nothing more of “Outbound”." in text_of(page)
    line = get_enrollment(services, actor=actor, enrollment_id=enrollment)
    assert line.status is EnrollmentStatus.CANCELED


@pytest.mark.usefixtures("manager")
def test_what_is_held_says_why_and_is_looked_at_again(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor, NEEDS_COMPANY))
    run_sequence_steps(services)
    page = open_page("outbox", outbox_tab="held", outbox_gate="content")
    assert "The text has no value for company. Fill in company for this person" in text_of(page)
    assert menu_of(page, enrollment) == [
        "See the message", "Look again", "Skip this step …", "End the sequence …"
    ]  # fmt: skip

    choose(page, "outbox_held", enrollment, "look")

    assert "Ada1 Byron is looked at again with the next run." in text_of(page)
    line = get_enrollment(services, actor=actor, enrollment_id=enrollment)
    assert line.next_run_at == services.clock.now()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("button", "question", "yes", "said", "status"),
    [
        ("It arrived", "counts as sent and stands on the timeline", "It arrived",
         "The message to Ada1 Byron counts as sent.", DeliveryStatus.SENT),
        ("Send again", "gets the message twice", "Send again",
         "goes out again with the next run", DeliveryStatus.PLANNED),
        ("Give up", "may have reached ada1@example.com all the same", "Give it up",
         "is given up, and the sequence has ended for them", DeliveryStatus.REFUSED),
    ],
)  # fmt: skip
def test_an_uncertain_e_mail_is_settled_in_one_of_three_ways(
    button: str, question: str, yes: str, said: str, status: DeliveryStatus,
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage,
) -> None:  # fmt: skip
    transport.answer = lambda _: NO_ANSWER
    enrolled(services, actor, a_sequence(services, actor))
    run_sequence_steps(services)
    page = open_page("outbox", outbox_tab="needs")
    assert "They are not sent again until you decide." in text_of(page)
    grids.press(page, "outbox_uncertain", button)
    assert question in text_of(page)

    next(b for b in page.button if b.key == "outbox_settle_yes" and b.label == yes).click().run()

    assert said in text_of(page)
    assert deliveries(services)[0].status == status


@pytest.mark.usefixtures("manager")
def test_one_that_was_settled_meanwhile_is_refused_in_the_rules_own_words(
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage
) -> None:
    transport.answer = lambda _: NO_ANSWER
    enrolled(services, actor, a_sequence(services, actor))
    run_sequence_steps(services)
    page = grids.press(open_page("outbox", outbox_tab="needs"), "outbox_uncertain", "Give up")
    (row,) = deliveries(services)
    settle_delivery(services, actor=actor, delivery_id=row.id, arrived=True)

    page.button(key="outbox_settle_yes").click().run()

    assert "Only an uncertain delivery can be given up." in text_of(page)
    assert deliveries(services)[0].status == DeliveryStatus.SENT


@pytest.mark.usefixtures("manager")
def test_what_was_put_off_is_tried_now_and_what_was_refused_leads_to_the_person(
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage
) -> None:
    transport.answer = lambda to: LATER if "ada1" in to else NOBODY_THERE
    enroll_many(services, actor, a_sequence(services, actor), 2)
    run_sequence_steps(services)
    put_off, refused = deliveries(services)
    page = open_page("outbox", outbox_tab="needs")
    assert "Put off 1" in text_of(page)
    assert "Refused 1" in text_of(page)
    assert "5.1.1 no such user" in text_of(page)
    assert menu_of(page, refused.id) == []

    choose(page, "outbox_put_off", put_off.id, "retry")

    assert "The message to Ada1 Byron is tried with the next run." in text_of(page)
    assert deliveries(services)[0].retry_at == services.clock.now()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("answer", [LATER, NOBODY_THERE])
def test_a_draft_that_did_not_go_out_is_opened_where_its_person_sends_it(
    answer: Answer, services: Services, actor: Actor, transport: ScriptedTransport,
    open_page: OpenPage,
) -> None:  # fmt: skip
    enrolled(services, actor, a_sequence(services, actor, DRAFT, FOLLOW_UP))
    run_sequence_steps(services)
    draft = first_task(services, actor=actor, queue=Queue(ZoneInfo("UTC")))
    assert draft is not None
    transport.answer = lambda _: answer
    with pytest.raises(NotSent):
        send_draft(services, actor=actor, activity_id=draft)
    (delivery,) = deliveries(services)

    page = open_page("outbox", outbox_tab="needs")

    assert menu_of(page, delivery.id) == ["Open in Tasks"]
    assert "Next run" not in text_of(page)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("button", "yes", "said"),
    [
        ("It arrived", "It arrived", "counts as sent"),
        ("Send again", "Send again", "The draft to Ada1 Byron can be sent again, from Tasks."),
        ("Give up", "Give it up", "The draft to Ada1 Byron is given up."),
    ],
)
def test_an_uncertain_draft_is_settled_in_words_about_drafts(
    button: str, yes: str, said: str, services: Services, actor: Actor,
    transport: ScriptedTransport, open_page: OpenPage,
) -> None:  # fmt: skip
    draft = create_email_draft(
        services, actor=actor, lead_id=a_lead(services, actor), subject="A word", body="Dear Ada"
    )
    transport.answer = lambda _: NO_ANSWER
    with pytest.raises(NotSent):
        send_draft(services, actor=actor, activity_id=draft)
    page = grids.press(open_page("outbox", outbox_tab="needs"), "outbox_uncertain", button)
    assert "the sequence goes on" not in text_of(page)

    next(b for b in page.button if b.key == "outbox_settle_yes" and b.label == yes).click().run()

    assert said in text_of(page)


@pytest.mark.usefixtures("manager")
def test_what_went_out_is_found_by_the_person(
    services: Services, actor: Actor, open_page: OpenPage, clock: StoppedClock
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 2)
    run_sequence_steps(services)
    clock.move(timedelta(hours=2))

    everything = text_of(open_page("outbox", outbox_tab="sent"))
    assert "Ada2 Byron ada2@example.com" in everything
    assert "Hello Ada1 Outbound" in everything
    assert "2 h ago" in everything
    found = text_of(open_page("outbox", outbox_tab="sent", outbox_search="ada2"))
    assert "Ada2" in found
    assert "Ada1" not in found
    nobody = text_of(open_page("outbox", outbox_tab="sent", outbox_search="zed"))
    assert "Nobody of that name was written to" in nobody


@pytest.mark.usefixtures("reader")
def test_who_may_only_read_sees_all_and_changes_nothing(
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage
) -> None:
    enrollment = enrolled(services, actor, a_sequence(services, actor))
    assert menu_of(open_page("outbox"), enrollment) == ["See the message"]
    transport.answer = lambda _: NO_ANSWER
    run_sequence_steps(services)

    page = open_page("outbox", outbox_tab="needs")

    assert "Ada1 Byron" in text_of(page)
    assert grids.buttons_in(page) == []
    assert buttons_of(page) == []

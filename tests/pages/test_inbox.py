"""The screen Inbox: who answered, what a message is and did, correcting it, answering it."""

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    CorrectionRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.conversations import begin_answer
from crm_core.usecases.people import opt_out
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.incoming import a_mail, message_id_to, received
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, text_of

MARKUP = "<b>Ada</b> *stars* {{ x }}"


def came(
    services: Services, actor: Actor, kind: MailClass = MailClass.REPLY, **facts: object
) -> int:
    """Ada got the first of two e-mails, and a message of the class came from her."""
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    mail = a_mail(kind, in_reply_to=message_id_to(services), **facts)
    key = received(services, actor, mail).inbound_id
    assert key is not None
    return key


def held(services: Services, actor: Actor) -> int:
    """A stranger at the company of somebody who is written to wrote."""
    lead = a_lead(services, actor, email="ada@acme.example")
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), lead)
    run_touches(services)
    mail = a_mail(from_address="eva@acme.example", from_name="Eva")
    key = received(services, actor, mail).inbound_id
    assert key is not None
    return key


def message(services: Services, key: int) -> InboundMessageRow:
    with services.storage.read() as session:
        return session.get_one(InboundMessageRow, key)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def correct(page: AppTest, key: int, choice: str) -> AppTest:
    """Choose in the menu of a message."""
    return page.menu_button(key=f"inbox_correct_{key}").click(choice).run()


@pytest.mark.usefixtures("manager")
def test_an_empty_inbox_says_how_to_connect_one(open_page: OpenPage) -> None:
    seen = text_of(open_page("inbox"))
    assert "No mail has come in" in seen
    assert "CRM_INBOX_URL" in seen


@pytest.mark.usefixtures("manager")
def test_a_reply_stands_open_with_what_it_is_why_and_what_it_did(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    came(
        services, actor, from_name=MARKUP, text=f"{MARKUP}\n\n> Hi Ada1!", reply_text=MARKUP,
        subject=MARKUP, sentiment=Sentiment.POSITIVE, intent=ReplyIntent.POSITIVE, label="meeting",
    )  # fmt: skip
    page = open_page("inbox")
    seen = text_of(page)
    assert page.title[0].value == "Inbox"
    assert f"{MARKUP} Interested Meeting Open" in seen
    assert "So it was written. It answers an e-mail of ours." in seen
    assert "Ended 1 sequence of the person." in seen
    assert f"{MARKUP} Show the rest > Hi Ada1!" in seen
    assert "We wrote Answered" in seen
    assert buttons_of(page)[:2] == ["Answer", "Done"]


@pytest.mark.usefixtures("manager")
def test_done_closes_the_conversation_and_shows_the_next(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enroll_many(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), 2)
    run_touches(services)
    keys = [
        received(services, actor, a_mail(from_address=f"ada{n}@example.com")).inbound_id
        for n in (1, 2)
    ]
    page = open_page("inbox")
    assert "Ada2 Byron" in text_of(page)

    page = press(page, "Done")

    seen = text_of(page)
    assert "Done with Ada2 Byron." in seen
    assert "Open 1" in str(page.get("button_group")[0].proto)
    assert message(services, keys[1] or 0).handled_at is not None
    page = press(page, "Done")
    assert "Nobody waits for an answer" in text_of(page)
    assert message(services, keys[0] or 0).handled_at is not None


@pytest.mark.usefixtures("manager")
def test_the_address_opens_a_message_and_its_filters(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = came(services, actor, MailClass.OUT_OF_OFFICE)
    assert "Nobody waits for an answer" in text_of(open_page("inbox"))
    seen = text_of(open_page("inbox", inbox_show="automatic", inbox_message=str(key)))
    assert "Absence" in seen
    assert "Nothing goes out until 16 March" in seen
    assert "There is no such conversation" in text_of(open_page("inbox", inbox_person="999"))
    assert "There is no such conversation" in text_of(open_page("inbox", inbox_message="999"))


@pytest.mark.usefixtures("manager")
def test_a_sender_without_a_name_is_told_by_the_address_once(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    came(services, actor, from_name="", from_address="home@elsewhere.example")
    assert text_of(open_page("inbox")).count("home@elsewhere.example") == 1


@pytest.mark.usefixtures("manager")
def test_a_click_says_what_a_message_really_is(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = came(services, actor, MailClass.AUTO_REPLY)
    page = open_page("inbox", inbox_message=str(key))

    page = correct(page, key, "classification:REPLY")

    seen = text_of(page)
    assert "It counts as a reply. 1 sequence ended as answered." in seen
    assert "Ada Lovelace said: Reply, not automatic reply." in seen
    with services.storage.read() as session:
        assert session.scalars(select(EnrollmentRow.stop_reason)).one() == "REPLIED"
        assert session.scalars(select(CorrectionRow.after)).one() == "REPLY"


@pytest.mark.usefixtures("manager")
def test_an_answer_is_kept_and_found_again(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = came(services, actor)
    page = press(open_page("inbox"), "Answer")
    assert "Send" in buttons_of(page)
    refused = press(page, "Keep as draft")
    assert "Write an answer first." in text_of(refused)
    begin_answer(services, actor=actor, inbound_id=key, subject="Re: Hello", typed="Dear Ada")
    again = open_page("inbox")
    assert "Answer" not in buttons_of(again)
    assert again.text_input(key=f"inbox_answer_{key}_subject").value == "Re: Hello"


@pytest.mark.usefixtures("manager")
def test_a_kept_answer_is_sent_from_the_page(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = came(services, actor)
    begun = begin_answer(services, actor=actor, inbound_id=key, subject="Re: H", typed="Dear Ada")
    page = press(open_page("inbox"), "Send")
    assert "The answer to Ada1 Byron went out." in text_of(page)
    assert message(services, key).handled_at is not None
    with services.storage.read() as session:
        assert session.get_one(ActivityRow, begun.activity_id).status == "DONE"


@pytest.mark.usefixtures("manager")
def test_an_answer_that_somebody_else_began_is_loaded_before_one_is_sent(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = came(services, actor)
    page = press(open_page("inbox"), "Answer")
    begin_answer(services, actor=actor, inbound_id=key, subject="Re: Theirs", typed="Dear Ada")
    page = page.run()
    assert "Load again" in buttons_of(page)
    refused = press(page, "Send")
    assert "Somebody has begun to answer this meanwhile" in text_of(refused)

    loaded = press(refused, "Load again")

    assert loaded.text_input(key=f"inbox_answer_{key}_1_subject").value == "Re: Theirs"
    assert "Load again" not in buttons_of(loaded)


@pytest.mark.usefixtures("manager")
def test_nobody_answers_a_person_who_wants_no_mail(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    came(services, actor)
    with services.storage.read() as session:
        party = session.get_one(LeadRow, 1).party_id
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="a call")
    page = open_page("inbox")
    assert "No e-mail may go to Ada1 Byron: the person opted out." in text_of(page)
    assert "Answer" not in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_a_companys_mail_asks_whose_it_is(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = held(services, actor)
    page = open_page("inbox")
    seen = text_of(page)
    assert "Eva" in seen
    assert "1 person at this company waits until somebody says whose it is." in seen

    page = press(page, "Say whose it is …")
    page = press(page, "Ada1 Byron · ada@acme\\.example")

    assert "It is the answer of Ada1 Byron." in text_of(page)
    assert message(services, key).party_id is not None
    with services.storage.read() as session:
        assert session.scalars(select(EnrollmentRow.stop_reason)).one() == "REPLIED"


@pytest.mark.usefixtures("manager")
def test_a_companys_mail_is_nobodys_answer(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = held(services, actor)
    page = press(open_page("inbox"), "Nobody’s answer")
    assert "It is nobody’s answer; what it held goes on." in text_of(page)
    assert message(services, key).handled_at is not None


@pytest.mark.usefixtures("reader")
def test_who_may_only_read_sees_it_and_changes_nothing(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    came(services, actor)
    page = open_page("inbox")
    assert "Ada1 Byron" in text_of(page)
    assert buttons_of(page) == []
    assert len(page.get("menu_button")) == 0

"""Letters of which no phrase tells enough: their words do, and what is said beside them counts."""

import pytest

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.phrases import folded
from crm_core.mail.inbound.word_counts import lean_of
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours-1@ours.example>"
HELP_DESK = "X-Auto-Response-Suppress: All\r\nFeedback-ID: 1:desk\r\nPrecedence: bulk"
TOLD = "Jury duty has me until further notice. Deadlines go to Kim."


def test_a_letter_is_a_machine_s_by_its_words_which_are_named(read: Read) -> None:
    found = read(TOLD, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE
    assert found.reason.startswith("It is worded as automatic replies are: “further notice”")


@pytest.mark.parametrize(
    ("body", "subject", "headers"),
    [
        pytest.param(TOLD, "Jury duty", "", id="it answers nothing of ours"),
        pytest.param(
            "I am currently out of the office with no access to email. What would ten seats cost?",
            "Re: Hi",
            ANSWER,
            id="it asks",
        ),
        pytest.param(
            "The drawings arrived. I am on vacation until 9 October, limited access.",
            "Re: Hi",
            ANSWER,
            id="its news comes second",
        ),
        pytest.param(
            "I will be out of the office next week, Sarah covers urgent matters.",
            "Re: Hi",
            ANSWER,
            id="its absence is to come",
        ),
        pytest.param(
            "I am travelling this week with limited access to email. Please call me to go through "
            "the contract.",
            "Re: Hi",
            ANSWER,
            id="it is written on a journey",
        ),
    ],
)
def test_what_speaks_against_it_must_be_outweighed(
    body: str, subject: str, headers: str, read: Read
) -> None:
    assert lean_of(folded(body)).machine > 2
    found = read(body, subject=subject, headers=headers)
    assert found.classification is MailClass.REPLY, found.reason


@pytest.mark.parametrize(
    "body",
    [
        "Thanks",
        "👍",
        "",
        "Thanks for your message, the price is fine. Please contact Jo in finance for the order.",
        "We have received the samples and will test them next week. Could you send two more?",
    ],
)
def test_a_person_whose_mail_comes_through_a_help_desk_is_none(body: str, read: Read) -> None:
    found = read(body, headers=f"{HELP_DESK}\r\n{ANSWER}")
    assert found.classification is MailClass.REPLY, found.reason


def test_a_mailing_is_one_however_it_is_worded(read: Read) -> None:
    body = "Your order has shipped and will be delivered on Monday. Please do not reply to this."
    found = read(body, subject="Your order", headers="List-Unsubscribe: <https://shop.example/u>")
    assert found.classification is MailClass.UNRELATED, found.reason


def test_whoever_begins_by_saying_that_it_is_automatic_is_believed(read: Read) -> None:
    body = (
        "This is an automatic reply. I have moved to a narrowboat and I answer mail on Sundays. "
        "I do like a good letter, though, so write me one."
    )
    assert lean_of(folded(body)).machine < 2
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.AUTO_REPLY, found.reason


def test_which_of_a_machine_s_letters_tell_of_absence_is_told_by_words_too(read: Read) -> None:
    header = f"Auto-Submitted: auto-replied\r\n{ANSWER}"
    away = read("Estou em licença-paternidade e longe do e-mail até 23/10. Abs!", headers=header)
    assert away.classification is MailClass.OUT_OF_OFFICE
    busy = read(
        "Thanks for emailing The Copper Pan! We don't take bookings by email I'm afraid, only "
        "through the website or by phone after 4pm (we're cooking before that). Lost property: ask "
        "for Sanna. Back to the stove!",
        headers=header,
    )
    assert busy.classification is MailClass.AUTO_REPLY

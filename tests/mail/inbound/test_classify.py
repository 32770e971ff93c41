"""The order of the questions, the fields that are read, and that nothing breaks the reading."""

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.mail.inbound.classify import read_message
from crm_core.mail.inbound.mail import UnreadableMail
from tests.mail.inbound import test_bounces, test_complaints
from tests.mail.inbound.conftest import NOW, OURS, Read, message


def test_a_reply_is_read(read: Read) -> None:
    found = read(
        "Yes, I'm interested.\n\nOn 2 Mar 2026, Rep wrote:\n> Hello",
        headers="In-Reply-To: <ours-1@ours.example>\nReferences: <a@x> <ours-1@ours.example>\n"
        "Cc: Bob <Bob@example.com>\nDelivered-To: rep+tag@ours.example",
    )
    assert found.classification is MailClass.REPLY
    assert (found.from_name, found.from_address) == ("Ann Lee", "ann@example.com")
    assert found.recipients == ("rep@ours.example", "bob@example.com", "rep+tag@ours.example")
    assert (found.message_id, found.in_reply_to) == ("m1@example.com", "ours-1@ours.example")
    assert found.references == ("a@x", "ours-1@ours.example")
    assert found.sent_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert found.reply_text == "Yes, I'm interested."
    assert "> Hello" in found.text
    assert (found.sentiment, found.intent) == (Sentiment.POSITIVE, ReplyIntent.POSITIVE)
    assert found.reason


def test_our_own_mail_is_known_before_anything_else(read: Read) -> None:
    found = read("Out of office. Unsubscribe.", sender="Rep <REP@ours.example>")
    assert found.classification is MailClass.OWN
    assert found.intent is None


def test_an_absence_gives_the_day_back(read: Read) -> None:
    found = read("I am back on 9 March.", subject="Automatic reply: Intro, out of office")
    assert found.classification is MailClass.OUT_OF_OFFICE
    assert found.returns_on == date(2026, 3, 9)


def test_an_absence_without_a_date_header_counts_from_now(read: Read) -> None:
    raw = message("Back tomorrow.", subject="Out of office").replace(b"Date:", b"X-Date:")
    assert read(raw).returns_on == date(2026, 3, 3)


@pytest.mark.parametrize("header", ["List-Id: <news.x>", "List-Unsubscribe: <https://x.example>",
                                    "Precedence: list"])  # fmt: skip
def test_a_mailing_that_answers_nothing_is_unrelated(header: str, read: Read) -> None:
    body = "Our news. To unsubscribe click here."
    assert read(body, subject="News", headers=header).classification is MailClass.UNRELATED
    headers = f"{header}\nIn-Reply-To: <ours-1@ours.example>"
    assert read("Yes.", headers=headers).classification is MailClass.REPLY


def test_a_read_receipt_is_a_notice(read: Read) -> None:
    raw = message(
        "--b\n\nIt was displayed.\n--b\nContent-Type: message/disposition-notification\n\n"
        "Original-Message-ID: <ours-1@ours.example>\nDisposition: manual-action/MDN-sent-manually; "
        "displayed\n--b--",
        content_type="multipart/report; report-type=disposition-notification; boundary=b",
    )
    found = read(raw)
    assert found.classification is MailClass.DELIVERY_NOTICE
    assert found.original_message_id == "ours-1@ours.example"


def test_an_answer_to_an_invitation_is_a_notice(read: Read) -> None:
    raw = message(
        "--b\n\nAnn has accepted.\n--b\nContent-Type: text/calendar; method=REPLY\n\n"
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n--b--",
        subject="Accepted: Intro call",
        content_type="multipart/mixed; boundary=b",
    )
    assert read(raw).classification is MailClass.DELIVERY_NOTICE


def test_html_alone_gives_text_and_own_words(read: Read) -> None:
    page = '<p>Yes, Tuesday.</p><div class="gmail_quote">On Mon Rep wrote:<br>Hi</div>'
    found = read(page, content_type="text/html; charset=utf-8")
    assert found.reply_text == "Yes, Tuesday."
    assert found.html == page + "\n"


def test_html_tells_what_the_plain_text_does_not_mark(read: Read) -> None:
    raw = message(
        "--b\nContent-Type: text/plain\n\nYes.\n\nHello Ann, will you?\n"
        "--b\nContent-Type: text/html\n\n"
        '<p>Yes.</p><div id="appendonsend"></div><p>Hello Ann, will you?</p>\n--b--',
        content_type="multipart/alternative; boundary=b",
    )
    assert read(raw).reply_text == "Yes."


def test_an_attached_file_is_no_text(read: Read) -> None:
    raw = message(
        "--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: text/plain\n"
        "Content-Disposition: attachment; filename=a.txt\n\nUnsubscribe me\n--b--",
        content_type="multipart/mixed; boundary=b",
    )
    found = read(raw)
    assert found.text == "See the file."
    assert found.classification is MailClass.REPLY


SEEDS = [
    message("Yes.\n\nOn 2 Mar 2026, Rep wrote:\n> Hello"),
    message("<p>Yes</p><blockquote>Hi</blockquote>", content_type="text/html; charset=utf-8"),
    message("I am out of the office until 9 March.", subject="=?utf-8?B?QXV0bzog?= reply"),
    test_bounces.report(test_bounces.FAILED),
    test_complaints.feedback("Feedback-Type: abuse\nOriginal-Rcpt-To: ann@example.com"),
    message(test_bounces.HARD[0][1], subject="failure notice", sender="MAILER-DAEMON@x.example"),
]
PIECES = [
    *(b"\r\n", b"\n\n", b"--b", b"=?utf-8?Q?", b"base64", b"charset=utf-7", b"<", b"\x00", b">"),
    *(b"multipart/mixed; boundary=b", b"message/rfc822", b"\xff\xfe", b"Date: x", b":"),
]


def survives(raw: bytes) -> None:
    try:
        found = read_message(raw, now=NOW, own_addresses=OURS)
    except UnreadableMail:
        return
    assert found.classification in MailClass
    assert len(found.fingerprint) == 64


@given(st.binary(max_size=2_000))
@example(b":")
@example(b"From:\n\n")
@example(b"Content-Type: multipart/mixed; boundary=\n\n--\n")
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    survives(raw)


@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 25))
@settings(max_examples=250, deadline=None)
def test_no_damaged_message_breaks_the_reading(seed: bytes, chance: int, cuts: int) -> None:
    chosen, raw = random.Random(chance), bytearray(seed)
    for _ in range(cuts):
        at = chosen.randrange(len(raw) + 1)
        raw[at : at + chosen.choice([0, 0, 1, 40])] = chosen.choice([b"", *PIECES])
    survives(bytes(raw))

"""Reports of mail servers: of which kind, about whom, about which message."""

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read, message


def report(
    *fields: str,
    letter: str = "Your message could not be delivered.",
    original: str = "Message-ID: <ours-1@ours.example>",
) -> bytes:
    """A report by RFC 3464, of a group of fields for each recipient."""
    groups = "\n\n".join(fields)
    body = (
        f"--b\nContent-Type: text/plain\n\n{letter}\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"{groups}\n"
        f"--b\nContent-Type: message/rfc822\n\n"
        f"{original}\nSubject: Intro\n\nHi, unsubscribe me.\n--b--"
    )
    return message(
        body,
        sender="MAILER-DAEMON@mx.example.com (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        content_type="multipart/report; report-type=delivery-status; boundary=b",
        headers="Auto-Submitted: auto-replied\nReturn-Path: <>",
    )


FAILED = (
    "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 User unknown"
)


def test_a_bounce_goes_before_an_automatic_reply(read: Read) -> None:
    found = read(report(FAILED))
    assert found.classification is MailClass.HARD_BOUNCE
    assert found.original_message_id == "ours-1@ours.example"
    [bounced] = found.bounced
    assert (bounced.address, bounced.status, bounced.is_hard) == ("ann@example.com", "5.1.1", True)
    assert bounced.diagnostic == "550 5.1.1 User unknown"
    assert found.sentiment is None


def test_the_address_that_we_wrote_to_goes_before_the_one_it_was_forwarded_to(read: Read) -> None:
    found = read(
        report("Original-Recipient: rfc822;Ann@Example.com\n" + FAILED.replace("ann", "x"))
    )
    assert [one.address for one in found.bounced] == ["ann@example.com"]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_message_that_waits_or_has_arrived_is_no_bounce(action: str, read: Read) -> None:
    found = read(
        report(f"Final-Recipient: rfc822; ann@example.com\nAction: {action}\nStatus: 4.4.1")
    )
    assert found.classification is MailClass.DELIVERY_NOTICE
    assert found.bounced == ()
    assert found.original_message_id == "ours-1@ours.example"


def test_each_recipient_is_judged_by_itself(read: Read) -> None:
    full = (
        "Final-Recipient: rfc822; bob@example.com\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full"
    )
    late = "Final-Recipient: rfc822; cy@example.com\nAction: delayed\nStatus: 4.4.1"
    found = read(report(FAILED, full, late))
    assert found.classification is MailClass.HARD_BOUNCE
    judged = {one.address: one.is_hard for one in found.bounced}
    assert judged == {"ann@example.com": True, "bob@example.com": False}


def test_a_full_mailbox_with_a_permanent_code_is_soft(read: Read) -> None:
    found = read(report(FAILED.replace("User unknown", "mailbox is full")))
    assert found.classification is MailClass.SOFT_BOUNCE


def test_a_refusal_by_policy_is_soft_and_the_mailboxs_fault(read: Read) -> None:
    policy = FAILED.replace("5.1.1", "5.7.26").replace("User unknown", "unauthenticated mail")
    found = read(report(policy))
    assert found.classification is MailClass.SOFT_BOUNCE
    assert found.is_mailbox_fault


def test_the_letter_is_asked_where_the_fields_say_nothing(read: Read) -> None:
    fields = "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.0.0"
    letter = "<ann@example.com>: host mx said: 550 no such user here"
    assert read(report(fields, letter=letter)).classification is MailClass.HARD_BOUNCE
    assert read(report(fields)).classification is MailClass.SOFT_BOUNCE


COPY = "Received: from us\nMessage-ID: <ours-2@ours.example>\nTo: ann@example.com\n\nHello"
HARD = [
    (
        "failure notice",
        (
            "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to "
            "deliver "
            "your message to the following addresses.\nThis is a permanent error; I've given "
            "up.\n\n"
            "<ann@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
            "--- Below this line is a copy of the message.\n\n"
        ),
    ),
    (
        "Mail delivery failed: returning message to sender",
        (
            "This message was created automatically by mail delivery software.\n\nA message that "
            "you "
            "sent could not be delivered to one or more of its\nrecipients. This is a permanent "
            "error. "
            "The following address(es) failed:\n\n  ann@example.com\n    Unrouteable address\n\n"
            "------ This is a copy of the message, including all the headers. ------\n\n"
        ),
    ),
    (
        "Undelivered Mail Returned to Sender",
        (
            "This is the mail system at host mx.example.com.\n\n<ann@example.com>: host "
            "mx2.example.com[192.0.2.1] said: 550 5.1.1\n    <ann@example.com>: Recipient address "
            "rejected: User unknown (in reply to RCPT TO command)\n\n"
        ),
    ),
    (
        "DELIVERY FAILURE: User ann (ann@example.com) not listed in Domino Directory",
        (
            "Your message\n\n  Subject: Intro\n\nwas not delivered to:\n\n  ann@example.com\n\n"
            "because:\n\n  User ann (ann@example.com) not listed in Domino Directory\n\n"
        ),
    ),
    (
        "Undeliverable: Intro",
        (
            "Your message did not reach some or all of the intended recipients.\n\nThe following "
            "recipient(s) cannot be reached:\n\n  ann@example.com on 3/2/2026 10:00 AM\n    The "
            "e-mail "
            "account does not exist at the organization this message was sent to.\n\n"
        ),
    ),
    (
        "系统退信",
        "抱歉，您的邮件被退回。\n收件人 ann@example.com 不存在\n原因: 550 mailbox not found\n\n",
    ),
    (
        "Unzustellbar: Intro",
        (
            "Ihre Nachricht konnte nicht zugestellt werden an:\nann@example.com\n"
            "550 Benutzer unbekannt\n\n"
        ),
    ),
    (
        "Недоставленное сообщение",
        "Ваше письмо не может быть доставлено:\n\nann@example.com\n550 пользователь не найден\n\n",
    ),
    ("配信不能", "次の宛先に配信できませんでした。\nann@example.com\n550 User unknown\n\n"),
]


@pytest.mark.parametrize(("subject", "letter"), HARD)
def test_a_report_of_its_own_kind(subject: str, letter: str, read: Read) -> None:
    found = read(letter + COPY, subject=subject, sender="Mail <MAILER-DAEMON@mx.example.com>")
    assert found.classification is MailClass.HARD_BOUNCE, found.reason
    assert [one.address for one in found.bounced] == ["ann@example.com"]
    assert found.original_message_id == "ours-2@ours.example"


def test_a_warning_that_a_server_still_tries_is_a_notice(read: Read) -> None:
    letter = (
        "This is a warning message only. You do not need to resend your message.\n\n"
        "ann@example.com: connection timed out, will retry for 4 days\n"
    )
    found = read(letter, subject="Warning: message delayed 24 hours", sender="postmaster@x.example")
    assert found.classification is MailClass.DELIVERY_NOTICE


def test_exim_names_the_address_in_a_header(read: Read) -> None:
    found = read(
        "mailbox is full",
        subject="Mail delivery failed",
        sender="Mail Delivery System <Mailer-Daemon@mx.example.com>",
        headers="X-Failed-Recipients: Ann@example.com",
    )
    assert found.classification is MailClass.SOFT_BOUNCE
    assert [one.address for one in found.bounced] == ["ann@example.com"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Undelivered mail", "Your last message bounced, please use bob@example.com instead."),
        ("Re: Intro", "I got a delivery failure for jo@example.com: 550 user unknown. Any idea?"),
        ("Delivery on Tuesday", "The delivery failed as nobody was at home. When can you come?"),
        ("Fwd: failure notice", "See below.\n\n> Hi. This is the qmail-send program\n> <a@b.de>:"),
        ("Mailbox", "My mailbox is full of your spam."),
    ],
)
def test_a_person_who_writes_of_failures_is_no_mail_server(
    subject: str, body: str, read: Read
) -> None:
    found = read(body, subject=subject, headers="In-Reply-To: <ours-1@ours.example>")
    assert found.classification in (MailClass.REPLY, MailClass.UNSUBSCRIBE), found.reason


def test_our_own_address_is_never_the_one_that_failed(read: Read) -> None:
    letter = "Undeliverable.\n\nFrom rep@ours.example to ann@example.com: 550 user unknown\n"
    found = read(letter, subject="Undeliverable: Intro", sender="postmaster@example.com")
    assert [one.address for one in found.bounced] == ["ann@example.com"]


SUBJECTS = [
    "Undeliverable: Intro",
    "Delivery Status Notification (Failure)",
    "Returned mail: see transcript for details",
    "Mail delivery failed: returning message to sender",
    "[BOUNCE]",
    "Nicht zugestellt: Intro",
    "Rapport de non-remise",
    "Notificación de estado de entrega (error)",
    "Notifica sullo stato del recapito (Errore)",
    "Não foi possível entregar: Intro",
    "Niet te bezorgen: Intro",
    "Kan inte levereras: Intro",
    "Nie można dostarczyć: Intro",
    "Nedoručitelné: Intro",
    "Kézbesíthetetlen: Intro",
    "İletilemedi: Intro",
    "Не удается доставить: Intro",
    "配信できません: Intro",
    "邮件投递失败",
    "배달할 수 없음: Intro",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_mail_server_s_subject_in_its_language(subject: str, read: Read) -> None:
    found = read(
        "<ann@example.com>: 550 user unknown", subject=subject, sender="postmaster@x.example"
    )
    assert found.classification is MailClass.HARD_BOUNCE


ENVELOPE = (
    "Error: Invalid user address\n\nError message below:\n550 - no such user here\n\n"
    "Message details:\n  MAIL FROM: rep@ours.example\n  RCPT TO: ann@example.com\n"
    "  From: other@ours.example\n"
)


def test_a_letter_that_retells_the_envelope_names_its_recipient_only(read: Read) -> None:
    found = read(message(ENVELOPE, sender="post_master@mx.example.com", subject="Re: Intro"))
    assert found.classification is MailClass.HARD_BOUNCE
    assert [one.address for one in found.bounced] == ["ann@example.com"]


def test_what_the_letter_says_holds_for_all_whose_paragraphs_say_nothing(read: Read) -> None:
    letter = "No such user here.\n\nThese failed:\n\n  ann@example.com\n\n  bob@example.com\n"
    found = read(message(letter, sender="MAILER-DAEMON@mx.example.com", subject="Failure notice"))
    assert [one.is_hard for one in found.bounced] == [True, True]


def test_a_notice_from_an_address_that_takes_no_answers_is_a_bounce_still(read: Read) -> None:
    letter = "送信先のメールボックスが一杯のため、送信できませんでした。\n\n<ann@example.com>\n"
    found = read(message(letter, sender="no-reply@mx.example.jp", subject="メールエラー通知"))
    assert found.classification is MailClass.SOFT_BOUNCE


def test_what_the_refusing_server_said_goes_before_the_words_of_who_passes_it_on(
    read: Read,
) -> None:
    letter = (
        "Delivery to the following recipient failed permanently:\n\n     ann@example.com\n\n"
        "Technical details of permanent failure:\n"
        "We tried to deliver your message, but it was rejected by the server for the recipient "
        "domain example.com.\n\nThe error that the other server returned was:\n"
        "550-5.1.1 There is no account of that name here.\n550 5.1.1 Ask its owner\n"
    )
    found = read(
        letter,
        sender="Mail Delivery Subsystem <mailer-daemon@relay.example>",
        subject="Delivery Status Notification (Failure)",
        headers="X-Failed-Recipients: ann@example.com\nReturn-Path: <>",
    )
    assert found.classification is MailClass.HARD_BOUNCE
    assert found.bounced[0].status == "5.1.1"


def test_a_refusal_of_the_sender_is_soft_though_only_the_letter_tells(read: Read) -> None:
    fields = (
        "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.0\n"
        "Diagnostic-Code: smtp; 553 5.1.0 No such user"
    )
    letter = (
        "<ann@example.com>: host mx.example.com[192.0.2.1] said: 553 5.1.0\n"
        "    No such user (in reply to MAIL FROM command)"
    )
    assert read(report(fields, letter=letter)).classification is MailClass.SOFT_BOUNCE
    at_recipient = letter.replace("MAIL FROM", "RCPT TO")
    assert read(report(fields, letter=at_recipient)).classification is MailClass.HARD_BOUNCE


def test_a_letter_goes_on_after_the_fields_of_our_message_that_it_retells(read: Read) -> None:
    letter = (
        "This report relates to a message you sent with the following header fields:\n\n"
        "  Message-id: <ours-1@ours.example>\n  From: rep@ours.example\n  To: ann@example.com\n\n"
        "Your message cannot be delivered to the following recipients:\n\n"
        "  Recipient address: ann@example.com\n  Diagnostic code: smtp;550 5.1.1 User unknown\n"
    )
    found = read(
        letter,
        sender="Internet Mail Delivery <postmaster@mx.example.com>",
        subject="Delivery Notification: Delivery has failed",
        headers="Return-Path: <>",
    )
    assert found.classification is MailClass.HARD_BOUNCE
    assert [one.address for one in found.bounced] == ["ann@example.com"]


def test_a_report_whose_boundary_never_comes_is_read_as_text(read: Read) -> None:
    found = read(
        "<ann@example.com>: 550 5.1.1 User unknown",
        sender="MAILER-DAEMON@mx.example.com",
        subject="Undelivered Mail Returned to Sender",
        content_type="multipart/report; report-type=delivery-status; boundary=lost",
    )
    assert found.classification is MailClass.HARD_BOUNCE


def test_a_report_whose_lines_end_by_carriage_returns_alone_is_read(read: Read) -> None:
    raw = report(FAILED).replace(b"\r\n", b"\r")
    assert b"\n" not in raw
    found = read(raw)
    assert found.classification is MailClass.HARD_BOUNCE
    assert found.fingerprint == read(report(FAILED).replace(b"\r\n", b"\n")).fingerprint

"""Feedback reports: complaints, and those that are none."""

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read, message


def feedback(fields: str, original_to: str = "ann@example.com") -> bytes:
    body = (
        "--b\nContent-Type: text/plain\n\nThis is an email abuse report.\n"
        f"--b\nContent-Type: message/feedback-report\n\n{fields}\n"
        f"--b\nContent-Type: message/rfc822\n\nTo: {original_to}\nFrom: rep@ours.example\n"
        "Message-ID: <ours-1@ours.example>\n\nHello\n--b--"
    )
    return message(
        body,
        sender="fbl@provider.example",
        subject="FW: Intro",
        content_type='multipart/report; report-type=feedback-report; boundary="b"',
        headers="Auto-Submitted: auto-generated",
    )


@pytest.mark.parametrize(
    "fields",
    [
        "Feedback-Type: abuse\nUser-Agent: x/1\nOriginal-Rcpt-To: <Ann@example.com>",
        "Feedback-Type: abuse\nUser-Agent: x/1",
        "User-Agent: x/1\nRemoval-Recipient: ann@example.com",
        "Feedback-Type: fraud\nUser-Agent: x/1",
        "Feedback-Type: Opt-Out\nUser-Agent: x/1",
    ],
)
def test_a_report_of_abuse_is_a_complaint(fields: str, read: Read) -> None:
    found = read(feedback(fields))
    assert found.classification is MailClass.COMPLAINT
    assert [one.address for one in found.bounced] == ["ann@example.com"]
    assert found.original_message_id == "ours-1@ours.example"


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus", "other"])
def test_a_report_of_another_kind_is_a_notice(kind: str, read: Read) -> None:
    found = read(feedback(f"Feedback-Type: {kind}\nUser-Agent: x/1"))
    assert found.classification is MailClass.DELIVERY_NOTICE
    assert found.bounced == ()


def test_microsoft_reports_in_its_own_way(read: Read) -> None:
    body = (
        "--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@hotmail.example\n"
        "Message-ID: <ours-1@ours.example>\nTo: x@example.com\n\nHello\n--b--"
    )
    raw = message(
        body,
        sender="staff@hotmail.com",
        subject="complaint about message from 192.0.2.1",
        content_type="multipart/mixed; boundary=b",
    )
    found = read(raw)
    assert found.classification is MailClass.COMPLAINT
    assert [one.address for one in found.bounced] == ["ann@hotmail.example"]

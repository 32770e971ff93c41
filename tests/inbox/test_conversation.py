"""A real SMTP and a real IMAP server: what comes back acts within one tick of `runner.py`."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import SuppressionRow
from crm_core.views.enrollments import EnrollmentLine, get_enrollment
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.dovecot import Dovecot
from tests.mail_server import MailServer, mail_server
from tests.processes import PATIENCE, ROOT, clean_environment

REPLY = """From: Ada1 <{to}>
To: sales@example.com
Subject: Re: Hello
Message-ID: <reply@example.com>
In-Reply-To: {ours}
References: {ours}

Yes, please call me on Monday.

> Hi there
"""
ABSENCE = """From: Ada2 <{to}>
To: sales@example.com
Subject: Out of office
Message-ID: <absence@example.com>
In-Reply-To: {ours}
Auto-Submitted: auto-replied

I am out of the office and will be back on {back:%d %B %Y}.
"""
BOUNCE = """From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: sales@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.net>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

<{to}>: host mx.example.net said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: sales@example.com
To: {to}
Subject: Hello
Message-ID: {ours}

Hi

--b--
"""
COMPLAINT = """From: feedback@isp.example.net
To: sales@example.com
Subject: FW: Hello
Message-ID: <complaint@isp.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report for an email message received.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: {to}

--b
Content-Type: message/rfc822

From: sales@example.com
To: {to}
Subject: Hello
Message-ID: {ours}

Hi

--b--
"""


def once(tmp_path: Path, smtp: MailServer, inbox: str) -> dict[str, Any]:
    """One tick of every runner; its line of counts."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "runner.py"), "--once"],
        env={
            **clean_environment(),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
            "CRM_SECRET_KEY": "a key for tests only, long enough",
            "CRM_MAIL_URL": smtp.url,
            "CRM_INBOX_URL": inbox,
        },
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    line: dict[str, Any] = json.loads(result.stdout)
    return line


def test_reply_absence_bounce_and_complaint_act_within_one_tick(
    services: Services, actor: Actor, server: Dovecot, user: str, tmp_path: Path
) -> None:
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP)
    keys = [enrolled(services, actor, sequence, a_lead(services, actor, n)) for n in range(1, 6)]
    back = datetime.now(UTC) + timedelta(days=9)
    with mail_server() as smtp:
        assert once(tmp_path, smtp, server.url(user))["sent"] == 5
        ours = {message.recipients[0]: message.message_id for message in smtp.accepted}
        for number, text in enumerate((REPLY, ABSENCE, BOUNCE, COMPLAINT), 1):
            to = f"ada{number}@example.com"
            raw = text.format(to=to, ours=ours[to], back=back).replace("\n", "\r\n")
            server.deliver(user, raw.encode())

        counts = once(tmp_path, smtp, server.url(user))

        assert counts["inbox"]["processed"] == 4
        assert once(tmp_path, smtp, server.url(user))["inbox"]["processed"] == 0
        assert smtp.count == 5

    def line(number: int) -> EnrollmentLine:
        return get_enrollment(services, actor=actor, enrollment_id=keys[number - 1])

    assert [(line(n).status.value, line(n).stop_reason) for n in range(1, 6)] == [
        ("CANCELED", "REPLIED"),
        ("PAUSED", None),
        ("CANCELED", "BOUNCED"),
        ("CANCELED", "COMPLAINED"),
        ("ACTIVE", None),
    ]
    returns = line(2).next_run_at
    assert returns is not None
    assert returns.date() == back.date()
    with services.storage.read() as session:
        listed = {row.email: row.reason for row in session.scalars(select(SuppressionRow))}
    assert listed == {"ada3@example.com": "BOUNCED", "ada4@example.com": "COMPLAINED"}
    assert not any(b"Seen" in flags for flags in server.flags(user))

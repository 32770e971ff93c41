"""From a sequence to a delivered e-mail and a completed task, over HTTP and SMTP only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import escape

import httpx

from tests.certificates import Authority
from tests.end_to_end.conftest import Server
from tests.mail_server import SignIn, mail_server

PEOPLE = 200
DAY = timedelta(days=1)
NAMES = ("Ada", "Zoë", "Jürgen", "李", "Seán O'Brien", "<b>Bo</b>", "M & M", "Ólafur")
STEPS = [
    {
        "type": "EMAIL_AUTO",
        "subject": "{{ first_name }}, a word about {{ company | default: 'your team' }}",
        "body": "<p>Dear {{ first_name }} of {{ company | default: 'your team' }},</p>"
        "<p>shall we talk? {{ sender.email }}</p>",
    },
    {"type": "CALL", "delay": {"value": 1, "unit": "DAYS"}, "subject": "Call {{ first_name }}"},
    {
        "type": "EMAIL_MANUAL",
        "delay": {"value": 2, "unit": "HOURS"},
        "subject": "As discussed",
        "body": "Dear {{ first_name }}, as I said …",
    },
    {
        "type": "TASK",
        "delay": {"value": 1, "unit": "BUSINESS_DAYS"},
        "subject": "Research {{ company | default: 'them' }}",
        "instructions": "Look at their site.",
    },
    {
        "type": "EMAIL_AUTO",
        "delay": {"value": 45, "unit": "MINUTES"},
        "body": "Just checking in, {{ first_name }}.",
    },
]


def at(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML alternative."""
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain, html = message.iter_parts()
    return plain.get_content(), html.get_content()


def enroll_people(server: Server, sequence_id: object, number: int) -> dict[str, dict[str, object]]:
    """Leads by address, each with its `enrollmentId`; every second one has a company."""
    leads = {}
    for n in range(number):
        email = f"person{n}@example.com"
        company = {"company": f"Acme {n}"} if n % 2 else {}
        lead = server.make("leads", firstName=NAMES[n % len(NAMES)], email=email, **company)
        enrolled = server.make(
            "sequences/enroll", sequenceId=sequence_id, entityType="LEAD", entityId=lead["id"]
        )
        leads[email] = {**lead, "enrollmentId": enrolled["enrollmentId"]}
    return leads


def complete(server: Server, activity: dict[str, object]) -> datetime:
    """Complete an activity; when that was."""
    answer = server.crm.post(
        f"/crm/activities/{activity['id']}/complete", json={"disposition": "Connected"}
    )
    assert answer.status_code == 200, answer.text
    return at(answer.json()["completedAt"])


def test_two_hundred_people_get_their_touches_at_the_right_time_and_once(
    serve: Callable[..., Server],
) -> None:
    with mail_server() as mail:
        server = serve(CRM_MAIL_URL=mail.url)
        started = datetime.now(UTC)
        sequence = server.make(
            "sequences", name="Outbound", steps=STEPS, settings={"sendWindow": "ALWAYS"}
        )
        leads = enroll_people(server, sequence["id"], PEOPLE)

        # Each gets the first e-mail, once.
        assert server.run() == {"processed": PEOPLE, "sent": PEOPLE}
        assert server.run() == {}
        assert mail.count == len(mail.times) == PEOPLE
        first = {message.recipients: message.parsed() for message in mail.accepted}
        assert set(first) == {(email,) for email in leads}
        assert {message.sender for message in mail.accepted} == {"sales@example.com"}
        for (email,), message in first.items():
            name, company = leads[email]["firstName"], leads[email]["company"] or "your team"
            assert message["From"].addresses[0].addr_spec == "sales@example.com"
            (to,) = message["To"].addresses
            assert (to.display_name, to.addr_spec) == (name, email)
            assert message["Subject"] == f"{name}, a word about {company}"
            assert abs(parsedate_to_datetime(message["Date"]) - started) < timedelta(minutes=10)
            assert message["Message-ID"].endswith("@example.com>")
            assert message["In-Reply-To"] is message["References"] is None
            assert message["List-Unsubscribe"].startswith(f"<{server.url}/u/")
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            plain, html = parts(message)
            assert plain.startswith(f"Dear {name} of {company},")
            assert "shall we talk? sales@example.com" in plain
            assert f"Dear {escape(str(name))} of {company}," in html
            assert "{{" not in plain + html

        # The calls come on their day, not before.
        assert server.run(now=(datetime.now(UTC) + DAY - timedelta(hours=1)).isoformat()) == {}
        tomorrow = (datetime.now(UTC) + DAY).replace(microsecond=0)
        assert server.run(now=tomorrow.isoformat()) == {
            "processed": PEOPLE, "tasksCreated": PEOPLE,
        }  # fmt: skip
        calls = server.all_of("activities", type="CALL", status="OPEN")
        assert {call["leadId"] for call in calls} == {lead["id"] for lead in leads.values()}
        assert {at(call["dueAt"]) for call in calls} == {tomorrow}

        # Completing one starts its person's next delay, and nobody else's.
        call = calls[7]
        lead = next(lead for lead in leads.values() if lead["id"] == call["leadId"])
        enrollment = f"enrollments/{lead['enrollmentId']}"
        assert call["subject"] == f"Call {lead['firstName']}"
        assert server.show(enrollment)["nextRunAt"] is None
        done = complete(server, call)
        look = at(server.show(enrollment)["nextRunAt"])
        assert look == done + timedelta(hours=2)
        waiting = server.all_of("enrollments", sequenceId=sequence["id"])
        assert [line["id"] for line in waiting if line["nextRunAt"]] == [lead["enrollmentId"]]

        # The draft, the task and the follow-up come the same way.
        assert server.run(now=(look - timedelta(minutes=1)).isoformat()) == {}
        assert server.run(now=look.isoformat()) == {"processed": 1, "tasksCreated": 1}
        (draft,) = server.all_of("activities", status="DRAFT")
        assert (draft["type"], draft["subject"]) == ("EMAIL", "As discussed")
        assert draft["body"] == f"Dear {lead['firstName']}, as I said …"
        done = complete(server, draft)
        look = at(server.show(enrollment)["nextRunAt"])
        assert done + DAY <= look <= done + 3 * DAY
        assert look.weekday() < 5
        assert server.run(now=look.isoformat()) == {"processed": 1, "tasksCreated": 1}
        (task,) = server.all_of("activities", type="TASK", status="OPEN")
        assert task["subject"] == f"Research {lead['company'] or 'them'}"
        done = complete(server, task)
        look = at(server.show(enrollment)["nextRunAt"])
        assert look == done + timedelta(minutes=45)
        assert server.run(now=look.isoformat()) == {"processed": 1, "sent": 1}
        assert server.run(now=(look + 30 * DAY).isoformat()) == {}
        assert (mail.count, max(mail.times.values())) == (PEOPLE + 1, 1)

        # It answers in the thread of the first.
        beginning, follow_up = first[(str(lead["email"]),)], mail.accepted[-1].parsed()
        assert mail.accepted[-1].recipients == (lead["email"],)
        assert follow_up["Subject"] == f"Re: {beginning['Subject']}"
        assert follow_up["In-Reply-To"] == follow_up["References"] == beginning["Message-ID"]
        assert parts(follow_up)[0].startswith(f"Just checking in, {lead['firstName']}.")
        assert server.show(enrollment)["status"] == "COMPLETED"
        timeline = server.all_of(f"leads/{lead['id']}/timeline")
        assert [(line["type"], line["status"]) for line in reversed(timeline)] == [
            ("EMAIL", "DONE"), ("CALL", "DONE"), ("EMAIL", "DONE"), ("TASK", "DONE"),
            ("EMAIL", "DONE"),
        ]  # fmt: skip

        # Whoever follows the link in the e-mail is out.
        other = next(one for one in leads.values() if one is not lead)
        link = first[(str(other["email"]),)]["List-Unsubscribe"].strip("<>")
        answer = httpx.post(link, data={"List-Unsubscribe": "One-Click"}, trust_env=False)
        assert answer.status_code == 200
        left = server.show(f"enrollments/{other['enrollmentId']}")
        assert (left["status"], left["stopReason"]) == ("CANCELED", "OPTED_OUT")

        metrics = server.crm.get("/metrics").text
        assert f'duestep_deliveries{{status="sent"}} {PEOPLE + 1}.0' in metrics
        assert 'duestep_deliveries{status="uncertain"} 0.0' in metrics


def test_a_server_that_asks_for_encryption_and_a_sign_in_gets_both(
    serve: Callable[..., Server], authority: Authority
) -> None:
    account = ("sales", "pass/word ü")
    with mail_server(tls=authority.server, account=account) as mail:
        server = serve(
            CRM_MAIL_URL=f"smtp://sales:pass%2Fword%20%C3%BC@127.0.0.1:{mail.port}",
            SSL_CERT_FILE=str(authority.certificate),
        )
        sequence = server.make(
            "sequences", name="Outbound", steps=STEPS[:1], settings={"sendWindow": "ALWAYS"}
        )
        leads = enroll_people(server, sequence["id"], 20)

        assert server.run() == {"processed": 20, "sent": 20}

    assert {message.recipients for message in mail.accepted} == {(email,) for email in leads}
    assert set(mail.sign_ins) == {SignIn("sales", right=True, encrypted=True)}

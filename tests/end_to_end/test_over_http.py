"""From a sequence to a delivered e-mail and a completed task, over HTTP and SMTP only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import escape

import httpx

from tests.certificates import Authority
from tests.end_to_end.conftest import Json, Server
from tests.mail_server import MailServer, SignIn, mail_server

PEOPLE = 200
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NAMES = ("Ada", "Zoë", "Jürgen", "李", "Seán O'Brien", "<b>Bo</b>", "M & M", "Ólafur")
ALWAYS = {"sendWindow": "ALWAYS"}
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


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML alternative."""
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content(), html.get_content()


def enroll_people(server: Server, sequence_id: int, number: int) -> dict[str, Json]:
    """New leads by address, each with its `enrollmentId`; every second one has a company."""
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


def messages_by_recipient(mail: MailServer) -> dict[str, EmailMessage]:
    """The messages, of which each has one recipient and each recipient one."""
    found = {}
    for message in mail.accepted:
        (recipient,) = message.recipients
        assert recipient not in found
        found[recipient] = message.parsed()
    return found


def check_first_e_mail(server: Server, lead: Json, message: EmailMessage) -> None:
    name, company = lead["firstName"], lead["company"] or "your team"
    assert message["From"].addresses[0].addr_spec == "sales@example.com"
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, lead["email"])
    assert message["Subject"] == f"{name}, a word about {company}"
    age = datetime.now(UTC) - parsedate_to_datetime(message["Date"])
    assert -MINUTE < age < 10 * MINUTE
    assert message["Message-ID"].endswith("@example.com>")
    assert message["In-Reply-To"] is message["References"] is None
    assert message["List-Unsubscribe"].startswith(f"<{server.url}/u/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = parts(message)
    assert plain.startswith(f"Dear {name} of {company},")
    assert "shall we talk? sales@example.com" in plain
    assert f"Dear {escape(name)} of {company}," in html
    assert "{{" not in plain + html


def complete(server: Server, activity: Json) -> datetime:
    """Complete an activity; when that was."""
    answer = server.crm.post(
        f"/crm/activities/{activity['id']}/complete", json={"disposition": "Connected"}
    )
    assert answer.status_code == 200, answer.text
    return at(answer.json()["completedAt"])


def next_look(server: Server, lead: Json) -> datetime:
    """When the lead's next step comes; nothing comes before."""
    look = at(server.show(f"enrollments/{lead['enrollmentId']}")["nextRunAt"])
    assert server.run(now=(look - MINUTE).isoformat()) == {}
    return look


def do_the_call(server: Server, leads: dict[str, Json], sequence_id: int) -> Json:
    """Wait for the day of the calls and complete one; returns its lead."""
    tomorrow = (datetime.now(UTC) + DAY + MINUTE).replace(microsecond=0)
    assert server.run(now=(tomorrow - timedelta(hours=1)).isoformat()) == {}
    made = {"processed": PEOPLE, "tasksCreated": PEOPLE}
    assert server.run(now=tomorrow.isoformat()) == made
    calls = server.all_of("activities", type="CALL", status="OPEN")
    assert {call["leadId"] for call in calls} == {lead["id"] for lead in leads.values()}
    assert {at(call["dueAt"]) for call in calls} == {tomorrow}
    call = calls[7]
    lead = next(lead for lead in leads.values() if lead["id"] == call["leadId"])
    assert call["subject"] == f"Call {lead['firstName']}"
    assert server.show(f"enrollments/{lead['enrollmentId']}")["nextRunAt"] is None

    done = complete(server, call)

    lines = server.all_of("enrollments", sequenceId=sequence_id)
    waiting = {line["id"]: at(line["nextRunAt"]) for line in lines if line["nextRunAt"]}
    assert waiting == {lead["enrollmentId"]: done + timedelta(hours=2)}
    return lead


def do_the_draft(server: Server, lead: Json) -> None:
    look = next_look(server, lead)
    assert server.run(now=look.isoformat()) == {"processed": 1, "tasksCreated": 1}
    (draft,) = server.all_of("activities", status="DRAFT")
    assert (draft["type"], draft["subject"]) == ("EMAIL", "As discussed")
    assert draft["body"] == f"Dear {lead['firstName']}, as I said …"
    done = complete(server, draft)
    look = next_look(server, lead)
    assert done + DAY <= look <= done + 3 * DAY
    assert look.weekday() < 5


def do_the_task(server: Server, lead: Json) -> None:
    look = next_look(server, lead)
    assert server.run(now=look.isoformat()) == {"processed": 1, "tasksCreated": 1}
    (task,) = server.all_of("activities", type="TASK", status="OPEN")
    assert task["subject"] == f"Research {lead['company'] or 'them'}"
    done = complete(server, task)
    assert next_look(server, lead) == done + timedelta(minutes=45)


def check_follow_up(server: Server, mail: MailServer, lead: Json, first: EmailMessage) -> None:
    look = next_look(server, lead)
    assert server.run(now=look.isoformat()) == {"processed": 1, "sent": 1}
    assert server.run(now=(look + 30 * DAY).isoformat()) == {}
    assert mail.count == len(mail.times) == PEOPLE + 1
    assert mail.accepted[-1].recipients == (lead["email"],)
    message = mail.accepted[-1].parsed()
    assert message["Subject"] == f"Re: {first['Subject']}"
    assert message["In-Reply-To"] == message["References"] == first["Message-ID"]
    assert parts(message)[0].startswith(f"Just checking in, {lead['firstName']}.")


def check_timeline(server: Server, lead: Json) -> None:
    assert server.show(f"enrollments/{lead['enrollmentId']}")["status"] == "COMPLETED"
    timeline = server.all_of(f"leads/{lead['id']}/timeline")
    assert [line["type"] for line in reversed(timeline)] == [
        "EMAIL", "CALL", "EMAIL", "TASK", "EMAIL",
    ]  # fmt: skip
    assert {line["status"] for line in timeline} == {"DONE"}


def check_opting_out(server: Server, lead: Json, message: EmailMessage) -> None:
    link = message["List-Unsubscribe"].strip("<>")
    answer = httpx.post(link, data={"List-Unsubscribe": "One-Click"}, trust_env=False)
    assert answer.status_code == 200
    left = server.show(f"enrollments/{lead['enrollmentId']}")
    assert (left["status"], left["stopReason"]) == ("CANCELED", "OPTED_OUT")


def test_two_hundred_people_get_their_touches_at_the_right_time_and_once(
    serve: Callable[..., Server],
) -> None:
    with mail_server() as mail:
        server = serve(CRM_MAIL_URL=mail.url)
        sequence = server.make("sequences", name="Outbound", steps=STEPS, settings=ALWAYS)
        leads = enroll_people(server, sequence["id"], PEOPLE)

        assert server.run() == {"processed": PEOPLE, "sent": PEOPLE}
        assert server.run() == {}
        first = messages_by_recipient(mail)
        assert set(first) == set(leads)
        assert {message.sender for message in mail.accepted} == {"sales@example.com"}
        for email, message in first.items():
            check_first_e_mail(server, leads[email], message)

        lead = do_the_call(server, leads, sequence["id"])
        do_the_draft(server, lead)
        do_the_task(server, lead)
        check_follow_up(server, mail, lead, first[lead["email"]])
        check_timeline(server, lead)
        other = next(one for one in leads.values() if one is not lead)
        check_opting_out(server, other, first[other["email"]])

        metrics = server.crm.get("/metrics").text
        assert f'duestep_deliveries{{status="sent"}} {PEOPLE + 1}.0' in metrics
        assert 'duestep_deliveries{status="uncertain"} 0.0' in metrics


def test_a_server_that_asks_for_encryption_and_a_sign_in_gets_both(
    serve: Callable[..., Server], authority: Authority
) -> None:
    with mail_server(tls=authority.server, account=("sales", "pass/word ü")) as mail:
        server = serve(
            CRM_MAIL_URL=f"smtp://sales:pass%2Fword%20%C3%BC@127.0.0.1:{mail.port}",
            SSL_CERT_FILE=str(authority.certificate),
        )
        sequence = server.make("sequences", name="Outbound", steps=STEPS[:1], settings=ALWAYS)
        leads = enroll_people(server, sequence["id"], 20)

        assert server.run() == {"processed": 20, "sent": 20}

    assert set(messages_by_recipient(mail)) == set(leads)
    assert set(mail.sign_ins) == {SignIn("sales", right=True, encrypted=True)}

"""The road of a reply: it arrives, stands open, is corrected, is answered, and is done. And what
strangers send is looked at without harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import select

from crm_core.storage.tables import CorrectionRow, EnrollmentRow, InboundMessageRow
from crm_core.usecases.inbound_mail import receive_mail
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import Live, serving
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.mail_server import MailServer, mail_server

TYPED = "Grüße & *stars* <b>not bold</b>"
REPLY = """From: Ada Byron <{sender}>
To: sales@example.com
Subject: Re: Hello {name}
Message-ID: <their-{name}@home.example>
In-Reply-To: {answers}
References: {answers}
Date: Mon, 23 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
{body}"""
PLAIN = "Content-Type: text/plain; charset=utf-8\n\nWhen can we talk?\n\n> Hi\n"
HOSTILE = """Content-Type: text/html; charset=utf-8

<html><head><base href="http://evil.test/"><meta http-equiv="refresh" content="0;url=//evil.test/r">
<link rel="stylesheet" href="http://evil.test/l.css"><style>@import url(http://evil.test/i.css);
body {{ background: url(http://evil.test/b.png) }}</style></head>
<body onload="parent.hacked=1" background="http://evil.test/c.png">
<h1 onclick="parent.hacked=2">Offer</h1><img src="http://evil.test/p.png" onerror="parent.hacked=3">
<script>parent.hacked = 4; top.location = "http://evil.test/t"</script>
<svg onload="parent.hacked=5"><image href="http://evil.test/s.png"/></svg>
<iframe src="http://evil.test/f"></iframe><object data="http://evil.test/o"></object>
<form action="http://evil.test/form"><input type="image" src="http://evil.test/g.png"><button>Pay
</button></form><video poster="http://evil.test/v.png" src="http://evil.test/v.mp4"></video>
<a href="javascript:parent.hacked=6">run</a>
<a href="http://evil.test/phish">https://bank.test/</a>
<p style="background:url(http://evil.test/d.png)">Words</p></body></html>
"""


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def desk(mail: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server that sends by the mail server."""
    directory: Path = tmp_path_factory.mktemp("inbox")
    with serving(directory, crm_mail_url=mail.url) as live:
        yield live


@pytest.fixture
def inbox(desk: Live, open_browser: OpenBrowser) -> Page:
    page = open_browser()
    page.goto(f"{desk.url}/sign-in")
    enter(page)
    settle(page)
    return page


def answered(desk: Live, mail: MailServer, number: int, body: str) -> int:
    """Somebody got the first of two e-mails and answers it; the id of the answer."""
    address = f"ada{number}@home.example"
    lead = a_lead(desk.services, desk.actor, number, email=address)
    sequence = a_sequence(desk.services, desk.actor, EMAIL, FOLLOW_UP, name=f"Outbound {number}")
    enrolled(desk.services, desk.actor, sequence, lead)
    desk.run_due()
    sent = next(one for one in mail.accepted if one.recipients == (address,))
    raw = REPLY.format(
        sender=address, name=f"Ada{number}", answers=sent.message_id, body=body.format()
    )
    key = receive_mail(desk.services, raw=raw.replace("\n", "\r\n").encode()).inbound_id
    assert key is not None
    return key


def message(desk: Live, key: int) -> InboundMessageRow:
    with desk.services.storage.read() as session:
        return session.get_one(InboundMessageRow, key)


def test_a_reply_is_corrected_answered_in_its_thread_and_done(
    desk: Live, inbox: Page, mail: MailServer
) -> None:
    key = answered(desk, mail, 1, PLAIN)
    page = inbox
    page.goto(f"{desk.url}/inbox")
    expect(page.get_by_role("heading", name="Ada1 Byron")).to_be_visible()
    expect(page.get_by_text("When can we talk?").last).to_be_visible()
    expect(page.get_by_text("Ended 1 sequence of the person.")).to_be_visible()
    settle(page)

    page.get_by_role("button", name="Correct").click()
    page.get_by_text("It sounds: Negative").click()
    expect(page.get_by_text("Ada said: Negative")).to_be_visible()
    settle(page)

    page.keyboard.press("a")
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.click()
    page.keyboard.type(TYPED)
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_text("The answer to Ada1 Byron went out.")).to_be_visible()
    expect(page.get_by_text("Open 0")).to_be_visible()

    arrived = [one for one in mail.accepted if one.recipients == ("ada1@home.example",)]
    assert len(arrived) == 2
    first, answer = arrived
    parsed = answer.parsed()
    assert parsed["In-Reply-To"] == "<their-Ada1@home.example>"
    assert parsed["References"].split() == [first.message_id, "<their-Ada1@home.example>"]
    assert parsed["Subject"] == "Re: Hello Ada1"
    plain = parsed.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == TYPED
    assert message(desk, key).handled_at is not None
    with desk.services.storage.read() as session:
        corrections = session.scalars(
            select(CorrectionRow.after).where(CorrectionRow.inbound_id == key)
        ).all()
    assert list(corrections) == ["NEGATIVE"]


def test_two_tabs_correct_a_message_once(desk: Live, inbox: Page, mail: MailServer) -> None:
    body = "Auto-Submitted: auto-replied\nContent-Type: text/plain\n\nWe got your mail.\n"
    key = answered(desk, mail, 2, body)
    assert message(desk, key).classification == "AUTO_REPLY"
    one, other = inbox, inbox.context.new_page()
    for page in (one, other):
        page.goto(f"{desk.url}/inbox?inbox_message={key}")
        expect(page.get_by_role("button", name="Correct")).to_be_visible()
        settle(page)

    for page, said in ((one, "It counts as a reply."), (other, "It says so already.")):
        page.get_by_role("button", name="Correct").click()
        page.get_by_text("It is: Reply").click()
        expect(page.get_by_text(said)).to_be_visible()

    with desk.services.storage.read() as session:
        corrections = session.scalars(
            select(CorrectionRow.after).where(CorrectionRow.inbound_id == key)
        ).all()
        reasons = session.scalars(select(EnrollmentRow.stop_reason)).all()
    assert list(corrections) == ["REPLY"]
    assert reasons[-1] == "REPLIED"


def test_a_hostile_message_loads_nothing_and_runs_nothing(
    desk: Live, inbox: Page, mail: MailServer
) -> None:
    """That nothing was asked of another host, and nothing complained, `open_browser` checks."""
    key = answered(desk, mail, 3, HOSTILE)
    page = inbox
    page.goto(f"{desk.url}/inbox?inbox_message={key}")
    page.get_by_role("button", name="Show formatted").click()
    letter = page.frame_locator(".ds-letter-frame")
    expect(letter.get_by_role("heading", name="Offer")).to_be_visible()
    expect(letter.get_by_text("Words")).to_be_visible()
    link = letter.get_by_role("link", name="https://bank.test/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(letter.get_by_text("(evil.test)")).to_be_visible()
    expect(letter.locator("img, script, style:not(head style), form, iframe, svg")).to_have_count(0)
    letter.get_by_role("heading", name="Offer").click()
    settle(page)
    assert page.evaluate("window.hacked") is None
    assert page.url.startswith(desk.url)


def test_the_frame_holds_what_the_sanitiser_would_let_through(
    desk: Live, chromium: Browser, mail: MailServer
) -> None:
    """The second line of defence: a frame of the same rules with a message that is raw."""
    key = answered(desk, mail, 4, "Content-Type: text/html\n\n<p>Hi</p>\n")
    context = chromium.new_context()
    asked: list[Request] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request))
    context.on("console", lambda line: said.append(line.text))
    page = context.new_page()
    page.goto(f"{desk.url}/sign-in")
    enter(page)
    settle(page)
    page.goto(f"{desk.url}/inbox?inbox_message={key}")
    page.get_by_role("button", name="Show formatted").click()
    letter = page.frame_locator(".ds-letter-frame")
    expect(letter.get_by_text("Hi")).to_be_visible()
    settle(page)

    page.evaluate(
        """(raw) => { const frame = document.querySelector('.ds-letter-frame');
        frame.srcdoc = frame.srcdoc.replace('<p>Hi</p>', raw); }""",
        HOSTILE.format() + "<p>Ran</p>",
    )
    expect(letter.get_by_text("Ran")).to_be_visible()

    assert page.evaluate("window.hacked") is None
    assert page.url.startswith(desk.url)
    assert any("Blocked script execution" in line for line in said)
    refused = {one.url: one.failure for one in asked if "evil.test" in one.url}
    context.close()
    assert "http://evil.test/p.png" in refused
    assert set(refused.values()) == {"csp"}, refused


def test_what_comes_in_meanwhile_is_told_and_shown_when_asked_for(
    desk: Live, inbox: Page, mail: MailServer
) -> None:
    answered(desk, mail, 6, PLAIN)
    page = inbox
    page.goto(f"{desk.url}/inbox")
    expect(page.get_by_role("heading", name="Ada6 Byron")).to_be_visible()
    settle(page)
    answered(desk, mail, 7, PLAIN)
    page.get_by_role("button", name="New mail came in. Show it").click()
    expect(page.get_by_role("heading", name="Ada7 Byron")).to_be_visible()
    expect(page.get_by_role("button", name="New mail came in. Show it")).to_be_hidden()


def test_on_a_phone_the_conversation_takes_the_place_of_the_list(
    desk: Live, open_browser: OpenBrowser, mail: MailServer
) -> None:
    answered(desk, mail, 5, PLAIN)
    page = open_browser(viewport={"width": 390, "height": 844})
    page.goto(f"{desk.url}/sign-in?next=/inbox")
    enter(page)
    line = page.get_by_role("link", name="Ada5 Byron").first
    expect(line).to_be_visible()
    expect(page.get_by_role("heading", name="Ada5 Byron")).to_be_hidden()
    settle(page)
    line.click()
    expect(page.get_by_role("heading", name="Ada5 Byron")).to_be_visible()
    expect(page.get_by_role("link", name="Ada5 Byron Re:").first).to_be_hidden()
    settle(page)
    page.get_by_role("link", name="← Conversations").click()
    expect(page.get_by_role("heading", name="Ada5 Byron")).to_be_hidden()

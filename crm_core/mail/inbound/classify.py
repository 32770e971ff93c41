"""What an incoming message is: the one place where the order of the questions stands.

Our own mail; a complaint; a bounce, before an automatic reply, for reports carry `Auto-Submitted`
too; another notice of a machine (delayed, delivered, read, an answer to an invitation); bulk mail
that answers nothing; absence and other automatic replies; a wish to get no more; else a reply. Only
the sender's own words are asked for what a person means, so that a quotation never changes the
class. Called by the inbox, for mail by IMAP and by the API alike.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.absence import return_day
from crm_core.mail.inbound.automatic import automatic
from crm_core.mail.inbound.automatic_headers import why_bulk
from crm_core.mail.inbound.bounces import Report, original_id, read_report
from crm_core.mail.inbound.complaints import read_feedback
from crm_core.mail.inbound.headers import Headers
from crm_core.mail.inbound.intent import Intent, read_intent, unsubscribe_intent
from crm_core.mail.inbound.mail import BouncedRecipient, InboundMail
from crm_core.mail.inbound.markup import plain
from crm_core.mail.inbound.parsing import TEXT_LIMIT, Part, fingerprint, parse
from crm_core.mail.inbound.quoted_lines import begins_quoted
from crm_core.mail.inbound.quoting import own_words
from crm_core.mail.inbound.wishes import asks_by_subject, wants_no_more

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_TEXT_PARTS = 20
_AGGREGATE = re.compile(r"^\W*report domain:|\bdmarc\b.{0,40}report|^tls report", re.I)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found out beyond the message's own fields."""

    classification: MailClass
    reason: str
    report: Report | None = None
    about: str | None = None
    intent: Intent | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class _Letter:
    """The text of a message, its HTML, and the sender's own words in it."""

    text: str
    html: str | None
    own: str


def read_message(raw: bytes, *, now: datetime, own_addresses: frozenset[str]) -> InboundMail:
    """Read one message as it came from the server.

    `now` stands in for a date that the message lacks. `own_addresses`: those of our mailboxes, in
    lower case. Pure, and bounded in time by the message's size; raises `UnreadableMail` only.
    """
    root = parse(raw)
    headers = root.headers
    letter = _letter(root)
    name, address = next(iter(headers.addresses("from") or headers.addresses("sender")), ("", ""))
    verdict = _verdict(root, letter, address, own_addresses)
    sent_at = headers.moment("date")
    report = verdict.report
    is_absent = verdict.classification is MailClass.OUT_OF_OFFICE
    return InboundMail(
        classification=verdict.classification,
        reason=verdict.reason,
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=headers.ids("references"),
        from_address=address,
        from_name=name,
        recipients=tuple(one for _, one in headers.addresses(*_RECIPIENTS)),
        subject=headers.text("subject"),
        sent_at=sent_at,
        text=letter.text,
        html=letter.html,
        reply_text=letter.own,
        sentiment=verdict.intent.sentiment if verdict.intent else None,
        intent=verdict.intent.intent if verdict.intent else None,
        label=verdict.intent.label if verdict.intent else "",
        bounced=report.bounced if report else (),
        original_message_id=report.original_message_id if report else verdict.about,
        is_mailbox_fault=bool(report and report.is_mailbox_fault),
        returns_on=_returns_on(headers, letter, sent_at or now) if is_absent else None,
        fingerprint=fingerprint(root),
        has_left=verdict.has_left,
    )


def _verdict(root: Part, letter: _Letter, address: str, own_addresses: frozenset[str]) -> _Verdict:
    if address and address in own_addresses:
        return _Verdict(MailClass.OWN, "It is from a mailbox of ours.")
    machine = _by_machine(root, letter, own_addresses)
    if machine:
        return machine
    if asks_by_subject(root.headers.text("subject")):
        return _Verdict(
            MailClass.UNSUBSCRIBE,
            "Its subject is a request for no more mail (RFC 2369).",
            intent=unsubscribe_intent(),
        )
    if told := automatic(root.headers, letter.own, address, is_below=begins_quoted(letter.text)):
        about = _answered(root.headers)
        return _Verdict(told.classification, told.reason, about=about, has_left=told.has_left)
    if reason := why_bulk(root.headers, address):
        return _Verdict(MailClass.UNRELATED, reason)
    if wants_no_more(letter.own):
        reason = "It asks, in its writer's own words, for no more mail."
        return _Verdict(MailClass.UNSUBSCRIBE, reason, intent=unsubscribe_intent())
    return _Verdict(MailClass.REPLY, "A person wrote it.", intent=read_intent(letter.own))


def _by_machine(root: Part, letter: _Letter, own_addresses: frozenset[str]) -> _Verdict | None:
    """Complaints, bounces and notices: mail of servers and of clients about our mail."""
    if feedback := read_feedback(root):
        about = original_id(root, letter.text)
        if not feedback.is_complaint:
            reason = f"A provider's feedback report of type {feedback.kind} (RFC 5965)."
            return _Verdict(MailClass.DELIVERY_NOTICE, reason, about=about)
        complained = tuple(
            BouncedRecipient(one, "", "complaint", is_hard=True) for one in feedback.addresses
        )
        reason = "A provider reports that its recipient called a message spam (RFC 5965)."
        return _Verdict(MailClass.COMPLAINT, reason, Report(reason, complained, about), about)
    if notice := _notice(root, letter):
        return notice
    report = read_report(root, letter.text, own_addresses)
    if report is None:
        return None
    if not report.is_bounce:
        return _Verdict(MailClass.DELIVERY_NOTICE, report.reason, report)
    kind = MailClass.HARD_BOUNCE if report.is_hard else MailClass.SOFT_BOUNCE
    return _Verdict(kind, report.reason, report)


def _notice(root: Part, letter: _Letter) -> _Verdict | None:
    """A receipt (RFC 8098), an answer to an invitation (RFC 5546) or an aggregate report."""
    kind = root.headers.parameter("content-type", "report-type").lower()
    parts = list(root.walk())[:50]
    receipt = next((p for p in parts if p.media_type == "message/disposition-notification"), None)
    if (receipt and "delet" not in receipt.text()[:2_000].lower()) or (
        kind == "disposition-notification" and not receipt
    ):
        reason = "A client reports that the message was shown (RFC 8098)."
        return _Verdict(MailClass.DELIVERY_NOTICE, reason, about=_receipt_about(root, receipt))
    if any(_is_calendar_answer(part) for part in parts):
        reason = "It answers an invitation to a meeting (RFC 5546)."
        return _Verdict(MailClass.DELIVERY_NOTICE, reason, about=_answered(root.headers))
    if _AGGREGATE.search(root.headers.text("subject")[:200]) and len(letter.own) < 2_000:
        return _Verdict(MailClass.UNRELATED, "An aggregate report about a domain (RFC 7489).")
    return None


def _is_calendar_answer(part: Part) -> bool:
    if part.media_type not in ("text/calendar", "application/ics"):
        return False
    method = part.headers.parameter("content-type", "method").lower()
    return method == "reply" or bool(re.search(rb"^METHOD:REPLY\b", part.body(20_000), re.M | re.I))


def _receipt_about(root: Part, receipt: Part | None) -> str | None:
    if receipt and (
        found := re.search(
            r"original-message-id:\s*<([^<>\s]{1,900})>", receipt.text()[:5_000], re.I
        )
    ):
        return found[1]
    return _answered(root.headers)


def _answered(headers: Headers) -> str | None:
    found = headers.ids("in-reply-to") or headers.ids("references")[-1:]
    return found[0] if found else None


# --- the letter ----------------------------------------------------------------------------------


def _letter(root: Part) -> _Letter:
    """The text to read and the sender's own words: of plain text, of HTML where that is all there
    is, or where only the HTML tells what is quoted."""
    texts: list[str] = []
    html: str | None = None
    size = 0
    for part in root.walk():
        kind = part.media_type
        if part is root and kind.startswith("multipart/") and not part.parts:
            kind = "text/plain"  # the boundary that it names never comes
        if kind not in ("text/plain", "text/html") or (part.is_attached and part is not root):
            continue
        if kind == "text/html":
            html = part.text() if html is None else html
        elif size < TEXT_LIMIT and len(texts) < _TEXT_PARTS:
            texts.append(part.text(TEXT_LIMIT - size))
            size += len(texts[-1])
    text = "\n".join(texts).strip("\n")
    marked = plain(html) if html else ""
    if not text.strip():
        return _Letter(marked, html, own_words(marked))
    own = own_words(text)
    if marked and own.strip() == text.strip() and "> " in marked:
        # the plain text marks no quotation, the HTML does
        by_html = own_words(marked)
        if by_html and len(by_html) < len(own):
            own = by_html
    return _Letter(text, html, own)


def _returns_on(headers: Headers, letter: _Letter, sent_at: datetime) -> date | None:
    parsed = parsedate_tz(headers.text("date")[:200]) if "date" in headers else None
    offset = parsed[9] if parsed else None
    local = sent_at.astimezone(UTC)
    if offset is not None and abs(offset) < 86_400:
        local = sent_at.astimezone(timezone(timedelta(seconds=offset)))
    hours = offset / 3600 if offset is not None else None
    text = f"{headers.text('subject')}. {letter.own}"
    return return_day(text, sent_on=local.date(), offset_hours=hours)

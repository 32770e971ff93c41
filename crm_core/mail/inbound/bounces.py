"""Reports of mail servers: which address failed, for good or for now, and about which message.

Reports by RFC 3464 say it in fields; the others are recognised by who writes them, by their subject
and by their words, and their addresses are found by flufl.bounce, else in the text above the
returned message. `permanence` judges why. `delayed` and `delivered` are no bounces. Called by
`classify`.
"""

import email
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from flufl.bounce import all_failures

from crm_core.mail.inbound.bounce_phrases import (
    BODY,
    BOILERPLATE,
    COPY_HEADERS,
    DAEMON,
    DAEMON_NAME,
    DELAY_SUBJECT,
    DELAYED,
    DELIVERED,
    GAVE_UP,
    MESSAGE_ID,
    RETOLD,
    RETURNED,
    SUBJECT,
    SURE_DAEMON,
    TO,
)
from crm_core.mail.inbound.causes import Cause
from crm_core.mail.inbound.headers import Headers, decoded, read_fields
from crm_core.mail.inbound.mail import BouncedRecipient
from crm_core.mail.inbound.parsing import Part
from crm_core.mail.inbound.permanence import judge, refuses_sender, status_in

_RECIPIENTS = 100
_DIAGNOSTIC = 500
_TEXT = 20_000
_SCANNED = 200_000  # bytes of fields, and of text that is searched for ids
_FOR_FLUFL = 32_000  # bytes: its patterns are quadratic at worst
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9\u00a1-\uffff](?:[\w\u00a1-\uffff.-]{0,250}[\w\u00a1-\uffff])?"
)

_SENDER = re.compile(r"from:\s{0,8}[<\"]?$", re.I)
"""In front of the address that sent it, in a letter that retells the envelope."""

# it logs each message that it cannot read, with the traceback, and goes on to raise
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server reports. No `bounced`: a notice, that something waits or has arrived."""

    reason: str
    bounced: tuple[BouncedRecipient, ...] = ()
    original_message_id: str | None = None
    is_mailbox_fault: bool = False

    @property
    def is_bounce(self) -> bool:
        return bool(self.bounced)

    @property
    def is_hard(self) -> bool:
        return any(one.is_hard for one in self.bounced)


def read_report(root: Part, text: str, own_addresses: frozenset[str]) -> Report | None:
    """The report that a message is, or None. `text`: its own text, HTML already as lines."""
    if status := _status_part(root):
        return _by_fields(root, status, text)
    if _looks_reported(root, text):
        return _by_words(root, text, own_addresses)
    return None


def original_id(root: Part, text: str) -> str | None:
    """The id of the message that a report is about: the returned one's, else whom it answers."""
    for part in root.walk():
        for original in part.parts if not part.media_type.startswith("multipart/") else ():
            if found := original.headers.ids("message-id"):
                return found[0]
    named = root.headers.ids("x-original-message-id") or root.headers.ids("original-message-id")
    if named:
        return named[0]
    for part in list(root.walk())[:50]:
        body = text if part is root else decoded(part.body(_TEXT))
        if found_id := MESSAGE_ID.search(body[:_SCANNED]):
            return found_id[1]
    answered = root.headers.ids("in-reply-to") or root.headers.ids("references")[-1:]
    return answered[0] if answered else None


# --- by RFC 3464 ---------------------------------------------------------------------------------


def _status_part(root: Part) -> Part | None:
    kinds = ("message/delivery-status", "message/global-delivery-status")
    return next((part for part in root.walk() if part.media_type in kinds), None)


def _by_fields(root: Part, status: Part, text: str) -> Report | None:
    groups = list(_field_groups(status))
    about = original_id(root, text)
    judged = [
        one for group in groups[:_RECIPIENTS] if (one := _recipient(group, text, len(groups)))
    ]
    actions = {_action(group) for group in groups} - {""}
    if not judged:
        if actions & {"delayed", "delivered", "relayed", "expanded"}:
            return Report(f"A mail server reports: {', '.join(sorted(actions))}.", (), about)
        return _by_words(root, text, frozenset())
    return _report(judged, about)


def _field_groups(status: Part) -> Iterator[Headers]:
    """The groups of fields about one recipient each; that about the message stands first."""
    body = status.body(_SCANNED).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for block in re.split(rb"\n[ \t]*\n", body):
        fields = read_fields(block.strip(b"\n"))
        if any(
            name in fields
            for name in ("final-recipient", "original-recipient", "action", "x-actual-recipient")
        ):
            yield fields


def _action(group: Headers) -> str:
    return group.first_word("action").strip(".,;")


def _recipient(
    group: Headers, text: str, count: int
) -> tuple[BouncedRecipient, Cause, bool] | None:
    status = status_in(group.text("status"))
    action = _action(group)
    if action in ("delayed", "delivered", "relayed", "expanded"):
        return None
    if not action and status[:1] == "2":
        return None
    address = next(
        (
            found
            for name in ("original-recipient", "final-recipient", "x-actual-recipient")
            if (found := _address_of(group.text(name)))
        ),
        "",
    )
    diagnostic = group.text("diagnostic-code")
    words = re.sub(r"^\s*[\w.+-]{1,40}\s*;\s*", "", diagnostic)
    judgement = judge(status, words)
    if (not words or judgement.cause is Cause.UNKNOWN) and (
        around := _words_about(text, address, count)
    ):
        wider = judge(judgement.status, around)
        judgement = wider if wider.cause is not Cause.UNKNOWN else judgement
        words = words or _diagnostic(around)
    if judgement.is_hard and refuses_sender(told := _words_about(text, address, count)):
        judgement = judge(judgement.status, told)  # the letter says more than its field
    recipient = BouncedRecipient(
        address, judgement.status or status, words[:_DIAGNOSTIC].strip(), judgement.is_hard
    )
    return recipient, judgement.cause, judgement.is_mailbox_fault


def _address_of(value: str) -> str:
    """The address of a field of RFC 3464 §2.3 (`rfc822; ann@example.com`), in lower case."""
    text = value.rpartition(";")[2].strip().strip("<>\"' ")
    if text.lower().startswith("imceaex"):
        return ""
    found = _ADDRESS.search(text[:400])
    return found[0].lower().strip("'") if found else ""


def _words_about(text: str, address: str, count: int) -> str:
    """What the letter says about an address: its paragraph, with the next where that has no words;
    of a single address all that the letter says."""
    letter = _above_copy(text)
    at = letter.lower().find(address) if address else -1
    if at >= 0:
        start = letter.rfind("\n", 0, at) + 1
        paragraphs = re.split(r"\n\s*\n", letter[start : start + 1_500], maxsplit=2)
        about = paragraphs[0]
        if len(re.findall(r"[^\W\d_]{2,}", about.replace(letter[at : at + len(address)], ""))) < 4:
            about = "\n".join(paragraphs[:2])
        # of a single address, what the refusing server said says more than who passes it on
        is_answered = bool(status_in(about)) or not status_in(letter)
        if count > 1 or (is_answered and judge("", about).cause is not Cause.UNKNOWN):
            return about
    return "\n".join(line for line in letter.split("\n") if not BOILERPLATE.search(line))[:2_000]


def _report(judged: list[tuple[BouncedRecipient, Cause, bool]], about: str | None) -> Report:
    bounced = tuple({one.address: one for one, _, _ in reversed(judged)}.values())[::-1]
    is_fault = any(fault for _, _, fault in judged) and not any(one.is_hard for one in bounced)
    cause = next((cause for one, cause, _ in judged if one.is_hard), judged[0][1])
    status = next((one.status for one in bounced if one.status), "")
    return Report(
        f"A mail server returned it: {cause.value}{f' ({status})' if status else ''}.",
        bounced,
        about,
        is_fault,
    )


# --- by words ------------------------------------------------------------------------------------


def _looks_reported(root: Part, text: str) -> bool:
    """Whether a mail server wrote this, and about a message that it did not deliver."""
    headers = root.headers
    if (
        "x-failed-recipients" in headers
        or headers.parameter("content-type", "report-type").lower() == "delivery-status"
    ):
        return True
    name, address = next(iter(headers.addresses("from") or headers.addresses("sender")), ("", ""))
    shown = headers.text("from")
    subject = headers.text("subject")
    is_answer = bool(
        re.match(r"\s*(?:re|aw|fwd?|wg|tr|rv|sv|vs|antw|r|i)\s?(?:\[\d+\])?:", subject, re.I)
    )
    by_subject = bool(SUBJECT.search(subject[:300])) and not is_answer
    letter = _above_copy(text)[:4_000]
    by_body = bool(BODY.search(letter))
    no_path = any(value.strip() == b"<>" for value in headers.raw("return-path"))
    by_sender = bool(DAEMON.match(address)) or bool(DAEMON_NAME.search(name or shown))
    is_sure = (
        bool(SURE_DAEMON.match(address))
        or (not address and by_sender)
        or bool(SURE_DAEMON.match(shown.strip('<>" ') + "@"))
    )
    score = 2 * is_sure + (by_sender and not is_sure) + by_subject + by_body + no_path
    if is_answer and not is_sure and not no_path:
        return False
    if "list-id" in headers and not is_sure:
        return False
    is_told = by_subject and (by_body or bool(status_in(letter)))
    if (
        is_sure
        and (status_in(letter) or _ADDRESS.search(letter))
        and not address.startswith("postm")
    ):
        return True
    return score >= 3 or (score >= 1 and is_told and _is_bare_report(root, letter))


def _is_bare_report(root: Part, letter: str) -> bool:
    """Subject and words speak of a failure, the sender does not: no client of a person's may have
    written it, and an address must be named at its beginning."""
    if root.headers.ids("in-reply-to") or "user-agent" in root.headers:
        return False
    return bool(_ADDRESS.search(letter[:600]))


def _above_copy(text: str) -> str:
    """The letter of a report without the message that it returns."""
    text = text[:_TEXT]
    retold = RETOLD.search(text)
    begin = retold.end() if retold else 40
    ends = [
        found.start()
        for pattern in (RETURNED, COPY_HEADERS)
        if (found := pattern.search(text, begin))
    ]
    end = min(ends, default=len(text))
    return text[:end] if len(text[:end].strip()) > 60 else text


def _by_words(root: Part, text: str, own_addresses: frozenset[str]) -> Report | None:
    letter = _above_copy(text)
    subject = root.headers.text("subject")
    about = original_id(root, text)
    status = status_in(letter)
    if _is_notice(subject, letter, status):
        return Report(
            "A mail server reports that it is still trying, or that it delivered.", (), about
        )
    temporary, permanent = _found_by_flufl(root)
    found = [one for one in (*permanent, *temporary) if one not in own_addresses]
    if not found:
        found = list(_addresses_in(root, letter, text, own_addresses))
    if temporary and not permanent and not GAVE_UP.search(letter):
        return Report("A mail server reports that it is still trying.", (), about)
    failed = found[:_RECIPIENTS] or [""]
    judged = [_judged(one, _words_about(letter, one, len(found))) for one in failed]
    if all(cause is Cause.UNKNOWN for _, cause, _ in judged):
        # what no paragraph says of one address, the letter says of all
        judged = [_judged(one, _words_about(letter, "", 1)) for one in failed]
    return _report(judged, about)


def _judged(address: str, words: str) -> tuple[BouncedRecipient, Cause, bool]:
    judgement = judge(status_in(words), words)
    one = BouncedRecipient(
        address, judgement.status, _diagnostic(words)[:_DIAGNOSTIC], judgement.is_hard
    )
    return one, judgement.cause, judgement.is_mailbox_fault


def _is_notice(subject: str, letter: str, status: str) -> bool:
    if GAVE_UP.search(letter) or status[:1] == "5":
        return False
    if DELIVERED.search(subject) and not SUBJECT.search(subject):
        return True
    is_late = bool(DELAYED.search(letter))
    return is_late or (bool(DELAY_SUBJECT.search(subject)) and status[:1] == "4")


def _diagnostic(words: str) -> str:
    """The line with the server's code, else the first lines that say something."""
    lines = [" ".join(line.split()) for line in words.split("\n")]
    coded = next((line for line in lines if status_in(line)), "")
    return coded or " ".join(line for line in lines if line)


def _found_by_flufl(root: Part) -> tuple[list[str], list[str]]:
    """What flufl.bounce finds, failed for now and for good; it raises on ordinary mail."""
    with suppress(Exception):
        message = email.message_from_bytes(root.raw[root.origin : root.origin + _FOR_FLUFL])
        temporary, permanent = all_failures(message)
        return _plain(temporary), _plain(permanent)
    return [], []


def _plain(found: frozenset[bytes]) -> list[str]:
    read = (_ADDRESS.search(one.decode("utf-8", "replace")) for one in sorted(found))
    return [one[0].lower() for one in read if one]


def _addresses_in(
    root: Part, letter: str, text: str, own_addresses: frozenset[str]
) -> Iterator[str]:
    """Addresses that failed: told by a header, in the letter, or by the returned copy."""
    senders = {address for _, address in root.headers.addresses("from", "to", "sender", "reply-to")}
    told = root.headers.addresses("x-failed-recipients")
    if told:
        yield from (address for _, address in told)
        return
    seen: set[str] = set()
    for match in _ADDRESS.finditer(letter[:_TEXT]):
        address = match[0].lower().strip("'.")
        if address in seen or address in senders or address in own_addresses:
            continue
        before = letter[max(0, match.start() - 8) : match.start()].lower()
        if before.endswith(("mailto:", "//")) and f"<{address}" not in letter.lower():
            continue
        if (
            SURE_DAEMON.match(address)
            or _SENDER.search(letter[max(0, match.start() - 20) : match.start()])
            or "message-id" in letter[max(0, match.start() - 20) : match.start()].lower()
        ):
            continue
        seen.add(address)
        yield address
        if len(seen) == 5:
            return
    if seen:
        return
    for part in root.walk():
        for original in part.parts if not part.media_type.startswith("multipart/") else ():
            yield from (address for _, address in original.headers.addresses("to"))
            return
    if len(copied := TO.findall(text[:_SCANNED])) and (found := _ADDRESS.search(copied[-1])):
        yield found[0].lower()

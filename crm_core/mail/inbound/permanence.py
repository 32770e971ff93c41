"""Why a message was refused, and whether for good: the code and the words judged together.

A code alone misleads. Servers answer 550 or 5.0.0 to whatever they dislike, a full mailbox is 5.2.2
(RFC 3463 §3.3), and 5.7.1 is said to the sender, not of the recipient; calling each 5.x permanent
called 40 % of temporary failures permanent in one public set. Words that say what is wrong go
before codes; among words, those of a passing or a sender's fault go before those of a missing
address; what says neither is not permanent. Called by `bounces`.
"""

import re
from dataclasses import dataclass

from crm_core.mail.inbound.causes import Cause
from crm_core.mail.inbound.phrases import any_of
from crm_core.mail.inbound.refusal_phrases import HARD_WORDS, STRONG_WORDS, WEAK_WORDS

_TEXT = 3_000

HARD = frozenset({Cause.NO_ADDRESS, Cause.NO_DOMAIN, Cause.MOVED, Cause.NO_MAIL})
"""The address will not take mail later either."""


_STRONG, _HARD, _WEAK = (
    tuple((cause, any_of(lines)) for cause, lines in tier)
    for tier in (STRONG_WORDS, HARD_WORDS, WEAK_WORDS)
)
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.@/=_-])([45][0-5]\d)(?=[\s\-:,;)\]]|$)")

_AT_SENDER = re.compile(
    r"(?:after|in (?:reply|response) to) (?:the )?(?:mail from|ehlo|helo|initial connection)\b"
    r"|>>> ?mail from:\S{0,300}(?: \S{1,60}){0,4} <<< 5",
    re.I,
)
"""That a server refused before a recipient was named, as Exim, Postfix and sendmail say it."""

_BY_STATUS = {
    (0, 0): None,
    (1, 0): Cause.NO_ADDRESS,
    (1, 1): Cause.NO_ADDRESS,
    (1, 2): Cause.NO_DOMAIN,
    (1, 3): Cause.NO_ADDRESS,
    (1, 4): Cause.NO_ADDRESS,
    (1, 6): Cause.MOVED,
    (1, 10): Cause.NO_MAIL,
    (1, 7): Cause.POLICY,
    (1, 8): Cause.POLICY,
    (2, 1): Cause.SWITCHED_OFF,
    (2, 2): Cause.FULL,
    (2, 3): Cause.TOO_LARGE,
    (3, 4): Cause.TOO_LARGE,
    (4, 310): Cause.NO_DOMAIN,
    (4, 4): Cause.NO_DOMAIN,
    (4, 7): Cause.NETWORK,
}
"""What RFC 3463 and the mail servers' manuals say of a status's last two numbers."""
_BY_SUBJECT = {
    2: Cause.SWITCHED_OFF,
    3: Cause.BROKEN,
    4: Cause.NETWORK,
    6: Cause.CONTENT,
    7: Cause.POLICY,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A refusal's cause, whether it is for good, and whether it is about us, the sender."""

    cause: Cause
    status: str
    is_hard: bool
    is_mailbox_fault: bool


def status_in(text: str) -> str:
    """The enhanced code in a server's words, else its reply code, else the empty text."""
    if found := _ENHANCED.search(text[:_TEXT]):
        return found[0]
    found = _REPLY.search(text[:_TEXT])
    return found[1] if found else ""


def judge(status: str, words: str) -> Judgement:
    """What a refusal means. `status`: the report's own, when it has one; `words`: the server's."""
    words = re.sub(r"\s+", " ", words[:_TEXT])
    said = status_in(words)
    # the report's status is often the relaying server's filler; the refusing server's says more
    code = said if "." in said and not said.endswith(".0.0") else (status or said)
    cause = _cause(code, words)
    reply = _REPLY.search(words)
    is_passing = code[:1] == "4" or (
        not code and bool(reply) and reply is not None and reply[1][0] == "4"
    )
    if cause in HARD and refuses_sender(words):
        cause = Cause.POLICY
    is_hard = cause in HARD and not (is_passing and cause is not Cause.NO_ADDRESS)
    is_ours = cause in (Cause.POLICY, Cause.CONTENT, Cause.UNKNOWN) and ".7." in code
    is_ours = is_ours or (cause is Cause.POLICY and code[:1] == "5" and _is_about_us(words))
    return Judgement(cause, code, is_hard, is_ours)


def refuses_sender(words: str) -> bool:
    """Whether what is unknown to the server is who sent it, not to whom."""
    return bool(_AT_SENDER.search(re.sub(r"\s+", " ", words[:_TEXT])))


_ABOUT_US = any_of(
    r"""
    spamhaus|spamcop|barracuda|\brbl\b|dnsbl|black-?\s?list|block-?\s?list|reputation|\bspf\b
    \bdkim\b|\bdmarc\b|unauthenticated|your (?:ip|host|server|domain|network)\b|reverse dns|\bptr\b
    """
)


def _is_about_us(words: str) -> bool:
    return bool(_ABOUT_US.search(words))


def _cause(code: str, words: str) -> Cause:
    strong, hard = _first(_STRONG, words), _first(_HARD, words)
    by_code = _by_code(code)
    if strong in (Cause.FULL, Cause.TOO_LARGE):
        return strong
    if re.fullmatch(r"5\.1\.[78]", code):
        return strong or Cause.POLICY  # said of the sender's address alone (RFC 3463 §3.2)
    if strong is Cause.NETWORK and hard is not Cause.NO_ADDRESS:
        return strong  # a name that was not found this time
    if hard is Cause.NO_ADDRESS and by_code is Cause.SWITCHED_OFF and not strong:
        return by_code  # the code says that it exists (RFC 3463 §3.3): filters answer like that
    is_refused = code[:1] == "5" and not by_code and strong is Cause.NETWORK
    if hard and (not strong or by_code in HARD or is_refused):
        return hard  # refused outright, whatever another try came to
    if strong:
        return strong
    if by_code in HARD:
        return by_code
    return _first(_WEAK, words) or by_code or Cause.UNKNOWN


def _first(tier: tuple[tuple[Cause, re.Pattern[str]], ...], words: str) -> Cause | None:
    return next((cause for cause, pattern in tier if pattern.search(words)), None)


def _by_code(code: str) -> Cause | None:
    found = _ENHANCED.fullmatch(code)
    if found:
        key = (int(found[2]), int(found[3]))
        if key in _BY_STATUS:
            return _BY_STATUS[key]
        return _BY_SUBJECT.get(key[0])
    return {"552": Cause.FULL, "551": Cause.NO_ADDRESS, "556": Cause.NO_MAIL}.get(code)

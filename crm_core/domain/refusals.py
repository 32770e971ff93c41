"""What a mail server's answer means for the message, the person and the mailbox.

Decides from the stage of the SMTP conversation, the code and the server's words alone; also
how long to wait after a temporary refusal or for a server that is away. Called by the runner
after each send, and by whoever explains a delivery to a person. Sources: RFC 5321 §4.2 (codes),
RFC 3463 §3 (enhanced codes), RFC 4954 §6 (sign-in), RFC 3207 §4 (STARTTLS).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Stage(StrEnum):
    """How far a conversation had come; `BODY`: after the final dot."""

    CONNECT = "CONNECT"
    TLS = "TLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "BODY"


class Meaning(StrEnum):
    """`RETRY_LATER`: this message later. `REFUSED`: stop the person. `MAILBOX_FAULT`: pause the
    mailbox, suppress nobody. `SERVER_AWAY`: the whole mailbox waits, it costs no attempt.
    `UNCERTAIN`: the message may have been accepted, so it is never sent again by itself."""

    ACCEPTED = "ACCEPTED"
    RETRY_LATER = "RETRY_LATER"
    REFUSED = "REFUSED"
    MAILBOX_FAULT = "MAILBOX_FAULT"
    SERVER_AWAY = "SERVER_AWAY"
    UNCERTAIN = "UNCERTAIN"


_ENHANCED = re.compile(r"^[#(\[ ]*([245]\.\d{1,3}\.\d{1,3})(?![.\d])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that ended an exchange.

    `code` is None when no usable answer came: a time-out, a reset, words that aren't SMTP.
    Where this side refuses to go on (no encryption for a password, an untrusted certificate),
    `code` is the one that the RFCs give a server for the same fault.
    """

    stage: Stage
    code: int | None
    text: str

    @property
    def enhanced(self) -> str | None:
        """The status of RFC 3463 at the start of a line ("5.7.1"), if its class fits `code`."""
        for match in _ENHANCED.finditer(self.text):
            if self.code is not None and match[1][0] == str(self.code)[0]:
                return match[1]
        return None


@dataclass(frozen=True, slots=True)
class Judgement:
    """`suppress`: the address itself doesn't exist; `reason` is a sentence for a person."""

    meaning: Meaning
    suppress: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `RULES`. `code` and `enhanced` are patterns of the whole value, where an
    absent value is the empty string; `words` is found anywhere in the text."""

    stages: frozenset[Stage]
    code: re.Pattern[str]
    enhanced: re.Pattern[str]
    words: re.Pattern[str]
    meaning: Meaning
    suppress: bool
    sentence: str
    source: str

    def covers(self, answer: Answer, code: str, enhanced: str) -> bool:
        return (
            answer.stage in self.stages
            and self.code.fullmatch(code) is not None
            and self.enhanced.fullmatch(enhanced) is not None
            and self.words.search(answer.text) is not None
        )


def _rule(
    stages: frozenset[Stage],
    code: str,
    enhanced: str,
    words: str,
    meaning: Meaning,
    sentence: str,
    source: str,
    *,
    suppress: bool = False,
) -> Rule:
    return Rule(
        stages,
        re.compile(code),
        re.compile(enhanced),
        re.compile(words, re.IGNORECASE),
        meaning,
        suppress,
        sentence,
        source,
    )


_ANY = frozenset(Stage)
_OPENING = frozenset({Stage.CONNECT, Stage.TLS, Stage.AUTH})
_MESSAGE = frozenset({Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY})
_CONTENT = frozenset({Stage.DATA, Stage.BODY})
_AUTH = frozenset({Stage.AUTH})
_MAIL = frozenset({Stage.MAIL})
_RCPT = frozenset({Stage.RCPT})
_BODY = frozenset({Stage.BODY})

_DISTRUST = (
    r"relay(?:ing)?\b.{0,20}\b(?:denied|not permitted|not allowed|prohibited)|unable to relay"
    r"|(?:requires|must|need(?:s|ed)?)\b.{0,10}\bauthenticat|authentication (?:is )?required"
    r"|not authenticated|black ?list|block ?list|blocked using|dnsbl|\brbl\b|spamhaus"
    r"|\bspf\b|\bdkim\b|\bdmarc\b|reputation|sender (?:address )?rejected|sender verif"
)
_NOBODY_THERE = (
    r"(?:unknown|no such|invalid|not a valid|non-?existent)\s+(?:local\s+)?"
    r"(?:user|recipient|mailbox|account|address|person)"
    r"|(?:user|recipient|mailbox|account|address)\b.{0,80}?"
    r"(?:\bunknown|\bunavailable|not found|not exist|n't exist|n't have|not known|not valid)"
    r"|does not exist|doesn't exist|no mailbox|unrouteable address|no longer (?:valid|exists)"
)

# The first row that covers an answer decides.
RULES: tuple[Rule, ...] = (
    _rule(_BODY, r"2..", r".*", "", Meaning.ACCEPTED,
          "The server took the message", "RFC 5321 §4.2.5"),
    _rule(_BODY, r"", r".*", "", Meaning.UNCERTAIN,
          "The whole message went out and no answer came", "RFC 1047, RFC 5321 §4.5.3.2.6"),
    _rule(_ANY, r"", r".*", "", Meaning.SERVER_AWAY,
          "The server gave no answer", "RFC 5321 §4.5.3.2"),
    _rule(_ANY, r"421", r".*", "", Meaning.SERVER_AWAY,
          "The server ended the session for now", "RFC 5321 §4.2.2"),
    _rule(_AUTH, r"4..", r"4\.7\.12", "", Meaning.MAILBOX_FAULT,
          "The mailbox's password has to be changed first", "RFC 4954 §6 (432)"),
    _rule(_OPENING, r"4..", r".*", "", Meaning.SERVER_AWAY,
          "The server takes no session for now", "RFC 4954 §6 (454), RFC 3207 §4 (454)"),
    _rule(_MESSAGE, r"4..", r".*", "", Meaning.RETRY_LATER,
          "The server asks to try again later", "RFC 5321 §4.2.1 (4yz)"),
    _rule(_OPENING, r"5..", r".*", "", Meaning.MAILBOX_FAULT,
          "The server does not let this mailbox in", "RFC 5321 §3.1 (554), RFC 4954 §6"),
    _rule(_ANY, r"53[0458]", r".*", "", Meaning.MAILBOX_FAULT,
          "The server asks for another way to sign in", "RFC 4954 §6"),
    _rule(_ANY, r"5..", r"5\.7\.\d+", "", Meaning.MAILBOX_FAULT,
          "The server's policy refuses this mailbox", "RFC 3463 §3.8"),
    _rule(_MESSAGE, r"5..", r"5\.1\.[78]", "", Meaning.MAILBOX_FAULT,
          "The server refuses the sender's address", "RFC 3463 §3.2"),
    _rule(_MESSAGE, r"5..", r"5\.2\.2", "", Meaning.REFUSED,
          "The recipient's mailbox is full", "RFC 3463 §3.3"),
    _rule(_MESSAGE, r"5..", r"5\.2\.3|5\.3\.4", "", Meaning.REFUSED,
          "The message is too large for the server", "RFC 3463 §3.3, §3.4; RFC 1870 §6"),
    _rule(_RCPT, r"5..", r"5\.1\.(?:1|2|3|6|10)", "", Meaning.REFUSED,
          "The recipient's address does not exist", "RFC 3463 §3.2, RFC 7505 §4.2",
          suppress=True),
    _rule(_RCPT, r"5..", r"5\.2\.1", "", Meaning.REFUSED,
          "The recipient's mailbox is closed", "RFC 3463 §3.3", suppress=True),
    _rule(_MESSAGE, r"552", r".*", "", Meaning.REFUSED,
          "The recipient's mailbox is full or the message too large", "RFC 5321 §4.2.2"),
    _rule(_MESSAGE, r"5..", r"(?:5\.[01]\.0)?", _DISTRUST, Meaning.MAILBOX_FAULT,
          "The server's policy refuses this mailbox", "RFC 5321 §3.6.2 (relaying), §7.9"),
    _rule(_MAIL, r"5..", r".*", "", Meaning.MAILBOX_FAULT,
          "The server refuses the sender", "RFC 5321 §3.3 (MAIL)"),
    _rule(_MESSAGE, r"50[023]", r".*", "", Meaning.MAILBOX_FAULT,
          "The server does not follow the conversation", "RFC 5321 §4.2.4"),
    _rule(_RCPT, r"55[013]", r"", _NOBODY_THERE, Meaning.REFUSED,
          "The recipient's address does not exist", "RFC 5321 §4.2.2", suppress=True),
    _rule(_RCPT, r"556", r"", "", Meaning.REFUSED,
          "The recipient's domain takes no mail", "RFC 7504 §4", suppress=True),
    _rule(_MESSAGE, r"5..", r"5\.6\.\d+", "", Meaning.REFUSED,
          "The server refuses what the message contains", "RFC 3463 §3.7"),
    _rule(_CONTENT, r"554", r".*", "", Meaning.REFUSED,
          "The server refuses the message", "RFC 5321 §4.2.5"),
    _rule(_MESSAGE, r"5..", r".*", "", Meaning.REFUSED,
          "The server refuses the message for this recipient", "RFC 5321 §4.2.1 (5yz)"),
    _rule(_BODY, r".*", r".*", "", Meaning.UNCERTAIN,
          "The whole message went out and the answer makes no sense", "RFC 5321 §4.2.1"),
    _rule(_ANY, r".*", r".*", "", Meaning.SERVER_AWAY,
          "The server's answer makes no sense", "RFC 5321 §4.2.1"),
)  # fmt: skip


def judge(answer: Answer) -> Judgement:
    """What follows from `answer`. Every answer has a judgement; nothing is raised."""
    code = "" if answer.code is None else str(answer.code)
    enhanced = answer.enhanced or ""
    rule = next(rule for rule in RULES if rule.covers(answer, code, enhanced))
    return Judgement(rule.meaning, rule.suppress, _sentence(rule.sentence, answer))


def _sentence(sentence: str, answer: Answer) -> str:
    said = " ".join(_printable(answer.text).split())[:300]
    code = "" if answer.code is None else str(answer.code)
    quote = f"{code} {said}".strip()
    return f"{sentence}: {quote}" if quote else f"{sentence}."


def _printable(text: str) -> str:
    # Most answers are, and each e-mail has one.
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


_RETRIES = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
_JITTER = 0.2
_AWAY_FIRST = timedelta(seconds=30)
_AWAY_MOST = timedelta(minutes=15)


def retry_after(attempt: int, *, seed: int) -> timedelta | None:
    """How long a message waits after its failed `attempt` (1, 2, …); None: give up.

    Up to 20 % shorter or longer, always the same for the same attempt and seed, so that
    messages deferred together don't come back together. RFC 5321 §4.5.4.1 asks for retries
    over days; the eighth failure, about two days after the first, is the last.
    """
    if attempt < 1:
        raise ValueError("attempts are counted from 1")
    if attempt > len(_RETRIES):
        return None
    digest = hashlib.blake2b(f"{seed}:{attempt}".encode(), digest_size=8).digest()
    share = int.from_bytes(digest, "big") / 2**64
    return _RETRIES[attempt - 1] * (1 - _JITTER + 2 * _JITTER * share)


def server_away_for(failures: int) -> timedelta:
    """How long a mailbox waits after `failures` (1, 2, …) fruitless sessions in a row."""
    if failures < 1:
        raise ValueError("failures are counted from 1")
    doublings = min(failures - 1, 10)
    return min(_AWAY_FIRST * (1 << doublings), _AWAY_MOST)

"""What a deal's timeline tells about the talk with its person: whose turn it is, and since when.

The same reading serves the deal at hand and the past deals of the base rates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    Disposition,
    MailClass,
    ReplyIntent,
    Sentiment,
)

MANY = 3
"""So many touches without a word back are silence: another channel, or an end."""
NOTED_ANSWER = "Replied"
"""The subject of an e-mail of which only that it was answered is known (`usecases/replies`)."""
_TALKED = frozenset(
    {Disposition.CONNECTED, Disposition.MEETING_BOOKED, Disposition.NOT_INTERESTED}
)  # fmt: skip
_WORDS_OF_THEIRS = frozenset({MailClass.REPLY, MailClass.UNSUBSCRIBE})


class Deed(StrEnum):
    """What a line was: `WORD`: they wrote. `TALK`: we spoke. `EMAIL` and `TRIED_CALL`: touches
    that wait for a word. `OTHER`: notes, tasks, moves, and the mail of machines."""

    WORD = "WORD"
    TALK = "TALK"
    MEETING = "MEETING"
    EMAIL = "EMAIL"
    TRIED_CALL = "TRIED_CALL"
    OTHER = "OTHER"


TOUCHES = frozenset({Deed.EMAIL, Deed.TRIED_CALL})
CONTACTS = frozenset({Deed.WORD, Deed.TALK, Deed.MEETING})


class Situation(StrEnum):
    """Whose turn it is: `THEIRS_CAME`: they spoke last. `WAITING`: fewer than `MANY` touches are
    unanswered. `SILENT`: that many or more. `FRESH`: nobody has said anything yet."""

    THEIRS_CAME = "THEIRS_CAME"
    WAITING = "WAITING"
    SILENT = "SILENT"
    FRESH = "FRESH"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, as far as advice needs it. `at`: when it happened.

    `text`: the beginning of what was written, or of a call's note. `is_sent`: an e-mail that is
    known to have gone out. The classes and feelings are the message's where one came in.
    """

    id: int
    type: ActivityType
    status: ActivityStatus
    source: ActivitySource
    at: datetime
    subject: str = ""
    text: str = ""
    is_sent: bool = False
    disposition: str | None = None
    sentiment: Sentiment | None = None
    intent: ReplyIntent | None = None
    label: str = ""
    mail_class: MailClass | None = None
    inbound_id: int | None = None
    deal_id: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """`contact`: what they last said or did with us; `word` and `talk`: the last of each kind.

    `unanswered`: our touches since then and since the deal began, the latest first. `note`: the
    last note that says something. `latest`: whatever happened last.
    """

    word: Line | None = None
    talk: Line | None = None
    meeting: Line | None = None
    touch: Line | None = None
    contact: Line | None = None
    unanswered: tuple[Line, ...] = ()
    note: Line | None = None
    latest: Line | None = None

    @property
    def exchange(self) -> Line | None:
        """The last that was said in either direction."""
        both = [line for line in (self.contact, self.touch) if line is not None]
        return max(both, key=lambda line: (line.at, line.id), default=None)

    @property
    def situation(self) -> Situation:
        return situation(self.contact is not None, len(self.unanswered))


class Told(Protocol):
    """What decides what a line was: a `Line`, or a row of a query with the same names."""

    @property
    def type(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def is_sent(self) -> bool: ...
    @property
    def disposition(self) -> str | None: ...
    @property
    def sentiment(self) -> str | None: ...
    @property
    def mail_class(self) -> str | None: ...


def deed_of(line: Told) -> Deed:
    """What a line was. What is still to be done, or was skipped, is `OTHER`."""
    kind = line.type
    if line.status != ActivityStatus.DONE:
        return Deed.OTHER
    if kind == ActivityType.EMAIL:
        if line.source == ActivitySource.INBOX:
            return Deed.WORD if line.mail_class in _WORDS_OF_THEIRS else Deed.OTHER
        is_noted = line.subject == NOTED_ANSWER and not line.is_sent
        return Deed.WORD if is_noted else Deed.EMAIL
    if kind == ActivityType.CALL:
        said_how = line.disposition is None and line.sentiment is not None
        return Deed.TALK if line.disposition in _TALKED or said_how else Deed.TRIED_CALL
    return Deed.MEETING if kind == ActivityType.MEETING else Deed.OTHER


def read_history(lines: Iterable[Line], began: datetime) -> History:
    """The history told by a timeline, in whichever order; `began`: when the deal did.

    What was tried before the deal began does not count as unanswered: the deal is there because
    somebody answered, wherever that is written.
    """
    done = [line for line in lines if line.status is ActivityStatus.DONE]
    told = sorted(done, key=lambda line: (line.at, line.id), reverse=True)
    first: dict[Deed, Line] = {}
    unanswered: list[Line] = []
    contact: Line | None = None
    for line in told:
        deed = deed_of(line)
        first.setdefault(deed, line)
        if deed in CONTACTS:
            contact = contact or line
        elif deed in TOUCHES and contact is None and line.at >= began:
            unanswered.append(line)
    touches = [first[deed] for deed in TOUCHES if deed in first]
    return History(
        word=first.get(Deed.WORD),
        talk=first.get(Deed.TALK),
        meeting=first.get(Deed.MEETING),
        touch=max(touches, key=lambda line: (line.at, line.id), default=None),
        contact=contact,
        unanswered=tuple(unanswered),
        note=next((line for line in told if _is_note(line)), None),
        latest=told[0] if told else None,
    )


def _is_note(line: Line) -> bool:
    return line.type is ActivityType.NOTE and bool(line.text.strip())


def situation(has_spoken: bool, unanswered: int) -> Situation:
    """The situation after so many touches that wait for a word."""
    if unanswered >= MANY:
        return Situation.SILENT
    if unanswered:
        return Situation.WAITING
    return Situation.THEIRS_CAME if has_spoken else Situation.FRESH

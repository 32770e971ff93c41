"""In which situation somebody is written to: what was last said between us. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    Disposition,
    MailClass,
    Sentiment,
)
from crm_core.views.activities import ActivityLine

NOTED_ANSWER = "Replied"
"""The subject of an e-mail of which only that it was answered is known (`usecases/replies`)."""
_SPOKE = (Disposition.CONNECTED, Disposition.MEETING_BOOKED)
_WROTE = (MailClass.REPLY, MailClass.UNSUBSCRIBE)


class Situation(StrEnum):
    """After what a letter is written, as its template is called."""

    FIRST_CONTACT = "first contact"
    SILENCE = "after silence"
    ANSWER = "after an answer"
    POSITIVE_REPLY = "after a positive reply"
    OBJECTION = "after an objection"
    MEETING = "after a meeting"
    TALK = "after a call"


@dataclass(frozen=True, slots=True)
class Stand:
    """A situation and the line of the timeline that makes it; none at a first contact."""

    situation: Situation
    line: ActivityLine | None = None


def stand_of(lines: Iterable[ActivityLine], *, objects: bool = False) -> Stand:
    """What was last said; `lines` the latest first.

    `objects`: the person's last message is an objection. An e-mail of ours after the last that
    they said is met with silence so far.
    """
    touch = None
    for line in lines:
        if line.status != ActivityStatus.DONE:
            continue
        theirs = _theirs(line, objects=objects)
        if theirs is not None:
            return Stand(theirs, line) if touch is None else Stand(Situation.SILENCE, touch)
        if line.type == ActivityType.EMAIL and line.source != ActivitySource.INBOX:
            touch = touch or line
    return Stand(Situation.FIRST_CONTACT) if touch is None else Stand(Situation.SILENCE, touch)


def _theirs(line: ActivityLine, *, objects: bool) -> Situation | None:
    """What they said or did with us by this line; None where it is none of that."""
    if line.source == ActivitySource.INBOX:
        if line.inbound_class not in _WROTE:
            return None
        if objects or line.sentiment == Sentiment.NEGATIVE:
            return Situation.OBJECTION
        is_good = line.sentiment == Sentiment.POSITIVE
        return Situation.POSITIVE_REPLY if is_good else Situation.ANSWER
    if line.type == ActivityType.EMAIL and line.subject == NOTED_ANSWER:
        return Situation.ANSWER
    if line.type == ActivityType.MEETING:
        return Situation.MEETING
    if line.type == ActivityType.CALL and line.disposition in _SPOKE:
        return Situation.TALK
    return None

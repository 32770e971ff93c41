"""What an advice rests on: everything that is known about a deal at a moment, as values.

`crm_core.views.next_step` loads it; the rules look at nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from crm_core.domain.advice.history import History, Line
from crm_core.domain.deals import CLOSED, Usual, is_long
from crm_core.domain.words import (
    ActivityType,
    DealStage,
    Disposition,
    EnrollmentStatus,
    ReplyIntent,
    Sentiment,
    StepType,
    SuppressionReason,
)

ENOUGH_DEALS = 8
"""Of fewer open deals none is called large or small."""
NO_HISTORY = History()
REMEMBERED = 60
"""Days for which a refusal still tells what somebody thinks."""


@dataclass(frozen=True, slots=True)
class DealFacts:
    """The deal. `since`: when it came into its stage; `note`: what was said about that."""

    id: int
    name: str
    stage: DealStage
    since: datetime
    began: datetime
    amount: Decimal
    currency: str
    close_on: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person and how they can be reached. `suppressed`: why no mail may go to them. `has_left`:
    their company, so that they are reached there no more."""

    id: int
    name: str
    email: str | None
    phone: str
    suppressed: SuppressionReason | None = None
    away_until: datetime | None = None
    has_left: bool = False

    @property
    def may_mail(self) -> bool:
        return bool(self.email) and self.suppressed is None and not self.has_left

    @property
    def may_call(self) -> bool:
        return bool(self.phone) and not self.has_left


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that waits for a person of ours; `due_at` is None where no time was set."""

    id: int
    type: ActivityType
    subject: str
    due_at: datetime | None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """The sequence in which the person is. `waits_for`: what else than time it waits for.

    `next_at` and `next_step`: the touch to which it comes by itself.
    """

    id: int
    sequence_id: int
    sequence: str
    status: EnrollmentStatus
    next_at: datetime | None = None
    next_step: StepType | None = None
    waits_for: str = ""
    resume_at: datetime | None = None
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenReply:
    """A reply that somebody has to look at. `quote`: how it begins, word by word.

    `draft_id`: an answer that was begun and is not sent.
    """

    id: int
    at: datetime
    subject: str
    quote: str
    sentiment: Sentiment | None = None
    intent: ReplyIntent | None = None
    label: str = ""
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an amount stands among the open deals of its currency: `below` of `count` are less."""

    below: int
    count: int

    @property
    def share(self) -> float | None:
        """From 0 (the smallest) to 1; None where there are too few to compare."""
        return self.below / self.count if self.count >= ENOUGH_DEALS else None


@dataclass(frozen=True, slots=True)
class Signals:
    """All of it. `usual`: how long deals of the workspace stay in this stage.

    `company` and `colleague`: where the person works, and somebody else there who can be reached.
    `lines`: the part of the timeline that was looked at, what happened last first.
    """

    now: datetime
    zone: ZoneInfo
    deal: DealFacts
    person: Somebody | None = None
    company: tuple[int, str] | None = None
    colleague: Somebody | None = None
    history: History = NO_HISTORY
    reply: OpenReply | None = None
    tasks: tuple[OpenTask, ...] = ()
    running: Running | None = None
    usual: Usual | None = None
    standing: Standing = Standing(0, 0)
    lines: tuple[Line, ...] = ()

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, at: datetime) -> date:
        """The day of an instant where the viewer is."""
        return at.astimezone(self.zone).date()

    def days_since(self, at: datetime | None) -> int | None:
        """Whole days of the calendar, 0 for today; None for never."""
        return None if at is None else max((self.today - self.day_of(at)).days, 0)

    @property
    def is_closed(self) -> bool:
        return self.deal.stage in CLOSED

    @property
    def stage_age(self) -> timedelta:
        return self.now - self.deal.since

    @property
    def is_stuck(self) -> bool:
        """In its stage for much longer than deals of the workspace usually are."""
        usual = {self.deal.stage: self.usual} if self.usual else {}
        return is_long(self.deal.stage, self.stage_age, usual)

    @property
    def is_large(self) -> bool:
        """In the upper quarter of the open deals of its currency."""
        share = self.standing.share
        return share is not None and share >= 0.75 and self.deal.amount > 0

    @property
    def refusal(self) -> Line | None:
        """The last that they said, where it was a no and is not long ago."""
        contact = self.history.contact
        if contact is None or (self.days_since(contact.at) or 0) > REMEMBERED:
            return None
        said_no = (
            contact.sentiment is Sentiment.NEGATIVE
            or contact.intent is ReplyIntent.OBJECTION
            or contact.disposition == Disposition.NOT_INTERESTED
        )
        return contact if said_no else None

    @property
    def away_until(self) -> datetime | None:
        until = self.person.away_until if self.person else None
        return until if until is not None and until > self.now else None

    @property
    def is_live(self) -> bool:
        """Whether a sequence has the person and will go on by itself."""
        return (
            self.running is not None
            and self.running.status is EnrollmentStatus.ACTIVE
            and self.running.next_at is not None
        )

    @property
    def overdue(self) -> OpenTask | None:
        """The task that is late the longest."""
        late = [task for task in self.tasks if task.due_at and task.due_at < self.now]
        return min(late, key=lambda task: (task.due_at, task.id), default=None)

    @property
    def due_today(self) -> OpenTask | None:
        """The task that comes first among those that are due later today."""
        ahead = [
            task
            for task in self.tasks
            if task.due_at and task.due_at >= self.now and self.day_of(task.due_at) == self.today
        ]
        return min(ahead, key=lambda task: (task.due_at, task.id), default=None)

    @property
    def upcoming(self) -> OpenTask | None:
        """The task that comes first among those of later days."""
        ahead = [
            task for task in self.tasks if task.due_at and self.day_of(task.due_at) > self.today
        ]
        return min(ahead, key=lambda task: (task.due_at, task.id), default=None)


def features(signals: Signals) -> dict[str, object]:
    """Every feature by its name, as values that JSON can hold: what a rule says that it used."""
    deal, history, person, reply = signals.deal, signals.history, signals.person, signals.reply
    word, talk, running = history.word, history.talk, signals.running
    return {
        "stage": str(deal.stage),
        "is_closed": signals.is_closed,
        "stage_age_days": signals.stage_age.days,
        "usual_stay_days": signals.usual.span.days if signals.usual else None,
        "usual_stay_n": signals.usual.count if signals.usual else 0,
        "amount": str(deal.amount),
        "amount_share": signals.standing.share,
        "open_deals": signals.standing.count,
        "close_in_days": (deal.close_on - signals.today).days if deal.close_on else None,
        "days_since_inbound": signals.days_since(word.at if word else None),
        "days_since_contact": signals.days_since(history.contact.at if history.contact else None),
        "days_since_outbound": signals.days_since(history.touch.at if history.touch else None),
        "unanswered_touches": len(history.unanswered),
        "situation": str(history.situation),
        "reply_waits": reply is not None,
        "reply_sentiment": _word(word.sentiment if word else None),
        "reply_intent": _word(word.intent if word else None),
        "call_sentiment": _word(talk.sentiment if talk else None),
        "call_disposition": talk.disposition if talk else None,
        "had_meeting": history.meeting is not None,
        "tasks_open": len(signals.tasks),
        "task_overdue": signals.overdue is not None,
        "task_today": signals.due_today is not None,
        "away_until": _day(signals, signals.away_until),
        "enrollment": _word(running.status if running else None),
        "next_touch": _day(signals, running.next_at if running else None),
        "has_person": person is not None,
        "has_left": bool(person and person.has_left),
        "may_mail": bool(person and person.may_mail),
        "may_call": bool(person and person.may_call),
        "suppressed": _word(person.suppressed if person else None),
    }


def _word(word: object) -> str | None:
    return None if word is None else str(word)


def _day(signals: Signals, at: datetime | None) -> str | None:
    return None if at is None else signals.day_of(at).isoformat()

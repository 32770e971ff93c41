"""A deal told in statements, each with its source: what `get_deal_summary` gives.

Its facts, and the latest lines of its timeline. Nothing is summed up here: whoever words it, a
template or a model, says only what a statement says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_core.domain.advice.sources import Reason, Source, SourceKind
from crm_core.domain.advice.wording import cut
from crm_core.domain.deals import ENOUGH, read_move
from crm_core.domain.moments import day_words
from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType
from crm_core.services import Services
from crm_core.views.activities import ActivityLine, deal_timeline
from crm_core.views.deal_detail import DealDetail, PersonFacts, get_deal_detail
from crm_core.views.paging import Window

LINES = 20
"""Lines of the timeline that are told."""
TASKS = 10
_STATES = {
    ActivityStatus.OPEN: "open",
    ActivityStatus.DRAFT: "a draft",
    ActivityStatus.SKIPPED: "skipped",
    ActivityStatus.CANCELED: "canceled",
}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the timeline. `told`: what happened, and where it stands."""

    at: datetime
    type: ActivityType
    status: ActivityStatus
    told: Reason


@dataclass(frozen=True, slots=True)
class DealStory:
    """`timeline`: what happened last first; `has_more`: something lies before it."""

    detail: DealDetail
    facts: tuple[Reason, ...]
    timeline: tuple[StoryLine, ...]
    has_more: bool


def get_deal_story(
    services: Services, *, actor: Actor, deal_id: int, zone: ZoneInfo, lines: int = LINES
) -> DealStory:
    """The deal's facts and its latest lines, days as `zone` has them; raises `NotFound`."""
    detail = get_deal_detail(services, actor=actor, deal_id=deal_id, zone=zone)
    page = deal_timeline(services, actor=actor, deal_id=deal_id, window=Window(limit=lines))
    told = _Teller(detail, zone, services.clock.now().astimezone(zone).date())
    return DealStory(
        detail, tuple(told.facts()), tuple(told.line(one) for one in page.items),
        page.next_cursor is not None,
    )  # fmt: skip


def as_answer(story: DealStory) -> dict[str, Any]:
    """The contract's answer: the deal and its timeline, as values of JSON."""
    card, person = story.detail.card, story.detail.person
    return {
        "deal": {
            "id": card.id, "name": card.name, "stage": str(card.stage),
            "stageEnteredAt": card.since.isoformat(), "amount": str(card.amount),
            "currency": card.currency,
            "expectedCloseOn": card.close_on.isoformat() if card.close_on else None,
            "isOverdue": card.overdue, "owner": card.owner, "company": card.company,
            "person": person.name if person else None,
        },
        "facts": [{"text": one.text, "source": as_json(one.source)} for one in story.facts],
        "timeline": [
            {
                "at": line.at.isoformat(), "type": str(line.type), "status": str(line.status),
                "text": line.told.text, "source": as_json(line.told.source),
            }
            for line in story.timeline
        ],
        "hasMore": story.has_more,
    }  # fmt: skip


def as_json(source: Source) -> dict[str, Any]:
    """A source as values of JSON."""
    return {
        "kind": str(source.kind), "id": source.id, "label": source.label, "field": source.field,
        "text": source.text, "on": source.on.isoformat() if source.on else None,
        "isQuote": source.is_quote,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Teller:
    detail: DealDetail
    zone: ZoneInfo
    today: date

    def facts(self) -> Iterator[Reason]:
        card, detail = self.detail.card, self.detail
        stage = card.stage.capitalize()
        since = self._day(card.since)
        yield self._deal(
            f"It has been in {stage} since {self._words(since)}.", "stage", stage, since
        )
        if detail.usual is not None and detail.usual.count >= ENOUGH:
            days = f"{max(detail.usual.span.days, 1)} days (n = {detail.usual.count})"
            yield self._deal(f"Deals here usually stay in {stage} for {days}.", "usual stay", days)
        amount = f"{card.amount:,.2f} {card.currency}"
        yield self._deal(f"It is worth {amount}.", "amount", amount)
        if card.close_on is not None:
            words = self._words(card.close_on)
            verb = "was expected" if card.overdue else "is expected"
            text = f"It {verb} to close on {words}."
            yield self._deal(text, "expected to close", words, card.close_on)
        if card.owner:
            yield self._deal(f"{card.owner} looks after it.", "owner", card.owner)
        if card.company and card.company_id:
            source = Source(
                SourceKind.COMPANY, card.company_id, card.company, "name", card.company
            )  # fmt: skip
            yield Reason(f"It is with {card.company}.", source)
        if detail.person is not None:
            yield from self._person(detail.person)
        for stay in detail.stays[:-1]:
            until = self._day(stay.until or card.since)
            name = stay.stage.capitalize()
            text = (
                f"It left {name} on {self._words(until)}, after {stay.span(card.since).days} days."
            )
            yield self._deal(text, "stages", name, until)
        for task in detail.tasks[:TASKS]:
            name = task.subject or task.type.capitalize()
            on = self._day(task.due_at) if task.due_at else None
            due = f", due on {self._words(on)}" if on else ""
            source = Source(SourceKind.ACTIVITY, task.id, name, "open task", name, on)
            yield Reason(f"Open: “{name}”{due}.", source)

    def line(self, line: ActivityLine) -> StoryLine:
        """What a line of the timeline says, with its own words where it has any."""
        at = line.completed_at or line.created_at
        kind, status = ActivityType(line.type), ActivityStatus(line.status)
        text, on = line.note or line.body, self._day(at)
        quote = cut(text)
        move = read_move(line.subject, at) if kind is ActivityType.STAGE_CHANGE else None
        head = line.subject or kind.capitalize()
        if move is not None:
            head = f"Moved from {move.origin.capitalize()} to {move.target.capitalize()}"
        more = [line.disposition or "", (line.sentiment or "").lower(), _STATES.get(status, "")]
        marks = ", ".join(one for one in more if one)
        who = "received" if line.source == ActivitySource.INBOX else ""
        words = ": ".join(one for one in (head, f"“{quote}”" if quote else "") if one)
        aside = ", ".join(one for one in (who, marks) if one)
        told = f"{self._words(on)}: {words}{f' ({aside})' if aside else ''}"
        source = self._source(line, quote or head, on, is_quote=bool(quote))
        return StoryLine(at, kind, status, Reason(told, source))

    def _person(self, person: PersonFacts) -> Iterator[Reason]:
        given = {"title": person.title, "e-mail": person.email or "", "phone": person.phone}
        title = f", {person.title}" if person.title else ""
        source = Source(SourceKind.PERSON, person.id, person.name, "name", person.name)
        yield Reason(f"The person is {person.name}{title}.", source)
        for field, value in given.items():
            if value and field != "title":
                source = Source(SourceKind.PERSON, person.id, person.name, field, value)
                yield Reason(f"The {field} of {person.name} is {value}.", source)

    def _source(self, line: ActivityLine, text: str, on: date, *, is_quote: bool) -> Source:
        label = line.subject or line.type.capitalize()
        if line.source == ActivitySource.INBOX and line.inbound_id is not None:
            return Source(SourceKind.MESSAGE, line.inbound_id, label, "reply", text, on, is_quote)
        field = line.type.lower().replace("_", " ")
        return Source(SourceKind.ACTIVITY, line.id, label, field, text, on, is_quote)

    def _deal(self, text: str, field: str, value: str, on: date | None = None) -> Reason:
        card = self.detail.card
        return Reason(text, Source(SourceKind.DEAL, card.id, card.name, field, value, on))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _words(self, day: date) -> str:
        return day_words(day, beside=self.today)

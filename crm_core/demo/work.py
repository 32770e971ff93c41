"""What the sellers do at their desks: calls, drafts and tasks of the sequences, day by day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import select

from crm_core.demo.past import Past
from crm_core.demo.people import DAY, Known
from crm_core.demo.team import Team
from crm_core.domain.permissions import Actor
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    Disposition,
    Sentiment,
)
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import ActivityRow
from crm_core.usecases.activities import complete_activity, skip_activity

DAYS_BEHIND = 4
"""Working days whose tasks are still to do."""
SETTLED_AFTER = timedelta(hours=3)


class Call(NamedTuple):
    """How a call went."""

    disposition: Disposition
    sentiment: Sentiment | None
    note: str | None


CALLS = (
    Call(Disposition.CONNECTED, Sentiment.POSITIVE,
         "Waits of up to two hours on Mondays. Wants to see the plan for one site first."),
    Call(Disposition.LEFT_VOICEMAIL, None, None),
    Call(Disposition.CONNECTED, Sentiment.NEUTRAL,
         "Budget is decided in spring. Asked for the comparison by e-mail."),
    Call(Disposition.NO_ANSWER, None, None),
    Call(Disposition.CONNECTED, Sentiment.POSITIVE,
         "Two carriers cause most of it. A colleague in planning should join the next call."),
    Call(Disposition.LEFT_VOICEMAIL, None, "Told the figure, 68 to 31 minutes."),
    Call(Disposition.NOT_INTERESTED, Sentiment.NEGATIVE,
         "Slots come with their warehouse software since last year. No need."),
    Call(Disposition.BUSY, Sentiment.NEUTRAL, "In a stocktake until the end of the month."),
    Call(Disposition.MEETING_BOOKED, Sentiment.POSITIVE,
         "Liked that carriers need no account. Next week, with the site manager."),
    Call(Disposition.GATEKEEPER, Sentiment.NEUTRAL,
         "The yard is planned by the site manager; got the name."),
)  # fmt: skip


@dataclass
class Desk:
    """`reserved`: people whose tasks the daily round leaves alone."""

    past: Past
    session: WriteSession
    team: Team
    now: datetime
    reserved: set[int] = field(default_factory=set)
    _chance: Random = field(default_factory=lambda: Random("duestep"))

    def put_day(self, day: datetime) -> None:
        """Let the sellers work through their lists in the afternoon of a working day."""
        at = day + timedelta(hours=14, minutes=10)
        if day.weekday() < 5 and at < _working_days_before(self.now, DAYS_BEHIND):
            self.past.put(at, self._round)

    def call(self, known: Known) -> None:
        """Call somebody whose sequence wants it now."""
        for row in self._open(known.party_id):
            self._complete(row, CALLS[4])

    def _round(self) -> None:
        """Every task that was there in the morning, a few minutes each."""
        for row in self._open():
            if row.party_id not in self.reserved and row.created_at < self._time() - SETTLED_AFTER:
                self._complete(row, self._chance.choice(CALLS))
                self.past.clock.at += timedelta(minutes=self._chance.randint(3, 9))

    def _complete(self, row: ActivityRow, call: Call) -> None:
        services, actor = self.past.services, self._owner(row)
        if row.type == ActivityType.CALL:
            complete_activity(
                services, actor=actor, activity_id=row.id, disposition=call.disposition,
                sentiment=call.sentiment, note=call.note,
            )  # fmt: skip
        elif self._chance.random() < 0.1:
            skip_activity(services, actor=actor, activity_id=row.id)
        else:
            complete_activity(services, actor=actor, activity_id=row.id)

    def _open(self, party_id: int | None = None) -> list[ActivityRow]:
        query = select(ActivityRow).where(
            ActivityRow.tenant_id == self.past.tenant_id,
            ActivityRow.source == ActivitySource.SEQUENCE,
            ActivityRow.status.in_((ActivityStatus.OPEN, ActivityStatus.DRAFT)),
        )
        if party_id is not None:
            query = query.where(ActivityRow.party_id == party_id)
        return list(self.session.scalars(query.order_by(ActivityRow.id)))

    def _owner(self, row: ActivityRow) -> Actor:
        return next(actor for actor in self.team.sellers if actor.user_id == row.owner_id)

    def _time(self) -> datetime:
        return self.past.clock.at


def _working_days_before(at: datetime, days: int) -> datetime:
    while days:
        at -= DAY
        days -= at.weekday() < 5
    return at

"""What happened in the three sequences during the last sixty days, and what is about to.

Whom a sequence takes and when stands here; what then follows, the engine decides as it always
does. The last three hours are left to the real runner: what falls due in them is due at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crm_core.demo.mail import Letters
from crm_core.demo.past import NO_ANSWER, NOBODY_THERE, Past
from crm_core.demo.people import DAY, Known, inquire
from crm_core.demo.sequences import INBOUND, OUTBOUND, REENGAGEMENT
from crm_core.demo.team import Team
from crm_core.demo.work import Desk
from crm_core.domain.words import EnrollmentStatus, EntityType, LeadStatus, SequenceStatus
from crm_core.storage.engine import WriteSession
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.people import opt_out
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.sequences import create_sequence, set_sequence_status

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LEFT_TO_THE_RUNNER = 3 * HOUR
FIRST_REPLY_AFTER = timedelta(hours=20)
"""The delay of the inbound sequence's second step."""
FIRST_REPLIES = (-160, -95, -40, 30, 75, 150)
"""Minutes from now at which second e-mails of the inbound sequence fall due."""
INQUIRIES = (
    -142, -117, -96, -71, -58, -33, -19, -8, -2, 2, 4, 7, 11, 16, 22, 29, 37, 46, 56,
)  # fmt: skip
"""Minutes from now at which people enter it: the first e-mail to them is due then."""
OLD_LEADS = (
    LeadStatus.CONTACTED, LeadStatus.QUALIFIED, LeadStatus.CONTACTED, LeadStatus.UNQUALIFIED,
    LeadStatus.CONVERTED,
)  # fmt: skip
OUTBOUND_PEOPLE, INBOUND_DONE, REENGAGED = 44, 16, 12
TICK_HOURS = (9, 17)
"""UTC; in the office hours of Europe, Africa and India, and of the Americas."""
EASTERN_TICK = 1
"""UTC; in the office hours of Japan and Australia. Every other day will do."""


@dataclass
class Entered:
    """A person who enters a sequence at `at`; `enrollment_id` is there once it happened."""

    known: Known
    at: datetime
    enrollment_id: int = 0


@dataclass
class Story:
    """Puts the sequences' past on the agenda; `session` is the load's own transaction."""

    past: Past
    session: WriteSession
    team: Team
    desk: Desk
    now: datetime

    def tell(self, people: list[Known]) -> None:
        """Everybody's way; the two who told of no company stand last."""
        outbound, inbound, reengagement = self._make_sequences()
        strangers, rest = people[-2:], iter(people[:-2])
        prospects = [next(rest) for _ in range(OUTBOUND_PEOPLE)]
        self._outbound(outbound, prospects)
        Letters(self.past, self.session, self.now).put(prospects)
        self._reengagement(reengagement, [next(rest) for _ in range(REENGAGED)])
        self._inbound(inbound, strangers, rest)
        self._put_days()

    def _make_sequences(self) -> list[int]:
        self.past.clock.at = self.now - 60 * DAY
        made = [
            create_sequence(self.past.services, actor=self.team.manager, **given)
            for given in (OUTBOUND, INBOUND, REENGAGEMENT)
        ]
        self.past.put(
            self.now - 6 * DAY - 2 * HOUR,
            lambda: set_sequence_status(
                self.past.services, actor=self.team.manager, sequence_id=made[2],
                status=SequenceStatus.PAUSED,
            ),
        )  # fmt: skip
        return made

    def _put_days(self) -> None:
        for days in range(60, -1, -1):
            day = (self.now - days * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
            for hour in (EASTERN_TICK, *TICK_HOURS) if days % 2 else TICK_HOURS:
                at = day + timedelta(hours=hour, minutes=4 + days * 7 % 50, seconds=days)
                if at < self.now - LEFT_TO_THE_RUNNER:
                    self.past.put_tick(at)
            self.desk.put_day(day)
        self.past.put_tick(self.now - LEFT_TO_THE_RUNNER)

    def _outbound(self, sequence_id: int, people: list[Known]) -> None:
        """One a day enters; some bounce, opt out, reply, are paused or taken out by hand."""
        for number, known in enumerate(people):
            at = self.now - (58 - number * 57 / len(people)) * DAY
            at = _office_day(at).replace(hour=7, minute=number * 11 % 60)
            source = ("Trade fair", "Research", "Referral")[number % 3]
            status = OLD_LEADS[number % len(OLD_LEADS)] if number < 36 else LeadStatus.WORKING
            entered = self._enter(at, sequence_id, known, source, status)
            if number in (7, 24):
                self.past.answers[known.person.email] = NOBODY_THERE
            elif number in (11, 21, 31):
                self._opts_out(at + 6 * DAY + 3 * HOUR, known)
            elif number in (28, 34, 37, 39):
                self._becomes(EnrollmentStatus.PAUSED, at + 5 * DAY, entered)
            elif number in (5, 17, 30):
                self._becomes(EnrollmentStatus.CANCELED, at + 8 * DAY, entered)
            elif number in (2, 9, 14, 20, 26, 33):
                self.past.put(at + 6 * DAY + 2 * HOUR, partial(self._replies, entered))

    def _inbound(self, sequence_id: int, strangers: list[Known], rest: Iterator[Known]) -> None:
        def enter(
            at: datetime, known: Known | None = None, status: LeadStatus = LeadStatus.NEW
        ) -> Entered:
            return self._enter(at, sequence_id, known or next(rest), "Website", status)

        for number in range(INBOUND_DONE):
            at = self.now - 50 * DAY + number * (63 * HOUR + 13 * MINUTE)
            entered = enter(at, status=OLD_LEADS[number % len(OLD_LEADS)])
            self.past.put_tick(entered.at)
            if number == 4:
                self._opts_out(entered.at + 2 * DAY, entered.known)
        for number, known in enumerate(strangers):
            enter(self.now - 3 * DAY + number * 5 * HOUR, known)
        uncertain = enter(self.now - 2 * DAY - 4 * HOUR)
        self.past.answers[uncertain.known.person.email] = NO_ANSWER
        self._to_be_called(enter)
        for minutes in FIRST_REPLIES:
            at = self.now + minutes * MINUTE - FIRST_REPLY_AFTER
            for second in range(3 if minutes < 0 else 2):
                enter(at - second * 40 * timedelta(seconds=1))
            self.past.put_tick(at)
        for minutes in INQUIRIES:
            enter(self.now + minutes * MINUTE)

    def _to_be_called(self, enter: Callable[[datetime], Entered]) -> None:
        """Two who wait for a call, and six who were called two days and some ago: the last
        e-mail to them is due."""
        for number in range(8):
            entered = enter(self.now - 5 * DAY - number * 9 * MINUTE)
            self.desk.reserved.add(entered.known.party_id)
            replied_at = entered.at + FIRST_REPLY_AFTER
            for at in (entered.at, replied_at, replied_at + 26 * HOUR):
                self.past.put_tick(at)
            if number >= 2:
                called_at = self.now - 2 * DAY - (72 + number * 4) * MINUTE
                self.past.put(called_at, partial(self.desk.call, entered.known))

    def _reengagement(self, sequence_id: int, people: list[Known]) -> None:
        for number, known in enumerate(people):
            at = _office_day(self.now - 30 * DAY + number * 44 * HOUR).replace(hour=10)
            self._enter(at, sequence_id, known, None, LeadStatus.NEW)

    def _enter(
        self,
        at: datetime,
        sequence_id: int,
        known: Known,
        source: str | None,
        status: LeadStatus,
    ) -> Entered:
        """Enroll at `at`, as a lead from `source` or as the party; the future by `startAt`."""
        entered = Entered(known, at)

        def enroll() -> None:
            if source is None:
                kind, entity_id = EntityType.PARTY, known.party_id
            else:
                asked_at = self.past.clock.at
                kind = EntityType.LEAD
                entity_id = inquire(self.session, known, asked_at, source, status)
            entered.enrollment_id = enroll_entity(
                self.past.services, actor=known.owner, sequence_id=sequence_id, entity_type=kind,
                entity_id=entity_id, start_at=at,
            ).enrollment_id  # fmt: skip

        self.past.put(min(at, self.now), enroll)
        return entered

    def _opts_out(self, at: datetime, known: Known) -> None:
        self.past.put(
            at,
            lambda: opt_out(
                self.past.services, tenant_id=self.past.tenant_id, party_id=known.party_id,
                source="the link in an e-mail",
            ),
        )  # fmt: skip

    def _replies(self, entered: Entered) -> None:
        mark_replied(
            self.past.services, actor=entered.known.owner, enrollment_id=entered.enrollment_id
        )

    def _becomes(self, status: EnrollmentStatus, at: datetime, entered: Entered) -> None:
        self.past.put(
            at,
            lambda: set_enrollment_status(
                self.past.services, actor=entered.known.owner,
                enrollment_id=entered.enrollment_id, status=status,
            ),
        )  # fmt: skip


def _office_day(at: datetime) -> datetime:
    """The same time, or on the Friday before where it is a weekend's."""
    return at - max(at.weekday() - 4, 0) * DAY

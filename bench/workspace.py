"""A workspace as a large team leaves it after a year: what the views and the pages are measured on.

The same rows on both databases, made in memory from a fixed seed and written in bulk, so that
100,000 leads with their 300,000 activities stand there within half a minute.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select, text

from bench.seed import the_actor
from crm_core.domain.search import search_key
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    DealStage,
    DeliveryStatus,
    EnrollmentStatus,
    InboundStatus,
    LeadStatus,
    MailClass,
    StopReason,
)
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
    StepRow,
    SuppressionRow,
)
from crm_core.storage.types import Row
from crm_core.usecases.access import add_user
from crm_core.usecases.sequences import create_sequence, set_sequence_status

PASSWORD = "correct horse battery"
OWNERS = ("Ada Lovelace", "Grace Hopper", "Alan Turing", "Hedy Lamarr", "Katherine Johnson",
          "Linus Pauling", "Marie Curie", "Niels Bohr")  # fmt: skip
SEQUENCES = (
    "Inbound: answer to an inquiry", "Outbound: logistics", "Outbound: retail", "Trade fair",
    "Webinar follow-up", "Renewal in ninety days", "Win back", "Partners", "Executive outreach",
    "Pilot customers", "Old newsletter", "Spring campaign",
)  # fmt: skip
_FIRST = """Ada Amara Björn Camille Chiara Davide Emre Fenna Grace Haruto Ingrid Jürgen Kavya Lukas
Małgorzata Naomi Oğuz Pilar Rohan Sanne Tiago Wanjiru Ximena Zoé"""
_LAST = """Ashby Banerjee Brückner Cheruiyot Doyle Fioravanti Gauthier Hoekstra Ibáñez Karaca
Lindemann Mwangi Nair Nygård Okafor Quill Shimizu Terpstra Vasseur Zięba"""
_FIRM = "Northwind Harbor Alpine Meridian Copper Juniper Granite Willow Falcon Aurora"
_TRADE = "Logistics Foods Textiles Robotics Energy Media Health Timber Marine Optics"
_EMAIL = {
    "type": "EMAIL_AUTO",
    "subject": "A question, {{ first_name }}",
    "body": "Dear {{ first_name }},\n\nhow does {{ company | default: 'your team' }} load?",
}
_LATER = {"delay": {"value": 3, "unit": "BUSINESS_DAYS"}}
_STEPS: list[dict[str, Any]] = [
    _EMAIL,
    {**_LATER, "type": "CALL", "subject": "Call {{ first_name }}", "instructions": "Ask."},
    {**_LATER, "type": "EMAIL_AUTO", "body": "Just checking in, {{ first_name }}."},
    {**_LATER, "type": "TASK", "subject": "Look at {{ company | default: 'them' }}"},
    {**_LATER, "type": "EMAIL_MANUAL", "body": "Dear {{ first_name }}, …"},
]
_TOUCHES = (
    [ActivityType.EMAIL] * 45 + [ActivityType.CALL] * 20 + [ActivityType.TASK] * 10
    + [ActivityType.MEETING] * 5 + [ActivityType.NOTE] * 20
)  # fmt: skip
_LEAD_STATUSES = (
    [LeadStatus.NEW] * 30 + [LeadStatus.OPEN] * 15 + [LeadStatus.WORKING] * 20
    + [LeadStatus.CONTACTED] * 20 + [LeadStatus.QUALIFIED] * 6 + [LeadStatus.UNQUALIFIED] * 7
    + [LeadStatus.CONVERTED] * 2
)  # fmt: skip
_CAME = (
    [MailClass.REPLY] * 30 + [MailClass.OUT_OF_OFFICE] * 15 + [MailClass.AUTO_REPLY] * 10
    + [MailClass.HARD_BOUNCE] * 10 + [MailClass.SOFT_BOUNCE] * 6 + [MailClass.UNSUBSCRIBE] * 4
    + [MailClass.COMPLAINT] + [MailClass.DELIVERY_NOTICE] * 4 + [MailClass.UNRELATED] * 20
)  # fmt: skip
_ENDS = (StopReason.REPLIED, StopReason.OPTED_OUT, StopReason.BOUNCED, StopReason.BY_PERSON)


def fill_workspace(
    services: Services, leads: int = 100_000, activities: int = 300_000, seed: int = 7
) -> None:
    """Fill the first workspace, which is new: owners, companies, people with their leads,
    sequences, enrollments in every state, deliveries, messages that came in, activities and deals.

    Everything else grows with `leads`: 5,000 companies, 60,000 enrollments, 40,000 deliveries,
    100,000 messages and 2,000 deals at 100,000.
    """
    now = services.clock.now()
    chance = Random(seed)
    _Workspace(services, chance, now, leads, activities).fill()
    with services.storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as c:
        c.exec_driver_sql("ANALYZE" if services.storage.is_sqlite else "VACUUM ANALYZE")


class _Workspace:
    def __init__(
        self, services: Services, chance: Random, now: datetime, leads: int, activities: int
    ) -> None:
        self.services, self.chance, self.now = services, chance, now
        self.leads, self.activities = leads, activities
        self.actor = the_actor(services)
        self.companies = max(10, leads // 20)
        self.people = range(self.companies + 1, self.companies + leads + 1)
        self.owners = self._owners()
        self.sequences = self._sequences()

    def fill(self) -> None:
        with self.services.storage.write() as session:
            if not self.services.storage.is_sqlite:
                session.execute(text("SET LOCAL synchronous_commit = off"))
            keys, versions, mailbox = self._what_stands(session)
            self._insert(session, PartyRow, self._parties())
            self._insert(session, LeadRow, self._leads())
            self._insert(session, SuppressionRow, self._suppressions())
            enrollments = list(self._enrollments(versions, mailbox))
            self._insert(session, EnrollmentRow, enrollments)
            self._insert(session, DeliveryRow, self._deliveries(enrollments, keys, mailbox))
            self._insert(session, InboundMessageRow, self._messages(mailbox))
            self._insert(session, ActivityRow, self._activities(enrollments, keys))
            self._insert(session, DealRow, self._deals())

    def _insert(self, session: WriteSession, row: type[Row], rows: Any) -> None:
        """Rows as dicts with the same keys, ids counting from 1; the ids go on after them."""
        given: Sequence[dict[str, Any]] = list(rows)
        if not given:
            return
        columns = ("id", *given[0])
        values = [(number, *line.values()) for number, line in enumerate(given, 1)]
        insert_rows(session, row, columns, values, same={"tenant_id": self.actor.tenant_id})
        if not self.services.storage.is_sqlite:
            table = row.__tablename__
            last = {"sequence": f"{table}_id_seq", "last": len(values)}
            session.execute(text("SELECT setval(:sequence, :last)"), last)

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(seconds=int(days * 86_400))

    def _owners(self) -> list[int]:
        return [
            add_user(
                self.services, actor=self.actor, role="salesperson", name=name, password=PASSWORD,
                email=f"{name.split()[0].lower()}@sales.example.com",
            )
            for name in OWNERS
        ]  # fmt: skip

    def _sequences(self) -> list[int]:
        made = [
            create_sequence(
                self.services, actor=self.actor, name=name, steps=_STEPS[: 2 + number % 4],
                description="Made for the bench.",
            )
            for number, name in enumerate(SEQUENCES)
        ]  # fmt: skip
        for sequence, status in zip(made[-3:], ("PAUSED", "COMPLETED", "ARCHIVED"), strict=True):
            set_sequence_status(
                self.services, actor=self.actor, sequence_id=sequence, status=status
            )
        return made

    def _what_stands(
        self, session: WriteSession
    ) -> tuple[dict[int, list[tuple[str, str]]], dict[int, int], int]:
        """The steps' keys and types by sequence, the versions, and the default mailbox."""
        if session.scalar(select(func.count()).select_from(PartyRow)):
            raise ValueError("only a new workspace can be filled")
        versions: dict[int, int] = {
            row.id: row.latest_version_id
            for row in session.execute(select(SequenceRow.id, SequenceRow.latest_version_id))
        }
        steps: dict[int, list[tuple[str, str]]] = {sequence: [] for sequence in versions}
        rows = session.execute(
            select(SequenceRow.id, StepRow.key, StepRow.type)
            .join(StepRow, StepRow.version_id == SequenceRow.latest_version_id)
            .order_by(StepRow.position)
        )
        for sequence, key, kind in rows:
            steps[sequence].append((key, kind))
        mailbox = session.scalar(select(MailboxRow.id).where(MailboxRow.is_default))
        assert mailbox is not None
        return steps, versions, mailbox

    def _parties(self) -> Iterator[dict[str, Any]]:
        firms, trades = _FIRM.split(), _TRADE.split()
        first_names, last_names = _FIRST.split(), _LAST.split()
        names = [
            f"{firms[n % 10]} {trades[n // 10 % 10]}{'' if n < 100 else f' {n // 100}'}"
            for n in range(self.companies)
        ]
        for name in names:
            yield self._party("COMPANY", name, created_at=self._ago(500))
        for number, _ in enumerate(self.people):
            chance = self.chance.random()
            first, last = self.chance.choice(first_names), self.chance.choice(last_names)
            # Firms of all sizes, the first of them with hundreds of people.
            company = int(self.companies * self.chance.random() ** 2) if chance < 0.92 else None
            email = None if chance < 0.04 else f"{first}.{last}.{number}@example.com".lower()
            yield self._party(
                "PERSON", f"{first} {last}", first, last, email,
                company_id=None if company is None else company + 1,
                company=None if company is None else names[company],
                title="Head of Operations" if number % 3 else "",
                phone=f"+4930{number:07d}" if number % 2 else "",
                owner_id=self.chance.choice(self.owners),
                created_at=self._ago(400 * (1 - number / self.leads)),
            )  # fmt: skip

    def _party(
        self, kind: str, name: str, first: str = "", last: str = "", email: str | None = None,
        **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "kind": kind, "name": name, "name_key": name.casefold(), "first_name": first,
            "last_name": last, "email": email,
            "search_key": search_key(name, email, more.get("phone"), more.pop("company", None)),
            "phone": more.get("phone", ""), "title": more.get("title", ""),
            "company_id": more.get("company_id"), "owner_id": more.get("owner_id"),
            "timezone": "Europe/Berlin" if kind == "PERSON" else None, "country": None,
            "custom": "{}", "created_at": more["created_at"],
        }  # fmt: skip

    def _leads(self) -> Iterator[dict[str, Any]]:
        for number, party in enumerate(self.people):
            # One in fifty is a further inquiry of somebody who wrote before.
            again = number % 50 == 49
            yield {
                "party_id": party - 17 if again else party,
                "status": self.chance.choice(_LEAD_STATUSES).value,
                "source": self.chance.choice(("Website", "Trade fair", "Import", "")),
                "owner_id": self.chance.choice([*self.owners, None]),
                "created_at": self._ago(400 * (1 - number / self.leads)),
            }

    def _suppressions(self) -> Iterator[dict[str, Any]]:
        for number in range(self.leads // 100):
            yield {"email": f"gone{number}@example.com", "reason": "OPTED_OUT",
                   "source": "a link", "created_at": self._ago(number % 300)}  # fmt: skip

    def _enrollments(self, versions: dict[int, int], mailbox: int) -> Iterator[dict[str, Any]]:
        people = self.chance.sample(self.people, self.leads * 6 // 10)
        for number, party in enumerate(people):
            sequence = self.sequences[number % len(self.sequences)]
            enrolled = self._ago(self.chance.random() ** 2 * 300)
            line: dict[str, Any] = {
                "sequence_id": sequence, "version_id": versions[sequence], "party_id": party,
                "entity_type": "PARTY", "entity_id": party, "mailbox_id": mailbox,
                "enrolled_by": self.chance.choice(self.owners), "position": number % 2,
                "anchor_at": enrolled, "enrolled_at": enrolled, "next_run_at": None,
                "waiting_since": None, "hold_gate": None, "hold_reason": None, "paused_at": None,
                "stop_reason": None, "stop_detail": None, "finished_at": None, "status": "",
            }  # fmt: skip
            archived = sequence == self.sequences[-1]
            yield line | self._state(enrolled, 0.5 + self.chance.random() / 2 if archived
                                     else self.chance.random(), number % 2)  # fmt: skip

    def _state(self, enrolled: datetime, chance: float, position: int) -> dict[str, Any]:
        """Where an enrollment stands: due, waiting for a person, held, paused or ended."""
        if chance < 0.33:
            opens = (self.now + timedelta(days=self.chance.randrange(8))).replace(
                hour=8, minute=0, second=0, microsecond=0
            )
            spread = timedelta(seconds=self.chance.choice((0, 0, self.chance.randrange(28_800))))
            return {"status": EnrollmentStatus.ACTIVE.value, "next_run_at": opens + spread}
        if chance < 0.42:
            # The second step is a call.
            return {"status": EnrollmentStatus.ACTIVE.value, "position": 1,
                    "waiting_since": enrolled, "hold_gate": "task",
                    "hold_reason": "Waits for a person to complete the call."}  # fmt: skip
        if chance < 0.45:
            return {"status": EnrollmentStatus.ACTIVE.value, "hold_gate": "content",
                    "hold_reason": "The text has no value for company."}  # fmt: skip
        if chance < 0.5:
            return {"status": EnrollmentStatus.PAUSED.value, "paused_at": self.now}
        ended = enrolled + (self.now - enrolled) / 2
        if chance < 0.8:
            return {"status": EnrollmentStatus.COMPLETED.value, "finished_at": ended}
        reason = self.chance.choice(_ENDS)
        return {"status": EnrollmentStatus.CANCELED.value, "finished_at": ended,
                "stop_reason": reason.value, "stop_detail": "It ended."}  # fmt: skip

    def _deliveries(
        self, enrollments: list[dict[str, Any]], keys: dict[int, list[tuple[str, str]]],
        mailbox: int,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        odd = {0: DeliveryStatus.REFUSED, 1: DeliveryStatus.DEFERRED, 2: DeliveryStatus.UNCERTAIN}
        for number, line in enumerate(enrollments[: self.leads * 4 // 10], 1):
            status = odd.get(number % 400, DeliveryStatus.SENT)
            sent = status is DeliveryStatus.SENT
            at = line["enrolled_at"] + timedelta(hours=2)
            yield {
                "enrollment_id": number, "step_key": keys[line["sequence_id"]][0][0],
                "party_id": line["party_id"], "mailbox_id": mailbox,
                "message_id": f"<{number}@bench.example.com>",
                "recipient": f"person{line['party_id']}@example.com",
                "subject": "A question", "thread_subject": "A question", "references": "",
                "status": status.value, "attempts": 1, "planned_at": at, "taken_at": at,
                "sent_at": at if sent else None,
                "reason": "" if sent else "450 4.2.1 The mailbox is busy.",
            }  # fmt: skip

    def _messages(self, mailbox: int) -> Iterator[dict[str, Any]]:
        """One for each lead; who is answered often and who never. The latest replies are open."""
        for number in range(1, self.leads + 1):
            kind = self.chance.choice(_CAME)
            known = kind is not MailClass.UNRELATED
            party = self.people[int(self.leads * self.chance.random() ** 1.7)]
            at = self._ago(200 * (1 - number / (self.leads + 1)))
            is_open = kind is MailClass.REPLY and number > self.leads * 99 // 100
            yield {
                "mailbox_id": mailbox, "fingerprint": f"bench-{number}", "fault": "",
                "status": InboundStatus.PROCESSED.value, "received_at": at, "sent_at": at,
                "from_address": f"person{party}@{'example' if known else 'elsewhere'}.com",
                "from_name": "", "subject": "Re: A question", "label": "", "references": "",
                "message_id": f"{number}@their.example.com",
                "text": "Thank you, that suits us. When can we talk?\n\n> A question …",
                "reply_text": "Thank you, that suits us. When can we talk?",
                "classification": kind.value, "reason": "As it was written.",
                "party_id": party if known else None, "bounced": "[]",
                "handled_at": None if is_open else at,
            }  # fmt: skip

    def _activities(
        self, enrollments: list[dict[str, Any]], keys: dict[int, list[tuple[str, str]]]
    ) -> Iterator[dict[str, Any]]:
        waiting = [
            (number, line) for number, line in enumerate(enrollments, 1) if line["waiting_since"]
        ]
        for number, line in waiting:
            step = keys[line["sequence_id"]][1][0]
            due = self.now + timedelta(hours=self.chance.randrange(-200, 200))
            yield self._activity("CALL", line["party_id"], due=due, enrollment=number, step=step)
        for number in range(self.activities - len(waiting)):
            # Some are touched often and some never.
            party = self.people[int(self.leads * self.chance.random() ** 1.7)]
            if number % 100 == 0:
                due = self.now + timedelta(hours=self.chance.randrange(-100, 300))
                yield self._activity("TASK", party, due=due)
            else:
                done = self._ago(self.chance.random() ** 1.5 * 400)
                yield self._activity(self.chance.choice(_TOUCHES).value, party, done=done)

    def _activity(
        self, kind: str, party: int, *, due: datetime | None = None, done: datetime | None = None,
        enrollment: int | None = None, step: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        sentiment = "POSITIVE" if kind == "CALL" and done and self.chance.random() < 0.3 else None
        return {
            "type": kind, "party_id": party, "due_at": due, "completed_at": done,
            "status": (ActivityStatus.DONE if done else ActivityStatus.OPEN).value,
            "source": "SEQUENCE" if enrollment or kind == "EMAIL" else "PERSON",
            "subject": f"{kind.capitalize()} about the offer",
            "body": "What was said and what is to be done next. " * 3,
            "enrollment_id": enrollment, "step_key": step,
            "owner_id": self.chance.choice(self.owners), "sentiment": sentiment,
            "created_at": done or (due or self.now) - timedelta(days=4),
        }  # fmt: skip

    def _deals(self) -> Iterator[dict[str, Any]]:
        for number in range(self.leads // 50):
            entered = self._ago(self.chance.random() * 120)
            yield {
                "name": f"Deal {number + 1}", "party_id": self.people[number * 7 % self.leads],
                "lead_id": None, "company_id": None,
                "stage": self.chance.choice(list(DealStage)).value, "stage_entered_at": entered,
                "amount": str(self.chance.randrange(5, 500) * 100), "currency": "EUR",
                "owner_id": self.chance.choice(self.owners),
                "expected_close_on": (self.now + timedelta(days=number % 120 - 30)).date(),
                "created_at": entered,
            }  # fmt: skip

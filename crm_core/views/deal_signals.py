"""The signals of one deal, which its advice rests on: loaded by a fixed number of queries.

What is looked at is bounded, so a person with ten thousand activities costs as much as one with
a hundred: `LATEST` lines of the timeline by when they were noted, and as many of the open tasks.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select, union
from sqlalchemy.orm import aliased

from crm_core.domain.advice.history import MANY, Line, read_history
from crm_core.domain.advice.signals import (
    DealFacts,
    OpenReply,
    OpenTask,
    Running,
    Signals,
    Somebody,
    Standing,
)
from crm_core.domain.deals import OPEN, read_move
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.suppressing import domains_over, is_covered_by
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
    EnrollmentStatus,
    MailClass,
    PartyKind,
    ReplyIntent,
    Sentiment,
    StepType,
    SuppressionReason,
)
from crm_core.errors import NotFound
from crm_core.storage.activities import IS_OPEN, SENT_EMAIL
from crm_core.storage.engine import ReadSession
from crm_core.storage.people import LIVE
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
    SequenceRow,
    StepRow,
    SuppressionRow,
)
from crm_core.storage.types import AnyRow
from crm_core.touches.answering import is_open
from crm_core.views.deal_stays import usual_in

LATEST = 100
"""Lines of the timeline that are looked at."""
QUOTED = 1_000
"""Characters of a text that are looked at."""
COLLEAGUES = 5
"""People of the company among whom one is looked for who can be reached."""
READS = (
    Permission.DEALS_READ,
    Permission.PEOPLE_READ,
    Permission.ACTIVITIES_READ,
    Permission.MAIL_READ,
    Permission.SEQUENCES_READ,
)
"""What an advice tells of."""


def load_signals(
    session: ReadSession, actor: Actor, deal_id: int, now: datetime, zone: ZoneInfo
) -> Signals:
    """The signals of a deal at `now`, days as the zone has them; raises `NotFound`."""
    for permission in READS:
        actor.require(permission)
    tenant_id = actor.tenant_id
    row = _deal(session, tenant_id, deal_id)
    lines = _lines(session, tenant_id, row)
    history = read_history(lines, row.created_at)
    stage = DealStage(row.stage)
    company_id = row.company_id or row.person_company_id
    # Somebody else there is asked for where the deal has nobody, or nobody who answers.
    is_hard_to_reach = row.party_id is None or not row.email or len(history.unanswered) >= MANY
    others = _people_of(session, tenant_id, company_id, row.party_id) if company_id else []
    addresses = [row.email, *(one.email for one in others)]
    blocked = _suppressed(session, tenant_id, [one for one in addresses if one])
    person = None
    if row.party_id is not None:
        person = _somebody(row, row.party_id, row.person or row.email or "The person", blocked)
        is_hard_to_reach |= not person.may_mail
    reachable = (_somebody(one, one.id, one.name or one.email, blocked) for one in others)
    colleague = next((one for one in reachable if one.may_call or one.may_mail), None)
    return Signals(
        now=now,
        zone=zone,
        deal=DealFacts(
            id=row.id, name=row.name, stage=stage, since=row.stage_entered_at,
            began=row.created_at, amount=row.amount, currency=row.currency,
            close_on=row.expected_close_on, note=_last_note(lines, stage),
        ),
        person=person,
        company=(company_id, row.company or row.person_company) if company_id else None,
        colleague=colleague if is_hard_to_reach else None,
        history=history,
        reply=_open_reply(session, tenant_id, row.party_id),
        tasks=_open_tasks(session, tenant_id, row),
        running=_running(session, tenant_id, row.party_id),
        usual=usual_in(session, tenant_id).get(stage),
        standing=_standing(session, tenant_id, row.currency, row.amount),
        lines=lines,
    )  # fmt: skip


def _deal(session: ReadSession, tenant_id: int, deal_id: int) -> AnyRow:
    person, firm, persons_firm = aliased(PartyRow), aliased(PartyRow), aliased(PartyRow)
    row = session.execute(
        select(
            DealRow.id, DealRow.name, DealRow.stage, DealRow.stage_entered_at, DealRow.created_at,
            DealRow.amount, DealRow.currency, DealRow.expected_close_on, DealRow.party_id,
            DealRow.company_id, firm.name.label("company"), person.name.label("person"),
            person.email, person.phone, person.away_until, person.left_at,
            person.company_id.label("person_company_id"),
            persons_firm.name.label("person_company"),
        )
        .outerjoin(person, person.id == DealRow.party_id)
        .outerjoin(firm, firm.id == DealRow.company_id)
        .outerjoin(persons_firm, persons_firm.id == person.company_id)
        .where(DealRow.id == deal_id, DealRow.tenant_id == tenant_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound(f"There is no deal with the id {deal_id}.", field="dealId")
    return row


def _about(deal: AnyRow) -> tuple[ColumnElement[bool], ...]:
    """What belongs to the deal, and what to its person; each is read by an index of its own."""
    if deal.party_id is None:
        return (ActivityRow.deal_id == deal.id,)
    return ActivityRow.deal_id == deal.id, ActivityRow.party_id == deal.party_id


def _lines(session: ReadSession, tenant_id: int, deal: AnyRow) -> tuple[Line, ...]:
    """The latest lines of the deal and its person, what happened last first.

    Of the person's other deals only what was said counts: their tasks, notes and stages do not.
    """
    parts = [
        select(ActivityRow.id)
        .where(ActivityRow.tenant_id == tenant_id, about)
        .order_by(ActivityRow.id.desc())
        .limit(LATEST)
        .subquery()
        for about in _about(deal)
    ]
    found = union(*(select(part.c.id) for part in parts)).subquery()
    said = ActivityRow.type.in_((ActivityType.EMAIL, ActivityType.CALL, ActivityType.MEETING))
    mine = or_(ActivityRow.deal_id.is_(None), ActivityRow.deal_id == deal.id, said)
    rows = session.execute(
        select(
            ActivityRow.id, ActivityRow.type, ActivityRow.status, ActivityRow.source,
            ActivityRow.completed_at, ActivityRow.created_at, ActivityRow.subject,
            func.substr(
                func.coalesce(func.nullif(ActivityRow.note, ""), ActivityRow.body), 1, QUOTED
            ).label("text"),
            SENT_EMAIL.label("is_sent"), ActivityRow.disposition,
            func.coalesce(InboundMessageRow.sentiment, ActivityRow.sentiment).label("sentiment"),
            InboundMessageRow.intent, InboundMessageRow.label, InboundMessageRow.classification,
            ActivityRow.inbound_id, ActivityRow.deal_id,
        )
        .join_from(found, ActivityRow, ActivityRow.id == found.c.id)
        .outerjoin(
            InboundMessageRow,
            (InboundMessageRow.id == ActivityRow.inbound_id)
            & (ActivityRow.source == ActivitySource.INBOX),
        )
        .where(mine)
    )  # fmt: skip
    lines = [line_of(row) for row in rows]
    return tuple(sorted(lines, key=lambda line: (line.at, line.id), reverse=True)[:LATEST])


def line_of(row: AnyRow) -> Line:
    """A row of the query above as the engine reads it."""
    return Line(
        id=row.id,
        type=ActivityType(row.type),
        status=ActivityStatus(row.status),
        source=ActivitySource(row.source),
        at=row.completed_at or row.created_at,
        subject=row.subject,
        text=row.text,
        is_sent=bool(row.is_sent),
        disposition=row.disposition,
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        intent=ReplyIntent(row.intent) if row.intent else None,
        label=row.label or "",
        mail_class=MailClass(row.classification) if row.classification else None,
        inbound_id=row.inbound_id,
        deal_id=row.deal_id,
    )


def _last_note(lines: tuple[Line, ...], stage: DealStage) -> str:
    """What was said when the deal came into its stage."""
    moves = (read_move(one.subject, one.at) and one for one in lines if one.type == "STAGE_CHANGE")
    line = next((one for one in moves if one), None)
    move = read_move(line.subject, line.at) if line else None
    return line.text.strip() if line and move and move.target is stage else ""


def _open_reply(session: ReadSession, tenant_id: int, party_id: int | None) -> OpenReply | None:
    """The reply that came last of those that somebody has to look at."""
    if party_id is None:
        return None
    draft = (
        select(func.max(ActivityRow.id))
        .where(
            ActivityRow.party_id == party_id,
            ActivityRow.inbound_id == InboundMessageRow.id,
            ActivityRow.status == ActivityStatus.DRAFT,
        )
        .correlate(InboundMessageRow)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            InboundMessageRow.id, InboundMessageRow.received_at, InboundMessageRow.subject,
            func.substr(InboundMessageRow.reply_text, 1, QUOTED).label("quote"),
            InboundMessageRow.sentiment, InboundMessageRow.intent, InboundMessageRow.label,
            draft.label("draft_id"),
        )
        .where(
            InboundMessageRow.tenant_id == tenant_id,
            InboundMessageRow.party_id == party_id,
            # So that no index by class fits: SQLite would walk all replies of the workspace.
            func.coalesce(InboundMessageRow.classification, "") == MailClass.REPLY,
            is_open(),
        )
        .order_by(InboundMessageRow.received_at.desc(), InboundMessageRow.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return None
    return OpenReply(
        id=row.id, at=row.received_at, subject=row.subject, quote=row.quote,
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        intent=ReplyIntent(row.intent) if row.intent else None,
        label=row.label, draft_id=row.draft_id,
    )  # fmt: skip


def _open_tasks(session: ReadSession, tenant_id: int, deal: AnyRow) -> tuple[OpenTask, ...]:
    """What is open about the deal or with its person, but for the person's other deals.

    An answer that was begun is told with the message that it answers.
    """
    parts = [
        select(
            ActivityRow.id, ActivityRow.type, ActivityRow.status, ActivityRow.subject,
            ActivityRow.due_at,
        )
        .where(
            ActivityRow.tenant_id == tenant_id,
            about,
            IS_OPEN,
            ActivityRow.inbound_id.is_(None),
            or_(ActivityRow.deal_id.is_(None), ActivityRow.deal_id == deal.id),
        )
        .order_by(ActivityRow.id.desc())
        .limit(LATEST)
        .subquery()
        for about in _about(deal)
    ]  # fmt: skip
    found = {row.id: row for row in session.execute(union(*(select(part) for part in parts)))}
    return tuple(
        OpenTask(
            row.id, ActivityType(row.type), row.subject, row.due_at,
            is_draft=row.status == ActivityStatus.DRAFT,
        )
        for row in found.values()
    )  # fmt: skip


def _running(session: ReadSession, tenant_id: int, party_id: int | None) -> Running | None:
    """The live enrollment that comes to a touch first; else one that is paused or waits."""
    if party_id is None:
        return None
    row = session.execute(
        select(
            EnrollmentRow.id, EnrollmentRow.sequence_id, SequenceRow.name, EnrollmentRow.status,
            EnrollmentRow.next_run_at, EnrollmentRow.hold_reason, EnrollmentRow.resume_at,
            EnrollmentRow.paused_at, StepRow.type.label("step"),
        )
        .join(SequenceRow, SequenceRow.id == EnrollmentRow.sequence_id)
        .outerjoin(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(
            EnrollmentRow.tenant_id == tenant_id,
            EnrollmentRow.party_id == party_id,
            EnrollmentRow.status.in_(LIVE),
        )
        .order_by(EnrollmentRow.next_run_at.asc().nulls_last(), EnrollmentRow.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return None
    return Running(
        id=row.id, sequence_id=row.sequence_id, sequence=row.name,
        status=EnrollmentStatus(row.status), next_at=row.next_run_at,
        next_step=StepType(row.step) if row.step else None, waits_for=row.hold_reason or "",
        resume_at=row.resume_at, paused_at=row.paused_at,
    )  # fmt: skip


def _standing(session: ReadSession, tenant_id: int, currency: str, amount: Decimal) -> Standing:
    row = session.execute(
        select(
            func.count().label("number"),
            func.count().filter(DealRow.amount < amount).label("below"),
        ).where(
            DealRow.tenant_id == tenant_id, DealRow.stage.in_(OPEN), DealRow.currency == currency
        )
    ).one()
    return Standing(row.below, row.number)


def _people_of(
    session: ReadSession, tenant_id: int, company_id: int, but: int | None
) -> list[AnyRow]:
    """A few of a company's people who have an address or a phone."""
    query = (
        select(
            PartyRow.id, PartyRow.name, PartyRow.email, PartyRow.phone, PartyRow.away_until,
            PartyRow.left_at,
        )
        .where(
            PartyRow.tenant_id == tenant_id,
            PartyRow.company_id == company_id,
            PartyRow.kind == PartyKind.PERSON,
            or_(PartyRow.phone != "", PartyRow.email.is_not(None)),
            PartyRow.id != (but or 0),
            PartyRow.left_at.is_(None),
        )
        .order_by(PartyRow.id)
        .limit(COLLEAGUES)
    )  # fmt: skip
    return list(session.execute(query))


def _suppressed(
    session: ReadSession, tenant_id: int, emails: Collection[str]
) -> dict[str, SuppressionReason]:
    """Why no mail goes to those of the addresses that are listed, or whose domain is."""
    if not emails:
        return {}
    domains = {domain for email in emails for domain in domains_over(email)}
    rows = session.execute(
        select(SuppressionRow.email, SuppressionRow.domain, SuppressionRow.reason).where(
            SuppressionRow.tenant_id == tenant_id,
            or_(SuppressionRow.email.in_(emails), SuppressionRow.domain.in_(domains)),
        )
    ).all()
    by_email = {row.email: row.reason for row in rows if row.email}
    by_domain = {row.domain: row.reason for row in rows if row.domain}
    covering = frozenset(by_domain)
    found = {}
    for email in emails:
        domain = is_covered_by(email, covering)
        reason = by_email.get(email) or (by_domain[domain] if domain else None)
        if reason is not None:
            found[email] = SuppressionReason(reason)
    return found


def _somebody(row: AnyRow, key: int, name: str, blocked: dict[str, SuppressionReason]) -> Somebody:
    return Somebody(
        key, name, row.email, row.phone or "", blocked.get(row.email or ""), row.away_until,
        has_left=row.left_at is not None,
    )  # fmt: skip

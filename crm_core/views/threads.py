"""Whose a conversation is, what is open in it, and the answer that was begun.

What came and went in it is `thread_mails`'.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from crm_core.domain.corrections import WRITTEN_BY_SOMEBODY
from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivitySource, ActivityStatus
from crm_core.errors import NotFound
from crm_core.mail.body import typed_form
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.lookup import owned
from crm_core.storage.suppressions import blocked_by_domain
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
    PartyRow,
    SuppressionRow,
    UserRow,
)
from crm_core.storage.types import AnySelect
from crm_core.touches.answering import is_open, signature_of
from crm_core.touches.envelopes import reply_subject


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be answered: a message, with the draft of an answer that was begun, if one was.

    `subject` and `typed` are the draft's, else those that an answer begins with. `seen`: the
    draft's fingerprint. `begun`: how many answers were begun. `delivery`: the state of the draft's
    e-mail that was tried.
    """

    inbound_id: int
    address: str
    subject: str
    typed: str
    begun: int
    draft_id: int | None = None
    seen: str = ""
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Whose it is. `party_id` is None for a message of nobody, which is then `inbound_id`.

    `open_id`: the latest message that somebody has to look at. `suppressed`: why no mail goes to
    the person. `holds`: enrollments that wait because of the message of nobody.
    """

    party_id: int | None
    inbound_id: int | None
    lead_id: int | None
    person: str
    address: str
    title: str
    company_id: int | None
    company: str
    owner: str
    suppressed: str | None
    open_id: int | None
    holds: int
    answer: Answer | None


def get_conversation(
    services: Services, *, actor: Actor, party_id: int | None = None, inbound_id: int | None = None
) -> Conversation:
    """A person's conversation, or a message's: its person's, else itself. Raises `NotFound`.

    `answer` is about the message that is named, else about the person's latest.
    """
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        asked = None
        if inbound_id is not None:
            asked = owned(session, InboundMessageRow, actor.tenant_id, inbound_id, what="message")
            party_id = asked.party_id
            if asked.classification is None:
                raise NotFound("This message could not be read; see Runner health.", field="id")
        if party_id is None:
            if asked is None:
                raise NotFound("Say whose conversation it is.", field="id")
            return _of_nobody(session, asked)
        return _of_person(session, actor, party_id, asked)


def _of_nobody(session: Session, row: InboundMessageRow) -> Conversation:
    held = select(func.count()).where(EnrollmentRow.company_mail_id == row.id)
    still_open = row.handled_at is None
    return Conversation(
        party_id=None, inbound_id=row.id, lead_id=None,
        person=row.from_name or row.from_address or "Nobody named", address=row.from_address,
        title="", company_id=None, company="", owner="", suppressed=None,
        open_id=row.id if still_open else None, holds=session.scalar(held) or 0, answer=None,
    )  # fmt: skip


def _of_person(
    session: ReadSession, actor: Actor, party_id: int, asked: InboundMessageRow | None
) -> Conversation:
    whose = {"party_id": party_id, "tenant_id": actor.tenant_id}
    person = session.execute(_person_query(), whose).one_or_none()
    if person is None:
        raise NotFound(f"There is no person with the id {party_id}.", field="id")
    if asked is None or asked.classification not in WRITTEN_BY_SOMEBODY:
        asked = session.scalar(_latest_query(), whose)
    suppressed = person.suppressed
    if person.email and not suppressed:
        suppressed = blocked_by_domain(session, actor.tenant_id, [person.email]).get(person.email)
    return Conversation(
        party_id=party_id,
        inbound_id=None,
        lead_id=person.lead_id,
        person=person.name or person.email or "Nobody named",
        address=person.email or "",
        title=person.title,
        company_id=person.company_id,
        company=person.company or "",
        owner=person.owner or "",
        suppressed=suppressed,
        open_id=person.open_id,
        holds=0,
        answer=(
            _answer(session, actor, asked) if asked is not None and asked.from_address else None
        ),
    )


_MINE = (
    InboundMessageRow.party_id == bindparam("party_id"),
    InboundMessageRow.tenant_id == bindparam("tenant_id"),
)


@cache
def _person_query() -> AnySelect:
    """Who it is and what stands beside. These are composed once, which takes longer than to run."""
    company = aliased(PartyRow)
    owner = func.coalesce(func.nullif(UserRow.name, ""), UserRow.email)
    return select(
        PartyRow.name, PartyRow.email, PartyRow.title, PartyRow.company_id,
        _one(select(company.name).where(company.id == PartyRow.company_id)).label("company"),
        _one(select(owner).where(UserRow.id == PartyRow.owner_id)).label("owner"),
        _one(select(func.max(InboundMessageRow.id)).where(*_MINE, is_open())).label("open_id"),
        _one(select(func.max(LeadRow.id)).where(LeadRow.party_id == PartyRow.id)).label("lead_id"),
        _one(
            select(SuppressionRow.reason).where(
                SuppressionRow.tenant_id == PartyRow.tenant_id,
                SuppressionRow.email == PartyRow.email,
            )
        ).label("suppressed"),
    ).where(
        PartyRow.id == bindparam("party_id"), PartyRow.tenant_id == bindparam("tenant_id")
    )  # fmt: skip


def _one(query: AnySelect) -> ScalarSelect[Any]:
    """Of the person in the statement around it."""
    return query.correlate(PartyRow).scalar_subquery()


@cache
def _latest_query() -> AnySelect:
    """The last message that the person wrote."""
    return (
        select(InboundMessageRow)
        .where(*_MINE, InboundMessageRow.classification.in_(WRITTEN_BY_SOMEBODY))
        .order_by(InboundMessageRow.id.desc())
        .limit(1)
    )


def _answer(session: ReadSession, actor: Actor, row: InboundMessageRow) -> Answer:
    about = {"party_id": row.party_id, "inbound_id": row.id}
    drafts = session.execute(_drafts_query(), about).all()
    signature = signature_of(session, row, actor.user_id)
    typed = f"\n\n{signature}" if signature else ""
    answer = Answer(row.id, row.from_address, reply_subject(row.subject), typed, len(drafts))
    for draft in drafts:
        if draft.status == ActivityStatus.DRAFT:
            answer = replace(
                answer, draft_id=draft.id, subject=draft.subject,
                typed=typed_form(draft.body, draft.html),
                seen=fingerprint(draft.subject, draft.body, draft.html), delivery=draft.delivery,
            )  # fmt: skip
    return answer


@cache
def _drafts_query() -> AnySelect:
    """The answers to a message that were begun."""
    return (
        select(
            ActivityRow.id, ActivityRow.status, ActivityRow.subject, ActivityRow.body,
            ActivityRow.html, DeliveryRow.status.label("delivery"),
        )
        .outerjoin(DeliveryRow, DeliveryRow.activity_id == ActivityRow.id)
        .where(
            ActivityRow.party_id == bindparam("party_id"),
            ActivityRow.inbound_id == bindparam("inbound_id"),
            ActivityRow.source != ActivitySource.INBOX,
        )
        .order_by(ActivityRow.id)
    )  # fmt: skip

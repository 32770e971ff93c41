"""Putting something on a timeline: a task, a call that was made, an e-mail draft, a note."""

from datetime import datetime
from typing import Any

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import SUBJECT_LIMIT, TEXT_LIMIT
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    PartyKind,
    Sentiment,
)
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.activities import source_of
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, LeadRow, PartyRow, UserRow

LINE = 200
NOTE_LIMIT = 20_000


def create_task(
    services: Services,
    *,
    actor: Actor,
    subject: object,
    party_id: int | None = None,
    lead_id: int | None = None,
    deal_id: int | None = None,
    body: object = None,
    due_at: datetime | None = None,
    owner_id: int | None = None,
) -> int:
    """Add something to do about a person, a lead or a deal; returns its id.

    `due_at`: now where it is absent. `owner_id`: whose it is, the actor where it is absent.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    line = inputs.line(subject, "subject", SUBJECT_LIMIT)
    if not line:
        raise InvalidInput("A task needs a line that says what to do.", field="subject")
    now = services.clock.now()
    return _add(
        services, actor, now, "task.created", (party_id, lead_id, deal_id),
        type=ActivityType.TASK, status=ActivityStatus.OPEN, subject=line,
        body=inputs.text(body, "body", NOTE_LIMIT),
        due_at=inputs.instant(due_at, "dueAt") or now, owner_id=owner_id,
    )  # fmt: skip


def log_call(
    services: Services,
    *,
    actor: Actor,
    party_id: int | None = None,
    lead_id: int | None = None,
    deal_id: int | None = None,
    disposition: object = None,
    sentiment: object = None,
    note: object = None,
    completed_at: datetime | None = None,
) -> int:
    """Note a call that was made, now or at `completed_at`; returns its id."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    at = inputs.instant(completed_at, "completedAt") or now
    if at > now:
        raise InvalidInput("A call that was made lies in the past.", field="completedAt")
    how = inputs.line(disposition, "disposition", LINE) or None
    return _add(
        services, actor, now, "call.logged", (party_id, lead_id, deal_id),
        type=ActivityType.CALL, status=ActivityStatus.DONE, subject="Call", disposition=how,
        sentiment=inputs.word(Sentiment, sentiment, "sentiment") if sentiment else None,
        note=inputs.text(note, "note", NOTE_LIMIT) or None, completed_at=at,
    )  # fmt: skip


def create_email_draft(
    services: Services,
    *,
    actor: Actor,
    subject: object,
    body: object,
    party_id: int | None = None,
    lead_id: int | None = None,
    deal_id: int | None = None,
    html: object = None,
    owner_id: int | None = None,
) -> int:
    """Begin an e-mail to a person, to be edited and sent from Tasks; returns its id.

    `html`: the text with its formatting, where it has any beside the plain `body`. A deal's
    draft goes to the deal's person. Subject and text may be empty until it is sent.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    now = services.clock.now()
    return _add(
        services, actor, now, "draft.created", (party_id, lead_id, deal_id),
        type=ActivityType.EMAIL, status=ActivityStatus.DRAFT, person_wanted=True,
        subject=inputs.line(subject, "subject", SUBJECT_LIMIT),
        body=inputs.text(body, "body", TEXT_LIMIT),
        html=inputs.text(html, "html", TEXT_LIMIT) or None, due_at=now, owner_id=owner_id,
    )  # fmt: skip


def add_note(
    services: Services,
    *,
    actor: Actor,
    text: object,
    party_id: int | None = None,
    lead_id: int | None = None,
    deal_id: int | None = None,
) -> int:
    """Put a note on a timeline; returns the activity's id."""
    actor.require(Permission.ACTIVITIES_MANAGE)
    body = inputs.text(text, "text", NOTE_LIMIT)
    if not body.strip():
        raise InvalidInput("A note needs a text.", field="text")
    now = services.clock.now()
    return _add(
        services, actor, now, "note.added", (party_id, lead_id, deal_id),
        type=ActivityType.NOTE, status=ActivityStatus.DONE, body=body, completed_at=now,
    )  # fmt: skip


def _add(
    services: Services,
    actor: Actor,
    now: datetime,
    action: str,
    about: tuple[int | None, int | None, int | None],
    *,
    person_wanted: bool = False,
    owner_id: int | None = None,
    **columns: Any,
) -> int:
    tenant = actor.tenant_id
    with services.storage.write() as session:
        if owner_id is not None:
            owned(session, UserRow, tenant, owner_id, what="user", field="ownerId")
        row = ActivityRow(
            tenant_id=tenant,
            source=source_of(actor),
            owner_id=owner_id or actor.user_id,
            created_at=now,
            **_about(session, tenant, *about, person_wanted=person_wanted),
            **columns,
        )
        session.add(row)
        session.flush()
        audit.note(session, actor, now, action, "activity", row.id)
        return row.id


def _about(
    session: WriteSession,
    tenant: int,
    party_id: int | None,
    lead_id: int | None,
    deal_id: int | None,
    *,
    person_wanted: bool,
) -> dict[str, int | None]:
    """Whom it concerns. A lead brings its person; a deal its own person and lead where no other
    is named."""
    if deal_id is not None:
        deal = owned(session, DealRow, tenant, deal_id, what="deal", field="dealId")
        if party_id is None and lead_id is None:
            party_id, lead_id = deal.party_id, deal.lead_id
            if party_id is None and not person_wanted:
                party_id = deal.company_id
    if lead_id is not None:
        lead = owned(session, LeadRow, tenant, lead_id, what="lead", field="leadId")
        if party_id not in (None, lead.party_id):
            raise InvalidInput("The lead is another person's.", field="leadId")
        party_id = lead.party_id
    elif party_id is not None:
        party = owned(session, PartyRow, tenant, party_id, what="party", field="partyId")
        if person_wanted and party.kind == PartyKind.COMPANY:
            raise InvalidInput("This is a company; write to one of its people.", field="partyId")
    if party_id is None and (person_wanted or deal_id is None):
        what = "a person or a lead" if person_wanted else "a person, a lead or a deal"
        raise InvalidInput(f"Say whom it concerns: {what}.", field="partyId")
    return {"party_id": party_id, "lead_id": lead_id, "deal_id": deal_id}

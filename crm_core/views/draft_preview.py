"""A draft as one lead would get it: what is written to them, what is missing, when each lands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from crm_core.domain.merge_fields import MEANINGS
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.projection import ProjectedStep
from crm_core.domain.search import search_words
from crm_core.domain.sequences import EMAILS, SequenceSettings, Step
from crm_core.domain.step_days import days_of_steps
from crm_core.domain.verdicts import Hole, Written
from crm_core.domain.words import SequenceStatus
from crm_core.sequence_checks import TEXTS, Problem, examine
from crm_core.services import Services
from crm_core.step_texts import compile_step
from crm_core.storage.lookup import owned
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.storage.workspace import mailboxes_for
from crm_core.touches.envelopes import reply_subject
from crm_core.touches.prospects import load_prospect
from crm_core.touches.versions import PlannedStep, VersionPlan
from crm_core.views.projection import UNSAVED, project_draft

LEADS_SHOWN = 8
PARTIES_LOOKED_AT = 50
VALUE_SHOWN = 200
_company = aliased(PartyRow)


@dataclass(frozen=True, slots=True)
class LeadChoice:
    """A lead to preview with."""

    id: int
    name: str
    email: str
    company: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A merge field, what it stands for, and its value for the lead; empty where it has none."""

    name: str
    meaning: str
    value: str


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """What a draft means for one lead.

    `landings` are the steps as the planner would take them, in their order; those whose texts
    have problems are there with other texts. `written` is the asked step's message, None where
    there is no such step or its own texts have problems. `subject` is that of the message; a
    follow-up without its own answers in the thread. `mailbox_id`: which one would send it.
    """

    sender: str
    subject: str
    fields: tuple[FieldValue, ...]
    landings: tuple[ProjectedStep, ...]
    written: Written | Hole | None
    mailbox_id: int | None


def find_leads(services: Services, *, actor: Actor, typed: str) -> tuple[LeadChoice, ...]:
    """Up to `LEADS_SHOWN` leads whose person has all the words, newest first. One query."""
    actor.require(Permission.PEOPLE_READ)
    query = (
        select(LeadRow.id, PartyRow.name, PartyRow.email, _company.name.label("company"))
        .join(PartyRow, PartyRow.id == LeadRow.party_id)
        .outerjoin(_company, _company.id == PartyRow.company_id)
        .where(LeadRow.tenant_id == actor.tenant_id)
        .order_by(LeadRow.id.desc())
        .limit(LEADS_SHOWN)
    )
    if words := search_words(typed):
        # One narrow index is read through; the leads are looked up for what it found.
        found = select(PartyRow.id).where(PartyRow.tenant_id == actor.tenant_id)
        for word in words:
            found = found.where(PartyRow.search_key.contains(word, autoescape=True))
        query = query.where(LeadRow.party_id.in_(found.limit(PARTIES_LOOKED_AT)))
    with services.storage.read() as session:
        return tuple(
            LeadChoice(row.id, row.name or row.email or "", row.email or "", row.company or "")
            for row in session.execute(query)
        )


def preview_draft(
    services: Services,
    *,
    actor: Actor,
    content: Mapping[str, Any],
    settings: Mapping[str, Any] | None,
    lead_id: int,
    position: int,
) -> DraftPreview:
    """The draft for a lead, and its step at `position` as it would be written to them.

    `settings`: those that the draft would be saved with. Raises `NotFound` for no lead here.
    """
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.PEOPLE_READ)
    problems, draft = examine({**content, "settings": settings or content.get("settings")})
    steps = draft.steps if draft and _is_whole(content, draft.steps) else ()
    planned = tuple(PlannedStep(step, compile_step(step)) for step in steps)
    rules = draft.settings if draft else SequenceSettings.parse(None)
    with services.storage.read() as session:
        lead = owned(session, LeadRow, actor.tenant_id, lead_id, what="lead", field="lead")
        sender_id = lead.owner_id or actor.user_id
        prospect = load_prospect(
            session,
            tenant_id=actor.tenant_id,
            party_id=lead.party_id,
            plan=replace(VersionPlan.of(UNSAVED, UNSAVED, rules, planned), uses_deal=True),
            mailbox_id=mailboxes_for(session, actor.tenant_id, {sender_id})[sender_id],
            sequence_status=SequenceStatus.ACTIVE,
            anchor_at=services.clock.now(),
            now=services.clock.now(),
        )
        landings = project_draft(
            services, actor=actor, steps=planned, settings=rules, person_id=lead.party_id
        )
    values, mailbox = prospect.case.person.fields, prospect.mailbox
    shown = 0 <= position < len(planned) and not _has_faulty_text(problems, position)
    sender = f"{mailbox.display_name} <{mailbox.address}>" if mailbox else ""
    written = planned[position].texts.write(values) if shown else None
    return DraftPreview(
        sender=sender if not mailbox or mailbox.display_name else mailbox.address,
        subject=_subject(written, landings[:position]),
        fields=_fields(values),
        landings=landings,
        written=written,
        mailbox_id=mailbox.id if mailbox else None,
    )


def days_of(content: Mapping[str, Any]) -> tuple[int, ...]:
    """`days_of_steps` of a draft; empty for one whose steps are none that can be counted."""
    _, draft = examine(content)
    if draft is None or not _is_whole(content, draft.steps):
        return ()
    return days_of_steps(draft.steps)


def _is_whole(content: Mapping[str, Any], steps: tuple[Step, ...]) -> bool:
    given = content.get("steps")
    return isinstance(given, list) and len(given) == len(steps)


def _has_faulty_text(problems: tuple[Problem, ...], position: int) -> bool:
    return any(p.step == position and p.field in (*TEXTS, "", "type") for p in problems)


def _subject(written: Written | Hole | None, before: tuple[ProjectedStep, ...]) -> str:
    if not isinstance(written, Written) or written.subject:
        return written.subject if isinstance(written, Written) else ""
    opened = [one.subject for one in before if one.type in EMAILS and one.subject]
    return reply_subject(opened[-1]) if opened else ""


def _fields(values: Mapping[str, object]) -> tuple[FieldValue, ...]:
    custom = values.get("custom")
    own = sorted(custom) if isinstance(custom, Mapping) else []
    meanings = {**MEANINGS, **{f"custom.{name}": "Custom field" for name in own}}
    return tuple(
        FieldValue(name, meaning, _shown(values, name)) for name, meaning in meanings.items()
    )


def _shown(values: Mapping[str, object], name: str) -> str:
    value: object = values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    text = "" if value is None else str(value).strip()
    return text if len(text) <= VALUE_SHOWN else f"{text[:VALUE_SHOWN]}…"

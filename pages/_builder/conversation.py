"""The talk with the browser about one draft: its changes are stored, and told what they mean."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.projection import ProjectedStep
from crm_core.domain.verdicts import Hole, Written
from crm_core.errors import DraftChanged, InvalidInput, NotFound
from crm_core.usecases.drafts import change_draft
from crm_core.views.draft_preview import (
    DraftPreview,
    LeadChoice,
    days_of,
    find_leads,
    preview_draft,
)
from crm_core.views.drafts import DraftDetail
from pages._builder import element
from pages._ui.editor import FIELDS
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

ELSEWHERE = "This draft was changed in another tab since it was shown here."


@dataclass
class Memory:
    """What this browser tab is known to have, in its session.

    `revision` is that of the draft as the tab shows it, None before it shows any; `loaded`
    counts how often the tab was given the stored draft; `asked` how often saving was refused;
    `tests` how many test sends ended, the last one as `tested` says or with a refusal.
    """

    token: str = ""
    seq: int = 0
    revision: int | None = None
    content: dict[str, Any] | None = None
    conflict: str = ""
    refused: str = ""
    loaded: int = 0
    asked: int = 0
    tests: int = 0
    tested: str = ""
    test_refused: str = ""
    step: int = 0
    query: str = ""
    lead: LeadChoice | None = None
    known: dict[int, LeadChoice] = field(default_factory=dict)


def memory_of(draft_id: int) -> Memory:
    """The memory of a draft's talk; it lasts as long as the tab's session."""
    memory: Memory = st.session_state.setdefault(f"builder_memory_{draft_id}", Memory())
    return memory


def hear(actor: Actor, draft_id: int) -> None:
    """Store what the browser said since the last run, if it said anything."""
    memory, said = memory_of(draft_id), element.said(draft_id)
    if not said or (said["token"], said["seq"]) == (memory.token, memory.seq):
        return
    if said["token"] != memory.token:
        memory.token, memory.revision = said["token"], said["revision"]
        memory.content, memory.conflict = None, ""
    memory.seq, memory.step, memory.query = said["seq"], said["step"], said["query"]
    memory.lead = memory.known.get(said["lead"], memory.lead)
    if memory.conflict or said["content"] == memory.content:
        return
    try:
        memory.revision = change_draft(
            get_services(), actor=actor, draft_id=draft_id, revision=memory.revision or 0,
            content=said["content"],
        )  # fmt: skip
        memory.content, memory.refused = said["content"], ""
    except DraftChanged as refusal:
        memory.conflict = refusal.message
    except InvalidInput as refusal:
        memory.refused = refusal.message


def load_stored(draft_id: int) -> None:
    """Give the browser the stored draft instead of its own at the next answer."""
    memory = memory_of(draft_id)
    memory.conflict, memory.content, memory.revision = "", None, None
    memory.loaded += 1


def answer(actor: Actor, draft: DraftDetail) -> dict[str, Any]:
    """What the browser is told: the draft where it has none, and all that follows from it."""
    memory = memory_of(draft.id)
    if memory.revision is None:
        memory.revision = draft.revision
    elif draft.revision != memory.revision and not memory.conflict:
        # Before anything is typed on top of what this tab has not seen, or saved with it.
        memory.conflict = ELSEWHERE
    return {
        "draft": draft.id,
        "revision": draft.revision,
        "content": draft.content,
        "loaded": memory.loaded,
        "heard": {"token": memory.token, "seq": memory.seq},
        "conflict": memory.conflict,
        "refused": memory.refused,
        "asked": memory.asked,
        "problems": [asdict(problem) for problem in draft.problems],
        "days": list(days_of(draft.content)),
        "step": memory.step,
        "test": {
            "count": memory.tests,
            "done": memory.tested,
            "refused": memory.test_refused,
        },
        **_for_lead(actor, draft, memory),
    }


def _for_lead(actor: Actor, draft: DraftDetail, memory: Memory) -> dict[str, Any]:
    leads = find_leads(get_services(), actor=actor, typed=memory.query)
    memory.known.update({lead.id: lead for lead in leads})
    if memory.lead is None and leads and not memory.query:
        memory.lead = leads[0]
    told = {"leads": [asdict(lead) for lead in leads], "lead": None, "fields": list(FIELDS)}
    if memory.lead is None:
        return told
    try:
        seen = preview_for(actor, draft, memory.lead, memory.step)
    except NotFound:
        memory.lead = None
        return told
    zone = viewer_zone()
    today = get_services().clock.now().astimezone(zone)
    return {
        **told,
        "lead": asdict(memory.lead),
        "fields": [asdict(value) for value in seen.fields],
        "zone": zone.key,
        "landings": [_landing(one, zone, today) for one in seen.landings],
        "written": _written(seen),
        "hole": seen.written._asdict() if isinstance(seen.written, Hole) else None,
    }


def preview_for(actor: Actor, draft: DraftDetail, lead: LeadChoice, step: int) -> DraftPreview:
    """A step of the draft as a lead would get it; raises `NotFound` for one that is gone."""
    return preview_draft(
        get_services(),
        actor=actor,
        content=draft.content,
        settings=draft.of.settings if draft.of else None,
        lead_id=lead.id,
        position=step,
    )


def _written(seen: DraftPreview) -> dict[str, Any] | None:
    if not isinstance(seen.written, Written):
        return None
    return {**seen.written._asdict(), "subject": seen.subject, "sender": seen.sender}


def _landing(one: ProjectedStep, zone: ZoneInfo, today: datetime) -> dict[str, str]:
    said = {"day": "", "time": "", "at": "", "why": one.why}
    if one.at is not None:
        there = one.at.astimezone(zone)
        day = f"{there:%a} {there.day} {there:%b}"
        number = (there.date() - today.date()).days + 1
        said["day"] = f"Day {number} · {day}"
        said["time"] = f"{there:%H:%M}"
        said["at"] = f"{day}, {there:%H:%M}"
    return {**said, "problem": one.problem, "unblock": one.unblock}

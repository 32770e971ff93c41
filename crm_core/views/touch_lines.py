"""Touches as lists tell them: what goes when, and why then; or what holds it.

For each line the planner is asked as the runner asks it, set-wise, so that a page costs the same
number of queries whatever is on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_core.domain.gates import TIMING
from crm_core.domain.landing import why_then
from crm_core.domain.planner import decide
from crm_core.domain.verdicts import Kind, Verdict, Written
from crm_core.domain.words import EntityType, StepType
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, SequenceRow
from crm_core.touches.envelopes import reply_subject
from crm_core.touches.facts import DueCase, fact_query, fetch_facts, load_cases
from crm_core.touches.tallies import Tallies

MENDED = "Nothing any more: it goes on when it is looked at again."
_TIMING = frozenset(gate.__name__ for gate in TIMING)


@dataclass(frozen=True, slots=True)
class TouchLine:
    """An enrollment's present step, as the planner sees it at this moment.

    `kind`: ACT goes with the runner's next look, WAIT at `at`; the others will not go as it is.
    `why`: the reason for that time, or for the hold. `flaw`: what will hold it when its time has
    come, as far as that can be seen now. `unblock`: what would help. `gate`: what binds, empty for
    ACT. `step` counts from 1, of `steps`.
    `subject` and `text` are what would be written now; `text` is None where it cannot be.
    """

    enrollment_id: int
    party_id: int
    lead_id: int | None
    person: str
    recipient: str
    sequence_id: int
    sequence: str
    step: int
    steps: int
    step_key: str
    type: StepType
    subject: str
    mailbox: str
    kind: Kind
    gate: str
    at: datetime | None
    why: str
    flaw: str
    unblock: str
    text: str | None


class _Told(NamedTuple):
    """The part of a line that tells when and why."""

    kind: Kind
    gate: str
    at: datetime | None = None
    why: str = ""
    flaw: str = ""
    unblock: str = ""


class Held(NamedTuple):
    """What the runner noted when it held an enrollment."""

    gate: str
    reason: str


def lines_of(
    services: Services,
    session: Session,
    stands: Mapping[int, datetime | Held | None],
    now: datetime,
) -> tuple[TouchLine, ...]:
    """The lines of enrollments, in the order given, each with the runner's next look or hold."""
    items = _cases(services, session, list(stands), now)
    names = _names(session, items)
    by_id = {
        item.row.id: _line(
            item, decide(item.case, now, ask_all=True), names, stands[item.row.id], now
        )
        for item in items
        if item.planned is not None
    }
    return tuple(by_id[key] for key in stands if key in by_id)


def _cases(
    services: Services, session: Session, ids: Sequence[int], now: datetime
) -> list[DueCase]:
    if not ids:
        return []
    rows = fetch_facts(session, fact_query().where(EnrollmentRow.id.in_(ids)))
    tallies = Tallies(services.settings.mail_limits())
    return load_cases(session, rows, services.plans, now, tallies)


def _names(session: Session, items: Sequence[DueCase]) -> dict[int, str]:
    ids = {item.plan.sequence_id for item in items}
    rows = session.execute(select(SequenceRow.id, SequenceRow.name).where(SequenceRow.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _line(
    item: DueCase,
    verdict: Verdict,
    names: dict[int, str],
    stands: datetime | Held | None,
    now: datetime,
) -> TouchLine:
    row, planned, written = item.row, item.planned, _written(verdict)
    assert planned is not None
    if isinstance(stands, Held):
        told = _told_held(verdict, stands)
    elif verdict.kind in (Kind.ACT, Kind.WAIT):
        told = _told_planned(item, verdict, stands or now, now)
    else:
        told = _Told(verdict.kind, _gate(verdict), why=verdict.reason, unblock=verdict.unblock)
    return TouchLine(
        enrollment_id=row.id,
        party_id=row.party_id,
        lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
        person=f"{row.first_name} {row.last_name}".strip() or row.email or "",
        recipient=row.email or "",
        sequence_id=item.plan.sequence_id,
        sequence=names[item.plan.sequence_id],
        step=row.position + 1,
        steps=len(item.plan.steps),
        step_key=planned.step.key,
        type=planned.step.type,
        subject=_subject(item, written),
        mailbox=item.mailbox.address if item.mailbox else "",
        kind=told.kind,
        gate=told.gate,
        at=told.at,
        why=told.why,
        flaw=told.flaw,
        unblock=told.unblock,
        text=written.text if written else None,
    )


def _told_held(verdict: Verdict, held: Held) -> _Told:
    """What holds it by the runner's note, and what would help; it may be mended by now."""
    answer = next((answer for answer in verdict.gates if answer.gate == held.gate), None)
    mended = answer is not None and answer.says is None
    helps = MENDED if mended else answer.unblock if answer else ""
    return _Told(Kind.HOLD, held.gate, why=held.reason or verdict.reason, unblock=helps)


def _told_planned(item: DueCase, verdict: Verdict, looks_at: datetime, now: datetime) -> _Told:
    """When it goes and why then; what will hold it then, as far as that can be seen now."""
    at = max(verdict.earliest_at or now, looks_at)
    waits = [
        answer
        for answer in verdict.gates
        if answer.gate in _TIMING and answer.gate != "delay" and (answer.until or now) > now
    ]
    if all(answer.gate == "window" for answer in waits):
        waits = []  # The window alone is told with the delay.
    flaw = next((a for a in verdict.gates if a.says in (Kind.HOLD, Kind.STOP)), None)
    return _Told(
        verdict.kind,
        _gate(verdict),
        at=at,
        why=why_then(item.case, waits, now, at)[1],
        flaw=flaw.saw if flaw else "",
        unblock=flaw.unblock if flaw else "",
    )


def _gate(verdict: Verdict) -> str:
    return verdict.binding.gate if verdict.binding else ""


def _written(verdict: Verdict) -> Written | None:
    return next((answer.content for answer in verdict.gates if answer.content), None)


def _subject(item: DueCase, written: Written | None) -> str:
    """The subject as it will be; what the step says where it cannot be written yet."""
    assert item.planned is not None
    own = written.subject if written else item.planned.step.subject
    if own or item.thread is None:
        return own
    return reply_subject(item.thread.subject)

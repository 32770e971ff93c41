"""Taking slots of limited mailboxes for a batch's e-mails, inside the claim's transaction.

The batch is decided on what each mailbox had used before it. Here its e-mails take their slots
one after the other, first due, first served; one that finds none left is decided once more with
the full limit in its case, and looks again when its own slot comes.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from crm_core.domain.planner import decide
from crm_core.domain.verdicts import Kind, Verdict
from crm_core.domain.words import StepType
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import EnrollmentRow, StepRow
from crm_core.touches.facts import DueCase
from crm_core.touches.lookups import Mailbox
from crm_core.touches.tallies import Tallies

QUEUE_AT_ONCE = 20_000
"""Enrollments of full mailboxes that one transaction puts off unseen."""

Decided = list[tuple[DueCase, Verdict]]


def reserve(decided: Decided, tallies: Tallies, now: datetime) -> list[Mailbox]:
    """Give the e-mails of limited mailboxes their slots, in place; returns the mailboxes that
    have none left."""
    full: dict[int, Mailbox] = {}
    wanting = [
        place
        for place, (item, verdict) in enumerate(decided)
        if item.case.slot is not None and _wants_a_slot(verdict)
    ]
    for place in sorted(wanting, key=lambda place: _due(decided[place][0])):
        item, verdict = decided[place]
        mailbox, recipient = item.mailbox, item.row.email or ""
        assert mailbox is not None
        slot = tallies.slot(mailbox, recipient, now)
        if slot != item.case.slot:
            item = item._replace(case=item.case._replace(slot=slot))
            verdict = decide(item.case, now)
            decided[place] = item, verdict
        if _wants_a_slot(verdict):
            tallies.take(mailbox, recipient, slot.at)
        if slot.at > now:
            full[mailbox.id] = mailbox
    return list(full.values())


def put_off_the_queue(
    session: WriteSession, full: Iterable[Mailbox], tallies: Tallies, now: datetime
) -> None:
    """Spread what else is due for full mailboxes over their coming slots, in its order, so that
    it holds up nobody: one look at each when its turn has come, no line in the ledger before.

    What another transaction holds is left to its own look.
    """
    boxes = {box.id: box for box in full if tallies.slot(box, None, now).at > now}
    waiting = (
        select(EnrollmentRow.id, EnrollmentRow.mailbox_id)
        .join(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(
            EnrollmentRow.next_run_at <= now,
            EnrollmentRow.mailbox_id.in_(boxes),
            StepRow.type == StepType.EMAIL_AUTO,
        )
        .order_by(EnrollmentRow.next_run_at, EnrollmentRow.id)
        .limit(QUEUE_AT_ONCE)
        .with_for_update(of=EnrollmentRow, skip_locked=True)
    )
    rows = []
    for key, mailbox_id in session.execute(waiting) if boxes else ():
        box = boxes[mailbox_id or 0]
        at = tallies.slot(box, None, now).at
        tallies.take(box, None, at)
        rows.append((key, at))
    update_rows(session, EnrollmentRow, ("id", "next_run_at"), rows)


def _wants_a_slot(verdict: Verdict) -> bool:
    """Whether it goes now, or nothing but time and the limits keep it back."""
    return verdict.kind is Kind.ACT or (
        verdict.kind is Kind.WAIT
        and any(answer.gate == "limits" and answer.says is not None for answer in verdict.gates)
    )


def _due(item: DueCase) -> tuple[datetime, int]:
    """Since when the step waits: the look at it may have been put off before."""
    case = item.case
    assert case.step is not None
    return case.calendar.after(case.anchor_at, case.step.delay), item.row.id

"""Queries about sequences: writing the next version, reading the steps of versions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_core.domain.calendar import Delay, DelayUnit
from crm_core.domain.sequences import SequenceDraft, Step
from crm_core.domain.words import StepType
from crm_core.errors import InvalidInput
from crm_core.secrets import new_step_key
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import MailboxRow, SequenceRow, SequenceVersionRow, StepRow


def add_version(
    session: WriteSession,
    sequence: SequenceRow,
    draft: SequenceDraft,
    *,
    created_by: int | None,
    now: datetime,
) -> int:
    """Write a checked draft as the sequence's next and latest version; returns its number.

    Steps without a key get one. The sequence's row is held by the caller, or is new. Raises
    `InvalidInput` for a pool with a mailbox that the workspace does not have.
    """
    _refuse_unknown_mailboxes(session, sequence.tenant_id, draft.settings.mailbox_ids)
    last = session.scalar(
        select(func.max(SequenceVersionRow.number)).where(
            SequenceVersionRow.sequence_id == sequence.id
        )
    )
    version = SequenceVersionRow(
        tenant_id=sequence.tenant_id,
        sequence_id=sequence.id,
        number=(last or 0) + 1,
        settings=draft.settings.to_json(),
        step_count=len(draft.steps),
        created_by=created_by,
        created_at=now,
    )
    session.add(version)
    session.flush()
    session.add_all(_step_row(sequence.tenant_id, version.id, step) for step in draft.steps)
    sequence.latest_version_id = version.id
    session.flush()
    return version.number


def _refuse_unknown_mailboxes(session: WriteSession, tenant_id: int, ids: Sequence[int]) -> None:
    if not ids:
        return
    query = select(MailboxRow.id).where(MailboxRow.tenant_id == tenant_id, MailboxRow.id.in_(ids))
    known = set(session.scalars(query))
    for number, key in enumerate(ids):
        if key not in known:
            raise InvalidInput(
                f"There is no mailbox with the id {key}.", field=f"settings.mailboxIds[{number}]"
            )


def read_steps(session: Session, version_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """The steps of each of the versions, in their order. One query."""
    wanted = set(version_ids)
    rows = session.execute(
        select(
            StepRow.version_id, StepRow.key, StepRow.position, StepRow.type, StepRow.delay_value,
            StepRow.delay_unit, StepRow.subject, StepRow.body, StepRow.instructions,
        )
        .where(StepRow.version_id.in_(wanted))
        .order_by(StepRow.version_id, StepRow.position)
    )  # fmt: skip
    found: dict[int, list[Step]] = {version_id: [] for version_id in wanted}
    for row in rows:
        found[row.version_id].append(
            Step(
                key=row.key,
                position=row.position,
                type=StepType(row.type),
                delay=Delay(row.delay_value, DelayUnit(row.delay_unit)),
                subject=row.subject,
                body=row.body,
                instructions=row.instructions,
            )
        )
    return {version_id: tuple(steps) for version_id, steps in found.items()}


def _step_row(tenant_id: int, version_id: int, step: Step) -> StepRow:
    return StepRow(
        tenant_id=tenant_id,
        version_id=version_id,
        key=step.key or new_step_key(),
        position=step.position,
        type=step.type,
        delay_value=step.delay.value,
        delay_unit=step.delay.unit,
        subject=step.subject,
        body=step.body,
        instructions=step.instructions,
    )

"""E-mails that are to go out by themselves: when, and why then; and touches that are held.

For each line the planner is asked as the runner asks it, set-wise, so that a page costs the same
number of queries whatever is on it.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import SequenceStatus, StepType
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import EnrollmentRow, SequenceRow, StepRow
from crm_core.storage.types import AnySelect
from crm_core.views.counting import count_up_to
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.paging import Page, Window, page_of
from crm_core.views.touch_lines import Held, TouchLine, lines_of

COUNTED = 1_000
"""Above this, how many are planned or held is told as "1,000+"."""
ELSEWHERE = ("task", "delivery")
"""Gates whose held ones have a list of their own: the tasks, and the deliveries to settle."""


def list_planned(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    within: timedelta = timedelta(days=7),
    sequence_id: int | None = None,
    mailbox_id: int | None = None,
) -> Page[TouchLine]:
    """The automatic e-mails whose time comes within a span from now, in its order."""
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.MAIL_READ)
    now = services.clock.now()
    query = scheduled(actor, now + within)
    if sequence_id is not None:
        query = query.where(EnrollmentRow.sequence_id == sequence_id)
    if mailbox_id is not None:
        query = query.where(EnrollmentRow.mailbox_id == mailbox_id)
    order = Order("planned", EnrollmentRow.next_run_at, EnrollmentRow.id)
    with services.storage.read() as session:
        page = sorted_page(
            session, query.add_columns(order.column), order, window or Window(),
            lambda row: (int(row.id), row.next_run_at),
        )  # fmt: skip
        lines = lines_of(services, session, dict(page.items), now)
    return Page(lines, page.next_cursor)


def count_planned(services: Services, *, actor: Actor, within: timedelta) -> int:
    """How many `list_planned` has; `COUNTED + 1` for more than `COUNTED`."""
    actor.require(Permission.MAIL_READ)
    until = services.clock.now() + within
    with services.storage.read() as session:
        return count_up_to(session, scheduled(actor, until), COUNTED)


def list_held(
    services: Services,
    *,
    actor: Actor,
    window: Window | None = None,
    gate: str | None = None,
    sequence_id: int | None = None,
) -> Page[TouchLine]:
    """What is held by something other than time, the latest enrollment first.

    `gate` narrows it; those of `ELSEWHERE` are on lists of their own unless it names one.
    """
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.MAIL_READ)
    query = _held(actor, gate)
    if sequence_id is not None:
        query = query.where(EnrollmentRow.sequence_id == sequence_id)
    with services.storage.read() as session:
        page = page_of(
            session, query, EnrollmentRow.id, window or Window(), lambda row: (row.id, row)
        )
        held = {key: Held(row.hold_gate, row.hold_reason or "") for key, row in page.items}
        lines = lines_of(services, session, held, services.clock.now())
    return Page(lines, page.next_cursor)


def count_held(services: Services, *, actor: Actor) -> int:
    """How many `list_held` has; `COUNTED + 1` for more than `COUNTED`."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        return count_up_to(session, _held(actor, None), COUNTED)


def list_sending_sequences(services: Services, *, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Id and name of the sequences that have not ended for good, by name, to narrow lists by."""
    actor.require(Permission.SEQUENCES_READ)
    query = (
        select(SequenceRow.id, SequenceRow.name)
        .where(
            SequenceRow.tenant_id == actor.tenant_id,
            SequenceRow.status != SequenceStatus.ARCHIVED,
        )
        .order_by(SequenceRow.name, SequenceRow.id)
    )
    with services.storage.read() as session:
        return tuple((row.id, row.name) for row in session.execute(query))


def get_touch(services: Services, *, actor: Actor, enrollment_id: int) -> TouchLine:
    """The present step of one enrollment that waits for its time or is held. Raises `NotFound`."""
    actor.require(Permission.SEQUENCES_READ)
    with services.storage.read() as session:
        row = owned(session, EnrollmentRow, actor.tenant_id, enrollment_id, what="enrollment")
        stands: datetime | Held | None = row.next_run_at
        if row.hold_gate is not None:
            stands = Held(row.hold_gate, row.hold_reason or "")
        lines = lines_of(services, session, {row.id: stands}, services.clock.now())
    if not lines:
        raise NotFound("No step of this enrollment is left.", field="id")
    return lines[0]


def scheduled(actor: Actor, until: datetime | None = None, *, by_itself: bool = True) -> AnySelect:
    """Enrollments whose time comes before `until`, or at any time: id and time.

    `by_itself`: those with an automatic e-mail next, which `list_planned` shows; otherwise
    those with a step that a person does. Home counts by the same query, so that its numbers are
    those of the lists that they open.
    """
    mails = StepRow.type == StepType.EMAIL_AUTO
    query: AnySelect = (
        select(EnrollmentRow.id, EnrollmentRow.next_run_at)
        .join(
            StepRow,
            (StepRow.version_id == EnrollmentRow.version_id)
            & (StepRow.position == EnrollmentRow.position),
        )
        .where(
            EnrollmentRow.tenant_id == actor.tenant_id,
            EnrollmentRow.next_run_at.is_not(None),
            mails if by_itself else ~mails,
        )
    )
    return query if until is None else query.where(EnrollmentRow.next_run_at < until)


def _held(actor: Actor, gate: str | None) -> AnySelect:
    by = EnrollmentRow.hold_gate
    query: AnySelect = select(EnrollmentRow.id, by, EnrollmentRow.hold_reason).where(
        EnrollmentRow.tenant_id == actor.tenant_id, by.is_not(None)
    )
    return query.where(by == gate) if gate else query.where(by.not_in(ELSEWHERE))

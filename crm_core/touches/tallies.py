"""What the limited mailboxes of a batch have used, loaded set-wise, and the slots they still have.

The claim reserves here: it holds a mailbox's lock from before it counts until its transaction
ends, so that no two runners take the same slot. Views look without the lock. A batch whose
mailboxes have no limits costs no query.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from crm_core.domain.limits import (
    DAY,
    WORKSPACE,
    MailLimits,
    Slot,
    Tally,
    domain_of,
    first_slot,
)
from crm_core.domain.words import DeliveryOutcome, DeliveryStatus
from crm_core.storage.tables import DeliveryRow, MailboxRow
from crm_core.touches.lookups import Mailbox

UNHEARD = timedelta(minutes=15)
"""The longest that a server can take from the mark until it has a message whose answer nobody
heard: an uncertain e-mail counts from then."""
_LONGEST_TALK = DAY
"""How much later than its mark an e-mail may be recorded as sent, for the index's sake."""
_LOCK_SPACE = 0x6D61696C << 32
"""Advisory locks of ours: this number and a mailbox's id, or a workspace's negative one."""

_ON_ITS_WAY = or_(
    DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)),
    and_(
        DeliveryRow.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)),
        DeliveryRow.owner.is_not(None),
        DeliveryRow.activity_id.is_(None),
    ),
)
"""A slot is taken by what a run has planned, too; what was given back or refused frees it."""
_WAITING = (DeliveryStatus.PLANNED, DeliveryStatus.DEFERRED)
_CAME_BACK = and_(
    DeliveryRow.status.in_(_WAITING), DeliveryRow.outcome == DeliveryOutcome.SOFT_BOUNCED
)
"""Accepted, and taken back for another try when it came back: it went out all the same."""


class Tallies:
    """The tallies of the mailboxes that have limits, by mailbox.

    `usual`: the limits of those that have none of their own. `reserving`: their slots will be
    taken, so they are locked. `gaps`: whether the gap between two e-mails counts. `counting_all`:
    those without limits have a tally too, to be shown.
    """

    def __init__(
        self,
        usual: MailLimits,
        *,
        reserving: bool = False,
        gaps: bool = True,
        counting_all: bool = False,
    ) -> None:
        self._usual = usual
        self._counting_all = counting_all
        self._gaps = gaps
        self._reserving = reserving
        self._of: dict[int, tuple[Tally, ...]] = {}
        self._last: dict[tuple[int, str | None], Slot] = {}

    def __contains__(self, mailbox: Mailbox | None) -> bool:
        return mailbox is not None and mailbox.id in self._of

    def __bool__(self) -> bool:
        return bool(self._of)

    def load(self, session: Session, mailboxes: Iterable[Mailbox], now: datetime) -> None:
        """Count what the limited ones among the mailboxes have used; a lock and a query each."""
        boxes = {box.id: box for box in mailboxes}
        limits = {box.id: self.limits_of(box) for box in boxes.values()}
        shared = {box.tenant_id: workspace_limits_of(box) for box in boxes.values()}
        shared = {key: found for key, found in shared.items() if not found.are_none}
        limited = {
            box.id
            for box in boxes.values()
            if self._counting_all or not limits[box.id].are_none or box.tenant_id in shared
        }
        if not limited:
            return
        if self._reserving:
            _lock(session, limited, set(shared))
        used, used_by_tenant = _usage(session, limited, set(shared), now)
        together = {
            tenant_id: Tally(found, "The workspace", used_by_tenant[tenant_id], now)
            for tenant_id, found in shared.items()
        }
        for key in limited:
            box = boxes[key]
            own = Tally(limits[key], box.address, used[key], now, box.first_sent_at)
            of_all = together.get(box.tenant_id)
            self._of[key] = (own,) if of_all is None else (own, of_all)

    def limits_of(self, mailbox: Mailbox) -> MailLimits:
        """The limits in force for a mailbox."""
        own = mailbox.limits
        limits = self._usual if own is None else MailLimits.parse(own)
        return limits if self._gaps else replace(limits, gap=None)

    def slot(self, mailbox: Mailbox, recipient: str | None, now: datetime) -> Slot:
        """When the mailbox may send its next e-mail, to an address if it is known; `now` is
        `load`'s."""
        domain = None if recipient is None else domain_of(recipient)
        # Promises are only added: the next slot is never before the last.
        last = self._last.get((mailbox.id, domain)) or Slot(now)
        found = first_slot(self._of[mailbox.id], domain, last.at)
        if found.at == last.at:
            return last
        self._last[mailbox.id, domain] = found
        return found

    def of(self, mailbox: Mailbox) -> tuple[Tally, ...]:
        """A mailbox's own tally and its workspace's, as far as there are any."""
        return self._of.get(mailbox.id, ())

    def take(self, mailbox: Mailbox, recipient: str | None, at: datetime) -> None:
        """Promise a slot."""
        domain = None if recipient is None else domain_of(recipient)
        for tally in self._of[mailbox.id]:
            tally.take(domain, at)


def workspace_limits_of(mailbox: Mailbox) -> MailLimits:
    """The limits of all mailboxes of its workspace together."""
    return MailLimits.parse(mailbox.workspace_limits, known=WORKSPACE)


def _lock(session: Session, mailbox_ids: set[int], tenant_ids: set[int]) -> None:
    """Hold the mailboxes, in the order of everybody, until the transaction ends.

    Advisory locks and not the rows': whoever records answers locks a mailbox's row before the
    enrollments that it ends, a claim holds enrollments when it comes here. On SQLite the write
    transaction has the database to itself.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    keys = [_LOCK_SPACE - key for key in tenant_ids] + [_LOCK_SPACE + key for key in mailbox_ids]
    session.execute(
        text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"),
        {"keys": sorted(keys)},
    )


_Used = defaultdict[int, list[tuple[datetime, str]]]


def _usage(
    session: Session, mailbox_ids: set[int], tenant_ids: set[int], now: datetime
) -> tuple[_Used, _Used]:
    """Instant and recipient's domain of what counts at `now`, by mailbox and by workspace."""
    boxes: ColumnElement[bool] = DeliveryRow.mailbox_id.in_(mailbox_ids)
    if tenant_ids:
        theirs = select(MailboxRow.id).where(MailboxRow.tenant_id.in_(tenant_ids))
        boxes = boxes | DeliveryRow.mailbox_id.in_(theirs)
    rows = session.execute(
        select(
            DeliveryRow.mailbox_id, DeliveryRow.tenant_id, DeliveryRow.status,
            DeliveryRow.sent_at, DeliveryRow.taken_at, DeliveryRow.recipient_domain,
            DeliveryRow.owner,
        ).where(
            boxes,
            DeliveryRow.taken_at > now - DAY - _LONGEST_TALK,
            (DeliveryRow.sent_at > now - DAY) | _ON_ITS_WAY | _CAME_BACK,
        )
    )  # fmt: skip
    used: _Used = defaultdict(list)
    used_by_tenant: _Used = defaultdict(list)
    for row in rows:
        at = row.sent_at or now
        waits = row.status in _WAITING and row.owner is None
        if row.status == DeliveryStatus.UNCERTAIN or waits:
            at = min(now, row.taken_at + UNHEARD)
            if at <= now - DAY:
                continue
        used[row.mailbox_id].append((at, row.recipient_domain))
        used_by_tenant[row.tenant_id].append((at, row.recipient_domain))
    return used, used_by_tenant

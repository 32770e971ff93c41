"""Reading the inboxes of all mailboxes: what is new is received, in order, each message once.

Called by the runner `inbox` and by the internal route, for the installation itself. A mailbox's
row in `inboxes` keeps how far it is read; the mark moves on when a message is received and
committed, so a reading that is cut off anywhere is taken up where it stood, and what comes twice
all the same has its fingerprint. A lease keeps two runners from reading the same inbox at once.
"""

from collections import deque
from datetime import date, datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from crm_core.errors import CrmError
from crm_core.logs import mask_text
from crm_core.mail.imap import InboxFault
from crm_core.services import Services
from crm_core.storage.people import release_held
from crm_core.storage.tables import EnrollmentRow, InboxRow, MailboxRow, TenantRow
from crm_core.touches.ways_in import way_in
from crm_core.usecases.inbound_mail import receive_mail

LEASE = timedelta(minutes=2)
FIRST_LOOK_BACK = timedelta(days=7)
"""How far back an inbox is read that was never read before."""
LOOK_BACK = timedelta(days=30)
"""How far back from its last full reading it is read when the server numbers its messages anew;
the fingerprints of what was received before keep it from counting twice."""
AFTER_A_FAULT = timedelta(minutes=1)
THREADS = 4
FRUITLESS = 2
"""Readings in a row that broke off without a message, until the inbox is given up for now."""
ROUNDS = 50
"""Times that a reading looks for what has come while it read."""

log = structlog.get_logger(__name__)


class InboxCounts(NamedTuple):
    """What a reading of all inboxes did. `received`: messages that were new. `failed`: inboxes
    that could not be read to their end. `going_on`: inboxes that are still being read."""

    received: int = 0
    failed: int = 0
    going_on: int = 0


class _Place(NamedTuple):
    """Where an inbox stands, by its leased row. `floor`: what the server got before that day is
    no news, whatever its number."""

    mailbox_id: int
    url: str
    uid_validity: int | None
    last_uid: int
    address: str
    oauth: str | None
    floor: date


class _Lost(Exception):
    """Another runner took the inbox over."""


def read_inboxes(
    services: Services,
    *,
    stop: Event | None = None,
    patience: float | None = None,
    at_least: timedelta = timedelta(0),
) -> InboxCounts:
    """Read every inbox to its end, several at a time.

    `at_least`: one that was read, or tried, less than this ago is left alone. `patience`: seconds
    after which the caller goes on; what is still being read goes on by itself, under its lease,
    so a server that does not answer holds nobody else up.
    """
    stop = stop or Event()
    _release_those_without(services)
    waiting = deque(_mailboxes(services))
    done: deque[tuple[int, bool]] = deque()
    begun = len(waiting)

    def work() -> None:
        while not stop.is_set():
            try:
                mailbox_id = waiting.popleft()
            except IndexError:
                return
            done.append(_read_one(services, mailbox_id, stop, at_least))

    threads = [
        Thread(target=work, name=f"inbox-{n}", daemon=True) for n in range(min(THREADS, begun))
    ]
    ends_at = None if patience is None else monotonic() + patience
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(None if ends_at is None else max(0.0, ends_at - monotonic()))
    results = list(done)
    return InboxCounts(
        sum(received for received, _ in results),
        sum(failed for _, failed in results),
        sum(thread.is_alive() for thread in threads),
    )


def _mailboxes(services: Services) -> list[int]:
    has_one: ColumnElement[bool] = MailboxRow.inbox.is_not(None)
    if services.settings.crm_inbox_url:
        has_one = or_(has_one, MailboxRow.is_default)
    with services.storage.read() as session:
        return list(session.scalars(select(MailboxRow.id).where(has_one).order_by(MailboxRow.id)))


def _release_those_without(services: Services) -> None:
    """What waits for the reading of an inbox that a mailbox has no more."""
    with_one = _mailboxes(services)
    held = select(EnrollmentRow.id).where(
        EnrollmentRow.tenant_id.in_(select(TenantRow.id)),  # the way into the index
        EnrollmentRow.hold_gate == "inbox",
        EnrollmentRow.mailbox_id.not_in(with_one),
    )
    with services.storage.read() as session:
        ids = list(session.scalars(held))
    if ids:
        with services.storage.write() as session:
            release_held(session, "inbox", services.clock.now(), EnrollmentRow.id.in_(ids))


def _read_one(
    services: Services, mailbox_id: int, stop: Event, at_least: timedelta
) -> tuple[int, bool]:
    """How many messages were new, and whether it failed; raises nothing."""
    owner = services.process.new_owner()
    counted = _Counted()
    try:
        place = _lease(services, mailbox_id, owner, at_least)
        if place is None:
            return 0, False
        try:
            read_at = _read_on(services, place, owner, stop, counted)
        except _Lost:
            return counted.new, False
        except (InboxFault, CrmError) as fault:
            words = str(fault) or type(fault).__name__
            log.warning("inbox not read", action="inbox.read", mailbox_id=mailbox_id, error=words)
            _give_back(services, mailbox_id, owner, fault=words)
            return counted.new, True
        except Exception as fault:
            _give_back(services, mailbox_id, owner, fault=_words(fault))
            raise
        _give_back(services, mailbox_id, owner, read_at=read_at)
    except Exception:
        log.exception("inbox not read", action="inbox.read", mailbox_id=mailbox_id)
        return counted.new, True
    return counted.new, False


class _Counted:
    """How far a reading came: messages that were new, and all that it received."""

    def __init__(self) -> None:
        self.new = 0
        self.moved = 0


def _read_on(
    services: Services, place: _Place, owner: str, stop: Event, counted: _Counted
) -> datetime | None:
    """Read, and after a connection that broke off read on at once, as long as that moves on."""
    fruitless = 0
    while True:
        before = counted.moved
        try:
            return _read(services, place, owner, stop, counted)
        except InboxFault:
            fruitless = 0 if counted.moved > before else fruitless + 1
            if fruitless == FRUITLESS or stop.is_set():
                raise
        with services.storage.read() as session:
            row = session.get_one(InboxRow, place.mailbox_id)
            place = place._replace(uid_validity=row.uid_validity, last_uid=row.last_uid)


def _read(
    services: Services, place: _Place, owner: str, stop: Event, counted: _Counted
) -> datetime | None:
    """Receive what is new; when the inbox was read to its end, or None when it was not."""
    inbox = way_in(services, place.url, address=place.address, oauth=place.oauth).open()
    try:
        validity = inbox.uid_validity
        known = validity == place.uid_validity
        last = place.last_uid
        for _ in range(ROUNDS):
            # The end as of this moment: what comes later may lie unread.
            began = services.clock.now()
            # Asked first: what comes between the two questions is in the answer to the second.
            end = last if known else inbox.last()
            uids = inbox.after(last, place.floor) if known else inbox.since(place.floor)
            if not uids:
                if not known:
                    _mark(services, place.mailbox_id, owner, validity, end)
                return began
            for uid, raw in inbox.messages(uids):
                if raw is not None:
                    received = receive_mail(services, raw=raw, mailbox_id=place.mailbox_id)
                    counted.new += received.is_new
                _mark(services, place.mailbox_id, owner, validity, uid)
                last, known = uid, True
                counted.moved += 1
                if stop.is_set():
                    return None
        return None
    finally:
        inbox.close()


def _lease(services: Services, mailbox_id: int, owner: str, at_least: timedelta) -> _Place | None:
    """Take an inbox for this reading; None while another runner has it, or it was read lately."""
    now = services.clock.now()
    dialect = sqlite if services.storage.is_sqlite else postgresql
    with services.storage.write() as session:
        box = session.get(MailboxRow, mailbox_id)
        if box is None:
            return None
        own = {"mailbox_id": mailbox_id, "tenant_id": box.tenant_id, "last_uid": 0, "error": ""}
        session.execute(dialect.insert(InboxRow).values(**own).on_conflict_do_nothing())
        row = session.scalars(
            update(InboxRow)
            .where(
                InboxRow.mailbox_id == mailbox_id,
                or_(InboxRow.owner.is_(None), InboxRow.lease_until < now),
                or_(InboxRow.read_at.is_(None), InboxRow.read_at <= now - at_least),
                _may_be_tried(now, at_least),
            )
            .values(owner=owner, lease_until=now + LEASE)
            .returning(InboxRow)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if row is None:
            return None
        url = services.settings.crm_inbox_url or ""
        if box.inbox is not None:
            url = services.secrets.decrypt(box.inbox)
        # A folder that was moved to another server may have its oldest mail under the last numbers.
        first = row.uid_validity is None
        floor = now - FIRST_LOOK_BACK if first else (row.read_at or now) - LOOK_BACK
        return _Place(
            mailbox_id, url, row.uid_validity, row.last_uid, box.address, box.oauth, floor.date()
        )


def _may_be_tried(now: datetime, at_least: timedelta) -> ColumnElement[bool]:
    """One that failed is left alone for a while, but by whoever reads all of them in any case."""
    since = now - AFTER_A_FAULT if at_least else now
    return or_(InboxRow.failed_at.is_(None), InboxRow.error == "", InboxRow.failed_at <= since)


def _mark(services: Services, mailbox_id: int, owner: str, validity: int, uid: int) -> None:
    """All up to this uid is received. Keeps the lease; raises where it was lost."""
    now = services.clock.now()
    with services.storage.write() as session:
        moved = session.connection().execute(
            update(InboxRow)
            .where(InboxRow.mailbox_id == mailbox_id, InboxRow.owner == owner)
            .values(uid_validity=validity, last_uid=uid, lease_until=now + LEASE)
        )
    if not moved.rowcount:
        raise _Lost


def _give_back(
    services: Services,
    mailbox_id: int,
    owner: str,
    *,
    read_at: datetime | None = None,
    fault: str | None = None,
) -> None:
    """End the lease. What waited for the inbox to be read to its end is looked at anew."""
    now = services.clock.now()
    values: dict[str, object] = {"owner": None, "lease_until": None}
    if fault is not None:
        values |= {"error": fault, "failed_at": now}
    elif read_at is not None:
        values |= {"error": "", "failed_at": None, "read_at": read_at}
    with services.storage.write() as session:
        ended = session.connection().execute(
            update(InboxRow)
            .where(InboxRow.mailbox_id == mailbox_id, InboxRow.owner == owner)
            .values(**values)
        )
        if ended.rowcount and read_at is not None:
            release_held(session, "inbox", now, EnrollmentRow.mailbox_id == mailbox_id)


def _words(fault: Exception) -> str:
    return mask_text(f"It could not be read: {type(fault).__name__}.")

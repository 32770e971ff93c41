"""Mailboxes: added, changed, paused, resumed, removed. Their secrets never come out again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from crm_core.domain import inputs
from crm_core.domain.limits import WORKSPACE, MailLimits
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.states import MAILBOX_TRANSITIONS, transition
from crm_core.domain.words import DeliveryStatus, MailboxStatus
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, release_held
from crm_core.storage.tables import (
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    InboxRow,
    MailboxRow,
    TenantRow,
)
from crm_core.touches.queue import look_again
from crm_core.usecases.mailbox_settings import (
    FIELDS,
    apply_settings,
    check_transport,
    refuse_settings,
)
from crm_core.usecases.person_facts import clean_email

USUAL_LIMITS = "day=50"
"""What an added mailbox may send unless its adder says otherwise."""


def add_mailbox(
    services: Services,
    *,
    actor: Actor,
    address: object,
    display_name: object,
    transport_url: str,
    inbox_url: str = "",
    limits: object = USUAL_LIMITS,
    owner_id: int | None = None,
    signature: object = "",
    timezone: object = None,
) -> int:
    """Add a mailbox beside the default one; it sends for its owner. Returns its id.

    The servers' addresses are checked and stored encrypted; see the README for their forms.
    `limits` as in `CRM_MAIL_LIMITS`, or an object. Raises `Conflict` for an address that another
    added mailbox has.
    """
    actor.require(Permission.MAIL_MANAGE)
    clean = clean_email(address, "address")
    if clean is None:
        raise InvalidInput("A mailbox needs an address.", field="address")
    check_transport(services, transport_url)
    given = {
        "displayName": display_name, "signature": signature, "timezone": timezone,
        "ownerId": owner_id, "inboxUrl": inbox_url, "limits": limits,
    }  # fmt: skip
    now = services.clock.now()
    with services.storage.write() as session:
        _refuse_taken(session, actor, clean)
        row = MailboxRow(
            tenant_id=actor.tenant_id,
            address=clean,
            transport=services.secrets.encrypt(transport_url),
            created_at=now,
        )
        apply_settings(services, session, actor, row, given)
        session.add(row)
        session.flush()
        audit.note(session, actor, now, "mailbox.added", "mailbox", row.id)
        return row.id


def change_mailbox(
    services: Services, *, actor: Actor, mailbox_id: int, changes: Mapping[str, object]
) -> None:
    """Change a mailbox; what is not named stays.

    Keys: `displayName`, `signature`, `timezone`, `ownerId`, `transportUrl` (empty: the default
    way out), `inboxUrl` (empty: none), `limits` (an object, a line, or None for those of the
    settings), `oauth` (`{tokenUrl, clientId, clientSecret, refreshToken, scope}`, or None). An
    address of a server that names a user and no password keeps the stored one, as long as it is
    the same user on the same server; so do a token's secrets for the same endpoint and client, and
    a server of another provider is refused while a token is stored.
    Raises `Conflict` for what the default mailbox has from the settings.
    """
    actor.require(Permission.MAIL_MANAGE)
    inputs.only(changes, FIELDS, "mailbox")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        refuse_settings(row, changes)
        apply_settings(services, session, actor, row, changes)
        session.flush()
        if "limits" in changes:
            look_again(services, session, mailbox_id, now)
        audit.note(
            session, actor, now, "mailbox.changed", "mailbox", mailbox_id, fields=sorted(changes)
        )


def change_workspace_limits(services: Services, *, actor: Actor, limits: object) -> None:
    """Say how much all mailboxes together may send: `day` and `domain`, or nothing."""
    actor.require(Permission.MAIL_MANAGE)
    parsed = MailLimits.parse(limits, "limits", known=sorted(WORKSPACE))
    now = services.clock.now()
    with services.storage.write() as session:
        row = session.get_one(TenantRow, actor.tenant_id, with_for_update={"key_share": True})
        row.limits = None if parsed.are_none else parsed.to_json()
        session.flush()
        ids = select(MailboxRow.id).where(MailboxRow.tenant_id == actor.tenant_id)
        for mailbox_id in session.scalars(ids.order_by(MailboxRow.id)).all():
            look_again(services, session, mailbox_id, now)
        audit.note(session, actor, now, "workspace.limits", "workspace", row.id)


def pause_mailbox(
    services: Services, *, actor: Actor, mailbox_id: int, reason: object = ""
) -> None:
    """Let a mailbox send nothing more until somebody resumes it."""
    actor.require(Permission.MAIL_MANAGE)
    words = inputs.line(reason, "reason", 500) or f"Paused by {actor.name or actor.kind}."
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        row.status = transition(
            MAILBOX_TRANSITIONS, MailboxStatus(row.status), MailboxStatus.PAUSED, what="mailbox"
        )
        row.paused_at, row.paused_reason = now, words
        audit.note(session, actor, now, "mailbox.paused", "mailbox", mailbox_id)


def resume_mailbox(services: Services, *, actor: Actor, mailbox_id: int) -> None:
    """Let a paused mailbox send again; what it held is looked at again at once, and so is what
    waited for slots: the settings' limits may be others by now.

    Its health counts from now: what came back before is known to whoever resumed it.
    """
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        row.status = transition(
            MAILBOX_TRANSITIONS, MailboxStatus(row.status), MailboxStatus.ACTIVE, what="mailbox"
        )
        row.paused_at, row.paused_reason = None, ""
        row.away_until, row.away_failures = None, 0
        row.health_since = now
        session.flush()
        release_held(session, "mailbox", now, EnrollmentRow.mailbox_id == mailbox_id)
        look_again(services, session, mailbox_id, now)
        audit.note(session, actor, now, "mailbox.resumed", "mailbox", mailbox_id)


def remove_mailbox(
    services: Services, *, actor: Actor, mailbox_id: int, move_to: int | None = None
) -> int:
    """Remove an added mailbox for good; returns how many enrollments another one took over.

    An enrollment keeps its mailbox: while any that runs has this one, `move_to` must say which
    takes it over, from the next step on. What was sent and received stays on the timelines.
    Raises `Conflict` for the default mailbox and for one that is sending at this moment.
    """
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        if row.is_default:
            raise Conflict("The default mailbox stays: CRM_MAIL_URL is its way out.", field="id")
        if move_to == mailbox_id:
            raise InvalidInput("Choose another mailbox.", field="moveTo")
        if move_to is not None:
            owned(session, MailboxRow, actor.tenant_id, move_to, what="mailbox", field="moveTo")
        _refuse_sending(session, mailbox_id)
        moved = _hand_over(session, mailbox_id, move_to, now)
        session.execute(delete(InboxRow).where(InboxRow.mailbox_id == mailbox_id))
        _set(session, InboundMessageRow, mailbox_id, move_to)
        session.delete(row)
        audit.note(
            session, actor, now, "mailbox.removed", "mailbox", mailbox_id,
            address=row.address, moved=moved,
        )  # fmt: skip
        return moved


def _hand_over(session: WriteSession, mailbox_id: int, move_to: int | None, now: datetime) -> int:
    live = list(
        session.scalars(
            select(EnrollmentRow.id)
            .where(EnrollmentRow.mailbox_id == mailbox_id, EnrollmentRow.status.in_(LIVE))
            .order_by(EnrollmentRow.id)
            .with_for_update(key_share=True)
        )
    )
    if live and move_to is None:
        raise Conflict(
            f"{len(live)} enrollments that run send from this mailbox. Say which one takes them "
            "over.",
            field="moveTo",
        )
    _set(session, EnrollmentRow, mailbox_id, move_to)
    if move_to is not None:
        release_held(session, "mailbox", now, EnrollmentRow.mailbox_id == move_to)
    return len(live)


def _set(session: WriteSession, row: Any, mailbox_id: int, move_to: int | None) -> None:
    session.execute(
        update(row)
        .where(row.mailbox_id == mailbox_id)
        .values(mailbox_id=move_to)
        .execution_options(synchronize_session=False)
    )


def _refuse_sending(session: WriteSession, mailbox_id: int) -> None:
    sending = session.scalar(
        select(DeliveryRow.id)
        .where(
            DeliveryRow.mailbox_id == mailbox_id,
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.PLANNED)),
            DeliveryRow.owner.is_not(None),
        )
        .limit(1)
    )
    if sending is not None:
        raise Conflict(
            "It is sending at this moment. Pause it, and remove it in a minute.", field="id"
        )


def _refuse_taken(session: WriteSession, actor: Actor, address: str) -> None:
    taken = session.scalar(
        select(MailboxRow.id).where(
            MailboxRow.tenant_id == actor.tenant_id,
            MailboxRow.address == address,
            ~MailboxRow.is_default,
        )
    )
    if taken is not None:
        raise Conflict("The workspace has a mailbox with this address.", field="address")

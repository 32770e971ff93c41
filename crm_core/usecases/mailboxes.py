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
from crm_core.mail.imap import inbox_from_url
from crm_core.mail.oauth import OAuthAccount
from crm_core.mail.server_address import ServerAddress
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
    UserRow,
)
from crm_core.touches.queue import look_again
from crm_core.usecases.access.own_account import zone_from
from crm_core.usecases.person_facts import clean_email

USUAL_LIMITS = "day=50"
"""What an added mailbox may send unless its adder says otherwise."""
SIGNATURE_MOST = 5_000
_OF_THE_SERVER = {
    "transportUrl": "CRM_MAIL_URL",
    "inboxUrl": "CRM_INBOX_URL",
    "limits": "CRM_MAIL_LIMITS",
}
"""What the default mailbox has from the settings, and their names."""
_FIELDS = {"displayName", "signature", "timezone", "ownerId", "oauth", *_OF_THE_SERVER}


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
    _check_transport(services, transport_url)
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
        _apply(services, session, actor, row, given)
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
    inputs.only(changes, _FIELDS, "mailbox")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        _refuse_settings(row, changes)
        _apply(services, session, actor, row, changes)
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


def _refuse_settings(row: MailboxRow, changes: Mapping[str, object]) -> None:
    if not row.is_default:
        return
    for name, setting in _OF_THE_SERVER.items():
        if name in changes:
            raise Conflict(f"The default mailbox has this from {setting}.", field=name)
    if changes.get("ownerId") is not None:
        raise Conflict("The default mailbox sends for everybody.", field="ownerId")


def _apply(
    services: Services,
    session: WriteSession,
    actor: Actor,
    row: MailboxRow,
    changes: Mapping[str, object],
) -> None:
    """Check every field before the first is written."""
    columns: dict[str, object] = {}
    if "displayName" in changes:
        columns["display_name"] = inputs.line(changes["displayName"], "displayName", 200)
    if "signature" in changes:
        columns["signature"] = inputs.text(changes["signature"], "signature", SIGNATURE_MOST)
    if "timezone" in changes:
        columns["timezone"] = zone_from(changes["timezone"], "timezone")
    if "ownerId" in changes:
        columns["owner_id"] = _owner(session, actor, changes["ownerId"])
    if "transportUrl" in changes:
        url = _completed(services, changes["transportUrl"], row.transport, "transportUrl")
        if url:
            _check_transport(services, url)
        columns["transport"] = services.secrets.encrypt(url) if url else None
    if "inboxUrl" in changes:
        url = _completed(services, changes["inboxUrl"], row.inbox, "inboxUrl")
        _check_inbox(services, url, by_token=bool(changes.get("oauth", row.oauth)))
        columns["inbox"] = services.secrets.encrypt(url) if url else None
    _refuse_to_give_away(services, row, changes)
    if "oauth" in changes:
        columns["oauth"] = _oauth(services, changes["oauth"], row.oauth)
    if "limits" in changes:
        given = changes["limits"]
        columns["limits"] = None if given is None else MailLimits.parse(given).to_json()
    for name, value in columns.items():
        setattr(row, name, value)


def _owner(session: WriteSession, actor: Actor, owner_id: object) -> int | None:
    if owner_id is None:
        return None
    if not isinstance(owner_id, int):
        raise InvalidInput("Must be a user's id.", field="ownerId")
    return owned(
        session, UserRow, actor.tenant_id, owner_id, what="user", field="ownerId"
    ).id  # fmt: skip


def _completed(services: Services, value: object, stored: str | None, field: str) -> str:
    """The address of a server, with the stored password where none is typed."""
    url = inputs.line(value, field, 2_000)
    typed = ServerAddress.parse(url)
    if typed is None or not typed.user or typed.password:
        return url
    known = ServerAddress.parse(services.secrets.decrypt(stored)) if stored else None
    if known is None or known.account != typed.account or not known.password:
        raise InvalidInput(
            "Give the password as well: none is stored for this user on this server.", field=field
        )
    return str(typed.with_password_of(known))


def _refuse_to_give_away(
    services: Services, row: MailboxRow, changes: Mapping[str, object]
) -> None:
    """Raise where a stored access token would be shown to a server of somebody else's, as a stored
    password is not: of another domain than the mailbox's servers had until now."""
    if row.oauth is None or "oauth" in changes:
        return
    known = [_domain(services.secrets.decrypt(one)) for one in (row.transport, row.inbox) if one]
    for field in ("transportUrl", "inboxUrl"):
        asked = _domain(inputs.line(changes.get(field), field, 2_000))
        if asked and known and asked not in known:
            raise InvalidInput(
                "The mailbox's access token would go to another provider: remove it first, and "
                "give the new provider's afterwards.",
                field=field,
            )


def _domain(url: str) -> str:
    """Whose server it is: `gmail.com` of `smtp.gmail.com`; empty for none."""
    server = ServerAddress.parse(url)
    host = server.host.lower().rstrip(".") if server is not None else ""
    above = host.partition(".")[2]
    return above if "." in above else host


def _oauth(services: Services, value: object, stored: str | None) -> str | None:
    """The account, encrypted, with the stored secrets where none are typed."""
    given = dict(inputs.mapping(value, "oauth"))
    if not any(given.values()):
        return None
    if stored is not None:
        known = OAuthAccount.from_json(services.secrets.decrypt(stored))
        if (known.token_url, known.client_id) == (given.get("tokenUrl"), given.get("clientId")):
            given["refreshToken"] = given.get("refreshToken") or known.refresh_token
            given["clientSecret"] = given.get("clientSecret") or known.client_secret
    return services.secrets.encrypt(OAuthAccount.parse(given).to_json())


def _check_transport(services: Services, url: str) -> None:
    try:
        services.open_transport(url)
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, field="transportUrl") from refusal


def _check_inbox(services: Services, url: str, *, by_token: bool) -> None:
    if not url:
        return
    try:
        if by_token:
            inbox_from_url(url, token=str)
        else:
            services.open_inbox(url)
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, field="inboxUrl") from refusal

"""The workspace's mailboxes with all that a page tells of them: limits used, health, records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_core.domain.health import Health
from crm_core.domain.limits import HOUR, MailLimits, domain_of, ramp_day
from crm_core.domain.mail_dns import DnsCheck
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import MailboxStatus
from crm_core.errors import CrmError, NotFound
from crm_core.mail.oauth import OAuthAccount
from crm_core.mail.server_address import ServerAddress
from crm_core.services import Services
from crm_core.storage.tables import InboxRow, MailboxRow, TenantRow, UserRow
from crm_core.touches.lookups import load_mailboxes
from crm_core.touches.mailbox_health import health_of
from crm_core.touches.tallies import Tallies

UNREADABLE = "Its address cannot be read with this installation's key."


@dataclass(frozen=True, slots=True)
class MailboxCard:
    """One mailbox. `way`: its transport for display; `way_out` and `way_in`: the servers' parts
    without the passwords, None where it has none of its own or they cannot be read.

    `limits` are those in force, `own_limits` whether they are its own. `used_day` and
    `used_hour`: e-mails of the last 24 hours and 60 minutes, as the limits count them; `day_cap`:
    what the 24 hours may hold now; `ramp_day`: from 1, None without a ramp or once it has grown
    out. `next_at`: when the next e-mail may go, None where it may at once; `next_why` says what
    keeps it. `health` is of 7 days. `dkim`: name and text of the record that its key needs.
    `oauth`: token endpoint, client and scope, where it signs in by access token.
    """

    id: int
    address: str
    display_name: str
    owner_id: int | None
    owner: str
    signature: str
    timezone: str | None
    is_default: bool
    status: MailboxStatus
    paused_reason: str
    paused_at: datetime | None
    away_until: datetime | None
    way: str
    way_out: ServerAddress | None
    way_in: ServerAddress | None
    limits: MailLimits
    own_limits: bool
    used_day: int
    used_hour: int
    day_cap: int | None
    ramp_day: int | None
    next_at: datetime | None
    next_why: str
    health: Health
    has_inbox: bool
    inbox_read_at: datetime | None
    inbox_error: str
    inbox_failed_at: datetime | None
    dns_checks: Mapping[str, DnsCheck]
    dns_checked_at: datetime | None
    dkim: tuple[str, str] | None
    oauth: tuple[str, str, str] | None


def list_mailbox_cards(services: Services, *, actor: Actor) -> tuple[MailboxCard, ...]:
    """All mailboxes of the workspace, the default one first. Four queries."""
    actor.require(Permission.MAIL_READ)
    now = services.clock.now()
    query = (
        select(
            MailboxRow,
            func.coalesce(func.nullif(UserRow.name, ""), UserRow.email, "").label("owner"),
            InboxRow,
        )
        .outerjoin(UserRow, UserRow.id == MailboxRow.owner_id)
        .outerjoin(InboxRow, InboxRow.mailbox_id == MailboxRow.id)
        .where(MailboxRow.tenant_id == actor.tenant_id)
        .order_by(MailboxRow.is_default.desc(), MailboxRow.address, MailboxRow.id)
    )
    with services.storage.read() as session:
        rows = session.execute(query).all()
        ids = [row.MailboxRow.id for row in rows]
        boxes = load_mailboxes(session, ids)
        tallies = Tallies(services.settings.mail_limits(), counting_all=True)
        tallies.load(session, boxes.values(), now)
        health = health_of(session, ids, now)
    cards = []
    for row, owner, inbox in rows:
        box = boxes[row.id]
        limits, tally = tallies.limits_of(box), tallies.of(box)[0]
        first = row.first_sent_at or now
        cap = limits.day_cap(first, now)
        slot = tallies.slot(box, None, now)
        cards.append(
            MailboxCard(
                id=row.id,
                address=row.address,
                display_name=row.display_name,
                owner_id=row.owner_id,
                owner=owner,
                signature=row.signature,
                timezone=row.timezone,
                is_default=row.is_default,
                status=MailboxStatus(row.status),
                paused_reason=row.paused_reason,
                paused_at=row.paused_at,
                away_until=row.away_until if row.away_until and row.away_until > now else None,
                way=_way(services, row),
                way_out=_server(services, row.transport),
                way_in=_server(services, row.inbox),
                limits=limits,
                own_limits=row.limits is not None,
                used_day=tally.used(),
                used_hour=tally.used(HOUR),
                day_cap=cap,
                ramp_day=ramp_day(first, now) + 1 if limits.ramp and cap != limits.day else None,
                next_at=slot.at if slot.at > now else None,
                next_why=slot.words,
                health=health.get(row.id, Health()),
                has_inbox=row.inbox is not None
                or (row.is_default and bool(services.settings.crm_inbox_url)),
                inbox_read_at=inbox.read_at if inbox else None,
                inbox_error=inbox.error if inbox else "",
                inbox_failed_at=inbox.failed_at if inbox else None,
                dns_checks={
                    name: DnsCheck.from_json(check)
                    for name, check in (row.dns_checks or {}).items()
                },
                dns_checked_at=row.dns_checked_at,
                dkim=_dkim(services, row),
                oauth=_oauth(services, row.oauth),
            )
        )
    return tuple(cards)


def get_workspace_limits(services: Services, *, actor: Actor) -> MailLimits:
    """What all mailboxes together may send."""
    actor.require(Permission.MAIL_READ)
    with services.storage.read() as session:
        return MailLimits.parse(session.get_one(TenantRow, actor.tenant_id).limits)


def find_mailbox(services: Services, *, actor: Actor, address: str) -> int:
    """The id of the mailbox with an address: an added one, else the default."""
    actor.require(Permission.MAIL_READ)
    query = (
        select(MailboxRow.id)
        .where(
            MailboxRow.tenant_id == actor.tenant_id,
            MailboxRow.address == address.strip().lower(),
        )
        .order_by(MailboxRow.is_default)
    )
    with services.storage.read() as session:
        found = session.scalars(query).first()
    if found is None:
        raise NotFound("No mailbox sends from this address.", field="address")
    return found


def _way(services: Services, row: MailboxRow) -> str:
    try:
        url = services.settings.crm_mail_url
        if row.transport is not None:
            url = services.secrets.decrypt(row.transport)
        return services.open_transport(url).name
    except CrmError:
        return UNREADABLE


def _dkim(services: Services, row: MailboxRow) -> tuple[str, str] | None:
    if row.dkim is None:
        return None
    from crm_core.mail.dkim import DkimKey

    try:
        key = DkimKey.from_json(services.secrets.decrypt(row.dkim), domain_of(row.address))
    except CrmError:
        return None
    return key.dns_name, key.dns_record


def _oauth(services: Services, secret: str | None) -> tuple[str, str, str] | None:
    if secret is None:
        return None
    try:
        account = OAuthAccount.from_json(services.secrets.decrypt(secret))
    except CrmError:
        return None
    return account.token_url, account.client_id, account.scope


def _server(services: Services, secret: str | None) -> ServerAddress | None:
    if secret is None:
        return None
    try:
        address = ServerAddress.parse(services.secrets.decrypt(secret))
    except CrmError:
        return None
    return None if address is None else address.without_password()

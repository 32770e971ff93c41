"""What is set of a mailbox, checked: its servers, their secrets, its limits, its words."""

from collections.abc import Mapping

from crm_core.domain import inputs
from crm_core.domain.limits import MailLimits
from crm_core.domain.permissions import Actor
from crm_core.errors import Conflict, InvalidInput
from crm_core.mail.imap import inbox_from_url
from crm_core.mail.oauth import OAuthAccount
from crm_core.mail.server_address import ServerAddress
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import MailboxRow, UserRow
from crm_core.usecases.access.own_account import zone_from

SIGNATURE_MOST = 5_000
_OF_THE_SERVER = {
    "transportUrl": "CRM_MAIL_URL",
    "inboxUrl": "CRM_INBOX_URL",
    "limits": "CRM_MAIL_LIMITS",
}
"""What the default mailbox has from the settings, and their names."""
FIELDS = {"displayName", "signature", "timezone", "ownerId", "oauth", *_OF_THE_SERVER}


def refuse_settings(row: MailboxRow, changes: Mapping[str, object]) -> None:
    """Raise `Conflict` for what the default mailbox has from the installation's settings."""
    if not row.is_default:
        return
    for name, setting in _OF_THE_SERVER.items():
        if name in changes:
            raise Conflict(f"The default mailbox has this from {setting}.", field=name)
    if changes.get("ownerId") is not None:
        raise Conflict("The default mailbox sends for everybody.", field="ownerId")


def apply_settings(
    services: Services,
    session: WriteSession,
    actor: Actor,
    row: MailboxRow,
    changes: Mapping[str, object],
) -> None:
    """Set what `change_mailbox` tells of; every field is checked before the first is written."""
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
            check_transport(services, url)
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


def check_transport(services: Services, url: str) -> None:
    """Raise `InvalidInput` for an address that no mail can be sent through."""
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

"""How a mailbox's inbox is reached; the reading and the connection test ask."""

from dataclasses import replace

from crm_core.mail.imap import ImapInbox, Inbox, InboxFault, inbox_from_url
from crm_core.mail.oauth import TOKENS, NoToken, OAuthAccount
from crm_core.mail.server_address import ServerAddress
from crm_core.services import Services


def way_in(
    services: Services,
    url: str,
    *,
    address: str,
    oauth: str | None,
    within: tuple[float, float] | None = None,
) -> Inbox:
    """The inbox at `url`; by access token where the mailbox has an account for that (`oauth`,
    encrypted), as the URL's user, else as the mailbox's `address`.

    `within`: the longest silence and the longest reading, where a person waits. Raises a refusal
    for what cannot be read with this installation's key, `InboxFault` from `open` for a token
    that is not given.
    """
    inbox = _by_token(services, url, address, oauth) if oauth else services.open_inbox(url)
    if within is not None and isinstance(inbox, ImapInbox):
        inbox = replace(inbox, silence=within[0], deadline=within[1])
    return inbox


def _by_token(services: Services, url: str, address: str, oauth: str) -> Inbox:
    account = OAuthAccount.from_json(services.secrets.decrypt(oauth))
    parts = ServerAddress.parse(url)
    if parts is not None and not parts.user:
        url = str(replace(parts, user=address))

    def token() -> str:
        try:
            return TOKENS.get(account)
        except NoToken as fault:
            raise InboxFault(f"{fault.words}.") from None

    return inbox_from_url(url, token=token)

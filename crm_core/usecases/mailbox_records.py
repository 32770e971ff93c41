"""What a mailbox signs with, and what its domain's DNS records say about that."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_core.domain.limits import domain_of
from crm_core.domain.mail_dns import (
    DnsCheck,
    judge_dkim,
    judge_dmarc,
    judge_spf,
    parent_of,
    unknown,
)
from crm_core.domain.permissions import Actor, Permission
from crm_core.mail.dns import LookUp, NoResolver, txt_records
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.lookup import owned
from crm_core.storage.tables import MailboxRow

if TYPE_CHECKING:
    from crm_core.mail.dkim import DkimKey

SELECTOR = "duestep"


def make_dkim_key(
    services: Services,
    *,
    actor: Actor,
    mailbox_id: int,
    selector: str = SELECTOR,
    algorithm: str = "rsa",
) -> tuple[str, str]:
    """Make a key pair for a mailbox, which signs from its next connection on; returns the name
    and the text of the TXT record to publish. A key that it had is forgotten."""
    from crm_core.mail.dkim import DkimKey

    return _keep(
        services, actor, mailbox_id,
        lambda domain: DkimKey.make(domain, selector, algorithm),
    )  # fmt: skip


def give_dkim_key(
    services: Services, *, actor: Actor, mailbox_id: int, selector: str, private_key: str
) -> tuple[str, str]:
    """As `make_dkim_key`, with a private key in PEM that somebody has already."""
    from crm_core.mail.dkim import DkimKey

    return _keep(
        services, actor, mailbox_id, lambda domain: DkimKey.read(domain, selector, private_key)
    )


def drop_dkim_key(services: Services, *, actor: Actor, mailbox_id: int) -> None:
    """Let a mailbox sign no more."""
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        row.dkim = None
        audit.note(session, actor, now, "mailbox.signing_ended", "mailbox", mailbox_id)


def check_dns(
    services: Services, *, actor: Actor, mailbox_id: int, look_up: LookUp = txt_records
) -> dict[str, DnsCheck]:
    """Look the domain's SPF, DKIM and DMARC records up and keep what was found, with the time.

    Takes some seconds at the most; that there is no resolver is an answer like another.
    """
    actor.require(Permission.MAIL_MANAGE)
    if services.storage.is_writing:
        raise RuntimeError("no transaction is open while the DNS is asked")
    with services.storage.read() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox")
        domain, published = domain_of(row.address), dkim_record(services, row)
    found = {
        "SPF": _asked(look_up, domain, judge_spf),
        "DKIM": (
            judge_dkim((), None)
            if published is None
            else _asked(look_up, published[0], lambda texts: judge_dkim(texts, published[1]))
        ),
        "DMARC": _dmarc(look_up, domain),
    }
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        row.dns_checks = {name: check.to_json() for name, check in found.items()}
        row.dns_checked_at = now
    return found


def dkim_record(services: Services, row: MailboxRow) -> tuple[str, str] | None:
    """Name and text of the record that a mailbox's key needs; None without one."""
    if row.dkim is None:
        return None
    from crm_core.mail.dkim import DkimKey

    key = DkimKey.from_json(services.secrets.decrypt(row.dkim), domain_of(row.address))
    return key.dns_name, key.dns_record


def _keep(
    services: Services, actor: Actor, mailbox_id: int, make: Callable[[str], "DkimKey"]
) -> tuple[str, str]:
    actor.require(Permission.MAIL_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, MailboxRow, actor.tenant_id, mailbox_id, what="mailbox", lock=True)
        key = make(domain_of(row.address))
        row.dkim = services.secrets.encrypt(key.to_json())
        audit.note(
            session, actor, now, "mailbox.signs", "mailbox", mailbox_id, selector=key.selector
        )
        return key.dns_name, key.dns_record


def _asked(look_up: LookUp, name: str, judge: Callable[[list[str]], DnsCheck]) -> DnsCheck:
    try:
        return judge(look_up(name))
    except NoResolver as fault:
        return unknown(str(fault))


def _dmarc(look_up: LookUp, domain: str) -> DnsCheck:
    """The domain's own, else that of the domain above (RFC 7489 §6.6.3)."""
    above = parent_of(domain)

    def judge(texts: list[str]) -> DnsCheck:
        if not texts and above is not None:
            return judge_dmarc(look_up(f"_dmarc.{above}"))
        return judge_dmarc(texts)

    return _asked(look_up, f"_dmarc.{domain}", judge)

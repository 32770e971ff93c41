"""A mailbox's key and access account, and the check of its domain's records."""

from collections.abc import Callable

import dkim
import pytest

from crm_core.domain.mail_dns import DnsState
from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Forbidden, InvalidInput
from crm_core.mail.dns import NoResolver
from crm_core.mail.oauth import OAuthAccount
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.mailbox_records import (
    check_dns,
    drop_dkim_key,
    give_dkim_key,
    make_dkim_key,
)
from crm_core.usecases.mailboxes import change_mailbox
from crm_core.views.mailbox_cards import list_mailbox_cards
from tests.builders import a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

DEFAULT = 1
ACCOUNT = {
    "tokenUrl": "https://login.example.com/token", "clientId": "client",
    "clientSecret": "canary-secret", "refreshToken": "canary-refresh", "scope": "mail",
}  # fmt: skip


def a_zone(**records: list[str]) -> Callable[[str], list[str]]:
    """A resolver that knows these names, dots written as two underscores."""
    known = {name.replace("__", "."): texts for name, texts in records.items()}
    return lambda name: known.get(name, [])


def row_of(services: Services) -> MailboxRow:
    with services.storage.read() as session:
        return session.get_one(MailboxRow, DEFAULT)


def test_with_a_key_every_e_mail_is_signed_and_without_one_none(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    name, record = make_dkim_key(each_services, actor=actor, mailbox_id=DEFAULT)
    sequence = a_sequence(each_services, actor)
    enrolled(each_services, actor, sequence)
    run_touches(each_services)
    drop_dkim_key(each_services, actor=actor, mailbox_id=DEFAULT)
    enrolled(each_services, actor, sequence, number=2)
    run_touches(each_services)

    signed, unsigned = (payload for _, payload in transport.sent)
    assert name == "duestep._domainkey.example.com"
    assert dkim.verify(signed, dnsfunc=lambda *_, **__: record.encode())
    assert b"DKIM-Signature" not in unsigned


def test_a_key_is_stored_encrypted_and_shown_as_its_public_half(
    services: Services, actor: Actor
) -> None:
    published = make_dkim_key(services, actor=actor, mailbox_id=DEFAULT, algorithm="ed25519")

    assert "PRIVATE" not in (row_of(services).dkim or "")
    (card,) = list_mailbox_cards(services, actor=actor)
    assert card.dkim == published
    with pytest.raises(InvalidInput):
        make_dkim_key(services, actor=actor, mailbox_id=DEFAULT, algorithm="dsa")
    with pytest.raises(InvalidInput):
        give_dkim_key(
            services, actor=actor, mailbox_id=DEFAULT, selector="s1", private_key="canary"
        )
    (card,) = list_mailbox_cards(services, actor=actor)
    assert card.dkim == published


def test_the_domains_records_are_checked_and_kept_with_the_time(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    name, record = make_dkim_key(services, actor=actor, mailbox_id=DEFAULT)
    zone = {
        "example.com": ["v=spf1 mx -all"], name: [record],
        "_dmarc.example.com": ["v=DMARC1; p=none"],
    }  # fmt: skip

    found = check_dns(
        services, actor=actor, mailbox_id=DEFAULT, look_up=lambda asked: zone.get(asked, [])
    )

    assert {name: check.state for name, check in found.items()} == {
        "SPF": DnsState.GOOD, "DKIM": DnsState.GOOD, "DMARC": DnsState.WEAK,
    }  # fmt: skip
    (card,) = list_mailbox_cards(services, actor=actor)
    assert card.dns_checks == found
    assert card.dns_checked_at == clock.now()


def test_that_there_is_no_resolver_is_an_answer(services: Services, actor: Actor) -> None:
    def nobody(_: str) -> list[str]:
        raise NoResolver("This machine has no DNS resolver.")

    found = check_dns(services, actor=actor, mailbox_id=DEFAULT, look_up=nobody)

    assert {check.state for check in found.values()} == {DnsState.UNKNOWN}
    assert found["SPF"].said == "This machine has no DNS resolver."


def test_a_policy_of_the_domain_above_counts(services: Services, actor: Actor) -> None:
    with services.storage.write() as session:
        session.get_one(MailboxRow, DEFAULT).address = "ann@mail.example.com"

    found = check_dns(
        services, actor=actor, mailbox_id=DEFAULT,
        look_up=a_zone(_dmarc__example__com=["v=DMARC1; p=reject"]),
    )  # fmt: skip

    assert found["DMARC"].state is DnsState.GOOD


def test_an_access_account_keeps_its_secrets_where_none_are_typed(
    services: Services, actor: Actor
) -> None:
    def change(account: dict[str, str] | None) -> OAuthAccount | None:
        change_mailbox(services, actor=actor, mailbox_id=DEFAULT, changes={"oauth": account})
        stored = row_of(services).oauth
        assert "canary" not in (stored or "")
        return OAuthAccount.from_json(services.secrets.decrypt(stored)) if stored else None

    assert change(ACCOUNT) == OAuthAccount.parse(dict(ACCOUNT))
    kept = change({**ACCOUNT, "clientSecret": "", "refreshToken": "", "scope": "all"})
    assert kept is not None
    assert (kept.refresh_token, kept.client_secret, kept.scope) == (
        "canary-refresh", "canary-secret", "all",
    )  # fmt: skip
    (card,) = list_mailbox_cards(services, actor=actor)
    assert card.oauth == ("https://login.example.com/token", "client", "all")
    with pytest.raises(InvalidInput) as refusal:
        change({**ACCOUNT, "tokenUrl": "https://evil.example.com/", "refreshToken": ""})
    assert refusal.value.field == "oauth.refreshToken"
    assert change(None) is None


def test_only_who_manages_mail_may(services: Services, actor: Actor) -> None:
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user")
    for attempt in (make_dkim_key, drop_dkim_key, check_dns):
        with pytest.raises(Forbidden):
            attempt(services, actor=seller, mailbox_id=DEFAULT)

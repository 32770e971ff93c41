"""How a mailbox's e-mails are trusted: its key, its domain's records, its sign-in by token."""

from collections.abc import Callable, Mapping
from datetime import datetime

import streamlit as st

from crm_core.domain.mail_dns import DnsState
from crm_core.domain.permissions import Actor
from crm_core.mail.dkim import ALGORITHMS, RSA
from crm_core.usecases.mailbox_records import (
    SELECTOR,
    check_dns,
    drop_dkim_key,
    give_dkim_key,
    make_dkim_key,
)
from crm_core.usecases.mailboxes import change_mailbox
from crm_core.views.mailbox_cards import MailboxCard
from pages._ui.actions import Action
from pages._ui.badges import toned
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._ui.html import Html, tag, together
from pages._ui.times import moment
from pages._web.installation import get_services

KEY, TOKEN = "mailboxes_signing", "mailboxes_oauth"
_TONES: Mapping[DnsState, tuple[str, str]] = {
    DnsState.GOOD: ("good", "green"),
    DnsState.WEAK: ("weak", "orange"),
    DnsState.MISSING: ("missing", "red"),
    DnsState.BAD: ("wrong", "red"),
    DnsState.UNKNOWN: ("unknown", "gray"),
}
_ALGORITHM_WORDS = {"rsa": "RSA, which every receiver knows", "ed25519": "Ed25519, shorter"}


def records_of(card: MailboxCard, now: datetime) -> list[tuple[str, object]]:
    """The lines of a mailbox's facts about its records."""
    lines: list[tuple[str, object]] = []
    if card.dkim is not None:
        name, text = card.dkim
        record = together(tag("code", name), " TXT ", tag("code", text, "ds-record"))
        lines.append(("Signs with", record))
    if card.oauth is not None:
        lines.append(("Signs in by", f"access token of {card.oauth[0]}"))
    if card.dns_checked_at is not None:
        checks = together(*(_check(name, card) for name in card.dns_checks))
        lines.append(
            ("DNS records", together(checks, "checked ", moment(card.dns_checked_at, now)))
        )
    return lines


def _check(name: str, card: MailboxCard) -> Html:
    check = card.dns_checks[name]
    word, tone = _TONES[check.state]
    mend = tag("span", f" {check.mend}", "ds-quiet") if check.mend else ""
    return tag("div", together(toned(f"{name} {word}", tone), " ", check.said, mend))


def look_up(card: MailboxCard) -> Action:
    """Ask the DNS for the domain's records."""

    def action(by: Actor) -> str:
        with st.spinner("Asking the DNS…"):
            found = check_dns(get_services(), actor=by, mailbox_id=card.id)
        good = sum(check.state is DnsState.GOOD for check in found.values())
        return f"{card.address}: {good} of {len(found)} records are good."

    return action


def sign_no_more(card: MailboxCard) -> Action:
    def action(by: Actor) -> str:
        drop_dkim_key(get_services(), actor=by, mailbox_id=card.id)
        return f"{card.address} signs no more."

    return action


def ask_for_key(card: MailboxCard) -> None:
    """A new key, or one that is pasted."""
    st.html(quiet("Receivers check signatures with a record that you publish in your DNS."))
    with Form(KEY, closes=KEY) as form:
        selector = form.text("Selector", "selector", SELECTOR)
        algorithm = form.choice(
            "New key", "algorithm", ALGORITHMS, value=RSA, names=_ALGORITHM_WORDS.__getitem__
        )
        pem = form.area(
            "Or a private key of your own, in PEM", "privateKey",
            placeholder="-----BEGIN PRIVATE KEY-----",
        )  # fmt: skip

        def save(by: Actor) -> str:
            if pem.strip():
                name, _ = give_dkim_key(
                    get_services(), actor=by, mailbox_id=card.id, selector=selector, private_key=pem
                )
            else:
                name, _ = make_dkim_key(
                    get_services(), actor=by, mailbox_id=card.id, selector=selector,
                    algorithm=algorithm or RSA,
                )  # fmt: skip
            return f"{card.address} signs now. Publish the record at {name}."

        form.submit("Sign with this key", save)


def ask_for_token(card: MailboxCard) -> None:
    """Signing in by access token in place of a password."""
    url, client, scope = card.oauth or ("", "", "")
    unchanged = "unchanged" if card.oauth else ""
    st.html(quiet("For providers that take no passwords, such as Gmail and Microsoft 365."))
    with Form(TOKEN, closes=TOKEN) as form:
        account = {
            "tokenUrl": form.text(
                "Token endpoint", "oauth.tokenUrl", url,
                placeholder="https://oauth2.googleapis.com/token",
            ),
            "clientId": form.text("Client id", "oauth.clientId", client),
            "clientSecret": form.text(
                "Client secret", "oauth.clientSecret", type="password", placeholder=unchanged,
                autocomplete="new-password",
            ),
            "refreshToken": form.text(
                "Refresh token", "oauth.refreshToken", type="password", placeholder=unchanged,
                autocomplete="new-password",
            ),
            "scope": form.text("Scope", "oauth.scope", scope),
        }  # fmt: skip

        def give(account: object, words: str) -> Callable[[Actor], str]:
            def action(by: Actor) -> str:
                change_mailbox(
                    get_services(), actor=by, mailbox_id=card.id, changes={"oauth": account}
                )
                return words

            return action

        form.submit(
            "Sign in by token", give(account, f"{card.address} signs in by token. Test it."),
            also=[("By password again", give(None, f"{card.address} signs in by password."))]
            if card.oauth else (),
        )  # fmt: skip

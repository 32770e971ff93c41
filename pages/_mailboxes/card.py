"""One mailbox: its state, its limits and how much of them is used, and what can be done with it."""

from datetime import datetime

import streamlit as st

from crm_core.domain.health import why_unhealthy
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import MailboxStatus
from crm_core.usecases.mailboxes import pause_mailbox, resume_mailbox
from crm_core.views.mailbox_cards import MailboxCard
from pages._mailboxes.dialogs import EDIT, REMOVE
from pages._mailboxes.records import KEY, TOKEN, look_up, records_of, sign_no_more
from pages._mailboxes.trying import draw_tried, draw_try
from pages._mailboxes.words import health_in_words, limits_in_words
from pages._ui import dialogs, messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.badges import badge, toned
from pages._ui.facts import fact_list
from pages._ui.html import Html, tag, together
from pages._ui.menus import more
from pages._ui.times import moment
from pages._web.installation import get_services

CHECK, SIGN, UNSIGN, BY_TOKEN, REMOVING = (
    "Check DNS records", "Sign e-mails (DKIM)…", "Sign no more", "Sign in by token (OAuth)…",
    "Remove…",
)  # fmt: skip


def draw_card(card: MailboxCard, viewer: Actor, now: datetime) -> None:
    place = f"mailboxes_{card.id}"
    with st.container(border=True, key=f"mailbox_{card.id}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{place}_head"):
            st.html(_head(card))
            if viewer.may(Permission.MAIL_MANAGE):
                with st.container(horizontal=True, width="content", key=f"{place}_buttons"):
                    _buttons(card, place)
        st.html(together(_trouble(card, now), _meter(card, now), fact_list(_facts(card, now))))
        messages.show_refusal(place)
        draw_tried(card)


def _head(card: MailboxCard) -> Html:
    default = toned("Default", "gray") if card.is_default else ""
    state = badge(card.status)
    if card.status is MailboxStatus.ACTIVE and card.away_until is not None:
        state = toned("Server away", "orange")
    name = tag("div", card.display_name, "ds-quiet") if card.display_name else ""
    title = tag("h2", card.address, "ds-mailbox-title")
    return tag("div", together(tag("div", together(title, state, default), "ds-mailbox"), name))


def _buttons(card: MailboxCard, place: str) -> None:
    if st.button("Edit", key=f"{place}_edit"):
        dialogs.ask(EDIT, card.id)
    draw_try(card)
    if card.status is MailboxStatus.PAUSED:
        if st.button("Resume", key=f"{once(place)}_resume", type="primary"):
            perform_and_redraw(_resume(card), place=place)
    elif st.button("Pause", key=f"{once(place)}_pause"):
        perform_and_redraw(_pause(card), place=place)
    _menu(card, place)


def _menu(card: MailboxCard, place: str) -> None:
    choices = [
        CHECK, SIGN, *([UNSIGN] if card.dkim else []), BY_TOKEN,
        *([] if card.is_default else [REMOVING]),
    ]  # fmt: skip
    chosen = more(f"More with {card.address}", choices, names=str, key=place)
    if chosen == CHECK:
        perform_and_redraw(look_up(card), place=place)
    elif chosen == UNSIGN:
        perform_and_redraw(sign_no_more(card), place=place)
    elif chosen is not None:
        dialogs.ask({SIGN: KEY, BY_TOKEN: TOKEN, REMOVING: REMOVE}[chosen], card.id)


def _trouble(card: MailboxCard, now: datetime) -> Html:
    """What keeps it from sending, or will soon."""
    if card.paused_at is not None:
        return _note(together(card.paused_reason, " (", moment(card.paused_at, now), ")"), "red")
    if card.away_until is not None:
        again = moment(card.away_until, now)
        return _note(
            together("The server did not answer; it is tried again ", again, "."), "orange"
        )
    if card.inbox_error:
        when = moment(card.inbox_failed_at, now) if card.inbox_failed_at else ""
        return _note(together("Its inbox cannot be read: ", card.inbox_error, " ", when), "orange")
    return Html("")


def _note(words: object, tone: str) -> Html:
    return tag("p", words, f"ds-mailbox-note ds-{tone}")


def _meter(card: MailboxCard, now: datetime) -> Html:
    if card.day_cap is None:
        told = together(tag("strong", f"{card.used_day:,}"), " sent in 24 hours")
        return tag("div", tag("p", told), "ds-meter")
    used = together(tag("strong", f"{card.used_day:,} of {card.day_cap:,}"), " in 24 hours")
    share = min(100, round(100 * card.used_day / card.day_cap))
    bar = tag(
        "div", tag("span", "", style=f"width: {share}%"),
        "ds-meter-bar ds-full" if share >= 100 else "ds-meter-bar", role="meter", **{
            "aria-label": "Used of the day's limit", "aria-valuemin": "0",
            "aria-valuemax": str(card.day_cap), "aria-valuenow": str(card.used_day),
        },
    )  # fmt: skip
    said: list[object] = [used]
    if card.ramp_day is not None:
        said.append(f" · day {card.ramp_day} of its ramp")
    if card.next_at is not None:
        said += [" · the next may go ", moment(card.next_at, now)]
    return tag("div", together(tag("p", together(*said)), bar), "ds-meter")


def _facts(card: MailboxCard, now: datetime) -> list[tuple[str, object]]:
    own = "" if card.own_limits else " (from CRM_MAIL_LIMITS)"
    owner = "Everybody without a mailbox of their own" if card.is_default else card.owner
    lines: list[tuple[str, object]] = [
        ("Sends for", owner or "Nobody yet"),
        ("Sends by", card.way),
        ("Inbox", _inbox(card, now)),
        ("Limits", f"{limits_in_words(card.limits)}{own}"),
        ("Health", _health(card)),
    ]
    if card.timezone:
        lines.append(("Time zone", card.timezone))
    return [*lines, *records_of(card, now)]


def _inbox(card: MailboxCard, now: datetime) -> object:
    if not card.has_inbox:
        return "None: replies and bounces are not read"
    if card.inbox_read_at is None:
        return "Not read yet"
    return together("Read to its end ", moment(card.inbox_read_at, now))


def _health(card: MailboxCard) -> object:
    words = health_in_words(card.health)
    if why_unhealthy(card.health) is None:
        return words
    return together(toned("Bad", "red"), " ", words)


def _resume(card: MailboxCard) -> Action:
    def action(by: Actor) -> str:
        resume_mailbox(get_services(), actor=by, mailbox_id=card.id)
        return f"{card.address} sends again."

    return action


def _pause(card: MailboxCard) -> Action:
    def action(by: Actor) -> str:
        pause_mailbox(get_services(), actor=by, mailbox_id=card.id)
        return f"{card.address} sends nothing until it is resumed."

    return action

"""The card of a write that waits for consent: all that it would do, and the three ways to decide.

What was decided stays on the card with what came of it. A button's key holds the hash of what its
card shows, so a click approves what stood there and nothing else.
"""

import streamlit as st

from crm_core.copilot.cards import Card
from crm_core.copilot.consent import approve_action, dismiss_action, edit_action
from crm_core.copilot.tool import Change
from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActionStatus
from pages._copilot.card_editing import draw_editing, edits, start_editing
from pages._copilot.sources import address_of_place
from pages._ui import links, messages
from pages._ui.actions import once, perform_and_redraw
from pages._ui.badges import toned
from pages._ui.html import Html, safe, tag, together
from pages._ui.times import moment, viewer_zone
from pages._web.installation import get_services

_WORDS = {
    ActionStatus.PENDING: ("Waits for you", "orange"),
    ActionStatus.RUNNING: ("Under way", "blue"),
    ActionStatus.DONE: ("Done", "green"),
    ActionStatus.DISMISSED: ("Dismissed", "gray"),
    ActionStatus.EDITED: ("Replaced by another card", "gray"),
    ActionStatus.VOID: ("Void", "red"),
    ActionStatus.REFUSED: ("Refused", "red"),
    ActionStatus.EXPIRED: ("Expired", "gray"),
    ActionStatus.UNCERTAIN: ("Uncertain", "violet"),
}
_AGAIN = (ActionStatus.VOID, ActionStatus.EXPIRED)
_SMALL = (ActionStatus.DISMISSED, ActionStatus.EDITED)


def draw_card(card: Card) -> None:
    """Draw one card with what can be done about it now."""
    place = f"copilot_card_{card.id}"
    with st.container(border=True, key=place):
        st.html(card_markup(card))
        if card.status is ActionStatus.PENDING:
            if edits(card):
                draw_editing(card)
            else:
                _draw_ways(card, place)
        elif card.status in _AGAIN:
            _draw_again(card, place)
        messages.show_refusal(place)


def card_markup(card: Card) -> Html:
    """What it says; one that was decided against says it in a line."""
    badge = toned(*_WORDS[card.status])
    waits = "Needs your consent" if card.status is ActionStatus.PENDING else "By the copilot"
    kind = "Cannot be taken back" if card.is_destructive else waits
    mark = tag("span", kind, "ds-consent-kind" + " ds-consent-grave" * card.is_destructive)
    head = tag("div", together(mark, badge), "ds-consent-head")
    title = tag("h3", card.title, dir="auto")
    if card.status in _SMALL:
        return tag("div", together(head, title), "ds-consent ds-consent-past")
    parts = [head, title, tag("p", card.effect, "ds-consent-effect", dir="auto")]
    if card.changes:
        parts.append(tag("dl", together(*map(change_markup, card.changes)), "ds-changes"))
    if card.recipients:
        who = together(*(tag("bdi", one, "ds-recipient") for one in card.recipients))
        parts.append(tag("p", together(tag("strong", "Addressed to "), who), "ds-recipients"))
    if card.warnings:
        parts.append(tag("ul", together(*(tag("li", one) for one in card.warnings)), "ds-warnings"))
    parts.append(_footing(card))
    return tag("div", together(*parts), "ds-consent")


def change_markup(change: Change) -> Html:
    """One line of the difference, whole: nobody approves what they could not read."""
    before, after = change.before, change.after
    sides: list[object] = []
    if before:
        sides += [tag("del", before), tag("span", " → ", **{"aria-hidden": "true"})]
    sides.append(tag("ins", after) if after else tag("span", "nothing", "ds-quiet"))
    long = len(before) + len(after) > 120 or "\n" in before + after
    css = "ds-change" + " ds-change-long" * long
    scrolls = {"tabindex": "0"} if long else {}
    value = tag("dd", together(*sides), dir="auto", **scrolls)
    return tag("div", together(tag("dt", change.field), value), css)


def _footing(card: Card) -> Html:
    now = get_services().clock.now()
    if card.status is ActionStatus.PENDING:
        words = together(
            "Nothing happens before you approve. Expires ", moment(card.expires_at, now), "."
        )
        return tag("p", words, "ds-quiet ds-consent-foot")
    parts: list[object] = []
    if card.reason:
        parts.append(tag("p", card.reason, "ds-consent-reason", dir="auto"))
    line: list[object] = []
    if card.status is ActionStatus.DONE:
        message = card.result.get("message")
        line.append(tag("span", message) if isinstance(message, str) else "Done as shown.")
        where = _where(card)
        if where:
            line += [" ", links.anchor("Open it", where)]
    if card.decided_at is not None:
        line += [" · " if line else "", moment(card.decided_at, now)]
    if line:
        parts.append(tag("p", together(*map(safe, line)), "ds-quiet ds-consent-foot"))
    return together(*parts)


def _where(card: Card) -> str:
    """Where what came of it can be seen."""
    record = card.result.get("record")
    if not isinstance(record, dict) or not isinstance(record.get("id"), int):
        return ""
    kind = {"activity": "task"}.get(str(record.get("kind")), str(record.get("kind")))
    return address_of_place(kind, record["id"])


def _draw_ways(card: Card, place: str) -> None:
    seen = card.shown_hash

    def approve(by: Actor) -> str:
        approve_action(get_services(), actor=by, zone=viewer_zone(), action_id=card.id, seen=seen)
        return ""

    def dismiss(by: Actor) -> str:
        dismiss_action(get_services(), actor=by, action_id=card.id)
        return ""

    with st.container(horizontal=True, key=f"{place}_ways", gap="small"):
        key = once(f"{place}_{seen[:12]}")
        if st.button("Approve", key=f"{key}_yes", type="primary", icon=":material/check:"):
            perform_and_redraw(approve, place=place)
        if st.button("Edit", key=f"{key}_edit", icon=":material/edit:"):
            start_editing(card)
            st.rerun()
        if st.button("Dismiss", key=f"{key}_no", type="tertiary"):
            perform_and_redraw(dismiss, place=place)


def _draw_again(card: Card, place: str) -> None:
    def again(by: Actor) -> str:
        edit_action(get_services(), actor=by, zone=viewer_zone(), action_id=card.id)
        return ""

    if st.button("Propose it as things stand now", key=once(f"{place}_again"),
                 icon=":material/refresh:"):  # fmt: skip
        perform_and_redraw(again, place=place)

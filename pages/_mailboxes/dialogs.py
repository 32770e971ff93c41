"""The dialogs about mailboxes: added, edited, removed; and the limits of all together."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from crm_core.domain.limits import MailLimits
from crm_core.domain.permissions import Actor
from crm_core.usecases.mailboxes import (
    add_mailbox,
    change_mailbox,
    change_workspace_limits,
    remove_mailbox,
)
from crm_core.views.mailbox_cards import MailboxCard
from pages._mailboxes.fields import limit_inputs, way_in_inputs, way_out_inputs
from pages._mailboxes.records import KEY, TOKEN, ask_for_key, ask_for_token
from pages._ui import dialogs
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._ui.owners import choose_owner
from pages._ui.window import zone_names
from pages._web.installation import get_services

ADD, EDIT, REMOVE, WORKSPACE = (
    f"mailboxes_{what}" for what in ("adding", "editing", "removing", "together")
)
OWNERS = "As its owner"
NOBODY = 0


def draw_dialogs(viewer: Actor, cards: Sequence[MailboxCard], together: MailLimits) -> None:
    """Draw the dialog that is open, if one is."""
    if dialogs.asked(ADD) is not None:
        _dialog(ADD, "Add a mailbox", partial(_adding, viewer))
    elif dialogs.asked(WORKSPACE) is not None:
        _dialog(WORKSPACE, "Limits of all mailboxes together", partial(_together, together))
    elif (card := _about(EDIT, cards)) is not None:
        _dialog(EDIT, "Edit the mailbox", partial(_editing, viewer, card))
    elif (card := _about(KEY, cards)) is not None:
        _dialog(KEY, "Sign e-mails", partial(ask_for_key, card))
    elif (card := _about(TOKEN, cards)) is not None:
        _dialog(TOKEN, "Sign in by token", partial(ask_for_token, card))
    elif (card := _about(REMOVE, cards)) is not None:
        _dialog(REMOVE, "Remove the mailbox", partial(_removing, card, cards))


def _about(name: str, cards: Sequence[MailboxCard]) -> MailboxCard | None:
    asked = dialogs.asked(name)
    return next((card for card in cards if asked and card.id == asked[0]), None)


def _dialog(name: str, title: str, body: Callable[[], None]) -> None:
    st.dialog(title, width="medium", on_dismiss=lambda: dialogs.forget(name))(body)()


def _adding(viewer: Actor) -> None:
    with Form(ADD, closes=ADD) as form:
        address = form.text("Address", "address", placeholder="ann@example.com")
        name = form.text("Sender's name", "displayName", help="Recipients see it.")
        owner = choose_owner(form, viewer, None, label="Sends for")
        out = way_out_inputs(form, None)
        into = way_in_inputs(form, None)
        limits = limit_inputs(form, MailLimits(day=50))

        def add(by: Actor) -> str:
            add_mailbox(
                get_services(), actor=by, address=address, display_name=name, owner_id=owner,
                transport_url=out.url, inbox_url=into.url, limits=limits.given,
            )  # fmt: skip
            return f"{address.strip()} is added. Test it before it sends."

        form.submit("Add mailbox", add)


def _editing(viewer: Actor, card: MailboxCard) -> None:
    st.html(quiet(card.address))
    zones = [OWNERS, *zone_names()]
    with Form(EDIT, closes=EDIT) as form:
        changes: dict[str, object] = {
            "displayName": form.text("Sender's name", "displayName", card.display_name),
            "signature": form.area(
                "Signature", "signature", card.signature,
                help="Texts put it where they say {{ sender.signature }}.",
            ),
        }  # fmt: skip
        zone = form.choice("Time zone", "timezone", zones, value=card.timezone or OWNERS)
        changes["timezone"] = None if zone == OWNERS else zone
        out = into = limits = None
        if card.is_default:
            names = "CRM_MAIL_URL, CRM_INBOX_URL and CRM_MAIL_LIMITS"
            st.html(quiet(f"Its servers and limits are set on the server, by {names}."))
        else:
            changes["ownerId"] = choose_owner(form, viewer, card.owner_id, label="Sends for")
            out = way_out_inputs(form, card.way_out)
            into = way_in_inputs(form, card.way_in)
            limits = limit_inputs(form, card.limits)

        def save(by: Actor) -> str:
            given = dict(changes)
            if out is not None:
                given["transportUrl"] = out.url
            if into is not None:
                given["inboxUrl"] = into.url
            if limits is not None:
                given["limits"] = limits.given
            change_mailbox(get_services(), actor=by, mailbox_id=card.id, changes=given)
            return f"{card.address} is saved."

        form.submit("Save", save)


def _removing(card: MailboxCard, cards: Sequence[MailboxCard]) -> None:
    others = {NOBODY: "None: no enrollment that runs has it"} | {
        one.id: one.address for one in cards if one.id != card.id
    }
    words = f"{card.address} sends nothing more. What it sent stays on the timelines."
    st.html(quiet(words))
    with Form(REMOVE, closes=REMOVE) as form:
        chosen = form.choice(
            "Takes its enrollments over", "moveTo", list(others), names=lambda key: others[key]
        )

        def remove(by: Actor) -> str:
            moved = remove_mailbox(
                get_services(), actor=by, mailbox_id=card.id, move_to=chosen or None
            )
            taken = f" {moved} enrollments go on from {others[chosen or NOBODY]}." if moved else ""
            return f"{card.address} is removed.{taken}"

        form.submit("Remove", remove)


def _together(present: MailLimits) -> None:
    with Form(WORKSPACE, closes=WORKSPACE) as form:
        limits = limit_inputs(form, present, only=("day", "domain"))

        def save(by: Actor) -> str:
            change_workspace_limits(get_services(), actor=by, limits=limits.given)
            return "The limits of all mailboxes together are saved."

        form.submit("Save", save)

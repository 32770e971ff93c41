"""The mailboxes: what sends, for whom, by which way, and whether it is paused."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.usecases.mailboxes import resume_mailbox
from crm_core.views.mailboxes import MailboxDetail, list_mailboxes
from pages._ui import messages
from pages._ui.actions import Action, once, perform_and_redraw
from pages._ui.badges import badge, toned
from pages._ui.empty import command, quiet
from pages._ui.facts import facts
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.times import moment
from pages._web.installation import get_services


def draw_mailboxes(viewer: Actor) -> None:
    """The default mailbox, then the added ones."""
    services = get_services()
    now = services.clock.now()
    with st.container(key="settings_form"):
        _draw(viewer, list_mailboxes(services, actor=viewer), now)


def _draw(viewer: Actor, mailboxes: Sequence[MailboxDetail], now: datetime) -> None:
    default, *added = mailboxes
    section("Default mailbox", meaning="It sends for everybody without a mailbox of their own.")
    _mailbox(viewer, default, now)
    way, address = command("CRM_MAIL_URL"), command("CRM_MAIL_FROM")
    st.html(quiet("Its way and its address are set on the server: ", way, " and ", address, "."))
    section("Added mailboxes", str(len(added)), "Each sends for its owner.")
    if not added:
        st.html(quiet("None. One is added by ", command("python -m crm_core mailbox add"), "."))
    for mailbox in added:
        _mailbox(viewer, mailbox, now)


def _mailbox(viewer: Actor, mailbox: MailboxDetail, now: datetime) -> None:
    place = f"settings_mailbox_{mailbox.id}"
    owner = [] if mailbox.is_default else [("Sends for", mailbox.owner or "Nobody yet")]
    with st.container(border=True):
        facts([
            ("Address", mailbox.address), ("State", _state(mailbox, now)),
            ("Sends by", mailbox.way), *owner,
        ])  # fmt: skip
        messages.show_refusal(place)
        resumes = mailbox.paused_at is not None and viewer.may(Permission.MAIL_MANAGE)
        if resumes and st.button("Resume", key=f"{once(place)}_resume"):
            perform_and_redraw(_resume(mailbox), place=place)


def _state(mailbox: MailboxDetail, now: datetime) -> Html:
    if mailbox.paused_at is not None:
        why = together(mailbox.paused_reason, " (", moment(mailbox.paused_at, now), ")")
        return together(badge(mailbox.status), " ", tag("span", why, "ds-quiet"))
    if mailbox.away_until is not None:
        again = together("No answer; tried again ", moment(mailbox.away_until, now))
        return together(toned("Server away", "orange"), " ", tag("span", again, "ds-quiet"))
    return badge(mailbox.status)


def _resume(mailbox: MailboxDetail) -> Action:
    def action(by: Actor) -> str:
        resume_mailbox(get_services(), actor=by, mailbox_id=mailbox.id)
        return f"{mailbox.address} sends again."

    return action

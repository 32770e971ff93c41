"""The frame of every screen: navigation, the way out, the gate before the page.

Called by `app.py` on each rerun, and by nothing else.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from crm_core.domain.permissions import Actor
from pages._ui import bridge
from pages._ui.auth import current_actor, end_session, stop_at_gate
from pages._ui.html import Html, tag, together

HERE = Path(__file__).parent
PAGES = HERE.parent


@dataclass(frozen=True, slots=True)
class Room:
    """A page: its file and address, its title, its sign; hidden ones are reached by links."""

    name: str
    title: str
    icon: str
    hidden: bool = False


HOME = Room("home", "Home", ":material/home:")
SECTIONS = {
    "": (
        HOME,
        Room("tasks", "Tasks", ":material/task_alt:"),
        Room("copilot", "Copilot", ":material/assistant:"),
    ),
    "Outreach": (
        Room("sequences", "Sequences", ":material/conversion_path:"),
        Room("sequence", "Sequence", ":material/conversion_path:", hidden=True),
        Room("builder", "Builder", ":material/edit_note:", hidden=True),
        Room("inbox", "Inbox", ":material/inbox:"),
        Room("outbox", "Outbox", ":material/outbox:"),
        Room("suppressions", "Suppression list", ":material/block:"),
    ),
    "Relationships": (
        Room("leads", "Leads", ":material/person_add:"),
        Room("lead", "Lead", ":material/person_add:", hidden=True),
        Room("imports", "Import leads", ":material/upload:", hidden=True),
        Room("people", "People", ":material/group:"),
        Room("person", "Person", ":material/group:", hidden=True),
        Room("companies", "Companies", ":material/domain:"),
        Room("company", "Company", ":material/domain:", hidden=True),
        Room("deals", "Deals", ":material/handshake:"),
        Room("deal", "Deal", ":material/handshake:", hidden=True),
    ),
    "Operations": (
        Room("mailboxes", "Mailboxes", ":material/mail:"),
        Room("runner_health", "Runner health", ":material/monitor_heart:"),
        Room("settings", "Settings", ":material/settings:"),
    ),
}
ABOUT = "**Duestep** touches each person at the right time, once."


def draw() -> None:
    """Draw the frame and the page that is asked for, or the way to sign in."""
    # Before the navigation: it would fetch the page's own icon, for the tab, from elsewhere.
    st.set_page_config(
        page_title="Duestep",
        page_icon=str(PAGES / "_web" / "favicon.png"),
        layout="wide",
        menu_items={"About": ABOUT},
    )
    st.html(_style())
    st.logo(_logo(), size="medium")
    actor = current_actor()
    # The same list for everybody, so that an address stays right over the sign-in; only the
    # menu is hidden. The frame ends at the gate, and `require_user()` locks each page itself.
    page = st.navigation(_pages(), position="sidebar" if actor else "hidden", expanded=True)
    st.set_page_config(page_title=f"{page.title if actor else 'Sign in'} · Duestep")
    if actor is None:
        stop_at_gate()
    with st.sidebar:
        _user_menu(actor)
        bridge.draw()
    page.run()


def _pages() -> dict[str, list[st.Page]]:
    return {
        section: [
            st.Page(
                PAGES / f"{room.name}.py",
                title=room.title,
                icon=room.icon,
                default=room is HOME,
                visibility="hidden" if room.hidden else "visible",
            )
            for room in rooms
        ]
        for section, rooms in SECTIONS.items()
    }


def _user_menu(actor: Actor) -> None:
    name = tag("div", actor.name, "ds-user-name", title=actor.name)
    role = tag("div", actor.role.capitalize(), "ds-quiet")
    with st.container(key="user_menu", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(tag("div", together(_initials(actor), tag("div", together(name, role))), "ds-user"))
        if st.button("Sign out", key="user_sign_out", type="tertiary"):
            end_session()
            st.rerun()


def _initials(actor: Actor) -> Html:
    parts = actor.name.replace("@", " ").split()[:2]
    letters = "".join(part[0].upper() for part in parts)
    return tag("span", letters, "ds-avatar", **{"aria-hidden": "true"})


@cache
def _style() -> str:
    """What all pages share, and what each room adds."""
    sheets = [HERE / "style.css", *sorted(PAGES.glob("_*/style.css"))]
    whole = "\n".join(sheet.read_text(encoding="utf-8") for sheet in dict.fromkeys(sheets))
    return f"<style>{whole}</style>"


@cache
def _logo() -> str:
    return (HERE / "logo.svg").read_text(encoding="utf-8")

"""What narrows the deals: whose they are and when they are to be closed, kept in the address."""

import streamlit as st

from crm_core.domain.deals import CLOSED, OPEN, STAGES, Closing
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.views.colleagues import list_colleagues
from crm_core.views.deal_lines import DealFilter
from pages._ui import address
from pages._ui.badges import word
from pages._web.installation import get_services

EVERYONE, MINE = "everyone", "mine"
CLOSINGS = {
    "any": "Closing any time",
    Closing.THIS_MONTH.lower(): "Closing this month",
    Closing.OVERDUE.lower(): "Overdue",
    Closing.NO_DATE.lower(): "Without a date",
}
STAGE_CHOICES = {
    "open": OPEN,
    **{stage.lower(): (stage,) for stage in STAGES},
    "closed": tuple(sorted(CLOSED)),
    "all": None,
}


def owner_and_closing(viewer: Actor) -> DealFilter:
    """Draw both choices and return what they mean."""
    colleagues = list_colleagues(get_services(), actor=viewer)
    names = {EVERYONE: "Every owner", MINE: "Mine"}
    names |= {str(one.id): one.name for one in colleagues if one.id != viewer.user_id}
    if viewer.user_id is None:
        del names[MINE]
    owner = _choice("Owner", names, "deals_owner")
    closing = _choice("Closing", CLOSINGS, "deals_closing")
    owner_id = {EVERYONE: None, MINE: viewer.user_id}.get(owner)
    return DealFilter(
        owner_id=int(owner) if owner.isdigit() else owner_id,
        closing=None if closing == "any" else Closing(closing.upper()),
    )


def stages() -> tuple[DealStage, ...] | None:
    """Draw the choice of a list's stages; None means all."""
    names = {"open": "Open deals", **{stage.lower(): word(stage) for stage in STAGES}}
    names |= {"closed": "Won and lost", "all": "All stages"}
    return STAGE_CHOICES[_choice("Stages", names, "deals_stages")]


def narrows(wanted: DealFilter) -> bool:
    """Whether anything but the stages is asked for."""
    return wanted.owner_id is not None or wanted.closing is not None


def _choice(label: str, names: dict[str, str], name: str) -> str:
    """Draw a choice whose word stands in the address, whatever it is called on the page."""
    first = next(iter(names))
    asked = address.param(name)
    asked = asked if asked in names else first
    key, seen = f"{name}_choice", f"{name}_seen"
    if key not in st.session_state or st.session_state.get(seen) != asked:
        st.session_state[key] = asked  # A link leads here, or the page is opened anew.
    chosen = st.selectbox(
        label, list(names), format_func=lambda one: names[one], key=key,
        label_visibility="collapsed", width=190,
    )  # fmt: skip
    if chosen != asked:
        address.keep(name, "" if chosen == first else chosen)
    st.session_state[seen] = chosen
    return chosen

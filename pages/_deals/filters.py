"""What narrows the deals: whose they are and when they are to be closed, kept in the address."""

from dataclasses import replace

from crm_core.domain.deals import CLOSED, OPEN, STAGES, Closing
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.views.colleagues import list_colleagues
from crm_core.views.deal_lines import DealFilter
from pages._ui.badges import word
from pages._ui.filters import one_of
from pages._web.installation import get_services

WIDTH = 190
WON_THIS_MONTH = "won_this_month"
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
    WON_THIS_MONTH: (DealStage.WON,),
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
    owner = one_of("Owner", names, key="deals_owner", width=WIDTH)
    closing = one_of("Closing", CLOSINGS, key="deals_closing", width=WIDTH)
    owner_id = {EVERYONE: None, MINE: viewer.user_id}.get(owner)
    return DealFilter(
        owner_id=int(owner) if owner.isdigit() else owner_id,
        closing=None if closing == "any" else Closing(closing.upper()),
    )


def stages(wanted: DealFilter) -> DealFilter:
    """Draw the choice of a list's stages and return what it leaves of the wanted deals."""
    names = {"open": "Open deals", **{stage.lower(): word(stage) for stage in STAGES}}
    names |= {WON_THIS_MONTH: "Won this month", "closed": "Won and lost", "all": "All stages"}
    chosen = one_of("Stages", names, key="deals_stages", width=WIDTH)
    return replace(wanted, stages=STAGE_CHOICES[chosen], fresh=chosen == WON_THIS_MONTH)


def narrows(wanted: DealFilter) -> bool:
    """Whether anything but the stages is asked for."""
    return wanted.owner_id is not None or wanted.closing is not None

"""What narrows the deals: whose they are and when they are to be closed, kept in the address."""

from crm_core.domain.deals import CLOSED, OPEN, STAGES, Closing
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.views.colleagues import list_colleagues
from crm_core.views.deal_lines import DealFilter
from pages._ui.badges import word
from pages._ui.filters import one_of
from pages._web.installation import get_services

WIDTH = 190
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
    owner = one_of("Owner", names, key="deals_owner", width=WIDTH)
    closing = one_of("Closing", CLOSINGS, key="deals_closing", width=WIDTH)
    owner_id = {EVERYONE: None, MINE: viewer.user_id}.get(owner)
    return DealFilter(
        owner_id=int(owner) if owner.isdigit() else owner_id,
        closing=None if closing == "any" else Closing(closing.upper()),
    )


def stages() -> tuple[DealStage, ...] | None:
    """Draw the choice of a list's stages; None means all."""
    names = {"open": "Open deals", **{stage.lower(): word(stage) for stage in STAGES}}
    names |= {"closed": "Won and lost", "all": "All stages"}
    return STAGE_CHOICES[one_of("Stages", names, key="deals_stages", width=WIDTH)]


def narrows(wanted: DealFilter) -> bool:
    """Whether anything but the stages is asked for."""
    return wanted.owner_id is not None or wanted.closing is not None

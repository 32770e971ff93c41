"""The enrollments of a sequence: found, paused, resumed, canceled, and why nothing happens yet."""

from typing import NamedTuple

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.views.paging import Page
from crm_core.views.sequence_people import (
    Place,
    SequencePerson,
    Standing,
    list_sequence_people,
)
from crm_core.views.sequence_versions import VersionDetail
from pages._sequence import acting
from pages._sequence.acting import ask_what_is_asked, draw_bulk, menu_for
from pages._sequence.person_line import COLUMNS, line_of
from pages._ui import links, messages, paging, search
from pages._ui.badges import word
from pages._ui.empty import nothing, quiet
from pages._ui.filters import by_status
from pages._ui.grid import Grid, forget_hidden
from pages._ui.live import live
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

__all__ = ["ask_what_is_asked", "draw_people"]

LIST = acting.LIST
ANY = "Any step"
_PLACES = {"At step": Place.AT, "Past step": Place.PAST, "Right after step": Place.NEXT}


class Wanted(NamedTuple):
    """What the list is narrowed to; `step` is a key of the latest version."""

    typed: str
    standing: Standing | None
    step: str | None
    place: Place

    @property
    def narrows(self) -> bool:
        return bool(self.typed or self.standing or self.step)


def draw_people(sequence_id: int, latest: VersionDetail) -> None:
    """Draw the tab; it follows the runner without a click."""

    @live
    def people(viewer: Actor) -> None:
        wanted = _filters(latest)
        forget_hidden(LIST, of=(sequence_id, wanted))
        page = list_sequence_people(
            get_services(), actor=viewer, sequence_id=sequence_id, standing=wanted.standing,
            step=wanted.step, place=wanted.place, search=wanted.typed,
            window=paging.window(LIST, of=(sequence_id, wanted)),
        )  # fmt: skip
        if page.items:
            _list(viewer, page)
        else:
            _nothing_here(viewer, sequence_id, wanted)

    people()


def _filters(latest: VersionDetail) -> Wanted:
    with st.container(key="sequence_filters", horizontal=True, vertical_alignment="center"):
        typed = search.box("sequence_search", "Search people")
        standing = by_status(Standing, key="sequence_standing")
        steps = [f"{words} {n + 1}" for n in range(len(latest.steps)) for words in _PLACES]
        chosen = st.selectbox(
            "Step", [ANY, *steps], key="sequence_step", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    if not chosen or chosen == ANY:
        return Wanted(typed, standing, None, Place.AT)
    words, _, number = chosen.rpartition(" ")
    return Wanted(typed, standing, latest.steps[int(number) - 1].key, _PLACES[words])


def _list(viewer: Actor, page: Page[SequencePerson]) -> None:
    services, zone = get_services(), viewer_zone()
    manages = viewer.may(Permission.ENROLLMENTS_MANAGE)
    messages.show_refusal(LIST)
    if manages:
        draw_bulk(page)
    grid = Grid(LIST, COLUMNS, selects=manages)
    now = services.clock.now()
    grid.draw(
        line_of(person, menu=menu_for(person, manages=manages), zone=zone, now=now)
        for person in page.items
    )
    st.caption(f"Times are those of {zone.key}.")
    paging.turn(LIST, page)
    if grid.chosen:
        person = next(p for p in page.items if str(p.enrollment_id) == grid.chosen.id)
        acting.carry_out(person, grid.chosen.choice)


def _nothing_here(viewer: Actor, sequence_id: int, wanted: Wanted) -> None:
    if wanted.narrows:
        which = f" who is {word(wanted.standing).lower()}" if wanted.standing else ""
        nothing(f"Nobody{which} is found there", quiet("Choose other filters above."))
    elif viewer.may(Permission.ENROLLMENTS_MANAGE):
        way = links.link("Choose people among the leads", "leads", leads_for=sequence_id)
        nothing("Nobody was enrolled yet", quiet(way, " and enroll them here."))
    else:
        nothing("Nobody was enrolled yet", quiet("Salespeople enroll people from the leads."))

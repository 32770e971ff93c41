"""How the week goes: seven days beside the seven before, as small bars with their numbers."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from crm_core.domain.days import Day, last_days
from crm_core.domain.permissions import Actor
from crm_core.views.deal_board import Figures
from crm_core.views.week import DayCount, count_days
from pages._ui import links
from pages._ui.html import Html, tag, together
from pages._ui.money import several
from pages._ui.sections import section
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

DAYS = 7
WEIGHTED = (
    "The amounts of the deals that are neither won nor lost.",
    "Each amount times the odds of its stage.",
)
PAST_KEPT_SECONDS = 120
"""Days that are over hardly change; today is counted anew each time."""


class Measure(NamedTuple):
    """A number of the week: what it is called, what it counts, where its list is, if any."""

    name: str
    means: str
    address: str
    of: Callable[[DayCount], int]


def _done(kind: str) -> str:
    return links.to("tasks", tasks_whose="team", tasks_when="done", tasks_type=kind)


MEASURES = (
    Measure("E-mails sent", "E-mails that went out, by sequences and by people.",
            links.to("outbox", outbox_tab="sent"), lambda day: day.emails),
    Measure("Replies", "People whose answer ended their enrollment.", "",
            lambda day: day.replies),
    Measure("Calls", "Calls that were done; skipped ones do not count.",
            _done("CALL"),
            lambda day: day.calls),
    Measure("Meetings", "Meetings that were held.", _done("MEETING"),
            lambda day: day.meetings),
    Measure("Deals moved", "Changes of a deal’s stage.", "", lambda day: day.moved),
    Measure("Deals won", "Deals that were moved to Won.", "", lambda day: day.won),
)  # fmt: skip


def draw_week(viewer: Actor) -> None:
    """Draw a small chart for each measure, of the workspace."""
    services = get_services()
    days = last_days(services.clock.now(), viewer_zone(), 2 * DAYS)
    past = _past(services.settings.database_url, viewer.tenant_id, days[:-1], viewer)
    counts = (*past, *count_days(services, actor=viewer, days=days[-1:]))
    section(
        "The last seven days",
        meaning="Of the whole workspace; the pale bars are the seven days before.",
    )
    charts = (_chart(measure, days[DAYS:], counts) for measure in MEASURES)
    st.html(tag("ul", together(*charts), "ds-charts"))


def draw_pipeline(figures: Figures) -> None:
    """Draw what is open in deals, and weighted by the odds of the stages."""
    section("Pipeline")
    under_way = links.to("deals", deals_view="list")
    won = links.to("deals", deals_view="list", deals_stages="won_this_month")
    sums = (
        ("Open", [(one.amount, one.currency) for one in figures.open], WEIGHTED[0],
         under_way),
        ("Weighted", [(one.weighted, one.currency) for one in figures.open], WEIGHTED[1],
         under_way),
        ("Won this month", [(one.amount, one.currency) for one in figures.won], "", won),
    )  # fmt: skip
    lines = (
        tag("li", together(links.anchor(name, address), tag("div", several(amounts), "ds-sums")),
            title=means)
        for name, amounts, means, address in sums
    )  # fmt: skip
    st.html(tag("ul", together(*lines), "ds-groups"))


@st.cache_data(ttl=PAST_KEPT_SECONDS, max_entries=200, show_spinner=False)
def _past(
    database: str, tenant_id: int, days: tuple[Day, ...], _viewer: Actor
) -> tuple[DayCount, ...]:
    return count_days(get_services(), actor=_viewer, days=days)


def _chart(measure: Measure, days: Sequence[Day], counts: Sequence[DayCount]) -> Html:
    values = [measure.of(count) for count in counts]
    before, now = values[:DAYS], values[DAYS:]
    most = max(*values, 1)
    columns = (
        tag(
            "div",
            together(_bar(earlier, most, "ds-bar ds-bar-before"), _bar(later, most, "ds-bar")),
            "ds-day-bars",
            title=f"{day.on:%a} {day.on.day}: {later:,} (a week before: {earlier:,})",
        )
        for day, earlier, later in zip(days, before, now, strict=True)
    )
    told = ", ".join(f"{day.on:%a} {value:,}" for day, value in zip(days, now, strict=True))
    bars = tag(
        "div", together(*columns), "ds-bars", role="img",
        **{"aria-label": f"{measure.name} by day: {told}."},
    )  # fmt: skip
    name = links.anchor(measure.name, measure.address) if measure.address else measure.name
    head = together(tag("span", name), tag("span", f"{sum(now):,}", "ds-figure"))
    below = tag("div", f"week before: {sum(before):,}", "ds-quiet")
    return tag("li", together(tag("div", head, "ds-chart-head"), bars, below), title=measure.means)


def _bar(value: int, most: int, css: str) -> Html:
    return tag("span", "", css, style=f"--ds-part: {value / most:.3f}")

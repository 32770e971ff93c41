"""The next step of a deal: what is planned, what the rules recommend, and what that rests on."""

from datetime import datetime

import streamlit as st

from crm_core.domain.advice.recommendations import Recommendation
from crm_core.domain.advice.signals import Signals
from crm_core.domain.advice.sources import Source, SourceKind
from crm_core.views.deal_detail import NextStep
from crm_core.views.next_step import NextSteps, sentences
from pages._deal.sides import planned
from pages._deals.days import closing_day
from pages._ui import links
from pages._ui.html import Html, tag, together

OTHERS = 4
"""Other options that are shown."""
QUIET = frozenset({"rest"})
"""What is said of a deal that has ended and misses nothing: not worth a place on its page."""


def draw_next_step(found: NextSteps, step: NextStep | None, now: datetime) -> None:
    """Draw the best recommendation with its reasons, what is planned, and the other options."""
    first = found.advice.first
    if found.signals.is_closed and first.rule in QUIET:
        return
    parts = [
        tag("h2", "Next step"),
        tag("p", first.text, "ds-advice"),
        _reasons(first, found.signals),
        "" if found.signals.is_closed else tag("p", together("Planned: ", planned(step, now))),
        _others(found),
        tag("p", "Recommended by rules over this deal’s records; no model was asked.", "ds-quiet"),
    ]
    st.html(tag("section", together(*parts), "ds-next-step", **{"aria-label": "Next step"}))


def _reasons(of: Recommendation, signals: Signals) -> Html:
    lines = [
        tag("li", together(reason.text, " ", _link(reason.source, signals)))
        for reason in of.reasons
    ]  # fmt: skip
    if of.rate is not None:
        lines.append(tag("li", of.rate.words))
    return tag("ul", together(*lines), "ds-reasons")


def _others(found: NextSteps) -> Html:
    others = found.advice.others[:OTHERS]
    if not others:
        return Html("")
    lines = (
        tag("li", together(tag("span", one.text), tag("div", sentences(one)[0], "ds-quiet")))
        for one in others
    )
    listed = tag("ol", together(*lines), "ds-reasons")
    return tag("details", together(tag("summary", f"Other options ({len(others)})"), listed))


def _link(source: Source, signals: Signals) -> Html:
    """The way to the record; what stands on this page is only named."""
    words = source.field
    if source.on is not None:
        words += f", {closing_day(source.on, signals.today)}"
    match source.kind:
        case SourceKind.MESSAGE:
            return links.link(words, "inbox", inbox_message=source.id, inbox_show="all")
        case SourceKind.PERSON:
            return links.link(words, "person", person=source.id)
        case SourceKind.COMPANY:
            return links.link(words, "company", company=source.id)
        case SourceKind.ACTIVITY if source.field != "note":
            return links.link(words, "tasks", task=source.id)
        case SourceKind.ENROLLMENT if signals.running is not None:
            return links.link(words, "sequence", sequence=signals.running.sequence_id)
    return tag("span", words, "ds-quiet")

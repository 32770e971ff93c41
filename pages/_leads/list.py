"""The leads one below the other: who they are, whose, what was done last and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityType, EnrollmentStatus
from crm_core.views.lead_columns import InSequence, LeadRecord
from pages._ui import links
from pages._ui.badges import badge, toned
from pages._ui.grid import Col, Done, Grid, Line
from pages._ui.html import Html, tag, together
from pages._ui.tables import headline, two_lines
from pages._ui.times import moment

EDIT, EDIT_PERSON, ENROLL, OPT_OUT = "edit", "person", "enroll", "opt_out"
NOTHING = tag("span", "–", "ds-zero", **{"aria-label": "none"})
COLUMNS = (
    Col("Lead", "minmax(10.5rem, 1.7fr)", sort="name", plain=True),
    Col("Company", "minmax(6.5rem, 1.1fr)", sort="company"),
    Col("Status", "6.4rem", plain=True),
    Col("Owner", "minmax(5.5rem, 0.8fr)"),
    Col("Last touch", "minmax(6rem, 0.8fr)", sort="-touched"),
    Col("Next touch", "minmax(6rem, 0.8fr)", sort="next"),
    Col("Sequence", "minmax(7rem, 1.1fr)"),
)
KINDS = {
    ActivityType.EMAIL: "E-mail",
    ActivityType.CALL: "Call",
    ActivityType.MEETING: "Meeting",
    ActivityType.TASK: "Task",
}


def draw_list(viewer: Actor, leads: Sequence[LeadRecord], now: datetime) -> Done | None:
    """Draw a page of leads; returns what was chosen in a line's menu."""
    manages, enrolls = (
        viewer.may(permission)
        for permission in (Permission.PEOPLE_MANAGE, Permission.ENROLLMENTS_MANAGE)
    )
    grid = Grid("leads", COLUMNS, selects=manages or enrolls)
    grid.draw(
        Line(
            lead.id,
            _cells(lead, now),
            href=links.to("lead", lead=lead.id),
            menu=_menu(lead, manages, enrolls),
            name=name_of(lead),
        )
        for lead in leads
    )
    return grid.chosen


def name_of(lead: LeadRecord) -> str:
    """What the lead is called, whatever is known of the person."""
    return lead.name or lead.email or lead.phone or "Somebody without a name"


def _menu(lead: LeadRecord, manages: bool, enrolls: bool) -> list[tuple[str, str]]:
    menu = [(ENROLL, "Enroll…")] if enrolls else []
    if manages:
        menu += [(EDIT, "Edit lead…"), (EDIT_PERSON, "Edit person…")]
        menu += [] if lead.suppressed else [(OPT_OUT, "No more mail…")]
    return menu


def _cells(lead: LeadRecord, now: datetime) -> tuple[object, ...]:
    below = lead.email or lead.phone
    return (
        headline(name_of(lead), below if below != name_of(lead) else ""),
        _company(lead),
        _status(lead),
        two_lines(lead.owner) if lead.owner else NOTHING,
        _touch(lead.last_touch.kind, lead.last_touch.at, now) if lead.last_touch else NOTHING,
        _next(lead, now),
        together(*map(_sequence, lead.sequences)) if lead.sequences else NOTHING,
    )


def _company(lead: LeadRecord) -> Html:
    if not lead.company:
        return NOTHING
    link = links.link(lead.company, "company", company=lead.company_id)
    return two_lines(lead.company, content=link)


def _status(lead: LeadRecord) -> Html:
    if not lead.suppressed:
        return badge(lead.status)
    return together(badge(lead.status), " ", tag("span", "No mail", "ds-lead-silent"))


def _touch(kind: ActivityType | None, at: datetime, now: datetime, late: str = "") -> Html:
    """What, and when; `late` comes before a time that has passed."""
    what = tag("span", KINDS.get(kind, "")) if kind else Html("")
    due = tag("span", late, "ds-time") if late and at <= now else Html("")
    return together(what, " ", tag("span", together(due, moment(at, now)), "ds-lead-when"))


def _next(lead: LeadRecord, now: datetime) -> Html:
    coming = lead.next_touch
    if coming is None:
        return NOTHING
    if coming.at is not None:
        return _touch(coming.kind, coming.at, now, late="due ")
    return tag("div", coming.waits or "Waits", "ds-lead-waits", title=coming.waits)


def _sequence(line: InSequence) -> Html:
    paused = toned("Paused", "orange") if line.status is EnrollmentStatus.PAUSED else Html("")
    name = links.link(line.name, "sequence", sequence=line.sequence_id)
    return tag("div", together(name, " ", paused), "ds-lead-sequence", title=line.name)

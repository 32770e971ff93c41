"""How tasks are called on the screen."""

from datetime import datetime

from crm_core.domain.words import ActivityType, DeliveryStatus
from crm_core.views.tasks import TaskLine
from pages._ui.badges import badge, toned
from pages._ui.html import Html, tag, together
from pages._ui.times import exact, viewer_zone

KINDS = {
    ActivityType.CALL: ("Call", "blue"),
    ActivityType.EMAIL: ("E-mail", "violet"),
    ActivityType.TASK: ("To do", "gray"),
    ActivityType.MEETING: ("Meeting", "green"),
    ActivityType.NOTE: ("Note", "gray"),
    ActivityType.STAGE_CHANGE: ("Stage", "gray"),
}


def kind(line: TaskLine) -> Html:
    """What kind of task it is, and what became of its e-mail, if it was tried."""
    sign = toned(*KINDS[line.type])
    if line.delivery in (None, DeliveryStatus.PLANNED, DeliveryStatus.SENT):
        return sign
    return together(sign, " ", badge(DeliveryStatus(line.delivery)))


def title(line: TaskLine) -> str:
    """What is to be done, in a line."""
    return line.subject or f"{KINDS[line.type][0]} without a subject"


def whom(line: TaskLine) -> str:
    """ "Ada Byron, Acme"; what is known of it."""
    return ", ".join(part for part in (line.person, line.company) if part)


def origin(line: TaskLine) -> str:
    """ "Trade fair, step 2", or the deal that it is about."""
    if line.sequence:
        return f"{line.sequence}, step {line.step}" if line.step else line.sequence
    return line.deal


def due(line: TaskLine, now: datetime) -> Html:
    """When it is due, in the viewer's zone; what is overdue stands out."""
    if line.due_at is None:
        return Html("")
    css = "ds-overdue" if line.overdue else "ds-time"
    return tag("span", _short(line.due_at, now), css, title=exact(line.due_at, viewer_zone()))


def script(text: str) -> Html:
    """What to say or to do, in full as it was typed."""
    return tag("div", text.strip("\n"), "ds-script", dir="auto")


def _short(at: datetime, now: datetime) -> str:
    """ "Today, 09:00", "Fri 20 Nov, 10:39"; with the year where it is another one."""
    zone = viewer_zone()
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((there.date() - today).days)
    day = near or f"{there:%a} {there.day} {there:%b}"
    year = "" if near or there.year == today.year else f" {there.year}"
    return f"{day}{year}, {there:%H:%M}"

"""How lines of the outbox are told: whose page, when, and why then."""

from datetime import datetime

from crm_core.domain.moments import moment_words
from crm_core.domain.verdicts import Kind
from crm_core.domain.words import StepType
from crm_core.views.deliveries import MailLine
from crm_core.views.touch_lines import TouchLine
from pages._ui import links
from pages._ui.badges import toned
from pages._ui.html import Html, tag, together
from pages._ui.tables import headline
from pages._ui.times import exact, viewer_zone

NO_SUBJECT = "(no subject)"
STEPS = {
    StepType.EMAIL_AUTO: "e-mail",
    StepType.EMAIL_MANUAL: "draft",
    StepType.CALL: "call",
    StepType.TASK: "task",
}
_WILL = {
    Kind.HOLD: ("Will be held", "orange"),
    Kind.STOP: ("Will end", "red"),
    Kind.FINISH: ("Will end", "gray"),
    Kind.SKIP: ("Will be passed over", "gray"),
}


def page_of(line: TouchLine | MailLine) -> str:
    """The address of the lead, else of the person."""
    if line.lead_id is not None:
        return links.to("lead", lead=line.lead_id)
    return links.to("person", person=line.party_id)


def whom(line: TouchLine | MailLine) -> Html:
    """The person, and below the address."""
    return headline(line.person, line.recipient)


def message(line: TouchLine) -> Html:
    """The subject as it will be, and below the step."""
    what = "" if line.type is StepType.EMAIL_AUTO else f" ({STEPS[line.type]})"
    return headline(
        line.subject or NO_SUBJECT, f"{line.sequence} · step {line.step} of {line.steps}{what}"
    )


def when(at: datetime, now: datetime) -> Html:
    """ "tomorrow at 09:00", with the exact time for whoever points at it."""
    zone = viewer_zone()
    words = moment_words(at, zone, now)
    return tag("time", words[0].upper() + words[1:], datetime=at.isoformat(), title=exact(at, zone))


def time_of(line: TouchLine, now: datetime) -> Html:
    """When a planned touch goes, or what becomes of it instead."""
    if line.kind is Kind.ACT:
        return toned("Next run", "blue")
    if line.at is None:
        return toned(*_WILL[line.kind])
    return when(line.at, now)


def reason_of(line: TouchLine) -> Html:
    """Why then; below, what will hold it and what would help."""
    parts = [tag("div", line.why)]
    if line.flaw:
        parts.append(tag("div", together(toned("Will be held", "orange"), " ", line.flaw)))
    if line.unblock:
        parts.append(tag("div", line.unblock, "ds-quiet"))
    return together(*parts)

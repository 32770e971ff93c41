"""The lines of the list of enrollments."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_core.domain.moments import moment_words, with_moments
from crm_core.domain.words import EntityType
from crm_core.views.sequence_people import SequencePerson, Standing
from pages._ui import links
from pages._ui.badges import badge
from pages._ui.grid import Col, Line
from pages._ui.html import Html, tag
from pages._ui.tables import headline
from pages._ui.times import exact

COLUMNS = (
    Col("Person", "minmax(11rem, 1.4fr)", plain=True),
    Col("Status", "6.2rem", plain=True),
    Col("Step", "4rem"),
    Col("Next touch", "minmax(8rem, 11.4rem)"),
    Col("Waits for, or why it ended", "minmax(8rem, 1.4fr)", plain=True),
)
_NONE = tag("span", "–", "ds-zero", **{"aria-label": "none"})


def line_of(
    person: SequencePerson, *, menu: Sequence[tuple[str, str]], zone: ZoneInfo, now: datetime
) -> Line:
    """An enrollment's line; it leads to the lead or the person."""
    name = person.name or person.email or "Somebody without a name"
    return Line(
        person.enrollment_id,
        (
            headline(name, person.email if person.name else ""),
            badge(person.standing),
            f"{min(person.step, person.steps)} of {person.steps}",
            _next(person, zone, now),
            _why(person, zone, now),
        ),
        href=_address(person),
        menu=menu,
        name=name,
    )


def _address(person: SequencePerson) -> str:
    if person.entity_type is EntityType.LEAD:
        return links.to("lead", lead=person.entity_id)
    return links.to("person", person=person.entity_id)


def _next(person: SequencePerson, zone: ZoneInfo, now: datetime) -> Html:
    if person.is_sending:
        return tag("span", "Being sent")
    if person.next_at is None:
        return _NONE
    if person.next_at <= now:
        return tag("span", "Due now", title=exact(person.next_at, zone))
    words = moment_words(person.next_at, zone, now)
    return tag("span", words[0].upper() + words[1:], title=exact(person.next_at, zone))


def _why(person: SequencePerson, zone: ZoneInfo, now: datetime) -> Html:
    match person.standing:
        case Standing.ACTIVE:
            words = with_moments(person.waits_for, zone, now)
        case Standing.PAUSED:
            words = "Somebody resumes it."
        case Standing.FINISHED:
            words = "Every step is done."
        case _:
            words = with_moments(person.ended, zone, now)
    return tag("span", words, "ds-quiet ds-whole") if words else _NONE

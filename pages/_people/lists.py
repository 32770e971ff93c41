"""The lines of the lists of people and of companies."""

from collections.abc import Sequence
from datetime import datetime

from crm_core.views.party_lists import NAME, CompanyLine, PersonLine
from pages._ui import links
from pages._ui.badges import badge
from pages._ui.grid import Col, Grid, Line
from pages._ui.html import Html, tag, together
from pages._ui.money import several
from pages._ui.tables import headline, number
from pages._ui.times import moment

NOTHING = tag("span", "–", "ds-zero", **{"aria-label": "none"})
PEOPLE = (
    Col("Person", "minmax(12rem, 1.6fr)", sort=NAME, plain=True),
    Col("Company", "minmax(8rem, 1.1fr)"),
    Col("Title", "minmax(6rem, 1fr)"),
    Col("Phone", "minmax(8rem, 0.9fr)"),
    Col("Owner", "minmax(6rem, 0.9fr)"),
    Col("Last touch", "minmax(5.5rem, 0.6fr)"),
)
COMPANIES = (
    Col("Company", "minmax(12rem, 1.8fr)", sort=NAME, plain=True),
    Col("People", "minmax(4rem, 0.5fr)", numeric=True),
    Col("Open deals", "minmax(5.5rem, 0.5fr)", numeric=True),
    Col("Worth", "minmax(6rem, 0.8fr)", numeric=True),
    Col("Owner", "minmax(7rem, 1fr)"),
    Col("Country", "minmax(4.5rem, 0.5fr)"),
)


def draw_people(lines: Sequence[PersonLine], now: datetime) -> None:
    """Draw a page of people; each line opens its person."""
    Grid("people", PEOPLE).draw(
        Line(
            line.id,
            (
                _person(line),
                _company(line),
                line.title or NOTHING,
                line.phone or NOTHING,
                line.owner or NOTHING,
                NOTHING if line.touched_at is None else moment(line.touched_at, now),
            ),
            href=links.to("person", person=line.id),
            name=_name(line),
        )
        for line in lines
    )


def draw_companies(lines: Sequence[CompanyLine]) -> None:
    """Draw a page of companies; each line opens its company."""
    Grid("companies", COMPANIES).draw(
        Line(
            line.id,
            (
                headline(line.name),
                number(line.people),
                number(line.open_deals),
                several(line.amounts),
                line.owner or NOTHING,
                line.country or NOTHING,
            ),
            href=links.to("company", company=line.id),
            name=line.name,
        )
        for line in lines
    )


def _name(line: PersonLine) -> str:
    return line.name or line.email or line.phone


def _person(line: PersonLine) -> Html:
    told = headline(_name(line), line.email if line.name else "")
    return told if line.suppressed is None else together(told, badge(line.suppressed))


def _company(line: PersonLine) -> Html:
    if line.company_id is None:
        return NOTHING
    return links.link(line.company, "company", company=line.company_id)

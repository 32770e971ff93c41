"""The tab Sent: what went out, newest first; each line opens the person's timeline."""

from crm_core.domain.permissions import Actor
from crm_core.views.deliveries import MailLine, list_sent
from crm_core.views.tracking import Trace, traces_of
from pages._outbox.words import NO_SUBJECT, page_of, whom
from pages._ui import paging, search
from pages._ui.empty import nothing, quiet
from pages._ui.grid import Col, Grid, Line
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._ui.words import counted
from pages._web.installation import get_services

COLUMNS = (
    Col("To", "minmax(10rem, 1fr)", plain=True),
    Col("Message", "minmax(10rem, 1.5fr)", plain=True),
    Col("Mailbox", "minmax(0, 1fr)", wide=True),
    Col("Sent", "6rem"),
)


def draw_sent(viewer: Actor) -> None:
    """Draw a page of what went out."""
    services = get_services()
    typed = search.box("outbox_search", "Search by person, address or company")
    page = list_sent(
        services, actor=viewer, window=paging.window("outbox_sent", of=typed), typed=typed
    )
    if not page.items:
        if typed:
            nothing("Nobody of that name was written to", quiet("Try a part of the name."))
        else:
            nothing("Nothing went out yet", quiet("What sequences and people send is told here."))
        return
    now = services.clock.now()
    traces = traces_of(services, actor=viewer, delivery_ids=[line.id for line in page.items])
    Grid("outbox_sent", COLUMNS).draw(
        Line(
            line.id,
            (
                whom(line),
                headline(line.subject or NO_SUBJECT, _below(line, traces.get(line.id))),
                line.mailbox,
                moment(line.at, now) if line.at else "",
            ),
            href=page_of(line),
            name=line.person,
        )
        for line in page.items
    )
    paging.turn("outbox_sent", page)


def _below(line: MailLine, trace: Trace | None) -> str:
    """From where it came, and what is known of its reader."""
    told = [line.sequence or "Written by hand"]
    if trace is not None and trace.clicks:
        told.append(counted(trace.clicks, "click"))
    if trace is not None and trace.opens:
        told.append(f"{counted(trace.opens, 'open')}, mostly machines")
    return " · ".join(told)

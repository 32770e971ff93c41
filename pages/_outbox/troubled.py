"""The tab Needs you: e-mails of unknown fate, those that were put off, and those refused."""

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import DeliveryStatus
from crm_core.views.deliveries import COUNTED, MailLine, list_unsettled
from pages._outbox import settling
from pages._outbox.acting import CANCEL, SETTLE, SKIP, try_now
from pages._outbox.words import NO_SUBJECT, page_of, when, whom
from pages._ui import dialogs, messages, paging
from pages._ui.actions import perform_and_redraw
from pages._ui.empty import nothing, quiet
from pages._ui.grid import Col, Done, Grid, Line, acted_on
from pages._ui.html import Html, tag, together
from pages._ui.links import anchor, go
from pages._ui.sections import section
from pages._ui.tables import headline
from pages._ui.times import moment
from pages._ui.words import up_to
from pages._web.installation import get_services

DRAFT = "draft"
_OF_DRAFT = ((DRAFT, "Open in Tasks"),)
"""All that can be done from here with a draft: only its person sends it again."""
UNCERTAIN_COLUMNS = (
    Col("To", "minmax(9rem, 1fr)", plain=True),
    Col("Message", "minmax(0, 1.4fr)", plain=True),
    Col("Tried", "5.5rem"),
)
COLUMNS = (
    Col("To", "minmax(10rem, 1fr)", plain=True),
    Col("Message", "minmax(0, 2fr)", plain=True),
    Col("Tries", "3.5rem", numeric=True),
    Col("When", "minmax(6rem, 0.7fr)"),
)


def draw_troubled(viewer: Actor, counts: dict[DeliveryStatus, int]) -> None:
    """Draw the three lists, each where it has any."""
    if not any(counts.values()):
        nothing(
            "Nothing needs you",
            quiet("What a server refuses, puts off or never answers is told here."),
        )
        return
    if counts[DeliveryStatus.UNCERTAIN]:
        _draw_uncertain(viewer, counts[DeliveryStatus.UNCERTAIN])
    if counts[DeliveryStatus.DEFERRED]:
        _draw_put_off(viewer, counts[DeliveryStatus.DEFERRED])
    if counts[DeliveryStatus.REFUSED]:
        _draw_refused(viewer, counts[DeliveryStatus.REFUSED])


def told(count: int) -> str:
    """ "12"; "100+" above what is counted."""
    return up_to(count, COUNTED)


def _draw_uncertain(viewer: Actor, count: int) -> None:
    section(
        "Uncertain",
        told(count),
        "The mail server may have taken these, its answer never came. They are not sent again "
        "until you decide.",
    )
    services, name = get_services(), "outbox_uncertain"
    page = list_unsettled(
        services, actor=viewer, status=DeliveryStatus.UNCERTAIN, window=paging.window(name)
    )
    ways = settling.WAYS if viewer.may(Permission.MAIL_MANAGE) else ()
    now = services.clock.now()
    grid = Grid(name, UNCERTAIN_COLUMNS, room=settling.ROOM)
    grid.draw(
        Line(
            line.id,
            (
                together(
                    tag("div", anchor(line.person, page_of(line)), "ds-strong"),
                    tag("div", line.recipient, "ds-quiet ds-one-line", title=line.recipient),
                ),
                _message(line),
                moment(line.at, now) if line.at else "",
            ),
            name=line.person,
            buttons=ways,
        )
        for line in page.items
    )
    settling.ask_what_was_chosen(grid, dialog=SETTLE)
    paging.turn(name, page)


def _draw_put_off(viewer: Actor, count: int) -> None:
    section(
        "Put off",
        told(count),
        "The recipient’s server wants these later; each is tried again by itself, a draft when "
        "its person sends it.",
    )
    may = viewer.may(Permission.ENROLLMENTS_MANAGE)
    menu = (("retry", "Try now"), ("skip", "Skip this step …"), ("cancel", "End the sequence …"))
    done, lines = _draw_grid(viewer, "outbox_put_off", DeliveryStatus.DEFERRED, menu if may else ())
    messages.show_refusal("outbox_retry")
    line = acted_on(done, lines, lambda one: one.id) if done else None
    if done is None or line is None or line.enrollment_id is None:
        return
    match done.choice:
        case "retry":
            perform_and_redraw(try_now(line.id, line.person), place="outbox_retry")
        case "skip":
            dialogs.ask(SKIP, line.enrollment_id, line.step_key or "")
        case "cancel":
            dialogs.ask(CANCEL, line.enrollment_id)


def _draw_refused(viewer: Actor, count: int) -> None:
    section(
        "Refused",
        told(count),
        "These have ended for good. Correct the address on the person’s page and enroll again.",
    )
    _draw_grid(viewer, "outbox_refused", DeliveryStatus.REFUSED, ())


def _draw_grid(
    viewer: Actor, name: str, status: DeliveryStatus, menu: tuple[tuple[str, str], ...]
) -> tuple[Done | None, tuple[MailLine, ...]]:
    services = get_services()
    page = list_unsettled(services, actor=viewer, status=status, window=paging.window(name))
    now = services.clock.now()
    grid = Grid(name, COLUMNS)
    grid.draw(
        Line(
            line.id,
            (
                whom(line),
                _message(line),
                f"{line.attempts:,}",
                when(line.retry_at, now) if line.retry_at and line.retry_at > now
                else _next_try(line) if status is DeliveryStatus.DEFERRED
                else moment(line.at, now) if line.at else "",
            ),
            href=page_of(line),
            menu=_OF_DRAFT if line.activity_id is not None
            else menu if line.enrollment_id is not None else (),
            name=line.person,
        )
        for line in page.items
    )  # fmt: skip
    paging.turn(name, page)
    done = grid.chosen
    line = acted_on(done, page.items, lambda one: one.id) if done else None
    if done and done.choice == DRAFT and line and line.activity_id is not None:
        go("tasks", task=line.activity_id)
    return done, page.items


def _next_try(line: MailLine) -> str:
    return "Next run" if line.activity_id is None else "When it is sent"


def _message(line: MailLine) -> Html:
    what = headline(line.subject or NO_SUBJECT, line.reason, whole=True)
    return (
        together(what, tag("div", line.sequence, "ds-quiet ds-one-line")) if line.sequence else what
    )

"""What is done most about a person, a lead or a deal: a note, a task, a call, an e-mail draft.

A page draws the buttons where it wants them and, at its end, the dialog that is open:

    quick_actions("deal", About(deal_id=5))
    …
    draw_asked("deal", About(deal_id=5), viewer)

Each dialog is one use case of `crm_core.usecases.activities`.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import Disposition, Sentiment
from crm_core.usecases.activities import add_note, create_email_draft, create_task, log_call
from pages._ui import dialogs
from pages._ui.forms import Form
from pages._ui.html import tag
from pages._ui.owners import choose_owner
from pages._ui.times import viewer_zone
from pages._web.installation import get_services

NOTE, TASK, CALL, EMAIL = "note", "task", "call", "email"
BUTTONS = (
    (NOTE, "Note", ":material/edit_note:"),
    (TASK, "Task", ":material/add_task:"),
    (CALL, "Log call", ":material/call:"),
    (EMAIL, "Write e-mail", ":material/mail:"),
)
TITLES = {NOTE: "Add a note", TASK: "Add a task", CALL: "Log a call", EMAIL: "Write an e-mail"}
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class About:
    """Whom it concerns, as the use cases take it."""

    party_id: int | None = None
    lead_id: int | None = None
    deal_id: int | None = None


def quick_actions(place: str, *, mail: bool = True) -> None:
    """Draw the buttons; without `mail` there is nobody to write to."""
    with st.container(horizontal=True, gap="small", key=f"{place}_quick"):
        for kind, words, icon in BUTTONS:
            if kind == EMAIL and not mail:
                continue
            if st.button(words, key=f"{place}_quick_{kind}", icon=icon):
                dialogs.ask(_name(place), kind)


def draw_asked(place: str, about: About, viewer: Actor) -> None:
    """Draw the dialog of the button that was clicked, until it is answered."""
    asked = dialogs.asked(_name(place))
    if not asked:
        return
    kind = str(asked[0])

    @st.dialog(TITLES[kind], on_dismiss=lambda: dialogs.forget(_name(place)))
    def body() -> None:
        name = _name(place)
        with Form(f"{name}_{kind}", closes=name) as form:
            _FORMS[kind](form, about, viewer)

    body()


def _note(form: Form, about: About, viewer: Actor) -> None:
    text = form.area("Note", "text", height=180)

    def action(by: Actor) -> str:
        add_note(get_services(), actor=by, text=text, **asdict(about))
        return "The note is on the timeline."

    form.submit("Add note", action)


def _task(form: Form, about: About, viewer: Actor) -> None:
    zone = viewer_zone()
    today = get_services().clock.now().astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    subject = form.text("What is to be done", "subject")
    day = form.day("Due on", "dueAt", tomorrow)
    owner = choose_owner(form, viewer, viewer.user_id, label="Whose it is", nobody=False)
    body = form.area("Details", "body", height=100)

    def action(by: Actor) -> str:
        create_task(
            get_services(), actor=by, subject=subject, body=body, due_at=_morning(day),
            owner_id=owner, **asdict(about),
        )  # fmt: skip
        return f"“{subject}” is to be done."

    def _morning(chosen: date | None) -> datetime | None:
        return datetime.combine(chosen, MORNING, zone) if chosen else None

    form.submit("Add task", action)


def _call(form: Form, about: About, viewer: Actor) -> None:
    # Nothing is chosen beforehand: who looks away must not report that somebody was reached.
    how = form.choice(
        "How it ended", "disposition", ["", *Disposition], names=lambda one: one or "–"
    )
    feeling = form.choice(
        "How it felt", "sentiment", ["", *Sentiment], names=lambda one: one.capitalize() or "–"
    )
    note = form.area("Note", "note", height=120)

    def action(by: Actor) -> str:
        log_call(
            get_services(), actor=by, disposition=how or None, sentiment=feeling or None, note=note,
            **asdict(about),
        )  # fmt: skip
        return "The call is on the timeline."

    form.submit("Log call", action)


def _email(form: Form, about: About, viewer: Actor) -> None:
    st.html(tag("p", "A draft waits among your tasks until you send it.", "ds-quiet"))
    subject = form.text("Subject", "subject")
    body = form.area("Message", "body", height=220)

    def action(by: Actor) -> str:
        create_email_draft(get_services(), actor=by, subject=subject, body=body, **asdict(about))
        return "The draft waits among your tasks."

    form.submit("Keep draft", action)


_FORMS: dict[str, Callable[[Form, About, Actor], None]] = {
    NOTE: _note, TASK: _task, CALL: _call, EMAIL: _email,
}  # fmt: skip


def _name(place: str) -> str:
    return f"{place}_quick"

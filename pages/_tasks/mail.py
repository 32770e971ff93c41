"""An e-mail that a person writes: subject, message, Save and Send, and what became of a try."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus
from crm_core.usecases.activities import save_draft
from crm_core.usecases.deliveries import settle_delivery
from crm_core.usecases.sending import send_draft
from crm_core.usecases.test_sends import send_test_of_draft
from crm_core.views.task_detail import TaskDetail, Tried
from crm_core.views.tasks import Queue
from pages._tasks.asked import onward
from pages._tasks.names import script
from pages._ui import dialogs, editor
from pages._ui.actions import Action, once
from pages._ui.forms import Form
from pages._ui.html import literal
from pages._web.installation import get_services

SETTLE = "tasks_settle"


def draw_mail(actor: Actor, task: TaskDetail, queue: Queue) -> None:
    """Draw the draft, to be changed and sent; one that may have gone out waits for a person."""
    if task.suppressed:
        st.warning("No e-mail may go to this address: " + _WHY[task.suppressed])
    if task.tried is not None and _draw_try(task.tried):
        st.html(script(f"{task.line.subject}\n\n{task.body}"))
        _ask_to_settle(task, queue)
        return
    _draw_form(task, queue)


_WHY = {
    "OPTED_OUT": "the person opted out.",
    "BOUNCED": "it bounced for good.",
    "COMPLAINED": "the person complained about spam.",
    "MANUAL": "it is on the suppression list.",
}


def _draw_form(task: TaskDetail, queue: Queue) -> None:
    services, place, key = get_services(), f"tasks_mail_{task.line.id}", task.line.id
    # What the person had before them, until it is saved or loaded anew.
    seen = f"{once(place)}_seen"
    st.session_state.setdefault(seen, task.fingerprint)

    def save(by: Actor) -> str:
        st.session_state[seen] = save_draft(
            services, actor=by, activity_id=key, seen=st.session_state[seen], subject=subject,
            typed=body,
        )  # fmt: skip
        return "The draft is saved."

    def send(by: Actor) -> str:
        save(by)
        with st.spinner("Sending …"):
            send_draft(services, actor=by, activity_id=key, seen=st.session_state[seen])
        onward(services, by, queue, key)
        return f"The e-mail to {task.line.person or task.email} went out."

    def test(by: Actor) -> str:
        save(by)
        with st.spinner("Sending …"):
            address = send_test_of_draft(services, actor=by, activity_id=key)
        return f"A test is on its way to {address}; the draft is still to be sent."

    with Form(place, batch=False) as form:
        subject = form.text("Subject", "subject", task.line.subject)
        # The text is sent as it stands, so there is nothing to insert into it.
        body = editor.message(
            "Message", task.typed, key=form.key("body"), version=st.session_state[seen], fields=()
        )
        form.note("body")
        others: list[tuple[str, Action]] = [("Save", save), ("Send me a test", test)]
        if st.session_state[seen] != task.fingerprint:
            others.insert(0, ("Load again", lambda _: "This is the draft as it stands now."))
        form.submit("Send", send, also=others)


def _draw_try(tried: Tried) -> bool:
    """Draw what became of the last try; True where nobody may change or send it now."""
    match tried.status:
        case DeliveryStatus.SENDING:
            st.info("This e-mail is being sent at this moment.")
            return True
        case DeliveryStatus.UNCERTAIN:
            st.warning(literal(f"It may have arrived, and nobody heard the answer. {tried.reason}"))
            return True
        case _ if tried.reason:
            st.warning(literal(f"It did not go out. {tried.reason}"))
    return False


def _ask_to_settle(task: TaskDetail, queue: Queue) -> None:
    """Draw the two answers about an e-mail that may have arrived."""
    if task.tried is None or task.tried.status is not DeliveryStatus.UNCERTAIN:
        return
    key, place = task.line.id, f"{SETTLE}_{task.line.id}"
    with st.container(horizontal=True, key=place):
        if st.button("It arrived", key=once(f"{place}_yes"), type="primary"):
            dialogs.ask(SETTLE, key, "arrived")
        if st.button("It did not", key=once(f"{place}_no")):
            dialogs.ask(SETTLE, key, "again")
    asked = dialogs.asked(SETTLE)
    if asked is None or asked[0] != key:
        return
    arrived, delivery_id = asked[1] == "arrived", task.tried.delivery_id

    def action(by: Actor) -> str:
        settle_delivery(get_services(), actor=by, delivery_id=delivery_id, arrived=arrived)
        if arrived:
            onward(get_services(), by, queue, key)
        return "It counts as sent." if arrived else "The draft can be sent again."

    dialogs.confirm(
        SETTLE,
        title="Did it arrive?" if arrived else "Let it be sent again?",
        consequence="It counts as sent, and a sequence that waits for it goes on."
        if arrived
        else f"If the first one did arrive, {task.email or 'the person'} gets the message twice "
        "once you press Send. It keeps its Message-ID, by which some servers drop the second.",
        yes="It arrived" if arrived else "Let it be sent again",
        action=action,
    )

"""The message as it would be written now, at the side of the list."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.views.planned import get_touch
from pages._outbox.words import NO_SUBJECT, reason_of, time_of
from pages._ui import dialogs
from pages._ui.facts import facts
from pages._ui.html import literal, tag
from pages._web.installation import get_services

PREVIEW = "outbox_preview"


def show_preview(viewer: Actor, enrollment_id: int) -> None:
    """Draw the message of an enrollment's present step, or let it go where there is none."""
    services = get_services()
    try:
        line = get_touch(services, actor=viewer, enrollment_id=enrollment_id)
    except NotFound:
        return dialogs.forget(PREVIEW)

    def body() -> None:
        facts(
            [
                ("To", line.recipient),
                ("From", line.mailbox),
                ("Sequence", f"{line.sequence}, step {line.step} of {line.steps}"),
                ("Goes out", time_of(line, services.clock.now())),
                ("Why then", reason_of(line)),
            ]
        )
        if line.text is None:
            st.html(tag("p", "The text cannot be written as it is.", "ds-quiet"))
        else:
            st.html(tag("div", line.text, "ds-text ds-letter", dir="auto"))

    title = literal(line.subject or NO_SUBJECT)
    st.dialog(title, position="right", on_dismiss=lambda: dialogs.forget(PREVIEW))(body)()
    return None

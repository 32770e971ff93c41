"""The shown message, sent to whoever writes it."""

from crm_core.domain.permissions import Actor
from crm_core.domain.verdicts import Hole, Written
from crm_core.errors import CrmError, InvalidInput
from crm_core.usecases.test_sends import send_test
from crm_core.views.draft_preview import DraftPreview
from crm_core.views.drafts import DraftDetail
from pages._builder.conversation import memory_of, preview_for
from pages._web.installation import get_services


def send_to_oneself(actor: Actor, draft: DraftDetail) -> None:
    """Send the chosen step, as the chosen lead would get it; the memory keeps what became of it."""
    memory = memory_of(draft.id)
    memory.tested = memory.test_refused = ""
    try:
        if memory.lead is None:
            raise InvalidInput("Choose a lead to write it for.", field="lead")
        written, mailbox_id = _whole(preview_for(actor, draft, memory.lead, memory.step))
        address = send_test(
            get_services(), actor=actor, subject=written.subject, text=written.text,
            html=written.html, mailbox_id=mailbox_id,
        )  # fmt: skip
        memory.tested = f"It is on its way to {address}."
    except CrmError as refusal:
        memory.test_refused = refusal.told
    memory.tests += 1


def _whole(seen: DraftPreview) -> tuple[Written, int]:
    if isinstance(seen.written, Hole) or seen.written is None:
        raise InvalidInput("The message is not complete yet.", field="body")
    if seen.mailbox_id is None:
        raise InvalidInput("There is no mailbox that would send this.", field="mailbox")
    return seen.written._replace(subject=seen.subject), seen.mailbox_id

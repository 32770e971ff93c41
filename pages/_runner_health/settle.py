"""The dialog about an uncertain delivery: it arrived, or send it again."""

from crm_core.domain.permissions import Actor
from crm_core.usecases.deliveries import settle_delivery
from crm_core.views.health import Health
from pages._runner_health.waiting import SETTLE
from pages._ui import dialogs
from pages._web.installation import get_services


def ask_to_settle(health: Health, delivery_id: int, *, arrived: bool) -> None:
    """Draw the dialog, or let it go where the delivery has been settled meanwhile."""
    line = next((line for line in health.deliveries if line.id == delivery_id), None)
    if line is None:
        return dialogs.forget(SETTLE)

    def action(by: Actor) -> str:
        settle_delivery(get_services(), actor=by, delivery_id=delivery_id, arrived=arrived)
        if arrived:
            return f"The message to {line.person} counts as sent."
        if line.activity_id is not None:
            return f"The draft to {line.person} can be sent again, from Tasks."
        return f"The message to {line.person} goes out again with the next run."

    if arrived:
        return dialogs.confirm(
            SETTLE,
            title=f"Did it reach {line.person}?",
            consequence=f"The message to {line.recipient} counts as sent and the sequence goes on.",
            yes="It arrived",
            action=action,
        )
    return dialogs.confirm(
        SETTLE,
        title=f"Send to {line.person} again?"
        if line.activity_id is None
        else f"Let the draft to {line.person} be sent again?",
        consequence=f"If the first one did arrive, {line.recipient} gets the message twice. "
        "It keeps its Message-ID, by which some mail servers drop the second one.",
        yes="Send again",
        action=action,
    )

"""What can be done with a line of the outbox, and the dialogs that tell what it means first."""

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.usecases.deliveries import retry_delivery, retry_held
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.steps import skip_step
from crm_core.views.planned import get_touch
from crm_core.views.touch_lines import TouchLine
from pages._outbox.preview import PREVIEW, show_preview
from pages._outbox.settling import ask_to_settle
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._web.installation import get_services

SKIP, CANCEL, SETTLE = "outbox_skip", "outbox_cancel", "outbox_settle"


def draw_dialogs(viewer: Actor) -> None:
    """Draw the dialog that is open, if one is."""
    if asked := dialogs.asked(PREVIEW):
        show_preview(viewer, int(asked[0]))
    elif asked := dialogs.asked(SKIP):
        _ask_to_skip(viewer, int(asked[0]), str(asked[1]))
    elif asked := dialogs.asked(CANCEL):
        _ask_to_cancel(viewer, int(asked[0]))
    else:
        ask_to_settle(viewer, SETTLE)


def look_again(line: TouchLine) -> Action:
    """Have a held enrollment decided anew."""

    def action(by: Actor) -> str:
        retry_held(get_services(), actor=by, enrollment_id=line.enrollment_id)
        return f"{line.person} is looked at again with the next run."

    return action


def try_now(delivery_id: int, person: str) -> Action:
    """Have a delivery that was put off tried with the next run."""

    def action(by: Actor) -> str:
        retry_delivery(get_services(), actor=by, delivery_id=delivery_id)
        return f"The message to {person} is tried with the next run."

    return action


def _ask_to_skip(viewer: Actor, enrollment_id: int, step_key: str) -> None:
    line = _touch(viewer, enrollment_id)
    if line is None or line.step_key != step_key:
        return dialogs.forget(SKIP)

    def action(by: Actor) -> str:
        skip_step(get_services(), actor=by, enrollment_id=enrollment_id, step_key=step_key)
        return f"Step {line.step} is skipped for {line.person}."

    last = line.step == line.steps
    then = (
        "It was the last step: the sequence ends."
        if last
        else "The next step’s delay counts from now."
    )
    return dialogs.confirm(
        SKIP,
        title=f"Skip step {line.step} for {line.person}?",
        consequence=f"This step does not happen: nothing of it goes to {line.person}. {then}",
        yes="Skip this step",
        action=action,
    )


def _ask_to_cancel(viewer: Actor, enrollment_id: int) -> None:
    line = _touch(viewer, enrollment_id)
    if line is None:
        return dialogs.forget(CANCEL)

    def action(by: Actor) -> str:
        set_enrollment_status(
            get_services(), actor=by, enrollment_id=enrollment_id, status="CANCELED"
        )
        return f"{line.person} gets nothing more of “{line.sequence}”."

    return dialogs.confirm(
        CANCEL,
        title=f"End “{line.sequence}” for {line.person}?",
        consequence="This e-mail does not go out, and none of the steps after it. Open tasks of "
        "the sequence are canceled. Others in the sequence go on.",
        yes="End it",
        action=action,
    )


def _touch(viewer: Actor, enrollment_id: int) -> TouchLine | None:
    try:
        return get_touch(get_services(), actor=viewer, enrollment_id=enrollment_id)
    except NotFound:
        return None

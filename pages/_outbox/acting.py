"""What can be done with a line of the outbox, and the dialogs that tell what it means first."""

from typing import NamedTuple

from crm_core.domain.permissions import Actor
from crm_core.errors import NotFound
from crm_core.usecases.deliveries import (
    give_up_delivery,
    retry_delivery,
    retry_held,
    settle_delivery,
)
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.steps import skip_step
from crm_core.views.deliveries import get_mail
from crm_core.views.planned import get_touch
from crm_core.views.touch_lines import TouchLine
from pages._outbox.preview import PREVIEW, show_preview
from pages._ui import dialogs
from pages._ui.actions import Action
from pages._web.installation import get_services

SKIP, CANCEL, SETTLE = "outbox_skip", "outbox_cancel", "outbox_settle"
ARRIVED, AGAIN, GIVE_UP = "arrived", "again", "give_up"


def draw_dialogs(viewer: Actor) -> None:
    """Draw the dialog that is open, if one is."""
    if asked := dialogs.asked(PREVIEW):
        show_preview(viewer, int(asked[0]))
    elif asked := dialogs.asked(SKIP):
        _ask_to_skip(viewer, int(asked[0]), str(asked[1]))
    elif asked := dialogs.asked(CANCEL):
        _ask_to_cancel(viewer, int(asked[0]))
    elif asked := dialogs.asked(SETTLE):
        _ask_to_settle(viewer, int(asked[0]), str(asked[1]))


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


def _ask_to_settle(viewer: Actor, delivery_id: int, what: str) -> None:
    line = get_mail(get_services(), actor=viewer, delivery_id=delivery_id)
    if line is None or what not in _SETTLING:
        return dialogs.forget(SETTLE)
    words = _SETTLING[what] if line.activity_id is None else _OF_DRAFT[what]

    def action(by: Actor) -> str:
        services = get_services()
        if what == GIVE_UP:
            give_up_delivery(services, actor=by, delivery_id=delivery_id)
        else:
            arrived = what == ARRIVED
            settle_delivery(services, actor=by, delivery_id=delivery_id, arrived=arrived)
        return words.done.format(line.person)

    return dialogs.confirm(
        SETTLE,
        title=words.title.format(line.person),
        consequence=words.consequence.format(line.recipient),
        yes=words.yes,
        action=action,
    )


class Settling(NamedTuple):
    """The words of a dialog, with `{}` where the person or the address stands."""

    title: str
    consequence: str
    yes: str
    done: str


_SETTLING = {
    ARRIVED: Settling(
        title="Did it reach {}?",
        consequence="The message to {} counts as sent and stands on the timeline, and the sequence "
        "goes on.",
        yes="It arrived",
        done="The message to {} counts as sent.",
    ),
    AGAIN: Settling(
        title="Send to {} again?",
        consequence="If the first one did arrive, {} gets the message twice. It keeps its "
        "Message-ID, by which some mail servers drop the second one.",
        yes="Send again",
        done="The message to {} goes out again with the next run.",
    ),
    GIVE_UP: Settling(
        title="Give the message to {} up?",
        consequence="Nobody waits for it any more, and it is not sent again; it may have reached "
        "{} all the same. The sequence ends for this person.",
        yes="Give it up",
        done="The message to {} is given up, and the sequence has ended for them.",
    ),
}

_OF_DRAFT = {
    ARRIVED: _SETTLING[ARRIVED]._replace(
        consequence="The message to {} counts as sent and stands on the timeline.",
    ),
    AGAIN: _SETTLING[AGAIN]._replace(
        title="Let the draft to {} be sent again?",
        done="The draft to {} can be sent again, from Tasks.",
    ),
    GIVE_UP: _SETTLING[GIVE_UP]._replace(
        consequence="Nobody waits for it any more, and the draft is canceled; it may have reached "
        "{} all the same. Where it is a sequence’s, that ends for this person.",
        done="The draft to {} is given up.",
    ),
}
"""Where the words differ for a draft, which nobody but its person sends."""


def _touch(viewer: Actor, enrollment_id: int) -> TouchLine | None:
    try:
        return get_touch(get_services(), actor=viewer, enrollment_id=enrollment_id)
    except NotFound:
        return None

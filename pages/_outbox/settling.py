"""What is said of an e-mail of unknown fate: it arrived, send it again, or give it up.

The Outbox and Runner health both list such e-mails; each opens the question under a name of its
own.
"""

from typing import NamedTuple

from crm_core.domain.permissions import Actor
from crm_core.usecases.deliveries import give_up_delivery, settle_delivery
from crm_core.views.deliveries import get_mail
from pages._ui import dialogs
from pages._ui.grid import Grid
from pages._web.installation import get_services

ARRIVED, AGAIN, GIVE_UP = "arrived", "again", "give_up"
ROOM = 290
"""The pixels that the three buttons need beside a line."""
WAYS = ((ARRIVED, "It arrived"), (AGAIN, "Send again"), (GIVE_UP, "Give up"))
"""The buttons of a line."""


def ask_what_was_chosen(grid: Grid, *, dialog: str) -> None:
    """Open the question named `dialog` about the line whose button was clicked, if one was."""
    if grid.chosen is not None:
        dialogs.ask(dialog, grid.chosen.id, grid.chosen.choice)


def ask_to_settle(viewer: Actor, dialog: str) -> None:
    """Draw the question named `dialog`, if it is open.

    It stays open about an e-mail that somebody else settled meanwhile: the answer is refused
    then, in the rule's words.
    """
    asked = dialogs.asked(dialog)
    if asked is None:
        return None
    delivery_id, what = int(asked[0]), str(asked[1])
    line = get_mail(get_services(), actor=viewer, delivery_id=delivery_id)
    if line is None or what not in _SETTLING:
        return dialogs.forget(dialog)
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
        dialog,
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

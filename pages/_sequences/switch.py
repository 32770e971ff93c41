"""What can be done with a sequence as a whole: the statuses that its transition table allows,
asking first where it ends, and a copy of it."""

from crm_core.domain.permissions import Actor
from crm_core.domain.states import SEQUENCE_TRANSITIONS
from crm_core.domain.words import SequenceStatus
from crm_core.usecases.sequences import duplicate_sequence, set_sequence_status
from crm_core.views.sequences import SequenceLine, get_sequence
from pages._ui import dialogs
from pages._ui.actions import Action, perform_and_redraw
from pages._ui.badges import word
from pages._ui.words import counted
from pages._web.installation import get_services

SWITCH = "sequences_switch"
DUPLICATE = "duplicate"
VERBS = {
    SequenceStatus.ACTIVE: "Activate",
    SequenceStatus.PAUSED: "Pause",
    SequenceStatus.COMPLETED: "Complete",
    SequenceStatus.ARCHIVED: "Archive",
}
ASKS_FIRST = frozenset({SequenceStatus.COMPLETED, SequenceStatus.ARCHIVED})


def choices_for(status: SequenceStatus) -> list[tuple[str, str]]:
    """The (choice, words) pairs of a sequence's menu."""
    allowed = [one for one in SequenceStatus if one in SEQUENCE_TRANSITIONS[status]]
    return [*((str(one), _in_menu(one)) for one in allowed), (DUPLICATE, "Duplicate")]


def carry_out(viewer: Actor, sequence_id: int, choice: str, *, place: str) -> None:
    """Do what was chosen in a sequence's menu, or ask first; a refusal is said at `place`."""
    if choice == DUPLICATE:
        perform_and_redraw(_duplicate(sequence_id), place=place)
        return
    status = SequenceStatus(choice)
    if status in ASKS_FIRST:
        dialogs.ask(SWITCH, sequence_id, status)
    line = get_sequence(get_services(), actor=viewer, sequence_id=sequence_id).line
    perform_and_redraw(_switch(line, status), place=place)


def ask_to_switch(viewer: Actor, sequence_id: int, status: SequenceStatus) -> None:
    """Draw the dialog that tells what completing or archiving means for those under way."""
    line = get_sequence(get_services(), actor=viewer, sequence_id=sequence_id).line
    dialogs.confirm(
        SWITCH,
        title=f"{VERBS[status]} “{line.name}”?",
        consequence=_consequence(line, status),
        yes=VERBS[status],
        action=_switch(line, status),
    )


def _duplicate(sequence_id: int) -> Action:
    def action(by: Actor) -> str:
        services = get_services()
        copy = duplicate_sequence(services, actor=by, sequence_id=sequence_id)
        name = get_sequence(services, actor=by, sequence_id=copy).line.name
        return f"“{name}” is there now, paused until you activate it."

    return action


def _in_menu(status: SequenceStatus) -> str:
    return f"{VERBS[status]}…" if status in ASKS_FIRST else VERBS[status]


def _switch(line: SequenceLine, status: SequenceStatus) -> Action:
    def action(by: Actor) -> str:
        set_sequence_status(get_services(), actor=by, sequence_id=line.id, status=status)
        return f"“{line.name}” is {word(status).lower()} now."

    return action


def _consequence(line: SequenceLine, status: SequenceStatus) -> str:
    live = line.active + line.paused
    if status is SequenceStatus.COMPLETED:
        under_way = f"{counted(live, 'live enrollment')} {'goes' if live == 1 else 'go'}"
        return f"Nobody new can be enrolled. {under_way} on to the last step."
    under_way = f"{counted(live, 'live enrollment')} {'ends' if live == 1 else 'end'} now"
    return (
        f"{under_way}, and nothing more goes out in this sequence. "
        "An archived sequence cannot be activated again."
    )

"""The state machines: one table each and one `transition()` that consults it.

Use cases ask `transition()` before they write a status; the storage repeats the vocabulary
and the invariants that tie a status to its timestamps as CHECK constraints. The diagrams are
in `docs/states.md`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from crm_core.domain.words import (
    ActionStatus,
    ActivityStatus,
    DeliveryStatus,
    EnrollmentStatus,
    MailboxStatus,
    SequenceStatus,
)
from crm_core.errors import IllegalTransition

State = TypeVar("State", bound=StrEnum)

SEQUENCE_TRANSITIONS: Mapping[SequenceStatus, frozenset[SequenceStatus]] = {
    SequenceStatus.ACTIVE: frozenset(
        {SequenceStatus.PAUSED, SequenceStatus.COMPLETED, SequenceStatus.ARCHIVED}
    ),
    SequenceStatus.PAUSED: frozenset(
        {SequenceStatus.ACTIVE, SequenceStatus.COMPLETED, SequenceStatus.ARCHIVED}
    ),
    SequenceStatus.COMPLETED: frozenset({SequenceStatus.ACTIVE, SequenceStatus.ARCHIVED}),
    SequenceStatus.ARCHIVED: frozenset(),
}

ENROLLMENT_TRANSITIONS: Mapping[EnrollmentStatus, frozenset[EnrollmentStatus]] = {
    EnrollmentStatus.ACTIVE: frozenset(
        {EnrollmentStatus.PAUSED, EnrollmentStatus.COMPLETED, EnrollmentStatus.CANCELED}
    ),
    EnrollmentStatus.PAUSED: frozenset(
        {EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED, EnrollmentStatus.CANCELED}
    ),
    EnrollmentStatus.COMPLETED: frozenset(),
    EnrollmentStatus.CANCELED: frozenset(),
}

ENROLLMENT_RETURNS: Mapping[EnrollmentStatus, frozenset[EnrollmentStatus]] = {
    **ENROLLMENT_TRANSITIONS,
    EnrollmentStatus.COMPLETED: frozenset({EnrollmentStatus.ACTIVE}),
}
"""What a message that comes back may do besides: the last e-mail is still to arrive."""

DELIVERY_TRANSITIONS: Mapping[DeliveryStatus, frozenset[DeliveryStatus]] = {
    DeliveryStatus.PLANNED: frozenset({DeliveryStatus.SENDING}),
    DeliveryStatus.DEFERRED: frozenset(
        # It went out and came back before, and no other try comes.
        {DeliveryStatus.SENDING, DeliveryStatus.REFUSED, DeliveryStatus.SENT}
    ),
    DeliveryStatus.SENDING: frozenset(
        {
            DeliveryStatus.PLANNED,
            DeliveryStatus.SENT,
            DeliveryStatus.REFUSED,
            DeliveryStatus.DEFERRED,
            DeliveryStatus.UNCERTAIN,
        }
    ),
    DeliveryStatus.UNCERTAIN: frozenset(
        {DeliveryStatus.SENT, DeliveryStatus.PLANNED, DeliveryStatus.REFUSED}
    ),
    # Only one that came back for a passing reason, and of which nobody has it.
    DeliveryStatus.SENT: frozenset({DeliveryStatus.DEFERRED}),
    # Only a draft's, when a person has corrected it and presses Send again.
    DeliveryStatus.REFUSED: frozenset({DeliveryStatus.SENDING}),
}

ACTIVITY_TRANSITIONS: Mapping[ActivityStatus, frozenset[ActivityStatus]] = {
    ActivityStatus.OPEN: frozenset(
        {ActivityStatus.DONE, ActivityStatus.SKIPPED, ActivityStatus.CANCELED}
    ),
    ActivityStatus.DRAFT: frozenset(
        {ActivityStatus.DONE, ActivityStatus.SKIPPED, ActivityStatus.CANCELED}
    ),
    ActivityStatus.DONE: frozenset(),
    ActivityStatus.SKIPPED: frozenset(),
    ActivityStatus.CANCELED: frozenset(),
}

MAILBOX_TRANSITIONS: Mapping[MailboxStatus, frozenset[MailboxStatus]] = {
    MailboxStatus.ACTIVE: frozenset({MailboxStatus.PAUSED}),
    MailboxStatus.PAUSED: frozenset({MailboxStatus.ACTIVE}),
}

ACTION_TRANSITIONS: Mapping[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.PENDING: frozenset(
        {
            ActionStatus.RUNNING,
            ActionStatus.DONE,
            ActionStatus.DISMISSED,
            ActionStatus.EDITED,
            ActionStatus.VOID,
            ActionStatus.REFUSED,
            ActionStatus.EXPIRED,
        }
    ),
    ActionStatus.RUNNING: frozenset(
        {ActionStatus.DONE, ActionStatus.REFUSED, ActionStatus.UNCERTAIN}
    ),
    **{
        status: frozenset()
        for status in ActionStatus
        if status not in (ActionStatus.PENDING, ActionStatus.RUNNING)
    },
}


def transition(
    table: Mapping[State, frozenset[State]], now: State, then: State, *, what: str
) -> State:
    """Return `then` if the table has the edge, else raise `IllegalTransition`.

    `what` names the object in the refusal ("sequence"). Staying where one is is not an edge.
    """
    if then not in table[now]:
        raise IllegalTransition(_refusal(table[now], now, then, what), field="status")
    return then


def _refusal(possible: frozenset[State], now: State, then: State, what: str) -> str:
    """The missing edge in a person's words: what it is already, or what it can become instead."""
    if then == now or not possible:
        return f"The {what} is {now.lower()} already."
    article = "An" if what[0] in "aeiou" else "A"
    only = " or ".join(state.lower() for state in sorted(possible))
    return f"{article} {what} that is {now.lower()} cannot become {then.lower()}, only {only}."

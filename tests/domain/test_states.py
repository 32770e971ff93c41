"""The state machines: every pair of states, and the same words everywhere they are written."""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint

from crm_core.domain.calendar import DelayUnit
from crm_core.domain.permissions import Role
from crm_core.domain.states import (
    ACTION_TRANSITIONS,
    ACTIVITY_TRANSITIONS,
    DELIVERY_TRANSITIONS,
    ENROLLMENT_RETURNS,
    ENROLLMENT_TRANSITIONS,
    MAILBOX_TRANSITIONS,
    SEQUENCE_TRANSITIONS,
    transition,
)
from crm_core.domain.verdicts import Kind
from crm_core.domain.words import (
    ActionStatus,
    ActivitySource,
    ActivityStatus,
    ActivityType,
    DealStage,
    DeliveryOutcome,
    DeliveryStatus,
    EnrollmentStatus,
    EntityType,
    InboundStatus,
    LeadStatus,
    MailboxStatus,
    MailClass,
    MatchedBy,
    PartyKind,
    ReplyIntent,
    Sentiment,
    SequenceStatus,
    StepType,
    StopReason,
    SuppressionReason,
    TrackingKind,
    TrackingVerdict,
    TurnRole,
)
from crm_core.errors import IllegalTransition
from crm_core.storage.tables import (
    ActionRow,
    ActivityRow,
    ApiTokenRow,
    DealRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
    MailboxRow,
    PartyRow,
    SequenceRow,
    StepRow,
    SuppressionRow,
    TrackingEventRow,
    TurnRow,
    UserRow,
)
from crm_core.storage.types import Row

Table = Mapping[Any, frozenset[Any]]

MACHINES: dict[str, tuple[Table, type[StrEnum], str]] = {
    "sequence": (SEQUENCE_TRANSITIONS, SequenceStatus, """
        ACTIVE: PAUSED COMPLETED ARCHIVED
        PAUSED: ACTIVE COMPLETED ARCHIVED
        COMPLETED: ACTIVE ARCHIVED
        ARCHIVED:
    """),
    "enrollment": (ENROLLMENT_TRANSITIONS, EnrollmentStatus, """
        ACTIVE: PAUSED COMPLETED CANCELED
        PAUSED: ACTIVE COMPLETED CANCELED
        COMPLETED:
        CANCELED:
    """),
    "delivery": (DELIVERY_TRANSITIONS, DeliveryStatus, """
        planned: sending
        deferred: sending refused sent
        sending: planned sent refused deferred uncertain
        uncertain: sent planned refused
        sent: deferred
        refused: sending
    """),
    "activity": (ACTIVITY_TRANSITIONS, ActivityStatus, """
        OPEN: DONE SKIPPED CANCELED
        DRAFT: DONE SKIPPED CANCELED
        DONE:
        SKIPPED:
        CANCELED:
    """),
    "mailbox": (MAILBOX_TRANSITIONS, MailboxStatus, """
        ACTIVE: PAUSED
        PAUSED: ACTIVE
    """),
    "action": (ACTION_TRANSITIONS, ActionStatus, """
        PENDING: RUNNING DONE DISMISSED EDITED VOID REFUSED EXPIRED
        RUNNING: DONE REFUSED UNCERTAIN
        DONE:
        DISMISSED:
        EDITED:
        VOID:
        REFUSED:
        EXPIRED:
        UNCERTAIN:
    """),
}  # fmt: skip
"""Each machine, and every edge that it has."""

PAIRS = [
    (what, now, then, then in lines[now].split())
    for what, (_, words, text) in MACHINES.items()
    for lines in [dict(line.strip().split(":") for line in text.strip().splitlines())]
    for now, then in product(words, words)
]


@pytest.mark.parametrize(("what", "now", "then", "is_edge"), PAIRS)
def test_a_state_becomes_another_only_along_an_edge(
    what: str, now: StrEnum, then: StrEnum, is_edge: bool
) -> None:
    table = MACHINES[what][0]
    if is_edge:
        assert transition(table, now, then, what=what) is then
        return
    with pytest.raises(IllegalTransition) as refusal:
        transition(table, now, then, what=what)
    assert refusal.value.message
    assert refusal.value.field == "status"


@pytest.mark.parametrize(
    ("what", "now", "then", "words"),
    [
        ("task", "DONE", "SKIPPED", "The task is done already."),
        ("task", "OPEN", "OPEN", "The task is open already."),
        ("enrollment", "CANCELED", "PAUSED", "The enrollment is canceled already."),
        ("enrollment", "PAUSED", "PAUSED", "The enrollment is paused already."),
        (
            "sequence", "COMPLETED", "PAUSED",
            "A sequence that is completed cannot become paused, only active or archived.",
        ),
        (
            "enrollment", "COMPLETED", "ACTIVE", "The enrollment is completed already.",
        ),
        (
            "delivery", "sent", "sending",
            "A delivery that is sent cannot become sending, only deferred.",
        ),
    ],
)  # fmt: skip
def test_a_missing_edge_is_told_in_the_words_of_people(
    what: str, now: str, then: str, words: str
) -> None:
    table, vocabulary, _ = MACHINES["activity" if what == "task" else what]
    with pytest.raises(IllegalTransition) as refusal:
        transition(table, vocabulary(now), vocabulary(then), what=what)
    assert refusal.value.message == words


@pytest.mark.parametrize("what", MACHINES)
def test_a_table_covers_each_state(what: str) -> None:
    table, words, _ = MACHINES[what]
    assert set(table) == set(words)


@pytest.mark.parametrize("what", ["sequence", "enrollment", "delivery", "action"])
def test_the_diagram_shows_the_same_edges(what: str) -> None:
    pages = (Path(__file__).parents[2] / "docs" / "states.md").read_text()
    diagram = pages.partition(f"## {what.capitalize()}\n")[2].partition("\n## ")[0]
    drawn = set(re.findall(r"^ *(\w+) --> (\w+)", diagram, re.MULTILINE))
    table = ENROLLMENT_RETURNS if what == "enrollment" else MACHINES[what][0]
    assert drawn == {(str(now), str(then)) for now, after in table.items() for then in after}
    ends = set(re.findall(r"(\w+) --> \[\*\]", diagram))
    assert ends == {str(state) for state, after in table.items() if not after}


VOCABULARIES: list[tuple[type[Row], str, type[StrEnum]]] = [
    (SequenceRow, "status", SequenceStatus),
    (EnrollmentRow, "status", EnrollmentStatus),
    (EnrollmentRow, "stop_reason", StopReason),
    (EnrollmentRow, "entity_type", EntityType),
    (DeliveryRow, "status", DeliveryStatus),
    (DeliveryRow, "outcome", DeliveryOutcome),
    (DecisionRow, "verdict", Kind),
    (StepRow, "type", StepType),
    (StepRow, "delay_unit", DelayUnit),
    (ActivityRow, "type", ActivityType),
    (ActivityRow, "status", ActivityStatus),
    (ActivityRow, "source", ActivitySource),
    (ActivityRow, "sentiment", Sentiment),
    (MailboxRow, "status", MailboxStatus),
    (PartyRow, "kind", PartyKind),
    (LeadRow, "status", LeadStatus),
    (DealRow, "stage", DealStage),
    (SuppressionRow, "reason", SuppressionReason),
    (UserRow, "role", Role),
    (ApiTokenRow, "role", Role),
    (InboundMessageRow, "status", InboundStatus),
    (InboundMessageRow, "classification", MailClass),
    (InboundMessageRow, "sentiment", Sentiment),
    (InboundMessageRow, "intent", ReplyIntent),
    (InboundMessageRow, "matched_by", MatchedBy),
    (TrackingEventRow, "kind", TrackingKind),
    (TrackingEventRow, "verdict", TrackingVerdict),
    (TurnRow, "role", TurnRole),
    (ActionRow, "status", ActionStatus),
]


def checks_of_words() -> dict[tuple[str, str], list[str]]:
    """The words of each `column IN (…)`, by table and column."""
    found = {}
    for table in Row.metadata.tables.values():
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                match = re.fullmatch(r"(\w+) IN \((.*)\)", str(check.sqltext))
                if match:
                    found[table.name, match[1]] = re.findall(r"'([^']*)'", match[2])
    return found


@pytest.mark.parametrize(("row", "column", "words"), VOCABULARIES)
def test_the_database_takes_the_same_words(
    row: type[Row], column: str, words: type[StrEnum]
) -> None:
    assert checks_of_words()[row.__tablename__, column] == [word.value for word in words]


def test_every_list_of_words_in_the_tables_is_one_of_these() -> None:
    known = {(row.__tablename__, column) for row, column, _ in VOCABULARIES}
    assert checks_of_words().keys() == known

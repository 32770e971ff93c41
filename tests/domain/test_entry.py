"""Who may enter a sequence: the table of the rules, and what a selection changes."""

import pytest

from crm_core.domain.entry import (
    Earlier,
    Entrance,
    EntryFacts,
    each_refusal,
    refusal,
    replaced_by,
    unknown,
)
from crm_core.domain.words import (
    EnrollmentStatus,
    EntityType,
    PartyKind,
    Reentry,
    SequenceStatus,
    SuppressionReason,
)
from crm_core.errors import NotFound

HERE, ELSEWHERE = 1, 2
ACTIVE, PAUSED = EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED
COMPLETED, CANCELED = EnrollmentStatus.COMPLETED, EnrollmentStatus.CANCELED
FREE = EntryFacts(7)


def entrance(
    reentry: Reentry = Reentry.ONCE,
    exclusive: bool = False,
    status: SequenceStatus = SequenceStatus.ACTIVE,
) -> Entrance:
    return Entrance(HERE, "Outbound", status, reentry, exclusive)


def been(status: EnrollmentStatus, sequence_id: int = HERE, exclusive: bool = False) -> EntryFacts:
    past = Earlier(70, sequence_id, f"Sequence {sequence_id}", status, exclusive)
    return EntryFacts(7, earlier=(past,))


def test_whom_nothing_concerns_may_enter() -> None:
    assert refusal(entrance(), FREE) is None


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        (SequenceStatus.ACTIVE, None),
        (SequenceStatus.PAUSED, "sequence-not-active"),
        (SequenceStatus.COMPLETED, "sequence-not-active"),
        (SequenceStatus.ARCHIVED, "sequence-not-active"),
    ],
)
def test_only_an_active_sequence_is_open(status: SequenceStatus, rule: str | None) -> None:
    said = refusal(entrance(status=status), FREE)

    assert (said and said.error.rule) == rule
    assert said is None or (said.field == "sequenceId" and status.lower() in said.says)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (SuppressionReason.OPTED_OUT, "opted out"),
        (SuppressionReason.BOUNCED, "bounced"),
        (SuppressionReason.COMPLAINED, "complained"),
        (SuppressionReason.MANUAL, "suppression list"),
    ],
)
def test_who_is_not_to_be_written_to_is_refused_with_the_reason(
    reason: SuppressionReason, words: str
) -> None:
    said = refusal(entrance(), EntryFacts(7, suppressed=reason))

    assert said is not None
    assert (said.error.rule, said.field) == ("suppressed-recipient", "entityId")
    assert words in said.says


def test_who_has_left_the_company_is_refused() -> None:
    said = refusal(entrance(Reentry.ANY), EntryFacts(7, has_left=True))

    assert said is not None
    assert (said.error.rule, said.field) == ("has-left", "entityId")


@pytest.mark.parametrize("reentry", list(Reentry))
@pytest.mark.parametrize("status", list(EnrollmentStatus))
def test_the_re_entry_rule_says_who_may_come_again(
    reentry: Reentry, status: EnrollmentStatus
) -> None:
    live = status in (ACTIVE, PAUSED)
    said = refusal(entrance(reentry), been(status))

    may = reentry is Reentry.ANY or (reentry is Reentry.WHEN_INACTIVE and not live)
    assert (said is None) is may
    if said is not None:
        assert said.error.rule == "already-enrolled"
        assert ("already" if live else "before") in said.says


@pytest.mark.parametrize(
    ("ours", "theirs", "status", "words"),
    [
        (True, False, ACTIVE, "wants a person to itself; the person is in 'Sequence 2'"),
        (True, False, PAUSED, "wants a person to itself"),
        (False, True, ACTIVE, "'Sequence 2' has the person to itself"),
        (False, False, ACTIVE, None),
        (True, True, COMPLETED, None),
        (True, True, CANCELED, None),
    ],
)
def test_an_exclusive_sequence_and_another_do_not_go_together(
    ours: bool, theirs: bool, status: EnrollmentStatus, words: str | None
) -> None:
    said = refusal(entrance(exclusive=ours), been(status, ELSEWHERE, theirs))

    assert (said is None) is (words is None)
    if said is not None:
        assert said.error.rule == "exclusive-enrollment"
        assert words is not None
        assert words in said.says


def test_an_exclusive_sequence_does_not_shut_itself() -> None:
    assert refusal(entrance(Reentry.ANY, exclusive=True), been(ACTIVE, exclusive=True)) is None


def test_a_company_does_not_enter() -> None:
    said = refusal(entrance(), EntryFacts(7, kind=PartyKind.COMPANY))

    assert said is not None
    assert "enroll its people" in said.says


def test_the_sequence_speaks_before_the_person() -> None:
    said = refusal(
        entrance(status=SequenceStatus.PAUSED),
        EntryFacts(7, suppressed=SuppressionReason.OPTED_OUT),
    )
    assert said is not None
    assert said.field == "sequenceId"


def test_entering_again_replaces_what_is_live_here_alone() -> None:
    earlier = (
        Earlier(1, HERE, "Outbound", ACTIVE, False),
        Earlier(2, HERE, "Outbound", COMPLETED, False),
        Earlier(3, ELSEWHERE, "Other", ACTIVE, False),
    )
    assert replaced_by(entrance(Reentry.ANY), EntryFacts(7, earlier=earlier)) == (1,)


@pytest.mark.parametrize("reentry", list(Reentry))
def test_whoever_stands_in_a_selection_twice_enters_once(reentry: Reentry) -> None:
    entered: set[int] = set()
    said = list(each_refusal(entrance(reentry), [FREE, EntryFacts(8), FREE], entered))

    assert [each is None for each in said] == [True, True, False]
    assert said[2] is not None
    assert "already" in said[2].says
    assert entered == {7, 8}


def test_who_was_refused_does_not_count_as_entered() -> None:
    entered: set[int] = set()
    gone = EntryFacts(7, suppressed=SuppressionReason.BOUNCED)
    said = list(each_refusal(entrance(), [gone, gone], entered))

    assert [each and each.error.rule for each in said] == ["suppressed-recipient"] * 2
    assert entered == set()


def test_an_id_of_nobody_is_refused_as_everywhere() -> None:
    refused = unknown(EntityType.LEAD, 12).raised()

    assert isinstance(refused, NotFound)
    assert (refused.message, refused.field) == ("There is no lead with the id 12.", "entityId")

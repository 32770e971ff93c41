"""Who may enter a sequence: one pure answer for one person, asked alike for a whole selection.

Called by the enrolment of one entity, by the preview of a selection and by its enrolment, with
facts that `crm_core.storage.entry` loaded for all of them at once. Rules about the sequence
itself come first, then those about the person, in the order of the functions below.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crm_core.domain.words import (
    EnrollmentStatus,
    EntityType,
    PartyKind,
    Reentry,
    SequenceStatus,
    SuppressionReason,
)
from crm_core.errors import (
    AlreadyEnrolled,
    CrmError,
    ExclusiveEnrollment,
    HasLeft,
    InvalidInput,
    NotEnrollable,
    NotFound,
    SuppressedRecipient,
)

_WHY_SUPPRESSED = {
    SuppressionReason.OPTED_OUT: "The person opted out of e-mail.",
    SuppressionReason.BOUNCED: "The person's address bounced for good.",
    SuppressionReason.COMPLAINED: "The person complained about spam.",
    SuppressionReason.MANUAL: "The person's address is on the suppression list.",
}
_LIVE = frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED})


class Refusal(NamedTuple):
    """A rule that said no: its error, its words, and the input that it is about."""

    error: type[CrmError]
    says: str
    field: str = "entityId"

    def raised(self) -> CrmError:
        """The refusal for a `raise`."""
        return self.error(self.says, self.field)


class Earlier(NamedTuple):
    """An enrollment that the person has or had. `exclusive`: as its version says."""

    id: int
    sequence_id: int
    sequence: str
    status: EnrollmentStatus
    exclusive: bool

    @property
    def is_live(self) -> bool:
        return self.status in _LIVE


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """One of a selection that a rule keeps out, for people: who it is, and the rule's words.

    `name` is empty and `email` None for an id of nobody; `rule` names the rule for programs.
    """

    entity_id: int
    name: str
    email: str | None
    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the rules know of the party that wants to enter. `has_left`: their company."""

    party_id: int
    kind: PartyKind = PartyKind.PERSON
    suppressed: SuppressionReason | None = None
    has_left: bool = False
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Entrance:
    """The sequence that is to be entered, as the rules see it."""

    sequence_id: int
    sequence: str
    status: SequenceStatus
    reentry: Reentry = Reentry.ONCE
    exclusive: bool = False


ALREADY_IN = Refusal(AlreadyEnrolled, "The person is in this sequence already.")
BEFORE = Refusal(
    AlreadyEnrolled, "The person was in this sequence before, and it takes each person once."
)


def closed(entrance: Entrance) -> Refusal | None:
    """Why the sequence takes nobody now; None where it is open."""
    if entrance.status is SequenceStatus.ACTIVE:
        return None
    said = f"The sequence is {entrance.status.lower()}; only an active one takes people."
    return Refusal(NotEnrollable, said, "sequenceId")


def refusal(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    """Why the party may not enter now, or None where nothing speaks against it."""
    said = closed(entrance)
    for rule in (_kind, _presence, _suppression, _reentry, _exclusiveness):
        said = said or rule(entrance, facts)
    return said


def unknown(kind: EntityType, entity_id: int) -> Refusal:
    """What an id is refused with that no lead or party of the workspace has."""
    return Refusal(NotFound, f"There is no {kind.lower()} with the id {entity_id}.")


def grouped(refused: Iterable[RefusedEntry]) -> tuple[tuple[str, int], ...]:
    """How many were refused in which words, the most first."""
    return tuple(Counter(each.says for each in refused).most_common())


def replaced_by(entrance: Entrance, facts: EntryFacts) -> tuple[int, ...]:
    """The ids of the person's enrollments that end where they enter again."""
    return tuple(
        past.id
        for past in facts.earlier
        if past.is_live and past.sequence_id == entrance.sequence_id
    )


def each_refusal(
    entrance: Entrance, selection: Iterable[EntryFacts], entered: set[int]
) -> Iterator[Refusal | None]:
    """The answer for each of a selection, in its order; `entered` gets those who may enter.

    Whoever stands in it twice, by two leads for example, enters once: the second time the
    person is in already, whatever the re-entry rule allows for another day.
    """
    for facts in selection:
        said = ALREADY_IN if facts.party_id in entered else refusal(entrance, facts)
        if said is None:
            entered.add(facts.party_id)
        yield said


def _kind(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    if facts.kind is PartyKind.PERSON:
        return None
    return Refusal(InvalidInput, "A company cannot be enrolled; enroll its people.")


def _presence(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    if not facts.has_left:
        return None
    return Refusal(HasLeft, "The person has left the company.")


def _suppression(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    if facts.suppressed is None:
        return None
    return Refusal(SuppressedRecipient, _WHY_SUPPRESSED[facts.suppressed])


def _reentry(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    here = [past for past in facts.earlier if past.sequence_id == entrance.sequence_id]
    if entrance.reentry is not Reentry.ANY and any(past.is_live for past in here):
        return ALREADY_IN
    return BEFORE if here and entrance.reentry is Reentry.ONCE else None


def _exclusiveness(entrance: Entrance, facts: EntryFacts) -> Refusal | None:
    for past in facts.earlier:
        if not past.is_live or past.sequence_id == entrance.sequence_id:
            continue
        if entrance.exclusive:
            said = f"This sequence wants a person to itself; the person is in {past.sequence!r}."
            return Refusal(ExclusiveEnrollment, said)
        if past.exclusive:
            said = f"The sequence {past.sequence!r} has the person to itself."
            return Refusal(ExclusiveEnrollment, said)
    return None

"""What changed from one version of a sequence to the next, in words.

Pure; the list of versions calls it for each pair of neighbours. Steps are the same where their
keys are, whatever became of their text or place.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.setting_words import settings_in_words
from crm_core.domain.words import StepType

_SHOWN = 60
_KINDS = {
    StepType.EMAIL_AUTO: "automatic e-mail",
    StepType.EMAIL_MANUAL: "e-mail by hand",
    StepType.CALL: "call",
    StepType.TASK: "task",
}
_PARTS = (("subject", "subject"), ("body", "message"), ("instructions", "instructions"))


@dataclass(frozen=True, slots=True)
class VersionContent:
    """All that a version says."""

    steps: tuple[Step, ...]
    settings: SequenceSettings


def differences(before: VersionContent | None, after: VersionContent) -> tuple[str, ...]:
    """Sentences: steps removed, added, moved, changed, then settings; none where all is the same.

    Without a version before, one sentence tells how the first one began.
    """
    if before is None:
        count = len(after.steps)
        return (f"The first version, with {count} {'step' if count == 1 else 'steps'}.",)
    return (*_steps(before.steps, after.steps), *_settings(before.settings, after.settings))


def _steps(before: Sequence[Step], after: Sequence[Step]) -> Iterator[str]:
    old = {step.key: step for step in before}
    new = {step.key: step for step in after}
    for step in before:
        if step.key not in new:
            yield f"Step {step.position + 1} removed: {_name(step)}."
    for step in after:
        if step.key not in old:
            yield f"Step {step.position + 1} added: {_name(step)}."
    for key in _moved(old, [step.key for step in after if step.key in old]):
        step = new[key]
        yield f"Step {old[key].position + 1} moved to {step.position + 1}: {_name(step)}."
    for step in after:
        if step.key in old and (changes := list(_changes(old[step.key], step))):
            yield f"Step {step.position + 1} changed: {', '.join(changes)}."


def _changes(before: Step, after: Step) -> Iterator[str]:
    if before.type is not after.type:
        yield f"from {_KINDS[before.type]} to {_KINDS[after.type]}"
    if before.delay != after.delay:
        yield f"wait from {before.delay} to {after.delay}"
    for attribute, name in _PARTS:
        if getattr(before, attribute) != getattr(after, attribute):
            yield name


def _settings(before: SequenceSettings, after: SequenceSettings) -> Iterator[str]:
    was = settings_in_words(before)
    for name, words in settings_in_words(after).items():
        if words != was[name]:
            yield f"{name}: from “{was[name]}” to “{words}”."


def _moved(old: Mapping[str, Step], kept: Sequence[str]) -> list[str]:
    """The fewest of the kept steps whose moving explains the new order.

    Those that stand still are a longest run of growing old positions; a step that only gives
    way to one that is added or removed has not moved.
    """
    tails: list[int] = []
    ends: list[int] = []
    chain: list[int | None] = []
    for index, key in enumerate(kept):
        position = old[key].position
        length = bisect_left(tails, position)
        tails[length : length + 1] = [position]
        ends[length : length + 1] = [index]
        chain.append(ends[length - 1] if length else None)
    still: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        still.add(last)
        last = chain[last]
    return [key for index, key in enumerate(kept) if index not in still]


def _name(step: Step) -> str:
    text = " ".join((step.subject or step.instructions or step.body).split())
    short = f"{text[:_SHOWN].rstrip()}…" if len(text) > _SHOWN else text
    return f"{_KINDS[step.type]} “{short}”" if short else _KINDS[step.type]

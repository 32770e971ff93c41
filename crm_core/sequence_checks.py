"""What a sequence must pass before it becomes a version, and everything that a draft lacks.

Called by the use cases that store versions (`check_sequence`) and by whatever shows a draft
(`problems_of`), so that a draft without problems is one that can be saved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm_core.domain.merge_fields import MERGE_FIELDS
from crm_core.domain.sequences import SequenceDraft, draft_from
from crm_core.errors import InvalidInput
from crm_core.holiday_dates import check_countries
from crm_core.step_texts import compile_step
from crm_core.texts import TextFault, check_text, faults_of

PROBLEMS_MOST = 50
TEXTS = ("subject", "body", "instructions")
_PLACE = re.compile(r"steps\[(\d+)\](?:\.(.+))?", re.DOTALL)
_SOUND = {"type": "TASK", "subject": "x", "body": "x"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way of saving.

    `step` is the step's index, None for what concerns the whole; `field` is the input's name
    there (`subject`, `delay.value`, `name`). For a text, `line` and `column` count from 1, and
    where another name was meant, `wrong` stands there and `suggestion` would be right.
    """

    step: int | None
    field: str
    message: str
    line: int | None = None
    column: int | None = None
    wrong: str = ""
    suggestion: str = ""


def check_sequence(
    *, name: object, description: object, steps: object, settings: object
) -> SequenceDraft:
    """A `CreateSequenceInput`, checked as a whole; raises `InvalidInput` naming the field.

    Beyond `draft_from` it asks what only the libraries can tell: whether the countries are
    known and the texts compile.
    """
    draft = draft_from(name=name, description=description, steps=steps, settings=settings)
    check_countries(draft.settings.holiday_countries, "settings.holidayCountries")
    for step in draft.steps:
        path = f"steps[{step.position}]."
        for part in TEXTS:
            check_text(getattr(step, part), field=path + part, known=MERGE_FIELDS)
        compile_step(step, path)
    return draft


def problems_of(content: Mapping[str, Any]) -> tuple[Problem, ...]:
    """All that `check_sequence` would refuse, in the order of the steps; see `examine`."""
    return examine(content)[0]


def examine(content: Mapping[str, Any]) -> tuple[tuple[Problem, ...], SequenceDraft | None]:
    """The first `PROBLEMS_MOST` problems of a draft, and the draft without them.

    It asks the very check of saving: what is refused is noted and replaced by something sound in
    a copy, and the copy is asked again. None where nothing sound can be made of it.
    """
    draft = _copied(content)
    found: list[Problem] = []
    sound = None
    while sound is None and len(found) < PROBLEMS_MOST:
        try:
            sound = check_sequence(
                name=draft.get("name"),
                description=draft.get("description"),
                steps=draft.get("steps"),
                settings=draft.get("settings"),
            )
        except InvalidInput as refusal:
            found += _described(refusal, draft)
            if not _mended(draft, refusal.field or ""):
                break
    order = sorted(found, key=lambda problem: -1 if problem.step is None else problem.step)
    return tuple(order[:PROBLEMS_MOST]), sound


def _copied(content: Mapping[str, Any]) -> dict[str, Any]:
    """A draft whose steps can be mended one by one, also where the same stands in it twice."""
    draft = dict(content)
    if isinstance(draft.get("steps"), list):
        draft["steps"] = [
            dict(step) if isinstance(step, Mapping) else step for step in draft["steps"]
        ]
    return draft


def _described(refusal: InvalidInput, draft: Mapping[str, Any]) -> list[Problem]:
    """The refusal as a problem; for a text, all that is wrong in the same text."""
    path = refusal.field or ""
    place = _PLACE.fullmatch(path)
    step, field = (int(place[1]), place[2] or "") if place else (None, path)
    if not isinstance(refusal, TextFault):
        return [Problem(step, field, refusal.message)]
    source = draft["steps"][step][field] if step is not None else ""
    faults = list(faults_of(source, field=path, known=MERGE_FIELDS)) or [refusal]
    return [
        Problem(
            step, field, _sentence(fault.problem), fault.line, fault.column,
            fault.wrong, fault.suggestion,
        )
        for fault in faults
    ]  # fmt: skip


def _sentence(problem: str) -> str:
    end = "" if problem.endswith(("?", ".")) else "."
    return problem[:1].upper() + problem[1:] + end


def _mended(draft: dict[str, Any], path: str) -> bool:
    """Put something sound where the refusal was; False where nothing more can be asked."""
    place = _PLACE.fullmatch(path)
    if not place:
        name = re.split(r"[.\[]", path)[0]
        if name not in ("name", "description", "settings"):
            return False
        draft[name] = "x" if name == "name" else None
        return True
    index, field = int(place[1]), place[2] or ""
    step = draft["steps"][index]
    if not isinstance(step, dict) or not field:
        draft["steps"][index] = dict(_SOUND)
        return True
    part = field.partition(".")[0]
    if part in _SOUND:
        step[part] = _SOUND[part]
    else:
        # A delay, an id or instructions may be absent; so may what nobody knows.
        step.pop(field, None)
        step.pop(part, None)
    return True

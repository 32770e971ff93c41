"""What a draft lacks: the checks of publishing, with all that they refuse at once."""

from typing import Any

import pytest

from crm_core.errors import InvalidInput
from crm_core.sequence_checks import PROBLEMS_MOST, Problem, check_sequence, problems_of
from crm_core.templates import TEMPLATES, Template, template
from tests.builders import CALL, EMAIL, TASK


def a_draft(*steps: object, **more: object) -> dict[str, Any]:
    return {"name": "Outbound", "description": "", "settings": None, "steps": list(steps), **more}


def check(draft: dict[str, Any]) -> None:
    check_sequence(**draft)


def test_a_sound_draft_has_no_problem() -> None:
    assert problems_of(a_draft(EMAIL, CALL, TASK)) == ()


def test_an_empty_draft_says_what_comes_first() -> None:
    assert [(p.field, p.message) for p in problems_of(a_draft(name=""))] == [
        ("name", "A sequence needs a name."),
        ("steps", "A sequence needs at least one step."),
    ]


def test_all_problems_are_told_at_once_and_in_the_order_of_the_steps() -> None:
    draft = a_draft(
        {**EMAIL, "subject": "", "body": "Hi {{ first_nam }},\n\nat {{ compny }}"},
        {**EMAIL, "body": " ", "delay": {"value": None, "unit": "DAYS"}},
        {**CALL, "instructions": "{{ phone | defualt: 'none' }}"},
        name=" ",
    )

    assert [(p.step, p.field) for p in problems_of(draft)] == [
        (None, "name"),
        (0, "subject"),
        (0, "body"),
        (0, "body"),
        (1, "delay.value"),
        (1, "body"),
        (2, "instructions"),
    ]


def test_a_problem_in_a_text_says_where_it_is_and_what_was_meant() -> None:
    problems = problems_of(a_draft({**EMAIL, "body": "Hi {{ first_nam }},\n\nat {{ compny }}"}))

    first = 'There is no merge field "first_nam"; did you mean "first_name"?'
    second = 'There is no merge field "compny"; did you mean "company"?'
    assert problems == (
        Problem(0, "body", first, 1, 7, "first_nam", "first_name"),
        Problem(0, "body", second, 3, 7, "compny", "company"),
    )


def test_a_misspelt_filter_has_a_suggestion_too() -> None:
    (problem,) = problems_of(a_draft({**EMAIL, "subject": "{{ company | defualt: 'you' }}"}))
    assert (problem.column, problem.wrong, problem.suggestion) == (14, "defualt", "default")


@pytest.mark.parametrize(
    "draft",
    [
        {},
        a_draft(*[EMAIL] * 101),
        a_draft(3, None, "x", [], {}),
        a_draft({"type": "FAX"}),
        a_draft({**EMAIL, "colour": "red"}),
        a_draft({**EMAIL, "delay": {"value": 1, "unit": "WEEKS", "since": "x"}}),
        a_draft({**EMAIL, "delay": {"value": 10**9, "unit": "DAYS"}}),
        a_draft({**EMAIL, "body": "<p>{<b>{ first_name }}</b></p>"}),
        a_draft({**EMAIL, "body": 7, "subject": "two\nlines"}),
        a_draft({**TASK, "id": "st_1"}, {**TASK, "id": "st_1"}),
        a_draft(EMAIL, settings={"reentry": "NEVER", "holidayCountries": ["XX"]}),
        a_draft(EMAIL, name="x" * 201, description=5),
    ],
)
def test_whatever_saving_refuses_is_among_the_problems(draft: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        check({"name": None, "description": None, "steps": None, "settings": None, **draft})

    assert problems_of(draft)


def test_what_is_told_once_mended_is_enough() -> None:
    draft = a_draft({**EMAIL, "subject": "", "body": "{{ compny }}"}, name="")
    for problem in problems_of(draft):
        place = draft if problem.step is None else draft["steps"][problem.step]
        place[problem.field] = "sound"

    check(draft)


def test_a_draft_full_of_problems_tells_the_first_of_them() -> None:
    texts = "\n".join(f"{{{{ unknown_{n} }}}}" for n in range(30))
    draft = a_draft(*[{**EMAIL, "body": texts}] * 20)
    before = [dict(step) for step in draft["steps"]]

    assert len(problems_of(draft)) == PROBLEMS_MOST
    assert draft["steps"] == before


@pytest.mark.parametrize("ready", TEMPLATES, ids=lambda ready: ready.id)
def test_every_ready_made_sequence_can_be_saved_as_it_stands(ready: Template) -> None:
    checked = check_sequence(**ready.content)

    assert problems_of(ready.content) == ()
    assert len(checked.steps) >= 4
    assert ready.purpose
    assert checked.description
    assert template(ready.id) is ready

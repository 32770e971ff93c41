"""A step's texts: whatever may be typed compiles, and what cannot be written says why."""

from collections.abc import Mapping

import pytest

from crm_core.domain.calendar import Delay, DelayUnit
from crm_core.domain.sequences import TEXT_LIMIT, Step
from crm_core.domain.verdicts import Hole, Written
from crm_core.domain.words import StepType
from crm_core.errors import InvalidInput
from crm_core.step_texts import StepTexts, compile_step
from crm_core.texts import TextFault

ADA: Mapping[str, object] = {"first_name": "Ada", "seats": 0, "custom": {"birthday": "soon"}}


def compiled(
    body: str, subject: str = "Hello", kind: StepType = StepType.EMAIL_AUTO, **parts: str
) -> StepTexts:
    step = Step("s", 0, kind, Delay(0, DelayUnit.MINUTES), subject, body, **parts)
    return compile_step(step, "steps[0].")


@pytest.mark.parametrize(
    "repeated",
    ["x", "&", "<", "'", "\n", "a\n", "\n\na", "http://& ", "http://x<", "{{ first_name }}",
     "{% if first_name %}{% endif %}", "é", "👩‍👩‍👧‍👦"],
)  # fmt: skip
@pytest.mark.parametrize("beginning", ["", "http://", "<p>", '<a href="https://'])
def test_a_body_as_long_as_it_may_be_compiles_and_is_written(repeated: str, beginning: str) -> None:
    body = beginning + repeated * ((TEXT_LIMIT - len(beginning)) // len(repeated))
    written = compiled(body).write(ADA)
    assert isinstance(written, Written)


@pytest.mark.parametrize("html", ["\xa0", "<br>", "<li>", '<a href="&&&&&">', '<p style="">"'])
def test_html_as_long_as_it_may_be_compiles_and_is_written(html: str) -> None:
    body = "<p>{{ first_name }}" + html * ((TEXT_LIMIT - 20) // len(html))
    written = compiled(body).write(ADA)
    assert isinstance(written, Written)


@pytest.mark.parametrize(
    "body",
    [
        "<p>a</p><script>{% if first_name %}</script>b{% endif %}",
        '<p>a</p><img alt="{% if first_name %}">b{% endif %}',
        "<p>" + "".join(f"<b id={n}>" for n in range(300)) + "</p><p>x" * 1200,
    ],
)
def test_html_whose_part_fit_for_mail_is_no_text_is_refused_without_a_position(body: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        compiled(body)
    assert refusal.value.field == "steps[0].body"
    assert refusal.value.message.startswith("What mail can take of this HTML is no sound text: ")
    assert not isinstance(refusal.value, TextFault)


@pytest.mark.parametrize(
    ("kind", "body", "instructions", "field"),
    [
        (StepType.CALL, "", "{{", "steps[0].instructions"),
        (StepType.TASK, "{{", "", "steps[0].body"),
    ],
)
def test_a_fault_names_the_field_that_it_stands_in(
    kind: StepType, body: str, instructions: str, field: str
) -> None:
    with pytest.raises(TextFault) as fault:
        compiled(body, kind=kind, instructions=instructions)
    assert fault.value.field == field


@pytest.mark.parametrize(
    ("subject", "body", "hole"),
    [
        ("{{ 5 | divided_by: seats }}", "Hi", Hole((), "a calculation has no result")),
        ("Hi", "{{ custom.birthday | date: '%d' }}", Hole((), "'soon' is no date")),
        ("Hi", "{{ first_name | plus: 1 }}", Hole((), "'Ada' is no number")),
        ("{{ 5 | divided_by: seats }}", "{{ custom.birthday | date: '%d' }}",
         Hole((), "a calculation has no result")),
        ("{{ last_name }}", "{{ city }} {{ last_name }}", Hole(("last_name", "city"))),
        ("{{ 5 | divided_by: seats }}", "{{ city }}", Hole(("city",))),
        ("{{ city }}", "{{ 5 | divided_by: seats }}", Hole(("city",))),
    ],
)  # fmt: skip
def test_what_cannot_be_written_names_what_is_missing_else_what_is_wrong(
    subject: str, body: str, hole: Hole
) -> None:
    assert compiled(body, subject).write(ADA) == hole


def test_a_hole_in_the_html_alone_is_found() -> None:
    texts = compiled("Hi")
    html = compiled("{{ city }}").html
    assert StepTexts(texts.subject, texts.text, html).write(ADA) == Hole(("city",))


def test_a_fault_in_the_html_alone_is_found() -> None:
    body = "{% for n in (1..90) %}" + "&" * 1_000 + "{% endfor %}"
    assert compiled(body).write(ADA) == Hole((), "the text would be longer than 400,000 characters")


def test_a_call_without_a_subject_gets_one() -> None:
    assert compiled("", "", StepType.CALL, instructions="Ring {{ first_name }}").write(
        ADA
    ) == Written("Call", "Ring Ada")

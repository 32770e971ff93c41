"""What bounds one rendering."""

import tracemalloc

import pytest

from crm_core.texts import (
    OUTPUT_LIMIT,
    SOURCE_LIMIT,
    RenderFault,
    TextFault,
    compile_text,
)
from tests.texts.people import ADA, NEEDS_ENGINE


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..40) %}{% for j in (1..40) %}{% endfor %}{% endfor %}",
        "{% for i in (1..600) %}{% endfor %}{% for i in (1..600) %}{% endfor %}",
        "{% for i in (1..1000) %}" + "x" * 1000 + "{% endfor %}",
        "{% capture x %}{% for i in (1..1000) %}" + "x" * 1000 + "{% endfor %}{% endcapture %}",
        "{% assign x = 'xxxxxxxx' %}" + "{% assign x = x | append: x %}" * 40,
        "{{ '" + "a" * 40_000 + "' | replace: 'a', '" + "b" * 40_000 + "' }}",
        "{{ '" + "a " * 900 + "' | split: ' ' | join: '" + "b" * 40_000 + "' }}",
        "{{ '" + "a" * 2000 + "' | split: '' }}",
        "{% assign a = '" + "y" * 90_000 + "' %}" + "".join(
            f"{{% assign b{n} = a | append: '' %}}" for n in range(15)
        ),
        "{% for i in (1..3) %}" + "".join(
            f"{{% assign a{n} = 1 %}}" for n in range(4500)
        ) + "{% endfor %}",
        "{{ '" + "\n" * 30_000 + "'" + " | newline_to_br" * 4 + " | size }}",
        "{{ '" + "a" * 50_000 + "'" + " | downcase" * 4000 + " }}",
        "{% assign x = 'a' | split: '' %}{{ " + "x[" * 600 + "0" + "]" * 600 + " }}",
        "{% for i in (1..1000) %}" + "{%if 1%}{%endif%}" * 5000 + "{% endfor %}",
        "{% for i in (1..1000) %}" + "{{''}}" * 10_000 + "{% endfor %}",
        "{% assign x = '" + "a" * 50_000 + "' %}" + "{% assign y = x | url_encode %}" * 1500,
        "{% assign x = '" + "a" * 50_000 + "' %}" + "{% if x contains 'b' %}{% endif %}" * 1400,
        "{% assign x = 9 %}{% for i in (1..99) %}{% assign x = x | times: x %}{% endfor %}",
        "{{ 5 | divided_by: 0 }}",
        "{{ 5 | modulo: 0 }}",
        "{{ deal.amount | divided_by: 0 }}",
        "{{ '1e999999999' | round }}",
        "{{ '1e3000' | ceil }}",
        "{{ 'nan' | ceil }}",
        "{{ first_name | times: 2 }}",
        "{{ deal.close_on | plus: 1 }}",
        "{{ 'now' | date: '%Y' }}",
        "{{ first_name | date: '%Y' }}",
        "{{ team_size | date: '%Y' }}",
        "{{ deal.close_on | date: 5 }}",
        "{{ deal.close_on | date: '" + "%A" * 100 + "' }}",
        "{{ deal | upcase }}",
        "{{ '\ud800' | url_encode }}",
        "{% if deal.close_on > 5 %}{% endif %}",
    ],
)  # fmt: skip
def test_a_rendering_that_exceeds_a_limit_or_has_no_result_is_a_fault(source: str) -> None:
    text = compile_text(source)
    with pytest.raises(RenderFault):
        text.render(ADA)


@pytest.mark.parametrize("filters", ["replace: 'a', ", "split: '' | join: "])
def test_a_filter_that_multiplies_is_stopped_before_it_takes_the_memory(filters: str) -> None:
    text = compile_text("{{ '" + "a" * 1000 + f"' | {filters}'" + "b" * 50_000 + "' }}")
    tracemalloc.start()
    try:
        with pytest.raises(RenderFault):
            text.render(ADA)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("engine", ["", NEEDS_ENGINE])
def test_the_output_may_have_just_as_many_characters_as_the_limit(engine: str) -> None:
    text = compile_text("{{ value }}{{ value }}" + engine)
    half = "é" * (OUTPUT_LIMIT // 2)
    assert len(text.render({"value": half})) == OUTPUT_LIMIT
    with pytest.raises(RenderFault):
        text.render({"value": half + "é"})


@pytest.mark.parametrize("engine", ["", NEEDS_ENGINE])
def test_a_long_text_may_put_out_itself_and_as_much_again(engine: str) -> None:
    source = "x" * OUTPUT_LIMIT + "{{ value }}" + engine
    text = compile_text(source, limit=2 * OUTPUT_LIMIT)
    room = 2 * len(source) - OUTPUT_LIMIT
    assert len(text.render({"value": "é" * room})) == 2 * len(source)
    with pytest.raises(RenderFault):
        text.render({"value": "é" * (room + 1)})


def test_only_a_longer_text_than_the_caller_takes_is_refused() -> None:
    source = "{{ value }}" + "x" * SOURCE_LIMIT
    assert compile_text(source, limit=len(source)).fields[0].name == "value"
    with pytest.raises(TextFault, match="longer than 100,000 characters"):
        compile_text(source)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ 5 | divided_by: 0 }}", "a calculation has no result"),
        ("{{ first_name | plus: 1 }}", "'Ada' is no number"),
        ("{{ first_name | date: '%Y' }}", "'Ada' is no date"),
        ("{{ team_size | date: '%Y' }}", "40 is no date"),
        ("{{ deal.close_on | date: 5 }}", "a date needs a layout such as '%d %B %Y'"),
        ("{{ deal | upcase }}", "a group of fields is no value"),
        ("{% assign x = 'a' | split: '' %}{{ " + "x[" * 600 + "0" + "]" * 600 + " }}",
         "an expression is nested too deeply"),
        ("{{ first_name | slice: 'b' }}", "slice expected an integer start, found str"),
        ("{% for i in (1..600) %}{% for j in (1..9) %}{% endfor %}{% endfor %}",
         "the loops take more than 1,000 turns"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_words(source: str, fault: str) -> None:
    with pytest.raises(RenderFault) as caught:
        compile_text(source).render(ADA)
    assert str(caught.value) == fault

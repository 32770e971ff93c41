"""Texts that are no good Liquid: each refused with its line and column, at once."""

import pytest

from crm_core.texts import (
    LOOP_LIMIT,
    SOURCE_LIMIT,
    TextFault,
    compile_text,
)


@pytest.mark.parametrize(
    ("source", "line", "column", "problem"),
    [
        ("Hi {{ first_name", 1, 4, "never closed"),
        ("Hi {% if x", 1, 4, "never closed"),
        ("{% raw %}{{ x }}", 1, 1, "never closed"),
        ("a\nb {{ x }} {{ }}", 2, 11, "missing at the end"),
        ("a\r\nb\rc {% if x == %}{% endif %}", 3, 6, "missing at the end"),
        ("a\n{% if x %}\n{{ y }}", 2, 4, "'if' is never closed"),
        ("{% for x in y %}{% if x %}{% endif %}", 1, 4, "'for' is never closed"),
        ("{% comment %} x", 1, 4, "never closed"),
        ("\u2028{% endif %}", 1, 5, "'endif' does not belong here"),
        ("{% if x %}{% endfor %}{% endif %}", 1, 14, "'endfor' does not belong here"),
        ("{% if x %}1{% else %}2{% else %}3{% endif %}", 1, 26, "endif"),
        ("{{ first name }}", 1, 10, "found word"),
        ("{{ 'Ada }}", 1, 4, "unexpected"),
        ("{{ first_name || upcase }}", 1, 15, "dpipe"),
        ("{{ a.for }}", 1, 6, "found for"),
        ("{{ a | upcas }}", 1, 8, "there is no filter 'upcas'; did you mean 'upcase'?"),
        ("{{ a | safe }}", 1, 8, "there is no filter 'safe'"),
        ("{{ a | escapejs }}", 1, 8, "there is no filter 'escapejs'"),
        ("{{ a | append }}", 1, 8, "does not take these arguments"),
        ("{{ a | upcase: 1 }}", 1, 8, "does not take these arguments"),
        ("{{ a | default: 'x', context: 1 }}", 1, 8, "does not take these arguments"),
        ("{{ a | escape: environment: 1 }}", 1, 8, "does not take these arguments"),
        ("{% assign x = a | nope %}", 1, 19, "there is no filter 'nope'"),
        ("{% include 'x' %}", 1, 4, "there is no tag 'include'"),
        ("{% render 'x' %}", 1, 4, "there is no tag 'render'"),
        ("{% extends 'x' %}", 1, 4, "there is no tag 'extends'"),
        ("{% layout 'x' %}", 1, 4, "there is no tag 'layout'"),
        ("{% liquid\necho a\n%}", 1, 4, "there is no tag 'liquid'"),
        ("{% doc %}{% enddoc %}", 1, 1, "there is no tag 'doc'"),
        ("{% if x %}{% for y in z %}{% cycle 1 %}{% endfor %}{% endif %}", 1, 30, "'cycle'"),
        ("{% %}", 1, 1, "missing tag name"),
        ("{% break %}", 1, 4, "only a loop"),
        ("{{ deal[first_name] }}", 1, 4, "names joined by dots"),
        ("{{ deal[0] }}", 1, 4, "names joined by dots"),
        ("{{ [deal].amount }}", 1, 4, "names joined by dots"),
        ("{{ (1..3) }}", 1, 4, "only be looped over"),
        ("{{ 'x' | append: (1..3) }}", 1, 18, "only be looped over"),
        ("{% for x in (1..n) %}{% endfor %}", 1, 13, "two whole numbers"),
        (f"{{% for x in (1..{LOOP_LIMIT + 1}) %}}{{% endfor %}}", 1, 13, "at most 1,000"),
        ("{% if x %}" * 21 + "{% endif %}" * 21, 1, 204, "nesting limit"),
        ("{% if " + " and ".join("x" * 9999) + " %}{% endif %}", 1, 1, "too deeply"),
        ("{{ " + "9" * 5000 + " }}", 1, 1, "limit"),
        ("x\n" + "y" * SOURCE_LIMIT, 2, SOURCE_LIMIT - 1, "longer than 100,000"),
    ],
)
def test_what_is_no_good_liquid_is_refused_with_its_line_and_column(
    source: str, line: int, column: int, problem: str
) -> None:
    with pytest.raises(TextFault) as fault:
        compile_text(source, field="steps[0].body")
    assert fault.value.message.startswith(f"line {line}, column {column}: ")
    assert problem in fault.value.message
    assert (fault.value.line, fault.value.column) == (line, column)
    assert fault.value.field == "steps[0].body"


@pytest.mark.parametrize("repeated", ["{%", "{{", "{% raw %}", "{% doc %}", "{%a", "{% comment %}"])
def test_a_hostile_text_is_refused_at_once(repeated: str) -> None:
    source = (repeated + "a" * SOURCE_LIMIT)[: SOURCE_LIMIT // 2]
    source += repeated * (SOURCE_LIMIT // 2 // len(repeated))
    with pytest.raises(TextFault):
        compile_text(source)

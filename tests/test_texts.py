"""Merge-field texts: what is rendered, what is missing, what is refused, and what is bounded."""

import tracemalloc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.texts import (
    LOOP_LIMIT,
    OUTPUT_LIMIT,
    SOURCE_LIMIT,
    FieldUse,
    MissingFields,
    RenderFault,
    TextFault,
    check_text,
    compile_text,
)

ADA: Mapping[str, object] = {
    "first_name": "Ada",
    "last_name": None,
    "company": "Black & <White>",
    "city": " \t\n",
    "team_size": 40,
    "deal": {"amount": Decimal("1234.50"), "close_on": date(2026, 5, 1), "note": ""},
    "sender": {"name": "Bob"},
    "custom": {"favourite_color": "red", "tags": "a,b,c", "shade": " "},
}

ESCAPED = "Black &amp; &lt;White&gt;"


def render(source: str, *, escape_html: bool = False) -> str:
    return compile_text(source, escape_html=escape_html).render(ADA)


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        ("", ""),
        ("Hello", "Hello"),
        ("Hi {{ first_name }}!", "Hi Ada!"),
        ("{{first_name}}{{ sender.name }}", "AdaBob"),
        ("{{ team_size }} {{ deal.amount }} {{ deal.close_on }}", "40 1234.50 2026-05-01"),
        ("{{ custom.favourite_color }} {{ custom['favourite_color'] }}", "red red"),
        ("{{ last_name | default: 'there' }}", "there"),
        ("{{ nobody.at.all | default: 'there' }}", "there"),
        ("{{ city | default: 'town' }}", "town"),
        ("{{ first_name | default: 'there' }}", "Ada"),
        ("{{ last_name | default: 'a\0b' }}", "ab"),
        ("{{ last_name | default: 'a\0b' | downcase }}", "ab"),
        ("a{{ last_name | default: '' }}b{{ city | default: ' ' }}c", "ab c"),
        ("{{ last_name | default: 'you' | upcase }}", "YOU"),
        ("{{ last_name | upcase | default: 'you' }}", "you"),
        ("{{ last_name | default: first_name }}", "Ada"),
        ("{{ first_name | default: last_name }}", "Ada"),
        ("{{ first_name | upcase }}", "ADA"),
        ("{{ first_name | append: ' ' | append: sender.name }}", "Ada Bob"),
        ("a {{- first_name -}} b", "aAdab"),
        ("{% raw %}{{ first_name }}{% endraw %}", "{{ first_name }}"),
        ("a{% comment %} {{ nobody }} {% endcomment %}b{% # a note %}c", "abc"),
        ("{% assign greeting = first_name | prepend: 'Hi ' %}{{ greeting }}", "Hi Ada"),
        ("{% assign first_name = 'Eve' %}{{ first_name }}", "Eve"),
        ("{% capture who %}{{ first_name }} B.{% endcapture %}{{ who }}", "Ada B."),
        ("{% capture who %}{% endcapture %}[{{ who }}]", "[]"),
        ("{% case first_name %}{% when 'Ada', 'Ada' %}1{% else %}2{% endcase %}", "1"),
        ("{% case last_name %}{% when 'Ada' %}1{% else %}2{% endcase %}", "2"),
        ("{% for i in (1..3) %}{{ i }}{% if forloop.last %}.{% endif %}{% endfor %}", "123."),
        (
            "{% assign t = custom.tags | split: ',' %}{{ t | join: '-' }} {{ t[1] }} {{ t.size }}",
            "a-b-c b 3",
        ),
        ("{{ first_name | slice: 0 }}{{ 'x' }}{{ 5 }}{{ true }}", "Ax5true"),
    ],
)  # fmt: skip
def test_a_text_is_rendered_with_the_persons_values(source: str, rendered: str) -> None:
    assert render(source) == rendered


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ last_name }}", "last_name"),
        ("{{ nobody }}", "nobody"),
        ("{{ city }}", "city"),
        ("{{ deal }}", "deal"),
        ("{{ deal.note }} {{ deal.owner }}", "deal.note deal.owner"),
        ("{{ deal.amount.currency }}", "deal.amount.currency"),
        ("{{ first_name.size }}", "first_name.size"),
        ("{{ custom.shade }}", "custom.shade"),
        ("{{ nobody.at.all }}", "nobody.at.all"),
        ("{{ city }} {{ first_name }} {{ last_name }} {{ city }}", "city last_name"),
        ("{{ last_name | upcase }}", "last_name"),
        ("{{ last_name | append: city | upcase }}", "last_name city"),
        ("{{ first_name | append: last_name }}", "last_name"),
        ("{{ last_name | default: city }}", "last_name city"),
        ("{{ last_name | date: '%Y' }} {{ city | plus: 1 }}", "last_name city"),
        ("{{ city | size }} {{ city | round }}", "city"),
        ("{{ first_name | remove: 'Ada' }}", "first_name"),
        ("{{ first_name | first }}", "first_name"),
        ("{% assign name = last_name %}{{ name }}", "last_name"),
        ("{% if nobody %}{% assign name = 'x' %}{% endif %}{{ name }}", "name"),
        ("{% if first_name %}{{ last_name }}{% endif %}{{ city }}", "last_name city"),
        ("{% for x in last_name %}{{ x }}{% endfor %}", "last_name"),
        ("{% for x in (1..3) limit: last_name %}{{ x }}{% endfor %}", "last_name"),
        ("{% capture x %}{{ last_name }}{% endcapture %}", "last_name"),
        ("{{ now }} {{ today }} {{ partial }}", "now today partial"),
        ("{{ now | upcase }} {{ today | upcase }} {{ partial | upcase }}", "now today partial"),
    ],
)
def test_a_value_that_is_missing_without_a_fallback_is_named(source: str, names: str) -> None:
    with pytest.raises(MissingFields) as hole:
        render(source)
    assert hole.value.names == tuple(names.split())


@pytest.mark.parametrize("empty", ["last_name", "nobody", "city", "deal.note", "custom.shade"])
@pytest.mark.parametrize(
    ("condition", "is_true"),
    [
        ("if {}", False),
        ("unless {}", True),
        ("if {} == blank", True),
        ("if {} != blank", False),
        ("if {} == empty", True),
        ("if {} == nil", True),
        ("if {} == ''", True),
        ("if '' == {}", True),
        ("if {} != ''", False),
        ("if {} == 'x'", False),
        ("if {} != first_name", True),
        ("if {} == nobody", True),
        ("if {} > 5", False),
        ("if {} <= 5", False),
        ("if 5 > {}", False),
        ("if {} contains 'x'", False),
        ("if first_name contains {}", False),
        ("if {} or first_name", True),
        ("if first_name and {}", False),
        ("if {} == blank and first_name != blank", True),
        ("if nobody %}{% elsif {} == blank", True),
    ],
)
def test_a_condition_takes_a_missing_value_for_nothing(
    empty: str, condition: str, is_true: bool
) -> None:
    tag = condition.replace("{}", empty)
    end = "endunless" if tag.startswith("unless") else "endif"
    assert render(f"{{% {tag} %}}yes{{% else %}}no{{% {end} %}}") == ("yes" if is_true else "no")


def test_a_text_that_asks_first_renders_without_complaint() -> None:
    source = (
        "Hi{% if last_name %} {{ last_name }}{% endif %}{% if deal %} {{ deal.amount }}{% endif %}"
    )
    assert render(source) == "Hi 1234.50"


def test_a_group_without_a_single_value_is_false() -> None:
    text = compile_text("{% if deal %}a deal{% else %}none{% endif %}")
    assert text.render({"deal": {"amount": None, "note": " "}}) == "none"


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        ("{{ deal.amount | times: 2 }}", "2469.00"),
        ("{{ deal.amount | plus: 0.5 | minus: 1 }}", "1234.00"),
        ("{{ deal.amount | divided_by: 3 | round: 2 }}", "411.50"),
        ("{{ deal.amount | round }} {{ deal.amount | ceil }}", "1235 1235"),
        ("{{ deal.amount | floor }} {{ -5 | abs }}", "1234 5"),
        ("{{ 7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }} {{ 7 | modulo: 4 }}", "3 3.5 3"),
        ("{{ '12' | plus: 1 }} {{ 2.5 | round }}", "13 3"),
        ("{{ 5 | at_most: 3 }} {{ 1 | at_least: 3 }}", "3 3"),
        ("{{ deal.close_on | date: '%d %B %Y' }}", "01 May 2026"),
        ("{{ '2026-02-03' | date: '%d.%m.' }}", "03.02."),
        ("{% if deal.amount > 1000 and deal.amount < 1234.51 %}big{% endif %}", "big"),
    ],
)  # fmt: skip
def test_numbers_are_exact_and_dates_are_laid_out(source: str, rendered: str) -> None:
    assert render(source) == rendered


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (Decimal("0.00"), "0.00"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-8"), "0.00000001"),
        (True, "true"),
        (False, "false"),
        ("a\0b", "ab"),
        (" a ", " a "),
        ("{{ first_name }}", "{{ first_name }}"),
    ],
)
@pytest.mark.parametrize("source", ["{{ value }}", "{% if value == value %}{{ value }}{% endif %}"])
def test_a_value_is_shown_as_a_person_would_write_it(
    source: str, value: object, shown: str
) -> None:
    assert compile_text(source).render({"value": value}) == shown


@pytest.mark.parametrize("value", ["\0", " \0 ", "\N{NO-BREAK SPACE}"])
def test_a_value_of_nothing_visible_is_missing(value: str) -> None:
    with pytest.raises(MissingFields):
        compile_text("{{ value }}").render({"value": value})
    assert compile_text("{{ value | default: 'x' }}").render({"value": value}) == "x"


@pytest.mark.parametrize(
    "kept",
    [
        "one\r\ntwo\rthree\nfour\r\n\r\n",
        "\u2028\u2029\x85\x0b\x0c\n",
        "👩‍👩‍👧‍👦 🇮🇹 e\u0301",
        "שלום \u202bעולם\u202c مرحبا",
        "\n",
        " ",
    ],
)
@pytest.mark.parametrize("engine", ["", "{% if true %}{% endif %}"])
def test_line_endings_and_every_script_survive_exactly(kept: str, engine: str) -> None:
    text = compile_text(f"{kept}{{{{ value }}}}{kept}{engine}")
    assert text.render({"value": f"<{kept}>"}) == f"{kept}<{kept}>{kept}"


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        ("<b>{{ company }}</b>", f"<b>{ESCAPED}</b>"),
        ("{{ last_name | default: '<i>you</i>' }}", "&lt;i&gt;you&lt;/i&gt;"),
        ("{{ last_name | default: '<i>' | upcase }}", "&lt;I&gt;"),
        ("{{ '<b>' }}{{ company | append: '<br>' }}", f"&lt;b&gt;{ESCAPED}&lt;br&gt;"),
        ("{% assign c = company %}{{ c }}", ESCAPED),
        ("{% capture c %}<b>{{ company }}</b>{% endcapture %}{{ c }}", f"<b>{ESCAPED}</b>"),
        ("{{ company | escape }} {{ company | escape_once }}", f"{ESCAPED} {ESCAPED}"),
        ("{{ company | append: '\n' | newline_to_br }}", f"{ESCAPED}<br />\n"),
        ("{{ company | url_encode }}", "Black+%26+%3CWhite%3E"),
        ("{% if company == 'Black & <White>' %}<br>{% endif %}", "<br>"),
    ],
)
def test_an_html_text_escapes_all_that_it_puts_out_and_nothing_else(
    source: str, rendered: str
) -> None:
    assert render(source, escape_html=True) == rendered


def test_a_plain_text_escapes_nothing() -> None:
    assert render("<b>{{ company }}{{ last_name | default: '<i>' }}") == "<b>Black & <White><i>"


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


def test_branches_of_a_case_are_rendered_once_however_deep() -> None:
    source = "{% case 1 %}{% when 1, 1, 1, 1, 1, 1 %}" * 18 + "x" + "{% endcase %}" * 18
    assert render(source) == "x"


@pytest.mark.parametrize("engine", ["", "{% if true %}{% endif %}"])
def test_the_output_may_have_just_as_many_characters_as_the_limit(engine: str) -> None:
    text = compile_text("{{ value }}{{ value }}" + engine)
    half = "é" * (OUTPUT_LIMIT // 2)
    assert len(text.render({"value": half})) == OUTPUT_LIMIT
    with pytest.raises(RenderFault):
        text.render({"value": half + "é"})


@pytest.mark.parametrize("filters", ["", " | downcase"])
def test_a_value_that_is_false_gives_way_to_a_fallback(filters: str) -> None:
    text = compile_text("{{ value | default: 'x'" + filters + " }}")
    assert text.render({"value": False}) == "x"
    assert text.render({"value": True}) == "true"


def test_a_text_lists_its_fields_in_the_order_of_the_text() -> None:
    source = (
        "Hi {{ first_name }},\r\n"
        "{% if company %}{{ company }}{% endif %}\n"
        "{{ deal.amount | default: sender.name | append: title }}"
        "{% assign x = custom.a %}{{ x }}{% for y in z %}{{ y }}{{ forloop.index }}{% endfor %}"
        "{% case w %}{% when v %}{% endcase %}{{ x | append: u | default: t }}"
    )
    assert compile_text(source).fields == (
        FieldUse("first_name", 1, 7, has_default=False),
        FieldUse("company", 2, 7, has_default=True),
        FieldUse("company", 2, 20, has_default=False),
        FieldUse("deal.amount", 3, 4, has_default=True),
        FieldUse("sender.name", 3, 27, has_default=False),
        FieldUse("title", 3, 49, has_default=False),
        FieldUse("custom.a", 3, 71, has_default=False),
        FieldUse("z", 3, 101, has_default=False),
        FieldUse("w", 3, 151, has_default=True),
        FieldUse("v", 3, 163, has_default=True),
        FieldUse("u", 3, 195, has_default=True),
        FieldUse("t", 3, 208, has_default=False),
    )


KNOWN = frozenset({"first_name", "company", "deal.amount", "sender.name"})


@pytest.mark.parametrize(
    "source",
    [
        "{{ first_name }} {{ deal.amount }} {{ custom.anything }}",
        "{% if deal %}{{ deal.amount }}{% endif %}",
        "{% assign x = company %}{{ x }}{% for y in company %}{{ y }}{% endfor %}",
    ],
)
def test_a_text_of_known_fields_passes(source: str) -> None:
    check_text(source, field="body", known=KNOWN)
    with pytest.raises(TextFault):
        check_text(source, field="body", known=frozenset())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "Hi\n{{ frist_name }}",
            'line 2, column 4: there is no merge field "frist_name"; did you mean "first_name"?',
        ),
        ("{{ zzz | default: 'x' }}", 'line 1, column 4: there is no merge field "zzz"'),
        ("{% if zzz %}{% endif %}", 'line 1, column 7: there is no merge field "zzz"'),
        ("{{ first_name | default: zzz }}", 'line 1, column 26: there is no merge field "zzz"'),
        ("{{ custom }}", 'line 1, column 4: there is no merge field "custom"'),
        ("{{ customs.a }}", 'line 1, column 4: there is no merge field "customs.a"'),
        ("{{ deal }}", 'line 1, column 4: there is no merge field "deal"'),
        ("{{ x }}{% assign x = company %}", 'line 1, column 4: there is no merge field "x"'),
        ("{{ }}", "line 1, column 1: something is missing at the end of the expression"),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_known(source: str, message: str) -> None:
    with pytest.raises(TextFault) as fault:
        check_text(source, field="steps[1].subject", known=KNOWN)
    assert fault.value.message.startswith(message)
    assert fault.value.field == "steps[1].subject"


def test_a_text_is_compiled_once_for_each_way_of_escaping() -> None:
    assert compile_text("Hi {{ company }}") is compile_text("Hi {{ company }}", field="subject")
    assert compile_text("Hi {{ company }}") is not compile_text(
        "Hi {{ company }}", escape_html=True
    )


def test_a_text_renders_the_same_from_many_threads() -> None:
    text = compile_text("{% for i in (1..50) %}{% assign x = n | plus: i %}{{ x }},{% endfor %}")
    with ThreadPoolExecutor(4) as pool:
        rendered = list(pool.map(lambda n: text.render({"n": n}), range(40)))
    assert rendered == ["".join(f"{n + i}," for i in range(1, 51)) for n in range(40)]


NAMES = ["first_name", "company", "deal.amount", "sender.name", "custom.a", "custom.a.b", "deal"]
words = st.text(st.characters(codec="utf-8"), max_size=12)
leaves = st.one_of(
    st.none(),
    words,
    st.sampled_from(["", " ", "\0", "a\0", "<&'\">", "\r\n", "\N{NO-BREAK SPACE}"]),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.booleans(),
)
values = st.dictionaries(
    st.sampled_from(["first_name", "company", "deal", "sender", "custom"]),
    leaves | st.dictionaries(st.sampled_from(["amount", "name", "a"]), leaves),
)
literals = words.filter(lambda word: "{" not in word)
fallbacks = words.filter(lambda word: not set(word) & set("'{}%"))
pieces = st.one_of(
    literals.map(lambda word: (word, None, None)),
    st.tuples(st.just(""), st.sampled_from(NAMES), st.none() | fallbacks),
)


def written(piece: tuple[str, str | None, str | None]) -> str:
    literal, name, fallback = piece
    if name is None:
        return literal
    return f"{{{{ {name} }}}}" if fallback is None else f"{{{{{name}|default:'{fallback}'}}}}"


def expected(piece: tuple[str, str | None, str | None], person: object, html: bool) -> str | None:
    """What a piece puts out by the rules, None for a hole."""
    literal, name, fallback = piece
    if name is None:
        return literal
    value: object = person
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    shown: str | None
    if isinstance(value, bool):
        shown = "" if fallback is not None and not value else str(value).lower()
    elif isinstance(value, Decimal) and abs(value.adjusted()) < 30:
        shown = f"{value:f}"
    else:
        shown = "" if value is None or isinstance(value, dict) else str(value).replace("\0", "")
    if not shown.strip():
        shown = fallback.replace("\0", "") if fallback is not None else None
    return escape(shown) if html and shown else shown


@given(st.lists(pieces, max_size=8), values, st.booleans())
def test_the_closure_and_the_engine_agree_with_the_rules(
    parts: list[tuple[str, str | None, str | None]], person: dict[str, object], html: bool
) -> None:
    text = compile_text("".join(map(written, parts)), escape_html=html)
    assert text._closure is not None
    shown = [expected(part, person, html) for part in parts]
    if None not in shown:
        assert text.render(person) == "".join(map(str, shown))
        assert text._render_by_engine(person) == text.render(person)
        return
    holes = [part[1] for part, out in zip(parts, shown, strict=True) if out is None]
    for rendering in (text.render, text._render_by_engine):
        with pytest.raises(MissingFields) as hole:
            rendering(person)
        assert hole.value.names == tuple(dict.fromkeys(holes))


snippets = st.sampled_from(
    ["{{", "}}", "{%", "%}", "-", "{% if a %}", "{% else %}", "{% endif %}", "{{ a }}", "{{ b.c }}",
     "{% for i in (1..3) %}", "{% endfor %}", "{{ i }}", "{% raw %}", "{% endraw %}",
     "{% comment %}", "{% endcomment %}", "| upcase", "| default: 'x'", "{% assign a = b %}",
     "{% capture c %}", "{% endcapture %}", "{% case a %}", "{% when 'x' %}", "{% endcase %}",
     "{% unless a == blank %}", "{% endunless %}", "{% elsif b %}", "a.b", "| plus: 1",
     "'", '"', " ", "\r\n", "\0", "é"]
)  # fmt: skip


@given(st.lists(snippets, max_size=12).map("".join), values)
def test_whatever_is_written_is_refused_or_rendered_or_missing_and_nothing_else(
    source: str, person: dict[str, object]
) -> None:
    outcome: object
    try:
        outcome = compile_text(source).render({**person, "a": "x"})
    except (TextFault, MissingFields, RenderFault) as refusal:
        outcome = str(refusal)
    assert isinstance(outcome, str)

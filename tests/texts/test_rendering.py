"""What is rendered, and how values of every kind are shown."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from crm_core.texts import (
    compile_text,
)
from tests.texts.people import ESCAPED, NEEDS_ENGINE, render


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
@pytest.mark.parametrize("engine", ["", NEEDS_ENGINE])
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


def test_branches_of_a_case_are_rendered_once_however_deep() -> None:
    source = "{% case 1 %}{% when 1, 1, 1, 1, 1, 1 %}" * 18 + "x" + "{% endcase %}" * 18
    assert render(source) == "x"


@pytest.mark.parametrize("filters", ["", " | downcase"])
def test_a_value_that_is_false_gives_way_to_a_fallback(filters: str) -> None:
    text = compile_text("{{ value | default: 'x'" + filters + " }}")
    assert text.render({"value": False}) == "x"
    assert text.render({"value": True}) == "true"


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

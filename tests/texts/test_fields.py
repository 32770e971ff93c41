"""The merge fields that a text uses, and those that it may."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from liquid.builtin.expressions import _tokenize

from crm_core.texts import (
    RESERVED_NAMES,
    FieldUse,
    TextFault,
    check_text,
    compile_text,
)


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


def test_the_reserved_names_are_the_words_of_the_engines_lexer() -> None:
    assert _tokenize._keywords == RESERVED_NAMES


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
def test_a_reserved_name_cannot_be_read_after_a_dot(name: str) -> None:
    with pytest.raises(TextFault):
        compile_text(f"{{{{ custom.{name} }}}}")


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True))
def test_any_other_name_can(name: str) -> None:
    assume(name not in RESERVED_NAMES)
    text = compile_text(f"{{{{ custom.{name} }}}}")
    assert text.render({"custom": {name: "x"}}) == "x"

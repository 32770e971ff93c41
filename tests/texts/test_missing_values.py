"""Holes: which values count as missing, and where one does no harm."""

import pytest

from crm_core.texts import (
    MissingFields,
    compile_text,
)
from tests.texts.people import render


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


@pytest.mark.parametrize("value", ["\0", " \0 ", "\N{NO-BREAK SPACE}"])
def test_a_value_of_nothing_visible_is_missing(value: str) -> None:
    with pytest.raises(MissingFields):
        compile_text("{{ value }}").render({"value": value})
    assert compile_text("{{ value | default: 'x' }}").render({"value": value}) == "x"

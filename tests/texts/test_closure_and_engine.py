"""Both renderers against the rules, on whatever an author or a value may hold."""

import subprocess
import sys
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.texts import (
    MissingFields,
    RenderFault,
    TextFault,
    compile_text,
    engine,
)
from tests.texts.people import NEEDS_ENGINE

ROOT = Path(__file__).parents[2]
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
    source = "".join(map(written, parts))
    texts = [compile_text(source + end, escape_html=html) for end in ("", NEEDS_ENGINE)]
    shown = [expected(part, person, html) for part in parts]
    if None not in shown:
        assert [text.render(person) for text in texts] == ["".join(map(str, shown))] * 2
        return
    holes = [part[1] for part, out in zip(parts, shown, strict=True) if out is None]
    for text in texts:
        with pytest.raises(MissingFields) as hole:
            text.render(person)
        assert hole.value.names == tuple(dict.fromkeys(holes))


def test_only_a_text_of_more_than_plain_fields_enters_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "Rendering", None)
    source = "Hi {{ first_name }} of {{ custom.team | default: 'yours' }}!"
    assert compile_text(source).render({"first_name": "Ada"}) == "Hi Ada of yours!"
    with pytest.raises(TypeError):
        compile_text(source + NEEDS_ENGINE).render({"first_name": "Ada"})


def test_the_engine_is_not_imported_before_a_text_is_compiled() -> None:
    code = "import sys, crm_core.texts; assert 'liquid' not in sys.modules"
    code += "; crm_core.texts.compile_text(''); assert 'liquid' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


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

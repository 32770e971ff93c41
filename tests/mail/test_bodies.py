"""How a step's body becomes the two forms of a message."""

import time
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from liquid import Environment

from crm_core.errors import InvalidInput
from crm_core.mail.body import (
    alternatives,
    finished_alternatives,
    is_formatted,
    typed_form,
)
from crm_core.texts import MissingFields, compile_text


def body_of(document: str) -> str:
    head, _, rest = document.partition("<body>\n")
    body, _, tail = rest.rpartition("\n</body>")
    assert head == '<!doctype html>\n<html><head><meta charset="utf-8"></head>\n'
    assert tail == "</html>\n"
    return body


PLAIN = [
    ("Hi", "<p>Hi</p>"),
    ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ("one\r\ntwo\rthree", "<p>one<br>\ntwo<br>\nthree</p>"),
    ("one\n\n\ntwo", "<p>one</p>\n<p>two</p>"),
    ("one\n \t\ntwo\n", "<p>one</p>\n<p>two</p>"),
    ("a < b and <3 & >", "<p>a &lt; b and &lt;3 &amp; &gt;</p>"),
    ("write to <ann@example.com>", "<p>write to &lt;ann@example.com&gt;</p>"),
    ("{{ a }} and { b }", "<p>{{ a }} and { b }</p>"),
    ('{{ a | default: "x < y" }}', '<p>{{ a | default: "x < y" }}</p>'),
    ("{{ '<b>' }}", "<p>{{ '<b>' }}</p>"),
    ("{{ open", "<p>{{ open</p>"),
    ("{% open }} {{ a }}", "<p>{% open }} {{ a }}</p>"),
    (
        "see https://x.example/a?b=1&c=2.",
        '<p>see <a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a>.</p>',
    ),
    (
        "(see http://x.example/a_(b))",
        '<p>(see <a href="http://x.example/a_(b)">http://x.example/a_(b)</a>)</p>',
    ),
    (
        "https://x.example/{{ id }}!",
        '<p><a href="https://x.example/{{ id }}">https://x.example/{{ id }}</a>!</p>',
    ),
    (
        "{% if a %}https://x.example{% endif %}",
        '<p>{% if a %}<a href="https://x.example">https://x.example</a>{% endif %}</p>',
    ),
    ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    (
        "<img@x.example> & https://x.example & <img@y.example>",
        (
            '<p>&lt;img@x.example&gt; &amp; <a href="https://x.example">https://x.example</a>'
            " &amp; &lt;img@y.example&gt;</p>"
        ),
    ),
    ("a\ue0000\ue001b {{ x }}", "<p>a0b {{ x }}</p>"),
    ("a\ue003{ b", "<p>a{ b</p>"),
    ("Hi\n{% if a %}\nA\n{% endif %}\nbye", "<p>Hi<br>\n{% if a %}A<br>\n{% endif %}bye</p>"),
]


@pytest.mark.parametrize(("source", "html"), PLAIN)
def test_plain_text_becomes_paragraphs(source: str, html: str) -> None:
    assert body_of(alternatives(source)[1]) == html


@pytest.mark.parametrize(
    "source", ["Hi {{ a }},\n\nshall we < talk?\n", "a &amp; b", "", "  indented\n\ttoo  "]
)
def test_plain_text_stays_as_it_was_typed(source: str) -> None:
    assert alternatives(source)[0] == source


HTML = [
    ("<p>Hi <b>you</b></p>", "Hi you\n", "<p>Hi <b>you</b></p>"),
    ("one<br>two", "one\ntwo\n", "one<br>two"),
    ("<BR/>x", "x\n", "<br>x"),
    ("<div>a</div><div>b</div>", "a\nb\n", "<div>a</div><div>b</div>"),
    ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>\n", "<p>a &amp; b &lt;c&gt;</p>"),
    (
        "<ul><li>one</li><li>two</li></ul>",
        "  * one\n  * two\n",
        "<ul><li>one</li><li>two</li></ul>",
    ),
    # links
    (
        '<a href="https://x.example/a?b=1&amp;c=2" onclick="x()">the <b>page</b></a>',
        "the page (https://x.example/a?b=1&c=2)\n",
        '<a href="https://x.example/a?b=1&amp;c=2">the <b>page</b></a>',
    ),
    (
        '<a href="https://x.example/">x.example</a>',
        "https://x.example/\n",
        '<a href="https://x.example/">x.example</a>',
    ),
    (
        "<a href='mailto:a@b.example'>a@b.example</a>",
        "a@b.example\n",
        '<a href="mailto:a@b.example">a@b.example</a>',
    ),
    ("<a href='{{ link }}'>go</a>", "go ({{ link }})\n", '<a href="{{ link }}">go</a>'),
    (
        "<a href='https://{{ host }}/{{ id }}'>go</a>",
        "go (https://{{ host }}/{{ id }})\n",
        '<a href="https://{{ host }}/{{ id }}">go</a>',
    ),
    (
        "<a href='{% if a %}https://a.example{% endif %}'>go</a>",
        "go ({% if a %}https://a.example{% endif %})\n",
        '<a href="{% if a %}https://a.example{% endif %}">go</a>',
    ),
    ("<a href='javascript:alert(1)'>go</a>", "go\n", "<a>go</a>"),
    ("<a href=' JaVaScRiPt:alert(1)'>go</a>", "go\n", "<a>go</a>"),
    ("<a href='data:text/html,x'>go</a>", "go\n", "<a>go</a>"),
    ("<a href='/relative'>go</a>", "go\n", "<a>go</a>"),
    # what mail should not hold
    ("<p>a</p><script>alert(1)</script>", "a\n", "<p>a</p>"),
    ("<style>p{}</style><p>a</p>", "a\n", "<p>a</p>"),
    ("<p>a<img src='https://x.example/pixel'></p>", "a\n", "<p>a</p>"),
    ("<p onmouseover='x()' class='y' title='z'>a</p>", "a\n", "<p>a</p>"),
    (
        "<table><tr><td width='<!--' align='left'>a</td></tr></table>",
        "a\n",
        '<table><tbody><tr><td align="left">a</td></tr></tbody></table>',
    ),
    ("<form action='/x'><input><b>a</b></form>", "a\n", "<b>a</b>"),
    ("<p>a<!-- [if mso]> b <![endif] --></p>", "a\n", "<p>a</p>"),
    (
        "<span style='color: red; position: fixed; background: url(x)'>a</span>",
        "a\n",
        '<span style="color:red">a</span>',
    ),
    ("<html><head><title>T</title></head><body><p>a</p></body></html>", "a\n", "<p>a</p>"),
    # Liquid
    ("<p>{{ a | default: &quot;you&quot; }}</p>", '{{ a | default: "you" }}\n', None),
    ("<p>{{&nbsp;a&nbsp;}}</p>", "{{ a }}\n", "<p>{{ a }}</p>"),
    (
        "<p>{% if n &gt; 3 &amp;&amp; x %}b{% endif %}</p>",
        "{% if n > 3 && x %}b{% endif %}\n",
        None,
    ),
    ("<p>{% if a %}</p><p>A</p><p>{% endif %}</p><p>B</p>", "{% if a %}A\n\n{% endif %}B\n", None),
    (
        "<ul>{% for x in xs %}<li>{{ x }}</li>{% endfor %}</ul>",
        "{% for x in xs %}  * {{ x }}\n{% endfor %}",
        "<ul>{% for x in xs %}<li>{{ x }}</li>{% endfor %}</ul>",
    ),
    (
        (
            "<table><tr><th>A</th><th>B</th></tr>"
            "{% for r in rows %}<tr><td>{{ r.a }}</td><td>{{ r.b }}</td></tr>{% endfor %}</table>"
        ),
        "A  B\n{% for r in rows %}{{ r.a }}  {{ r.b }}\n{% endfor %}",
        (
            "<table><tbody><tr><th>A</th><th>B</th></tr>"
            "{% for r in rows %}<tr><td>{{ r.a }}</td><td>{{ r.b }}</td></tr>{% endfor %}"
            "</tbody></table>"
        ),
    ),
]


@pytest.mark.parametrize(("source", "text", "html"), HTML)
def test_html_is_made_fit_for_mail_and_readable_as_text(
    source: str, text: str, html: str | None
) -> None:
    text_template, html_template = alternatives(source)
    assert text_template == text
    if html is not None:
        assert body_of(html_template) == html


@pytest.mark.parametrize(
    ("source", "text", "html"),
    [
        (
            "Hi,\n\n{% if company %}\nI saw {{ company }}.\n{% endif %}\n\nBye",
            "Hi,\n\nI saw A&B.\n\nBye",
            "<p>Hi,</p>\n<p>I saw A&amp;B.<br>\n</p>\n<p>Bye</p>",
        ),
        (
            "<p>Hi,</p>{% if nobody %}<p>hidden</p>{% endif %}<p>{{ company }}</p>",
            "Hi,\n\nA&B\n",
            "<p>Hi,</p><p>A&amp;B</p>",
        ),
        (
            "<ol>{% for x in points %}<li>{{ x }}</li>{% endfor %}</ol><p>Bye</p>",
            " 1. one\n 1. two\nBye\n",
            "<ol><li>one</li><li>two</li></ol><p>Bye</p>",
        ),
        (
            "<table><tr><td>x</td></tr>{% if nobody %}<tr><td>hidden</td></tr>{% endif %}</table>",
            "x\n",
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
    ],
)
def test_both_forms_render(source: str, text: str, html: str) -> None:
    data = {"company": "A&B", "points": ["one", "two"]}
    text_template, html_template = alternatives(source)
    assert Environment().from_string(text_template).render(**data) == text
    rendered = Environment(autoescape=True).from_string(html_template).render(**data)
    assert body_of(rendered) == html


TRACKER = "<img src=x onerror=y>"


@pytest.fixture(scope="module")
def received() -> Callable[[str], str]:
    """What a reader of the HTML gets, rendered as the product does; "" if it is refused."""

    def render(source: str) -> str:
        try:
            text, document = alternatives(source)
            compile_text(text).render({"x": "value"})
            return compile_text(document, escape_html=True).render({"x": "value"})
        except (InvalidInput, MissingFields):
            return ""

    return render


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% raw %}{{ TRACKER }}{% endraw %}</p>",
        "plain {%- raw -%}{{ TRACKER }}{% endraw %}",
        "<p>{%&nbsp;raw&nbsp;%}{{ TRACKER }}{%&nbsp;endraw&nbsp;%}</p>",
        "<p>{<x></x>% raw %}{{ TRACKER }}{% endraw %}</p>",
        "<p>&#123;% raw %}{{ TRACKER }}{% endraw %}</p>",
        '<b title="{% raw %}">{{ TRACKER }}{% endraw %}</b>',
        '{% raw %}<b title="{% endraw %}">{{ TRACKER }}{% raw %}x{% endraw %}</b>',
        "<p>{{ x &#125;&#125;TRACKER{{ x }}</p>",
        "<p>{% if x &#37;&#125;TRACKER{% endif %}</p>",
        "<p>{{ 'TRACKER' }}</p>",
        "<p>{{ y | default: 'TRACKER' }}</p>",
        "<p>{{ '&lt;img src=x onerror=y&gt;' }}</p>",
        "<p>{% capture c %}TRACKER{% endcapture %}{{ c }}</p>",
        "<p>{% assign c = 'TRACKER' %}{{ c | newline_to_br }}</p>",
        "<p>{% comment %}TRACKER{% endcomment %}</p>",
    ],
)
def test_liquid_carries_nothing_past_the_cleaning(
    received: Callable[[str], str], source: str
) -> None:
    assert "<img" not in received(source.replace("TRACKER", TRACKER))


def test_raw_shows_its_braces(received: Callable[[str], str]) -> None:
    source = "<p>{% raw %}{{ x }}{% endraw %} is {{ x }}</p>"
    assert body_of(received(source)) == "<p>&#123;&#123; x }} is value</p>"
    assert alternatives(source)[0] == "{% raw %}{{ x }}{% endraw %} is {{ x }}\n"


@pytest.mark.parametrize(
    "source",
    [
        "<p>{<b>{ x }</b>}</p>",
        "<p>{<i></i>{ x }}</p>",
        "<p>&#123;{ x }}</p>",
        "<p>{<!-- -->% if x %}a</p>",
        "<p>Hi {{ x }</p>",
        "<p>Hi {% if x }</p>",
        '<a href="https://x.example/{{ x">a</a>',
    ],
)
def test_a_field_that_formatting_cuts_in_two_is_refused(source: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        alternatives(source, field="steps[0].body")
    assert refusal.value.field == "steps[0].body"


class Inventory(HTMLParser):
    """The tags and attributes of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.comments = 0
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.comments += 1


PIECES = [
    "<p>", "</p>", "<table>", "<tr>", "<td>", "<a href='", "'>", '"', "<!--", "-->", "<b>", "</b>",
    "{{", "}}", "{%", "%}", "{{ x }}", "{% raw %}", "{% endraw %}", "{% if x %}", "{% endif %}",
    "{", "}", "%", " raw ", " x ", "'", "\n\n", "https://x.example", "&lt;", "&#123;", "&#125;",
    "&nbsp;", "<script>", "</script>", "<svg/onload=y>", "<style>", "<x>", "</x>", '<b title="',
    "zq_liquid0_zq", "\ue000", "0", "\ue001", "\ue003", TRACKER,
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_source_brings_in_what_mail_should_not_hold(
    received: Callable[[str], str], source: str
) -> None:
    found = Inventory(received(source))
    assert found.tags <= {"html", "head", "meta", "body", "p", "table", "tbody", "tr", "td", "a",
                          "b", "br"}  # fmt: skip
    assert found.attributes <= {"charset", "href"}
    assert found.comments == 0


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "{%",
        "<",
        "<a ",
        "<p {{",
        "{{ a }}",
        "https://x ",
        "{% raw %}",
        "{% raw",
        "<!--",
        "&#123;",
        "(" * 9,
    ],
)
def test_a_large_body_takes_no_time_to_speak_of(piece: str) -> None:
    source = piece * (200_000 // len(piece))
    began = time.process_time()
    with suppress(InvalidInput):
        alternatives(source)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "html", "typed"),
    [
        ("Hi {{ x }} & <you>", None, "Hi {{ x }} & <you>"),
        ("Hi", "<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
        ("<b>as typed</b>\n\nyes", None, "<p>&lt;b&gt;as typed&lt;/b&gt;</p>\n<p>yes</p>"),
    ],
)
def test_a_draft_is_edited_as_it_would_have_been_typed(
    text: str, html: str | None, typed: str
) -> None:
    assert typed_form(text, html) == typed
    if html is None:
        formatted = typed if is_formatted(typed) else None
        plain, _ = finished_alternatives(text if formatted is None else "", formatted)
        assert plain.strip() == text


def test_a_drafts_braces_and_plain_markup_are_what_they_say() -> None:
    text, html = finished_alternatives("{{ a }} {% b <b>c</b> https://example.com/?a=1&b=2", None)
    assert text == "{{ a }} {% b <b>c</b> https://example.com/?a=1&b=2"
    assert "<p>{{ a }} {% b &lt;b&gt;c&lt;/b&gt; <a href=" in html
    assert finished_alternatives("", "<p>{{ a }} {% b</p>")[0] == "{{ a }} {% b\n"

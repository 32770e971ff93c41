"""What is shown of HTML that strangers sent."""

from time import monotonic

import pytest

from crm_core.mail.shown import shown_html

HOSTILE = """<html><head><title>t</title><base href="http://evil.test/">
<meta http-equiv=refresh content="0;url=http://evil.test/r"><link rel=stylesheet href=//evil.test/l>
<style>@import url(http://evil.test/a.css); p { background: url(http://evil.test/b) }</style></head>
<body background=http://evil.test/c style="background:url(http://evil.test/d)" onload=alert(1)>
<img src=http://evil.test/p.png srcset="http://evil.test/q 2x" onerror=alert(2)>
<svg onload=alert(3)><image href=http://evil.test/s /><script>alert(4)</script></svg>
<script>alert(5)</script><iframe src=http://evil.test/i></iframe><object data=http://evil.test/o>
</object><form action=http://evil.test/f><input type=image src=http://evil.test/g>
<button formaction=javascript:alert(6)>Go</button></form>
<a href="javascript:alert(7)">one</a><a href="JaVaScRiPt:alert(8)">two</a>
<a href="data:text/html,<script>alert(9)</script>">three</a><a href="//evil.test/x">four</a>
<math><mi xlink:href="javascript:alert(10)">m</mi></math><p style="color:red">Words</p>
</body></html>"""


def test_nothing_of_a_hostile_message_loads_runs_or_sends() -> None:
    shown = shown_html(HOSTILE)
    assert "Words" in shown
    for word in ("evil.test", "alert", "src", "style", "href", "<form", "<input", "on", "<svg"):
        assert word not in shown.replace("one", ""), word


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            '<a href="https://evil.test/x?a&b">Your <b>bank</b></a>',
            (
                '<a href="https://evil.test/x?a&amp;b" target="_blank" rel="noopener noreferrer">'
                'Your <b>bank</b></a> <small class="host">(evil.test)</small>'
            ),
        ),
        (
            '<a href="https://evil.test/">https://bank.test/</a>',
            (
                '<a href="https://evil.test/" target="_blank" rel="noopener noreferrer">'
                'https://bank.test/</a> <small class="host">(evil.test)</small>'
            ),
        ),
        (
            '<a href="https://bank.test">https://bank.test</a>',
            (
                '<a href="https://bank.test" target="_blank" rel="noopener noreferrer">'
                "https://bank.test</a>"
            ),
        ),
        (
            '<a href="mailto:a@b.test">Write</a>',
            (
                '<a href="mailto:a@b.test" target="_blank" rel="noopener noreferrer">'
                'Write</a> <small class="host">(a@b.test)</small>'
            ),
        ),
        ('<a href="https:///x">y</a><a name=z>z</a>', "yz"),
        ("<h1>A</h1><ul><li>b</ul>&amp; c", "<h1>A</h1><ul><li>b</li></ul>&amp; c"),
    ],
)
def test_a_link_says_where_it_leads(html: str, shown: str) -> None:
    assert shown_html(html) == shown


@pytest.mark.parametrize("html", ["<div>" * 100_000, "<table><tr><td>" * 60_000, "<b>" * 150_000])
def test_what_is_nested_without_end_costs_no_time(html: str) -> None:
    begin = monotonic()
    shown_html(html)
    assert monotonic() - begin < 5

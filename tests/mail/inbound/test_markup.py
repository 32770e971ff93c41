"""HTML as plain lines, with quotations marked."""

import pytest

from crm_core.mail.inbound.markup import SOURCE_LIMIT, plain
from crm_core.mail.inbound.quoting import own_words

QUOTES = [
    (
        '<div class="gmail_quote"><div class="gmail_attr">On Mon Rep wrote:</div>'
        "<blockquote>Old</blockquote></div>"
    ),
    '<div class="gmail_quote gmail_quote_container">On Mon Rep wrote:<div>Old</div></div>',
    '<blockquote type="cite"><div>On 2 Mar 2026, Rep wrote:</div><div>Old</div></blockquote>',
    (
        '<div class="moz-cite-prefix">Am 02.03.2026 schrieb Rep:</div><blockquote type="cite">Old'
        "</blockquote>"
    ),
    '<div class="yahoo_quoted" id="yahoo_quoted_1"><div>On Monday Rep wrote:</div>Old</div>',
    '<div class="protonmail_quote">On Monday Rep wrote:<blockquote>Old</blockquote></div>',
    '<hr><div id="divRplyFwdMsg"><b>From:</b> Rep<br><b>Sent:</b> Monday</div><div>Old</div>',
    '<div id="appendonsend"></div><hr><div>Von: Rep</div><div>Old</div>',
    (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        "<p><b>From:</b> Rep<br><b>Sent:</b> Monday</p></div><p>Old</p>"
    ),
    '<div name="messageReplySection">On 2 Mar 2026 Rep wrote:<blockquote>Old</blockquote></div>',
    '<div id="mail-editor-reference-message-container"><div>Old</div></div>',
    (
        "<div>Thu, 26 Jun 2026 14:00 +0400 от Rep &lt;rep@ours.example&gt;:</div>"
        "<blockquote>Old</blockquote>"
    ),
]


@pytest.mark.parametrize("quote", QUOTES)
def test_what_a_client_quotes_is_no_part_of_the_writers_words(quote: str) -> None:
    page = f"<html><head><style>p {{}}</style></head><body><p>New</p>{quote}</body></html>"
    assert own_words(plain(page)) == "New"


def test_an_answer_below_and_between_quotations_stays() -> None:
    page = (
        "<blockquote type=cite>One?</blockquote><p>First</p>"
        "<blockquote type=cite>Two?<blockquote>Old</blockquote></blockquote><p>Second</p>"
    )
    assert own_words(plain(page)) == "First\n\nSecond"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<td>a</td><td>b</td>", "a b"),
        ("a &lt;b&gt; &amp; &nbsp; c&#33;", "a <b> & c!"),
        ("<script>x</script>a<style>y</style>", "a"),
        ("<!-- <p>no</p> -->a", "a"),
        ("a <3 b", "a <3 b"),
        ("a <", "a <"),
        ("<!-- open a", "open a"),
        ("<head>a", "a"),
        ("<p", ""),
    ],
)
def test_the_text_of_a_page(page: str, text: str) -> None:
    assert plain(page) == text


@pytest.mark.parametrize("piece", ["<", "<div>", "<!--", "<a b='", "&", "<style>", "<blockquote>"])
def test_only_so_much_of_a_page_is_read(piece: str) -> None:
    assert len(plain("seen " + piece * 200_000 + "unseen")) <= SOURCE_LIMIT * 2
    assert "unseen" not in plain("seen " + piece * 500_000 + "unseen")


def test_a_rule_above_everything_quotes_nothing() -> None:
    rule = '<div style="border:none;border-top:solid #E1E1E1 1.0pt"></div>'
    assert own_words(plain(f"{rule}<p>New</p>")) == "New"
    assert own_words(plain(f"<p>New</p>{rule}<p>Old</p>")) == "New"

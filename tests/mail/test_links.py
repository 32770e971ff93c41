"""Tracked e-mails: which links lead through us."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.mail.body import finished_alternatives
from crm_core.mail.links import URL_MOST, is_trackable, tracked

BASE = "https://crm.test"


class Links(HTMLParser):
    """The addresses of a document's links and pictures, as a mail program reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.hidden: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a" and "style" in given:
            self.hidden.append(given)
        elif tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        elif tag == "img":
            self.pictures.append(str(given["src"]))


def read(document: str) -> Links:
    links = Links()
    links.feed(document)
    links.close()
    return links


def with_links(document: str) -> tuple[str, list[str]]:
    """The tracked document, and the targets of its links in their order."""
    targets: list[str] = []

    def click(url: str) -> str:
        targets.append(url)
        return f"token{len(targets) - 1}"

    return tracked(document, base=BASE, click=click, pixel=None), targets


def body(html: str) -> str:
    return finished_alternatives("", html)[1]


def test_web_links_lead_through_us_and_the_rest_stays() -> None:
    document = body(
        '<p><a href="https://a.test/x?b=1&amp;c=%20#d">one</a> <a href="HTTP://b.test">two</a> '
        '<a href="mailto:a@b.test">mail</a> <a href="https://crm.test/u/1.2.x">stop</a></p>'
    )
    made, targets = with_links(document)

    assert targets == ["https://a.test/x?b=1&c=%20#d", "HTTP://b.test", ""]
    assert read(made).links == [
        f"{BASE}/t/c/token0", f"{BASE}/t/c/token1", "mailto:a@b.test", f"{BASE}/u/1.2.x",
    ]  # fmt: skip
    assert made.endswith("</body></html>\n")


def test_the_hidden_link_is_seen_by_nobody_and_spoken_by_no_screen_reader() -> None:
    made, _ = with_links(body('<p><a href="https://a.test">one</a></p>'))

    (hidden,) = read(made).hidden
    assert hidden["href"] == f"{BASE}/t/c/token1"
    assert (hidden["style"], hidden["aria-hidden"], hidden["tabindex"]) == (
        "display:none", "true", "-1",
    )  # fmt: skip


def test_without_a_link_there_is_no_hidden_one() -> None:
    document = body("<p>plain</p>")
    assert with_links(document) == (document.replace("</body>", "\n</body>"), [])


def test_the_pixel_stands_at_the_end_and_the_links_stay_where_only_opens_are_tracked() -> None:
    document = body('<p><a href="https://a.test">one</a></p>')
    made = tracked(document, base=BASE, click=None, pixel=lambda: "token")

    found = read(made)
    assert found.links == ["https://a.test"]
    assert found.pictures == [f"{BASE}/t/o/token"]
    assert 'alt=""' in made


@pytest.mark.parametrize(
    ("url", "fit"),
    [
        ("https://a.test", True),
        ("http://a.test/ä?b#c", True),
        ("https://münchen.test/", True),
        ("https://a.test:8080/x", True),
        ("ftp://a.test", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https:///x", False),
        ("https://user:pass@a.test/", False),
        ("https://a.test@b.test/", False),
        ("https://a.test/x y", False),
        ("https://a.test/\r\nSet-Cookie:x", False),
        ("https://a.test/\u2028", False),
        ("https://a.test/" + "x" * URL_MOST, False),
    ],
)
def test_where_a_redirect_may_lead(url: str, fit: bool) -> None:
    assert is_trackable(url) is fit


PIECES = st.lists(
    st.sampled_from(
        [
            '<a href="', "<a href='", '">', "'>", "</a>", "https://a.test/", "http://b.test/?q=",
            "&amp;", "&quot;", '"', "'", "<", ">", "=", " href=", "<a ", "text", "<p>", "</p>",
            "<b title='<a href=\"https://c.test\">'>", "<!--", "-->", '<td width="', "ä", " ", "\n",
            "mailto:x@y.test", "<span style=\"color:red\">", "</span>", "<a\nhref=\"https://d.test\">",
            "&lt;a href=&quot;https://e.test&quot;&gt;", "<A HREF=https://f.test>", "{{", "}}",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(PIECES)
def test_the_links_found_are_those_that_a_parser_finds(source: str) -> None:
    """In whatever a person typed, once it is cleaned as every message is."""
    document = body(source)
    expected = [url for url in read(document).links if is_trackable(url)]

    made, targets = with_links(document)

    assert [url for url in targets if url] == expected
    others = [url for url in read(document).links if not is_trackable(url)]
    assert [url for url in read(made).links if not url.startswith(f"{BASE}/t/c/")] == others
    assert len(read(made).hidden) == bool(expected)


@given(PIECES)
def test_of_plain_text_as_well(source: str) -> None:
    document = finished_alternatives(source, None)[1]
    expected = [url for url in read(document).links if is_trackable(url)]

    assert [url for url in with_links(document)[1] if url] == expected

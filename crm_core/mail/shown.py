"""HTML that strangers sent, made fit to be looked at: it loads, runs and sends nothing.

What is left is text with its headings, lists, quotes and tables; a link says to which host it
leads. Called for a message of an inbox when somebody asks for its formatted form; the page shows
the result in a frame in which nothing may run either.
"""

import re
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

SHOWN_MOST = 200_000
"""Characters of HTML that are looked at; longer mail is cut."""
DEEPEST = 500
"""Elements within elements; the parser's work grows with the square of what lies deeper."""
_LINK = re.compile(r"<a ([^<>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'href="([^"]*)"')
_LEADS_SOMEWHERE = re.compile(r"(?:https?://|mailto:)[^/]", re.IGNORECASE)
_OPENS = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_CLOSE_THEMSELVES = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "source",
        "td",
        "th",
        "tr",
        "wbr",
    ]
)
_TAG = re.compile(r"<[^>]*>")


def _fit(tag: str, attribute: str, value: str) -> str | None:
    """Only addresses of links with a host or a mailbox; "<" and ">" would hide an end of a tag."""
    if "<" in value or ">" in value:
        return None
    if attribute == "href" and not _LEADS_SOMEWHERE.match(value.strip()):
        return None
    return value.strip()


_CLEANER = nh3.Cleaner(
    tags={
        "p", "br", "hr", "a", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote",
        "h1", "h2", "h3", "h4", "span", "div", "pre", "code", "sub", "sup",
        "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    },
    clean_content_tags={
        "script", "style", "title", "iframe", "object", "embed", "svg", "math", "template",
        "noscript", "textarea", "select", "audio", "video",
    },
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    attribute_filter=_fit,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)  # fmt: skip


def shown_html(html: str) -> str:
    """The part of a message's HTML that can be shown, without a document around it; nothing of one
    that is nested deeper than `DEEPEST`."""
    given = html[:SHOWN_MOST]
    if _depth(given) > DEEPEST:
        return ""
    return _LINK.sub(_with_host, _CLEANER.clean(given))


def _depth(html: str) -> int:
    deepest = depth = 0
    for slash, name in _OPENS.findall(html):
        if name.lower() not in _CLOSE_THEMSELVES:
            depth = max(depth - 1, 0) if slash else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _with_host(link: re.Match[str]) -> str:
    """The link with the host that it leads to behind its words, unless these name it and no other;
    words alone where it leads nowhere."""
    href = _HREF.search(link[1])
    if href is None:
        return link[2]
    address = unescape(href[1])
    host = _host_of(address)
    words = unescape(_TAG.sub("", link[2])).strip()
    if words in (address, host, address.removeprefix("mailto:")):
        return link[0]
    return f'{link[0]} <small class="host">({escape(host)})</small>'


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        return parts.path if parts.scheme.lower() == "mailto" else parts.hostname or address
    except ValueError:
        return address

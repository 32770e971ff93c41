"""HTML of a message as plain lines, with what it quotes marked as plain text marks it: `> `.

Knows how the common clients mark a quotation in HTML, so that `quoting` needs to know plain text
only. Reads hostile markup in one pass that cannot go back: no tree, no recursion, a bound on the
source. Not for display; that is `pages`' to sanitise.
"""

import html
import re

from crm_core.mail.inbound.phrases import any_of

SOURCE_LIMIT = 400_000
"""Characters of HTML that are read: the writer's own words stand in front."""

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:]{0,30}")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z-]{1,30})\s{0,5}=\s{0,5}(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\s\"'>]{1,200}))"
)
_SKIPPED = {
    name: re.compile(rf"</{name}\b[^>]{{0,200}}>", re.I)
    for name in ("style", "script", "head", "title", "template", "svg", "noscript")
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "hr", "pre")
).union(_HEADINGS, ("section", "article", "header", "footer", "address", "center", "body", "html"))
_SPACED = frozenset(("p", "ul", "ol", "table", "pre", "blockquote", *_HEADINGS))
_QUOTING = re.compile(
    r"""(?:^|\s|x_|;)(?:
      gmail_quote(?:_container)?|gmail_attr|yahoo_quoted|protonmail_quote|tutanota_quote
    | moz-cite-prefix|moz-email-headers-table|zmail_extra|wmquote|mail_android_quote
    | mail-quote|messagereplysection|olk_src_body_section|isforwardcontent|isreplycontent
    | ms-outlook-mobile-reference-message|mail-editor-reference-message-container
    | front-blockquote|freemail_quote|airmail_on|airmail_ext_on|tmail-quote|acymailing_quote
    | yahoo_quoted_begin|ydp\w{1,12}yahoo_quoted|reply-intro|replybody_quote|quote-container
    | cite|quote
    )(?=$|\s)""",
    re.I | re.X,
)
"""Classes, ids and names of elements that hold a quotation, or the line above one."""
_REST = any_of(
    r"""
    (?:^|\s|x_)(?:divrplyfwdmsg|appendonsend|stopspelling|zwchr|msgheadercontainer|replysplit|
        orm-reply-above|mail-editor-reference-message-container)(?=$|\s)
    """
)
"""Elements that stand between the writer's words and all the rest."""
_OUTLOOK_RULE = any_of(
    r"""
    border:\s{0,2}none;\s{0,2}border-top:\s{0,2}solid\s{1,2}#(?:e1e1e1|b5c4df|[0-9a-f]{6})
    border-(?:top|width|style):\s{0,2}(?:[a-z0-9#.]{1,12}\s{1,2}){0,3}(?:#b5c4df|#e1e1e1|
        rgb\(225,\s?225,\s?225\)|rgb\(181,\s?196,\s?223\))
    """
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")


class _Lines:
    """Collects the text, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.blank_due = False
        self.quoted_by = ""
        self.depth = 0
        self.is_rest = False

    @property
    def has_words(self) -> bool:
        """Whether anything stands above that is not quoted."""
        return any(line and not line.startswith("> ") for line in self.lines) or any(
            piece.strip() for piece in self.current
        )

    @property
    def is_quoted(self) -> bool:
        return self.is_rest or self.depth > 0

    def add(self, text: str) -> None:
        self.current.append(text)

    def end_line(self, *, keep_blank: bool) -> None:
        line = _SPACE.sub(" ", "".join(self.current)).strip()
        self.current = []
        if line or keep_blank:
            if self.blank_due and self.lines and line:
                self._write("")
            self.blank_due = False
            self._write(line)

    def _write(self, line: str) -> None:
        self.lines.append(f"> {line}".rstrip() if self.is_quoted else line)


def plain(source: str) -> str:
    """The text of an HTML document, in lines; quotations carry `> ` in front of each."""
    source = source[:SOURCE_LIMIT]
    out = _Lines()
    at, size = 0, len(source)
    comments_end = True
    while at < size:
        opened = source.find("<", at)
        if opened < 0:
            out.add(html.unescape(source[at:]))
            break
        if opened > at:
            out.add(html.unescape(source[at:opened]))
        if source.startswith("<!--", opened) and comments_end:
            closed = source.find("-->", opened + 4)
            comments_end = closed >= 0
            at = closed + 3 if comments_end else opened + 4
            continue
        name = _NAME.match(source, opened + (2 if source.startswith("</", opened) else 1))
        if not name and source[opened + 1 : opened + 2] not in ("!", "?", "/"):
            out.add("<")
            at = opened + 1
            continue
        closed = source.find(">", opened + 1)
        if closed < 0:
            break
        at = closed + 1
        if name:
            at = _tag(source, out, name[0].lower(), opened, at)
    out.end_line(keep_blank=False)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out.lines)).strip("\n")


def _tag(source: str, out: _Lines, name: str, opened: int, at: int) -> int:
    """Take one tag into account; gives where to read on."""
    is_end = source.startswith("</", opened)
    if name in _SKIPPED and not is_end:
        end = _SKIPPED[name].search(source, at)
        # a head that nobody closes must not take the letter with it
        return end.end() if end else (at if name == "head" else len(source))
    if name in _BLOCKS:
        out.end_line(keep_blank=name == "br")
        out.blank_due = out.blank_due or name in _SPACED
    elif name in ("td", "th"):
        out.add(" ")
    elif name == "img" and not is_end:
        return at
    if is_end:
        if out.depth and name == out.quoted_by:
            out.depth -= 1
        return at
    if out.depth:
        out.depth += name == out.quoted_by
    elif not out.is_rest and name in (
        "div",
        "blockquote",
        "span",
        "p",
        "hr",
        "table",
        "td",
        "section",
    ):
        _begin_quote(out, name, source[opened : min(at, opened + 2_000)])
    return at


def _begin_quote(out: _Lines, name: str, tag: str) -> None:
    found = {
        key.lower(): double or single or bare
        for key, double, single, bare in _ATTRIBUTE.findall(tag)
    }
    marks = " ".join(found.get(key, "") for key in ("class", "id", "name"))
    if _REST.search(marks) or (name == "div" and _OUTLOOK_RULE.search(found.get("style", ""))):
        out.is_rest = out.has_words
    elif name == "blockquote" or (name not in ("hr", "td") and _QUOTING.search(marks)):
        out.quoted_by, out.depth = name, 1

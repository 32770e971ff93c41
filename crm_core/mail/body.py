"""A step's body, as a person typed it, becomes the text and the HTML that a message carries.

Decides whether the source is HTML or plain text, what of the HTML is fit for mail, and how the
one form is made from the other. Both results are still Liquid templates: whatever stood between
`{{ }}` and `{% %}` comes out as it went in, and in the HTML all else has been cleaned or escaped.
Called when a sequence version is compiled and when a step is previewed. A draft that a person
edits holds values already: its way is `finished_alternatives`.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from inscriptis import get_text  # type: ignore[import-untyped]
from inscriptis.css_profiles import STRICT_CSS_PROFILE  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]

from crm_core.errors import InvalidInput

_KNOWN_TAG = re.compile(
    r"<(?:!doctype\b|!--|a\s[^<>]*>|/?(?:html|head|body|p|br|hr|div|span|b|strong|i|em|u|s|a|font"
    r"|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tfoot|tr|td|th|img|pre|code|sub|sup|center"
    r"|style|script)(?:\s[^<>]*)?/?>)",
    re.IGNORECASE,
)
_BARE_LINK = re.compile(r"https?://[^\s<>\"\ue000\ue001]+", re.IGNORECASE)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_TABLE_ROW = re.compile(r"<(/?)(?:table|caption|tr)\b[^>]*>")
_TABLE_REST = re.compile(r"</?(?:colgroup|col|thead|tbody|tfoot)\b[^>]*>|<t[dh]\b[^>]*>")
_CELL_END = "\ue002"

# What stands in for Liquid: a word where a value goes, inside links too. For a tag it is private
# characters, at which a bare link ends; between HTML tags these are wrapped into a comment, which
# parsers leave in its place even between the rows of a table.
_WORD = "zq_liquid{}_zq"
_PRIVATE = "\ue000{}\ue001"
_COMMENT = f"<!--{_PRIVATE}-->"
_RAW_BRACE = "\ue003"
_RESERVED = re.compile("[\ue000-\ue003]")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}")
_END_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_DELIMITER = re.compile(r"\{[{%]")
_PLACEHOLDER = re.compile(r"zq_liquid(\d+)_zq|(?:<!--)?\ue000(\d+)\ue001(?:-->)?")
_OWN_COMMENT = re.compile(r"<!--(\ue000\d+\ue001)-->")
_FOREIGN_COMMENT = re.compile(r"<!--(?!\ue000\d+\ue001-->).*?-->", re.DOTALL)
_LINE_OF_TAGS = re.compile(r"^[ \t]*((?:\ue000\d+\ue001[ \t]*)+)$(\n*)", re.MULTILINE)

_HEAD = '<!doctype html>\n<html><head><meta charset="utf-8"></head>\n<body>\n'
_TAIL = "\n</body></html>\n"
_HREF = re.compile(r"(?:https?://|mailto:|zq_liquid\d)", re.IGNORECASE)
_STYLED = {"style"}
_CELL = {"style", "colspan", "rowspan", "width", "align", "valign"}


def _fit_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Without "<" no value can pass for the beginning of a comment or a tag further on."""
    if "<" in value or ">" in value or (attribute == "href" and not _HREF.match(value)):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags={
        "p", "br", "a", "b", "strong", "i", "em", "u", "ul", "ol", "li", "blockquote",
        "h1", "h2", "h3", "span", "div",
        "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
    },
    clean_content_tags={"script", "style", "title"},
    attributes={
        "*": set(),
        "a": {"href"},
        "p": _STYLED,
        "div": _STYLED,
        "span": _STYLED,
        "table": {"style", "width", "align", "border", "cellpadding", "cellspacing"},
        "td": _CELL,
        "th": _CELL,
    },
    attribute_filter=_fit_attribute,
    filter_style_properties={
        "color", "background-color", "font-family", "font-size", "font-style", "font-weight",
        "line-height", "text-align", "text-decoration", "vertical-align", "width",
        "margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
        "padding", "padding-top", "padding-right", "padding-bottom", "padding-left",
        "border", "border-collapse",
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=False,
)  # fmt: skip
_TEXT_FORM = ParserConfig(css=STRICT_CSS_PROFILE)


def alternatives(source: str, *, field: str = "body") -> tuple[str, str]:
    """`(text_template, html_template)` of a step's body; the HTML is a whole document.

    Links keep their address in the text: `label (https://…)`. Images, scripts, forms and
    whatever else mail should not hold are left out; so are links to anything but web and mail
    addresses. A value at the start of a link is trusted to be one. A line that holds nothing but
    `{% %}` leaves no empty line behind.

    Raises `InvalidInput` for HTML whose formatting cuts a `{{` or `{%` in two or that leaves one
    open: a reader would see the braces.
    """
    made = _alternatives(source)
    if made is None:
        raise InvalidInput(
            "A {{ or {% is not closed, or cut in two by formatting: type it anew in one go.", field
        )
    return made


def finished_alternatives(text: str, html: str | None) -> tuple[str, str]:
    """`(text, html)` of a draft: of its formatted form where it has one, else of its plain text.

    Its values stand in it already, so that braces are braces and a plain `<b>` is what it says.
    """
    given = _clean_lines(text if html is None else html)
    plain, body = _from_plain([given], []) if html is None else _from_html([given], [])
    return plain, _document(body)


def is_formatted(source: str) -> bool:
    """Whether a step's body is HTML."""
    return bool(_KNOWN_TAG.search(" ".join(_split(_clean_lines(source))[0])))


def typed_form(text: str, html: str | None) -> str:
    """A draft as its person would have typed it: plain text unless it is formatted, or would be
    taken for it."""
    if html is not None or not is_formatted(text):
        return text if html is None else html
    return editable(finished_alternatives(text, None)[1])


def editable(document: str) -> str:
    """What an editor loads of an HTML alternative: the inside of its body."""
    return document.removeprefix(_HEAD).removesuffix(_TAIL)


@lru_cache(maxsize=512)
def _alternatives(source: str) -> tuple[str, str] | None:
    literals, liquid = _split(_clean_lines(source))
    if _KNOWN_TAG.search(" ".join(literals)):
        liquid = [_unescaped(tag) for tag in liquid]
        text, body = _from_html(literals, liquid)
        shown = html.unescape(_TAG.sub("", _FOREIGN_COMMENT.sub("", _OWN_COMMENT.sub("", body))))
        if _DELIMITER.search(body) or _DELIMITER.search(shown):
            return None
    else:
        text, body = _from_plain(literals, liquid)
    # What Liquid leaves as it stands must have been cleaned: in the HTML nothing is raw to it.
    cooked = ["" if _RAW.match(tag) or _END_RAW.match(tag) else tag for tag in liquid]
    html_ = _restored(body, cooked).replace(_RAW_BRACE, "&#123;")
    return _restored(text, liquid).replace(_RAW_BRACE, "{"), _document(html_)


def _clean_lines(source: str) -> str:
    return _RESERVED.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))


def _document(body: str) -> str:
    return f"{_HEAD}{body}{_TAIL}"


def _split(source: str) -> tuple[list[str], list[str]]:
    """The literals of `source` and the Liquid between each two of them; `raw` holds a literal."""
    literals, liquid, start, at = [], [], 0, 0
    ends, raw_ends = {"{{": "}}", "{%": "%}"}, _END_RAW.search(source)
    while ends and (at := source.find("{", at)) >= 0:
        opening = source[at : at + 2]
        end = source.find(ends[opening], at + 2) if opening in ends else -1
        if end < 0:
            ends.pop(opening, None)
            at += 1
            continue
        literals.append(source[start:at])
        liquid.append(source[at : end + 2])
        start = at = end + 2
        if raw_ends and _RAW.fullmatch(liquid[-1]):
            raw_ends = _END_RAW.search(source, at)
            if raw_ends:
                literals.append(source[at : raw_ends.start()].replace("{", _RAW_BRACE))
                liquid.append(raw_ends[0])
                start = at = raw_ends.end()
    literals.append(source[start:])
    return literals, liquid


def _unescaped(tag: str) -> str:
    """As Liquid reads it, where an editor wrote `&quot;`; an entity must not close the tag."""
    plain = html.unescape(tag).replace("\xa0", " ")
    closed_once = plain.find(tag[-2:], 2) == len(plain) - 2
    return plain if closed_once and plain[:2] == tag[:2] else tag


def _restored(template: str, liquid: list[str]) -> str:
    def original(match: re.Match[str]) -> str:
        index = int(match[1] or match[2])
        return liquid[index] if index < len(liquid) else match[0]

    return _PLACEHOLDER.sub(original, template)


def _from_html(literals: list[str], liquid: list[str]) -> tuple[str, str]:
    marked, in_tag = [literals[0]], _ends_in_tag(literals[0], in_tag=False)
    for index, (tag, literal) in enumerate(zip(liquid, literals[1:], strict=True)):
        between_tags = tag.startswith("{%") and not in_tag
        marked += [(_COMMENT if between_tags else _WORD).format(index), literal]
        in_tag = _ends_in_tag(literal, in_tag=in_tag)
    body = _FOREIGN_COMMENT.sub("", _CLEANER.clean("".join(marked))).strip()
    return _text_of(body), body


def _ends_in_tag(literal: str, *, in_tag: bool) -> bool:
    opened = max(
        (match.start() for match in re.finditer(r"<[a-z/]", literal, re.IGNORECASE)),
        default=-1,
    )
    closed = literal.rfind(">")
    return opened > closed or (in_tag and closed < 0)


def _text_of(body: str) -> str:
    """Tables are mostly there for the layout: a row becomes a line."""
    flat = _TABLE_REST.sub("", re.sub("</t[dh]>", _CELL_END, body))
    flat = _LINK.sub(_spelled_out, _OWN_COMMENT.sub(r"\1", _TABLE_ROW.sub(r"<\1div>", flat)))
    lines = (line.rstrip(f" {_CELL_END}") for line in get_text(flat, _TEXT_FORM).splitlines())
    text = "\n".join(lines).replace(_CELL_END, "  ").strip("\n")
    return _LINE_OF_TAGS.sub(r"\1", text + "\n")


def _spelled_out(link: re.Match[str]) -> str:
    address = link[1].removeprefix("mailto:")
    label = _TAG.sub("", link[2]).strip()
    if label.rstrip("/") in (
        address.rstrip("/"),
        address.partition("://")[2].rstrip("/"),
    ):
        return address
    return f"{link[2]} ({address})"


def _from_plain(literals: list[str], liquid: list[str]) -> tuple[str, str]:
    marked = [literals[0]]
    for index, (tag, literal) in enumerate(zip(liquid, literals[1:], strict=True)):
        marked += [(_PRIVATE if tag.startswith("{%") else _WORD).format(index), literal]
    text = "".join(marked)
    paragraphs = (_paragraph(one) for one in _BLANK_LINES.split(text.strip()))
    return _LINE_OF_TAGS.sub(lambda tags: tags[1] + tags[2][1:], text), "\n".join(paragraphs)


def _paragraph(lines: str) -> str:
    lines = _LINE_OF_TAGS.sub(r"\1", lines)
    return "<p>" + "<br>\n".join("".join(_linked(line)) for line in lines.split("\n")) + "</p>"


def _linked(line: str) -> Iterator[str]:
    start = 0
    for match in _BARE_LINK.finditer(line):
        address = match[0].rstrip(".,;:!?'*_")
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,;:!?'*_")
        yield html.escape(line[start : match.start()], quote=False)
        yield f'<a href="{html.escape(address)}">{html.escape(address, quote=False)}</a>'
        start = match.start() + len(address)
    yield html.escape(line[start:], quote=False)

"""From the bytes of a message to its parts, whatever the bytes are.

Reads the tree of MIME parts (RFC 2045, 2046) by searching for boundaries, so that a message of
100 MB costs a search and no copy, and decodes only text, up to a bound. A missing end, a wrong
length, an unknown charset or encoding are read as well as can be. Called by `classify`.
"""

import hashlib
import re
from binascii import Error as BadBase64
from binascii import a2b_base64, a2b_qp, a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass, field

from crm_core.mail.inbound.headers import Headers, decoded, read_fields
from crm_core.mail.inbound.mail import UnreadableMail

TEXT_LIMIT = 200_000
"""Characters of one text that are kept and judged."""
_HEADER_LIMIT = 512 * 1024
_ENCODED_LIMIT = 1_200_000  # bytes of one part that are decoded; an HTML page is mostly markup
_FIRST_LINES = 4_000  # bytes: a line has 998 at most (RFC 5322 §2.1.1)
_DEPTH = 30
_PARTS = 500
_FINDS = 20_000
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_STRAY = re.compile(rb"^(?![!-9;-~]{1,200}[ \t]*:)[^ \t\r\n][^\n]*", re.M)
"""A line that is no header and continues none."""
_STABLE = ("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references")
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_HEADERS_ONLY = frozenset(
    {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A node of the tree: its headers, and where it and its body start and end in `raw`."""

    headers: Headers
    raw: bytes = field(repr=False)
    origin: int
    start: int
    end: int
    parent_type: str = ""
    parts: list["Part"] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        """`text/plain` and the like, in lower case; what RFC 2045 §5.2 says when nothing is."""
        word = self.headers.first_word("content-type")
        if re.fullmatch(r"[\w.+-]{1,80}/[\w.+-]{1,80}", word):
            return word
        return "message/rfc822" if self.parent_type == "multipart/digest" else "text/plain"

    @property
    def is_attached(self) -> bool:
        """Whether it is a file that comes along, and no text to read."""
        return self.headers.first_word("content-disposition") == "attachment" or bool(
            self.headers.parameter("content-disposition", "filename")
            or self.headers.parameter("content-type", "name")
        )

    def body(self, limit: int = _ENCODED_LIMIT) -> bytes:
        """The body's first bytes, out of their transfer encoding."""
        return _unencoded(
            self.raw[self.start : min(self.end, self.start + limit)],
            self.headers.first_word("content-transfer-encoding"),
        )

    def text(self, limit: int = TEXT_LIMIT) -> str:
        """The body as text with plain line ends, cut at `limit` characters."""
        data = self.body()
        charset = self.headers.parameter("content-type", "charset")
        if not charset and self.media_type == "text/html":
            named = re.search(
                rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.-]{2,40})", data[:4_000], re.I
            )
            charset = named[1].decode("ascii") if named else ""
        text = decoded(data, charset)[:limit]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def walk(self) -> Iterator["Part"]:
        """Itself and all below it, in their order; not into messages that are enclosed."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            if part.media_type not in _MESSAGES:
                waiting.extend(reversed(part.parts))


def _unencoded(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        clean = _NO_BASE64.sub(b"", data)
        clean = clean[: len(clean) - len(clean) % 4] or clean + b"=" * (-len(clean) % 4)
        try:
            return a2b_base64(clean)
        except BadBase64:
            return data
    if encoding == "quoted-printable":
        return a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uudecoded(data)
    return data


def _uudecoded(data: bytes) -> bytes:
    read = []
    for line in data.split(b"\n"):
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.startswith(b"end"):
            break
        try:
            read.append(a2b_uu(line.rstrip(b"\r")))
        except BadBase64:
            continue
    return b"".join(read)


def parse(raw: bytes) -> Part:
    """The tree of a message. Raises `UnreadableMail` when nothing in it looks like a header."""
    if b"\r" in raw[: _FIRST_LINES - 1] and b"\n" not in raw[:_FIRST_LINES]:
        raw = raw.replace(b"\r", b"\n")  # its lines end by CR alone
    start = 0
    while raw[start : start + 1] in (b"\n", b"\r", b" ", b"\t") and start < 1_000:
        start += 1
    if raw[start : start + 5] in (b"From ", b">From"):  # an mbox's separator, from a pipe
        start = raw.find(b"\n", start, start + 4_000) + 1 or start
    count = [0]
    root = _part(raw, start, len(raw), "", 0, count)
    if not root.headers.fields:
        raise UnreadableMail("This is no e-mail: it has no header.")
    return root


def _part(raw: bytes, start: int, end: int, parent_type: str, depth: int, count: list[int]) -> Part:
    count[0] += 1
    header_end, body = _end_of_headers(raw, start, end)
    headers = read_fields(raw[start : min(header_end, start + _HEADER_LIMIT)])
    part = Part(headers, raw, start, body, end, parent_type)
    if depth >= _DEPTH:
        return part
    if part.media_type.startswith("multipart/"):
        boundary = headers.parameter("content-type", "boundary") or _guessed(raw, body, end)
        for first, last in _spans(raw, body, end, boundary):
            if count[0] >= _PARTS:
                break
            part.parts.append(_part(raw, first, last, part.media_type, depth + 1, count))
    elif part.media_type in _MESSAGES or part.media_type in _HEADERS_ONLY:
        part.parts.append(enclosed(part, depth + 1, count))
    return part


def enclosed(part: Part, depth: int = 0, count: list[int] | None = None) -> Part:
    """The message, or the headers of one, that a part encloses."""
    counted = [0] if count is None else count
    encoding = part.headers.first_word("content-transfer-encoding")
    if encoding in ("base64", "quoted-printable"):  # forbidden (RFC 2046 §5.2.1), and met
        data = part.body()
        return _part(data, _past_blank(data, 0, len(data)), len(data), "", depth, counted)
    start = _past_blank(part.raw, part.start, part.end)
    return _part(part.raw, start, part.end, "", depth, counted)


def _past_blank(raw: bytes, start: int, end: int) -> int:
    while start < end and raw[start : start + 1] in (b"\n", b"\r"):
        start += 1
    return start


def _end_of_headers(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the headers end, and where the body starts."""
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return start, start + (1 if raw[start : start + 1] == b"\n" else 2)
    found = [
        (at, at + len(mark))
        for mark in (b"\n\n", b"\n\r\n", b"\r\r")
        if (at := raw.find(mark, start, min(end, start + _HEADER_LIMIT))) >= 0
    ]
    if found:
        return min(found)
    for mark in (b"\n\n", b"\n\r\n"):
        if (beyond := raw.find(mark, start, end)) >= 0:
            return beyond, beyond + len(mark)
    stray = _STRAY.search(raw, start + 1, min(end, start + _HEADER_LIMIT))
    return (stray.start(), stray.start()) if stray else (end, end)


def _guessed(raw: bytes, start: int, end: int) -> str:
    """The boundary of a multipart that names none: the first line that looks like one."""
    line = re.search(
        rb"^--(-{0,20}[^\s-][!-~]{4,68})[ \t]*\r?$", raw[start : min(end, start + 20_000)], re.M
    )
    return line[1].decode("latin-1") if line else ""


def _spans(raw: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Where the parts between the boundary's lines stand; the last may lack its end."""
    if not boundary or len(boundary) > 200:
        return
    mark = b"--" + boundary.encode("utf-8", "replace")
    at, first = start - 1, -1
    for _ in range(_FINDS):
        at = raw.find(mark, at + 1, end)
        if at < 0:
            break
        tail = raw[at + len(mark) : at + len(mark) + 2]
        if (at > start and raw[at - 1 : at] != b"\n") or not (
            tail == b"--" or tail[:1] in (b"\n", b"\r", b" ", b"\t", b"")
        ):
            continue
        if first >= 0:
            yield first, at - (2 if raw[at - 2 : at] == b"\r\n" else 1)
        if tail == b"--":
            return
        line_end = raw.find(b"\n", at, min(end, at + 1_000))
        if line_end < 0:
            return
        first = line_end + 1
        at = line_end
    if first >= 0:
        yield first, end


def fingerprint(root: Part) -> str:
    """SHA-256 over what a message keeps wherever it is delivered.

    The headers that its sender wrote, and the body without carriage returns (a pipe delivers
    other line ends than IMAP); not what servers add in front, nor blank lines at the end.
    """
    digest = hashlib.sha256()
    for name in _STABLE:
        for value in root.headers.raw(name):
            digest.update(name.encode() + b":" + b" ".join(value.split()) + b"\n")
    raw = root.raw
    tail = max(root.start, root.end - 10_000)
    end = tail + len(raw[tail : root.end].rstrip())
    view = memoryview(raw)
    for at in range(root.start, end, 1 << 20):
        digest.update(bytes(view[at : min(end, at + (1 << 20))]).replace(b"\r", b""))
    return digest.hexdigest()

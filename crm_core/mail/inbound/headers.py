"""The headers of an incoming message, read with tolerance and within bounds.

RFC 5322 §2.2 (fields and folding), RFC 2047 (encoded words), RFC 2045 §5 and RFC 2231
(parameters). `parsing` cuts them out of the bytes; everything else asks them here. Nothing raises:
what cannot be decoded is shown with replacement characters. The standard library's parser is not
used, for it costs minutes on a hostile message and raises on some.
"""

import codecs
import re
from binascii import Error as BadBase64
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FIELDS = 1_000
_VALUE = 20_000  # bytes of one field that are looked at
_ADDRESSES = 200
_WORD = re.compile(r"=\?([!-<>@-~]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(r"(=\?[!-<>@-~]{1,60}\?[bBqQ]\?[^?]{0,4000}\?=)\s{1,100}(?==\?)")
_ID = re.compile(r"<([^<>\s]{1,990})>")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]{1,64}@[^\s<>()\[\]\",;:@]{1,255}")
_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
"""Names as mail writes them, and the codec that reads what is really sent under them."""
_SLOW = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
    """The codec for a charset's name; `utf-8` for one that is unknown or is no charset."""
    name = charset.strip().strip("\"'").lower()
    name = _CHARSETS.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return "utf-8"
    if not getattr(found, "_is_text_encoding", True) or found.name.replace("-", "_") in _SLOW:
        return "utf-8"
    return found.name


def decoded(data: bytes, charset: str = "") -> str:
    """Text of `data`: by its charset, else UTF-8, else the Western code page; never raises."""
    codec = codec_of(charset) if charset else "utf-8"
    for one in dict.fromkeys((codec, "utf-8")):
        try:
            return data.decode(one)
        except UnicodeDecodeError as fault:
            if one == "utf-8" and fault.reason == "unexpected end of data":
                return data.decode(one, "ignore")  # our own bound, within a character
        except (ValueError, LookupError):
            continue
    try:
        return data.decode("cp1252" if codec == "utf-8" else codec, "replace")
    except (ValueError, LookupError):
        return data.decode("cp1252", "replace")


def unfolded(value: bytes) -> str:
    """A field's value in one line, its encoded words read."""
    text = decoded(value[:_VALUE])
    text = re.sub(r"[\r\n]+[ \t]*", " ", text).replace("\0", "").strip()
    return words_read(text) if "=?" in text else text


def words_read(text: str) -> str:
    """`text` with its encoded words decoded; neighbours of one charset are joined first, for
    some mailers cut within a character."""
    text = _BETWEEN_WORDS.sub(r"\1", text)
    read: list[str] = []
    data, charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        name = word[1].split("*")[0].lower()
        between = text[end : word.start()]
        if data and (between or name != charset):
            read.append(decoded(data, charset))
            data = b""
        read.append(between)
        data, charset, end = data + _word_bytes(word[2], word[3]), name, word.end()
    if data:
        read.append(decoded(data, charset))
    read.append(text[end:])
    return "".join(read)


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return a2b_qp(raw, header=True)
    try:
        return a2b_base64(raw + b"=" * (-len(raw) % 4))
    except BadBase64:
        return b""


class Headers:
    """The fields of one message or part, in their order; names in lower case."""

    __slots__ = ("_read", "fields")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self._read: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self.fields)

    def raw(self, name: str) -> Iterator[bytes]:
        return (value for known, value in self.fields if known == name)

    def text(self, name: str) -> str:
        """The first field of this name, decoded, or the empty text."""
        if name not in self._read:
            self._read[name] = unfolded(next(self.raw(name), b""))
        return self._read[name]

    def texts(self, name: str) -> list[str]:
        return [unfolded(value) for value in self.raw(name)]

    def first_word(self, name: str) -> str:
        """The token before any parameter or comment, in lower case."""
        return re.split(r"[;\s(]", self.text(name), maxsplit=1)[0].lower()

    def ids(self, name: str) -> tuple[str, ...]:
        """Message ids without their brackets; a bare one is taken as it stands."""
        text = self.text(name)
        found = tuple(dict.fromkeys(_ID.findall(text)))
        if found or not text:
            return found
        return tuple(one for one in text.split()[:20] if "@" in one and len(one) < 990)

    def addresses(self, *names: str) -> tuple[tuple[str, str], ...]:
        """Names and addresses (in lower case) of these fields."""
        found: dict[str, str] = {}
        for name in names:
            for value in list(self.raw(name))[:20]:
                for person, address in _addresses_in(value):
                    found.setdefault(address, person)
        return tuple((person, address) for address, person in list(found.items())[:_ADDRESSES])

    def moment(self, name: str) -> datetime | None:
        """The time that a field gives, aware UTC; None where it gives none that can be."""
        try:
            read = parsedate_to_datetime(self.text(name)[:200])
            aware = read if read.tzinfo else read.replace(tzinfo=UTC)
            return aware.astimezone(UTC) if 1990 <= aware.year <= 2200 else None
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            return None

    def parameter(self, name: str, key: str) -> str:
        """A parameter of a structured field (`charset` of `content-type`), or the empty text."""
        value = decoded(next(self.raw(name), b"")[:4_000])
        plain = re.search(
            rf";\s*{re.escape(key)}\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))", value, re.IGNORECASE
        )
        if plain:
            return (plain[1] if plain[1] is not None else plain[2]).strip()
        pieces = re.findall(
            rf";\s*{re.escape(key)}\*(?:\d{{1,2}}\*?)?\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))",
            value,
            re.IGNORECASE,
        )
        joined = "".join(quoted or bare for quoted, bare in pieces)
        return joined.split("'")[-1] if joined else ""


def _addresses_in(value: bytes) -> list[tuple[str, str]]:
    # read before it is decoded: an encoded comma is no separator (RFC 2047 §5)
    text = re.sub(r"[\r\n]+[ \t]*", " ", decoded(value[:_VALUE])).replace("\0", "")
    try:
        pairs = getaddresses([text])
    except (ValueError, IndexError, RecursionError):
        pairs = []
    found = [
        (words_read(person).strip()[:200], address.strip("<>'\" ").lower())
        for person, address in pairs
        if _ADDRESS.fullmatch(address.strip("<>'\" "))
    ]
    if found:
        return found
    return [("", address.lower()) for address in _ADDRESS.findall(words_read(text))]


def read_fields(block: bytes) -> Headers:
    """The fields of a header block; lines that are none are passed over."""
    fields: list[tuple[str, bytes]] = []
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            if len(value) < _VALUE:
                fields[-1] = (name, value + b"\n" + line.rstrip(b"\r"))
            continue
        found = _FIELD.match(line)
        if found:
            if len(fields) == _FIELDS:
                break
            fields.append((found[1].decode("ascii").lower(), line[found.end() :][:_VALUE].strip()))
    return Headers(fields)

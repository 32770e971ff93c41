"""What may stand in a message's header, and how it is written there.

Decides which names, subjects, addresses, ids and links a header may hold, and encodes them:
RFC 5322 (syntax), RFC 2047 (words outside ASCII), RFC 5891 (domains outside ASCII). Called by
`message`, which splices the results together, and by `smtp` for the envelope's addresses. Done
here and not by `email.policy`, which needs some 300 µs a header; the tests hold it to what the
standard parser reads back.
"""

import re
from binascii import b2a_base64
from collections.abc import Callable, Iterator
from functools import lru_cache

import idna

from crm_core.errors import CrmError


class HeaderFault(CrmError):
    """A value cannot stand in a header: a line break, a control character, a bad address."""

    rule = "header-fault"
    status = 422
    title = "The message's header cannot be written"


FOLD = b"\r\n "
_COLUMNS = 78  # RFC 5322 §2.1.1
_LINE = 998
_WORD = 56  # with its 12 of frame and "Subject: " an encoded word still fits into one line

# C0, DEL, C1 and the two separators that some parsers take for a line's end
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_ATOMS = re.compile(rf"{_ATEXT}+(?: {_ATEXT}+)*")
_LOCAL = re.compile(rf"{_ATEXT}+(?:\.{_ATEXT}+)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(rf"{_ATEXT}+(?:\.{_ATEXT}+)*@{_ATEXT}+(?:\.{_ATEXT}+)*")
_FOREIGN_ID = re.compile(r"[!-;=?-~]+")
_LINK = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)

_UNQUOTED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_Q = {byte: chr(byte) if byte in _UNQUOTED else f"={byte:02X}" for byte in range(256)}
_Q[ord(" ")] = "_"


def free_text(value: str, field: str) -> str:
    """`value`, when nothing in it could end or forge a header line. Raises `HeaderFault`."""
    if _CONTROLS.search(value):
        raise HeaderFault("A line break or control character cannot stand in a header.", field)
    return value


def unstructured(value: str, *, name: str, field: str) -> bytes:
    """The body of the header `name` (a subject), folded; encoded where ASCII cannot say it."""
    free_text(value, field)
    if not value.isascii() or "=?" in value or value != value.strip(" "):
        return encoded_words(value, field)
    folded = _folded(value, len(name) + 2)
    return encoded_words(value, field) if folded is None else folded


def mailbox(name: str, address: str, *, name_field: str, address_field: str) -> bytes:
    """`Name <address>`, or the bare address when there is no name (RFC 5322 §3.4)."""
    spec = ascii_address(address, address_field).encode("ascii")
    phrase = " ".join(free_text(name, name_field).split())
    if not phrase:
        return spec
    display = _display(phrase, name_field)
    gap = FOLD if len("From: ") + len(display) + len(spec) + 3 > _COLUMNS else b" "
    return display + gap + b"<" + spec + b">"


def _display(phrase: str, field: str) -> bytes:
    if phrase.isascii() and "=?" not in phrase:
        if not _ATOMS.fullmatch(phrase):
            escaped = phrase.replace("\\", "\\\\").replace('"', '\\"')
            folded = _folded(f'"{escaped}"', len("From: "))
        else:
            folded = _folded(phrase, len("From: "))
        if folded is not None:
            return folded
    return encoded_words(phrase, field)


def _folded(value: str, start: int) -> bytes | None:
    """ASCII `value`, begun in column `start`, broken before blanks; None: a part is too long."""
    if start + len(value) <= _COLUMNS:
        return value.encode("ascii")
    lines, column = [""], start
    for part in re.findall(r" *[^ ]+", value):
        if start + len(part) > _COLUMNS:
            return None
        if column + len(part) > _COLUMNS:
            lines.append("")
            column = 0
        lines[-1] += part
        column += len(part)
    return "\r\n".join(lines).encode("ascii")


def encoded_words(value: str, field: str) -> bytes:
    """`value` as encoded words of at most 75 octets, in whichever of Q and B is shorter.

    Words are cut between characters (RFC 2047 §5) and use the alphabet that is allowed in a
    phrase, so that they fit a subject and a display name alike.
    """
    try:
        raw = value.encode()
    except UnicodeEncodeError:
        raise HeaderFault("Half a character cannot stand in a header.", field) from None
    if len(_quoted(raw)) <= len(raw) * 4 / 3:
        pieces = _pieces(value, lambda char: len(_quoted(char.encode())), _WORD)
        words = [b"=?utf-8?q?" + _quoted(p.encode()).encode("ascii") + b"?=" for p in pieces]
    else:
        pieces = _pieces(value, lambda char: len(char.encode()), _WORD // 4 * 3)
        words = [b"=?utf-8?b?" + b2a_base64(p.encode(), newline=False) + b"?=" for p in pieces]
    return FOLD.join(words)


def _quoted(raw: bytes) -> str:
    return raw.decode("latin-1").translate(_Q)


def _pieces(value: str, width_of: Callable[[str], int], most: int) -> Iterator[str]:
    start, width = 0, 0
    for index, char in enumerate(value):
        more = width_of(char)
        if width + more > most:
            yield value[start:index]
            start, width = index, 0
        width += more
    yield value[start:]


def ascii_address(address: str, field: str = "address") -> str:
    """`address` as a header and an envelope can carry it: `local@domain`, the domain in ASCII.

    Raises `HeaderFault` for what is no address (RFC 5321 §4.1.2), for quoted local parts and for
    local parts outside ASCII, which only servers with SMTPUTF8 would take.
    """
    local, at, domain = address.rpartition("@")
    if not at:
        raise HeaderFault("The address has no @.", field)
    if not local.isascii():
        raise HeaderFault("An address with letters outside a-z before the @ is not sent to.", field)
    if len(local) > 64 or not _LOCAL.fullmatch(local):
        raise HeaderFault("What stands before the @ is not part of an address.", field)
    if not domain.isascii():
        domain = _ascii_domain(domain, field)
    if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
        raise HeaderFault("What stands after the @ is not a domain.", field)
    return f"{local}@{domain}"


def shown_address(address: str) -> str:
    """`address` as it is kept here, its domain not in the spelling of mail (`xn--…`); as it is
    where that cannot be read."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}{at}{idna.decode(domain, uts46=True)}"
    except (idna.IDNAError, UnicodeError):
        return address


@lru_cache(maxsize=4096)
def _ascii_domain(domain: str, field: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise HeaderFault("What stands after the @ is not a domain.", field) from None


def own_message_id(value: str, field: str) -> bytes:
    """`<value>`; an id of our own making is `local@domain` of plain atoms (RFC 5322 §3.6.4)."""
    if len(value) > _LINE - 20 or not _MESSAGE_ID.fullmatch(value):
        raise HeaderFault("This is not a message id.", field)
    return b"<" + value.encode("ascii") + b">"


def foreign_message_id(value: str, field: str) -> bytes:
    """`<value>`; ids that others made are taken as they are if they cannot end the header."""
    if len(value) > _LINE - 20 or not _FOREIGN_ID.fullmatch(value):
        raise HeaderFault("This is not a message id.", field)
    return b"<" + value.encode("ascii") + b">"


def link(value: str, field: str) -> bytes:
    """`<value>` on one line: folded or encoded, mail programs would not recognize it."""
    if len(value) > _LINE - len("List-Unsubscribe: <>") or not _LINK.fullmatch(value):
        raise HeaderFault("This is not a web address that a header can hold.", field)
    return b"<" + value.encode("ascii") + b">"

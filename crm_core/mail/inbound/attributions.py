"""The line, or the few, in which a client says who wrote what follows, and when.

In the languages of the common clients, on one line or wrapped over several.
"""

import re
from collections.abc import Iterator

from crm_core.mail.inbound.phrases import alternatives, any_of, rows
from crm_core.mail.inbound.quoted_lines import LINE, QUOTED, WHEN, end_of_quote, next_filled

_ATTRIBUTION_LINES = 6
_TAIL = 130  # characters at an attribution's end in which its verb stands

_WROTE = alternatives(
    r"""
    wrote|writes|said|schrieb(?:en)?|hat geschrieben|a\s+[ée]crit|[ée]crivait|escribi[óo]
    ha scritto|scrisse|escreveu|schreef|geschreven|napisa[łl](?:\(a\)|a)?|napisana przez|pisze
    skrev|skreiv|kirjoitti|napsal(?:\(a\)|a)?|nap[íi]sal(?:\(a\)|a)?|[íi]rta|yazd[ıi]|пишет|писал[аи]?
    написал(?:\(а\)|а)?|написав|пише|a scris|έγραψε|viết|menulis|je napisa[ol](?:/la|la)?|kirjutas
    rašė|rakstīja|va escriure|写道|寫道|のメール|書きました|さんは書|작성|さんからのメール|כתב|كتب
    """
)
_STEMS = tuple(
    word
    for row in rows(
        """
        wrote writes said napís schrieb geschrieben écri ecri escrib scritto scrisse escreveu
        schre napis pisze skrev skreiv kirjoitti napsal írta irta yazd пишет писал написа пише
        scris έγραψε viết menulis kirjutas rašė rakst escriure 写 寫 書 のメール 작성 כתב كتب
        """
    )
    for word in row.split()
)
_OPENERS = alternatives(
    r"""
    on|am|le|el|il|em|op|den|p[åa]|dne|dnia|w dniu|w dn|dňa|ti|to|on|la|a|à|at|vào|pada|date|datum
    wiadomo[śs][ćc]|v|tarihinde|στις|dia|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|mon|tue|wed|thu
    fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di|mi|do|fr|sa|so|lun
    mar|mer|jeu|ven|sam|dim|quoting|zitat von|citando|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник
    среда|четверг|пятница|суббота|воскресенье|ma|ti|ke|pe|su|m[åa]n|tirs?|tis|ons|tors?|fre|l[øö]r
    s[øö]n|po|[úu]t|st|čt|p[áa]|so|ne|pon|wt|[śs]r|czw|pt|sob|ndz?|zo|wo|vr|za|seg|ter|qua|qui|sex|gio
    """
)
_ENDS_WROTE = re.compile(
    rf"(?:{_WROTE})(?![^\W\d_])(?:[^:：\n]{{0,90}}[:：]?|[^\n]{{0,70}}[:：])\W{{0,4}}$", re.I
)
_OPENS = re.compile(
    rf"^[\s>\-*_]{{0,6}}(?:{_OPENERS})\b|^[\s>\-*_]{{0,6}}\W?\d{{1,4}}\s?[-./年. ]|"
    r"^[^\n]{0,150}@",
    re.I,
)
_DATED_ADDRESS = re.compile(
    r"^[\s\-*]{0,4}(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\s?[\w.]{1,12}[-/. ]{1,2}\d{4})"
    r"[^\n]{0,200}[<(\[][^\s<>]{1,200}@[^\s<>]{1,200}[>)\]]\s{0,3}[:：]\s*$"
)
_QUOTING_NAME = any_of(
    r"""
    ^\s{0,3}(?:quoting|zitat von|citando|citeren|citat fr[åa]n)\b[^\n]{2,200}:\s*$
    """
)
_SHARED_LINE = any_of(
    r"""
    (?:\s|-{2,}\s?)(?=on\s(?:mon|tue|wed|thu|fri|sat|sun|\d{1,2}[ ./-])[^\n]{6,300}\b(?:wrote|
        sent)\s?:\s*$)
    """
)
"""Where a client without a line's end in front of it sets its attribution."""
_ANY_WHO = re.compile(r"^(?=[^\n]{0,300}\d)[^\n]{0,300}<[^\s<>]{1,200}@[^\s<>]{1,200}>[^\n]{0,30}$")
_ON_SENT = re.compile(r"^\W{0,8}on\b[^\n]{6,300}\b(?:wrote|sent)\W{0,8}$", re.I)
_WHO_WROTE = re.compile(r"\d[^\n]{0,200}<[^\s<>]{1,200}@[^\s<>]{1,200}>\s{1,3}wrote$", re.I)
"""A client that sets no colon: a date, an address in brackets, and the line's end."""
_ADDRESS_WROTE = re.compile(
    rf"^\W{{0,4}}[\w.+-]{{1,64}}@[\w.-]{{1,190}} (?:{_WROTE})\s?:\s*$", re.I
)
"""An address, and that it wrote: the whole of a line."""
_WHOLE_DAY = re.compile(
    r"^\W{0,4}on (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? (?:\d{1,2} [a-z]{3,9}\.?|"
    r"[a-z]{3,9}\.? \d{1,2}),? 20\d\d,[^\n]{2,200}\bwrote\s?:\s*$",
    re.I,
)
"""A day with its name and its year, and no hour: as sure as two numbers are."""


def past_attribution(lines: list[str], at: int) -> int:
    """Where the text goes on if who wrote what follows is said from here; 0: it is not."""
    return next(
        (after for span in _spans(lines, at) if (after := _after_attribution(lines, at, span))), 0
    )


def says_who_wrote(line: str) -> bool:
    """Whether a line by itself announces another's words, though nothing marks them as quoted."""
    announces = line.rstrip()[-1:] in (":", "：") and _OPENS.match(line) and WHEN.search(line)
    return bool(announces) and _ends_wrote(line)


def before_attribution(line: str) -> str:
    """The words before an attribution that stands on the same line; empty: it has its own."""
    shared = _SHARED_LINE.search(line)
    return line[: shared.start()].rstrip(" -") if shared else ""


def _ends_wrote(line: str) -> bool:
    """Whether a line ends by saying that somebody wrote; the stems are asked first, for speed."""
    tail = line[-_TAIL:]
    folded = tail.lower()
    return any(stem in folded for stem in _STEMS) and bool(_ENDS_WROTE.search(tail))


def _spans(lines: list[str], at: int) -> Iterator[int]:
    """How many lines from here may say who wrote what follows."""
    first = lines[at][:LINE]
    if not first.strip():
        return
    if (
        _DATED_ADDRESS.match(first)
        or _QUOTING_NAME.match(first)
        or (len(first) <= 400 and (_ends_wrote(first) or _ON_SENT.match(first)))
        or (len(first) <= 300 and _ANY_WHO.match(first))
    ):
        yield 1
    if not _OPENS.match(first):
        return
    joined = first.strip()
    for count in range(2, _ATTRIBUTION_LINES + 1):
        if at + count > len(lines) or not (line := lines[at + count - 1].strip()):
            return
        if QUOTED.match(line):
            return
        joined = f"{joined} {line}"[:LINE]
        if WHEN.search(joined) and (
            _ends_wrote(joined) or _DATED_ADDRESS.match(joined) or _ON_SENT.match(joined)
        ):
            yield count


def _after_attribution(lines: list[str], at: int, span: int) -> int:
    """Where the text goes on after an attribution and what it announces; 0: it is none."""
    joined = " ".join(line.strip() for line in lines[at : at + span])
    below = next_filled(lines, at + span)
    if below < len(lines) and QUOTED.match(lines[below]):
        return below
    is_sure = bool(span == 1 and _ADDRESS_WROTE.match(joined)) or (
        (len(WHEN.findall(joined)) >= 2 or bool(_WHOLE_DAY.match(joined)))
        and bool(
            _ends_wrote(joined)
            or _DATED_ADDRESS.match(joined)
            or _ON_SENT.match(joined)
            or (_ANY_WHO.match(joined) and len(WHEN.findall(joined)) >= 3)
        )
        and (joined.rstrip()[-1:] in ":：>-" or bool(_WHO_WROTE.search(joined)))
        and bool(_OPENS.match(joined) or _DATED_ADDRESS.match(joined))
    )
    if is_sure and below < len(lines):
        return end_of_quote(lines, below)
    return at + span if is_sure else 0

"""The first day back where a note of absence leaves half of the date out: a month, or a day, alone.

"Until September" and "back in September" give its 1st, "until the end of September" and "through
September" the 1st of October; "until the 5th" the 6th, "back on the 5th" the 5th. A month counts
only right behind a word that ends the absence, for `may` and `mar` are words too. Asked by
`absence` when no whole date told.
"""

import re
from datetime import date, timedelta

from crm_core.mail.inbound.absence_spans import span_ahead
from crm_core.mail.inbound.absence_words import MONTH_OF
from crm_core.mail.inbound.phrases import alternatives, any_of

_NAMES = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_UNTIL = alternatives(
    r"""
    until|till|'?til|through|thru|bis|jusqu['’]\s?(?:en|[àa]u?)|hasta|(?:fino|sino) (?:ad?|al)
    at[ée]|tot|t/m|t\.?o\.?m\.?|tot en met|till och med|til og med|до|p[âa]n[ăa] [îi]n|μέχρι
    """
)
_BACK = alternatives(
    r"""
    (?:back|return(?:ing)?|available again|resum(?:e|ing))(?: \w{1,10}){0,4} (?:in|on)
    (?:zur[üu]ck|wieder|r[üu]ckkehr|erreichbar)(?: \w{1,12}){0,3} (?:im|ab)
    (?:retour|reviens|reviendrai|reprends|reprendrai)(?: \w{1,12}){0,3} (?:en|[àa] partir de)
    (?:vuelvo|volver[ée]|regreso|regresar[ée]|de vuelta)(?: \w{1,12}){0,3} en
    (?:rientr|torn|ritorn)\w{1,5}(?: \w{1,12}){0,3} (?:ad?|in)
    (?:volto|voltarei|retorno|regresso|de volta)(?: \w{1,12}){0,3} em
    terug(?: \w{1,12}){0,3} in|tillbaka(?: \w{1,12}){0,3} i|til(?:bage|bake)(?: \w{1,12}){0,3} i
    (?:wrac|wr[óo]c|powr[óo])\w{1,5}(?: \w{1,12}){0,3} we?
    (?:верн|возвра)\w{1,6}(?: \w{1,12}){0,3} в
    """
)
_BETWEEN = (
    r"(?:\s(?:the|of|early|beginning|start|anfang|début|inicio|inizio|início|begin|mois de)){0,4}"
)
_END = alternatives(
    r"""
    (?:the )?end of|(?:zum )?ende|(?:la )?fin (?:de |du mois de |d['’])?|(?:el )?final(?:es)? de
    (?:a )?fine|(?:o )?fim de|(?:het )?eind(?:e)?(?: van)?|ko[ńn]ca|slutet av|slutningen af|конца
    """
)
_MONTH = re.compile(
    rf"(?<!\w)(?:(?P<until>{_UNTIL})|(?P<back>{_BACK}))(?P<end>\s(?:{_END}))?{_BETWEEN}\s?"
    rf"(?P<month>{_NAMES})(?!\w)(?!\.?\s?(?:the\s)?\d{{1,2}}(?!\d))(?:\.?,?\s(?P<year>20\d\d)\b)?",
    re.I,
)
_SLAVIC = re.compile(
    rf"(?<!\w)(?P<until>do)(?P<end>\sko[ńn]ca)?\s(?P<month>{_NAMES})(?!\w)(?:\s(?P<year>20\d\d)\b)?",
    re.I,
)
_CJK = re.compile(
    r"(?:(?P<year>20\d\d)\s?[年년]\s?)?(?P<month>\d{1,2})\s?[月월]\s?(?P<end>末|말)?\s?(?:まで|까지|为止)"
)
_THROUGH = any_of(r"^(?:through|thru|t/m|t\.?o\.?m\.?|tot en met|till och med|til og med)$")
_DAY = re.compile(
    r"\b(?i:(?P<until>until|till|through|thru)|(?P<back>(?:back|return(?:ing)?|available again)"
    r"(?: \w{1,10}){0,4} on))\s(?:\w{3,6}day,?\s)?(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?!\s(?:of\s)?[A-Z])"
)


def vague_return(text: str, *, language: str, sent_on: date) -> date | None:
    """The first day back by a month or a day that stands alone; None where none does."""
    patterns = (_MONTH, _SLAVIC) if language in ("pl", "cs", "sk") else (_MONTH, _CJK)
    for pattern in patterns:
        if found := pattern.search(text):
            return _first_of(found, sent_on)
    if found := _DAY.search(text):
        return _in_a_month(found, sent_on)
    return span_ahead(text, sent_on)


def _first_of(found: re.Match[str], sent_on: date) -> date | None:
    name = found["month"].lower()
    month = int(name) if name.isdigit() else MONTH_OF[name]
    if not 1 <= month <= 12:
        return None
    if not found["year"] and (month - sent_on.month) % 12 == 11:
        return None  # last month: the note is stale
    ends_with_it = bool(found["end"] or _THROUGH.match(found.groupdict().get("until") or ""))
    year = int(found["year"]) if found["year"] else sent_on.year + (month < sent_on.month)
    return date(year + month // 12, month % 12 + 1, 1) if ends_with_it else date(year, month, 1)


def _in_a_month(found: re.Match[str], sent_on: date) -> date | None:
    number = int(found["day"])
    for ahead in range(31):
        day = sent_on + timedelta(days=ahead)
        if day.day == number:
            return day + timedelta(days=bool(found["until"]))
    return None

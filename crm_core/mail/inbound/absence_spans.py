"""The first day back where a note gives no date: so many days or weeks, next week, week 38.

"Away for two weeks" and "back in two weeks" count from the day of the mail; "back next week" is its
Monday, "back in week 38" that week's, "until week 38" the Monday behind it (ISO 8601). Asked by
`absence_vague` when nothing else told.
"""

import re
from datetime import date, timedelta

from crm_core.mail.inbound.phrases import alternatives, any_of

_NUMBERS = {
    1: "a an one ein eine einer einem einen un une uno una um uma één een en ett et",
    2: "two zwei deux dos due dois duas twee två to",
    3: "three drei trois tres tre três drie tre",
    4: "four vier quatre cuatro quattro quatro fyra fire",
    5: "five fünf cinq cinco cinque vijf fem",
    6: "six sechs seis sei zes sex seks",
}
_NUMBER_OF = {word: number for number, words in _NUMBERS.items() for word in words.split()}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})"
_DAYS = r"days?|tag(?:en?)?|jours?|d[íi]as?|giorn[oi]|dag(?:en|ar|e)?"
_WEEKS = r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|we(?:ek|ken)|veck(?:a|or)|uger?|uker?"
_MONTHS = r"months?|monate?n?|mois|mes(?:es)?|mes[ei]|m[êe]s(?:es)?|maand(?:en)?|m[åa]nad(?:er)?"
_FOR = alternatives(
    r"""
    (?:away|out|off|leave|vacation|holidays?|office|unavailable)(?: \w{1,10}){0,2} for(?: the)?(?:
        [ ]next| about| around| approximately)?
    f[üu]r(?: die n[äa]chsten?)?|pendant|pour(?: les)?
    (?:ausente|vacaciones|oficina) (?:por|durante)
    per(?: le prossime| i prossimi)?|por|de komende|gedurende
    """
)
_IN = alternatives(
    r"""
    (?:back|return(?:ing)?|available again)(?: \w{1,10}){0,4} in|(?:wieder|zur[üu]ck)(?: \w{1,12}
        ){0,3} in|(?:de retour|reviens|reviendrai) dans|(?:vuelvo|volver[ée]|regreso|regresar[ée]|
        de vuelta) en|(?:rientro|rientrer[òo]|torno|torner[òo]) (?:tra|fra)
    (?:volto|voltarei|retorno|retornarei) em|terug over|tillbaka om|tilbage om|tilbake om
    """
)
_SPAN = re.compile(
    rf"(?<!\w)(?:{_FOR}|{_IN})\s{_COUNT}\s(?:(?P<days>{_DAYS})|(?P<weeks>{_WEEKS})|"
    rf"(?P<months>{_MONTHS}))(?!\w)",
    re.I,
)
_NEXT_WEEK = any_of(
    r"""
    \b(?:back|return(?:ing)?|available again)(?: \w{1,10}){0,4} (?:early )?next week\b
    \bn[äa]chste[rn]? woche wieder\b|\bwieder (?:ab |in der )?n[äa]chste[rn]? woche\b
    \b(?:de retour|reviens|reviendrai) la semaine prochaine\b
    \b(?:vuelvo|volver[ée]|regreso|regresar[ée]|de vuelta) (?:en )?la (?:pr[óo]xima semana|semana
        (?:que viene|pr[óo]xima))|\b(?:rientro|rientrer[òo]) la (?:prossima settimana|settimana
        prossima)|\b(?:volto|voltarei|retorno|retornarei) na pr[óo]xima semana
    \bvolgende week (?:weer|terug)\b|\btillbaka n[äa]sta vecka\b
    \b(?:tilbage|tilbake) (?:i )?n[æe]ste u[gk]e\b
    """
)
_WEEK = re.compile(
    r"\b(?:(?P<until>until|till|through|bis(?: einschl\w*| inkl\w*)?(?: zur?)?|tot(?: en met)?|t/m|"
    r"till(?: och med)?|til(?: og med)?|t\.?o\.?m\.?)|(?P<back>ab(?: der)?|from|in|"
    r"zur[üu]ck(?: in)?(?: der)?|back(?: in)?|vanaf|weer in|tillbaka|[åa]ter|tilbage|tilbake|fra)"
    r"(?: i)?)\s(?:kw|kalenderwoche|week|vecka|v\.|uge|uke)\s?(?P<week>\d{1,2})"
    r"(?:\s?[-–/]\s?(?P<last>\d{1,2}))?\b",
    re.I,
)


def span_ahead(text: str, sent_on: date) -> date | None:
    """The first day back by a span or a week, counted from the day of the mail."""
    if found := _SPAN.search(text):
        return _ahead(found, sent_on)
    if _NEXT_WEEK.search(text):
        return sent_on + timedelta(days=7 - sent_on.weekday())
    return _by_week(found, sent_on) if (found := _WEEK.search(text)) else None


def _ahead(found: re.Match[str], sent_on: date) -> date | None:
    word = found["count"].lower()
    count = int(word) if word.isdigit() else _NUMBER_OF[word]
    if found["days"]:
        return sent_on + timedelta(days=count)
    if found["weeks"]:
        return sent_on + timedelta(weeks=count)
    month = sent_on.month - 1 + count
    try:
        return date(sent_on.year + month // 12, month % 12 + 1, sent_on.day)
    except ValueError:  # the 31st of a month that has none
        return date(sent_on.year + month // 12, month % 12 + 1, 28)


def _by_week(found: re.Match[str], sent_on: date) -> date | None:
    is_last = bool(found["until"])
    number = int(found["last"] if is_last and found["last"] else found["week"])
    year = sent_on.isocalendar().year
    for one in (year, year + 1):
        try:
            monday = date.fromisocalendar(one, number, 1)
        except ValueError:
            continue
        first = monday + timedelta(days=7 * is_last)
        if first >= sent_on:
            is_near = first - sent_on <= timedelta(days=180)
            return first if is_near else None
        if first + timedelta(days=7) > sent_on:
            return sent_on  # the week that is running
    return None

"""What each sentence of a letter is about, by kinds: those that automatic replies are made of, and
the matter itself.

A machine that answers tells of an absence, a departure, a mailbox that is read no more or a message
that has come in; whom to ask, when an answer comes; and is polite. It has not read what was
written. A person who answers has, so that some sentence is about that. Asked by `automatic`.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from crm_core.mail.inbound.absence_phrases import ABSENT
from crm_core.mail.inbound.acknowledgement_phrases import (
    ACKNOWLEDGES,
    AUTOMATED,
    DECLARES,
    DELAYED,
    RECEIVED,
)
from crm_core.mail.inbound.away_phrases import AWAY
from crm_core.mail.inbound.courtesy_phrases import (
    COURTESY,
    ELSEWHERE,
    HOURS,
    THANKS,
    TO_ANYBODY,
)
from crm_core.mail.inbound.departure_phrases import HAS_LEFT
from crm_core.mail.inbound.english_absence_phrases import (
    ABSENT_ENGLISH,
    BACK_ENGLISH,
    BUSY_ENGLISH,
    NO_ACCESS_ENGLISH,
)
from crm_core.mail.inbound.english_answer_phrases import (
    DECLARES_ENGLISH,
    DELAYED_ENGLISH,
    LATER_ENGLISH,
    LEFT_ENGLISH,
    MAILBOX_ENGLISH,
    RECEIVED_ENGLISH,
    WHOM_ENGLISH,
)
from crm_core.mail.inbound.english_courtesy_phrases import (
    COURTESY_ENGLISH,
    ELSEWHERE_ENGLISH,
    HOURS_ENGLISH,
    SAID_TO_ALL_ENGLISH,
    THANKS_ENGLISH,
)
from crm_core.mail.inbound.mailbox_phrases import MAILBOX
from crm_core.mail.inbound.matter_phrases import BARE_ANSWER, DEEDS, MATTER, OFFERED
from crm_core.mail.inbound.meanwhile_phrases import BACK, LATER, NO_ACCESS, SPAN, WHOM
from crm_core.mail.inbound.people_phrases import HAS_READ, OF_ANOTHER, PROPOSES, TURNS
from crm_core.mail.inbound.phrases import any_of
from crm_core.mail.inbound.regions import COURTESY as POLITE
from crm_core.mail.inbound.regions import MATTER as OF_MATTER
from crm_core.mail.inbound.regions import OFFER, PERSON, told_by
from crm_core.mail.inbound.sentences import sentences_of
from crm_core.mail.inbound.topic_phrases import ABOUT_ABSENCE, ABOUT_MAIL, ABOUT_WHOM, IN_THE_PAST


class Kind(StrEnum):
    """What a sentence of an automatic reply tells."""

    ABSENT = "absent"
    LEFT = "left"
    MAILBOX = "mailbox"
    RECEIVED = "received"
    DECLARES = "declares"
    AUTOMATED = "automated"
    WHOM = "whom"
    LATER = "later"
    NO_ACCESS = "no access"
    DELAYED = "delayed"
    BACK = "back"
    THANKS = "thanks"
    HOURS = "hours"
    ELSEWHERE = "elsewhere"
    BUSY = "busy"


NEWS = frozenset(
    {Kind.ABSENT, Kind.LEFT, Kind.MAILBOX, Kind.RECEIVED, Kind.DECLARES, Kind.AUTOMATED}
)
"""Of these an automatic reply has one; all else only goes with them."""
_OF_ANSWERS = frozenset({Kind.THANKS, Kind.LATER, Kind.HOURS})
_GOES_WITH_NEWS = frozenset(
    {Kind.WHOM, Kind.LATER, Kind.BACK, Kind.NO_ACCESS, Kind.DELAYED, Kind.THANKS}
)
_PATTERNS = {
    Kind.ABSENT: (ABSENT, AWAY, ABSENT_ENGLISH),
    Kind.LEFT: (HAS_LEFT, LEFT_ENGLISH),
    Kind.MAILBOX: (MAILBOX, MAILBOX_ENGLISH),
    Kind.RECEIVED: (RECEIVED, ACKNOWLEDGES, RECEIVED_ENGLISH),
    Kind.DECLARES: (DECLARES, DECLARES_ENGLISH),
    Kind.WHOM: (WHOM, WHOM_ENGLISH),
    Kind.LATER: (LATER, LATER_ENGLISH),
    Kind.NO_ACCESS: (NO_ACCESS, NO_ACCESS_ENGLISH),
    Kind.DELAYED: (DELAYED, DELAYED_ENGLISH),
    Kind.BACK: (BACK, BACK_ENGLISH),
    Kind.THANKS: (THANKS, THANKS_ENGLISH),
    Kind.HOURS: (HOURS, HOURS_ENGLISH),
    Kind.BUSY: (BUSY_ENGLISH,),
    Kind.ELSEWHERE: (ELSEWHERE, ELSEWHERE_ENGLISH),
}
_OF_WHAT_CAME = frozenset({Kind.LEFT, Kind.MAILBOX, Kind.RECEIVED, Kind.DECLARES, Kind.AUTOMATED})
"""Kinds whose sentences may name a request, an offer or a price: that of the message."""
_ABOUT = any_of(
    r"""
    \b(?:about|regarding|concerning|bezuglich|concernant|sobre|riguardo|betreffende|
        dotyczac\w{1,3})(?: \w{1,20}){1,3}
    """
)
_REACHED = re.compile(
    r"⟦|\+\d[\d ()/.-]{6,20}|(?<![\d/.-])0\d[\d /-]{4,20}\d(?![./]\d)|\(\d{3}\) ?\d{3}"
    r"|(?<![\d-])\d{3}[- ]\d{3,4}"
)
_THANKS_FOR = any_of(
    r"""
    \b(?:thanks|thank you|thx) for\b
    \b(?:dank fur|danke fur|merci pour|gracias por|grazie per|grazie del|bedankt voor|dziekuje za|
        dzieki za|tack for|tak for|takk for|dekuji za|dakujem za|спасибо за|дякую за|
        благодаря за|благодарим за|дякуємо за|благодарю за|хвала за|
        hvala za|aitah|tanan|aciu uz|dekoju uz|paldies par|koszonom a|
        terima kasih atas|cam on (?:ban|anh|chi|ong|ba) (?:vi|ve))\b(?! (?:ihr|
        votre|su |tu |la sua|uw|din|ditt|vas|ваш|deren|eure|interes|interess|inter|verst|begrip|
        compr|forst|wyroz|zroz|poch|пони|розу))
    """
)
_ENTRY = re.compile(
    r"^(?:[-–*\d.) ]{1,4}|(?=[A-ZÀ-ÞΑ-ΩА-Я]))[^:：→?!]{2,40}(?:[:：]|→|->)\s?[^?!]{1,60}$"
)
"""A line of a list ("Invoices: Mark on 555 0101"), which a letter of any kind may have."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_URGENT = any_of(
    r"""
    urgent|faster|sooner|quicker|badly|dringend|eilig|urgence|urgen[tzc]|spoed|piln|brad?sk|brattom|haste|kiire|naleh|срочн|
        on fire|critical
    терм[иі]нов|спешн|хитн|\bhitn|\bnujn|surgos|\bacil|skubi|skubu|steidz|kiir[er]|mendesak|darurat|
        khan cap|επειγ|緊急|至急|急ぎ|紧急|긴급|급한|דחו[ףפ]|عاجل|طار[ئي]
    \bwait\b|warten|attendre|esperar|aspettare|wachten|vanta\b|vente\b|czekac|odottaa|pockat|
        varhat|bekle|подожд
    """
)
_ANSWER = any_of(
    r"""
    mail|message|repl(?:y|ies)|respon[sd]|answer|antwort|nachricht|messag|courriel|repons|
        mensa[jg]|correo|respuest|rispost|resposta|bericht|antwoord|wiadomosc|odpowied|svar|mejl|
        meddel|besked|melding|viesti|vastaus|odpove|zprav|sprav|valasz|uzenet|yanit|mesaj|ileti|
        cevap|raspuns|ответ|письм|сообщ|відпов|лист|повідом|απαντηση|μηνυμα|返信|応答|メール|回复|
        回覆|答复|邮件|郵件|회신|메일|답장|응답|תשוב|מענה|הודע|رد|رسالة
    """
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter tells. `kinds` in the order of appearance; `explained`: how many sentences are
    of a kind; `strange`: how many of none; `matter`: how many speak of the matter, or ask.
    `opens`: news comes first, but for thanks, and nothing turns from it to something else."""

    kinds: tuple[Kind, ...]
    explained: int
    strange: int
    matter: int
    opens: bool = False

    def has(self, *kinds: Kind) -> bool:
        """Whether it tells any of these."""
        return any(kind in self.kinds for kind in kinds)

    def begins_with(self, kind: Kind, rather_than: Kind) -> bool:
        """Whether it tells `kind`, and the other one later or not at all."""
        told = self.kinds
        return kind in told and kind in told[: (*told, rather_than).index(rather_than)]


def read_kinds(own: str) -> Told:
    """`own`: the writer's words, folded (`phrases.folded`)."""
    reading = _Reading()
    for sentence in sentences_of(own):
        reading.add(sentence)
    return reading.told(turns=bool(TURNS.search(own)))


@dataclass(slots=True)
class _Reading:
    """What was told by the sentences up to now; `guessed`: those of which only words tell."""

    kinds: dict[Kind, None] = field(default_factory=dict)
    guesses: dict[Kind, None] = field(default_factory=dict)
    explained: int = 0
    guessed: int = 0
    strange: int = 0
    matter: int = 0
    opens: bool = False

    def add(self, sentence: str) -> None:
        told = told_by(sentence)
        found = _kinds(sentence, told)
        if _is_of_the_matter(sentence, found, told):
            self.matter += 1
        elif found:
            self.opens |= bool(NEWS & set(found)) and not (self.strange or self.matter)
            self.kinds |= dict.fromkeys(found)
            self.explained += 1
        elif (guess := _guess(sentence)) is not None:
            self.guesses[guess] = None
            self.guessed += 1
        elif not _says_nothing(sentence, told):
            self.strange += 1

    def told(self, *, turns: bool) -> Told:
        """Guesses count beside what is known, of two kinds or more; alone they are strange."""
        kinds, guesses = self.kinds, dict(self.guesses)
        if not NEWS & (kinds | guesses).keys() and not _OF_ANSWERS & kinds.keys():
            guesses.pop(Kind.NO_ACCESS, None)  # what is said of mail goes with news
        opens = self.opens and not turns
        if len(kinds | guesses) < 2 or not (NEWS | _GOES_WITH_NEWS) & kinds.keys():
            strange = self.strange + self.guessed
            return Told(tuple(kinds), self.explained, strange, self.matter, opens)
        explained = self.explained + self.guessed
        return Told(tuple(kinds | guesses), explained, self.strange, self.matter, opens)


def kinds_of(sentence: str) -> list[Kind]:
    """What a sentence tells, folded as in `read_kinds`; empty for one of the matter, or strange."""
    return _kinds(sentence, told_by(sentence))


def _kinds(sentence: str, told: set[str]) -> list[Kind]:
    """`told`: what the phrases of its script say (`regions.told_by`)."""
    found = [
        kind
        for kind, patterns in _PATTERNS.items()
        if kind in told or any(pattern.search(sentence) for pattern in patterns)
    ]
    if Kind.DECLARES not in found and (
        Kind.AUTOMATED in told or (AUTOMATED.search(sentence) and _ANSWER.search(sentence))
    ):
        found.append(Kind.AUTOMATED)
    if (
        {Kind.DECLARES, Kind.AUTOMATED} & set(found)
        and Kind.RECEIVED in found
        and not RECEIVED.search(sentence)
        and Kind.RECEIVED not in told
    ):
        found.remove(Kind.RECEIVED)
    if Kind.ABSENT in found and Kind.RECEIVED in found and Kind.HOURS in found:
        found.remove(Kind.ABSENT)  # out of hours
    if Kind.WHOM not in found and _REACHED.search(sentence) and _says_words(sentence):
        found.append(Kind.WHOM)
    if not found and SPAN.search(sentence) and len(_WORDS.findall(sentence)) <= 7:
        found.append(Kind.BACK)
    return found


def _is_of_the_matter(sentence: str, kinds: list[Kind], told: set[str]) -> bool:
    is_of_what_came = bool(_OF_WHAT_CAME & set(kinds))
    sentence = SAID_TO_ALL_ENGLISH.sub("", sentence)
    if "?" in sentence or "？" in sentence or "؟" in sentence:
        is_of_need = Kind.ELSEWHERE in kinds or bool(_URGENT.search(sentence))
        return not is_of_need and not {Kind.LEFT, Kind.MAILBOX, Kind.RECEIVED} & set(kinds)
    is_for_need = Kind.WHOM in kinds and bool(_URGENT.search(sentence))
    if PERSON in told or HAS_READ.search(sentence):
        return True
    if Kind.LEFT not in kinds and OF_ANOTHER.search(sentence):
        return True
    if PROPOSES.search(sentence) and not is_for_need:
        return True
    if _is_short(sentence) and BARE_ANSWER.search(sentence):
        return not kinds
    if len(_WORDS.findall(sentence)) < 3 and not _CJK.search(sentence):
        return OF_MATTER in told and " " in sentence  # else a heading, a name
    if Kind.RECEIVED in kinds and (OFFER in told or OFFERED.search(sentence)):
        return True
    if is_for_need or is_of_what_came or (Kind.WHOM in kinds and _REACHED.search(sentence)):
        return False
    if OF_MATTER in told:
        return True
    sentence = _ABOUT.sub("", sentence)
    return bool(MATTER.search(sentence) or DEEDS.search(sentence))


def _guess(sentence: str) -> Kind | None:
    """What a sentence of no known kind is about, by its single words; None for none of them."""
    if _THANKS_FOR.search(sentence) or not _says_words(sentence) or IN_THE_PAST.search(sentence):
        return None
    if COURTESY_ENGLISH.search(sentence) or SAID_TO_ALL_ENGLISH.search(sentence):
        return None
    guesses = ((ABOUT_ABSENCE, Kind.ABSENT), (ABOUT_WHOM, Kind.WHOM), (ABOUT_MAIL, Kind.NO_ACCESS))
    return next((kind for words, kind in guesses if words.search(sentence)), None)


def _says_nothing(sentence: str, told: set[str]) -> bool:
    rest = SAID_TO_ALL_ENGLISH.sub("", sentence)
    if COURTESY_ENGLISH.search(sentence) or (rest != sentence and _is_short(rest)):
        return True
    if _THANKS_FOR.search(sentence) or OF_MATTER in told or MATTER.search(rest):
        return False  # thanks for something else than the message
    if _is_short(sentence) or POLITE in told:
        return True
    if COURTESY.search(sentence) or TO_ANYBODY.search(sentence):
        return True
    if _ENTRY.match(sentence) and len(_WORDS.findall(sentence)) <= 8:
        return True
    words = [word for word in _WORDS.findall(sentence) if len(word) > 3]
    names = sum(word[0].isupper() for word in words)
    return len(words) <= 8 and names * 4 >= len(words) * 3  # a title, a firm, a street


def _says_words(sentence: str) -> bool:
    return len(_WORDS.findall(sentence)) >= 2


def _is_short(sentence: str) -> bool:
    """A name, a title, a telephone number, a bit of a date."""
    if _CJK.search(sentence):
        return len(_CJK.findall(sentence)) <= 6
    return len(_WORDS.findall(sentence)) <= 2

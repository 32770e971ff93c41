"""Whether a letter speaks of nothing but its writer's absence.

A person who is away and answers all the same says what they think of the matter; a machine cannot.
So a short answer of which each sentence tells of the absence, its end, a stand-in or a later reply
is a machine's, though it names neither headers nor a subject. Travelling is left out: of that
people write themselves, from the train. Asked by `automatic`, for answers only.
"""

import re

from crm_core.mail.inbound.automatic_phrases import ABSENT, SPAN, SUPPORT
from crm_core.mail.inbound.departure_phrases import HAS_LEFT
from crm_core.mail.inbound.people_phrases import TO_COME
from crm_core.mail.inbound.phrases import any_of

_LETTER = 600
_SENTENCES = 10
_FIRST = 4
_ENDS = re.compile(r"(?:(?<!\d)\.|[!。！\n])+\s*")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_ON_THE_WAY = any_of(
    r"""
    \btravel+ing\b|\bunterwegs\b|\ben d[ée]placement\b|\bde viaje\b|\bin trasferta\b|\bem viagem\b
    """
)
_TURNS = any_of(
    r"""
    \b(?:but|so(?! (?:bald|schnell|soon))|though|although|however|anyway|before (?:that|then))\b
    \b(?:aber|also|deshalb|vorher|davor|dann)\b|\b(?:mais|donc|alors|avant)\b
    \b(?:pero|as[íi] que|antes)\b|\b(?:ma|per[òo]|quindi|prima|mi scriva)\b|\b(?:mas|ent[ãa]o)\b
    \b(?:maar|dus|daarna)\b|\b(?:ale|wi[ęe]c|prosz[ęe] o ofert)|\b(?:men|så|d[äa]rf[öo]r)\b
    \b(?:mutta|tak[žz]e|viszont|но|поэтому)\b|ですが|ので
    """
)
"""With these a person comes from the absence to the matter."""
_OF_ANOTHER = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|(?!Office|This|It|There)[A-Z][a-z]{1,14}) (?:is|are) "
    r"(?:currently )?(?:out|away|on|off|in|no)\b|\b(?:Frau|Herr|Mr|Mrs|Ms|Mme|Sig)\b"
)
_COURTESY = any_of(
    r"""
    ^(?:hi|hello|dear|hey|good (?:day|morning)|hallo|guten tag|bonjour|hola|ciao|ol[áa]|hej|hei)\b
    \b(?:thanks?|thank you|regards|sorry|apolog|inconvenience|understanding|patience|nice day|
        great day|happy|merry|wishes|greetings|sincerely|cheers)
    \b(?:gr(?:u|ü|ue)(?:ß|ss)|danke|dank\b|verst[äa]ndnis|cordialement|merci|saludos?|gracias|saluti
        |grazie|obrigad|atenciosamente|groet|bedankt|pozdraw|dzi[ęe]ku|h[äa]lsning|tack|hilsen|tak\b)
    """
)
_RETURNS = any_of(
    r"""
    \b(?:back|return\w*|revert|wieder|zur[üu]ck|retour|reviens|reviendrai)\b
    \b(?:vuelv|volver|regres|rientr|torner|volt|terug|weer\b|wr[óo]c|wrac|tillbaka|tilbage|tilbake)
    \b(?:palaan|zp[ěe]t|vissza|d[öo]n|верн)
    """
)


def tells_only_of_absence(own: str) -> bool:
    """`own`: the letter without what it quotes. False for a long one, and for one that says
    anything beside the absence."""
    text = own.strip()
    if not text or len(text) > _LETTER or _OF_ANOTHER.search(text):
        return False
    if HAS_LEFT.search(text):
        if not SUPPORT[1].search(text):
            return False  # people say so themselves, machines say whom to ask now
    elif not ABSENT.search(text):
        return False
    if any(pattern.search(text) for pattern in (_ON_THE_WAY, _TURNS, TO_COME)):
        return False
    sentences = [one for one in _ENDS.split(text) if one.strip()]
    return len(sentences) <= _SENTENCES and all(_is_about_it(one) for one in sentences)


def begins_with_absence(own: str) -> bool:
    """Whether half of a letter's first sentences tell of the absence, and none turns from it to
    something else."""
    sentences = [one for one in _ENDS.split(own.strip()) if len(_WORDS.findall(one)) > 2]
    first = sentences[:_FIRST]
    about = sum(map(_is_about_it, first))
    return about * 2 >= len(first) and (about == len(first) or not _TURNS.search(own))


def _is_about_it(sentence: str) -> bool:
    if len(_WORDS.findall(sentence)) <= 2 and not _CJK.search(sentence):
        return True  # a name, a greeting, a bit of a date
    return any(
        pattern.search(sentence)
        for pattern in (ABSENT, HAS_LEFT, *SUPPORT, SPAN, _RETURNS, _COURTESY)
    )

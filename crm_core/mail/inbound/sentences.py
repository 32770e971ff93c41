"""Where one sentence of a letter ends and the next begins, as people write them: with lines that
were wrapped, dots that end nothing, commas that join two sentences.

Asked by `letter_kinds`, for folded letters (`phrases.folded`).
"""

import re

from crm_core.mail.inbound.people_phrases import TURNS
from crm_core.mail.inbound.phrases import any_of

_SENTENCE = 500  # characters of one that are looked at
_SENTENCES = 60

_PLACES = re.compile(r"(?:https?://|www\.)\S{1,300}|[^\s<>(),;:]{1,64}@[^\s<>(),;]{1,200}")
_ENDS = re.compile(r"(?<=[!。！?？؟])|\.(?=\s|$|[A-ZÀ-Þ\"”])|[\n;•]")
_SHORTENED = any_of(
    r"""
    (?<!\w)(dr|mr|mrs|ms|hr|fr|frl|sig|vs|ns|nr|no|tel|tlf|tfn|bzw|ca|ext|st|inkl|einschl|evtl|
        z\.\s?b|ing|mgr|prof|dott|sr|sra|art|etc|kl|ul|t\.o\.m|f\.o\.m|e\.g|i\.e|a\.m|p\.m|approx|
        dept|sra|pls|vd|inc|ltd)\.
    (?<!\w)(jan|feb|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec|dez|n|int|interno|wew|lok|kl|tlf|
        tel|c\.a|incl|resp|poz|str|pp|pag|z\.\s?b|d\.\s?h)\.(?=\s?\d)
    (\b\d{1,2}\.\d{1,2})\.(?=[ \n]{1,2}(?-i:[a-z]))
    (\b\d{1,2})\.(?=\s(?:(?-i:[a-z])|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|oct|nov|dez|dec|bis|
        und|[-–]))
    """
)
"""Dots that end no sentence."""
_SPLICE = any_of(
    r"""
    ,\s(?=(?:i|we|my|the|it|ich|wir|mein|meine|je|j'|nous|il|on|mon|yo|me|nos|mi|io|ne|ci|lo|la|
        eu|ik|mijn|jag|jeg|vi|min|mina|ja|moj|mam|es|das|я|мы|мой|моя|ми|мій)\b)|\s(?:--?|–|—)\s|
        ,(?=¿)|\s(?=¿)
    """
)
"""Where one sentence is joined to another by a comma."""
_SMALL_PRINT = any_of(
    r"""
    ^\W{0,4}(?:(?:legal|important) )?(?:disclaimer|haftungsausschluss|vertraulichkeitshinweis|
        confidentiality(?: notice| note)?|avis de confidentialite|aviso (?:legal|de[ ]
        confidencialidad)|avviso di riservatezza|clausola di riservatezza|privacy notice|
        aviso de confidencialidade|klauzula poufnosci|informacja o przetwarzaniu)\b
    ^\W{0,4}(?=[^\n]{0,160}(?:mail|messag|nachricht|courriel|correo|mensaje|mensagem|bericht|
        wiadom|melding|meddel|besked|viesti|zprav|sprav|uzenet|communicat|attachment|
        documents? attach))(?:this|the contents? of this|the information (?:contained )?in this|any|
        diese[rs]?|
        die(?: in dieser)?|der inhalt dieser|ce(?:tte|t)?|les informations|este|esta|la[ ]
        informacion|il presente|la presente|questo|questa|le informazioni|as informacoes|deze|dit|
        de informatie|niniejsz[aey]|detta|denne|dette|tama|tento|ez az)\b[^\n]{0,120}
        \b(?:confidential|privileged|intended (?:only|solely|for)|addressee|vertraulich|
        confidentiel|destinataire|confidencial|destinatario|riservat|destinatari[oa]|vertrouwelijk|
        bestemd voor|poufn|adresat|konfidenti|fortrolig|luottamuksell|duvern|bizalmas)
    ^\W{0,4}(?:for (?:your )?(?:reference|records),? |pour rappel,? |zur erinnerung,? )?(?:here is |
        below is |this is |a copy of |voici |hier ist |kopie |aqui esta |ecco )?(?:your|votre|ihre|
        deine|su|tu|il suo|il tuo|uw|je|twoja|panstwa|(?:your )?original)\b[^.!?\n]{0,12}
        \b(?:message|nachricht|mensaje|messaggio|bericht|wiadomosc|e-?mail|request|anfrage|demande)
        \s?:$
    ^\W{0,4}(?:please (?:consider|think)|think|bitte (?:denken|prufen)|merci de penser|pensez a|
        piense|pensa|antes de imprimir|prima di stampare|avant d.imprimer)\b[^\n]{0,60}
        (?:environment|before (?:you )?print|umwelt|ausdruck|imprim|stampa|ambiente)
    """
)
"""A line with which the small print of a firm begins; nothing of a letter comes after it."""
_CLOSES = any_of(
    r"""
    ^(?:(?:with |many )?(?:best|kind|kindest|warm|warmest|many) )?(?:regards|wishes)|^sincerely|
        ^(?:yours|best|cheers|all the best)(?:\W*$|,)|^yours (?:faithfully|sincerely|truly)
    ^(?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|schone[nm]?|viele[nm]?|herzliche[nm]?)
        (?: \w{4,12})? (?:grusse?n?|gruss|gruessen?)|^gruss|^grusse|^(?:mfg|vg|lg|hg)\b
    ^(?:bien )?cordialement|^bien a (?:vous|toi)|^(?:meilleures |sinceres )?salutations|^amicalement
    ^(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|^atentamente|^(?:cordiali|distinti|
        un cordiale)? ?salut[io]|^atenciosamente|^abracos?|^(?:com os )?(?:melhores )?cumprimentos
    ^(?:met )?(?:vriendelijke |hartelijke )?groet(?:en|jes)?|^mvg\b|^(?:serdecznie )?pozdrawiam|
        ^z (?:powazaniem|wyrazami)|^(?:med )?(?:vanliga? |basta )?halsning|^mvh\b|
        ^(?:med )?(?:venn?lig(?:e)? |bedste )?hilsen|^(?:ystavallisin )?terveisin|
        ^s (?:pozdravem|uctou|pozdravom)|^udvozlettel|^tisztelettel|^cu (?:stima|respect)|
        ^saygilar|^iyi calismalar
    ^с уважением|^з повагою|^με εκτιμηση
    """
)
"""A line with which a letter closes: below are a name, a post, a firm and its numbers."""
_CLOSING = 5  # words of such a line; one with more goes on to say something
_BELOW = 60  # characters of a line below that may be one of these
_HANGS = any_of(
    r"""
    ^\W{0,3}(?:if|when|while|should|for|in|as|once|until|during|due|since|after|before|upon|from|
        on|please|dear|falls|wenn|bei|da|wahrend|sollte|bis|ab|in|si|quand|pour|en|pendant|durant|
        des|dans|du|jusqu|cuando|para|durante|se|quando|per|dal|appena|caso|als|indien|tijdens|
        voor|om|vid|under|hvis|ved|nar|jos|pokud|ak|ha|w|gdy|jesli|если|при|по|якщо|в|с|до)\b
    """
)
"""A subordinate clause comes first, so that the comma joins nothing."""


def sentences_of(own: str) -> list[str]:
    """Sentences, and their halves where a writer turns ("I am away, but …")."""
    lines = _SHORTENED.sub(lambda found: found[0][:-1], _PLACES.sub("⟦", own)).split("\n")
    text, is_closed = "", False
    for line in map(str.strip, lines):
        if _SMALL_PRINT.search(line):
            break
        if is_closed and len(line) < _BELOW and not line.endswith((".", "!", "?")):
            continue
        # what stands first greets, in whatever words
        is_closed |= bool(text.strip()) and _closes(line)
        if line[:1] in (",", ";"):
            text = text.rstrip("\n")
        # a line that was wrapped goes on
        width = len(text) - text.rfind("\n")
        goes_on = width > 30 and text[-1:] not in ".!?:。！？" and line[:1].islower()
        text += (" " if goes_on or line[:1] in (",", ";") else "\n") + line
    halves: list[str] = []
    for one in filter(None, _ENDS.split(text)):
        for half in TURNS.split(one[:_SENTENCE]):
            halves += [half] if _HANGS.match(half) else _SPLICE.split(half)
    return [one.strip() for one in halves if one.strip()][:_SENTENCES]


def _closes(line: str) -> bool:
    return bool(_CLOSES.search(line)) and len(line.split()) <= _CLOSING

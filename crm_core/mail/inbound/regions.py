"""Which phrases of one script or region a sentence may hold, beside those of all languages.

A sentence without a letter of a script is spared its phrases. Asked by `letter_kinds`.
"""

import re
from collections.abc import Mapping

from crm_core.mail.inbound.baltic_phrases import BALTIC
from crm_core.mail.inbound.cjk_phrases import CJK
from crm_core.mail.inbound.cyrillic_phrases import CYRILLIC
from crm_core.mail.inbound.danube_phrases import DANUBE
from crm_core.mail.inbound.french_phrases import FRENCH
from crm_core.mail.inbound.german_phrases import GERMAN
from crm_core.mail.inbound.italian_phrases import ITALIAN
from crm_core.mail.inbound.levant_phrases import ARABIC, GREEK, HEBREW
from crm_core.mail.inbound.malay_viet_phrases import MALAY_VIET
from crm_core.mail.inbound.portuguese_phrases import PORTUGUESE
from crm_core.mail.inbound.slavic_phrases import SLAVIC
from crm_core.mail.inbound.spanish_phrases import SPANISH

Table = Mapping[str, re.Pattern[str]]
"""Phrases by the kinds of `letter_kinds.Kind`, and by `COURTESY`, `MATTER`, `OFFER`
and `PERSON`."""
COURTESY = "courtesy"
MATTER = "matter"
OFFER = "offer"
PERSON = "person"
"""What no machine says, beside whatever it stands."""

_BY_SCRIPT = (
    (re.compile(r"[\u0400-\u052f]"), (CYRILLIC,)),
    (re.compile(r"[\u0370-\u03ff]"), (GREEK,)),
    (re.compile(r"[\u0590-\u05ff]"), (HEBREW,)),
    (re.compile(r"[\u0600-\u06ff]"), (ARABIC,)),
    (re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"), (CJK,)),
    (re.compile(r"[A-Za-z]"), (GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE)),
    (re.compile(r"[A-Za-z]"), (SLAVIC, DANUBE, BALTIC, MALAY_VIET)),
)
_LOWERED = str.maketrans("ё", "е")


def told_by(sentence: str) -> set[str]:
    """What the sentence tells, by the names in its tables."""
    lowered = sentence.lower().translate(_LOWERED)
    return {
        name
        for script, tables in _BY_SCRIPT
        if script.search(sentence)
        for table in tables
        for name, pattern in table.items()
        if pattern.search(lowered)
    }

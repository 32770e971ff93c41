"""A wish to get no more mail, in a person's own words.

Short and said of oneself: "please take me off your list" is one, "how do I unsubscribe my customers
in your tool?" is not. It is honoured at once and for good, so whoever only wants no invoices on
paper, or a line dropped, must not be taken for one. Called by `classify` with the sender's own text
only.
"""

import re
from itertools import takewhile

from crm_core.mail.inbound.attributions import says_who_wrote
from crm_core.mail.inbound.wish_phrases import ALONE, NO_WISHES, WISHES

_LONGEST = 800  # characters of a letter in which a wish is looked for
_WRAPPED = re.compile(r"([^\n]{50})\n(?=[^\s>])")
"""A line that is about as long as mail programs make them goes on in the next."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?。！？])\s+|\n+")


def asks_by_subject(subject: str) -> bool:
    """Whether a subject is the request: what clients write for the `mailto` of RFC 2369."""
    return bool(ALONE.match(subject[:120]))


def wants_no_more(own: str) -> bool:
    """Whether a person asks, for themselves, that no more mail be sent to them."""
    text = own[: _LONGEST + 1]
    if not text.strip() or len(text) > _LONGEST:
        return False
    lines = _certainly_own([line for line in text.split("\n") if line.strip()])
    if any(ALONE.match(line[:120]) for line in lines[:2]):
        return True
    return any(
        WISHES.search(sentence) and not NO_WISHES.search(sentence)
        for sentence in _SENTENCE_ENDS.split(_WRAPPED.sub(r"\1 ", "\n".join(lines)))[:40]
    )


def _certainly_own(lines: list[str]) -> list[str]:
    """Those above a line that says who wrote what follows. Where nothing marks that as quoted, own
    words are kept below it; no wish of somebody else's is made of them."""
    above = list(takewhile(lambda line: not says_who_wrote(line), lines))
    return above or lines

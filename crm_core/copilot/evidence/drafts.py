"""What in an e-mail's draft no record supports: warnings for the person who is to send it.

Called by the tools that propose a draft. Nothing is taken out of a draft.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crm_core.copilot.evidence.claims import Focus, Prover
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.plain import make_plain
from crm_core.copilot.evidence.sentences import Splitter
from crm_core.copilot.evidence.tokens import Kind, Token, read_tokens
from crm_core.copilot.evidence.words import ADVICE, EVENTS, FUNCTION, NEUTRAL, PAST, listed
from crm_core.copilot.facts import Fact

DOUBTS_MOST = 20
_LONGEST = 120
_LONGEST_DRAFT = 20_000
_NO_DAY = date(2000, 1, 1)
_SPANS = listed("day days week weeks month months hour hours minute minutes")
_GREETINGS = listed(
    "hi hello dear hey best regards kind sincerely cheers thanks re subject mr mrs ms dr"
)


class DoubtKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"
    NAME = "name"
    QUOTE = "quote"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`text`: the doubtful words of the draft; `reason`: what is not known about them."""

    kind: DoubtKind
    text: str
    reason: str


def check_draft(
    subject: str, body: str, facts: Iterable[Fact], today: date | None = None
) -> tuple[Doubt, ...]:
    """Numbers, days, addresses, names, quotes and claims about the past that no fact supports.

    `today`: in the writer's zone; without it, days like "yesterday" are doubted. A day or a span
    that is proposed ("next week", "20 minutes") is not. At most `DOUBTS_MOST`, each once.
    """
    known = Known(today or _NO_DAY)
    known.learn(tuple(facts))
    splitter = Splitter()
    text = f"{subject}\n{body}"[:_LONGEST_DRAFT]
    found: dict[Doubt, None] = {}
    for sentence in [*splitter.feed(text), *splitter.end()]:
        plain = make_plain(sentence.raw)
        tokens = read_tokens(plain.text, known.today)
        found |= dict.fromkeys(_values(known, plain.text, tokens, has_day=today is not None))
        if _tells_of_the_past(tokens):
            focus = Focus(frozenset(ground.fact.record for ground in known.grounds))
            proofs = Prover(known, tokens, focus).prove()
            if proofs is None:
                reason = "no record says that this happened"
                found[Doubt(DoubtKind.CLAIM, plain.text[:_LONGEST], reason)] = None
    return tuple(found)[:DOUBTS_MOST]


def _values(known: Known, text: str, tokens: tuple[Token, ...], *, has_day: bool) -> list[Doubt]:
    found = []
    for at, token in enumerate(tokens):
        words = text[token.start : token.end][:_LONGEST]
        if token.kind is Kind.WORD:
            if _is_strange_name(known, tokens, at):
                found.append(Doubt(DoubtKind.NAME, words, "no record has this name"))
        elif token.kind is Kind.MARK or known.holding(token):
            continue
        elif token.kind is Kind.QUOTE:
            found.append(Doubt(DoubtKind.QUOTE, words, "nobody wrote these words"))
        elif token.kind is Kind.ADDRESS:
            found.append(Doubt(DoubtKind.ADDRESS, words, "no record has this address"))
        elif token.kind is Kind.DATE:
            assert token.when is not None
            if not (has_day and token.when.is_ahead and token.when.is_relative):
                found.append(Doubt(DoubtKind.DATE, words, "no record has this date"))
        elif not _is_span(tokens, at) and not _is_counted(known, tokens, at):
            found.append(Doubt(DoubtKind.NUMBER, words, "no record has this number"))
    return found


def _is_span(tokens: tuple[Token, ...], at: int) -> bool:
    number = tokens[at].number
    following = [token.norm for token in tokens[at + 1 : at + 3]]
    is_one = number is not None and number.values == (Decimal(1),) and not tokens[at].norm.isdigit()
    return is_one or bool(_SPANS & set(following))


def _is_counted(known: Known, tokens: tuple[Token, ...], at: int) -> bool:
    """True for a number that somebody wrote, of the same things."""
    number = tokens[at].number
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    counts = {(value, following) for value in number.values} if number else set()
    return any(counts & ground.counted for ground in known.grounds)


def _is_strange_name(known: Known, tokens: tuple[Token, ...], at: int) -> bool:
    """A capital letter inside a sentence, on a word of no record and no vocabulary."""
    token = tokens[at]
    previous = tokens[at - 1].norm if at else ""
    if not token.is_capital or not at or previous in ".!?:":
        return False
    common = FUNCTION | NEUTRAL | ADVICE | _GREETINGS
    return token.norm not in common and not known.word(token.norm) and not known.is_name(token.norm)


def _tells_of_the_past(tokens: tuple[Token, ...]) -> bool:
    norms = {token.norm for token in tokens if token.kind is Kind.WORD}
    is_past = bool(norms & (EVENTS - {"interested", "happy", "excited", "neutral"} | PAST))
    return is_past and bool(norms & {"you", "your", "we", "our", "i", "they", "she", "he", "it"})

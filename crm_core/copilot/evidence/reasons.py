"""Why a sentence is not shown, in words that a person can check against the record."""

from crm_core.copilot.evidence.claims import Focus
from crm_core.copilot.evidence.ground import Ground
from crm_core.copilot.evidence.known import Known
from crm_core.copilot.evidence.tokens import Kind, Token
from crm_core.copilot.evidence.words import ADVICE, APPROXIMATE, FUNCTION, NEUTRAL

_LONGEST = 40


def reason_for(known: Known, text: str, tokens: tuple[Token, ...], focus: Focus) -> str:
    """The first of: a value that is in no record, a value that the record has otherwise, words
    that are in no record; else that no single record says it."""
    for token in tokens:
        if token.kind in (Kind.NUMBER, Kind.DATE, Kind.ADDRESS) and not known.holding(token):
            return f"no record says {_short(text[token.start : token.end])}"
        if token.kind is Kind.QUOTE and not known.holding(token):
            return "nobody wrote these words"
    otherwise = _otherwise(known, text, tokens, focus)
    if otherwise:
        return otherwise
    strange = [
        _short(text[token.start : token.end])
        for token in tokens
        if token.kind is Kind.WORD
        and not token.is_negation
        and token.norm not in FUNCTION | NEUTRAL | ADVICE | APPROXIMATE
        and not known.word(token.norm)
    ]
    if strange:
        return f"these words are in no record: {', '.join(dict.fromkeys(strange[:5]))}"
    if any(token.is_negation for token in tokens):
        return "no record says that it is not so"
    return "no single record says all of this"


def _otherwise(known: Known, text: str, tokens: tuple[Token, ...], focus: Focus) -> str:
    """What the record spoken of says in the field whose value was told differently."""
    names = {token.norm for token in tokens if known.is_name(token.norm)}
    records = known.named(names) if names else focus.records
    if not records:
        return ""
    for token in tokens:
        stating = _stating(known, token)
        if any(ground.fact.record in records for ground in stating):
            continue
        for ground in stating:
            said = ground.fact.text if token.kind is Kind.WORD else text[token.start : token.end]
            for other in known.grounds:
                is_same = other.fact.record in records and other.field == ground.field
                if is_same and other.fact.text != ground.fact.text and not other.fact.is_quote:
                    return f"the records say {_short(other.fact.text)}, not {_short(said)}"
    return ""


def _stating(known: Known, token: Token) -> list[Ground]:
    """The facts whose value a word or number could be."""
    if token.kind is Kind.NUMBER:
        return known.of(known.holding(token))
    if token.kind is not Kind.WORD or known.is_name(token.norm) or token.norm in FUNCTION:
        return []
    return [ground for ground in known.of(known.word(token.norm)) if token.norm in ground.order]


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

"""A model's judged sentences, as the page draws them; what was removed is not among them."""

from collections.abc import Iterable

from crm_core.copilot.evidence import Piece, Verdict
from crm_core.copilot.tool import SaidKind
from pages._copilot.sentences import Look, Part, Sentence

_LOOKS = {
    Verdict.FACT: Look.FACT, Verdict.SUGGESTION: Look.ADVICE, Verdict.NEUTRAL: Look.PLAIN,
    Verdict.PENDING: Look.PENDING,
}  # fmt: skip


def sentence_of(piece: Piece) -> Sentence | None:
    """A piece as it is drawn; None for what is removed."""
    look = _LOOKS.get(piece.verdict)
    if look is None:
        return None
    parts = tuple(Part(one.text, one.is_bold, one.sources) for one in piece.segments)
    return Sentence(parts, look, SaidKind(piece.structure.value), piece.begins)


def sentences_of(pieces: Iterable[Piece]) -> list[Sentence]:
    """The sentences that are shown, in their order."""
    return [sentence for sentence in map(sentence_of, pieces) if sentence is not None]


def reasons_of(pieces: Iterable[Piece]) -> list[str]:
    """Why each removed statement was removed."""
    return [piece.reason for piece in pieces if piece.verdict is Verdict.REMOVED]

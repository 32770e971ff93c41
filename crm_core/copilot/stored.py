"""Facts and words as JSON, as a conversation's turns keep them, and back.

What is read is what was written here; a turn of an older form loses what it cannot tell, and
never the page that shows it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm_core.copilot.evidence import Piece, Segment, Structure, Verdict
from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Json, Said, SaidKind


def fact_json(fact: Fact) -> Json:
    """One fact with its source."""
    return {
        "key": fact.key, "kind": fact.record.kind, "id": fact.record.id,
        "label": fact.record.label, "field": fact.field, "text": fact.text,
        "on": None if fact.on is None else fact.on.isoformat(), "isQuote": fact.is_quote,
    }  # fmt: skip


def read_fact(stored: Json) -> Fact:
    """What `fact_json` wrote."""
    on = stored.get("on")
    return Fact(
        Record(RecordKind(stored["kind"]), int(stored["id"]), str(stored.get("label", ""))),
        str(stored.get("field", "")), str(stored.get("text", "")),
        on=date.fromisoformat(on) if on else None, is_quote=bool(stored.get("isQuote")),
        key=str(stored.get("key", "")),
    )  # fmt: skip


def said_json(said: Said) -> Json:
    """One line of a tool's own words, with the facts that it rests on."""
    return {
        "text": said.text, "kind": said.kind, "isAdvice": said.is_advice,
        "facts": [fact_json(fact) for fact in said.facts],
    }  # fmt: skip


def read_said(stored: Json) -> Said:
    """What `said_json` wrote."""
    return Said(
        str(stored.get("text", "")), read_facts(stored.get("facts")),
        SaidKind(stored.get("kind", SaidKind.PARAGRAPH)), bool(stored.get("isAdvice")),
    )  # fmt: skip


def piece_json(piece: Piece) -> Json:
    """One judged sentence of a model; of a removed one only why."""
    segments = [
        {"text": part.text, "bold": part.is_bold, "facts": [fact_json(f) for f in part.sources]}
        for part in piece.segments
        if piece.verdict is not Verdict.REMOVED
    ]
    return {
        "index": piece.index, "verdict": piece.verdict, "segments": segments,
        "structure": piece.structure, "level": piece.level, "begins": piece.begins,
        "reason": piece.reason,
    }  # fmt: skip


def read_piece(stored: Json) -> Piece:
    """What `piece_json` wrote."""
    return Piece(
        int(stored["index"]), Verdict(stored["verdict"]),
        tuple(
            Segment(str(part["text"]), bool(part["bold"]), read_facts(part["facts"]))
            for part in stored["segments"]
        ),
        Structure(stored["structure"]), int(stored["level"]), bool(stored["begins"]),
        str(stored["reason"]),
    )  # fmt: skip


def read_pieces(stored: Any) -> tuple[Piece, ...]:
    """All judged sentences of a list that can be told still."""
    return tuple(_each(read_piece, stored))


def read_facts(stored: Any) -> tuple[Fact, ...]:
    """All facts of a list that can be told still."""
    return tuple(_each(read_fact, stored))


def read_all_said(stored: Any) -> tuple[Said, ...]:
    """All lines of a list that can be told still."""
    return tuple(_each(read_said, stored))


def _each(read: Any, stored: Any) -> Iterable[Any]:
    for one in stored if isinstance(stored, list) else []:
        try:
            yield read(one)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue

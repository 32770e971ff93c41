"""What a turn keeps of facts and words is what was said."""

from datetime import date

import orjson
import pytest

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.stored import fact_json, read_all_said, read_facts, said_json
from crm_core.copilot.tool import Said, SaidKind

DEAL = Record(RecordKind.DEAL, 12, "Acme <b>renewal</b>")
FACTS = (
    Fact(DEAL, "amount", "12,000.00 EUR", key="f1"),
    Fact(DEAL, "last reply", "“Not now”", on=date(2026, 11, 3), is_quote=True, key="f2"),
)


@pytest.mark.parametrize("kind", SaidKind)
@pytest.mark.parametrize("is_advice", [False, True])
def test_what_was_said_comes_back_as_it_was(kind: SaidKind, is_advice: bool) -> None:
    said = Said("Call them.", FACTS, kind, is_advice)
    assert read_all_said(orjson.loads(orjson.dumps([said_json(said)]))) == (said,)


def test_facts_come_back_with_their_keys_and_days() -> None:
    assert read_facts(orjson.loads(orjson.dumps([fact_json(fact) for fact in FACTS]))) == FACTS


@pytest.mark.parametrize("stored", [None, {}, "x", [1, None, {}, {"kind": "ship", "id": 1}]])
def test_what_cannot_be_told_is_left_out(stored: object) -> None:
    assert read_facts(stored) == ()


def test_a_line_without_its_parts_keeps_its_words() -> None:
    assert read_all_said([{"text": "Hello"}, {"text": "x", "kind": "poem"}]) == (Said("Hello"),)

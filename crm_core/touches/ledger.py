"""How the ledger keeps a verdict's gates: a passing gate by its name, any other in full.

Most answers of most decisions are the standard pass, so a line takes some 200 bytes, not 1,300.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from crm_core.domain.gates import STANDARD_PASSES
from crm_core.domain.verdicts import GateAnswer

_BY_IDENTITY = {id(answer): f'"{gate}"' for gate, answer in STANDARD_PASSES.items()}
_CONTENT_PASS = '"content"'
_CONTENT_SAW = "Every merge field has a value."


def pack(answers: Iterable[GateAnswer]) -> str:
    """The JSON text of the gates that were asked, in their order."""
    return f"[{','.join([_BY_IDENTITY.get(id(a)) or _in_full(a) for a in answers])}]"


def unpack(packed: Sequence[str | dict[str, Any]]) -> list[dict[str, Any]]:
    """The gates as objects of gate, says, saw, until?, unblock?."""
    return [_standard(item) if isinstance(item, str) else item for item in packed]


def _in_full(answer: GateAnswer) -> str:
    if answer.content is not None and answer.saw == _CONTENT_SAW:
        return _CONTENT_PASS
    return orjson.dumps(answer.to_json()).decode()


def _standard(gate: str) -> dict[str, Any]:
    if gate == "content":
        return {"gate": gate, "says": "PASS", "saw": _CONTENT_SAW}
    return dict(STANDARD_PASSES[gate].to_json())

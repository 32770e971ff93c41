"""What the planner answers: a verdict, with every gate that it asked.

The runner executes verdicts, the decision ledger keeps them, the simulator and the
"why not yet?" card show them. Named tuples, because a run makes a dozen for each touch and
they cost a third of a frozen dataclass.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from crm_core.domain.words import StopReason


class Kind(StrEnum):
    """ACT: do it now. WAIT: time will open it. HOLD: something other than time must change.

    SKIP: the step is done already. FINISH: no step is left. STOP: the enrollment ends.
    """

    ACT = "ACT"
    WAIT = "WAIT"
    HOLD = "HOLD"
    SKIP = "SKIP"
    FINISH = "FINISH"
    STOP = "STOP"


class Written(NamedTuple):
    """A step's texts with the person's values in them. `html` is empty for calls and tasks."""

    subject: str
    text: str
    html: str = ""


class Hole(NamedTuple):
    """A text that cannot be written: these merge fields have no value and no fallback.

    `fault`: where none is missing, what else is wrong, in words ("'soon' is no date").
    """

    fields: tuple[str, ...]
    fault: str = ""


class GateAnswer(NamedTuple):
    """One gate's answer. `says` is None when it lets the touch pass.

    `saw` is what the gate looked at, in words; `until` the instant at which it opens (WAIT);
    `unblock` what would open it; `stop` the reason that a STOP leaves on the enrollment.
    """

    gate: str
    says: Kind | None
    saw: str
    until: datetime | None = None
    unblock: str = ""
    stop: StopReason | None = None
    content: Written | None = None

    def to_json(self) -> dict[str, str]:
        """`{gate, says, saw}`, plus `until` and `unblock` where given."""
        line = {"gate": self.gate, "says": self.says or "PASS", "saw": self.saw}
        if self.until is not None:
            line["until"] = self.until.isoformat()
        if self.unblock:
            line["unblock"] = self.unblock
        return line


class Verdict(NamedTuple):
    """The decision on one enrollment's present step.

    `binding` is the gate that bound, None for ACT. `earliest_at` is the first instant at
    which the touch could go if nothing but time stood in its way (`now` itself for ACT);
    None when no time can be given. `content` is set for ACT.
    """

    kind: Kind
    gates: tuple[GateAnswer, ...]
    binding: GateAnswer | None
    earliest_at: datetime | None
    content: Written | None = None

    @property
    def reason(self) -> str:
        """The binding gate's finding, in words; empty for ACT."""
        return self.binding.saw if self.binding else ""

    @property
    def unblock(self) -> str:
        """What would open the binding gate; empty for ACT."""
        return self.binding.unblock if self.binding else ""

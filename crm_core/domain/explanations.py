"""A verdict in sentences for people: why not yet, when it opens, what would help.

Called by every page that answers "why not yet?". Pure: the caller names the reader's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_core.domain.moments import moment_words, with_moments
from crm_core.domain.verdicts import GateAnswer, Kind, Verdict

GATE_NAMES: Mapping[str, str] = {
    "enrollment": "Enrollment",
    "sequence": "Sequence",
    "person": "Consent and bounces",
    "company_mail": "Mail from the company",
    "task": "Open task",
    "delivery": "This step's e-mail",
    "retry": "Retry",
    "mailbox_away": "Mail server",
    "delay": "Delay",
    "absence": "Absence",
    "breaker": "Daily limit",
    "gap": "Minimum gap",
    "limits": "Mailbox limits",
    "window": "Send window",
    "address": "Address",
    "mailbox": "Mailbox",
    "inbox": "Unread answers",
    "content": "Text",
    "lease": "Sending",
    "error": "Error",
}
_TIME_ALONE = "Time."
_ENDS_THE_STEP = frozenset({"task", "delivery"})
"""Gates that hold a step which was begun: what opens them ends it, and the next step's time is
not known here."""


@dataclass(frozen=True, slots=True)
class AskedGate:
    """One gate that was asked. `stands`: "passes", "waits", "holds" or "ends it"; `binds`: it is
    the one that keeps the touch back."""

    name: str
    stands: str
    said: str
    binds: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a touch has not happened yet.

    `reason`: what keeps it back. `opens`: when time opens it, with the zone; empty where time
    does not. `helps`: what somebody could do; empty where there is nothing to do. `gates`: all
    that were asked, in their order.
    """

    kind: Kind
    reason: str
    opens: str
    helps: str
    gates: tuple[AskedGate, ...]


def explain(verdict: Verdict, *, zone: ZoneInfo, now: datetime) -> Explanation:
    """Tell a verdict of `decide(…, ask_all=True)` at `now`, in the reader's `zone`."""
    return Explanation(
        kind=verdict.kind,
        reason=_reason(verdict, zone, now),
        opens=_opens(verdict, zone, now),
        helps="" if verdict.unblock == _TIME_ALONE else verdict.unblock,
        gates=tuple(_asked(answer, verdict.binding, zone, now) for answer in verdict.gates),
    )


def _reason(verdict: Verdict, zone: ZoneInfo, now: datetime) -> str:
    saw = with_moments(verdict.reason, zone, now)
    match verdict.kind:
        case Kind.ACT:
            return "Nothing keeps it back: it happens with the runner's next look."
        case Kind.STOP:
            return f"{saw} The enrollment ends with the runner's next look."
        case Kind.FINISH:
            return f"{saw} The enrollment is completed with the runner's next look."
        case Kind.SKIP:
            return f"{saw} The enrollment goes on with the runner's next look."
    return saw


def _opens(verdict: Verdict, zone: ZoneInfo, now: datetime) -> str:
    at = verdict.earliest_at
    if at is None or at <= now:
        return ""
    when = f"{moment_words(at, zone, now)} ({zone.key})"
    if verdict.kind is Kind.WAIT:
        return f"It can go {_on(when)}."
    if verdict.binding is not None and verdict.binding.gate in _ENDS_THE_STEP:
        return ""
    return f"Once that is mended, it can go {_on(when)}."


def _on(when: str) -> str:
    return f"on {when}" if when[0].isupper() else when


def _asked(
    answer: GateAnswer, binding: GateAnswer | None, zone: ZoneInfo, now: datetime
) -> AskedGate:
    stands = {
        None: "passes",
        Kind.WAIT: "waits",
        Kind.HOLD: "holds",
        Kind.STOP: "ends it",
        Kind.FINISH: "ends it",
        Kind.SKIP: "passes",
    }[answer.says if answer.says is not Kind.ACT else None]
    said = with_moments(answer.saw, zone, now)
    if answer.until is not None and answer.until > now:
        said = f"{said} It opens {_on(moment_words(answer.until, zone, now))}."
    name = GATE_NAMES.get(answer.gate, answer.gate.replace("_", " ").capitalize())
    return AskedGate(name, stands, said, binds=answer is binding)

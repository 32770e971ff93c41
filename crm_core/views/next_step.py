"""What to do next about a deal: the engine's advice, for the deal's page and the copilot's tool.

`recommend_next_step` loads the signals and the base rates, and asks the rules; `as_answer` gives
what the contract names. By rules alone: no model is asked.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from crm_core.domain.advice.advise import advise
from crm_core.domain.advice.history import Line
from crm_core.domain.advice.recommendations import Advice, Recommendation
from crm_core.domain.advice.signals import Signals
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.views.deal_rates import load_rates
from crm_core.views.deal_signals import load_signals

RECENT = 10
"""Lines of the timeline that an answer shows."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """An advice and what it rests on."""

    signals: Signals
    advice: Advice

    @property
    def recent(self) -> tuple[Line, ...]:
        """The latest lines that the engine looked at, what happened last first."""
        return self.signals.lines[:RECENT]


def recommend_next_step(
    services: Services, *, actor: Actor, deal_id: int, zone: ZoneInfo
) -> NextSteps:
    """The advice about a deal, days as `zone` has them. Raises `NotFound` naming `dealId`.

    A fixed number of queries, whatever the workspace holds.
    """
    now = services.clock.now()
    with services.storage.read() as session:
        signals = load_signals(session, actor, deal_id, now, zone)
        rates = load_rates(session, actor.tenant_id, signals.deal.stage, now)
    return NextSteps(signals, advise(signals, rates))


def as_answer(found: NextSteps) -> dict[str, Any]:
    """The contract's answer, as values of JSON: `{recommendation, reasoning, recentActivity}`.

    `reasoning`: the sentences of the first recommendation, the base rate last where there is one.
    """
    first = found.advice.first
    return {
        "recommendation": first.text,
        "reasoning": list(sentences(first)),
        "recentActivity": [_activity(line) for line in found.recent],
    }


def sentences(of: Recommendation) -> tuple[str, ...]:
    """Why, in sentences."""
    rate = (of.rate.words,) if of.rate else ()
    return (*(reason.text for reason in of.reasons), *rate)


def _activity(line: Line) -> dict[str, Any]:
    return {
        "activityId": line.id,
        "type": str(line.type),
        "status": str(line.status),
        "at": line.at.isoformat(),
        "subject": line.subject,
        "text": line.text,
        "disposition": line.disposition,
        "sentiment": str(line.sentiment) if line.sentiment else None,
    }

"""What to do next about a deal: the engine's advice as it is, each reason with its source."""

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.people import Id
from crm_core.copilot.tools.telling import (
    cut,
    day_of,
    facts_of,
    heading,
    item,
    label,
    money,
    on_day,
    quote_fact,
    workspace,
)
from crm_core.domain.advice.history import Line
from crm_core.domain.advice.recommendations import Recommendation
from crm_core.domain.advice.sources import Source
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivitySource
from crm_core.views import next_step
from crm_core.views.next_step import NextSteps, as_answer

OTHERS = 3
"""Further recommendations that are told after the first."""


@reads(
    "Weighing the next step", Permission.DEALS_READ, Permission.PEOPLE_READ,
    Permission.ACTIVITIES_READ, Permission.MAIL_READ, Permission.SEQUENCES_READ,
)  # fmt: skip
def recommend_next_step(desk: Desk, *, deal_id: Id) -> Found:
    """What to do next about a deal, with the reasons, by rules that rest on its records: the
    last words on both sides, tasks, sequences, stage and amount; and how often such a step was
    followed by a move forward in this workspace. Word it; do not change what it recommends."""
    found = next_step.recommend_next_step(
        desk.services, actor=desk.actor, deal_id=deal_id, zone=desk.zone
    )
    deal = found.signals.deal
    record = Record(RecordKind.DEAL, deal.id, label(deal.name, "Deal"))
    known = _known(desk, found, record)
    first, others = found.advice.first, found.advice.others[:OTHERS]
    said = [
        heading(f"Next for {record.label}"),
        Said(first.text, (*_facts(desk, first), *known), is_advice=True),
        *_reasons(desk, first),
    ]
    if others:
        said.append(heading("After that"))
        said += [Said(one.text, _facts(desk, one), is_advice=True) for one in others]
    facts = [fact for one in said for fact in one.facts]
    facts += [fact for line in found.recent for fact in _line_facts(desk, line)]
    return Found(_answer(found), tuple(dict.fromkeys(facts)), tuple(said))


def fact_of(source: Source) -> Fact:
    """A reason's source as a fact."""
    record = Record(RecordKind(source.kind.value), source.id, label(source.label, "Record"))
    return Fact(record, source.field, source.text, source.on, is_quote=source.is_quote)


def _known(desk: Desk, found: NextSteps, record: Record) -> tuple[Fact, ...]:
    """The deal's own fields, and how its person is reached: a recommendation names them."""
    deal, person = found.signals.deal, found.signals.person
    closes = "" if deal.close_on is None else on_day(desk, deal.close_on)
    facts = (
        *facts_of(
            record,
            [("stage", deal.stage.capitalize()), ("amount", money(deal.amount, deal.currency))],
        ),
        *facts_of(record, [("expected to close", closes)], deal.close_on),
    )
    if person is None:
        return facts
    whom = Record(RecordKind.PERSON, person.id, label(person.name, "Somebody without a name"))
    told = [("name", person.name), ("phone", person.phone), ("e-mail", person.email)]
    return (*facts, *facts_of(whom, told))


def _facts(desk: Desk, of: Recommendation) -> tuple[Fact, ...]:
    facts = tuple(fact_of(reason.source) for reason in of.reasons if reason.source.text)
    if of.rate is None:
        return facts
    return (*facts, *facts_of(workspace(desk), [("base rate", of.rate.words)]))


def _reasons(desk: Desk, of: Recommendation) -> list[Said]:
    told = [
        item(reason.text, *([fact_of(reason.source)] if reason.source.text else []))
        for reason in of.reasons
    ]
    if of.rate is not None:
        told.append(item(of.rate.words, *facts_of(workspace(desk), [("base rate", of.rate.words)])))
    return told


def _answer(found: NextSteps) -> Json:
    """The contract's answer, with what was written cut to a bound."""
    answer = as_answer(found)
    for line in answer["recentActivity"]:
        line["subject"], line["text"] = cut(line["subject"]), cut(line["text"])
    return answer


def _line_facts(desk: Desk, line: Line) -> tuple[Fact, ...]:
    """What happened, as the timeline's lines tell it."""
    came_in = line.source is ActivitySource.INBOX and line.inbound_id is not None
    kind = str(line.type).lower().replace("_", " ")
    name = label(line.subject, kind.capitalize())
    record = Record(RecordKind.ACTIVITY, line.id, name)
    if came_in and line.inbound_id is not None:
        record = Record(RecordKind.MESSAGE, line.inbound_id, name)
    on = day_of(desk, line.at)
    return (
        *facts_of(
            record,
            [("activity", f"{kind} from them" if came_in else kind),
             ("outcome", line.disposition), ("sentiment", (line.sentiment or "").lower())],
            on,
        ),
        *quote_fact(record, "subject", line.subject, on),
        *quote_fact(record, "text", line.text, on),
    )  # fmt: skip

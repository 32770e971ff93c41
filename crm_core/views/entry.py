"""Before people enter a sequence: who would, whom a rule keeps out, and what some of them lack.

The rules are those of the enrolment itself (`crm_core.domain.entry`), what is lacking is what the
planner's own gates would hold a step for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_core.domain import inputs
from crm_core.domain.entry import RefusedEntry, closed, each_refusal, grouped, unknown
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import EMAILS
from crm_core.domain.verdicts import Hole
from crm_core.domain.words import EntityType
from crm_core.services import Services
from crm_core.storage.entry import Entrant, load_earlier, load_entrants, refused_entry
from crm_core.texts.values import is_nothing
from crm_core.touches.entrance import Door, Landing, door_of, landings
from crm_core.touches.facts import merge_fields
from crm_core.touches.lookups import deals_of
from crm_core.touches.versions import VersionPlan


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody who may enter and would wait at step `step` (from 0), in words: for what."""

    entity_id: int
    name: str
    step: int
    says: str


@dataclass(frozen=True, slots=True)
class EntryPreview:
    """What an enrolment of the selection would do now.

    `accepted` are ids of the selection. `closed`: the sequence takes nobody at present, in
    words. `reasons` and `warnings` count the refused and the lacking by their words, the most
    first. `first_at` and `last_at`: between when the first touches land.
    """

    sequence_id: int
    sequence: str
    closed: str | None
    accepted: tuple[int, ...]
    refused: tuple[RefusedEntry, ...]
    reasons: tuple[tuple[str, int], ...]
    lacking: tuple[Lacking, ...]
    warnings: tuple[tuple[str, int], ...]
    first_at: datetime | None
    last_at: datetime | None


def preview_entry(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    entity_type: object,
    entity_ids: Sequence[int],
) -> EntryPreview:
    """Ask every rule about every one of the leads or parties, and write nothing.

    A fixed number of queries for any number of people. Raises `NotFound` for a sequence of
    nobody; ids of nobody are among the refused.
    """
    actor.require(Permission.SEQUENCES_READ)
    actor.require(Permission.PEOPLE_READ)
    kind = inputs.word(EntityType, entity_type, "entityType")
    now = services.clock.now()
    with services.storage.read() as session:
        door = door_of(session, services.plans, actor.tenant_id, sequence_id)
        entrants = load_entrants(session, actor.tenant_id, kind, entity_ids)
        wanted = list(dict.fromkeys(entity_ids))
        asked = [entrants[key] for key in wanted if key in entrants]
        earlier = load_earlier(session, {entrant.party_id for entrant in asked})
        facts = [entrant.facts(earlier.get(entrant.party_id, ())) for entrant in asked]
        said = list(each_refusal(door.entrance, facts, set()))
        admitted = [entrant for entrant, no in zip(asked, said, strict=True) if no is None]
        looks = landings(session, actor.tenant_id, door, admitted, now)
        uses_deal = door.plan.uses_deal
        deals = deals_of(session, {each.party_id for each in admitted} if uses_deal else set())
    refused = [
        refused_entry(key, None, unknown(kind, key)) for key in wanted if key not in entrants
    ] + [
        refused_entry(entrant.entity_id, entrant, no)
        for entrant, no in zip(asked, said, strict=True)
        if no is not None
    ]
    lacking = _lacking(door, admitted, looks, deals)
    shut = closed(door.entrance)
    times = sorted(look.at for look in looks if look.at is not None)
    return EntryPreview(
        sequence_id=sequence_id,
        sequence=door.entrance.sequence,
        closed=shut.says if shut else None,
        accepted=tuple(entrant.entity_id for entrant in admitted),
        refused=tuple(refused),
        reasons=grouped(refused),
        lacking=lacking,
        warnings=tuple(Counter(each.says for each in lacking).most_common()),
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
    )


def _lacking(
    door: Door,
    admitted: Sequence[Entrant],
    looks: Sequence[Landing],
    deals: Mapping[int, Mapping[str, object]],
) -> tuple[Lacking, ...]:
    """What each of the admitted would wait for first, as far as it can be known before."""
    needs = _needs(door.plan)
    found = []
    for entrant, look in zip(admitted, looks, strict=True):
        fields = merge_fields(entrant, look.mailbox, deals.get(entrant.party_id))
        says = _first_wait(door.plan, needs, fields, bool(entrant.email))
        if says is not None:
            found.append(Lacking(entrant.entity_id, entrant.name, *says))
    return tuple(found)


def _needs(plan: VersionPlan) -> list[frozenset[str]]:
    """The fields of each step that have no fallback: only who lacks one can leave a hole."""
    return [
        frozenset(
            use.name
            for text in (planned.texts.subject, planned.texts.text)
            for use in text.fields
            if not use.has_default
        )
        for planned in plan.steps
    ]


def _first_wait(
    plan: VersionPlan, needs: list[frozenset[str]], fields: Mapping[str, object], reachable: bool
) -> tuple[int, str] | None:
    for position, planned in enumerate(plan.steps):
        where = f"at step {position + 1}"
        if planned.step.type in EMAILS and not reachable:
            return position, f"No e-mail address: would wait {where} until there is one."
        if all(not is_nothing(_value(fields, name)) for name in needs[position]):
            continue
        hole = planned.texts.write(fields)
        if isinstance(hole, Hole):
            what = ", ".join(hole.fields) or hole.fault
            return position, f"No value for {what}: would wait {where} until there is one."
    return None


def _value(fields: Mapping[str, object], name: str) -> object:
    value: object = fields
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value

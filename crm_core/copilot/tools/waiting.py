"""Why the next touch of a sequence has not reached somebody, in the planner's own words."""

from crm_core.copilot.facts import Fact
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.people import (
    Id,
    enrollment_facts,
    enrollment_record,
    page_of,
    party_facts,
    party_json,
    party_record,
    suppressed_words,
)
from crm_core.copilot.tools.telling import SHOWN, facts_of, heading, iso, item
from crm_core.domain.explanations import Explanation, explain
from crm_core.domain.permissions import Permission
from crm_core.errors import InvalidInput
from crm_core.views.enrollments import explain_enrollment, get_enrollment
from crm_core.views.person_page import OwnEnrollment, PersonPage

_AT_ONCE = 5
"""Enrollments that are explained in one answer."""


@reads("Asking why not yet", Permission.SEQUENCES_READ, Permission.PEOPLE_READ)
def explain_waiting(
    desk: Desk,
    *,
    enrollment_id: Id | None = None,
    party_id: Id | None = None,
    lead_id: Id | None = None,
) -> Found:
    """Why the next touch of a sequence has not reached somebody: what keeps it back, when it opens
    and what would help, for each of the person's running enrollments; and how the others ended.
    Give enrollmentId, partyId or leadId."""
    page = the_person(desk, enrollment_id, party_id, lead_id)
    lines = [one for one in page.enrollments if enrollment_id in (None, one.id)]
    live = [one for one in lines if one.is_live][:_AT_ONCE]
    ended = [one for one in lines if not one.is_live][:SHOWN]
    told = [(line, _explained(desk, line)) for line in live]
    said = [heading(f"{party_record(page.person).label} in sequences"), *_suppression(page)]
    for line, why in told:
        said += _why_said(desk, line, why)
    said += [_end_said(desk, line) for line in ended]
    if not live:
        said.append(Said("No sequence is under way with this person: nothing goes out by itself."))
    data = {
        "party": party_json(page.person),
        "enrollments": [_json(line) | _why_json(why) for line, why in told],
        "ended": [_json(line) for line in ended],
    }
    facts = (*party_facts(page.person), *(fact for one in said for fact in one.facts))
    return Found(data, facts, tuple(said))


def the_person(
    desk: Desk, enrollment_id: int | None, party_id: int | None, lead_id: int | None
) -> PersonPage:
    """The person whom one of the ids means."""
    if enrollment_id is not None:
        if party_id is not None or lead_id is not None:
            raise InvalidInput("Give one of the three ids.", field="enrollmentId")
        line = get_enrollment(desk.services, actor=desk.actor, enrollment_id=enrollment_id)
        party_id = line.party_id
    page = page_of(desk, party_id=party_id, lead_id=lead_id, person_only=True)
    assert isinstance(page, PersonPage)
    return page


def _explained(desk: Desk, line: OwnEnrollment) -> Explanation:
    verdict = explain_enrollment(desk.services, actor=desk.actor, enrollment_id=line.id)
    return explain(verdict, zone=desk.zone, now=desk.now)


def _why_facts(desk: Desk, line: OwnEnrollment, why: Explanation) -> tuple[Fact, ...]:
    return (
        *enrollment_facts(desk, line),
        *facts_of(
            enrollment_record(line),
            [
                ("kept back by", why.reason), ("opens", why.opens), ("what helps", why.helps),
                *((gate.name, gate.said) for gate in why.gates if gate.stands != "passes"),
            ],
        ),
    )  # fmt: skip


def _why_said(desk: Desk, line: OwnEnrollment, why: Explanation) -> list[Said]:
    facts = _why_facts(desk, line, why)
    where = f"“{line.sequence}”, step {min(line.step, line.steps)} of {line.steps}"
    words = " ".join(part for part in (why.reason, why.opens, why.helps) if part)
    others = [gate for gate in why.gates if gate.stands != "passes" and not gate.binds]
    return [
        Said(f"{where}: {words}", facts),
        *(item(f"{gate.name}: {gate.said}", *(one for one in facts if one.field == gate.name))
          for gate in others),
    ]  # fmt: skip


def _end_said(desk: Desk, line: OwnEnrollment) -> Said:
    facts = enrollment_facts(desk, line)
    why = f": {line.ended}" if line.ended else ""
    return item(f"“{line.sequence}” is {line.status.lower()}{why}".rstrip(".") + ".", *facts)


def _suppression(page: PersonPage) -> list[Said]:
    words = suppressed_words(page.person)
    if not words:
        return []
    facts = [fact for fact in party_facts(page.person) if fact.field == "gets no mail"]
    return [Said(f"No e-mail goes to this person at all: {words}.", tuple(facts))]


def _json(line: OwnEnrollment) -> Json:
    return {
        "id": line.id, "sequenceId": line.sequence_id, "sequence": line.sequence,
        "status": line.status, "step": min(line.step, line.steps), "steps": line.steps,
        "nextRunAt": iso(line.next_at), "stopReason": line.stop_reason, "ended": line.ended,
    }  # fmt: skip


def _why_json(why: Explanation) -> Json:
    return {
        "reason": why.reason, "opens": why.opens, "helps": why.helps,
        "gates": [
            {"gate": gate.name, "stands": gate.stands, "said": gate.said, "binds": gate.binds}
            for gate in why.gates
        ],
    }  # fmt: skip

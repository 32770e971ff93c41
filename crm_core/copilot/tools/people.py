"""Finding people and companies, and what happened with them."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Found, Json, Said, reads
from crm_core.copilot.tools.telling import (
    COUNTED,
    SHOWN,
    SHOWN_MOST,
    count_fact,
    facts_of,
    heading,
    how_many,
    item,
    label,
    moment_fact,
    money,
    on_day,
    total,
)
from crm_core.copilot.tools.timeline import NOBODY, activity_json, people_of, told
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivityType, PartyKind, SuppressionReason
from crm_core.errors import InvalidInput
from crm_core.views.activities import count_party_timeline, party_timeline
from crm_core.views.finding import PartyChoice, count_parties, find_parties
from crm_core.views.paging import Window
from crm_core.views.people import PartyLine, get_party
from crm_core.views.person_page import (
    CompanyPage,
    OwnDeal,
    OwnEnrollment,
    PersonPage,
    get_company_page,
    get_lead_page,
    get_person_page,
)


def _no_truth(given: object) -> object:
    """Refuse true, which would be taken for the id 1."""
    if isinstance(given, bool):
        raise ValueError("Must be a number.")
    return given


Text = Annotated[str, Field(max_length=200)]
Id = Annotated[int, BeforeValidator(_no_truth), Field(ge=1, le=2**63 - 1)]
Many = Annotated[int, Field(ge=1, le=SHOWN_MOST)]
SUPPRESSED = {
    SuppressionReason.OPTED_OUT: "opted out of e-mail",
    SuppressionReason.BOUNCED: "the address bounced",
    SuppressionReason.COMPLAINED: "complained about our e-mail",
    SuppressionReason.MANUAL: "on the suppression list",
}
"""Why nobody is written to."""


@reads("Looking for people", Permission.PEOPLE_READ)
def find_people(
    desk: Desk, *, text: Text, kind: PartyKind | None = None, limit: Many = SHOWN
) -> Found:
    """Find persons and companies by words of their name, e-mail address, phone number or company.

    Every word must occur. Gives ids (partyId) for the other tools.
    """
    found = find_parties(desk.services, actor=desk.actor, typed=text, kind=kind)[:limit]
    number = count_parties(desk.services, actor=desk.actor, typed=text, kind=kind, most=COUNTED)
    said = tuple(item(_about(one), *_choice_facts(one)) for one in found)
    data = {"items": [_choice(one) for one in found], **total(number)}
    many = count_fact(desk, "found", how_many(number, "match", "matches"))
    head = Said(_how_many(number, len(found)), (many,))
    return Found(data, (many, *_facts(said)), (head, *said))


@reads("Reading the timeline", Permission.PEOPLE_READ, Permission.ACTIVITIES_READ)
def get_timeline(
    desk: Desk,
    *,
    party_id: Id | None = None,
    lead_id: Id | None = None,
    type: ActivityType | None = None,
    limit: Many = SHOWN,
) -> Found:
    """What is known of a person, a lead's person or a company, and what happened with them,
    the latest first. Give partyId or leadId; `type` narrows it to one kind of activity."""
    page = page_of(desk, party_id=party_id, lead_id=lead_id)
    party = page.company if isinstance(page, CompanyPage) else page.person
    lines = party_timeline(
        desk.services, actor=desk.actor, party_id=party.id, type_=type, window=Window(limit=limit)
    ).items
    number = count_party_timeline(
        desk.services, actor=desk.actor, party_id=party.id, type_=type, most=COUNTED
    )
    names = people_of(desk, lines) if isinstance(page, CompanyPage) else NOBODY
    facts, said = told(desk, lines, names)
    about = page_said(desk, page)
    data = {
        "party": party_json(party),
        "deals": [_deal_json(deal) for deal in page.deals[:SHOWN]],
        "timeline": [activity_json(line, names.get(line.party_id or 0, "")) for line in lines],
        **total(number),
    }
    many = Fact(party_record(party), "on the timeline", how_many(number, "entry", "entries"))
    head = heading(_timeline_words(number, len(lines)), many)
    return Found(data, (*_facts(about), many, *facts), (*about, head, *said))


def page_of(
    desk: Desk, *, party_id: int | None, lead_id: int | None, person_only: bool = False
) -> PersonPage | CompanyPage:
    """Whoever is meant by one of the two ids. Raises `InvalidInput` unless exactly one is given."""
    if (party_id is None) == (lead_id is None):
        raise InvalidInput("Give partyId or leadId, one of the two.", field="partyId")
    if lead_id is not None:
        return get_lead_page(desk.services, actor=desk.actor, lead_id=lead_id)
    assert party_id is not None
    party = get_party(desk.services, actor=desk.actor, party_id=party_id)
    if party.kind == PartyKind.COMPANY and not person_only:
        return get_company_page(desk.services, actor=desk.actor, party_id=party_id)
    return get_person_page(desk.services, actor=desk.actor, party_id=party_id)


def party_record(party: PartyLine) -> Record:
    """The person or the company as a source."""
    kind = RecordKind.COMPANY if party.kind == PartyKind.COMPANY else RecordKind.PERSON
    return Record(kind, party.id, label(party.name, party.email or "Somebody without a name"))


def party_facts(party: PartyLine) -> tuple[Fact, ...]:
    """What is known of somebody, each field for itself."""
    return facts_of(
        party_record(party),
        [
            ("name", party.name), ("title", party.title), ("company", party.company),
            ("e-mail", party.email), ("phone", party.phone), ("time zone", party.timezone),
            ("country", party.country), ("gets no mail", suppressed_words(party)),
        ],
    )  # fmt: skip


def party_json(party: PartyLine) -> Json:
    return {
        "id": party.id, "kind": party.kind, "name": party.name, "title": party.title,
        "company": party.company, "companyId": party.company_id, "email": party.email,
        "phone": party.phone, "timezone": party.timezone, "country": party.country,
        "suppressed": party.suppressed,
    }  # fmt: skip


def page_said(desk: Desk, page: PersonPage | CompanyPage) -> tuple[Said, ...]:
    """Who somebody is, their deals, and the sequences that they are in."""
    party = page.company if isinstance(page, CompanyPage) else page.person
    facts = party_facts(party)
    parts = [party.title, party.company, party.email, party.phone]
    record = party_record(party)
    said = [
        heading(record.label),
        Said(f"{', '.join(filter(None, parts)) or 'Nothing else is known'}.", facts),
    ]
    if suppressed_words(party):
        why = [fact for fact in facts if fact.field == "gets no mail"]
        said.append(Said(f"No e-mail goes there: {suppressed_words(party)}.", tuple(why)))
    said += [item(*_deal_words(desk, deal)) for deal in page.deals[:SHOWN]]
    if isinstance(page, PersonPage):
        who = page.person.name
        said += [item(*_enrollment_words(desk, line, who)) for line in page.enrollments[:SHOWN]]
    else:
        many = Fact(record, "people", f"{page.people_count:,}")
        said.append(Said(f"{how_many(page.people_count, 'person', 'people')} there.", (many,)))
    return tuple(said)


def enrollment_record(line: OwnEnrollment) -> Record:
    return Record(RecordKind.ENROLLMENT, line.id, label(line.sequence, "Sequence"))


def enrollment_facts(desk: Desk, line: OwnEnrollment, person: str = "") -> tuple[Fact, ...]:
    """Where somebody stands in a sequence."""
    record = enrollment_record(line)
    facts = facts_of(
        record,
        [
            ("sequence", line.sequence), ("person", person), ("status", line.status.lower()),
            ("step", f"{min(line.step, line.steps)} of {line.steps}"),
            ("waits for", line.waits_for if line.is_live else ""), ("ended because", line.ended),
        ],
    )  # fmt: skip
    if line.is_live and line.next_at is not None:
        facts += (moment_fact(desk, record, "next touch", line.next_at),)
    if line.ended_at is not None:
        facts += (moment_fact(desk, record, "ended", line.ended_at),)
    return facts


def _enrollment_words(
    desk: Desk, line: OwnEnrollment, person: str
) -> tuple[str, *tuple[Fact, ...]]:
    words = f"In “{line.sequence}”: {line.status.lower()}, step {min(line.step, line.steps)}"
    if line.ended:
        words += f". {line.ended}"
    return f"{words.rstrip('.')}.", *enrollment_facts(desk, line, person)


def _deal_words(desk: Desk, deal: OwnDeal) -> tuple[str, *tuple[Fact, ...]]:
    record = Record(RecordKind.DEAL, deal.id, label(deal.name, "Deal"))
    amount = money(deal.amount, deal.currency)
    closes = "" if deal.close_on is None else on_day(desk, deal.close_on)
    facts = facts_of(record, [("stage", deal.stage.capitalize()), ("amount", amount)]) + facts_of(
        record, [("expected to close", closes)], deal.close_on
    )
    words = f"Deal “{record.label}”: {deal.stage.capitalize()}, {amount}"
    return f"{words}, expected to close {closes}." if closes else f"{words}.", *facts


def _deal_json(deal: OwnDeal) -> Json:
    return {
        "id": deal.id, "name": deal.name, "stage": deal.stage, "amount": str(deal.amount),
        "currency": deal.currency,
        "expectedCloseOn": None if deal.close_on is None else deal.close_on.isoformat(),
    }  # fmt: skip


def _choice(one: PartyChoice) -> Json:
    return {
        "partyId": one.id, "kind": one.kind, "name": one.name, "company": one.company,
        "email": one.email,
    }  # fmt: skip


def _about(one: PartyChoice) -> str:
    return f"{one.name} ({one.about})" if one.about else one.name


def _choice_facts(one: PartyChoice) -> tuple[Fact, ...]:
    kind = RecordKind.COMPANY if one.kind is PartyKind.COMPANY else RecordKind.PERSON
    record = Record(kind, one.id, label(one.name, one.email))
    return facts_of(record, [("name", one.name), ("company", one.company), ("e-mail", one.email)])


def _how_many(number: int, shown: int) -> str:
    if not number:
        return "Nobody is found by these words."
    words = how_many(number, "match", "matches")
    return f"{words}." if shown >= number else f"{words}, the first {shown} by name:"


def _timeline_words(number: int, shown: int) -> str:
    if not number:
        return "Nothing on the timeline"
    words = how_many(number, "entry", "entries")
    return f"{words} on the timeline" + ("" if shown >= number else f", the latest {shown}")


def suppressed_words(party: PartyLine) -> str:
    """Why nobody is written to there; empty where they may be."""
    return SUPPRESSED[SuppressionReason(party.suppressed)] if party.suppressed else ""


def _facts(said: tuple[Said, ...]) -> tuple[Fact, ...]:
    return tuple(fact for one in said for fact in one.facts)

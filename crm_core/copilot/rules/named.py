"""Whom and what a person's words name: one match goes on, several are listed, none is said.

Words that point ("it", "her", none at all) mean the record at which the copilot was opened.
"""

import re
from collections.abc import Sequence

from crm_core.copilot.facts import Record, RecordKind
from crm_core.copilot.rules.turn import Turn, Unclear
from crm_core.copilot.tool import Said
from crm_core.copilot.tools.deals import card_facts, deal_record, deal_words
from crm_core.copilot.tools.people import enrollment_facts
from crm_core.copilot.tools.sequences import sequence_record
from crm_core.copilot.tools.telling import facts_of, item, label
from crm_core.domain.deals import CLOSED, OPEN
from crm_core.domain.permissions import Permission
from crm_core.domain.words import EnrollmentStatus, PartyKind
from crm_core.views import deal_list, sequence_list
from crm_core.views.activities import get_activity
from crm_core.views.deal_lines import DealCard, DealFilter
from crm_core.views.deal_list import Sort
from crm_core.views.deals import get_deal
from crm_core.views.enrollments import get_enrollment
from crm_core.views.finding import PartyChoice, find_parties
from crm_core.views.incoming import get_incoming
from crm_core.views.paging import Window
from crm_core.views.people import get_lead, get_party
from crm_core.views.person_page import OwnEnrollment, get_person_page
from crm_core.views.sequence_list import FoundSequence

LISTED = 8
_ID = re.compile(r"(?:(?:deal|lead|person|company|sequence|no\.?|number)\s*)?#?\s*(\d{1,18})", re.I)
_POINTS = re.compile(
    r"(?:it|this|that|the|them|they|their|him|his|her|he|she|me|there|(?:the|this|that|my) "
    r"(?:deal|lead|person|contact|customer|company|sequence|message|one|draft))?",
    re.IGNORECASE,
)
_AROUND = " \t\n\"'“”„‚‘’«».,;:!?()"
_BEFORE = re.compile(
    r"(?:the )?(?:deal|lead|person|contact|company|sequence|customer) (?=\S)", re.I
)


def bare(words: str | None) -> str:
    """A name without what stands around it: quotes, marks, "'s", "the deal"."""
    name = re.sub(r"['’]s?$", "", (words or "").strip(_AROUND)).strip(_AROUND)
    without = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    return without.strip(_AROUND)


def points(words: str | None) -> bool:
    """Whether the words name nothing themselves."""
    return _POINTS.fullmatch(bare(words)) is not None or _POINTS.fullmatch(words or "") is not None


def a_person(turn: Turn, words: str | None) -> Record:
    """The one person who is meant."""
    if points(words):
        return _person(turn, _person_of(turn))
    name = bare(words)
    if number := _ID.fullmatch(name):
        return _person(turn, int(number[1]))
    found = find_parties(
        turn.desk.services, actor=turn.desk.actor, typed=name, kind=PartyKind.PERSON
    )
    chosen = [one for one in found if name.casefold() in (one.name.casefold(), one.email)] or found
    if len(chosen) == 1:
        return _person(turn, chosen[0].id)
    if not found:
        raise Unclear(
            Said(
                f"Nobody here is found by “{label(name, '')}”. Try another part of the name, the "
                "company or the e-mail address."
            )
        )
    raise Unclear(Said("Several people are meant by that. Say which one:"), *_choices(found))


def a_deal(turn: Turn, words: str | None) -> Record:
    """The one deal that is meant; open ones before those that are closed."""
    if points(words):
        return _deal_of(turn)
    name = bare(words)
    if number := _ID.fullmatch(name):
        line = get_deal(turn.desk.services, actor=turn.desk.actor, deal_id=int(number[1]))
        return Record(RecordKind.DEAL, line.id, label(line.name, "Deal"))
    found = deals_named(turn, name)
    if not found:
        raise Unclear(
            Said(
                f"No deal is found by “{label(name, '')}”. Try another part of its name, its "
                "person or its company."
            )
        )
    return _one_deal(turn, name, found)


def deals_named(turn: Turn, name: str) -> tuple[DealCard, ...]:
    """Deals in whose name, person or company all words occur."""
    return deal_list.find_deals(
        turn.desk.services, actor=turn.desk.actor, zone=turn.desk.zone, typed=name,
        window=Window(limit=LISTED + 1),
    ).items  # fmt: skip


def a_sequence(turn: Turn, words: str | None) -> FoundSequence:
    """The one sequence that is meant; archived ones only where no other is."""
    name = bare(words)
    if points(words):
        if turn.about is None or turn.about.kind is not RecordKind.SEQUENCE:
            raise Unclear(Said("Say which sequence you mean:"), *_sequences(turn, ""))
        name = str(turn.about.id)
    if number := _ID.fullmatch(name):
        return sequence_list.get_found_sequence(
            turn.desk.services, actor=turn.desk.actor, sequence_id=int(number[1])
        )
    found = sequences_named(turn, name)
    exact = [one for one in found if one.name.casefold() == name.casefold()]
    current = [one for one in found if one.status != "ARCHIVED"]
    for few in (exact, current, found):
        if len(few) == 1:
            return few[0]
    if not found:
        raise Unclear(
            Said(f"No sequence is called “{label(name, '')}”. These there are:"),
            *_sequences(turn, ""),
        )
    raise Unclear(Said("Several sequences are meant by that. Say which one:"),
                  *_sequences(turn, name))  # fmt: skip


def sequences_named(turn: Turn, name: str) -> tuple[FoundSequence, ...]:
    return sequence_list.find_sequences(
        turn.desk.services, actor=turn.desk.actor, search=name, window=Window(limit=LISTED)
    ).items


def an_enrollment(
    turn: Turn, who: str | None, sequence: str | None, *statuses: EnrollmentStatus
) -> OwnEnrollment:
    """The one enrollment of a person that is in one of the statuses."""
    if points(who) and turn.about is not None and turn.about.kind is RecordKind.ENROLLMENT:
        person = _person(turn, _person_of(turn))
        wanted: int | None = turn.about.id
    else:
        person, wanted = a_person(turn, who), None
    page = get_person_page(turn.desk.services, actor=turn.desk.actor, party_id=person.id)
    words = bare(sequence).casefold().split()
    lines = [
        one
        for one in page.enrollments
        if one.status in statuses
        and wanted in (None, one.id)
        and all(word in one.sequence.casefold() for word in words)
    ]
    if len(lines) == 1:
        return lines[0]
    if lines:
        raise Unclear(
            Said(f"{person.label} is in several. Say in which sequence:"),
            *(item(f"“{one.sequence}”", *enrollment_facts(turn.desk, one)) for one in lines),
        )
    told = " or ".join(status.lower() for status in statuses)
    raise Unclear(
        Said(f"{person.label} has no enrollment that is {told}."),
        *(item(f"“{one.sequence}” is {one.status.lower()}.", *enrollment_facts(turn.desk, one))
          for one in page.enrollments[:LISTED]),
    )  # fmt: skip


def the_message(turn: Turn) -> int | None:
    """The message at which the copilot was opened, if it was."""
    about = turn.about
    return about.id if about is not None and about.kind is RecordKind.MESSAGE else None


def some_names(turn: Turn) -> dict[str, str]:
    """A deal, its person and a sequence of the workspace, for examples; words where there is
    none."""
    names = {"deal": "the deal", "person": "Ada", "sequence": "a sequence"}
    actor = turn.desk.actor
    if actor.may(Permission.DEALS_READ):
        cards = deal_list.find_deals(
            turn.desk.services, actor=actor, zone=turn.desk.zone, sort=Sort.STAGE_AGE,
            wanted=DealFilter(stages=OPEN), window=Window(limit=LISTED),
        ).items  # fmt: skip
        for card in reversed([one for one in cards if one.person]):
            names |= {"deal": card.name, "person": card.person or ""}
    if actor.may(Permission.SEQUENCES_READ):
        found = [one.name for one in sequences_named(turn, "") if one.status == "ACTIVE"]
        names |= {"sequence": found[0]} if found else {}
    return {name: label(words, words) for name, words in names.items()}


def _one_deal(turn: Turn, name: str, found: Sequence[DealCard]) -> Record:
    exact = [one for one in found if one.name.casefold() == name.casefold()]
    running = [one for one in found if one.stage not in CLOSED]
    for few in (exact, running, found):
        if len(few) == 1:
            return deal_record(few[0])
    raise Unclear(
        Said("Several deals are meant by that. Say which one:"),
        *(item(deal_words(turn.desk, one), *card_facts(turn.desk, one))
          for one in (running or found)[:LISTED]),
    )  # fmt: skip


def _deal_of(turn: Turn) -> Record:
    """The deal at which the copilot was opened, or the one of the person there."""
    about = turn.about
    if about is not None and about.kind is RecordKind.DEAL:
        return about
    if about is None or about.kind in (RecordKind.SEQUENCE, RecordKind.WORKSPACE):
        raise Unclear(Said("Say which deal you mean, by a part of its name or of its person's."))
    page = get_person_page(turn.desk.services, actor=turn.desk.actor, party_id=_person_of(turn))
    running = [one for one in page.deals if one.stage not in CLOSED]
    records = [Record(RecordKind.DEAL, one.id, label(one.name, "Deal")) for one in running]
    if len(records) == 1:
        return records[0]
    who = label(page.person.name, "This person")
    if not records:
        raise Unclear(Said(f"{who} has no open deal."))
    raise Unclear(
        Said(f"{who} has several open deals. Say which one:"),
        *(item(one.label, *facts_of(one, [("name", one.label)])) for one in records[:LISTED]),
    )


def _person_of(turn: Turn) -> int:
    """The person of the record at which the copilot was opened."""
    services, actor = turn.desk.services, turn.desk.actor
    about = turn.about or Record(RecordKind.WORKSPACE, actor.tenant_id, "")
    party_id: int | None = None
    match about.kind:
        case RecordKind.PERSON:
            party_id = about.id
        case RecordKind.LEAD:
            party_id = get_lead(services, actor=actor, lead_id=about.id).person.id
        case RecordKind.DEAL:
            party_id = get_deal(services, actor=actor, deal_id=about.id).party_id
        case RecordKind.MESSAGE:
            party_id = get_incoming(services, actor=actor, inbound_id=about.id).party_id
        case RecordKind.ACTIVITY:
            party_id = get_activity(services, actor=actor, activity_id=about.id).party_id
        case RecordKind.ENROLLMENT:
            party_id = get_enrollment(services, actor=actor, enrollment_id=about.id).party_id
    if party_id is None:
        raise Unclear(Said("Say whom you mean, by a part of the name or the e-mail address."))
    return party_id


def _person(turn: Turn, party_id: int) -> Record:
    party = get_party(turn.desk.services, actor=turn.desk.actor, party_id=party_id)
    if party.kind == PartyKind.COMPANY:
        raise Unclear(Said(f"{party.name} is a company. Say whom of its people you mean."))
    return Record(
        RecordKind.PERSON, party.id, label(party.name, party.email or "Somebody without a name")
    )


def _choices(found: Sequence[PartyChoice]) -> list[Said]:
    lines = []
    for one in found[:LISTED]:
        record = Record(RecordKind.PERSON, one.id, label(one.name, one.email))
        facts = facts_of(
            record, [("name", one.name), ("company", one.company), ("e-mail", one.email)]
        )
        lines.append(item(f"{record.label} ({one.about})" if one.about else record.label, *facts))
    if len(found) > LISTED:
        lines.append(Said("There are more: say another part of the name, or the company."))
    return lines


def _sequences(turn: Turn, name: str) -> list[Said]:
    lines = []
    for one in sequences_named(turn, name):
        record = sequence_record(one.id, one.name)
        facts = facts_of(record, [("name", one.name), ("status", one.status.lower())])
        lines.append(item(f"{record.label} ({one.status.lower()})", *facts))
    return lines

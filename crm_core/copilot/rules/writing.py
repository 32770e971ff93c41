"""Drafting by rules: whom, in which situation, by which template; the card decides."""

import re

from crm_core.copilot.facts import Record, RecordKind
from crm_core.copilot.rules.letters import letter
from crm_core.copilot.rules.named import a_person, bare, points
from crm_core.copilot.rules.situations import Stand, stand_of
from crm_core.copilot.rules.turn import Answer, Turn, Unclear
from crm_core.copilot.tool import Said
from crm_core.copilot.tools.people import party_facts, party_record, suppressed_words
from crm_core.copilot.tools.telling import item
from crm_core.copilot.tools.timeline import activity_facts, activity_said, came_in
from crm_core.domain.deals import CLOSED
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivityStatus, ActivityType, ReplyIntent
from crm_core.views.activities import ActivityLine, party_timeline
from crm_core.views.incoming import get_incoming
from crm_core.views.paging import Window
from crm_core.views.person_page import PersonPage, get_person_page

LOOKED_AT = 50
"""Lines of the timeline that tell the situation."""
_WHOM = re.compile(r"\b(?:to|for|with)\s+(?P<who>.+?)(?:\s+(?:about|regarding|on)\b.*)?$", re.I)
_FILLER = re.compile(
    r"\b(?:an?|the|my|another|quick|short|brief|nice|friendly|first|second|new|follow[ -]?up|"
    r"up|back|e-?mail|mail|message|reply|answer|response|draft|note|letter|something)\b",
    re.IGNORECASE,
)


def draft(turn: Turn, rest: str) -> Answer:
    """Propose an e-mail draft to whoever is meant, by the template of the situation."""
    person = a_person(turn, _whom(turn, rest))
    services, actor = turn.desk.services, turn.desk.actor
    page = get_person_page(services, actor=actor, party_id=person.id)
    _refuse_unreachable(page)
    lines = party_timeline(
        services, actor=actor, party_id=person.id, window=Window(limit=LOOKED_AT)
    ).items
    stand = stand_of(lines, objects=_objects(turn, lines))
    written = letter(turn.desk, page.person, stand)
    about = _deal_id(turn, page)
    whom = {"partyId": person.id} if about is None else {"partyId": person.id, "dealId": about}
    yield from turn.write(
        "create_email_draft", *_why(turn, person, stand),
        subject=written.subject, body=written.body, **whom,
    )  # fmt: skip


def send(turn: Turn, who: str | None) -> Answer:
    """Propose to send the one draft that lies ready for somebody."""
    about = turn.about
    if points(who) and about is not None and about.kind is RecordKind.ACTIVITY:
        yield from turn.write("send_email_draft", activityId=about.id)
        return
    person = a_person(turn, who)
    lines = party_timeline(
        turn.desk.services, actor=turn.desk.actor, party_id=person.id,
        type_=ActivityType.EMAIL, window=Window(limit=LOOKED_AT),
    ).items  # fmt: skip
    drafts = [line for line in lines if line.status == ActivityStatus.DRAFT]
    if not drafts:
        raise Unclear(
            Said(
                f"No draft to {person.label} lies ready. Say “Draft a follow-up to "
                f"{person.label}” for one."
            )
        )
    if len(drafts) > 1:
        raise Unclear(
            Said(f"Several drafts to {person.label} lie ready. Open the one that you mean:"),
            *(activity_said(turn.desk, line) for line in drafts),
        )
    yield from turn.write("send_email_draft", activityId=drafts[0].id)


def _whom(turn: Turn, rest: str) -> str:
    """The name in "a follow-up to Ada about the offer"; empty where none is said."""
    found = _WHOM.search(rest)
    words = found["who"] if found else re.split(r"\s+(?:about|regarding)\b", rest, flags=re.I)[0]
    return bare(words if found else _FILLER.sub(" ", words))


def _refuse_unreachable(page: PersonPage) -> None:
    """No letter is drafted that nobody may send; say what can be done instead."""
    name = party_record(page.person).label
    facts = party_facts(page.person)
    if why := suppressed_words(page.person):
        held = tuple(fact for fact in facts if fact.field == "gets no mail")
        raise Unclear(Said(f"No e-mail may go to {name}: {why}. So none is drafted.", held),
                      _instead(page))  # fmt: skip
    if not page.person.email:
        raise Unclear(Said(f"{name} has no e-mail address, so none is drafted."), _instead(page))


def _instead(page: PersonPage) -> Said:
    name = party_record(page.person).label
    phone = tuple(fact for fact in party_facts(page.person) if fact.field == "phone")
    number = f" The number is {page.person.phone}." if page.person.phone else ""
    return Said(f"You can say: “Create a task to call {name} tomorrow”.{number}", phone)


def _objects(turn: Turn, lines: tuple[ActivityLine, ...]) -> bool:
    """Whether the last message that came in says no to something."""
    last = next((line for line in lines if came_in(line)), None)
    if last is None or last.inbound_id is None or not turn.desk.actor.may(Permission.MAIL_READ):
        return False
    message = get_incoming(turn.desk.services, actor=turn.desk.actor, inbound_id=last.inbound_id)
    return message.intent is ReplyIntent.OBJECTION


def _deal_id(turn: Turn, page: PersonPage) -> int | None:
    """The deal that the letter is about: the one at hand, else the person's only open one."""
    about = turn.about
    running = [deal.id for deal in page.deals if deal.stage not in CLOSED]
    if about is not None and about.kind is RecordKind.DEAL:
        return about.id if about.id in [deal.id for deal in page.deals] else None
    return running[0] if len(running) == 1 else None


def _why(turn: Turn, person: Record, stand: Stand) -> tuple[Said, ...]:
    """By which template it is written, and what that rests on."""
    head = f"By the template “{stand.situation}”, without a model. "
    if stand.line is None:
        return (Said(f"{head}Nothing has been said between you and {person.label} yet."),)
    facts = activity_facts(turn.desk, stand.line)
    return (Said(f"{head}It rests on:"), item(activity_said(turn.desk, stand.line).text, *facts))

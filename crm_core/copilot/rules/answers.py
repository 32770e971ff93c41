"""Reads by rules: each finds whom and what is meant, and tells what its tool found."""

import re
from typing import Any

from crm_core.copilot.facts import RecordKind
from crm_core.copilot.rules.named import (
    a_deal,
    a_person,
    a_sequence,
    bare,
    deals_named,
    points,
    sequences_named,
    the_message,
)
from crm_core.copilot.rules.times import read_amount
from crm_core.copilot.rules.turn import Answer, Turn, Unclear
from crm_core.copilot.tool import Said
from crm_core.copilot.tools.messages import Manner
from crm_core.domain.deals import STAGES, Closing
from crm_core.domain.permissions import Permission
from crm_core.domain.words import ActivityType, PartyKind
from crm_core.views.colleagues import list_colleagues
from crm_core.views.finding import find_parties

_AMOUNT = r"((?:[€$£]|[A-Z]{3}\s)?\s*\d[\d.,']*\s*(?:k|m|thousand|million)?\b)"
_MORE = re.compile(
    r"(?:over|above|more than|at least|from|exceeding|beyond|>=?)\s*" + _AMOUNT, re.I
)
_LESS = re.compile(r"(?:under|below|less than|at most|up to|<=?)\s*" + _AMOUNT, re.I)
_NAMED = re.compile(r"\b(?:with|of|for|from|at|about|named|called|matching)\s+(?P<text>.+)$", re.I)
_KINDS = (
    (r"calls?", ActivityType.CALL), (r"e-?mails?", ActivityType.EMAIL),
    (r"meetings?", ActivityType.MEETING), (r"notes?", ActivityType.NOTE),
)  # fmt: skip
_MANNERS = (
    (r"short|brief", Manner.SHORTER), (r"warm|friendl", Manner.WARMER),
    (r"formal", Manner.MORE_FORMAL), (r"simpl|plain", Manner.SIMPLER),
)  # fmt: skip
_LANGUAGE = re.compile(r"\b(?:in|into|to)\s+(?P<language>[A-Z][a-z]+)\b")


def tasks(turn: Turn, text: str) -> Answer:
    """ "What are my tasks today?", "Mara's tasks", "overdue tasks of everybody"."""
    given: dict[str, Any] = {}
    if re.search(r"\boverdue\b", text, re.I):
        given["when"] = "OVERDUE"
    elif re.search(r"\b(?:upcoming|later|next week|tomorrow|coming)\b", text, re.I):
        given["when"] = "UPCOMING"
    if re.search(r"\b(?:everybody|everyone|all|team|our|whole)\b", text, re.I):
        given["whose"] = "EVERYBODY"
    elif owner := _colleague(turn, text):
        given["ownerId"] = owner
    yield from turn.read("get_tasks", **given)


def next_step(turn: Turn, what: str | None) -> Answer:
    """What to do next about a deal."""
    yield from turn.read("recommend_next_step", dealId=a_deal(turn, what).id)


def summary(turn: Turn, what: str) -> Answer:
    """A deal's story; else a person's or a company's timeline; else a sequence's numbers."""
    about = turn.about
    if points(what) and about is not None:
        if about.kind is RecordKind.MESSAGE:
            yield from turn.read("classify_reply", messageId=about.id)
        elif about.kind in (RecordKind.PERSON, RecordKind.COMPANY):
            yield from turn.read("get_timeline", partyId=about.id)
        elif about.kind is RecordKind.LEAD:
            yield from turn.read("get_timeline", leadId=about.id)
        elif about.kind is RecordKind.SEQUENCE:
            yield from turn.read("get_sequence_numbers", sequenceId=about.id)
        else:
            yield from turn.read("get_deal_summary", dealId=a_deal(turn, what).id)
        return
    name = bare(what)
    found = () if points(what) else deals_named(turn, name)
    is_deal = any(one.name.casefold() == name.casefold() for one in found)
    if not is_deal and is_party(turn, name):
        yield from timeline(turn, name)
    elif points(what) or found or re.fullmatch(r"#?\d+", name):
        yield from turn.read("get_deal_summary", dealId=a_deal(turn, what).id)
    elif sequences_named(turn, name) and not _parties(turn, name):
        yield from numbers(turn, name)
    else:
        yield from timeline(turn, name)


def timeline(turn: Turn, who: str) -> Answer:
    """What happened with a person or a company."""
    name = bare(who)
    companies = [] if points(who) else _parties(turn, name, PartyKind.COMPANY)
    exact = [one for one in companies if one.name.casefold() == name.casefold()]
    people = [] if points(who) else _parties(turn, name, PartyKind.PERSON)
    if exact or (len(companies) == 1 and not people):
        yield from turn.read("get_timeline", partyId=(exact or companies)[0].id)
        return
    yield from turn.read("get_timeline", partyId=a_person(turn, who).id)


def why_not(turn: Turn, who: str) -> Answer:
    """Why a sequence's touch has not reached somebody."""
    about = turn.about
    if points(who) and about is not None and about.kind is RecordKind.ENROLLMENT:
        yield from turn.read("explain_waiting", enrollmentId=about.id)
        return
    yield from turn.read("explain_waiting", partyId=a_person(turn, who).id)


def numbers(turn: Turn, sequence: str) -> Answer:
    """How a sequence does."""
    yield from turn.read("get_sequence_numbers", sequenceId=a_sequence(turn, sequence).id)


def sequences(turn: Turn, text: str) -> Answer:
    """The sequences there are."""
    found = _NAMED.search(text)
    status = next((word for word in ("active", "paused", "archived") if word in text.lower()), None)
    given = {} if status is None else {"status": status.upper()}
    yield from turn.read("find_sequences", text=bare(found["text"]) if found else "", **given)


def deals(turn: Turn, text: str) -> Answer:
    """ "Deals over 10000", "my deals in Proposal", "overdue deals", "deals with Acme"."""
    given: dict[str, Any] = {}
    for name, pattern in (("amountFrom", _MORE), ("amountTo", _LESS)):
        found = pattern.search(text)
        amount = read_amount(found[1]) if found else None
        if found and amount is not None:
            given[name] = amount
            text = text[: found.start()] + text[found.end() :]
    for stage in STAGES:
        if found := re.search(rf"\b(?:in (?:stage )?)?{stage}\b", text, re.I):
            given["stage"] = stage
            text = text[: found.start()] + text[found.end() :]
            break
    if re.search(r"\b(?:overdue|late|past due)\b", text, re.I):
        given["closing"] = Closing.OVERDUE
    elif re.search(r"\bthis month\b", text, re.I):
        given["closing"] = Closing.THIS_MONTH
    if re.search(r"\bmy\b|\bmine\b", text, re.I):
        given["whose"] = "MINE"
    if "stage" not in given and re.search(r"\b(?:closed|ever|all)\b", text, re.I):
        given["includeClosed"] = True
    named = _NAMED.search(text)
    yield from turn.read("find_deals", text=bare(named["text"]) if named else "", **given)


def happened(turn: Turn, text: str) -> Answer:
    """What was done lately, of which kind."""
    given: dict[str, Any] = {}
    for pattern, kind in _KINDS:
        if re.search(rf"\b{pattern}\b", text, re.I):
            given["type"] = kind
    if found := re.search(r"\b(\d{1,2}) days\b", text):
        given["days"] = min(max(int(found[1]), 1), 31)
    elif re.search(r"\btoday|yesterday\b", text, re.I):
        given["days"] = 1 if "today" in text.lower() else 2
    elif "month" in text.lower():
        given["days"] = 31
    if re.search(r"\b(?:my|i)\b", text, re.I):
        given["whose"] = "MINE"
    yield from turn.read("find_activities", **given)


def reply(turn: Turn, who: str) -> Answer:
    """What somebody's latest message is held to be, and why."""
    message = the_message(turn) if points(who) else None
    if message is not None:
        yield from turn.read("classify_reply", messageId=message)
        return
    yield from turn.read("classify_reply", partyId=a_person(turn, who).id)


def reword(turn: Turn, text: str) -> Answer:
    """What a model would be given to reword; here nothing words it."""
    about = turn.about
    if about is None or about.kind is not RecordKind.ACTIVITY:
        raise Unclear(
            Said(
                "Rewording a message needs a model, and none is connected. Without one I can "
                "draft by templates: say “Draft a follow-up to …”."
            )
        )
    language = _LANGUAGE.search(text)
    manner = next((one for pattern, one in _MANNERS if re.search(pattern, text, re.I)), None)
    given: dict[str, Any] = {"manner": manner or Manner.SHORTER}
    if manner is None and language:
        given = {"manner": Manner.OTHER_LANGUAGE, "language": language["language"]}
    yield from turn.read("rewrite_message", activityId=about.id, **given)


def find(turn: Turn, text: str) -> Answer:
    """People and companies by words."""
    yield from turn.read("find_people", text=bare(text))


def is_party(turn: Turn, name: str) -> bool:
    """Whether the words are exactly a person's or a company's name, or somebody's address."""
    return any(name.casefold() in (one.name.casefold(), one.email) for one in _parties(turn, name))


def _parties(turn: Turn, name: str, kind: PartyKind | None = None) -> list[Any]:
    if not turn.desk.actor.may(Permission.PEOPLE_READ):
        return []
    return list(find_parties(turn.desk.services, actor=turn.desk.actor, typed=name, kind=kind))


def _colleague(turn: Turn, text: str) -> int | None:
    """The colleague whose first name the words hold."""
    words = {re.sub(r"['’]s?$", "", word) for word in text.casefold().split()}
    found = [
        one.id
        for one in list_colleagues(turn.desk.services, actor=turn.desk.actor)
        if one.name and one.name.casefold().split()[0] in words
    ]
    return found[0] if len(found) == 1 else None

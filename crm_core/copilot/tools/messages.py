"""Messages that came in: what they are, why, and what they really are; and rewording a text."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Change, Desk, Found, Json, Proposal, Said, reads, writes
from crm_core.copilot.tools.people import Id, page_of, party_facts
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.telling import (
    cut,
    day_of,
    facts_of,
    heading,
    label,
    on_day,
    quote_fact,
    quoted,
)
from crm_core.domain.corrections import NAMES
from crm_core.domain.permissions import Permission
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    MailClass,
    ReplyIntent,
    Sentiment,
)
from crm_core.errors import Conflict, InvalidInput, NotFound
from crm_core.usecases.corrections import SAYS_SO, correct_message
from crm_core.views.activities import get_activity
from crm_core.views.incoming import Incoming, get_incoming, latest_incoming

REWORDED_MOST = 8_000
"""Characters of a message that can be reworded."""


class Manner(StrEnum):
    SHORTER = "SHORTER"
    WARMER = "WARMER"
    MORE_FORMAL = "MORE_FORMAL"
    SIMPLER = "SIMPLER"
    OTHER_LANGUAGE = "OTHER_LANGUAGE"


_INSTRUCTIONS = {
    Manner.SHORTER: "Say the same in at most half as many words.",
    Manner.WARMER: "Say the same in a warmer tone, without flattery.",
    Manner.MORE_FORMAL: "Say the same more formally.",
    Manner.SIMPLER: "Say the same in plain words and short sentences.",
    Manner.OTHER_LANGUAGE: "Say the same in {language}.",
}
_KEEP = "Keep every name, number, date, link and merge field as it is, and add no fact."


@reads("Reading the reply", Permission.MAIL_READ, Permission.PEOPLE_READ)
def classify_reply(
    desk: Desk, *, message_id: Id | None = None, party_id: Id | None = None
) -> Found:
    """What a message that came in is held to be (a reply, an absence, a bounce, …), its intent and
    sentiment, and why; and what it caused. Give messageId, or partyId for the person's latest."""
    line = get_incoming(
        desk.services, actor=desk.actor, inbound_id=_message(desk, message_id, party_id)
    )
    facts = message_facts(desk, line)
    said = [heading(message_record(line).label), Said(_what_it_is(desk, line), facts)]
    if line.reason:
        said.append(Said(line.reason, tuple(fact for fact in facts if fact.field == "because")))
    if line.text:
        said.append(Said(quoted(line.text), tuple(fact for fact in facts if fact.is_quote)))
    said += [Said(words, tuple(f for f in facts if f.field == field))
             for field, words in _consequences(desk, line)]  # fmt: skip
    return Found(_json(line), facts, tuple(said))


@reads("Taking up the message", Permission.ACTIVITIES_READ)
def rewrite_message(
    desk: Desk,
    *,
    manner: Manner,
    activity_id: Id | None = None,
    text: Annotated[str, Field(max_length=REWORDED_MOST)] = "",
    language: Annotated[str, Field(max_length=40)] = "",
) -> Found:
    """Take up a message to be reworded: an e-mail draft (activityId) or a text. It gives the
    message and the instruction; you write the new wording from them, and then it can be kept
    with revise_email_draft (a draft) or create_email_draft. `language` (its English name) goes
    with OTHER_LANGUAGE."""
    if (activity_id is None) == (not text.strip()):
        raise InvalidInput("Give activityId or text, one of the two.", field="text")
    if manner is Manner.OTHER_LANGUAGE and not language:
        raise InvalidInput("Say which language.", field="language")
    subject, body, facts = _written(desk, activity_id, text)
    instruction = f"{_INSTRUCTIONS[manner].format(language=language)} {_KEEP}"
    said = (
        Said(
            "Rewording needs a model: what follows is the message as it stands, and what a model "
            "is to do with it. Without one, edit it yourself where it lies."
        ),
        Said(quoted(body), facts),
        Said(instruction),
    )
    data = {"subject": subject, "body": body, "instruction": instruction, "activityId": activity_id}
    return Found(data, facts, said)


def message_record(line: Incoming) -> Record:
    return Record(RecordKind.MESSAGE, line.id, label(line.subject, "Message"))


def message_facts(desk: Desk, line: Incoming) -> tuple[Fact, ...]:
    """What a message is held to be, and what its sender wrote as quotes."""
    record, on = message_record(line), day_of(desk, line.at)
    return (
        *facts_of(
            record,
            [
                ("classification", NAMES[line.classification].removeprefix("a ")),
                ("intent", (line.intent or "").lower()),
                ("sentiment", (line.sentiment or "").lower()), ("label", line.label),
                ("because", line.reason), ("sender", line.sender), ("address", line.address),
                ("received", on_day(desk, on)), ("answers", line.sequence),
                ("state", "open" if line.is_open else "handled"),
                *((field, words) for field, words in _consequences(desk, line)),
            ],
            on,
        ),
        *quote_fact(record, "subject", line.subject, on),
        *quote_fact(record, "text", line.text, on),
    )  # fmt: skip


def _message(desk: Desk, message_id: int | None, party_id: int | None) -> int:
    if (message_id is None) == (party_id is None):
        raise InvalidInput("Give messageId or partyId, one of the two.", field="messageId")
    if message_id is not None:
        return message_id
    assert party_id is not None
    page_of(desk, party_id=party_id, lead_id=None)
    latest = latest_incoming(desk.services, actor=desk.actor, party_id=party_id)
    if latest is None:
        raise NotFound("No message has come in from this person.", field="partyId")
    return latest


def _written(desk: Desk, activity_id: int | None, text: str) -> tuple[str, str, tuple[Fact, ...]]:
    """Subject, text and facts of what is to be reworded."""
    if activity_id is None:
        return "", text, ()
    line = get_activity(desk.services, actor=desk.actor, activity_id=activity_id)
    if line.type != ActivityType.EMAIL or line.status != ActivityStatus.DRAFT:
        raise InvalidInput("Only an e-mail draft can be reworded.", field="activityId")
    record = Record(RecordKind.ACTIVITY, line.id, label(line.subject, "E-mail draft"))
    facts = (
        *quote_fact(record, "subject", line.subject),
        Fact(record, "text", cut(line.body, REWORDED_MOST), is_quote=True),
    )
    if line.party_id is not None and desk.actor.may(Permission.PEOPLE_READ):
        page = page_of(desk, party_id=line.party_id, lead_id=None)
        facts += party_facts(getattr(page, "person", None) or page.company)  # type: ignore[union-attr]
    return line.subject, cut(line.body, REWORDED_MOST), facts


def _what_it_is(desk: Desk, line: Incoming) -> str:
    finer = [(line.intent or "").lower(), (line.sentiment or "").lower(), line.label]
    told = ", ".join(part for part in finer if part)
    on = on_day(desk, day_of(desk, line.at))
    words = f"{line.sender} wrote on {on}. It counts as {NAMES[line.classification]}"
    return f"{words} ({told})." if told else f"{words}."


def _consequences(desk: Desk, line: Incoming) -> list[tuple[str, str]]:
    """What it did, each as a field and a sentence."""
    told = []
    if line.ended:
        told.append(("ended", f"It ended {line.ended} of the person's enrollments."))
    if line.company_ended:
        told.append(("ended for colleagues", f"It ended {line.company_ended} of colleagues."))
    if line.paused_until:
        until = on_day(desk, day_of(desk, line.paused_until))
        told.append(("paused until", f"What runs for the person pauses until {until}."))
    if line.suppressed:
        told.append(("no more mail to", f"No mail goes to {' and '.join(line.suppressed)}."))
    if line.holds:
        told.append(("holds", f"{line.holds} enrollments wait because of it."))
    said = [f"{one.who or 'Somebody'} changed its {one.field} from {one.before or 'nothing'} to "
            f"{one.after}." for one in line.corrections]  # fmt: skip
    return [*told, *(("correction", words) for words in said)]


def _json(line: Incoming) -> Json:
    return {
        "messageId": line.id, "receivedAt": line.at.isoformat(), "from": line.address,
        "subject": cut(line.subject), "text": cut(line.text),
        "classification": line.classification, "intent": line.intent,
        "sentiment": line.sentiment, "label": line.label, "reason": line.reason,
        "isOpen": line.is_open, "ended": line.ended,
        "pausedUntil": line.paused_until.isoformat() if line.paused_until else None,
        "suppressed": list(line.suppressed), "holds": line.holds,
    }  # fmt: skip


@writes("Correcting the reply", Permission.ENROLLMENTS_MANAGE, Permission.MAIL_READ)
def correct_reply(
    desk: Desk,
    *,
    message_id: Id,
    classification: MailClass | None = None,
    intent: ReplyIntent | None = None,
    sentiment: Sentiment | None = None,
    returns_on: date | None = None,
) -> Proposal:
    """Say what a message really is where it was read wrongly: its class (REPLY, AUTO_REPLY,
    OUT_OF_OFFICE, UNSUBSCRIBE or UNRELATED), intent or sentiment. What the right class should have
    caused then happens: a reply ends what runs for the person, an absence pauses it (until
    `returnsOn`), a wish to get no mail is followed."""
    line = get_incoming(desk.services, actor=desk.actor, inbound_id=message_id)
    said, after = rehearsed(
        desk, lambda: _correct(desk, message_id, classification, intent, sentiment, returns_on)
    )
    told = (
        ("Class", NAMES[line.classification], NAMES[after.classification]),
        ("Intent", line.intent or "", after.intent or ""),
        ("Sentiment", line.sentiment or "", after.sentiment or ""),
    )
    ends = classification in (MailClass.REPLY, MailClass.UNSUBSCRIBE)
    warning = "What this ends stays ended, whatever is said of the message later."
    rows = [("inbound_messages", message_id)]
    if line.party_id is not None:
        rows.append(("parties", line.party_id))
    return Proposal(
        title=f"Correct what “{label(line.subject, 'the message')}” is held to be",
        effect=f"Afterwards: {said}",
        changes=tuple(
            Change(field, was.lower(), will.lower()) for field, was, will in told if was != will
        ),
        warnings=(warning,) if ends and line.classification is not classification else (),
        rows=tuple(rows),
        seal=said,
    )


@correct_reply.perform
def _correct_reply(
    desk: Desk,
    *,
    message_id: Id,
    classification: MailClass | None = None,
    intent: ReplyIntent | None = None,
    sentiment: Sentiment | None = None,
    returns_on: date | None = None,
) -> Json:
    said, _ = _correct(desk, message_id, classification, intent, sentiment, returns_on)
    if desk.seal and said != desk.seal:
        # What runs for the person and their colleagues is not among the rows of the card.
        raise Conflict(f"Something else would follow from it by now: {said}", "classification")
    return {
        "messageId": message_id,
        "message": said,
        "record": {"kind": "message", "id": message_id},
    }


def _correct(
    desk: Desk,
    message_id: int,
    classification: MailClass | None,
    intent: ReplyIntent | None,
    sentiment: Sentiment | None,
    returns_on: date | None,
) -> tuple[str, Incoming]:
    """What the use case says of it, and the message as it then is."""
    said = correct_message(
        desk.services, actor=desk.actor, inbound_id=message_id, classification=classification,
        intent=intent, sentiment=sentiment, returns_on=returns_on,
    )  # fmt: skip
    if said == SAYS_SO:
        raise Conflict(SAYS_SO, field="classification")
    return said, get_incoming(desk.services, actor=desk.actor, inbound_id=message_id)

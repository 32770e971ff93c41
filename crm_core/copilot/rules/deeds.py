"""Writes by rules: each finds whom and what is meant, and proposes the card of its tool."""

import re

from crm_core.copilot.facts import RecordKind
from crm_core.copilot.rules.named import (
    a_deal,
    a_person,
    a_sequence,
    an_enrollment,
    bare,
    points,
    sequences_named,
    the_message,
)
from crm_core.copilot.rules.times import split_when
from crm_core.copilot.rules.turn import Answer, Turn, Unclear
from crm_core.copilot.tool import Said
from crm_core.copilot.tools.sequences import sequence_record
from crm_core.copilot.tools.telling import facts_of, item
from crm_core.domain.permissions import Permission
from crm_core.domain.words import (
    DealStage,
    Disposition,
    EnrollmentStatus,
    MailClass,
    PartyKind,
    ReplyIntent,
    Sentiment,
)
from crm_core.templates import TEMPLATES, Template
from crm_core.views.finding import find_parties
from crm_core.views.incoming import latest_incoming

_ABOUT = re.compile(r"(?:(?:for|with|about|to) )?(?P<who>[^: ][^:]{0,119}): ?(?P<what>.+)", re.I)
_TO_DO = re.compile(r"(?:to|:|-|–|that says|called|named) ?(?P<what>.+)", re.I)
_BEFORE_A_NAME = frozenset(
    {"for", "with", "about", "to", "from", "call", "phone", "ring", "email", "e-mail", "mail",
     "meet", "ask", "remind", "send", "tell"}
)  # fmt: skip
_LOOKED_UP = 6
"""Runs of words in a task that are looked up as names, at most."""
_HOW: tuple[tuple[str, Disposition], ...] = (
    (r"voice ?mail", Disposition.LEFT_VOICEMAIL),
    (r"no answer|did(?: not|n['’]t) (?:answer|pick up)|nobody", Disposition.NO_ANSWER),
    (r"busy", Disposition.BUSY),
    (r"wrong number", Disposition.WRONG_NUMBER),
    (r"gatekeeper|reception|secretary", Disposition.GATEKEEPER),
    (r"not interested", Disposition.NOT_INTERESTED),
    (r"meeting (?:is )?booked|booked a meeting", Disposition.MEETING_BOOKED),
    (r"connected|spoke|talked|reached", Disposition.CONNECTED),
)
_SWITCHES = {
    "pause": ("pause_enrollment", (EnrollmentStatus.ACTIVE,)),
    "resume": ("resume_enrollment", (EnrollmentStatus.PAUSED,)),
    "stop": ("stop_enrollment", (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)),
}
_SYNONYMS = {"unpause": "resume", "continue": "resume", "cancel": "stop", "end": "stop"}
_CLASSES: tuple[tuple[str, dict[str, str]], ...] = (
    (r"absence|out of (?:the )?office|away", {"classification": MailClass.OUT_OF_OFFICE}),
    (r"unsubscribe|opt(?:ed)?[ -]?out|no more mail", {"classification": MailClass.UNSUBSCRIBE}),
    (r"auto", {"classification": MailClass.AUTO_REPLY}),
    (r"unrelated|spam", {"classification": MailClass.UNRELATED}),
    (r"objection", {"intent": ReplyIntent.OBJECTION}),
    (r"referral", {"intent": ReplyIntent.REFERRAL}),
    (r"positive|good", {"sentiment": Sentiment.POSITIVE}),
    (r"negative|bad", {"sentiment": Sentiment.NEGATIVE}),
    (r"neutral", {"sentiment": Sentiment.NEUTRAL}),
    (r"repl|answer", {"classification": MailClass.REPLY}),
)


def add_task(turn: Turn, rest: str) -> Answer:
    """ "… to call Ada tomorrow", "… for Ada: send the price list", or about the record at hand."""
    words, due = split_when(rest, turn.desk.now, turn.desk.zone)
    about = _ABOUT.fullmatch(words.strip())
    if about is not None:
        subject = about["what"].strip()
    else:
        found = _TO_DO.fullmatch(words.strip())
        subject = (found["what"] if found else words).strip(" .:–-")
    if not subject:
        raise Unclear(
            Said("Say what is to be done, for example “Create a task to call Ada tomorrow”.")
        )
    whom = _mentioned(turn, words) if about is None else _whom(turn, about["who"])
    given = {} if due is None else {"dueAt": due}
    yield from turn.write("create_task", subject=_capital(subject), **whom, **given)


def log_call(turn: Turn, rest: str) -> Answer:
    """ "… with Ada: no answer", "… with Ada, she wants the offer"."""
    found = re.match(
        r"\s*(?:to|with)\s+(?P<who>[^:,–]+?)\s*(?:[:,–]\s*(?P<note>.*)|\s-\s(?P<rest>.*))?$",
        rest, re.I | re.DOTALL,
    )  # fmt: skip
    if found is None:
        whom, note = _whom(turn, ""), rest.strip(" :,–-")
    else:
        whom, note = _whom(turn, found["who"]), (found["note"] or found["rest"] or "").strip()
    how = next((word for pattern, word in _HOW if re.search(pattern, note, re.I)), None)
    if not note and how is None:
        raise Unclear(
            Said("Say what came of it, for example “Log a call with Ada: left a voicemail”.")
        )
    given = {} if how is None else {"disposition": how}
    yield from turn.write("log_call", note=note, **whom, **given)


def move(turn: Turn, deal: str, stage: str, reason: str) -> Answer:
    """Put a deal into a stage; a lost one needs the reason."""
    found = a_deal(turn, deal)
    wanted = DealStage(stage.upper())
    why = reason.strip(" .,:;")
    if wanted is DealStage.LOST and not why:
        raise Unclear(
            Said(f"Say why “{found.label}” was lost: “Close {found.label} as lost because …”.")
        )
    given = {"reason": why} if why and wanted in (DealStage.WON, DealStage.LOST) else {}
    yield from turn.write("move_deal", dealId=found.id, stage=wanted, **given)


def enroll(turn: Turn, who: str, sequence: str) -> Answer:
    """Put somebody into a sequence."""
    words, start = split_when(sequence, turn.desk.now, turn.desk.zone)
    line = a_sequence(turn, words)
    about = turn.about
    if points(who) and about is not None and about.kind is RecordKind.LEAD:
        whom = {"leadId": about.id}
    else:
        whom = {"partyId": a_person(turn, who).id}
    given = {} if start is None else {"startAt": start}
    yield from turn.write("enroll", sequenceId=line.id, **whom, **given)


def switch(turn: Turn, verb: str, who: str, sequence: str) -> Answer:
    """Pause, resume or stop somebody's enrollment."""
    name, statuses = _SWITCHES[_SYNONYMS.get(verb.lower(), verb.lower())]
    if not points(who) and not sequence:
        _refuse_whole_sequence(turn, verb, who)
    line = an_enrollment(turn, who, sequence, *statuses)
    yield from turn.write(name, enrollmentId=line.id)


def correct(turn: Turn, who: str, what: str) -> Answer:
    """Say what somebody's latest message really is."""
    values = next((given for pattern, given in _CLASSES if re.search(pattern, what, re.I)), None)
    if values is None:
        raise Unclear(
            Said(
                "Say what it is: a reply, an absence, an automatic reply, a wish to get no more "
                "mail or unrelated; an objection or a referral; positive, neutral or negative."
            )
        )
    message = the_message(turn) if points(who) else None
    if message is None:
        person = a_person(turn, who)
        message = latest_incoming(turn.desk.services, actor=turn.desk.actor, party_id=person.id)
        if message is None:
            raise Unclear(Said(f"No message has come in from {person.label}."))
    yield from turn.write("correct_reply", messageId=message, **values)


def draw_up(turn: Turn, rest: str) -> Answer:
    """Propose one of the ready-made sequences; words of one's own need a model."""
    words = [word for word in re.findall(r"\w+", rest.casefold()) if len(word) > 3]
    found = [one for one in TEMPLATES if any(word in _words_of(one) for word in words)]
    best = sorted(found, key=lambda one: -sum(word in _words_of(one) for word in words))[:1]
    if not best:
        raise Unclear(
            Said(
                "Writing a sequence in words of its own needs a model. By rules I can begin from "
                "one of these; say “Create the sequence …” with its name:"
            ),
            *(item(f"{one.name}: {one.purpose}") for one in TEMPLATES),
        )
    content = best[0].content
    steps = [
        {key: value for key, value in step.items() if key != "id" and value}
        for step in content["steps"]
    ]
    yield from turn.write(
        "create_sequence",
        Said(f"From the ready-made “{best[0].name}”. {best[0].purpose}"),
        name=content["name"], description=content.get("description") or "", steps=steps,
        settings=content.get("settings"),
    )  # fmt: skip


def _words_of(one: Template) -> str:
    return f"{one.id} {one.name} {one.purpose}".casefold()


def _whom(turn: Turn, words: str) -> dict[str, int]:
    """The id of the deal or person that a task or a call is about."""
    about = turn.about
    if points(words) and about is not None:
        if about.kind is RecordKind.DEAL:
            return {"dealId": about.id}
        if about.kind is RecordKind.LEAD:
            return {"leadId": about.id}
        if about.kind is RecordKind.COMPANY:
            return {"partyId": about.id}
    if re.match(r"\s*(?:the )?deal\b", words, re.I):
        return {"dealId": a_deal(turn, words).id}
    return {"partyId": a_person(turn, words).id}


def _mentioned(turn: Turn, words: str) -> dict[str, int]:
    """Whom the task's own words name, else the record at hand."""
    if turn.desk.actor.may(Permission.PEOPLE_READ):
        for name in _names_in(words)[:_LOOKED_UP]:
            hits = find_parties(
                turn.desk.services, actor=turn.desk.actor, typed=name, kind=PartyKind.PERSON
            )
            if hits:
                return {"partyId": a_person(turn, name).id}
    return _whom(turn, "")


def _names_in(words: str) -> list[str]:
    """Runs of words that may be a name: with capitals, or after a word such as "call"; the
    longest first."""
    runs: list[list[str]] = []
    before, run = "", False
    for word in words.split():
        name = bare(word)
        starts = name[:1].isupper() or before in _BEFORE_A_NAME
        if name and starts and before and name.casefold() not in _BEFORE_A_NAME:
            if run and name[:1].isupper():
                runs[-1].append(name)
            else:
                runs.append([name])
            run = word == name or word.endswith(("'s", "’s"))
        else:
            run = False
        before = name.casefold()
    found = [" ".join(one[:length]) for one in runs for length in range(min(len(one), 4), 0, -1)]
    return sorted((one for one in found if len(one) > 1), key=lambda one: -one.count(" "))


def _refuse_whole_sequence(turn: Turn, verb: str, words: str) -> None:
    """A sequence as a whole is switched on its page, not here."""
    name = bare(words)
    found = [one for one in sequences_named(turn, name) if one.name.casefold() == name.casefold()]
    if found:
        record = sequence_record(found[0].id, found[0].name)
        raise Unclear(
            Said(
                f"“{record.label}” is a whole sequence: that is switched on its own page. For one "
                f"person, say “{verb.capitalize()}”, the name, and “in {record.label}”.",
                facts_of(record, [("name", found[0].name)]),
            )
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

"""Letters by template: one for each situation, with the names and days of the records, no more."""

from dataclasses import dataclass

from crm_core.copilot.rules.situations import Situation, Stand
from crm_core.copilot.tool import Desk
from crm_core.copilot.tools.telling import cut, day_of
from crm_core.views.activities import ActivityLine
from crm_core.views.people import PartyLine

QUOTED = 200
"""Characters of their own words that are repeated to them."""
_BODIES = {
    Situation.FIRST_CONTACT: (
        "we have not been in touch yet, so let me begin with a question: is there something "
        "{company} that we could be of use with?\n\nIf so, I would like to hear about it. When "
        "would a short call suit you?"
    ),
    Situation.SILENCE: (
        "on {day} we wrote to you{subject}, and have not heard from you since. That may simply be "
        "a full week.\n\nIs it still of interest to you? A short yes or no is enough, and if "
        "another time is better, tell me when."
    ),
    Situation.ANSWER: (
        "thank you for your message of {day}.{quote}\n\nI would like to go through it with you "
        "rather than write at length. When would a short call suit you?"
    ),
    Situation.POSITIVE_REPLY: (
        "thank you for your message of {day}, I am glad to read it.{quote}\n\nLet us settle the "
        "next step: which two times would suit you for a call?"
    ),
    Situation.OBJECTION: (
        "thank you for your frank message of {day}.{quote}\n\nI would like to understand it "
        "before I say anything to it: what would have to be different for you? If the matter is "
        "settled, a word is enough and I leave it at that."
    ),
    Situation.MEETING: (
        "thank you for your time on {day}.\n\nSo that nothing gets lost: which step would you "
        "like to take next, and by when shall we speak again?"
    ),
    Situation.TALK: (
        "thank you for the call on {day}.\n\nSo that nothing gets lost: which step would you "
        "like to take next, and by when shall we speak again?"
    ),
}
_SUBJECTS = {
    Situation.FIRST_CONTACT: "A question",
    Situation.SILENCE: "Still of interest?",
    Situation.ANSWER: "Your message",
    Situation.POSITIVE_REPLY: "The next step",
    Situation.OBJECTION: "Your message",
    Situation.MEETING: "After our meeting",
    Situation.TALK: "After our call",
}


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def letter(desk: Desk, person: PartyLine, stand: Stand) -> Letter:
    """The letter of a situation. What the records do not hold is not mentioned."""
    line = stand.line
    words = {
        "company": f"at {person.company}" if person.company else "on your side",
        "day": _day(desk, line) if line else "",
        "subject": _subject(line),
        "quote": _quote(stand),
    }
    greeting = f"Hello {person.first_name}," if person.first_name else "Hello,"
    ends = f"Best regards\n{desk.actor.name}" if desk.actor.name else "Best regards"
    body = _BODIES[stand.situation].format(**words)
    subject = _SUBJECTS[stand.situation]
    if stand.situation is Situation.FIRST_CONTACT and person.company:
        subject = f"{subject} to {person.company}"
    return Letter(subject, f"{greeting}\n\n{body}\n\n{ends}")


def _day(desk: Desk, line: ActivityLine) -> str:
    """ "2 March", with its year unless that is the present one."""
    on = day_of(desk, line.completed_at or line.created_at)
    return f"{on.day} {on:%B}" if on.year == desk.today.year else f"{on.day} {on:%B %Y}"


def _subject(line: ActivityLine | None) -> str:
    told = " ".join(line.subject.split()) if line else ""
    return f" (“{cut(told, QUOTED)}”)" if told else ""


def _quote(stand: Stand) -> str:
    """Their own words on a line of their own, where they wrote some."""
    line = stand.line
    if line is None or stand.situation is Situation.SILENCE:
        return ""
    told = cut(" ".join(line.body.split()), QUOTED)
    return f"\n\n“{told}”" if told else ""

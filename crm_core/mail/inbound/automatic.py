"""Mail that a machine answered with: absence, and every other acknowledgement.

Headers first (RFC 3834 and what systems set beside it), then the subjects that mail systems put in
front, then the words: whether each sentence is of a kind that automatic replies are made of
(`letter_kinds`), and none is of the matter; a person writes "I'm on vacation" too. Then how often
machines use its words, and people (`word_counts`), which tells what no phrase knows, and refuses
what phrases took for a machine's. `Precedence: bulk` alone says nothing, for mailing lists set it
on letters of people. Called by `classify`, after bounces.
"""

from dataclasses import dataclass
from typing import NamedTuple

from crm_core.domain.words import MailClass
from crm_core.mail.inbound.absence_phrases import ABSENT
from crm_core.mail.inbound.acknowledgement_phrases import TICKET
from crm_core.mail.inbound.automatic_headers import (
    has_no_return,
    hints_of,
    takes_no_answers,
    told_by_header,
    why_bulk,
)
from crm_core.mail.inbound.headers import Headers
from crm_core.mail.inbound.letter_kinds import NEWS, Kind, Told, kinds_of, read_kinds
from crm_core.mail.inbound.meanwhile_phrases import SPAN
from crm_core.mail.inbound.people_phrases import ON_THE_WAY, TO_COME
from crm_core.mail.inbound.phrases import folded
from crm_core.mail.inbound.subject_phrases import PREFIXED, SUBJECT_ABSENCE, SUBJECT_AUTO
from crm_core.mail.inbound.wishes import wants_no_more
from crm_core.mail.inbound.word_counts import Lean, lean_of

_SAYS_REMOVE = (Kind.LEFT, Kind.MAILBOX, Kind.DECLARES)
"""With these a machine too may ask that an address be taken off lists."""
_BEGINNING = 4_000  # characters of a letter that are read
_SURE = 2.0
"""From here on `Lean.machine` alone makes a letter a machine's: of people's letters that were left
out of the counts, many written to come near, one in eight hundred is above."""
_DOUBT = 0.3
"""Below it, with `_ENOUGH` words known, no phrases make a letter a machine's."""
_ENOUGH = 12
_ABSENCE = 1.5
"""From here on `Lean.absence` makes it one of absence, of which no phrase says so."""
_NO_ABSENCE = -1.0
"""Below it, a letter is none though phrases say so."""


@dataclass(frozen=True, slots=True)
class Automatic:
    """A machine's answer: of which class, and what told so."""

    classification: MailClass
    reason: str
    has_left: bool = False
    """Its writer, or whom it was sent to, is gone for good: no absence, for no day ends it."""


class _Subject(NamedTuple):
    """A message's subject, folded. `bare`: without what stands before an answer's ("Re:")."""

    whole: str
    bare: str

    @property
    def is_prefixed(self) -> bool:
        return self.bare != self.whole


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is asked of a message. `words`: its writer's own, folded."""

    headers: Headers
    sender: str
    subject: _Subject
    words: str
    told: Told
    lean: Lean

    @property
    def is_answer(self) -> bool:
        return self.subject.is_prefixed or bool(self.headers.ids("in-reply-to"))

    @property
    def hints(self) -> int:
        return hints_of(self.headers, self.sender)


def automatic(
    headers: Headers, own: str, sender: str, *, is_below: bool = False
) -> Automatic | None:
    """What a machine answered with, or None for mail that a person may have written.

    `own`: the letter without what it quotes. `sender`: the address that it is from.
    `is_below`: it stands below what it answers, where machines put nothing.
    """
    words = folded(own[:_BEGINNING])
    told = read_kinds(words)
    letter = _Letter(headers, sender, _subject_of(headers), words, told, lean_of(words))
    reason = _by_headers(letter)
    is_absence = False
    if not reason:
        reason, is_absence = _by_subject(letter)
    may_be = not is_below and (told.has(*_SAYS_REMOVE) or not wants_no_more(own))
    if not reason and may_be:
        reason = _by_words(letter)
    if not reason:
        return None
    if _is_gone(letter):
        return Automatic(MailClass.AUTO_REPLY, reason, has_left=True)
    is_absence = is_absence or _tells_of_absence(letter)
    return Automatic(MailClass.OUT_OF_OFFICE if is_absence else MailClass.AUTO_REPLY, reason)


def _is_gone(letter: _Letter) -> bool:
    """Whether whoever was written to has left: not where they tell first of an absence of theirs
    that ends, for then it is somebody else who has."""
    told = letter.told
    if not told.has(Kind.LEFT):
        return False
    if told.begins_with(Kind.LEFT, rather_than=Kind.ABSENT):
        return True
    return not (told.has(Kind.BACK, Kind.LATER) or SPAN.search(letter.words))


def _by_headers(letter: _Letter) -> str:
    """Why its headers make it a machine's; empty where they do not."""
    if reason := told_by_header(letter.headers, letter.sender):
        return reason
    if takes_no_answers(letter.sender) and letter.is_answer:
        return "Its sender takes no answers."
    is_acknowledged = letter.told.has(Kind.RECEIVED, Kind.DECLARES, Kind.AUTOMATED, Kind.THANKS)
    if has_no_return(letter.headers) and (letter.hints >= 2 or is_acknowledged):
        return "Its return path is empty: no answer to it is wanted (RFC 3834 §3.3)."
    return ""


def _by_subject(letter: _Letter) -> tuple[str, bool]:
    """Why its subject makes it a machine's, if it does, and whether by telling of an absence."""
    subject, told, hints = letter.subject, letter.told, letter.hints
    is_absence = bool(SUBJECT_ABSENCE.search(subject.bare))
    is_automatic = SUBJECT_AUTO.search(subject.whole) or (
        SUBJECT_AUTO.match(subject.bare) and not subject.is_prefixed
    )
    # people answer automatic replies too, and their clients keep the subject
    if is_automatic and (not subject.is_prefixed or told.has(*NEWS) or hints or not letter.words):
        return "Its subject is that of an automatic reply.", is_absence
    if is_absence and (not subject.is_prefixed or hints):
        tells = told.has(Kind.ABSENT, Kind.LEFT) or hints
        if tells or ((told.kinds or len(letter.words) < 60) and not told.matter):
            return "Its subject says that somebody is absent.", True
    return "", False


def _by_words(letter: _Letter) -> str:
    """Why its words make it a machine's; empty where a person may have written them."""
    lean = letter.lean
    if reason := _by_phrases(letter):
        says_so = letter.told.opens and letter.told.kinds[0] is Kind.DECLARES
        is_doubted = lean.machine <= _DOUBT and lean.known >= _ENOUGH
        return "" if is_doubted and not says_so else reason
    return _by_counts(letter)


def _by_counts(letter: _Letter) -> str:
    """Why the words that it uses make it a machine's, whatever they say; empty where they do not.

    One that speaks of the matter, or tells its news after something else, must be surer; and so
    must one that answers nothing of ours, or tells of a journey or of an absence to come. What is
    bulk is worded so too.
    """
    told, lean = letter.told, letter.lean
    is_second = told.has(*NEWS) and not told.opens
    doubts = 1.5 * min(told.matter, 2) + is_second / 2 + (not letter.is_answer)
    doubts += bool(TO_COME.search(letter.words)) + _is_on_the_way(letter.words)
    if lean.machine <= _SURE + doubts or not lean.telling:
        return ""
    if why_bulk(letter.headers, letter.sender):
        return ""
    telling = ", ".join(f"“{word}”" for word in lean.telling)
    return f"It is worded as automatic replies are: {telling}."


def _by_phrases(letter: _Letter) -> str:
    """Why what its sentences say makes it a machine's.

    All that it tells are the things that automatic replies are made of; the more of these, the more
    it may say besides. One that answers nothing of ours, and one of an absence that has not begun,
    must tell more.
    """
    told, words = letter.told, letter.words
    has_ticket = bool(TICKET.search(f"{letter.subject.whole} {words}"))
    kinds = len(told.kinds) + letter.hints + has_ticket
    kinds += 2 * (not letter.is_answer and bool(set(kinds_of(letter.subject.whole)) & NEWS))
    needed = 1 + 2 * (not letter.is_answer) + 2 * bool(TO_COME.search(words))
    if told.matter and not _may_speak_of_it(told, kinds, words):
        return ""
    if _is_on_the_way(words) and not told.has(Kind.WHOM, Kind.THANKS, Kind.DECLARES):
        return ""  # from there people write themselves
    if told.strange > _strange_allowed(told, kinds, has_ticket, words):
        return ""
    if not told.has(*NEWS):
        if told.strange > 1 or kinds <= needed or told.explained < 2 or not _promises(told):
            return ""
        return "It says when and by whom it will be answered, and answers nothing."
    if kinds < max(needed, 1 + (told.kinds in _BARE)):
        return ""
    return "Its words are those of an automatic reply, and say nothing of the matter."


def _may_speak_of_it(told: Told, kinds: int, words: str) -> bool:
    """Whether a machine may name the matter: it says that it is one, or tells so much else."""
    if told.opens and told.kinds[0] in (Kind.DECLARES, Kind.MAILBOX):
        is_told = told.matter == 1 and "?" not in words
        return told.kinds[0] is Kind.DECLARES or is_told
    if told.has(Kind.DECLARES, Kind.AUTOMATED):
        return kinds > told.matter
    if told.matter > 1:
        return False
    if told.opens and not told.strange and kinds >= 3 and told.explained >= 2:
        return True
    tells_all = told.has(Kind.WHOM) and told.has(Kind.NO_ACCESS, Kind.LATER, Kind.BACK, Kind.HOURS)
    return tells_all and kinds >= 4 and told.explained >= 4


def _strange_allowed(told: Told, kinds: int, has_ticket: bool, words: str) -> int:
    """How many sentences of no known kind a machine's letter may have: of people's letters that
    tell of an absence hardly any tells three kinds of what goes with one, and they seldom begin
    with it and say until when."""
    declares = told.kinds[:1] == (Kind.DECLARES,) or (told.opens and told.has(Kind.DECLARES))
    if declares or (has_ticket and told.has(Kind.RECEIVED)):
        return 5
    known = min(kinds, told.explained)
    if told.opens and told.kinds[0] is not Kind.LEFT and known >= 2 and told.has(*_BESIDE):
        return max(2, told.explained)
    if told.opens and told.has(Kind.ABSENT) and SPAN.search(words):
        return 1
    if known < 2 or kinds - told.has(Kind.THANKS) < 2:
        return 0
    return 1 if known == 2 else told.explained


def _is_on_the_way(words: str) -> bool:
    """Whether it tells of a journey, and of no other absence."""
    return bool(ON_THE_WAY.search(words)) and not ABSENT.search(ON_THE_WAY.sub("", words))


def _promises(told: Told) -> bool:
    """Whether it tells of answers to come, and of why they take long, though of no absence."""
    if told.has(Kind.DELAYED) and told.has(Kind.WHOM, Kind.THANKS, Kind.HOURS):
        return True
    if told.has(Kind.NO_ACCESS) and told.has(Kind.WHOM, Kind.LATER, Kind.HOURS):
        return True
    if told.has(Kind.BACK) and told.has(Kind.WHOM, Kind.LATER, Kind.NO_ACCESS):
        return True
    if told.has(Kind.THANKS) and told.has(Kind.HOURS) and not told.strange:
        return True
    if told.has(Kind.BUSY) and told.has(Kind.WHOM, Kind.NO_ACCESS, Kind.DELAYED):
        return True
    if told.has(Kind.BUSY) and told.has(Kind.THANKS) and told.has(Kind.LATER, Kind.BACK):
        return True
    without_thanks = told.explained - told.has(Kind.THANKS)
    if told.has(Kind.LATER) and told.has(Kind.WHOM) and without_thanks >= 2:
        return True
    return all(map(told.has, (Kind.THANKS, Kind.LATER))) and told.has(Kind.HOURS, Kind.ELSEWHERE)


_BESIDE = (Kind.WHOM, Kind.LATER, Kind.NO_ACCESS, Kind.BACK)
"""What a machine tells beside an absence, and people mostly do not."""
_BARE = ((Kind.LEFT,), (Kind.RECEIVED,), (Kind.AUTOMATED,))
"""News that people tell as well, where they tell nothing else."""


def _tells_of_absence(letter: _Letter) -> bool:
    """By its subject; else by what phrases say and how its words lean, whichever is surer."""
    if SUBJECT_ABSENCE.search(letter.subject.bare):
        return True
    bound = _NO_ABSENCE if _says_absence(letter.told) else _ABSENCE
    return letter.lean.absence > bound


def _says_absence(told: Told) -> bool:
    if told.has(Kind.MAILBOX):
        return told.begins_with(Kind.ABSENT, rather_than=Kind.MAILBOX)
    if told.has(Kind.ABSENT):
        return True
    if told.has(Kind.RECEIVED):
        return False
    return told.has(Kind.BACK, Kind.BUSY) or (
        told.has(Kind.NO_ACCESS) and not told.has(Kind.DECLARES, Kind.AUTOMATED)
    )


def _subject_of(headers: Headers) -> _Subject:
    whole = folded(headers.text("subject")[:300])
    return _Subject(whole, PREFIXED.sub("", whole))

"""Rules about reaching the person: absence, no address, no answer; and who else there is."""

from crm_core.domain.advice.history import MANY, Deed, deed_of
from crm_core.domain.advice.rates import Step
from crm_core.domain.advice.recommendations import AIMS, Action, Proposal, way_to
from crm_core.domain.advice.signals import Signals, Somebody
from crm_core.domain.advice.sources import Reason, Source, SourceKind
from crm_core.domain.advice.wording import (
    around,
    name_of,
    of_absence,
    of_contact,
    of_deal,
    of_no_mail,
    of_person,
    of_unanswered,
    on_day,
)
from crm_core.domain.words import ActivityType, SuppressionReason

HOPELESS = 5
"""So many unanswered touches end a deal, whatever the channels were."""
SPOKEN_TO = 7
"""Days after a talk in which a missing address is not the matter."""


def leave_alone(signals: Signals) -> Proposal | None:
    """The person is away."""
    until, person = signals.away_until, signals.person
    if until is None or person is None:
        return None
    day = on_day(signals, signals.day_of(until))
    text = f"Leave {person.name} alone until the return {day}, and get in touch then."
    return Proposal(Action.WAIT, text, (of_absence(signals, person, until),))


def find_successor(signals: Signals) -> Proposal | None:
    """The person has left the company."""
    person = signals.person
    if person is None or not person.has_left:
        return None
    why = (of_person(signals, person, f"{person.name} has left the company.", "presence", "left"),)
    other, way = signals.colleague, way_to(signals.colleague)
    find = f"who has taken over from {person.name}{_at_company(signals)}"
    if other is None or way is None:
        text = f"Find out {find}, and put that person on the deal."
        return Proposal(Action.ASK_FOR_PERSON, text, why)
    text = f"{way.words} and ask {find}."
    return Proposal(way.action, text, (*why, _works_there(signals, other)), way.step)


def no_mail(signals: Signals) -> Proposal | None:
    """No e-mail may go to the person, or there is no address."""
    person = signals.person
    if person is None or person.may_mail:
        return None
    why = (of_no_mail(signals, person),)
    contact = signals.history.contact
    recent = contact is not None and deed_of(contact) is not Deed.WORD
    if recent and contact is not None and (signals.days_since(contact.at) or 0) < SPOKEN_TO:
        return None  # They were spoken to; the other rules know more.
    if person.may_call:
        call = f"Call {person.name} on {person.phone}"
        text = f"{call} and agree on {AIMS[signals.deal.stage]}; no e-mail may go there."
        if person.suppressed in (None, SuppressionReason.BOUNCED):
            text = f"{call} and ask for an e-mail address that works."
        return Proposal(Action.CALL, text, (*why, *around(signals)), Step.CALL)
    return _by_colleague(signals, why) or Proposal(
        Action.ASK_FOR_PERSON,
        f"Find a phone number of {person.name}, or somebody else who decides"
        f"{_at_company(signals)}.",
        why,
    )


def nobody(signals: Signals) -> Proposal | None:
    """The deal has no person."""
    if signals.person is not None:
        return None
    why = (of_deal(signals, "The deal names no person.", "person", "none"),)
    other = signals.colleague
    if other is not None:
        text = f"Find out who decides{_at_company(signals)}, and ask {other.name} first."
        return Proposal(Action.ASK_FOR_PERSON, text, (*why, _works_there(signals, other)))
    text = f"Find out who decides{_at_company(signals)}, and put that person on the deal."
    return Proposal(Action.ASK_FOR_PERSON, text, why)


def change_channel(signals: Signals) -> Proposal | None:
    """Three touches or more are unanswered."""
    unanswered, person = signals.history.unanswered, signals.person
    if len(unanswered) < MANY or person is None:
        return None
    calls = sum(line.type is ActivityType.CALL for line in unanswered)
    why = (of_unanswered(signals),)
    if not calls and person.may_call:
        text = f"Change the channel: call {person.name} on {person.phone} rather than write again."
        return Proposal(Action.CALL, text, why, Step.CALL)
    if calls == len(unanswered) and person.may_mail:
        text = f"Change the channel: write to {person.name} instead of calling again."
        return Proposal(Action.EMAIL, text, why, Step.EMAIL)
    found = _by_colleague(signals, why)
    if found is not None:
        return found
    text = f"Change the channel: find a phone number of {person.name}, or a colleague to ask."
    if person.may_call:
        text = f"Find somebody else{_at_company(signals)} to ask: {person.name} does not answer."
    return Proposal(Action.ASK_FOR_PERSON, text, why)


def give_up(signals: Signals) -> Proposal | None:
    """Nobody answers any more: five touches, or three after a refusal."""
    unanswered = signals.history.unanswered
    refused = signals.refusal
    if signals.is_live or len(unanswered) < (MANY if refused else HOPELESS):
        return None
    why = (of_unanswered(signals), *((of_contact(signals, refused),) if refused else ()))
    text = (
        f"Give {name_of(signals)} one last chance to answer, and mark the deal as lost if there "
        "is no word within a week."
    )
    return Proposal(Action.CLOSE_LOST, text, why)


def _by_colleague(signals: Signals, why: tuple[Reason, ...]) -> Proposal | None:
    other = signals.colleague
    way = way_to(other)
    if other is None or way is None:
        return None
    text = f"{way.words}{_at_company(signals)} and ask who can take this further."
    return Proposal(way.action, text, (*why, _works_there(signals, other)), way.step)


def _works_there(signals: Signals, other: Somebody) -> Reason:
    text = f"{other.name} works{_at_company(signals)} too and can be reached."
    source = Source(SourceKind.PERSON, other.id, other.name, "name", other.name)
    return Reason(text, source)


def _at_company(signals: Signals) -> str:
    return f" at {signals.company[1]}" if signals.company else ""

"""Rules about the talk with the person: what they said last, what waits, how they are reached."""

from crm_core.domain.advice.rates import Step
from crm_core.domain.advice.recommendations import AIMS, Action, Proposal, way_to
from crm_core.domain.advice.signals import Signals
from crm_core.domain.advice.sources import Reason, Source, SourceKind
from crm_core.domain.advice.wording import (
    ago,
    around,
    name_of,
    number,
    of_amount,
    of_contact,
    of_deal,
    of_no_mail,
    of_reply,
    of_stay,
)
from crm_core.domain.words import (
    ActivityType,
    DealStage,
    Disposition,
    ReplyIntent,
    Sentiment,
)

FRESH = 7
"""Days for which somebody's interest is fresh."""
BOOKED = 21
"""Days after which a meeting that was booked has happened or will not."""
_CADENCE = {
    DealStage.NEW: 7,
    DealStage.QUALIFIED: 10,
    DealStage.PROPOSAL: 7,
    DealStage.NEGOTIATION: 5,
}
"""Days without a word between us after which a deal of the stage goes cold."""
_ANSWERS = {
    "willing to meet": "Answer {} now and offer two times for a meeting",
    "asks for information": "Answer {} today with what was asked for, and offer a call about it",
    "interested": "Answer {} today and offer a time to talk",
    "bad timing": "Answer {}: accept the timing, and agree on the day to talk again",
    "no budget": "Answer {}: take up the budget, and offer the smallest way to begin",
    "has a solution": "Answer {}: ask what the present solution leaves open",
    "not interested": "Answer {} in a sentence: ask for the reason, and press no further",
    "left the company": "Answer {} and ask who has taken over",
    "not the right person": "Answer {} and ask who decides instead",
    "refers to somebody": "Thank {} and write to whom the reply names",
}
_BY_INTENT = {
    ReplyIntent.POSITIVE: "Answer {} today and offer a time to talk",
    ReplyIntent.OBJECTION: "Answer {}: speak to the objection before anything else",
    ReplyIntent.REFERRAL: "Thank {} and write to whom the reply names",
}


def answer(signals: Signals) -> Proposal | None:
    """A reply waits for an answer."""
    reply, name = signals.reply, name_of(signals)
    if reply is None:
        return None
    why: tuple[Reason, ...] = (of_reply(signals, reply),)
    person = signals.person
    if person is not None and not person.may_mail:
        why += (of_no_mail(signals, person),)
        if person.may_call:
            text = f"Call {name} on {person.phone} to answer: no e-mail may go there."
            return Proposal(Action.CALL, text, why, Step.CALL)
        text = f"Read what {name} wrote, and find another way to answer: no e-mail may go there."
        return Proposal(Action.TASK, text, why)
    if reply.draft_id is not None:
        source = Source(
            SourceKind.ACTIVITY, reply.draft_id, reply.subject or "Answer", "draft", "begun"
        )
        text = f"Finish the answer to {name} that was begun, and send it."
        why += (Reason("An answer was begun and is not sent.", source),)
        return Proposal(Action.ANSWER, text, why, Step.EMAIL)
    words = _ANSWERS.get(reply.label) or (_BY_INTENT.get(reply.intent) if reply.intent else None)
    text = (words or "Answer {} today, before anything else").format(name)
    return Proposal(Action.ANSWER, f"{text}.", why, Step.EMAIL)


def answer_noted(signals: Signals) -> Proposal | None:
    """Somebody noted that the person replied, and nothing was done since."""
    word, latest = signals.history.word, signals.history.latest
    if signals.reply is not None or word is None or latest is not word or word.inbound_id:
        return None
    way = way_to(signals.person, by_mail=True)
    if way is None:
        return None
    text = f"{way.words} to answer: the reply was noted {ago(signals, word.at)}."
    return Proposal(way.action, text, (of_contact(signals, word),), way.step)


def meeting_ahead(signals: Signals) -> Proposal | None:
    """A meeting was agreed on, and nothing has happened since."""
    talk, contact = signals.history.talk, signals.history.contact
    if talk is None or contact is not talk or talk.disposition != Disposition.MEETING_BOOKED:
        return None
    if (signals.days_since(talk.at) or 0) > BOOKED:
        return None
    text = f"Prepare the meeting with {name_of(signals)}, and confirm it the day before."
    return Proposal(Action.TASK, text, (of_contact(signals, talk),), Step.MEETING)


def speak_to_refusal(signals: Signals) -> Proposal | None:
    """The last that they said was a no, or an objection, and nothing of ours followed."""
    refused = signals.refusal
    if refused is None or signals.history.unanswered or signals.reply is not None:
        return None
    why = (of_contact(signals, refused),)
    name = name_of(signals)
    if refused.label == "bad timing":
        text = f"Set yourself a task for the day that {name} named, and leave it until then."
        return Proposal(Action.TASK, text, why)
    way = way_to(signals.person)
    if way is None:
        return None
    text = (
        f"{way.words} and ask once what would have to change; if nothing would, mark the deal as "
        "lost."
    )
    return Proposal(way.action, text, why, way.step)


def keep_momentum(signals: Signals) -> Proposal | None:
    """They were positive within the last week, and nothing is agreed."""
    contact = signals.history.contact
    way = way_to(signals.person)
    if contact is None or way is None or signals.tasks or signals.is_live:
        return None
    positive = Sentiment.POSITIVE is contact.sentiment or ReplyIntent.POSITIVE is contact.intent
    is_fresh = (signals.days_since(contact.at) or 0) <= FRESH
    if not positive or not is_fresh or signals.history.unanswered or signals.reply:
        return None
    if contact.disposition == Disposition.MEETING_BOOKED:
        return None
    text = f"{way.words} while the interest is fresh, and agree on {AIMS[signals.deal.stage]}."
    return Proposal(way.action, text, (of_contact(signals, contact),), way.step)


def ask_for_meeting(signals: Signals) -> Proposal | None:
    """One of the largest deals, past its beginning, has had no meeting and no talk."""
    if not signals.is_large or signals.deal.stage is DealStage.NEW:
        return None
    history, way = signals.history, way_to(signals.person)
    if history.meeting is not None or history.talk is not None or way is None:
        return None
    text = f"{way.words} and ask for a meeting: a deal of this size is not closed by e-mail."
    source = of_deal(signals, "No meeting and no talk by phone is noted.", "meetings", "none")
    return Proposal(Action.MEET, text, (of_amount(signals), source), Step.MEETING)


def first_contact(signals: Signals) -> Proposal | None:
    """The deal is new, and nobody has been in touch yet, in either direction."""
    way = way_to(signals.person)
    if signals.deal.stage is not DealStage.NEW or signals.history.exchange is not None:
        return None
    if way is None or signals.is_live:
        return None
    added = ago(signals, signals.deal.began)
    began = of_deal(
        signals, f"The deal was added {added}, and no contact is noted.", "added", added,
        signals.day_of(signals.deal.began),
    )  # fmt: skip
    return Proposal(way.action, f"{way.words} and make the first contact.", (began,), way.step)


def follow_up(signals: Signals) -> Proposal | None:
    """Nothing was said between us, and nothing moved, for longer than the stage bears."""
    last, deal = signals.history.exchange, signals.deal
    if signals.is_live or signals.reply is not None:
        return None
    silent = signals.days_since(last.at if last else deal.began) or 0
    # By the other channel than the last touch's: it has had its chance.
    by_mail = last is signals.history.touch and last is not None and last.type is ActivityType.CALL
    way = way_to(signals.person, by_mail=by_mail)
    if way is None or min(silent, signals.days_since(deal.since) or 0) < _CADENCE[deal.stage]:
        return None
    days = number(silent, "day")
    text = f"{way.words} and take the deal up again: nothing was said for {days}."
    if last is None:
        text = f"{way.words} and take the deal up again: no e-mail and no call is noted."
    return Proposal(way.action, text, (*around(signals), of_stay(signals)), way.step)

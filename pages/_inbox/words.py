"""How messages are told: what they are, what they did, whom they came from."""

from datetime import datetime

from crm_core.domain.words import DeliveryOutcome, MailClass, MatchedBy, ReplyIntent, Sentiment
from crm_core.views.incoming import Corrected, Incoming
from pages._ui.badges import badge, toned, word
from pages._ui.html import Html
from pages._ui.times import viewer_zone
from pages._ui.words import counted

INTENTS = {
    ReplyIntent.POSITIVE: "Interested",
    ReplyIntent.OBJECTION: "Objection",
    ReplyIntent.REFERRAL: "Names somebody else",
    ReplyIntent.UNSUBSCRIBE: "Wants no mail",
    ReplyIntent.OTHER: "Something else",
}
FEELINGS = {
    Sentiment.POSITIVE: "Positive",
    Sentiment.NEUTRAL: "Neutral",
    Sentiment.NEGATIVE: "Negative",
}
_MATCHED = {
    MatchedBy.IN_REPLY_TO: "It answers an e-mail of ours.",
    MatchedBy.REFERENCES: "It belongs to a conversation of ours.",
    MatchedBy.BOUNCE: "It reports on an e-mail of ours.",
    MatchedBy.TAG: "It came to the address of one of our e-mails.",
    MatchedBy.ADDRESS: "It came from the person’s address.",
    MatchedBy.ALIAS: "It came from another address of the person.",
    MatchedBy.DOMAIN: "It came from the same company.",
}
_OUTCOMES = {
    DeliveryOutcome.REPLIED: ("Answered", "blue"),
    DeliveryOutcome.BOUNCED: ("Bounced", "red"),
    DeliveryOutcome.SOFT_BOUNCED: ("Bounced for now", "orange"),
    DeliveryOutcome.COMPLAINED: ("Complaint", "red"),
}
_TONES = {Sentiment.POSITIVE: "green", Sentiment.NEGATIVE: "orange"}


def kind_badge(kind: MailClass, intent: ReplyIntent | None, feeling: Sentiment | None) -> Html:
    """What a message is; a reply by what it says."""
    if kind is not MailClass.REPLY or intent in (None, ReplyIntent.OTHER):
        return badge(kind)
    assert intent is not None
    return toned(INTENTS[intent], _TONES.get(feeling, "blue") if feeling else "blue")


def outcome_badge(outcome: DeliveryOutcome) -> Html:
    """What came back of an e-mail of ours."""
    return toned(*_OUTCOMES[outcome])


def why(mail: Incoming) -> str:
    """Why a message is of its class, and how its person was found."""
    found = _MATCHED[mail.matched_by] if mail.matched_by else ""
    reason = mail.reason.strip()
    if reason and reason[-1] not in ".!?":
        reason += "."
    return " ".join(part for part in (reason, found) if part)


def what_it_did(mail: Incoming) -> list[str]:
    """What followed from a message, one sentence for each."""
    done = []
    if mail.ended:
        done.append(f"Ended {counted(mail.ended, 'sequence')} of the person.")
    if mail.company_ended:
        done.append(f"Ended {counted(mail.company_ended, 'sequence')} of colleagues.")
    if mail.paused_until:
        done.append(f"Nothing goes out until {day(mail.paused_until)}.")
    if mail.suppressed:
        done.append(f"No mail goes to {' and '.join(mail.suppressed)} any more.")
    if mail.holds:
        person = counted(mail.holds, "person at this company waits",
                         many="people at this company wait")  # fmt: skip
        done.append(f"{person} until somebody says whose it is.")
    return done


def what_was_said(said: Corrected) -> str:
    """What somebody corrected."""
    names = {
        **{one.value: word(one) for one in MailClass},
        **({one.value: name for one, name in INTENTS.items()} if said.field == "intent" else {}),
        **({one.value: name for one, name in FEELINGS.items()}
           if said.field == "sentiment" else {}),
    }  # fmt: skip
    who = said.who or "Somebody"
    if said.field == "party":
        return f"{who} said whose it is."
    before, after = names.get(said.before, said.before), names.get(said.after, said.after)
    return f"{who} said: {after}" + (f", not {before.lower()}." if before else ".")


def day(at: datetime) -> str:
    """ "4 December", with the year where it is another one."""
    there = at.astimezone(viewer_zone())
    this_year = datetime.now(tz=viewer_zone()).year
    return f"{there.day} {there:%B}" + (f" {there.year}" if there.year != this_year else "")

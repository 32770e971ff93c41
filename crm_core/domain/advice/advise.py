"""The rules in their order, and the advice that they give together.

Every rule is asked, the last one only where no other applies; each that applies recommends one
thing; the highest score comes first. A score is a rule's own and fixed, so that the order can be
read here: what somebody else waits for, what must not be done, what was promised, what slips away,
what runs by itself.
"""

from crm_core.domain.advice import conversation as talk
from crm_core.domain.advice import reaching as reach
from crm_core.domain.advice import upkeep
from crm_core.domain.advice.rates import BaseRates
from crm_core.domain.advice.recommendations import Advice, Recommendation, Rule
from crm_core.domain.advice.signals import Signals, features

_REACH = ("has_person", "may_mail", "may_call", "suppressed")
_UNANSWERED = ("unanswered_touches", "days_since_outbound", "days_since_contact")
_STAY = ("stage", "stage_age_days", "usual_stay_days", "usual_stay_n")

ANSWERING = (
    Rule("answer", 100, talk.answer, ("reply_waits", "reply_intent", "days_since_inbound")),
    Rule("answer_noted", 98, talk.answer_noted, ("days_since_inbound", "days_since_outbound")),
)
"""Asked of every deal, also of one that has ended: somebody waits for a word."""
OPEN_RULES = (
    *ANSWERING,
    Rule("leave_alone", 95, reach.leave_alone, ("away_until",)),
    Rule("nobody", 92, reach.nobody, ("has_person",)),
    Rule("no_mail", 90, reach.no_mail, _REACH),
    Rule("do_overdue", 85, upkeep.do_overdue, ("task_overdue", "tasks_open")),
    Rule("meeting_ahead", 82, talk.meeting_ahead, ("call_disposition", "days_since_contact")),
    Rule("give_up", 80, reach.give_up, (*_UNANSWERED, "enrollment")),
    Rule("renew_close_date", 78, upkeep.renew_close_date, ("close_in_days",)),
    Rule("keep_momentum", 76, talk.keep_momentum,
         ("days_since_contact", "reply_sentiment", "call_sentiment", "tasks_open", "enrollment")),
    Rule("change_channel", 74, reach.change_channel, (*_UNANSWERED, *_REACH)),
    Rule("do_today", 72, upkeep.do_today, ("task_today", "tasks_open")),
    Rule("speak_to_refusal", 70, talk.speak_to_refusal,
         ("days_since_contact", "reply_intent", "reply_sentiment", "call_disposition")),
    Rule("ask_for_decision", 66, upkeep.ask_for_decision, ("close_in_days", "stage")),
    Rule("ask_what_holds", 64, upkeep.ask_what_holds, _STAY),
    Rule("ask_for_meeting", 62, talk.ask_for_meeting,
         ("amount", "amount_share", "open_deals", "had_meeting", "stage")),
    Rule("free_sequence", 60, upkeep.free_sequence, ("enrollment", "next_touch")),
    Rule("first_contact", 56, talk.first_contact, ("days_since_outbound", "days_since_contact")),
    Rule("follow_up", 52, talk.follow_up, (*_UNANSWERED, "stage")),
    Rule("let_it_run", 48, upkeep.let_it_run, ("enrollment", "next_touch")),
    Rule("plan", 46, upkeep.plan, ("tasks_open", "enrollment", "unanswered_touches", "stage")),
    Rule("set_close_date", 44, upkeep.set_close_date, ("close_in_days", "stage")),
    Rule("wait_for_task", 40, upkeep.wait_for_task, ("tasks_open",)),
    Rule("wait", 10, upkeep.wait, (*_UNANSWERED, "stage_age_days")),
)  # fmt: skip
GONE_RULES = (Rule("find_successor", 95, reach.find_successor, ("has_left",)),)
"""Asked of an open deal whose person has left: all others speak of getting in touch with them."""
CLOSED_RULES = (
    *ANSWERING,
    Rule("leave_sequence", 90, upkeep.leave_sequence, ("stage", "enrollment")),
    Rule("do_overdue", 85, upkeep.do_overdue, ("task_overdue", "tasks_open")),
    Rule("hand_over", 80, upkeep.hand_over, ("stage", "stage_age_days", "days_since_outbound")),
    Rule("ask_again", 60, upkeep.ask_again, ("stage", "stage_age_days", "days_since_contact")),
    Rule("rest", 10, upkeep.rest, ("stage", "stage_age_days")),
)


def advise(signals: Signals, rates: BaseRates | None = None) -> Advice:
    """What to do about the deal; there is always an answer, and the same for the same signals.

    `rates`: those of the deal's stage; told beside a recommendation, they never change its rank.
    """
    known = features(signals)
    ranked: list[Recommendation] = []
    rules = _rules_for(signals)
    for rule in rules:
        if rule is rules[-1] and ranked:
            break
        proposal = rule.asks(signals)
        if proposal is None:
            continue
        rate = None
        if proposal.step is not None and rates is not None and not signals.is_closed:
            rate = rates.of(proposal.step, signals.history.situation)
        ranked.append(
            Recommendation(
                rule=rule.name, action=proposal.action, text=proposal.text,
                reasons=proposal.reasons, score=rule.score,
                features={name: known[name] for name in rule.uses}, rate=rate,
            )
        )  # fmt: skip
    return Advice(tuple(sorted(ranked, key=lambda one: -one.score)))


def _rules_for(signals: Signals) -> tuple[Rule, ...]:
    if signals.is_closed:
        return CLOSED_RULES
    is_gone = signals.person is not None and signals.person.has_left
    return GONE_RULES if is_gone else OPEN_RULES

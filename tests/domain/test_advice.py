"""The advice: which rule comes first where, what never is advised, and that there always is one."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from crm_core.domain.advice.advise import CLOSED_RULES, GONE_RULES, OPEN_RULES, advise
from crm_core.domain.advice.rates import BaseRates, Step
from crm_core.domain.advice.recommendations import Action, Recommendation
from crm_core.domain.advice.signals import (
    OpenReply,
    Running,
    Signals,
    Somebody,
    Standing,
    features,
)
from crm_core.domain.deals import Usual
from crm_core.domain.words import (
    ActivityType,
    DealStage,
    EnrollmentStatus,
    ReplyIntent,
    Sentiment,
    SuppressionReason,
)
from tests.domain.advising import (
    ADA,
    NOW,
    SEQUENCE,
    a_task,
    ago,
    call,
    email,
    meeting,
    note,
    reply,
    running,
    signals,
)

DAY = timedelta(days=1)
NEW, QUALIFIED, PROPOSAL, NEGOTIATION, WON, LOST = DealStage
TIM = Somebody(8, "Tim Yard", "tim@example.com", "")
QUIET = (email(30), email(25), call(20))
WAITS = OpenReply(
    90, ago(1), "Re: Seats", "Hi,\n\nThursday at two would suit me. What do you need?"
)
REFUSED = reply(3, intent=ReplyIntent.OBJECTION, text="No budget for it this year, I am afraid.")


def ada(**facts: Any) -> Somebody:
    return replace(ADA, **facts)


OPTED_OUT = ada(suppressed=SuppressionReason.OPTED_OUT)

CASES: list[tuple[str, Signals, Action, str]] = [
    # What somebody waits for.
    ("answer", signals(reply=WAITS), Action.ANSWER, "Answer Ada Byron today"),
    ("answer", signals(reply=replace(WAITS, label="willing to meet")), Action.ANSWER,
     "two times for a meeting"),
    ("answer", signals(reply=replace(WAITS, intent=ReplyIntent.OBJECTION)), Action.ANSWER,
     "speak to the objection"),
    ("answer", signals(reply=replace(WAITS, intent=ReplyIntent.REFERRAL)), Action.ANSWER,
     "write to whom the reply names"),
    ("answer", signals(reply=replace(WAITS, draft_id=77)), Action.ANSWER, "that was begun"),
    ("answer", signals(reply=WAITS, person=OPTED_OUT), Action.CALL, "no e-mail may go there"),
    ("answer", signals(reply=WAITS, person=replace(OPTED_OUT, phone="")), Action.TASK,
     "another way to answer"),
    ("answer", signals(reply=WAITS, person=ada(away_until=NOW + DAY)), Action.ANSWER, ""),
    ("answer", signals(reply=WAITS, tasks=(a_task(-3),)), Action.ANSWER, ""),
    ("answer", signals(stage=LOST, reply=WAITS), Action.ANSWER, ""),
    ("answer_noted", signals(email(9), reply(2, inbound_id=None)), Action.EMAIL, "to answer"),
    # Whom to leave alone, and whom to find.
    ("leave_alone", signals(*QUIET, person=ada(away_until=NOW + 8 * DAY)), Action.WAIT,
     "until the return on Tuesday 10 March"),
    ("leave_alone", signals(person=ada(away_until=NOW + DAY), tasks=(a_task(-3),)), Action.WAIT,
     "return tomorrow"),
    ("nobody", signals(person=None), Action.ASK_FOR_PERSON, "who decides at Acme"),
    ("nobody", signals(person=None, company=None), Action.ASK_FOR_PERSON, "who decides, and"),
    ("nobody", signals(person=None, colleague=TIM), Action.ASK_FOR_PERSON, "ask Tim Yard first"),
    ("no_mail", signals(person=OPTED_OUT), Action.CALL, "no e-mail may go there"),
    ("no_mail", signals(person=ada(email=None)), Action.CALL, "ask for an e-mail address"),
    ("no_mail", signals(person=ada(suppressed=SuppressionReason.BOUNCED)), Action.CALL,
     "an e-mail address that works"),
    ("no_mail", signals(person=replace(OPTED_OUT, phone=""), colleague=TIM), Action.EMAIL,
     "Write to Tim Yard at Acme"),
    ("no_mail", signals(person=replace(OPTED_OUT, phone="")), Action.ASK_FOR_PERSON,
     "Find a phone number of Ada Byron, or somebody else who decides at Acme"),
    ("plan", signals(call(2, "Connected"), person=OPTED_OUT), Action.CALL, "on +4930231"),
    ("find_successor", signals(*QUIET, person=ada(has_left=True), tasks=(a_task(-3),)),
     Action.ASK_FOR_PERSON, "Find out who has taken over from Ada Byron at Acme, and put that"),
    ("find_successor", signals(person=ada(has_left=True), colleague=TIM), Action.EMAIL,
     "Write to Tim Yard and ask who has taken over from Ada Byron at Acme."),
    # What was promised.
    ("do_overdue", signals(tasks=(a_task(-3), a_task(-1))), Action.TASK, "overdue for 3 days"),
    ("do_overdue", signals(tasks=(a_task(-1, type=ActivityType.CALL),)), Action.CALL, ""),
    ("do_overdue", signals(tasks=(a_task(-0.1, type=ActivityType.EMAIL, is_draft=True),)),
     Action.EMAIL, "Finish and send the draft “Send the plan”, which was due earlier today"),
    ("do_overdue", signals(call(2, "Connected"), person=OPTED_OUT,
                           tasks=(a_task(-1, type=ActivityType.EMAIL, is_draft=True),)),
     Action.TASK, "Take the draft “Send the plan” off your list"),
    ("do_today", signals(tasks=(a_task(0.2), a_task(0.1, subject="Sooner"))), Action.TASK,
     "Do “Sooner” first"),
    ("wait_for_task", signals(tasks=(a_task(3),)), Action.WAIT, "before Thursday 5 March"),
    ("meeting_ahead", signals(call(3, "Meeting booked"), tasks=(a_task(0.2),)), Action.TASK,
     "Prepare the meeting"),
    # Who does not answer, and who said no.
    ("change_channel", signals(*(email(n) for n in (9, 6, 3))), Action.CALL, "call Ada Byron"),
    ("change_channel", signals(*(call(n) for n in (9, 6, 3))), Action.EMAIL, "write to Ada"),
    ("change_channel", signals(email(9), call(6), email(3), colleague=TIM), Action.EMAIL,
     "Write to Tim Yard"),
    ("change_channel", signals(email(9), call(6), email(3)), Action.ASK_FOR_PERSON,
     "Find somebody else at Acme"),
    ("change_channel", signals(*(email(n) for n in (9, 6, 3)), person=ada(phone="")),
     Action.ASK_FOR_PERSON, "find a phone number"),
    ("give_up", signals(*(email(n) for n in (25, 20, 15, 9, 3))), Action.CLOSE_LOST,
     "one last chance"),
    ("give_up", signals(call(20, "Not interested"), *(email(n) for n in (9, 6, 3))),
     Action.CLOSE_LOST, "mark the deal as lost"),
    ("speak_to_refusal", signals(REFUSED), Action.CALL, "what would have to change"),
    ("speak_to_refusal", signals(call(3, "Not interested")), Action.CALL, ""),
    ("speak_to_refusal", signals(reply(3, label="bad timing", intent=ReplyIntent.OBJECTION)),
     Action.TASK, "the day that Ada Byron named"),
    # What slips away.
    ("renew_close_date", signals(email(2), closes_in=-4), Action.UPDATE_CLOSE_DATE,
     "whether the decision still stands"),
    ("renew_close_date", signals(closes_in=-4, tasks=(a_task(0.2),)), Action.UPDATE_CLOSE_DATE, ""),
    ("keep_momentum", signals(call(3, "Connected", sentiment=Sentiment.POSITIVE)), Action.CALL,
     "while the interest is fresh, and agree on a day for the decision"),
    ("keep_momentum", signals(reply(3, intent=ReplyIntent.POSITIVE), stage=NEW), Action.CALL,
     "what they need and by when"),
    ("ask_for_decision", signals(email(8), closes_in=5), Action.CALL, "ask for the decision"),
    ("ask_for_decision", signals(email(8), closes_in=0, stage=NEW), Action.UPDATE_CLOSE_DATE,
     "it is in New and is to close today"),
    ("ask_what_holds", signals(email(2), in_stage=30, usual=Usual(9 * DAY, 12)), Action.CALL,
     "what holds it up"),
    ("ask_for_meeting", signals(email(2), amount=90_000, standing=Standing(38, 40)), Action.MEET,
     "ask for a meeting"),
    ("free_sequence", signals(running=running(None, status=EnrollmentStatus.PAUSED,
                                              paused_at=ago(9))), Action.RESUME,
     "Resume the sequence “Outbound”"),
    ("free_sequence", signals(running=running(None, waits_for="No value for company.")),
     Action.RESUME, "what holds the sequence"),
    ("first_contact", signals(stage=NEW, in_stage=3, began=3), Action.CALL, "the first contact"),
    ("follow_up", signals(email(30), in_stage=30), Action.CALL, "nothing was said for 30 days"),
    ("follow_up", signals(call(30), in_stage=30), Action.EMAIL, "Write to Ada Byron"),
    ("follow_up", signals(in_stage=30), Action.CALL, "no e-mail and no call is noted"),
    # What runs by itself, and what is not planned.
    ("let_it_run", signals(email(2), running=running()), Action.WAIT, f"“{SEQUENCE}” go on"),
    ("plan", signals(call(2, "Connected")), Action.CALL, "nothing is planned"),
    ("plan", signals(call(2, "Connected"), closes_in=None), Action.CALL, ""),
    ("set_close_date", signals(email(2), closes_in=None), Action.UPDATE_CLOSE_DATE,
     "by when they decide"),
    ("wait", signals(email(2)), Action.WAIT, "time to answer: we were in touch 2 days ago"),
    # What has ended.
    ("leave_sequence", signals(stage=WON, running=running()), Action.STOP_SEQUENCE, "is won"),
    ("hand_over", signals(email(9), stage=WON, in_stage=3), Action.CALL, "say thank you"),
    ("rest", signals(email(1), stage=WON, in_stage=3), Action.WAIT, "Nothing is left to do"),
    ("rest", signals(stage=WON, in_stage=90), Action.WAIT, ""),
    ("rest", signals(*QUIET, stage=LOST, in_stage=3), Action.WAIT, "from Thursday 28 May on"),
    ("ask_again", signals(stage=LOST, in_stage=100), Action.CALL, "whether things have changed"),
    ("rest", signals(reply(9), stage=LOST, in_stage=100), Action.WAIT, "Leave it"),
]  # fmt: skip


def names(found: Signals) -> list[str]:
    return [one.rule for one in advise(found).ranked]


@pytest.mark.parametrize(
    ("rule", "given", "action", "words"),
    CASES, ids=[f"{number}-{case[0]}" for number, case in enumerate(CASES)],
)  # fmt: skip
def test_the_rule_that_comes_first(
    rule: str, given: Signals, action: Action, words: str
) -> None:  # fmt: skip
    first = advise(given).first

    assert (first.rule, first.action) == (rule, action)
    assert words in first.text


def test_every_rule_comes_first_somewhere() -> None:
    assert {case[0] for case in CASES} == {
        rule.name for rule in (*OPEN_RULES, *GONE_RULES, *CLOSED_RULES)
    }


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("answer_noted", signals(email(9), reply(2, inbound_id=None), note(1, "Called back"))),
        ("answer_noted", signals(email(9), reply(2))),
        ("leave_alone", signals(person=ada(away_until=NOW))),
        ("change_channel", signals(email(9), email(6))),
        ("give_up", signals(*(email(n) for n in (25, 20, 15, 9, 3)), running=running())),
        ("meeting_ahead", signals(call(30, "Meeting booked"))),
        ("meeting_ahead", signals(call(9, "Meeting booked"), meeting(2))),
        ("keep_momentum", signals(call(9, "Connected", sentiment=Sentiment.POSITIVE))),
        ("keep_momentum", signals(reply(3, intent=ReplyIntent.POSITIVE), email(2))),
        ("speak_to_refusal", signals(REFUSED, email(2))),
        ("speak_to_refusal", signals(reply(90, intent=ReplyIntent.OBJECTION))),
        ("renew_close_date", signals(closes_in=0)),
        ("ask_for_decision", signals(closes_in=8)),
        ("ask_for_decision", signals(call(1, "Connected"), closes_in=3)),
        ("ask_what_holds", signals(in_stage=30, usual=Usual(9 * DAY, 4))),
        ("ask_what_holds", signals(in_stage=18, usual=Usual(9 * DAY, 12))),
        ("ask_for_meeting", signals(amount=90_000, standing=Standing(7, 7))),
        ("ask_for_meeting", signals(call(9, "Connected"), standing=Standing(38, 40))),
        ("ask_for_meeting", signals(stage=NEW, standing=Standing(38, 40))),
        ("free_sequence", signals(running=running(None, waits_for="x"), tasks=(a_task(1),))),
        ("free_sequence", signals(running=running(None, status=EnrollmentStatus.PAUSED,
                                                  resume_at=NOW + DAY))),
        ("follow_up", signals(email(30), in_stage=2)),
        ("follow_up", signals(email(30), in_stage=30, running=running())),
        ("plan", signals(tasks=(a_task(3),))),
        ("hand_over", signals(stage=WON, in_stage=20)),
    ],
)  # fmt: skip
def test_a_rule_is_silent_where_it_does_not_apply(rule: str, given: Signals) -> None:
    assert rule not in names(given)


def test_reasons_name_the_record_the_field_and_the_day_and_quote_word_by_word() -> None:
    given = signals(
        email(9), note(5, "Decides with the head of finance."),
        reply=WAITS, closes_in=-4, tasks=(a_task(-3),),
    )  # fmt: skip

    answer, task, closing = advise(given).ranked[:3]

    (why,) = answer.reasons
    assert (why.source.kind, why.source.id, why.source.label) == ("message", 90, "Re: Seats")
    assert why.source.is_quote
    assert why.source.text == "Thursday at two would suit me. What do you need?"
    assert why.source.text in WAITS.quote
    assert why.text == (
        "Ada Byron wrote yesterday, and nobody has answered: “Thursday at two would suit me. What "
        "do you need?”"
    )
    assert [reason.text for reason in task.reasons] == [
        "The task “Send the plan” was due 3 days ago."
    ]
    day, touches, noted = closing.reasons
    assert day.text == "It was expected to close on Thursday 26 February, 4 days ago."
    assert (day.source.kind, day.source.field, str(day.source.on)) == (
        "deal", "expected to close", "2026-02-26",
    )  # fmt: skip
    assert touches.text == "1 touch without an answer (1 e-mail), the last one 9 days ago."
    assert noted.source.is_quote
    assert noted.text == "The last note, 5 days ago, says “Decides with the head of finance.”"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hi,\n\nthat would suit us well, thank you.", "that would suit us well, thank you."),
        ("Yes", "Yes"),
        ("\n \n", ""),
        ("a " * 200, ("a " * 79) + "a"),
    ],
)
def test_a_quote_stands_in_the_text_word_by_word(text: str, quote: str) -> None:
    (why,) = advise(signals(reply=replace(WAITS, quote=text, subject="Re"))).first.reasons

    assert why.source.text == (quote or "Re")
    assert why.source.is_quote is bool(quote)


def test_a_usual_stay_is_told_with_its_n() -> None:
    given = signals(email(2), in_stage=30, usual=Usual(9 * DAY, 12))

    assert advise(given).first.reasons[0].text == (
        "It has been in Proposal for 30 days; deals here usually stay 9 days (n = 12)."
    )


def test_the_base_rate_stands_beside_the_advice_and_never_changes_the_order() -> None:
    given = signals(email(30), in_stage=30, closes_in=-4)
    rates = BaseRates(PROPOSAL, {(Step.CALL, None): (0, 40), (Step.EMAIL, None): (40, 40)})

    plain, rated = advise(given), advise(given, rates)

    assert [one.rule for one in rated.ranked] == [one.rule for one in plain.ranked]
    assert plain.first.rate is None
    assert rated.first.rate is not None
    assert (rated.first.rate.moved, rated.first.rate.count) == (0, 40)


def test_a_recommendation_shows_the_features_that_it_used() -> None:
    first = advise(signals(*(email(n) for n in (9, 6, 3)))).first

    assert first.features == {
        "unanswered_touches": 3, "days_since_outbound": 3, "days_since_contact": None,
        "has_person": True, "may_mail": True, "may_call": True, "suppressed": None,
    }  # fmt: skip


def a_mixture(chance: Random) -> Signals:
    """Signals of anything at once."""
    pick = chance.choice
    lines = [
        pick((email, call, reply, meeting))(chance.randrange(120)) for _ in range(pick((0, 1, 4)))
    ]
    person = pick((None, ADA, OPTED_OUT, ada(email=None), ada(phone=""), ada(email=None, phone=""),
                   replace(OPTED_OUT, phone=""), ada(away_until=NOW + DAY),
                   ada(has_left=True)))  # fmt: skip
    live: Running | None = pick((None, running(), running(None, waits_for="x"), running(
        None, status=EnrollmentStatus.PAUSED, paused_at=ago(3))))  # fmt: skip
    return signals(
        *lines,
        stage=pick(list(DealStage)),
        in_stage=chance.randrange(120),
        amount=pick((0, 1200)),
        closes_in=pick((None, -40, -1, 0, 5, 60)),
        person=person,
        company=pick((None, (3, "Acme"))),
        colleague=pick((None, TIM)),
        reply=pick((None, WAITS)),
        tasks=pick(((), (a_task(-2),), (a_task(None),), (a_task(0.1), a_task(4)),
                    (a_task(-1, type=ActivityType.EMAIL, is_draft=True),))),
        running=live,
        usual=pick((None, Usual(5 * DAY, 9))),
        standing=pick((Standing(0, 0), Standing(39, 40))),
    )  # fmt: skip


def mails(one: Recommendation) -> bool:
    return one.action in (Action.EMAIL, Action.ANSWER) or "Write to Ada" in one.text


def test_there_is_one_advice_for_whatever_there_is_and_it_never_mails_who_wants_none() -> None:
    chance = Random(12)
    for _ in range(3_000):
        given = a_mixture(chance)
        advice = advise(given)

        assert advice == advise(given)
        assert advice.first.score == max(one.score for one in advice.ranked)
        for one in advice.ranked:
            assert one.text.endswith(".")
            assert one.reasons
            json.dumps(dict(one.features))
            if given.person is not None and not given.person.may_mail and mails(one):
                assert "Tim Yard" in one.text, one.text


def test_a_person_who_is_away_is_left_alone_unless_they_wait_for_an_answer() -> None:
    away = ada(away_until=NOW + 3 * DAY)
    for closes_in, tasks, lines in product((-4, 5, None), ((), (a_task(-2),)), (QUIET, ())):
        given = signals(*lines, person=away, closes_in=closes_in, tasks=tasks)
        assert advise(given).first.rule == "leave_alone"


def test_every_feature_that_a_rule_names_is_one() -> None:
    known = features(signals())
    for rule in (*OPEN_RULES, *GONE_RULES, *CLOSED_RULES):
        assert rule.uses
        assert set(rule.uses) <= set(known), rule.name
        assert rule.asks.__doc__, rule.name


def test_the_rules_stand_in_the_order_of_their_scores() -> None:
    for rules in (OPEN_RULES, CLOSED_RULES):
        scores = [rule.score for rule in rules]
        assert scores == sorted(set(scores), reverse=True)

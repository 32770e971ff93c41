"""What is loaded for an advice: of this deal and its person, of this workspace, and bounded."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from crm_core.domain.advice.history import Situation
from crm_core.domain.advice.rates import ENOUGH, WITHIN, Step
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, PartyRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import (
    add_note,
    complete_activity,
    create_email_draft,
    create_task,
    log_call,
)
from crm_core.usecases.deals import close_deal, move_deal
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.people import create_party, opt_out
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.deal_signals import LATEST
from crm_core.views.next_step import NextSteps, as_answer, recommend_next_step
from crm_core.views.people import get_lead
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_mail, received
from tests.views.conftest import BERLIN, ADeal

DAY = timedelta(days=1)


def advised(services: Services, actor: Actor, deal_id: int) -> NextSteps:
    return recommend_next_step(services, actor=actor, deal_id=deal_id, zone=BERLIN)


@pytest.fixture
def lead(each_services: Services, actor: Actor) -> int:
    return a_lead(each_services, actor, phone="+493023125001", company="Acme")


@pytest.fixture
def deal(a_deal: ADeal, lead: int) -> int:
    return a_deal("Seats", lead_id=lead)


def person_of(services: Services, actor: Actor, lead_id: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead_id).person.id


def test_a_deal_of_nobody_is_advised_too(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    found = advised(each_services, actor, a_deal(amount=0))

    assert found.advice.first.rule == "nobody"
    assert found.signals.lines == ()
    assert (found.signals.person, found.signals.company) == (None, None)


def test_an_answer_that_came_in_is_quoted_with_its_message(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    run_touches(each_services)
    text = "Thursday after two would suit me well."
    mail = a_mail(
        text=text, reply_text=text, sentiment=Sentiment.POSITIVE, intent=ReplyIntent.POSITIVE,
        label="willing to meet",
    )  # fmt: skip
    came = received(each_services, actor, mail).inbound_id

    found = advised(each_services, actor, deal)

    assert found.advice.first.rule == "answer"
    (why,) = found.advice.first.reasons
    assert (why.source.kind, why.source.id, why.source.text) == ("message", came, text)
    word = found.signals.history.word
    assert word is not None
    assert (word.intent, word.sentiment, word.inbound_id) == ("POSITIVE", "POSITIVE", came)
    assert found.signals.history.situation is Situation.THEIRS_CAME
    assert found.signals.running is None, "who answers is written to by nobody's sequence"


def test_the_mail_of_a_machine_is_no_answer(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    run_touches(each_services)
    received(each_services, actor, a_mail(MailClass.AUTO_REPLY))

    signals = advised(each_services, actor, deal).signals

    assert (signals.reply, signals.history.word) == (None, None)
    assert len(signals.history.unanswered) == 1


def test_a_noted_answer_a_talk_and_a_note_are_read_as_such(
    each_services: Services, actor: Actor, deal: int, lead: int, clock: StoppedClock
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP), lead)
    run_touches(each_services)
    clock.move(DAY / 2)
    mark_replied(each_services, actor=actor, enrollment_id=key)
    assert advised(each_services, actor, deal).advice.first.rule == "answer_noted"

    clock.move(DAY / 2)
    log_call(
        each_services, actor=actor, deal_id=deal, disposition="Connected",
        sentiment=Sentiment.NEGATIVE, note="Too dear for this year.",
    )  # fmt: skip
    add_note(each_services, actor=actor, deal_id=deal, text="Decides with finance.")

    found = advised(each_services, actor, deal)
    history = found.signals.history
    assert found.advice.first.rule == "speak_to_refusal"
    assert history.talk is not None
    assert history.note is not None
    assert (history.talk.text, history.note.text) == (
        "Too dear for this year.", "Decides with finance.",
    )  # fmt: skip


def test_tasks_and_notes_of_the_persons_other_deals_are_left_out_and_what_was_said_is_not(
    each_services: Services, actor: Actor, deal: int, lead: int, a_deal: ADeal
) -> None:
    other = a_deal("Other", lead_id=lead)
    create_task(each_services, actor=actor, subject="Another's", deal_id=other)
    add_note(each_services, actor=actor, deal_id=other, text="Of the other deal.")
    move_deal(each_services, actor=actor, deal_id=other, stage="PROPOSAL")
    log_call(each_services, actor=actor, deal_id=other, disposition="Connected")
    create_task(each_services, actor=actor, subject="The person's", lead_id=lead)

    signals = advised(each_services, actor, deal).signals

    assert [task.subject for task in signals.tasks] == ["The person's"]
    assert [line.subject for line in signals.lines] == ["The person's", "Call"]
    assert signals.history.talk is not None


def test_who_opted_out_or_whose_domain_is_listed_gets_no_mail(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    party = person_of(each_services, actor, lead)
    opt_out(each_services, tenant_id=actor.tenant_id, party_id=party, source="a link")

    found = advised(each_services, actor, deal)

    assert found.signals.person is not None
    assert found.signals.person.suppressed == "OPTED_OUT"
    assert found.advice.first.rule == "no_mail"
    assert "+493023125001" in found.advice.first.text


def test_a_colleague_is_named_where_the_person_cannot_be_reached(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    for name in ("Blocked", "Tim"):
        create_party(
            each_services, actor=actor,
            party={"first_name": name, "email": f"{name}@example.com", "company": "Acme"},
        )  # fmt: skip
    with each_services.storage.write() as session:
        blocked = session.query(PartyRow).filter_by(first_name="Blocked").one().id
    opt_out(each_services, tenant_id=actor.tenant_id, party_id=blocked, source="a link")
    silent = a_lead(each_services, actor, email=None, company="Acme")

    found = advised(each_services, actor, a_deal(lead_id=silent))

    assert found.signals.colleague is not None
    assert found.signals.colleague.name == "Tim"
    assert found.advice.first.text == "Write to Tim at Acme and ask who can take this further."


def test_the_live_sequence_a_pause_and_an_absence_are_seen(
    each_services: Services, actor: Actor, deal: int, lead: int, clock: StoppedClock
) -> None:
    later = {**EMAIL, "delay": {"value": 2, "unit": "DAYS"}}
    key = enrolled(each_services, actor, a_sequence(each_services, actor, later, name="Slow"), lead)
    found = advised(each_services, actor, deal)
    running = found.signals.running
    assert running is not None
    assert (running.sequence, running.next_step, running.next_at) == (
        "Slow", "EMAIL_AUTO", clock.at + 2 * DAY,
    )  # fmt: skip
    assert found.advice.first.rule == "let_it_run"

    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="PAUSED")
    assert advised(each_services, actor, deal).advice.first.rule == "free_sequence"

    with each_services.storage.write() as session:
        session.get_one(PartyRow, person_of(each_services, actor, lead)).away_until = (
            clock.at + 3 * DAY
        )
    assert advised(each_services, actor, deal).advice.first.rule == "leave_alone"


def test_an_amount_is_compared_with_the_open_deals_of_its_currency(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    for amount in range(1, 9):
        a_deal(amount=amount)
    a_deal(amount=1, currency="USD")
    close_deal(each_services, actor=actor, deal_id=a_deal(amount=2), outcome="WON")

    standing = advised(each_services, actor, a_deal(amount=7)).signals.standing

    assert (standing.below, standing.count) == (6, 9)


def test_a_lost_deal_says_why_it_was_lost(each_services: Services, actor: Actor, deal: int) -> None:
    close_deal(each_services, actor=actor, deal_id=deal, outcome="LOST", reason="Too dear")

    first = advised(each_services, actor, deal).advice.first

    assert first.rule == "rest"
    assert first.reasons[0].text == "The deal was lost today: “Too dear”"


def test_base_rates_are_counted_from_the_workspaces_own_deals(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    for number in range(ENOUGH):
        key = a_deal(lead_id=a_lead(each_services, actor, number, phone="+49"))
        log_call(each_services, actor=actor, deal_id=key, disposition="No answer")
        if number < 4:
            clock.move(DAY)
            move_deal(each_services, actor=actor, deal_id=key, stage="QUALIFIED")
    asked = a_deal(lead_id=a_lead(each_services, actor, 99, phone="+49"))
    clock.move(WITHIN - DAY)
    assert advised(each_services, actor, asked).advice.first.rate is None, "too early to tell"

    clock.move(DAY)
    first = advised(each_services, actor, asked).advice.first

    assert first.rule == "first_contact"
    assert first.rate is not None
    assert (first.rate.step, first.rate.moved, first.rate.count) == (Step.CALL, 4, ENOUGH)
    assert first.rate.situation is Situation.FRESH
    other = Actor(add_workspace(each_services, name="Other"), Role.MANAGER, "user")
    with pytest.raises(NotFound):
        advised(each_services, other, asked)


def test_a_sequences_e_mails_count_for_the_rates_though_they_name_no_deal(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor)
    for number in range(ENOUGH):
        lead = a_lead(each_services, actor, number)
        a_deal(lead_id=lead)
        enrolled(each_services, actor, sequence, lead)
    run_touches(each_services)
    asked = a_deal(lead_id=a_lead(each_services, actor, 99))
    clock.move(WITHIN)

    first = advised(each_services, actor, asked).advice.first

    assert first.rate is not None
    assert (first.rate.step, first.rate.moved, first.rate.count) == (Step.EMAIL, 0, ENOUGH)


def test_the_answer_is_the_contracts(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    for number in range(14):
        add_note(each_services, actor=actor, deal_id=deal, text=f"Note {number}")
    draft = create_email_draft(
        each_services, actor=actor, deal_id=deal, subject="Hello", body="Dear Ada"
    )

    answer = json.loads(json.dumps(as_answer(advised(each_services, actor, deal))))

    assert set(answer) == {"recommendation", "reasoning", "recentActivity"}
    assert answer["recommendation"] == "Finish and send the draft “Hello”, which is due today."
    assert answer["reasoning"] == ["The e-mail “Hello” is due today."]
    assert len(answer["recentActivity"]) == 10
    latest = answer["recentActivity"][0]
    assert (latest["activityId"], latest["type"], latest["status"]) == (draft, "EMAIL", "DRAFT")


def test_a_long_history_costs_no_more_queries_and_is_looked_at_in_part(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    def counted() -> tuple[int, int]:
        asked: list[str] = []
        engine = each_services.storage.engine

        def note(*given: Any) -> None:
            asked.append(given[2])

        event.listen(engine, "before_cursor_execute", note)
        try:
            found = advised(each_services, actor, deal)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked), len(found.signals.lines)

    few, none = counted()
    with each_services.storage.write() as session:
        session.add_all(
            ActivityRow(
                tenant_id=actor.tenant_id, type="NOTE", status="DONE", source="PERSON",
                subject="", body="x", deal_id=deal, completed_at=each_services.clock.now(),
                created_at=each_services.clock.now(),
            )
            for _ in range(LATEST + 20)
        )  # fmt: skip

    many, lines = counted()

    assert (none, lines) == (0, LATEST)
    assert many == few <= 13


def test_the_open_answer_is_no_second_task(
    each_services: Services, actor: Actor, deal: int, lead: int
) -> None:
    task = create_task(each_services, actor=actor, subject="Once", deal_id=deal)
    assert [one.id for one in advised(each_services, actor, deal).signals.tasks] == [task]

    complete_activity(each_services, actor=actor, activity_id=task)

    assert advised(each_services, actor, deal).signals.tasks == ()


@pytest.mark.parametrize("deal_id", [1, 10**9])
def test_a_deal_of_another_workspace_is_not_there(
    services: Services, actor: Actor, deal_id: int
) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")
    with pytest.raises(NotFound) as refused:
        advised(services, other, deal_id)
    assert refused.value.field == "dealId"

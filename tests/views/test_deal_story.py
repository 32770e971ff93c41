"""A deal in statements: each says where it stands, and a quote stands there word by word."""

import json
from datetime import timedelta

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import add_note, create_task, log_call
from crm_core.usecases.deals import move_deal
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.deal_story import DealStory, as_answer, get_deal_story
from tests.builders import a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_mail, received
from tests.views.conftest import BERLIN, ADeal

WORDS = "Thursday after two would suit me well."


def story(services: Services, actor: Actor, deal_id: int, **more: int) -> DealStory:
    return get_deal_story(services, actor=actor, deal_id=deal_id, zone=BERLIN, **more)


@pytest.fixture
def deal(each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock) -> int:
    """Ada's deal, with an e-mail, an answer, a call, a note, a move and a task."""
    lead = a_lead(each_services, actor, phone="+493023125001", title="CTO", company="Acme")
    key = a_deal("Seats", lead_id=lead, amount=12_000, expected_close_on="2026-03-20")
    enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    run_touches(each_services)
    received(each_services, actor, a_mail(text=WORDS, reply_text=WORDS))
    clock.move(timedelta(days=3))
    log_call(
        each_services, actor=actor, deal_id=key, disposition="Connected", sentiment="POSITIVE",
        note="Wants to see the plan first.",
    )  # fmt: skip
    add_note(each_services, actor=actor, deal_id=key, text="Hi,\nDecides with the head of finance.")
    move_deal(each_services, actor=actor, deal_id=key, stage="PROPOSAL")
    create_task(each_services, actor=actor, subject="Send the plan", deal_id=key)
    return key


def test_the_facts_are_told_each_with_its_record_and_field(
    each_services: Services, actor: Actor, deal: int
) -> None:
    told = story(each_services, actor, deal)

    facts = {(one.source.kind, one.source.field): one for one in told.facts}
    assert facts["deal", "amount"].source.text == "12,000.00 EUR"
    assert facts["deal", "stage"].text == "It has been in Proposal since Thursday 5 March."
    assert facts["deal", "expected to close"].source.text == "Friday 20 March"
    assert facts["deal", "stages"].text == "It left New on Thursday 5 March, after 3 days."
    assert facts["company", "name"].source.text == "Acme"
    assert facts["person", "name"].text == "The person is Ada1 Byron, CTO."
    assert facts["person", "e-mail"].source.text == "ada1@example.com"
    assert facts["person", "phone"].source.text == "+493023125001"
    assert facts["activity", "open task"].source.text == "Send the plan"
    assert {one.source.id for one in told.facts if one.source.kind == "deal"} == {deal}


def test_the_timeline_quotes_what_was_written(
    each_services: Services, actor: Actor, deal: int
) -> None:
    lines = story(each_services, actor, deal).timeline

    told = {line.told.source.field: line.told for line in lines}
    assert told["reply"].source.kind == "message"
    assert (told["reply"].source.text, told["reply"].source.is_quote) == (WORDS, True)
    assert told["call"].text == (
        "Thursday 5 March: Call: “Wants to see the plan first.” (Connected, positive)"
    )
    assert told["note"].source.text == "Decides with the head of finance."
    assert told["stage change"].text == "Thursday 5 March: Moved from New to Proposal"
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


def test_the_answer_is_json_and_bounded(each_services: Services, actor: Actor, deal: int) -> None:
    answer = json.loads(json.dumps(as_answer(story(each_services, actor, deal, lines=3))))

    assert answer["deal"]["id"] == deal
    assert (answer["deal"]["amount"], answer["deal"]["person"]) == ("12000.00", "Ada1 Byron")
    assert (len(answer["timeline"]), answer["hasMore"]) == (3, True)
    assert set(answer["facts"][0]["source"]) == {
        "kind", "id", "label", "field", "text", "on", "isQuote",
    }  # fmt: skip


def test_a_deal_of_nobody_is_told_too(each_services: Services, actor: Actor, a_deal: ADeal) -> None:
    told = story(each_services, actor, a_deal(amount=0))

    assert [one.source.field for one in told.facts] == ["stage", "amount"]
    assert (told.timeline, told.has_more) == ((), False)


def test_a_deal_of_another_workspace_is_not_there(services: Services, actor: Actor) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")
    with pytest.raises(NotFound):
        story(services, other, 1)

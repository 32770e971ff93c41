"""An answer with a model: what runs, what is kept, what each fault and each bound comes to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_core.copilot import keeping, loop, registry
from crm_core.copilot.answering import answer
from crm_core.copilot.cards import get_card
from crm_core.copilot.events import (
    Ended,
    Event,
    Failed,
    Proposed,
    Shown,
    Told,
    ToolBegan,
    ToolEnded,
)
from crm_core.copilot.evidence import Verdict
from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.model import OpenAIModel
from crm_core.copilot.prompt import RESULT_CHARACTERS
from crm_core.copilot.tool import Desk, Found, Json, Proposal, reads, writes
from crm_core.copilot.tools.activities import get_tasks
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import TurnRole
from crm_core.errors import InvalidInput, NotFound
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.tables import ActionRow, AuditRow, DealRow, ModelCallRow
from crm_core.usecases.copilot_conversations import start_conversation
from crm_core.usecases.copilot_settings import change_copilot_settings
from crm_core.usecases.deals import create_deal, move_deal
from crm_core.views.copilot_conversations import get_conversation
from crm_core.views.deals import get_deal
from tests.copilot.conftest import UTC, a_person
from tests.model_server import (
    Call,
    Cut,
    Garbage,
    Reply,
    Say,
    Script,
    Status,
    last_tool_results,
    modelling,
)


@reads("Reading the deal", Permission.DEALS_READ)
def read_deal(desk: Desk, *, deal_id: int) -> Found:
    """Read a deal."""
    deal = get_deal(desk.services, actor=desk.actor, deal_id=deal_id)
    record = Record(RecordKind.DEAL, deal_id, deal.name)
    amount = Fact(record, "amount", f"{deal.amount:,} {deal.currency}")
    return Found({"name": deal.name, "amount": str(deal.amount)}, (amount,))


@reads("Reading everything", Permission.DEALS_READ)
def read_everything(desk: Desk) -> Found:
    """Read more than anybody can take in."""
    record = Record(RecordKind.WORKSPACE, 1, "Workspace")
    facts = tuple(Fact(record, f"line {n}", "x" * 100) for n in range(1_000))
    return Found({"text": "y" * 1_000_000}, facts)


@reads("Breaking", Permission.DEALS_READ)
def break_down(desk: Desk) -> Found:
    """Break."""
    raise RuntimeError("nobody expected this")


@writes("Moving the deal", Permission.DEALS_MANAGE)
def move(desk: Desk, *, deal_id: int, stage: str) -> Proposal:
    """Move a deal."""
    return Proposal(f"Move it to {stage}", "It moves.", rows=(("deals", deal_id),))


@move.perform
def _move(desk: Desk, *, deal_id: int, stage: str) -> Json:
    move_deal(desk.services, actor=desk.actor, deal_id=deal_id, stage=stage)
    return {}


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "TOOLS", (read_deal, read_everything, break_down, move))


@pytest.fixture
def deal_id(each_services: Services, person: Actor) -> int:
    return create_deal(each_services, actor=person, deal={"name": "Acme renewal", "amount": 12_000})


@pytest.fixture
def chat(each_services: Services, person: Actor) -> int:
    return start_conversation(each_services, actor=person)


Ask = Callable[..., tuple[list[Event], list[Json]]]


@pytest.fixture
def ask(each_services: Services, person: Actor, chat: int) -> Ask:
    """Ask a model with this script; gives the events, and what the model was asked."""

    def ask(script: Script, text: str = "How is the deal?") -> tuple[list[Event], list[Json]]:
        with modelling(script) as server:
            model = OpenAIModel(Settings(openai_base_url=server.url))
            events = list(
                answer(
                    each_services, actor=person, conversation_id=chat, text=text, zone=UTC,
                    model=model,
                )
            )  # fmt: skip
            return events, server.asked

    return ask


def shown(events: list[Event]) -> str:
    """What stands on the page in the end."""
    pieces = {
        piece.index: piece for event in events if isinstance(event, Shown) for piece in event.pieces
    }
    visible = (Verdict.FACT, Verdict.SUGGESTION, Verdict.NEUTRAL)
    return " ".join(piece.text for _, piece in sorted(pieces.items()) if piece.verdict in visible)


def only(events: list[Event], kind: type[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_a_model_reads_and_words_what_was_found(
    each_services: Services, person: Actor, chat: int, ask: Ask, deal_id: int
) -> None:
    events, asked = ask(
        [Call.of("read_deal", dealId=deal_id), Say.words("The amount is 12,000.00 EUR [f1].")]
    )

    assert "12,000.00 EUR" in shown(events)
    (ended,) = only(events, Ended)
    assert (ended.model, ended.input_tokens, ended.output_tokens) == ("gpt-5-mini", 200, 40)
    (result,) = last_tool_results(asked[1])
    assert result["facts"][0] == {
        "key": "f1", "record": f"deal {deal_id}", "about": "Acme renewal", "field": "amount",
        "value": "12,000.00 EUR",
    }  # fmt: skip
    turns = get_conversation(each_services, actor=person, conversation_id=chat).turns
    assert [turn.role for turn in turns] == [TurnRole.USER, TurnRole.TOOL, TurnRole.ASSISTANT]
    assert turns[1].content["tool"] == "read_deal"
    assert turns[1].facts[0]["text"] == "12,000.00 EUR"
    assert "12,000.00 EUR" in turns[2].text
    with each_services.storage.read() as session:
        noted = session.scalars(
            select(AuditRow.action).where(AuditRow.actor_kind == "copilot").order_by(AuditRow.id)
        ).all()
        calls = session.scalar(select(func.count()).select_from(ModelCallRow))
    assert list(noted) == ["copilot.model", "copilot.tool", "copilot.model"]
    assert calls == 2


def test_what_no_record_says_is_not_shown(ask: Ask, deal_id: int) -> None:
    events, _ = ask(
        [Call.of("read_deal", dealId=deal_id), Say.words("The amount is 40,000.00 EUR [f1].")]
    )
    assert "40,000" not in shown(events)
    assert only(events, Ended)[0].removed == 1


def test_the_next_question_knows_what_was_found_and_said(ask: Ask, deal_id: int) -> None:
    ask([Call.of("read_deal", dealId=deal_id), Say.words("The amount is 12,000.00 EUR [f1].")])
    events, asked = ask([Say.words("The amount is 12,000.00 EUR.")], text="And again?")

    told = asked[0]["messages"]
    assert [message["role"] for message in told] == [
        "system", "system", "user", "assistant", "user",
    ]  # fmt: skip
    assert "12,000.00 EUR" in told[1]["content"]
    assert "12,000.00 EUR" in shown(events)


def test_a_write_becomes_a_card_and_nothing_else(
    each_services: Services, person: Actor, ask: Ask, deal_id: int
) -> None:
    events, asked = ask(
        [Call.of("move", dealId=deal_id, stage="WON"), Say.words("Please look at the card.")]
    )

    (proposed,) = only(events, Proposed)
    card = get_card(each_services, actor=person, action_id=proposed.action_id)
    assert card.title == "Move it to WON"
    assert last_tool_results(asked[1])[0]["result"]["note"] == loop.WAITS
    with each_services.storage.read() as session:
        assert session.get_one(DealRow, deal_id).stage == "NEW"


def test_the_same_write_asked_for_again_is_the_same_card(
    each_services: Services, ask: Ask, deal_id: int
) -> None:
    call = Call.of("move", dealId=deal_id, stage="WON")
    ask([call, call, call, Say.words("Done.")])
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(ActionRow)) == 1


def test_one_answer_makes_only_so_many_cards(
    each_services: Services, ask: Ask, deal_id: int
) -> None:
    stages = [f"STAGE {n}" for n in range(loop.CARDS_MOST + 2)]
    calls = tuple(("move", {"dealId": deal_id, "stage": stage}) for stage in stages)
    events, _ = ask([Call(calls), Say.words("Here you are.")])

    assert len(only(events, Proposed)) == loop.CARDS_MOST
    assert all("cards wait already" in event.fault for event in only(events, ToolEnded)[-2:])


BAD_CALLS: list[tuple[str, Json | str, str]] = [
    ("read_deal", '{"dealId": 1', "not JSON"),
    ("read_deal", "[]", "input"),
    ("read_deal", "{}", "dealId"),
    ("read_deal", {"dealId": 10**9}, "no deal"),
    ("read_deal", {"dealId": 1, "drop": "table"}, "drop"),
    ("delete_everything", {}, "There is no tool"),
    ("x" * 5_000, {}, "There is no tool"),
    ("break_down", {}, loop.BROKEN),
    ("move", {"dealId": "many", "stage": "WON"}, "dealId"),
]


@pytest.mark.parametrize(("name", "given", "told"), BAD_CALLS)
def test_a_bad_call_is_told_to_the_model_and_the_answer_goes_on(
    ask: Ask, deal_id: int, name: str, given: Json | str, told: str
) -> None:
    events, asked = ask([Call(((name, given),)), Say.words("I do not know.")])

    (ended,) = only(events, ToolEnded)
    assert told in ended.fault
    assert told in last_tool_results(asked[1])[0]["result"]["error"]
    assert only(events, Ended)
    assert not only(events, Proposed)


def test_a_tool_that_is_off_is_neither_offered_nor_callable(
    each_services: Services, person: Actor, ask: Ask, deal_id: int
) -> None:
    change_copilot_settings(each_services, actor=person, settings={"off": ["read_deal", "move"]})
    events, asked = ask([Call.of("read_deal", dealId=deal_id), Say.words("I cannot.")])

    offered = [tool["function"]["name"] for tool in asked[0]["tools"]]
    assert offered == ["read_everything", "break_down"]
    assert "There is no tool" in only(events, ToolEnded)[0].fault


def test_a_tool_result_of_a_megabyte_reaches_the_model_in_part(ask: Ask) -> None:
    events, asked = ask([Call.of("read_everything"), Say.words("There is a lot.")])

    (message,) = [each for each in asked[1]["messages"] if each["role"] == "tool"]
    assert len(message["content"]) <= RESULT_CHARACTERS
    (result,) = last_tool_results(asked[1])
    assert result["note"].startswith("The result is too long")
    assert len(result["facts"]) + result["factsLeftOut"] == 1_000
    assert only(events, Ended)


def test_a_loop_of_fifty_steps_ends_with_a_word(ask: Ask, deal_id: int) -> None:
    events, asked = ask([Call.of("read_deal", dealId=deal_id)] * 50)

    assert len(asked) == loop.STEPS_MOST
    assert "came to no answer" in only(events, Failed)[-1].words


def test_a_hundred_calls_at_once_are_bounded(ask: Ask, deal_id: int) -> None:
    calls = (("read_deal", {"dealId": deal_id}),) * 100
    events, _ = ask([Call(calls)] * 8)
    ran = [event for event in only(events, ToolEnded) if not event.fault]
    assert len(ran) <= loop.CALLS_MOST


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Status(500, headers=(("retry-after", "0"),)), "failed (500)"),
        (Status(429, headers=(("retry-after", "0"),)), "asked too often"),
        (Cut(("The deal ",)), "broke off"),
        (Garbage("data: {\n\n"), "no answer"),
    ],
)
def test_a_fault_after_a_tool_ran_is_explained_and_nothing_is_lost(
    each_services: Services, person: Actor, chat: int, ask: Ask, deal_id: int, reply: Reply,
    told: str,
) -> None:  # fmt: skip
    events, _ = ask([Call.of("read_deal", dealId=deal_id), reply, reply])

    (failed,) = only(events, Failed)
    assert told in failed.words
    assert failed.remedy
    turns = get_conversation(each_services, actor=person, conversation_id=chat).turns
    assert [turn.role for turn in turns] == [TurnRole.USER, TurnRole.TOOL, TurnRole.ASSISTANT]
    assert told in turns[2].content["fault"]


def test_a_spent_budget_asks_no_model(
    each_services: Services, person: Actor, ask: Ask, deal_id: int
) -> None:
    change_copilot_settings(each_services, actor=person, settings={"dailyTokens": 150})
    events, asked = ask([Call.of("read_deal", dealId=deal_id)] * 5)

    assert len(asked) == 2
    assert "used up" in only(events, Failed)[0].words
    _, asked = ask([Say.words("Hello.")])
    assert asked == []


def test_a_call_that_a_server_writes_into_the_text_is_a_call(ask: Ask, deal_id: int) -> None:
    written = f'```json\n{{"name": "read_deal", "arguments": {{"dealId": {deal_id}}}}}\n```'
    events, _ = ask([Say((written,)), Say.words("The amount is 12,000.00 EUR.")])

    assert only(events, ToolBegan)[0].tool == "read_deal"
    assert "12,000.00 EUR" in shown(events)


def test_a_stopped_answer_keeps_what_was_shown(
    each_services: Services, person: Actor, chat: int, deal_id: int
) -> None:
    script = [Call.of("read_deal", dealId=deal_id), Say.words("Hello there! " * 50)]
    with modelling(script) as server:
        model = OpenAIModel(Settings(openai_base_url=server.url))
        events: Iterator[Event] = answer(
            each_services, actor=person, conversation_id=chat, text="Go on", zone=UTC, model=model
        )
        for event in events:
            if isinstance(event, Shown) and event.pieces[0].verdict is Verdict.NEUTRAL:
                break
        events.close()  # type: ignore[attr-defined]

    turns = get_conversation(each_services, actor=person, conversation_id=chat).turns
    assert turns[-1].role is TurnRole.ASSISTANT
    assert turns[-1].content["stopped"] is True
    assert turns[-1].text.startswith("Hello there!")
    with each_services.storage.read() as session:
        spent = session.scalars(select(ModelCallRow).order_by(ModelCallRow.id)).all()
    assert [bool(call.fault) for call in spent] == [False, True]
    assert spent[1].input_tokens > 100
    assert spent[1].output_tokens > 0


def test_an_answer_that_broke_off_costs_what_was_heard(
    each_services: Services, ask: Ask, deal_id: int
) -> None:
    ask([Cut(("The deal is here. ",)), Cut(())])
    with each_services.storage.read() as session:
        (spent,) = session.scalars(select(ModelCallRow)).all()
    assert spent.input_tokens > 100
    assert spent.output_tokens == 5


@pytest.mark.parametrize("name", ["no\0body", "no\ud800body"])
def test_a_name_that_no_database_holds_is_an_unknown_tool(ask: Ask, name: str) -> None:
    events, _ = ask([Call(((name, {}),)), Say.words("I suggest \0 to ask \ud800 again.")])
    assert "There is no tool" in only(events, ToolEnded)[0].fault
    assert only(events, Ended)


def test_json_that_names_no_tool_is_a_text(ask: Ask) -> None:
    events, _ = ask([Say(('{"name": [], "arguments": {}}',))])
    assert only(events, Ended)
    assert not only(events, Failed)


def test_what_breaks_in_the_copilot_itself_is_told_and_kept(
    each_services: Services, person: Actor, chat: int, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("nobody expected this")

    monkeypatch.setattr(loop.Checker, "feed", broken)
    events, _ = ask([Say.words("Hello.")])

    assert only(events, Failed)[0].words == keeping.BROKE
    turns = get_conversation(each_services, actor=person, conversation_id=chat).turns
    assert turns[-1].content["fault"] == keeping.BROKE


def test_a_question_that_is_refused_leaves_nothing_behind(
    each_services: Services, person: Actor, chat: int, actor: Actor
) -> None:
    with pytest.raises(InvalidInput):
        list(answer(each_services, actor=person, conversation_id=chat, text=" ", zone=UTC))
    other = a_person(each_services, actor, name="Noor")
    for who in (other, replace(person, tenant_id=99)):
        with pytest.raises(NotFound):
            list(answer(each_services, actor=who, conversation_id=chat, text="Hi", zone=UTC))
    assert get_conversation(each_services, actor=person, conversation_id=chat).turns == ()


def test_without_a_model_the_rules_answer_and_their_turns_are_kept(
    each_services: Services, person: Actor, chat: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "TOOLS", (get_tasks,))
    events = list(
        answer(
            each_services, actor=person, conversation_id=chat, text="What are my tasks today?",
            zone=UTC,
        )
    )  # fmt: skip

    assert only(events, Told)
    assert only(events, Ended) == [Ended()]
    turns = get_conversation(each_services, actor=person, conversation_id=chat).turns
    assert [turn.role for turn in turns] == [TurnRole.USER, TurnRole.TOOL, TurnRole.ASSISTANT]
    assert turns[1].content["tool"] == "get_tasks"
    assert turns[2].content["model"] == ""

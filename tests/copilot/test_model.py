"""A model is asked over the wire; whatever goes wrong is told in words, within bounds."""

from collections.abc import Callable
from time import monotonic

import pytest

from crm_core.copilot import model as asking
from crm_core.copilot.model import Answered, ModelFault, ToolCall, connected_model
from crm_core.settings import Settings
from tests.model_server import (
    Call,
    Cut,
    Garbage,
    ModelServer,
    Reply,
    Say,
    Silence,
    Status,
    modelling,
)

QUESTION = [{"role": "user", "content": "How are you?"}]
KEY = "sk-canary-8f2e"


def asked(server: ModelServer) -> tuple[str, Answered]:
    settings = Settings(openai_base_url=server.url, openai_api_key=KEY)
    model = connected_model(settings)
    assert model is not None
    text, answered = "", None
    for part in model.ask(QUESTION, []):
        if isinstance(part, Answered):
            answered = part
        else:
            text += part
    assert answered is not None
    return text, answered


def test_without_a_key_and_a_server_there_is_no_model() -> None:
    assert connected_model(Settings(openai_api_key=None, openai_base_url=None)) is None
    assert connected_model(Settings(openai_api_key="", openai_base_url="")) is None


def test_text_comes_as_it_is_said_and_is_counted() -> None:
    with modelling([Say(("Well", ", thank", " you."))]) as server:
        text, answered = asked(server)

    assert text == answered.text == "Well, thank you."
    assert (answered.input_tokens, answered.output_tokens) == (100, 20)
    assert server.asked[0]["messages"] == QUESTION
    assert server.asked[0]["stream"] is True
    assert server.keys == [f"Bearer {KEY}"]


def test_calls_are_put_together_from_their_parts() -> None:
    calls = (("find_deals", {"name": "a" * 9_000}), ("get_tasks", {}))
    with modelling([Call(calls)]) as server:
        _, answered = asked(server)

    assert [call.name for call in answered.calls] == ["find_deals", "get_tasks"]
    assert len(answered.calls[0].arguments) > 9_000
    assert answered.calls[1] == ToolCall("call_1", "get_tasks", "{}")


FAULTS: list[tuple[Reply, str, int]] = [
    (Status(401), "refused the key", 1),
    (Status(404), "does not know this model", 1),
    (Status(400, {"code": "context_length_exceeded"}), "too long for the model", 1),
    (Status(400), "refused the question (400)", 1),
    (Status(429, {"code": "insufficient_quota"}), "no credit left", 1),
    (Status(429, headers=(("retry-after", "0"),)), "asked too often", 2),
    (Status(429, headers=(("retry-after", "soon"),)), "asked too often", 2),
    (Status(500, headers=(("retry-after", "0"),)), "failed (500)", 2),
    (Status(503, headers=(("retry-after", "0"),)), "failed (503)", 2),
    (Garbage("<html>It works!</html>"), "broke off", 2),
    (Garbage("data: {\n\n"), "no answer", 1),
    (Garbage('data: {"choices": "none"}\n\n'), "no answer", 1),
    (Garbage("data: [DONE]\n\n"), "broke off", 2),
    (Cut(), "broke off", 2),
    (Cut(("Well", ", ")), "broke off", 1),
    (Call((("find_deals", "x" * 70_000),)), "more than it may say", 1),
]


@pytest.mark.parametrize(("reply", "words", "times"), FAULTS)
def test_a_fault_is_told_in_words_and_tried_again_at_most_once(
    reply: Reply, words: str, times: int
) -> None:
    with modelling([reply] * 3) as server, pytest.raises(ModelFault) as fault:
        asked(server)

    assert words in fault.value.words
    assert fault.value.remedy
    assert KEY not in fault.value.words + fault.value.remedy
    assert len(server.asked) == times


def test_another_try_may_help() -> None:
    with modelling([Status(500, headers=(("retry-after", "0"),)), Say(("Well.",))]) as server:
        assert asked(server)[0] == "Well."


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for_long() -> None:
    fault = ModelFault("words", "remedy", is_passing=True, wait=3_600)
    assert fault.wait == asking.WAIT_MOST


def test_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "READ_SECONDS", 0.2)
    with modelling([Silence()] * 2) as server, pytest.raises(ModelFault) as fault:
        asked(server)
    assert "did not answer within" in fault.value.words


def test_an_answer_that_drips_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.0)
    with modelling([Say.words("one two three")]) as server, pytest.raises(ModelFault) as fault:
        asked(server)
    assert "did not answer within" in fault.value.words


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with modelling([]) as server:
        pass
    began = monotonic()
    with pytest.raises(ModelFault, match="cannot be reached"):
        asked(server)
    assert monotonic() - began < 2 * asking.CONNECT_SECONDS + asking.WAIT_MOST


def test_an_endless_answer_is_cut() -> None:
    endless: Callable[[], Say] = lambda: Say(("word " * 4_000,) * 4)  # noqa: E731
    with modelling([endless()]) as server:
        text, answered = asked(server)
    assert len(text) == len(answered.text) == asking.ANSWER_CHARACTERS

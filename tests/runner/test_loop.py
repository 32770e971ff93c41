"""The loop: when it ticks, when it beats, when it ends."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine

from crm_core.runner.loop import tick_once, tick_until
from crm_core.runner.worker import Outcome, total


@dataclass
class CountedWorker:
    """Ticks nothing, counts everything; `on_beat` and `on_tick` may do something meanwhile."""

    names: tuple[str, ...] = ("sequences",)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    ticked: list[str] = field(default_factory=list)
    beats: int = 0
    on_beat: Callable[[int], None] = lambda beats: None
    on_tick: Callable[[str], None] = lambda name: None
    seconds: float = 0.01

    def seconds_between(self, name: str) -> float:
        return self.seconds

    def tick(self, name: str, stop: Event) -> Outcome:
        self.ticked.append(name)
        self.on_tick(name)
        return self.outcomes.get(name, Outcome())

    def beat(self) -> None:
        self.beats += 1
        self.on_beat(self.beats)

    def close(self) -> None: ...


def stop_at(number: int, stop: Event) -> Callable[[int], None]:
    return lambda count: stop.set() if count >= number else None


def test_the_loop_ticks_at_once_and_again_until_it_is_stopped() -> None:
    stop = Event()
    worker = CountedWorker(on_beat=stop_at(5, stop))

    tick_until(worker, stop)

    assert len(worker.ticked) == 5


def test_the_loop_beats_between_two_ticks_that_are_far_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm_core.runner.loop.BEAT_EVERY", 0.01)
    stop = Event()
    worker = CountedWorker(on_beat=stop_at(4, stop), seconds=3600)

    tick_until(worker, stop)

    assert (len(worker.ticked), worker.beats) == (1, 4)


def test_a_stop_during_a_tick_begins_no_other_runner() -> None:
    stop = Event()
    worker = CountedWorker(names=("first", "second"), on_tick=lambda name: stop.set())

    tick_until(worker, stop)

    assert worker.ticked == ["first"]


def test_the_inbox_is_heard_first_and_again_while_another_runner_is_busy() -> None:
    stop, heard = Event(), Event()
    worker = CountedWorker(names=("inbox", "sequences"))

    def tick(name: str) -> None:
        if name == "sequences":
            assert heard.wait(10)
            stop.set()
        elif worker.ticked.count("inbox") >= 3:
            heard.set()

    worker.on_tick = tick
    tick_until(worker, stop)

    assert worker.ticked[0] == "inbox"
    assert worker.ticked.count("sequences") == 1


def test_a_stop_waits_for_the_inbox_that_is_being_read() -> None:
    stop, reading, ended = Event(), Event(), Event()
    worker = CountedWorker(names=("inbox", "sequences"))

    def tick(name: str) -> None:
        if name == "sequences":
            assert reading.wait(10)
            stop.set()
        elif worker.ticked.count("inbox") > 1:
            reading.set()
            assert stop.wait(10)
            ended.set()

    worker.on_tick = tick
    tick_until(worker, stop)

    assert ended.is_set()


def test_a_clock_that_is_set_back_does_not_silence_the_runner() -> None:
    stop = Event()
    worker = CountedWorker(seconds=5)
    with time_machine.travel(datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), tick=False) as clock:

        def set_back(beats: int) -> None:
            if beats == 1:
                clock.shift(-timedelta(hours=1))
            else:
                stop.set()

        worker.on_beat = set_back
        tick_until(worker, stop)

    assert len(worker.ticked) == 2


def test_once_sums_the_runners_and_fails_when_one_of_them_did(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = total(()) | {"processed": 3, "tasksCreated": 2}
    worker = CountedWorker(
        names=("first", "second"),
        outcomes={
            "first": Outcome(first),
            "second": Outcome(total(()) | {"processed": 1}, error="it broke"),
        },
    )

    code = tick_once(worker, Event())

    line = json.loads(capsys.readouterr().out)
    assert code == 1
    assert (line["processed"], line["tasksCreated"], line["sent"]) == (4, 2, 0)
    assert line["first"] == first

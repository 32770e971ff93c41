"""`runner.py` as others start it: arguments, exit codes, signals, what it imports."""

import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus
from crm_core.runner.signals import STOPPING
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, RunnerRow, RunnerTickRow
from tests.builders import CALL, a_sequence, enroll_many
from tests.runner.conftest import PATIENCE, ROOT, HoldingServer, eventually, the_only_line

Once = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., "subprocess.Popen[str]"]
NOTHING = {
    "processed": 0, "sent": 0, "tasksCreated": 0, "waiting": 0, "skipped": 0, "stopped": 0,
    "failed": 0,
}  # fmt: skip


def statuses(services: Services) -> dict[str, int]:
    with services.storage.read() as session:
        number = func.count().label("number")
        rows = session.execute(select(DeliveryRow.status, number).group_by(DeliveryRow.status))
        return {row.status: row.number for row in rows}


def runner_rows(services: Services) -> list[RunnerRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(RunnerRow)))


def test_once_sends_what_is_due_and_prints_one_line_of_counts(
    services: Services, actor: Actor, once: Once, outbox: Path
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 3)

    result = once()

    done = NOTHING | {"processed": 3, "sent": 3}
    assert result.returncode == 0, result.stderr
    assert the_only_line(result.stdout) == {
        **done,
        "inbox": NOTHING,
        "sequences": done,
        "housekeeping": NOTHING,
    }
    assert len(list(outbox.glob("*.eml"))) == 3


def test_a_second_once_finds_nothing_to_do(services: Services, actor: Actor, once: Once) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 2)
    once()

    again = the_only_line(once().stdout)

    assert again["processed"] == again["sent"] == 0


def test_once_runs_the_chosen_runners_only(services: Services, once: Once) -> None:
    line = the_only_line(once("--runners", "housekeeping").stdout)

    assert "housekeeping" in line
    assert "sequences" not in line


@pytest.mark.parametrize(
    ("arguments", "variables", "source"),
    [
        (("--runners", "sequences,mail"), {}, "--runners"),
        (("--runners", " , "), {}, "--runners"),
        ((), {"WORKER_TICK_RUNNERS": "mail"}, "WORKER_TICK_RUNNERS"),
    ],
)
def test_an_unknown_runner_is_refused_in_words(
    once: Once, arguments: tuple[str, ...], variables: dict[str, str], source: str
) -> None:
    result = once(*arguments, **variables)

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{source}: ")
    assert "known are inbox, sequences, housekeeping" in result.stderr


def test_a_bad_setting_is_refused_in_words(once: Once) -> None:
    result = once(CRM_TICK_SECONDS="soon")

    assert result.returncode == 2
    assert result.stderr.startswith("CRM_TICK_SECONDS: ")


def test_a_database_that_cannot_be_reached_is_told_without_its_password(once: Once) -> None:
    result = once(DATABASE_URL="postgresql://crm:hidden-word@127.0.0.1:1/crm")

    assert result.returncode == 2
    assert result.stderr.startswith("DATABASE_URL: ")
    assert "Traceback" not in result.stderr
    assert "hidden-word" not in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_is_in_flight_finish(
    services: Services, actor: Actor, start: Start, holding_server: HoldingServer,
    number: signal.Signals,
) -> None:  # fmt: skip
    enroll_many(services, actor, a_sequence(services, actor), 10)
    process = start(CRM_MAIL_URL=holding_server.url, CRM_SEND_CONNECTIONS="1")
    eventually(lambda: holding_server.received)

    process.send_signal(number)
    assert process.stderr is not None
    assert any(STOPPING in line for line in process.stderr)
    assert process.poll() is None
    holding_server.release.set()
    assert process.wait(PATIENCE) == 0

    # The message under way was finished, and no further one begun.
    assert len(holding_server.received) == 1
    assert statuses(services) == {DeliveryStatus.SENT: 1, DeliveryStatus.PLANNED: 9}
    with services.storage.read() as session:
        leased = select(EnrollmentRow.id).where(EnrollmentRow.lease_owner.is_not(None))
        assert session.scalars(leased).all() == []


def test_what_a_stopped_runner_left_is_sent_by_the_next_one_and_nothing_twice(
    services: Services, actor: Actor, start: Start, once: Once, outbox: Path
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 40)
    process = start(CRM_SEND_CONNECTIONS="1")
    eventually(lambda: outbox.exists() and list(outbox.glob("*.eml")))
    process.terminate()
    assert process.wait(PATIENCE) == 0
    before = statuses(services)[DeliveryStatus.SENT]

    line = the_only_line(once().stdout)

    assert before + line["sent"] == 40
    assert statuses(services) == {DeliveryStatus.SENT: 40}
    assert len(list(outbox.glob("*.eml"))) == 40


def test_a_stopped_runner_says_good_bye(services: Services, start: Start) -> None:
    process = start()
    eventually(lambda: [row for row in runner_rows(services) if row.doing == "idle"])
    assert runner_rows(services)[0].stopped_at is None

    process.terminate()

    assert process.wait(PATIENCE) == 0
    assert [row.doing for row in runner_rows(services)] == ["stopped"]
    assert runner_rows(services)[0].stopped_at is not None


def test_a_runner_that_is_stopped_while_it_starts_ends_well(start: Start, outbox: Path) -> None:
    process = start()
    command = Path(f"/proc/{process.pid}/status")
    # The handler is there once the process catches SIGTERM (bit 15 of SigCgt).
    eventually(lambda: _catches(command.read_text(), signal.SIGTERM))

    process.terminate()

    assert process.wait(PATIENCE) == 0


def _catches(status: str, number: signal.Signals) -> bool:
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def test_an_idle_runner_keeps_beating(services: Services, start: Start) -> None:
    start()
    eventually(lambda: [row for row in runner_rows(services) if row.doing == "idle"])
    first = runner_rows(services)[0].beat_at

    eventually(lambda: runner_rows(services)[0].beat_at > first)


def test_the_loop_sends_what_falls_due_while_it_runs(
    services: Services, actor: Actor, start: Start, outbox: Path
) -> None:
    start()
    eventually(lambda: [row for row in runner_rows(services) if row.doing == "idle"])

    enroll_many(services, actor, a_sequence(services, actor), 2)

    eventually(lambda: outbox.exists() and len(list(outbox.glob("*.eml"))) == 2)


def test_a_tick_that_does_something_is_noted_and_an_idle_one_is_not(
    services: Services, actor: Actor, once: Once
) -> None:
    enroll_many(services, actor, a_sequence(services, actor, CALL), 2)
    once()
    once()

    with services.storage.read() as session:
        ticks = session.scalars(select(RunnerTickRow)).all()
    assert [(tick.runner, tick.error) for tick in ticks] == [("sequences", None)]
    assert ticks[0].counts == NOTHING | {"processed": 2, "tasksCreated": 2}


def test_logs_go_to_stderr_as_json_lines(services: Services, actor: Actor, once: Once) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 1)

    result = once()

    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["action"] for line in lines] == ["runner.tick"]
    assert lines[0]["sent"] == 1


def test_a_terminal_gets_a_progress_bar_and_stdout_still_one_line(
    services: Services, actor: Actor, environment: dict[str, str]
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 5)
    watcher, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "runner.py"), "--once"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    out, _ = process.communicate(timeout=PATIENCE)
    os.close(terminal)
    shown = os.read(watcher, 100_000).decode()
    os.close(watcher)

    assert "sequences: 100%" in shown
    assert "5/5" in shown
    assert "sent=5" in shown
    assert the_only_line(out)["sent"] == 5


HEAVY = {
    "pandas", "streamlit", "fastapi", "typer", "alembic", "holidays", "liquid", "phonenumbers",
    "openai", "argon2", "tqdm", "prometheus_client", "psycopg", "inscriptis",
}  # fmt: skip


def modules_after_once(environment: dict[str, str], **variables: str) -> set[str]:
    program = "import json, runner, sys; runner.main(['--once']); print(json.dumps([*sys.modules]))"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


def test_an_idle_tick_imports_nothing_heavy(environment: dict[str, str]) -> None:
    modules = modules_after_once(environment)

    assert "crm_core.touches.run" in modules
    assert modules & HEAVY == set()


def test_a_runner_apart_imports_no_database(environment: dict[str, str]) -> None:
    modules = modules_after_once(
        environment, API_BASE_URL="http://127.0.0.1:9", SERVICE_TOKEN="a-token"
    )

    assert "crm_core.runner.remote" in modules
    assert modules & (HEAVY | {"sqlalchemy", "sqlite3"}) == set()

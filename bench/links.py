"""The routes that messages link to at a steady rate, while a runner sends from the same data."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from sqlalchemy import text

from bench.http_load import Asked, Came
from bench.mail import STEP, sink
from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows
from crm_core.storage.tables import DeliveryRow
from crm_core.touches.run import run_touches
from crm_core.touches.tracking import step_key_of

ROOT = Path(__file__).parents[1]
RATE = 500
MAILS_A_SECOND = 2_500
"""E-mails that are due for each second of a run: more than the runner sends."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PATIENCE = 60.0
ROUTES = {"unsubscribe": 200, "click": 302, "open": 200}
"""What is asked for, and the status of a right answer."""


def run(seconds: int, kinds: tuple[str, ...]) -> dict[str, float]:
    results: dict[str, float] = {}
    with sink() as port:
        for kind in kinds:
            for route, came, mails in _measured(kind, seconds, f"smtp://127.0.0.1:{port}"):
                name = f"links.{kind}.{route}"
                results |= {
                    f"{name}.per_second": came.per_second, f"{name}.p50_ms": came.p50,
                    f"{name}.p99_ms": came.p99, f"{name}.worst_ms": came.worst,
                    f"{name}.errors": came.errors, f"{name}.mails_per_second_beside": mails,
                }  # fmt: skip
    return results


def _measured(kind: str, seconds: int, mail_url: str) -> Iterator[tuple[str, Came, float]]:
    with bench_services(kind, crm_mail_url=mail_url, crm_allow_clock=False) as services:
        people, due = RATE * seconds, MAILS_A_SECOND * seconds
        sequence = a_sequence(services, STEP)
        fill(services, sequence, people, people)
        ids = _kept_back(services, sequence)
        fill(services, a_sequence(services, STEP), due * len(ROUTES), due * len(ROUTES))
        with _server(services) as port:
            for route, payloads in _payloads(services, ids).items():
                asked = Asked(port, RATE, seconds, payloads, ROUTES[route])
                with _runner(services) as sent:
                    came = _load(asked)
                yield route, came, sent[0] / seconds


def _kept_back(services: Services, sequence_id: int) -> list[int]:
    """The enrollments' ids; their e-mails went out yesterday, and nothing is due for a year."""
    now = datetime.now(UTC)
    with services.storage.write() as session:
        session.execute(
            text("UPDATE enrollments SET next_run_at = :later WHERE sequence_id = :sequence"),
            {"later": (now + timedelta(days=365)).replace(tzinfo=None).isoformat(" ")
             if services.storage.is_sqlite else now + timedelta(days=365),
             "sequence": sequence_id},
        )  # fmt: skip
        rows = session.execute(
            text("SELECT id, party_id FROM enrollments WHERE sequence_id = :sequence ORDER BY id"),
            {"sequence": sequence_id},
        ).all()
        insert_rows(
            session, DeliveryRow, ("enrollment_id", "party_id", "message_id", "recipient"),
            [(key, party, f"bench-{key}@example.com", f"ada{party}@example.com")
             for key, party in rows],
            same={"tenant_id": 1, "step_key": "st_bench", "mailbox_id": 1, "subject": "",
                  "thread_subject": "", "references": "", "status": "sent", "attempts": 1,
                  "reason": "", "planned_at": NOW, "taken_at": NOW, "sent_at": NOW},
        )  # fmt: skip
    with services.storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as c:
        c.exec_driver_sql("ANALYZE")
    return [row.id for row in rows]


def _payloads(services: Services, ids: Sequence[int]) -> dict[str, list[str]]:
    """The requests of each route, one for each e-mail."""
    box, url = services.secrets, "https://example.com/a/page?of=a&few=words"
    form = "List-Unsubscribe=One-Click"
    posted = (
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}"
        f"\r\n\r\n{form}"
    )
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {BROWSER}\r\n"
    keys = [step_key_of(key, "st_bench") for key in ids]
    return {
        "unsubscribe": [
            f"POST /u/{box.unsubscribe_token(1, str(key))} {head}{posted}" for key in ids
        ],
        "click": [f"GET /t/c/{box.click_token(1, key, url)} {head}\r\n" for key in keys],
        "open": [f"GET /t/o/{box.open_token(1, key)} {head}\r\n" for key in keys],
    }


def _load(asked: Asked) -> Came:
    """From another process, so that the requests and the runner have an interpreter each."""
    said = subprocess.run(
        [sys.executable, "-m", "bench.http_load"], input=json.dumps(asdict(asked)), text=True,
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return Came(**json.loads(said.stdout))


@contextmanager
def _runner(services: Services) -> Iterator[list[int]]:
    """A runner that sends while the block runs; how many it sent is there afterwards."""
    stop, sent = Event(), [0]

    def work() -> None:
        sent[0] = run_touches(services, now=NOW, stop=stop).sent

    thread = Thread(target=work)
    thread.start()
    try:
        yield sent
    finally:
        stop.set()
        thread.join()


@contextmanager
def _server(services: Services) -> Iterator[int]:
    """The port of the server that `streamlit run app.py` starts on the same database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    settings = services.settings
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url,
        "CRM_SECRET_KEY": settings.crm_secret_key or "", "CRM_MAIL_URL": settings.crm_mail_url,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port",
         str(port), "--server.address", "127.0.0.1", "--server.headless", "true",
         "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"],
        env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            sleep(0.2)
    raise RuntimeError("the server did not come up")

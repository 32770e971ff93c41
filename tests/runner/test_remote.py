"""The worker apart from the API: it triggers the run over HTTP, and only that."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from crm_core.errors import InvalidInput
from crm_core.runner.remote import LIMIT, Remote, remote_worker
from crm_core.runner.worker import total
from crm_core.settings import Settings
from tests.runner.conftest import the_only_line

DONE = total(()) | {"processed": 4, "sent": 3, "waiting": 1}


@dataclass
class Api:
    """Answers the internal route: a list of (status, body), the last one for ever."""

    answers: list[tuple[int, object]] = field(default_factory=lambda: [(200, DONE)])
    requests: list[tuple[str, str | None, Any]] = field(default_factory=list)
    silent: bool = False
    over: Event = field(default_factory=Event)
    url: str = ""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setenv("no_proxy", "*")
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            api.requests.append((self.path, self.headers["Authorization"], json.loads(body)))
            if api.silent:
                api.over.wait(30)
                return
            status, answer = api.answers.pop(0) if len(api.answers) > 1 else api.answers[0]
            self.send_response(status)
            if status in (302, 307):
                self.send_header("Location", f"{api.url}/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield api
    api.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def remote(api: Api) -> Remote:
    return Remote(api.url, "the-token", 5, timeout=10)


def test_a_tick_posts_to_the_internal_route_with_the_service_token(
    api: Api, remote: Remote
) -> None:
    outcome = remote.tick("sequences", Event())

    assert api.requests == [("/internal/crm/sequences/run", "Bearer the-token", {"limit": LIMIT})]
    assert (outcome.counts, outcome.error) == (DONE, None)


def test_a_tick_goes_on_while_as_much_is_due_as_it_asks_for(api: Api, remote: Remote) -> None:
    api.answers = [(200, total(()) | {"processed": LIMIT}), (200, DONE)]

    outcome = remote.tick("sequences", Event())

    assert outcome.counts["processed"] == LIMIT + 4
    assert len(api.requests) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {"title": "Sign in first", "detail": "The token is wrong."}), "401: The token is"),
        ((503, {"title": "Not available here"}), "503: Not available here"),
        ((500, "no problem document"), "500: Internal Server Error"),
        ((200, {"items": []}), "holds no counts"),
        ((200, DONE | {"sent": "many"}), "holds no counts"),
        ((200, DONE | {"sent": -1}), "holds no counts"),
    ],
)
def test_an_answer_that_is_no_run_is_an_error_in_words(
    api: Api, remote: Remote, answer: tuple[int, object], words: str
) -> None:
    api.answers = [answer]

    outcome = remote.tick("sequences", Event())

    assert words in (outcome.error or "")
    assert outcome.counts == total(())


@pytest.mark.parametrize("status", [302, 307])
def test_the_token_is_not_carried_to_another_address(api: Api, remote: Remote, status: int) -> None:
    api.answers = [(status, {}), (200, DONE)]

    outcome = remote.tick("sequences", Event())

    assert str(status) in (outcome.error or "")
    assert len(api.requests) == 1


def test_after_a_time_out_the_next_tick_tries_again(api: Api) -> None:
    remote = Remote(api.url, "the-token", 5, timeout=0.2)
    api.silent = True
    assert "did not answer" in (remote.tick("sequences", Event()).error or "")

    api.silent = False
    assert remote.tick("sequences", Event()).counts == DONE


def test_nobody_listening_is_an_error_of_the_tick(api: Api) -> None:
    remote = Remote("http://127.0.0.1:9", "the-token", 5)

    assert "did not answer" in (remote.tick("sequences", Event()).error or "")


@pytest.mark.parametrize(
    ("settings", "names", "field"),
    [
        ({"service_token": None}, ("sequences",), "SERVICE_TOKEN"),
        ({"service_token": "  "}, ("sequences",), "SERVICE_TOKEN"),
        ({"service_token": "a\nb"}, ("sequences",), "SERVICE_TOKEN"),
        ({"api_base_url": "localhost:8501"}, ("sequences",), "API_BASE_URL"),
        ({"api_base_url": "ftp://localhost"}, ("sequences",), "API_BASE_URL"),
        ({"api_base_url": "http://"}, ("sequences",), "API_BASE_URL"),
        ({"api_base_url": "http://localhost:port"}, ("sequences",), "API_BASE_URL"),
        ({}, ("housekeeping",), "API_BASE_URL"),
    ],
)
def test_what_cannot_work_is_refused_at_the_start(
    settings: dict[str, Any], names: tuple[str, ...], field: str
) -> None:
    given = {"api_base_url": "http://localhost:8501/", "service_token": "the-token"} | settings

    with pytest.raises(InvalidInput) as refusal:
        remote_worker(Settings(_env_file=None, **given), names)

    assert refusal.value.field == field


def test_the_runner_apart_opens_no_database(
    api: Api, once: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    result = once(
        DATABASE_URL="sqlite:////proc/no/such/place.db",
        API_BASE_URL=api.url + "/",
        SERVICE_TOKEN="the-token",
    )

    assert result.returncode == 0, result.stderr
    assert the_only_line(result.stdout) == {**DONE, "inbox": DONE, "sequences": DONE}
    assert [path for path, _, _ in api.requests] == [
        "/internal/crm/inboxes/run", "/internal/crm/sequences/run",
    ]  # fmt: skip


def test_an_api_that_reads_no_inboxes_is_no_fault(api: Api) -> None:
    api.answers = [(404, {"detail": "There is nothing at this address."})]
    remote = Remote(api.url, "the-token", 5, names=("inbox", "sequences"))
    assert remote.tick("inbox", Event()).error is None
    assert remote.tick("sequences", Event()).error is not None


def test_the_runner_apart_without_a_token_is_refused_in_words(
    once: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    result = once(API_BASE_URL="http://127.0.0.1:9", SERVICE_TOKEN="")

    assert result.returncode == 2
    assert result.stderr.startswith("SERVICE_TOKEN: ")


def test_once_fails_when_the_api_does(
    api: Api, once: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    api.answers = [(401, {"detail": "wrong"})]

    result = once(API_BASE_URL=api.url, SERVICE_TOKEN="another-token")

    assert result.returncode == 1
    assert the_only_line(result.stdout)["sent"] == 0
    assert "another-token" not in result.stderr

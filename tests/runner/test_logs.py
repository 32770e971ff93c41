"""Log lines: JSON or columns, and never a secret or a whole address."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from crm_core.logs import configure_logs, mask_secrets, mask_text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("to ann.lee+x@harbor.example.com.", "to a***@harbor.example.com."),
        ("<o'brien@example.com>, b@example.com", "<o***@example.com>, b***@example.com"),
        ("smtp://user:p@ss/w:rd@mail.example.com:587 failed",
         "smtp://***@mail.example.com:587 failed"),
        ("postgresql+psycopg://crm:pw@db/crm", "postgresql+psycopg://***@db/crm"),
        ("http://localhost:8501/crm", "http://localhost:8501/crm"),
        ("password=hunter2&name=x", "password=***&name=x"),
        ('{"api_key": "sk-1234", "a": 1}', '{"api_key": ***, "a": 1}'),
        ("Authorization: Bearer abcdefghij", "Authorization: Bearer ***"),
        ("key dst_" + "x" * 43, "key ***"),
        ("step st_0123456789abcdef at 10:00", "step st_0123456789abcdef at 10:00"),
    ],
)  # fmt: skip
def test_a_text_keeps_its_sense_and_loses_its_secrets(text: str, masked: str) -> None:
    assert mask_text(text) == masked


def test_values_are_masked_by_their_name_and_at_any_depth() -> None:
    class Words:
        def __str__(self) -> str:
            return "of ann@example.com"

    event = {
        "event": "signed in",
        "password": "hunter2",
        "service_token": ["a", "b"],
        "enrollment_id": 7,
        "request": {"Authorization": "Bearer x", "to": ["ann@example.com"]},
        "fault": Words(),
        "raw": b"secret",
    }

    assert mask_secrets(None, "info", event) == {
        "event": "signed in",
        "password": "***",
        "service_token": "***",
        "enrollment_id": 7,
        "request": {"Authorization": "***", "to": ["a***@example.com"]},
        "fault": "of a***@example.com",
        "raw": "<6 bytes>",
    }


def test_a_file_gets_json_lines_with_action_and_ids() -> None:
    stream = io.StringIO()
    configure_logs(stream=stream)

    structlog.get_logger("crm_core.x").info("tick", action="runner.tick", enrollment_id=7)

    line = json.loads(stream.getvalue())
    assert (line["event"], line["action"], line["enrollment_id"]) == ("tick", "runner.tick", 7)
    assert line["level"] == "info"


def test_a_terminal_gets_columns() -> None:
    stream = Terminal()
    configure_logs(stream=stream)

    structlog.get_logger("crm_core.x").info("tick", action="runner.tick")

    assert "runner.tick" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


@pytest.mark.parametrize("kind", [io.StringIO, Terminal])
def test_an_exception_is_told_without_secrets_and_without_its_variables(
    kind: type[io.StringIO],
) -> None:
    stream = kind()
    configure_logs(stream=stream)
    local = "a-local-variable"
    try:
        raise RuntimeError(f"no way to smtp://user:hidden@mail.example.com ({len(local)})")
    except RuntimeError:
        structlog.get_logger("crm_core.x").exception("failed", action="x")

    told = stream.getvalue()
    assert "RuntimeError: no way to smtp://***@mail.example.com" in told
    assert "hidden" not in told
    assert local not in told


def test_a_library_is_heard_from_a_warning_up_and_masked_too() -> None:
    stream = io.StringIO()
    configure_logs(stream=stream)

    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("lost %s", "ann@example.com")

    line = json.loads(stream.getvalue())
    assert line["event"] == "lost a***@example.com"

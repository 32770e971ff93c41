"""Passwords, keys and tokens that the installation is given are found nowhere that it writes.

Each is a canary: a text that stands nowhere else. They are looked for as they are, in
hexadecimal, and in base64 wherever it may begin, because mail servers are told them so.
"""

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.certificates import Authority
from tests.end_to_end.conftest import Server
from tests.mail_server import MailServer, mail_server
from tests.processes import PATIENCE, ROOT, clean_environment

CANARIES = {
    name: f"canary{name}7f3a9c51e2"
    for name in ("mail", "inbox", "box", "refused", "service", "user", "token")
} | {"key": "canarykey7f3a9c51e2" * 2, "old": "canaryold7f3a9c51e2" * 2}

CRASH = """
import sys
from crm_core.touches import deliver
def way_out(services, mailbox):
    url = services.settings.crm_mail_url
    password = services.secrets.decrypt(mailbox.transport) if mailbox.transport else url
    raise RuntimeError("the way out is broken: " + password)
deliver.way_out = way_out
from runner import main
sys.exit(main(["--once"]))
"""
"""A runner in which a bug of ours throws with a password in its message and among its locals."""


def spellings(secret: str) -> Iterator[str]:
    yield secret
    yield secret.encode().hex()
    for before in range(3):
        # The ends of a base64 text depend on what stands beside it.
        yield base64.b64encode(b"\0" * before + secret.encode()).decode()[4:-4]


def found_in(content: bytes, secrets: dict[str, str]) -> list[str]:
    return [
        name
        for name, secret in secrets.items()
        if any(spelled.encode() in content for spelled in spellings(secret))
    ]


@pytest.fixture
def mail(authority: Authority) -> Iterator[MailServer]:
    """A mail server that knows another password."""
    with mail_server(tls=authority.server, account=("sales", "another password")) as server:
        yield server


@pytest.fixture
def installation(tmp_path: Path, mail: MailServer, authority: Authority) -> dict[str, str]:
    """The settings, all secrets of theirs canaries."""
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
        "CRM_SECRET_KEY": CANARIES["key"],
        "CRM_SECRET_KEYS_OLD": CANARIES["old"],
        "SERVICE_TOKEN": CANARIES["service"],
        "CRM_MAIL_URL": f"smtp://sales:{CANARIES['mail']}@127.0.0.1:{mail.port}",
        "SSL_CERT_FILE": str(authority.certificate),
    }


@pytest.fixture
def says(installation: dict[str, str], tmp_path: Path) -> Callable[..., tuple[int, bytes]]:
    """Runs a program of the product's; gives its exit code and all that it wrote."""

    def run(*command: str, stdin: str = "", **variables: str) -> tuple[int, bytes]:
        done = subprocess.run(
            [sys.executable, *command], input=stdin.encode(), cwd=tmp_path, timeout=PATIENCE,
            env={**clean_environment(), **installation, **variables}, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout

    return run


def test_secrets_are_found_in_nothing_that_is_written(
    installation: dict[str, str],
    says: Callable[..., tuple[int, bytes]],
    serve: Callable[..., Server],
    mail: MailServer,
    tmp_path: Path,
) -> None:
    secrets = dict(CANARIES)
    written: dict[str, bytes] = {}
    crm = ("-m", "crm_core")
    add = ("user", "add", "ann@example.com", "--role", "manager", "--password-stdin")
    _, written["user add"] = says(*crm, *add, stdin=secrets["user"])
    _, written["mailbox add"] = says(
        *crm, "mailbox", "add", "ann@example.com", "--owner", "ann@example.com",
        CRM_MAILBOX_URL=f"smtp://ann:{secrets['box']}@127.0.0.1:1",
    )  # fmt: skip
    _, refused = says(
        *crm, "mailbox", "add", "bob@example.com", "--url", f"nonsense://bob:{secrets['refused']}@x"
    )
    written["mailbox add, refused"] = refused
    server = serve(**installation)
    secrets["token"] = server.crm.headers["Authorization"].removeprefix("Bearer ")
    _due(server, "first")

    for name in ("doctor", "migrate"):
        _, written[name] = says(*crm, name)
    for name in ("list", "export"):
        _, written[f"suppress {name}"] = says(*crm, "suppress", name)
    for name in ("status", "reencrypt", "rotate"):
        _, written[f"key {name}"] = says(*crm, "key", name)
    code, written["a runner that crashes"] = says("-c", CRASH, PYTHONPATH=str(ROOT))
    _due(server, "second")
    tried = len(mail.sign_ins)
    _, written["a runner whose mail is refused"] = says(str(ROOT / "runner.py"), "--once")
    assert [sign_in.right for sign_in in mail.sign_ins[tried:]] == [False]
    assert b"Traceback" in written["a runner that crashes"], code
    inbox = f"imap://sales:{secrets['inbox']}@127.0.0.1:1/INBOX"
    _, written["a runner whose inbox is away"] = says(
        str(ROOT / "runner.py"), "--once", CRM_INBOX_URL=inbox
    )
    _, written["doctor, with an inbox"] = says(*crm, "doctor", CRM_INBOX_URL=inbox)
    written |= _answers(server, secrets)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            written[path.name] = path.read_bytes()

    assert {"crm.db", "server.log", "doctor"} <= written.keys()
    leaks = {name: found_in(content, secrets) for name, content in written.items()}
    assert {name: found for name, found in leaks.items() if found} == {}


def test_a_leak_would_be_found() -> None:
    secret = {"mail": CANARIES["mail"]}
    for before in ("", "\0", "\0sales\0", "a longer one"):
        spelled = base64.b64encode(f"{before}{secret['mail']} and more".encode())
        assert found_in(b"AUTH PLAIN " + spelled, secret) == ["mail"]
    assert found_in(f"smtp://a:{secret['mail']}@b".encode(), secret) == ["mail"]
    assert found_in(os.urandom(1_000), secret) == []


def _due(server: Server, name: str) -> None:
    """An e-mail that is due."""
    step = {"type": "EMAIL_AUTO", "subject": "Hi", "body": "Hello"}
    sequence = server.make("sequences", name=name, steps=[step], settings={"sendWindow": "ALWAYS"})
    lead = server.make("leads", firstName="Ada", email=f"{name}@example.com")
    server.make(
        "sequences/enroll", sequenceId=sequence["id"], entityType="LEAD", entityId=lead["id"]
    )


def _answers(server: Server, secrets: dict[str, str]) -> dict[str, bytes]:
    """What the server says to whoever asks, right or wrong."""
    told: dict[str, bytes] = {}
    lists = ("leads", "parties", "deals", "sequences", "enrollments", "activities")
    for path in (
        "/metrics", "/healthz", "/readyz", "/crm/openapi.json", "/crm/docs", "/sign-in",
        "/t/c/x", "/t/o/x", "/u/x", *(f"/crm/{name}" for name in lists),
    ):  # fmt: skip
        told[path] = server.crm.get(path).content
    wrong = {"Authorization": f"Bearer {secrets['token']}"}
    told["refused"] = httpx.get(f"{server.url}/internal/crm", headers=wrong).content
    run = f"{server.url}/internal/crm/sequences/run"
    told["refused run"] = httpx.post(run, headers=wrong, json={}).content
    right = {"Authorization": f"Bearer {secrets['service']}"}
    told["run"] = httpx.post(run, headers=right, json={}, timeout=PATIENCE).content
    form = {"email": "ann@example.com", "password": secrets["user"]}
    told["sign in"] = httpx.post(f"{server.url}/sign-in", data=form, timeout=PATIENCE).content
    form["password"] += "x"
    told["sign in, wrong"] = httpx.post(
        f"{server.url}/sign-in", data=form, timeout=PATIENCE
    ).content
    return told

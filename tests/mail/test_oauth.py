"""Signing in by access token: bought once, kept, bought anew, or not given."""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import orjson
import pytest

from crm_core.domain.refusals import Answer, Meaning, Stage, judge
from crm_core.errors import InvalidInput
from crm_core.mail.oauth import AccessTokens, NoToken, OAuthAccount, xoauth2
from crm_core.mail.smtp import SmtpConnection, SmtpTransport

if TYPE_CHECKING:
    from tests.mail.conftest import PlayedServer, Talk

CANARY = "canary-refresh-token"
INVALID_GRANT = (400, {"error": "invalid_grant", "error_description": f"about {CANARY}"})


@dataclass
class Endpoint:
    """A token endpoint that plays its answers in order, the last one again and again."""

    answers: list[tuple[int, object]]
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""

    def account(self) -> OAuthAccount:
        return OAuthAccount(self.url, "client", "secret", CANARY, "mail")


@pytest.fixture
def endpoint() -> Iterator[Callable[..., Endpoint]]:
    running: list[tuple[ThreadingHTTPServer, Thread]] = []

    def serve(*answers: tuple[int, object]) -> Endpoint:
        made = Endpoint(list(answers))

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                made.asked.append(parse_qs(self.rfile.read(length).decode()))
                status, body = made.answers[min(len(made.asked), len(made.answers)) - 1]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", made.url)
                self.end_headers()
                self.wfile.write(body if isinstance(body, bytes) else orjson.dumps(body))

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        running.append((server, thread))
        made.url = f"http://127.0.0.1:{server.server_address[1]}/token"
        return made

    yield serve
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


def a_token(number: int, life: float = 3600) -> tuple[int, object]:
    return 200, {"access_token": f"token-{number}", "expires_in": life, "token_type": "Bearer"}


def test_a_token_is_bought_with_the_refresh_token_and_kept(
    endpoint: Callable[..., Endpoint],
) -> None:
    there, tokens = endpoint(a_token(1), a_token(2)), AccessTokens()

    assert {tokens.get(there.account()) for _ in range(3)} == {"token-1"}
    assert there.asked == [
        {
            "grant_type": ["refresh_token"], "client_id": ["client"], "client_secret": ["secret"],
            "refresh_token": [CANARY], "scope": ["mail"],
        }
    ]  # fmt: skip


def test_one_that_is_over_or_was_refused_is_bought_anew(
    endpoint: Callable[..., Endpoint],
) -> None:
    there, tokens = endpoint(a_token(1, life=0.000_001), a_token(2), a_token(3)), AccessTokens()

    assert [tokens.get(there.account()) for _ in range(3)] == ["token-1", "token-2", "token-2"]
    assert tokens.get(there.account(), instead_of="token-2") == "token-3"
    assert tokens.get(there.account(), instead_of="token-2") == "token-3"


def test_many_lines_of_a_mailbox_ask_once(endpoint: Callable[..., Endpoint]) -> None:
    there, tokens = endpoint(a_token(1), a_token(2)), AccessTokens()

    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(lambda _: tokens.get(there.account()), range(8)))

    assert (got, len(there.asked)) == ({"token-1"}, 1)


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        (INVALID_GRANT, True),
        ((401, {"error": "invalid_client"}), True),
        ((400, b"no json"), True),
        ((503, {}), False),
        ((500, b"<html>"), False),
        ((400, {"error": "temporarily_unavailable"}), False),
        ((302, {}), False),
        ((200, {"no": "token"}), False),
        ((200, {"access_token": "a\r\nb"}), False),
        ((200, b"[]"), False),
    ],
)
def test_what_the_endpoint_refuses_is_final_or_passes(
    endpoint: Callable[..., Endpoint], answer: tuple[int, object], is_final: bool
) -> None:
    there = endpoint(answer)

    with pytest.raises(NoToken) as refusal:
        AccessTokens().get(there.account())

    assert refusal.value.is_final == is_final
    assert CANARY not in refusal.value.words
    assert len(there.asked) == 1


def test_an_endpoint_that_is_not_there_is_asked_again_later() -> None:
    with pytest.raises(NoToken) as refusal:
        AccessTokens().get(OAuthAccount("http://127.0.0.1:1/", "c", "", CANARY))
    assert not refusal.value.is_final


def transport(port: int, there: Endpoint) -> SmtpTransport:
    tokens = AccessTokens()
    return SmtpTransport(
        "127.0.0.1", port, user="ann@example.com", insecure=True,
        token=lambda refused: tokens.get(there.account(), instead_of=refused),
    )  # fmt: skip


def said(number: int) -> str:
    return f"AUTH XOAUTH2 {xoauth2('ann@example.com', f'token-{number}').decode()}"


def test_a_session_signs_in_with_the_token(
    played_server: "Callable[..., PlayedServer]", endpoint: Callable[..., Endpoint]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH XOAUTH2 PLAIN")
        assert talk.hear() == said(1)
        talk.say("235 2.7.0 welcome")
        talk.wait_for_the_end()

    connection = transport(played_server(scene).port, endpoint(a_token(1))).connect()

    assert isinstance(connection, SmtpConnection)
    connection.close()
    assert base64.b64decode(said(1).split()[2]) == (
        b"user=ann@example.com\x01auth=Bearer token-1\x01\x01"
    )


def test_a_token_that_the_server_refuses_is_replaced_once(
    played_server: "Callable[..., PlayedServer]", endpoint: Callable[..., Endpoint]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH XOAUTH2")
        for number in (1, 2):
            assert talk.hear() == said(number)
            talk.say("334 eyJzdGF0dXMiOiI0MDEifQ==")
            assert talk.hear() == ""
            talk.say(f"535 5.7.8 not {xoauth2('ann@example.com', f'token-{number}').decode()}")
        talk.wait_for_the_end()

    answer = transport(
        played_server(scene).port, endpoint(a_token(1), a_token(2), a_token(3))
    ).connect()

    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.AUTH, 535)
    assert judge(answer).meaning is Meaning.MAILBOX_FAULT
    assert answer.text == "5.7.8 not ***"


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [(INVALID_GRANT, Meaning.MAILBOX_FAULT), ((503, {}), Meaning.SERVER_AWAY)],
)
def test_without_a_token_the_mailbox_pauses_or_waits(
    played_server: "Callable[..., PlayedServer]",
    endpoint: Callable[..., Endpoint],
    answer: tuple[int, object],
    meaning: Meaning,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH XOAUTH2")
        talk.wait_for_the_end()

    server = played_server(scene)
    answered = transport(server.port, endpoint(answer)).connect()

    assert isinstance(answered, Answer)
    assert judge(answered).meaning is meaning
    assert not any("AUTH" in line for line in server.heard)


def test_without_encryption_a_token_stays_here(
    played_server: "Callable[..., PlayedServer]", endpoint: Callable[..., Endpoint]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH XOAUTH2")
        talk.wait_for_the_end()

    there = endpoint(a_token(1))
    server = played_server(scene)
    answer = SmtpTransport(
        "127.0.0.1", server.port, user="ann", token=lambda _: AccessTokens().get(there.account())
    ).connect()

    assert isinstance(answer, Answer)
    assert answer.stage is Stage.TLS
    assert there.asked == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tokenUrl": "http://example.com/t"}, "oauth.tokenUrl"),
        ({"tokenUrl": "https://"}, "oauth.tokenUrl"),
        ({"tokenUrl": "file:///etc/passwd"}, "oauth.tokenUrl"),
        ({"clientId": ""}, "oauth.clientId"),
        ({"refreshToken": None}, "oauth.refreshToken"),
        ({"refreshToken": "a\nb"}, "oauth.refreshToken"),
        ({"extra": "x"}, "oauth.extra"),
        ({"scope": 7}, "oauth.scope"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_its_field(
    given: dict[str, object], field: str
) -> None:
    good = {"tokenUrl": "https://example.com/t", "clientId": "c", "refreshToken": "r"}
    assert OAuthAccount.from_json(OAuthAccount.parse(good).to_json()) == OAuthAccount.parse(good)

    with pytest.raises(InvalidInput) as refusal:
        OAuthAccount.parse({**good, **given})

    assert refusal.value.field == field


def test_secrets_are_not_shown_where_an_account_is_printed() -> None:
    shown = repr(OAuthAccount("https://x", "c", "canary-secret", CANARY))
    assert "canary" not in shown

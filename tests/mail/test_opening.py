"""How a session with a mail server is opened, and that no password leaves in clear."""

import base64
import hmac
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import AuthResult

from crm_core.domain.refusals import Answer, Meaning, Stage, judge
from crm_core.mail.smtp import SmtpConnection, SmtpTransport

if TYPE_CHECKING:
    from tests.mail.conftest import Certificate, PlayedServer, Sink, Talk

PASSWORD = "pässword-%-1"


def allow(*accounts: tuple[str, str]) -> Callable[..., AuthResult]:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        account = (data.login.decode(), data.password.decode())
        return AuthResult(success=account in accounts, handled=False)

    return check


def send(connection: SmtpConnection) -> Answer:
    return connection.send(sender="a@x.example", recipient="b@y.example", payload=b"x: y\r\n\r\nz")


@pytest.mark.parametrize("user", ["", "ann"])
def test_a_server_that_offers_encryption_is_encrypted(
    real_server: "Callable[..., Sink]", certificate: "Certificate", user: str
) -> None:
    sink = real_server(
        tls_context=certificate.server,
        require_starttls=True,
        authenticator=allow(("ann", PASSWORD)),
    )
    connection = SmtpTransport(
        "127.0.0.1",
        sink.port,
        user=user,
        password=PASSWORD if user else "",
        context=certificate.trusting,
    ).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    assert send(connection).code == 250
    connection.close()
    assert len(sink.delivered) == 2


def test_smtps_is_encrypted_from_the_start(
    real_server: "Callable[..., Sink]", certificate: "Certificate"
) -> None:
    sink = real_server(
        tls=certificate.server,
        auth_require_tls=False,
        authenticator=allow(("ann", PASSWORD)),
    )
    connection = SmtpTransport(
        "127.0.0.1",
        sink.port,
        tls_from_start=True,
        user="ann",
        password=PASSWORD,
        context=certificate.trusting,
    ).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    assert connection.usable
    connection.close()


@pytest.mark.parametrize("tls_from_start", [True, False])
@pytest.mark.parametrize(("host", "trusted"), [("127.0.0.1", False), ("localhost", True)])
def test_a_certificate_that_does_not_fit_stops_the_mailbox_before_the_password(
    played_server: "Callable[..., PlayedServer]",
    certificate: "Certificate",
    tls_from_start: bool,
    host: str,
    trusted: bool,
) -> None:
    def scene(talk: "Talk") -> None:
        if not tls_from_start:
            talk.welcome("STARTTLS", "AUTH PLAIN")
            assert talk.hear() == "STARTTLS"
            talk.say("220 go on")
        with suppress(OSError):
            talk.encrypt(certificate.server)
            talk.hear()

    server = played_server(scene)
    answer = SmtpTransport(
        host,
        server.port,
        tls_from_start=tls_from_start,
        user="ann",
        password=PASSWORD,
        context=certificate.trusting if trusted else None,
    ).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code, answer.enhanced) == (Stage.TLS, 554, "5.7.5")
    assert "ertificate" in answer.text or "self" in answer.text
    assert judge(answer).meaning is Meaning.MAILBOX_FAULT
    assert not any("AUTH" in line for line in server.heard)


@pytest.mark.parametrize("tls_from_start", [True, False])
def test_insecure_takes_any_certificate(
    real_server: "Callable[..., Sink]", certificate: "Certificate", tls_from_start: bool
) -> None:
    sink = real_server(
        authenticator=allow(("ann", PASSWORD)),
        auth_require_tls=False,
        **({"tls": certificate.server} if tls_from_start else {"tls_context": certificate.server}),
    )
    connection = SmtpTransport(
        "localhost",
        sink.port,
        tls_from_start=tls_from_start,
        user="ann",
        password=PASSWORD,
        insecure=True,
    ).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    connection.close()


def test_without_encryption_the_password_stays_here(
    played_server: "Callable[..., PlayedServer]",
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH PLAIN LOGIN CRAM-MD5")
        assert talk.hear() == ""

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD
    ).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code, answer.enhanced) == (Stage.TLS, 538, "5.7.11")
    assert judge(answer).meaning is Meaning.MAILBOX_FAULT


def test_a_mailbox_may_allow_its_password_in_clear(real_server: "Callable[..., Sink]") -> None:
    sink = real_server(authenticator=allow(("ann", PASSWORD)), auth_require_tls=False)
    connection = SmtpTransport(
        "127.0.0.1", sink.port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    connection.close()


def test_words_slipped_in_before_the_encryption_end_the_session(
    played_server: "Callable[..., PlayedServer]", certificate: "Certificate"
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("STARTTLS")
        talk.hear()
        talk.sock.sendall(b"220 go on\r\n250 injected\r\n")
        assert talk.hear() == ""

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, context=certificate.trusting
    ).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.TLS, None)


def test_what_was_offered_in_clear_is_forgotten(
    played_server: "Callable[..., PlayedServer]", certificate: "Certificate"
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("STARTTLS", "PIPELINING", "SIZE 1")
        talk.hear()
        talk.say("220 go on")
        talk.encrypt(certificate.server)
        talk.hello()
        talk.take(pipelining=False)
        talk.wait_for_the_end()

    server = played_server(scene)
    connection = SmtpTransport("127.0.0.1", server.port, context=certificate.trusting).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    connection.close()
    assert "MAIL FROM:<a@x.example>" in server.heard


def challenge_of(words: str) -> str:
    return "334 " + base64.b64encode(words.encode()).decode()


def decoded(line: str) -> str:
    return base64.b64decode(line).decode()


def play_plain(talk: "Talk") -> None:
    verb, mechanism, first = talk.hear().split()
    assert (verb, mechanism, decoded(first)) == ("AUTH", "PLAIN", f"\0ann\0{PASSWORD}")


def play_plain_in_two_steps(talk: "Talk") -> None:
    assert talk.hear().startswith("AUTH PLAIN ")
    talk.say("334 ")
    assert decoded(talk.hear()) == f"\0ann\0{PASSWORD}"


def play_login(talk: "Talk") -> None:
    assert talk.hear() == "AUTH LOGIN"
    talk.say(challenge_of("Username:"))
    assert decoded(talk.hear()) == "ann"
    talk.say(challenge_of("Password:"))
    assert decoded(talk.hear()) == PASSWORD


def play_cram(talk: "Talk") -> None:
    assert talk.hear() == "AUTH CRAM-MD5"
    talk.say(challenge_of("<1.2@mail.example>"))
    digest = hmac.new(PASSWORD.encode(), b"<1.2@mail.example>", "md5").hexdigest()
    assert decoded(talk.hear()) == f"ann {digest}"


@pytest.mark.parametrize(
    ("offer", "play"),
    [
        ("AUTH PLAIN", play_plain),
        ("AUTH=PLAIN", play_plain),
        ("AUTH PLAIN", play_plain_in_two_steps),
        ("AUTH LOGIN", play_login),
        ("AUTH login plain", play_plain),
        ("AUTH CRAM-MD5", play_cram),
        ("AUTH LOGIN PLAIN CRAM-MD5", play_cram),
    ],
)
def test_each_way_to_sign_in(
    played_server: "Callable[..., PlayedServer]", offer: str, play: "Callable[[Talk], None]"
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome(offer)
        play(talk)
        talk.say("235 2.7.0 welcome")
        talk.take(pipelining=False)
        talk.wait_for_the_end()

    connection = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    connection.close()


def test_a_way_to_sign_in_that_the_server_does_not_mean_gives_way_to_the_next(
    played_server: "Callable[..., PlayedServer]",
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH CRAM-MD5 PLAIN")
        assert talk.hear() == "AUTH CRAM-MD5"
        talk.say("504 5.5.4 not really")
        play_plain(talk)
        talk.say("235 welcome")
        talk.wait_for_the_end()

    connection = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    assert isinstance(connection, SmtpConnection)
    connection.close()


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("535 5.7.8 wrong", Meaning.MAILBOX_FAULT),
        ("535 5.7.139 switched off for this tenant", Meaning.MAILBOX_FAULT),
        ("454 4.7.0 too many tries", Meaning.SERVER_AWAY),
        ("421 4.7.0 too many tries", Meaning.SERVER_AWAY),
        ("334 and another question", Meaning.SERVER_AWAY),
    ],
)
def test_a_wrong_password_is_tried_once(
    played_server: "Callable[..., PlayedServer]", words: str, meaning: Meaning
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH PLAIN LOGIN")
        while line := talk.hear():
            tries.append(line.split()[0])
            talk.say(words)

    tries: list[str] = []
    server = played_server(scene)
    answer = SmtpTransport(
        "127.0.0.1", server.port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    server.end()
    assert isinstance(answer, Answer)
    assert (answer.stage, f"{answer.code} {answer.text}") == (Stage.AUTH, words)
    assert judge(answer).meaning is meaning
    assert tries.count("AUTH") == 1


@pytest.mark.parametrize("offers", [(), ("AUTH",), ("AUTH GSSAPI XOAUTH2",)])
def test_a_server_without_a_known_way_to_sign_in_is_the_mailbox_s_fault(
    played_server: "Callable[..., PlayedServer]", offers: tuple[str, ...]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome(*offers)
        assert talk.hear() == ""

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.AUTH, 504)
    assert judge(answer).meaning is Meaning.MAILBOX_FAULT


@pytest.mark.parametrize("challenge", ["%%%", "a", "é"])
def test_a_challenge_that_cannot_be_read_ends_the_session(
    played_server: "Callable[..., PlayedServer]", challenge: str
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH CRAM-MD5")
        talk.hear()
        talk.say(f"334 {challenge}")
        talk.wait_for_the_end()

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD, insecure=True
    ).connect()
    assert isinstance(answer, Answer)
    assert answer.stage is Stage.AUTH


def test_the_password_is_nowhere_but_on_the_wire(
    played_server: "Callable[..., PlayedServer]",
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)

    def scene(talk: "Talk") -> None:
        talk.welcome("AUTH PLAIN")
        line = talk.hear()
        talk.say(f"535 5.7.8 you said {line} which is {decoded(line.split()[-1])[1:]}!")
        talk.wait_for_the_end()

    transport = SmtpTransport(
        "127.0.0.1", played_server(scene).port, user="ann", password=PASSWORD, insecure=True
    )
    answer = transport.connect()
    assert isinstance(answer, Answer)
    assert answer.text == "5.7.8 you said AUTH PLAIN *** which is ann ***!"
    everything = "".join(
        [repr(transport), transport.name, repr(answer), caplog.text, *capfd.readouterr()]
    )
    for secret in (PASSWORD, base64.b64encode(f"\0ann\0{PASSWORD}".encode()).decode()):
        assert secret not in everything


@pytest.mark.parametrize(
    ("words", "answer", "meaning"),
    [
        ("554 5.7.1 not you", Answer(Stage.CONNECT, 554, "5.7.1 not you"), Meaning.MAILBOX_FAULT),
        ("421 busy", Answer(Stage.CONNECT, 421, "busy"), Meaning.SERVER_AWAY),
        ("450 busy", Answer(Stage.CONNECT, 450, "busy"), Meaning.SERVER_AWAY),
        (
            "SSH-2.0-OpenSSH_9.6",
            Answer(Stage.CONNECT, None, "The server's words are not SMTP"),
            Meaning.SERVER_AWAY,
        ),
    ],
)
def test_a_greeting_that_is_no_welcome(
    played_server: "Callable[..., PlayedServer]", words: str, answer: Answer, meaning: Meaning
) -> None:
    def scene(talk: "Talk") -> None:
        talk.say(words)
        assert talk.hear() == ""

    found = SmtpTransport("127.0.0.1", played_server(scene).port).connect()
    assert found == answer
    assert judge(answer).meaning is meaning


def test_a_server_that_knows_no_ehlo_is_greeted_with_helo(
    played_server: "Callable[..., PlayedServer]",
) -> None:
    def scene(talk: "Talk") -> None:
        talk.say("220 mail.example")
        assert talk.hear() == "ehlo [127.0.0.1]"
        talk.say("502 not known")
        assert talk.hear() == "helo [127.0.0.1]"
        talk.say("250 mail.example")
        talk.take(pipelining=False)
        talk.wait_for_the_end()

    connection = SmtpTransport("127.0.0.1", played_server(scene).port).connect()
    assert isinstance(connection, SmtpConnection)
    assert send(connection).code == 250
    connection.close()


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("454 4.7.0 TLS not available", Meaning.SERVER_AWAY),
        ("501 5.5.4 no", Meaning.MAILBOX_FAULT),
    ],
)
def test_a_server_that_takes_its_offer_of_encryption_back(
    played_server: "Callable[..., PlayedServer]", words: str, meaning: Meaning
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("STARTTLS")
        assert talk.hear() == "STARTTLS"
        talk.say(words)
        assert talk.hear() == ""

    answer = SmtpTransport("127.0.0.1", played_server(scene).port).connect()
    assert isinstance(answer, Answer)
    assert answer.stage is Stage.TLS
    assert judge(answer).meaning is meaning


@pytest.mark.parametrize("tls_from_start", [True, False])
def test_a_server_that_hangs_up_instead_of_encrypting_is_away(
    played_server: "Callable[..., PlayedServer]", tls_from_start: bool
) -> None:
    def scene(talk: "Talk") -> None:
        if not tls_from_start:
            talk.welcome("STARTTLS")
            talk.hear()
            talk.say("220 go on")
        talk.sock.recv(1)

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, tls_from_start=tls_from_start
    ).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.TLS, None)


def test_a_server_that_does_not_speak_tls_is_the_mailbox_s_fault(
    played_server: "Callable[..., PlayedServer]",
) -> None:
    def scene(talk: "Talk") -> None:
        talk.say("220 mail.example")
        talk.wait_for_the_end()

    answer = SmtpTransport("127.0.0.1", played_server(scene).port, tls_from_start=True).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.TLS, 554)


@pytest.mark.parametrize("tls_from_start", [True, False])
def test_a_silent_server_is_waited_for_no_longer_than_it_should(
    played_server: "Callable[..., PlayedServer]", tls_from_start: bool
) -> None:
    def scene(talk: "Talk") -> None:
        talk.wait_for_the_end()

    answer = SmtpTransport(
        "127.0.0.1", played_server(scene).port, tls_from_start=tls_from_start, timeout=0.2
    ).connect()
    stage = Stage.TLS if tls_from_start else Stage.CONNECT
    assert answer == Answer(stage, None, "The server did not answer in time")


def test_nobody_listening_is_an_answer_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = SmtpTransport("127.0.0.1", port).connect()
    assert answer == Answer(Stage.CONNECT, None, "The connection failed: Connection refused")


@pytest.mark.parametrize("host", ["a..b", "x" * 80 + ".example"])
def test_a_name_that_cannot_be_one_is_an_answer_too(host: str) -> None:
    answer = SmtpTransport(host, 25).connect()
    assert isinstance(answer, Answer)
    assert (answer.stage, answer.code) == (Stage.CONNECT, None)

"""A message's way over SMTP, and what each accident on it is called."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from crm_core.domain.refusals import Answer, Meaning, Stage, judge
from crm_core.mail.headers import HeaderFault
from crm_core.mail.smtp import SmtpConnection, SmtpTransport

if TYPE_CHECKING:
    from tests.mail.conftest import PlayedServer, Sink, Talk

LARGE = b"x" * 900 + b"\r\n"
PAYLOAD = b"From: a@x.example\r\nSubject: x\r\n\r\nHello\r\n"

Send = Callable[..., Answer]


@pytest.fixture
def connect() -> Callable[..., SmtpConnection]:
    def opened(port: int, **options: object) -> SmtpConnection:
        answer = SmtpTransport("127.0.0.1", port, **options).connect()  # type: ignore[arg-type]
        assert isinstance(answer, SmtpConnection), answer
        return answer

    return opened


def send(connection: SmtpConnection, payload: bytes = PAYLOAD) -> Answer:
    return connection.send(sender="a@x.example", recipient="b@y.example", payload=payload)


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",), ("PIPELINING", "SIZE 100000")])
def test_messages_arrive_one_after_another_over_one_session(
    real_server: "Callable[..., Sink]",
    connect: Callable[..., SmtpConnection],
    extensions: tuple[str, ...],
) -> None:
    sink = real_server(*extensions)
    connection = connect(sink.port)
    for number in range(20):
        answer = connection.send(
            sender="a@x.example", recipient=f"b{number}@bücher.example", payload=PAYLOAD
        )
        assert (answer.stage, answer.code) == (Stage.BODY, 250)
        assert connection.usable
    connection.close()
    assert not connection.usable
    assert len(sink.sessions) == 1
    assert [(one.sender, one.recipients, one.payload) for one in sink.delivered] == [
        ("a@x.example", [f"b{number}@xn--bcher-kva.example"], PAYLOAD) for number in range(20)
    ]


@pytest.mark.parametrize(
    "payload",
    [
        b".\r\n",
        b".first\r\n..second\r\n.\r\n...\r\nlast.\r\n",
        b"a\r\n.\r\nQUIT\r\n",
        b"\r\n",
        b"a\r\n." * 5_000 + b"\r\n",
        LARGE * 5_000,
    ],
)
def test_no_line_of_a_message_ends_it(
    real_server: "Callable[..., Sink]",
    connect: Callable[..., SmtpConnection],
    payload: bytes,
) -> None:
    sink = real_server(data_size_limit=None)
    connection = connect(sink.port)
    assert send(connection, payload).code == 250
    assert [one.payload for one in sink.delivered] == [payload]
    connection.close()


def test_a_message_without_a_last_line_end_gets_one(
    real_server: "Callable[..., Sink]", connect: Callable[..., SmtpConnection]
) -> None:
    sink = real_server()
    connection = connect(sink.port)
    assert send(connection, b"Subject: x\r\n\r\nend").code == 250
    assert sink.delivered[0].payload == b"Subject: x\r\n\r\nend\r\n"
    connection.close()


def test_a_server_that_pipelines_gets_the_envelope_in_one_go(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING", "SIZE 1000")
        envelope = [talk.hear(), talk.hear(), talk.hear()]  # before any answer
        assert envelope == [
            f"MAIL FROM:<a@x.example> SIZE={len(PAYLOAD)}",
            "RCPT TO:<b@y.example>",
            "DATA",
        ]
        talk.say("250 ok", "250 ok", "354 go on")
        talk.hear_body()
        talk.say("250 taken")
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    assert send(connection) == Answer(Stage.BODY, 250, "taken")
    connection.close()


def test_a_server_that_does_not_pipeline_is_waited_for(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome()
        for reply in ("250 ok", "250 ok", "354 go on"):
            talk.hear()
            talk.sock.settimeout(0.05)
            with pytest.raises(TimeoutError):
                talk.sock.recv(1)
            talk.sock.settimeout(20)
            talk.say(reply)
        talk.hear_body()
        talk.say("250 taken")
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    assert send(connection).code == 250
    connection.close()


REFUSALS = [
    (Stage.MAIL, ["550 5.1.8 who are you"], Answer(Stage.MAIL, 550, "5.1.8 who are you")),
    (Stage.MAIL, ["451 later"], Answer(Stage.MAIL, 451, "later")),
    (
        Stage.RCPT,
        ["550-5.1.1 nobody", "550 5.1.1 here"],
        Answer(Stage.RCPT, 550, "5.1.1 nobody\n5.1.1 here"),
    ),
    (Stage.RCPT, ["452 4.2.2 full"], Answer(Stage.RCPT, 452, "4.2.2 full")),
    (Stage.DATA, ["554 no"], Answer(Stage.DATA, 554, "no")),
    (Stage.BODY, ["554 5.6.0 no"], Answer(Stage.BODY, 554, "5.6.0 no")),
    (Stage.BODY, ["451 4.3.0 later"], Answer(Stage.BODY, 451, "4.3.0 later")),
]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(("at", "words", "answer"), REFUSALS)
def test_a_refused_message_leaves_the_session_fit_for_the_next(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    pipelining: bool,
    at: Stage,
    words: list[str],
    answer: Answer,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome(*(["PIPELINING"] if pipelining else []))
        refused = False
        for stage, good in talk.envelope(pipelining=pipelining):
            if refused:
                talk.say("503 out of order")
            elif stage is at:
                talk.say(*words)
                refused = True
                if not pipelining:
                    break
            else:
                talk.say(good)
        if at is Stage.BODY:
            talk.hear_body()
            talk.say(*words)
        else:
            assert talk.hear() == "rset"
            talk.say("250 ok")
        talk.take(pipelining=pipelining)
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    assert send(connection) == answer
    assert connection.usable
    assert send(connection).code == 250
    connection.close()


def test_a_server_that_waits_for_a_message_to_nobody_gets_an_empty_one(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        list(talk.envelope(pipelining=True))
        talk.say("250 ok", "550 5.1.1 nobody", "354 go on")
        assert talk.hear() == "."
        talk.say("554 5.5.1 no valid recipients")
        talk.take()
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    assert send(connection) == Answer(Stage.RCPT, 550, "5.1.1 nobody")
    assert connection.usable
    assert send(connection).code == 250
    connection.close()


@pytest.mark.parametrize(
    ("replies", "then"),
    [
        (("250 ok", "550 nobody", "354 go on"), "250 taken, whoever it was for"),
        (("250 ok", "550 nobody", "354 go on"), "421 enough"),
        (("550 not you", "250 ok", "354 go on"), None),
        (("250 ok", "550 nobody", "250 what?"), None),
        (("250 ok", "550 nobody", "421 enough"), None),
        (("250 ok", "421 enough"), None),
        (("421 enough",), None),
    ],
)
def test_a_session_in_disorder_is_left_without_a_message(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    replies: tuple[str, ...],
    then: str | None,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        list(talk.envelope(pipelining=True))
        talk.say(*replies)
        if then is not None:
            assert talk.hear() == "."
            talk.say(then)
        assert talk.hear() == ""

    connection = connect(played_server(scene).port)
    answer = send(connection)
    refusal = next(reply for reply in replies if not reply.startswith("250"))
    assert f"{answer.code} {answer.text}" == refusal
    assert not connection.usable


def test_a_refusal_counts_even_if_the_server_then_hangs_up(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        list(talk.envelope(pipelining=True))
        talk.say("250 ok", "550 5.1.1 nobody")

    connection = connect(played_server(scene).port)
    assert send(connection) == Answer(Stage.RCPT, 550, "5.1.1 nobody")
    assert not connection.usable


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("at", [Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY])
def test_421_ends_the_session_wherever_it_comes(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    at: Stage,
    pipelining: bool,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome(*(["PIPELINING"] if pipelining else []))
        for stage, good in talk.envelope(pipelining=pipelining):
            if stage is at:
                break
            talk.say(good)
        else:
            talk.hear_body()
        talk.say("421 4.3.2 closing")
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    answer = send(connection)
    assert answer == Answer(at, 421, "4.3.2 closing")
    assert judge(answer).meaning is Meaning.SERVER_AWAY
    assert not connection.usable


@pytest.mark.parametrize("brutal", [True, False])
@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("at", "meaning"),
    [
        (Stage.MAIL, Meaning.SERVER_AWAY),
        (Stage.RCPT, Meaning.SERVER_AWAY),
        (Stage.DATA, Meaning.SERVER_AWAY),
        (Stage.BODY, Meaning.UNCERTAIN),
    ],
)
def test_a_connection_that_breaks_says_how_far_the_message_had_come(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    at: Stage,
    meaning: Meaning,
    pipelining: bool,
    brutal: bool,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome(*(["PIPELINING"] if pipelining else []))
        for stage, good in talk.envelope(pipelining=pipelining):
            if stage is at:
                break
            talk.say(good)
        else:
            talk.hear_body()
        if brutal:
            talk.reset()

    connection = connect(played_server(scene).port)
    answer = send(connection)
    assert answer.code is None
    assert judge(answer).meaning is meaning
    if not brutal or at is Stage.BODY:  # a reset may overtake the words said before it
        assert answer.stage is at
    assert not connection.usable
    assert send(connection).stage is Stage.CONNECT


def test_a_message_of_which_the_end_never_left_was_not_accepted(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        talk.sock.recv(100_000)
        talk.reset()

    connection = connect(played_server(scene).port)
    answer = send(connection, LARGE * 60_000)
    assert (answer.stage, answer.code) == (Stage.DATA, None)
    assert not connection.usable


def test_a_server_that_stops_reading_holds_a_message_no_longer_than_its_deadline(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        talk.over.wait(20)

    connection = connect(played_server(scene).port, deadline=1.0)
    began = time.monotonic()
    answer = send(connection, LARGE * 60_000)
    assert (answer.stage, answer.code) == (Stage.DATA, None)
    assert time.monotonic() - began < 10


def test_a_server_that_reads_in_sips_holds_a_message_no_longer_than_its_deadline(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        while not talk.over.wait(0.01):
            if not talk.sock.recv(32_768):
                break

    connection = connect(played_server(scene).port, deadline=1.0)
    began = time.monotonic()
    answer = send(connection, LARGE * 60_000)
    assert (answer.stage, answer.code) == (Stage.DATA, None)
    assert time.monotonic() - began < 5


def test_silence_after_the_final_dot_leaves_it_uncertain(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        talk.hear_body()
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port, deadline=1.0)
    answer = send(connection)
    assert answer == Answer(Stage.BODY, None, "The server did not answer in time")
    assert judge(answer).meaning is Meaning.UNCERTAIN


def test_the_last_answer_is_waited_for_longer_than_any_other(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        talk.hear_body()
        talk.over.wait(0.8)
        talk.say("250 slow but sure")
        list(talk.envelope(pipelining=True))
        talk.over.wait(20)

    connection = connect(played_server(scene).port, timeout=0.5)
    assert send(connection) == Answer(Stage.BODY, 250, "slow but sure")
    assert send(connection) == Answer(Stage.MAIL, None, "The server did not answer in time")


@pytest.mark.parametrize("at", [Stage.CONNECT, Stage.MAIL, Stage.BODY])
def test_a_server_that_drips_holds_a_message_no_longer_than_its_deadline(
    played_server: "Callable[..., PlayedServer]", at: Stage
) -> None:
    def drip(talk: "Talk") -> None:
        try:
            while not talk.over.wait(0.01):
                talk.sock.sendall(b"2")
        except OSError:
            pass

    def scene(talk: "Talk") -> None:
        if at is not Stage.CONNECT:
            talk.welcome("PIPELINING")
            for stage, good in talk.envelope(pipelining=True):
                if stage is at:
                    break
                talk.say(good)
            else:
                talk.hear_body()
        drip(talk)

    began = time.monotonic()
    transport = SmtpTransport("127.0.0.1", played_server(scene).port, timeout=60, deadline=1.0)
    opened = transport.connect()
    answer = opened if isinstance(opened, Answer) else send(opened)
    assert (answer.stage, answer.code) == (at, None)
    assert time.monotonic() - began < 10


GARBAGE = [
    "HTTP/1.1 400 Bad Request",
    "hello",
    "",
    "25",
    "2500 ok",
    "250?ok",
    "\x00\xff",
    "x" * 70_000,
]


@pytest.mark.parametrize("words", GARBAGE)
def test_words_that_are_not_smtp_are_no_answer(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection], words: str
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        for _, good in talk.envelope(pipelining=True):
            talk.say(good)
        talk.hear_body()
        talk.say(words)
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    answer = send(connection)
    assert answer == Answer(Stage.BODY, None, "The server's words are not SMTP")
    assert judge(answer).meaning is Meaning.UNCERTAIN
    assert not connection.usable


def test_an_answer_without_end_is_cut_off(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome()
        talk.hear()
        try:
            while True:
                talk.say(*["250-and another thing"] * 1_000)
        except OSError:
            pass

    connection = connect(played_server(scene).port)
    assert send(connection) == Answer(Stage.MAIL, None, "The server's words are not SMTP")


def test_an_answer_given_before_the_message_is_not_taken_for_its_acceptance(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        list(talk.envelope(pipelining=True))
        talk.say("250 ok", "250 ok", "354 go on", "250 taken, whatever it is")
        assert talk.hear() == ""

    connection = connect(played_server(scene).port)
    answer = send(connection)
    assert answer == Answer(Stage.DATA, None, "The server spoke out of turn")


@pytest.mark.parametrize("words", [["421 4.4.2 idle for too long"], []])
def test_a_session_that_the_server_ended_meanwhile_is_not_usable(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    words: list[str],
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        talk.take()
        talk.say(*words)

    server = played_server(scene)
    connection = connect(server.port)
    assert send(connection).code == 250
    server.end()
    assert not connection.usable
    answer = send(connection)
    # A server that has closed may answer with a reset, and what it said before is lost with it.
    assert (answer.stage, answer.code in {421, None}) == (Stage.MAIL, True)
    assert judge(answer).meaning is Meaning.SERVER_AWAY
    assert send(connection) == Answer(Stage.CONNECT, None, "The session has ended")


@pytest.mark.parametrize(
    "address",
    ["b@y.example>\r\nRCPT TO:<c@y.example", "b@y.example> SIZE=1", "b y@z", "", "b\0@y.z"],
)
def test_no_address_can_smuggle_a_command(
    played_server: "Callable[..., PlayedServer]",
    connect: Callable[..., SmtpConnection],
    address: str,
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome("PIPELINING")
        assert talk.hear() == "QUIT"
        talk.say("221 bye")

    connection = connect(played_server(scene).port)
    with pytest.raises(HeaderFault):
        connection.send(sender="a@x.example", recipient=address, payload=PAYLOAD)
    with pytest.raises(HeaderFault):
        connection.send(sender=address, recipient="b@y.example", payload=PAYLOAD)
    assert connection.usable
    connection.close()


def test_the_server_is_told_good_bye_once(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome()
        assert talk.hear() == "QUIT"
        talk.say("221 bye")
        assert talk.hear() == ""

    connection = connect(played_server(scene).port)
    connection.close()
    connection.close()
    assert not connection.usable


def test_what_a_server_says_is_kept_short_and_printable(
    played_server: "Callable[..., PlayedServer]", connect: Callable[..., SmtpConnection]
) -> None:
    def scene(talk: "Talk") -> None:
        talk.welcome()
        talk.hear()
        talk.sock.sendall(b"550-5.1.8 \x00\x1b[31m\xff\r\n550 " + b"a" * 30_000 + b"\r\n")
        talk.hear()
        talk.say("250 ok")
        talk.wait_for_the_end()

    connection = connect(played_server(scene).port)
    answer = send(connection)
    assert answer.text.startswith("5.1.8   [31m\ufffd\naaa")
    assert len(answer.text) <= 2_000
    assert answer.enhanced == "5.1.8"
    connection.close()

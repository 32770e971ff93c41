"""Mail servers on loopback: a real one (aiosmtpd), and one that plays any scene."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP as AioSmtp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crm_core.domain.refusals import Stage as MailStage

PATIENCE = 20.0


@dataclass(frozen=True)
class Certificate:
    """Self-signed, for 127.0.0.1 but not for localhost."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    encoding = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(encoding)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return Certificate(server, ssl.create_default_context(cafile=str(file)))


@dataclass
class Delivered:
    sender: str
    recipients: list[str]
    payload: bytes


@dataclass
class Sink:
    """An aiosmtpd handler that keeps what it gets."""

    extensions: tuple[str, ...] = ()
    delivered: list[Delivered] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    port: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(f"250-{one}" for one in self.extensions), responses[-1]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.sessions.add(id(session))
        self.delivered.append(
            Delivered(envelope.mail_from, list(envelope.rcpt_tos), envelope.content)
        )
        return "250 2.0.0 taken"


@pytest.fixture
def real_server() -> Iterator[Callable[..., Sink]]:
    """`real_server(*extensions, **options of aiosmtpd's SMTP)` listens and gives its sink."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def listen(*extensions: str, tls: ssl.SSLContext | None = None, **options: Any) -> Sink:
        sink = Sink(extensions)

        async def start() -> int:
            server = await loop.create_server(
                lambda: AioSmtp(sink, hostname="mail.example", loop=loop, **options),
                "127.0.0.1",
                0,
                ssl=tls,
            )
            return int(server.sockets[0].getsockname()[1])

        sink.port = asyncio.run_coroutine_threadsafe(start(), loop).result(PATIENCE)
        return sink

    yield listen

    async def cancel_all() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(cancel_all(), loop).result(PATIENCE)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(PATIENCE)
    loop.close()


class Talk:
    """The server's side of one conversation; a scene plays on it."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.sock = sock
        self.over = over
        self.heard: list[str] = []
        self._unread = b""

    def say(self, *lines: str) -> None:
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self) -> str:
        """The client's next line; empty when it has gone."""
        line = self._until(b"\r\n").decode("utf-8").removesuffix("\r\n")
        self.heard.append(line)
        return line

    def hear_body(self) -> bytes:
        return self._until(b"\r\n.\r\n")

    def welcome(self, *extensions: str) -> None:
        self.say("220 mail.example")
        self.hello(*extensions)

    def hello(self, *extensions: str) -> None:
        assert self.hear().startswith("ehlo ")
        self.say(*(f"250-{one}" for one in ("mail.example", *extensions)), "250 HELP")

    def envelope(self, *, pipelining: bool) -> Iterator[tuple[MailStage, str]]:
        """Each stage, once its command is heard, with the words that let the message pass."""
        stages = [
            (MailStage.MAIL, "250 ok"),
            (MailStage.RCPT, "250 ok"),
            (MailStage.DATA, "354 go on"),
        ]
        commands = [self.hear() for _ in stages] if pipelining else []
        for number, (stage, good) in enumerate(stages):
            command = commands[number] if pipelining else self.hear()
            assert command.startswith(stage)
            yield stage, good

    def take(self, answer: str = "250 2.0.0 taken", *, pipelining: bool = True) -> bytes:
        """One whole message."""
        for _, good in self.envelope(pipelining=pipelining):
            self.say(good)
        body = self.hear_body()
        self.say(answer)
        return body

    def encrypt(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_side=True)

    def reset(self) -> None:
        """Ends the connection with a RST instead of a FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def wait_for_the_end(self) -> None:
        """Until the client has gone; its good-bye is answered."""
        while line := self.hear():
            if line == "QUIT":
                self.say("221 bye")

    def _until(self, end: bytes) -> bytes:
        while end not in self._unread:
            try:
                received = self.sock.recv(65536)
            except ConnectionError:
                received = b""
            if not received:
                return b""
            self._unread += received
        before, _, self._unread = self._unread.partition(end)
        return before + end


Scene = Callable[[Talk], None]


class PlayedServer:
    """A listener; each scene plays for one connection, in order."""

    def __init__(self, scenes: tuple[Scene, ...]) -> None:
        self.talks: list[Talk] = []
        self.failure: BaseException | None = None
        self._scenes = scenes
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    @property
    def heard(self) -> list[str]:
        return [line for talk in self.talks for line in talk.heard]

    def _play(self) -> None:
        for scene in self._scenes:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.settimeout(PATIENCE)
            talk = Talk(sock, self._over)
            self.talks.append(talk)
            try:
                scene(talk)
            except BaseException as failure:
                self.failure = failure
            finally:
                talk.sock.close()

    def end(self) -> None:
        """Waits for the scene that is on; a failed one fails the test."""
        self._over.set()
        self._listener.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def played_server() -> Iterator[Callable[..., PlayedServer]]:
    """`played_server(scene, …)` listens for as many connections as there are scenes."""
    servers: list[PlayedServer] = []

    def listen(*scenes: Scene) -> PlayedServer:
        servers.append(PlayedServer(scenes))
        return servers[-1]

    yield listen
    for server in servers:
        server.end()

"""A real IMAP server for the whole session, and what cuts connections to it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Thread
from uuid import uuid4

import pytest

# Loaded with a process's first message otherwise, and these tests measure how long one takes.
import crm_core.mail.inbound.classify  # noqa: F401
from tests.dovecot import Dovecot, dovecot


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def user() -> str:
    """Somebody with an empty inbox."""
    return f"sales-{uuid4().hex[:12]}"


@dataclass
class Proxy:
    """Passes bytes on between a client and the server. `cut_after`: how many bytes of the server's
    each connection may get, one after the other; when they are used up nothing is cut any more."""

    target: int
    cut_after: list[int] = field(default_factory=list)
    port: int = 0
    cuts: int = 0
    passed: int = 0
    _numbers: Iterator[int] = field(default_factory=count)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        left = self.cut_after.pop(0) if self.cut_after else None
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            Thread(target=_pump, args=(client, server), daemon=True).start()
            while True:
                try:
                    data = server.recv(4096 if left is None else max(1, min(4096, left)))
                    if not data:
                        return
                    client.sendall(data)
                except OSError:
                    return
                self.passed += len(data)
                if left is not None:
                    left -= len(data)
                    if left <= 0:
                        self.cuts += 1
                        client.shutdown(socket.SHUT_RDWR)
                        return


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(4096):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(server: Dovecot, *cut_after: int) -> Iterator[Proxy]:
    """A way to the server that is cut as told."""
    made = Proxy(server.port, list(cut_after))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made.port = listener.getsockname()[1]
        Thread(target=made.serve, args=(listener,), daemon=True).start()
        yield made

"""A mail server on 127.0.0.1 with one mood: the answer that it gives to every message.

Moods are what the field's servers do on their worse days. One that is silent or drips holds its
sessions until the other side has enough, or the block that it serves ends.
"""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from socketserver import StreamRequestHandler
from threading import Condition, Event

from tests.listening import listening

_PATH = re.compile(rb"<([^>]*)>")
DRIP = 0.1
"""Seconds between two bytes of a server that drips."""


class Mood(StrEnum):
    """An answer begins with where it is given: to RCPT, to the message itself, or to AUTH."""

    FINE = "fine"
    CLOSING = "RCPT 421 4.3.2 closing for now"
    BUSY = "RCPT 450 4.2.1 the mailbox is busy"
    GREYLISTED = "RCPT 451 4.7.1 greylisted, come again"
    NO_ROOM = "BODY 452 4.3.1 insufficient storage"
    NOBODY = "RCPT 550 5.1.1 no such user here"
    FULL = "BODY 552 5.2.2 the mailbox is full"
    POLICY = "BODY 550 5.7.1 rejected by policy"
    WRONG_PASSWORD = "AUTH 535 5.7.8 wrong user or password"
    SILENT = "silent"
    DRIPPING = "dripping"
    RESETTING = "resetting"


@dataclass
class MoodyServer:
    """`taken`: the recipients of messages whose final dot came in, in order."""

    mood: Mood
    port: int = 0
    taken: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    changed: Condition = field(default_factory=Condition)

    def take(self, recipient: str) -> None:
        with self.changed:
            self.taken.append(recipient)
            self.changed.notify_all()

    def wait_for(self, number: int, seconds: float) -> bool:
        """Whether so many messages came in, waited for as long."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.taken) >= number, seconds)

    @property
    def url(self) -> str:
        account = "user:password@" if self.mood is Mood.WRONG_PASSWORD else ""
        return f"smtp://{account}127.0.0.1:{self.port}?insecure=1"


@contextmanager
def moody_server(mood: Mood) -> Iterator[MoodyServer]:
    """A server of that mood, while the block runs."""
    server = MoodyServer(mood)

    class Conversation(_Conversation):
        mail = server

    with listening(Conversation) as server.port:
        try:
            yield server
        finally:
            server.over.set()


class _Conversation(StreamRequestHandler):
    mail: MoodyServer
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self._say("220 moody.example.com")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self._say("250-moody.example.com", "250-PIPELINING", "250 AUTH PLAIN LOGIN")
            elif verb == b"QUIT":
                self._say("221 2.0.0 bye")
                return
            elif verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif not self._answered(verb.decode("ascii"), line):
                self._say("250 2.0.0 fine")

    def _answered(self, verb: str, line: bytes) -> bool:
        """Whether the mood had something else to say than that all is fine."""
        if verb == "RCPT":
            found = _PATH.search(line)
            self.recipient = found[1].decode() if found else ""
            if self.mail.mood is Mood.SILENT:
                self.mail.over.wait()
                raise ConnectionError
            if self.mail.mood is Mood.DRIPPING:
                self._drip()
        return self._said(verb)

    def _said(self, verb: str) -> bool:
        place, _, words = self.mail.mood.value.partition(" ")
        if place != verb:
            return False
        self._say(words)
        if words.startswith("421"):
            raise ConnectionError
        return True

    def _take(self) -> None:
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
        self.mail.take(self.recipient)
        if self.mail.mood is Mood.RESETTING:
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.connection.close()
            raise ConnectionError
        if not self._said("BODY"):
            self._say("250 2.0.0 taken")

    def _drip(self) -> None:
        self.connection.sendall(b"250-")
        while not self.mail.over.wait(DRIP):
            self.connection.sendall(b"a")
        raise ConnectionError

    def _say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

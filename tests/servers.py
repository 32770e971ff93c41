"""The outside world's ends: a transport whose answers a test scripts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from crm_core.domain.refusals import Answer, Stage
from crm_core.mail.begin import Begin

ACCEPTED = Answer(Stage.BODY, 250, "2.0.0 queued")


@dataclass
class ScriptedTransport:
    """Implements `crm_core.mail.transport.Transport`.

    `answer` decides each send by its recipient; `opening` answers `connect` in place of a
    connection. `sent` holds (recipient, payload) of what was accepted.
    """

    name: str = "scripted"
    answer: Callable[[str], Answer] = lambda recipient: ACCEPTED
    opening: Answer | None = None
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    before_send: Callable[[str], None] = lambda recipient: None
    lock: Lock = field(default_factory=Lock)

    def connect(self) -> "ScriptedConnection | Answer":
        return self.opening or ScriptedConnection(self)


@dataclass
class ScriptedConnection:
    transport: ScriptedTransport
    usable: bool = True

    def send(
        self, *, sender: str, recipient: str, payload: bytes, begin: Begin | None = None
    ) -> Answer:
        if begin is not None:
            begin()
        self.transport.before_send(recipient)
        answer = self.transport.answer(recipient)
        with self.transport.lock:
            self.transport.tried.append(recipient)
            if answer.stage is Stage.BODY and answer.code == 250:
                self.transport.sent.append((recipient, payload))
        if answer.code in (None, 421):
            self.usable = False
        return answer

    def close(self) -> None:
        self.usable = False

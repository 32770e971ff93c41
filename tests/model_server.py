"""A model on 127.0.0.1 that says what a script tells it, over the real protocol with streaming.

A script is a list of replies, one for each time that it is asked, or a function from the request
to a reply. What it was asked is kept, the header with the key included.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Condition, Event
from typing import Any, TypeAlias

from tests.listening import listening

Json = dict[str, Any]


@dataclass(frozen=True)
class Say:
    """Text, in the parts in which it is streamed. `gate`: each further part waits for it."""

    parts: tuple[str, ...]
    gate: Event | None = None

    @classmethod
    def words(cls, text: str) -> "Say":
        """A text word by word, as models stream."""
        return cls(tuple(word + " " for word in text.split(" ")))


@dataclass(frozen=True)
class Call:
    """Calls of tools: pairs of a name and arguments, as an object or as whatever text."""

    calls: tuple[tuple[str, Json | str], ...]
    text: str = ""

    @classmethod
    def of(cls, name: str, **arguments: object) -> "Call":
        return cls(((name, arguments),))


@dataclass(frozen=True)
class Status:
    """A refusal by a status code."""

    code: int
    error: Json = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cut:
    """The connection ends in the midst of the stream, after these parts."""

    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Garbage:
    """Something that is no answer, sent as it is with status 200."""

    body: str


@dataclass(frozen=True)
class Silence:
    """Nothing at all, until the server ends."""


Reply: TypeAlias = Say | Call | Status | Cut | Garbage | Silence
Script: TypeAlias = Sequence[Reply] | Callable[[Json], Reply]


@dataclass
class ModelServer:
    """`asked`: the bodies of all requests; `keys`: what stood in their Authorization."""

    script: Script
    port: int = 0
    asked: list[Json] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    changed: Condition = field(default_factory=Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def next(self, request: Json, key: str) -> Reply:
        with self.changed:
            number = len(self.asked)
            self.asked.append(request)
            self.keys.append(key)
            self.changed.notify_all()
        if callable(self.script):
            return self.script(request)
        if number >= len(self.script):
            return Status(500, {"message": "the script has ended"})
        return self.script[number]

    def wait_for(self, number: int, seconds: float = 20) -> bool:
        """Whether it was asked so often, waited for as long."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.asked) >= number, seconds)


def last_tool_results(request: Json) -> list[Json]:
    """What the tools said since the model last spoke, read from their JSON."""
    results: list[Json] = []
    for message in reversed(request["messages"]):
        if message["role"] != "tool":
            break
        results.append(json.loads(message["content"]))
    return results[::-1]


@contextmanager
def modelling(script: Script) -> Iterator[ModelServer]:
    """Be a model while the block runs."""
    server = ModelServer(script)

    class Conversation(_Conversation):
        model = server

    with listening(Conversation) as port:
        server.port = port
        try:
            yield server
        finally:
            server.over.set()


class _Conversation(BaseHTTPRequestHandler):
    model: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """What is asked is kept, not printed."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        assert self.path == "/v1/chat/completions", self.path
        reply = self.model.next(json.loads(body), self.headers.get("Authorization", ""))
        if isinstance(reply, Status):
            self._status(reply)
        elif isinstance(reply, Garbage):
            self._begin("text/event-stream", len(reply.body.encode()))
            self.wfile.write(reply.body.encode())
        elif isinstance(reply, Silence):
            self.model.over.wait(60)
            self.close_connection = True
        else:
            self._stream(reply)

    def _status(self, reply: Status) -> None:
        body = json.dumps({"error": {"message": "no", "code": None, **reply.error}}).encode()
        self.send_response(reply.code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, kind: str, length: int | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _stream(self, reply: Say | Call | Cut) -> None:
        self._begin("text/event-stream", None)
        self._event({"role": "assistant", "content": ""})
        if isinstance(reply, Call):
            self._calls(reply)
        else:
            gate = reply.gate if isinstance(reply, Say) else None
            for number, part in enumerate(reply.parts):
                if number and gate is not None:
                    gate.wait(60)
                self._event({"content": part})
        if isinstance(reply, Cut):
            self.close_connection = True
            self.connection.close()
            return
        self._event({}, "tool_calls" if isinstance(reply, Call) else "stop")
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        self._chunk({**_BASE, "choices": [], "usage": usage})
        self._write("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _calls(self, reply: Call) -> None:
        if reply.text:
            self._event({"content": reply.text})
        for index, (name, given) in enumerate(reply.calls):
            text = given if isinstance(given, str) else json.dumps(given)
            first = {"index": index, "id": f"call_{index}", "type": "function",
                     "function": {"name": name, "arguments": ""}}  # fmt: skip
            self._event({"tool_calls": [first]})
            for at in range(0, len(text), 4_000):
                part = {"index": index, "function": {"arguments": text[at : at + 4_000]}}
                self._event({"tool_calls": [part]})

    def _event(self, delta: Json, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._chunk({**_BASE, "choices": [choice]})

    def _chunk(self, data: Json) -> None:
        self._write(f"data: {json.dumps(data)}\n\n")

    def _write(self, text: str) -> None:
        body = text.encode()
        self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
        self.wfile.flush()


_BASE: Json = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}

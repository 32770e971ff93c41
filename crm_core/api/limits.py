"""How much of a body is read: a pure ASGI layer around the API's applications.

A body whose announced length is too large is refused before anything of it is read; one that
comes in chunks, when it has grown too large.
"""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_core.api.problems import BodyTooLarge, problem_of

BODY_MOST = 512 * 1024
DRAIN_MOST = 32 * 1024 * 1024
DRAIN_SECONDS = 5.0


class BodyLimit:
    """Answers 413 for a body over `BODY_MOST` bytes, or over what `larger` allows for its path,
    as the application sees it."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        most = self._larger.get(path, BODY_MOST)
        body = _Body(receive, send, most)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced[:20]) > most:
            body.refused = True
            await problem_of(_too_large(most))(scope, receive, body.send)
            return
        await self.app(scope, body.receive, body.send)


class _Body:
    """One request's body: counts what is read, and lets a refused sender finish.

    A server that closes while its client still writes resets the connection, and the client
    never sees the answer. So the rest is thrown away, within bounds, after the answer's last
    byte and before the response ends.
    """

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._most = receive, send, most
        self._size = 0
        self.refused = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            self.refused = message.get("more_body", False)
            raise _too_large(self._most)
        return message

    async def send(self, message: Message) -> None:
        last = message["type"] == "http.response.body" and not message.get("more_body", False)
        if not (last and self.refused):
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._drain()
        except TimeoutError:
            pass  # A slow sender has had its time.
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _drain(self) -> None:
        thrown, more = 0, True
        while more and thrown < DRAIN_MOST:
            message = await self._receive()
            thrown += len(message.get("body", b""))
            more = message.get("more_body", False)


def _too_large(most: int) -> BodyTooLarge:
    size = f"{most // 1024} KB" if most < 2**20 else f"{most // 2**20} MB"
    return BodyTooLarge(f"A body has at most {size}.", field="body")

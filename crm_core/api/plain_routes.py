"""Routes beside the two applications: they refuse with problem documents as well.

Those of messages' links take whatever stands below them, for a link may be cut off on its way, and
what nobody answers is the dashboard's.
"""

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from crm_core.api.problems import on_http_error


class PlainRoute(Route):
    """A route that answers a method that it does not have itself (405).

    Starlette would look for another route first, and end at the dashboard's.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        return (Match.FULL if match is Match.PARTIAL else match), child

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.methods is None or scope["method"] in self.methods:
            await super().handle(scope, receive, send)
            return
        allowed = {"Allow": ", ".join(sorted(self.methods))}
        await _refuse(HTTPException(405, headers=allowed), scope, receive, send)


class _Nothing:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _refuse(HTTPException(404), scope, receive, send)


def nothing_at(path: str) -> Route:
    """A path where the API has nothing (404), whatever the method."""
    return Route(path, _Nothing(), include_in_schema=False)


async def _refuse(fault: HTTPException, scope: Scope, receive: Receive, send: Send) -> None:
    answer = await on_http_error(Request(scope), fault)
    await answer(scope, receive, send)

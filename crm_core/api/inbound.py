"""`/internal/crm/inbound-mail`: one raw message, from a mail server's pipe or a provider's hook."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from crm_core.api.calls import InternalServices
from crm_core.api.fields import Answer
from crm_core.api.problems import UnsupportedBody
from crm_core.domain.words import InboundStatus, MailClass, Sentiment
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.usecases.inbound_mail import receive_mail

PATH = "/crm/inbound-mail"
MESSAGE_MOST = 25 * 1024 * 1024
"""Bytes of a message; what mail servers take at the most, as a rule."""
_KINDS = frozenset({"message/rfc822", "message/global", "application/octet-stream", "text/plain"})


class _MessageRoute(APIRoute):
    """Admits, then reads the body as it is: a message, not JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            admit: Callable[[Request], Services] = request.app.state.admit
            request.state.admitted = await run_in_threadpool(admit, request)
            kind = request.headers.get("content-type", "message/rfc822").partition(";")[0]
            if kind.strip().lower() not in _KINDS:
                raise UnsupportedBody("Send the message as message/rfc822.", field="Content-Type")
            request.state.message = await request.body()
            return await handle(request)

        return guarded


router = APIRouter(tags=["Internal"], route_class=_MessageRoute)


class InboundMailOutput(Answer):
    """What the message was taken for. `status`: QUARANTINED for one that could not be read."""

    classification: MailClass
    sentiment: Sentiment | None
    reply_text: str
    message_id: str
    matched_enrollment_id: int | None
    bounced_recipients: list[str]
    paused_until: datetime | None
    status: InboundStatus


@router.post(
    PATH,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def receive(services: InternalServices, request: Request) -> InboundMailOutput:
    """Receive one message as it came, at most 25 MB. Sent again, it changes nothing and is
    answered alike."""
    raw: bytes = request.state.message
    if not raw.strip():
        raise InvalidInput("The body is the message itself; it is empty.", field="body")
    received = receive_mail(services, raw=raw)
    return InboundMailOutput(
        classification=received.classification,
        sentiment=received.sentiment,
        reply_text=received.reply_text,
        message_id=received.message_id,
        matched_enrollment_id=received.matched_enrollment_id,
        bounced_recipients=list(received.bounced_recipients),
        paused_until=received.paused_until,
        status=received.status,
    )

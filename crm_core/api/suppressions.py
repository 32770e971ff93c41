"""`/crm/suppressions`: the addresses and domains that get no mail."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from starlette.responses import Response

from crm_core.api.calls import CurrentCall, GuardedRoute
from crm_core.api.fields import Answer, Input, Listing, PageAsked, listing, one_of
from crm_core.domain.words import SuppressionReason
from crm_core.usecases.suppressions import add_suppression
from crm_core.views.suppressions import SuppressionLine, list_suppressions

router = APIRouter(prefix="/suppressions", tags=["Suppressions"], route_class=GuardedRoute)


class SuppressionInput(Input):
    """An address or a domain that is to get no mail any more."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": "ada@example.com", "reason": "OPTED_OUT"}]}
    )

    address: str = Field(description="An address, or a domain with all below it.")
    reason: Annotated[str | None, one_of(SuppressionReason)] = None
    note: str | None = None


class Suppression(Answer):
    """One entry. `address` is null for a domain; both are for an erased person."""

    id: int
    address: str | None
    domain: str | None
    reason: SuppressionReason
    note: str
    created_at: datetime


class SuppressionResult(Answer):
    """`added`: false where it was on the list already. `stopped`: enrollments that ended."""

    added: bool
    stopped: int


@router.get("")
def list_all(call: CurrentCall, window: PageAsked) -> Listing[Suppression]:
    """The workspace's suppression list, newest first."""
    return listing(list_suppressions(call.services, actor=call.actor, window=window), _entry)


@router.post("", status_code=201, response_model=SuppressionResult)
def add(call: CurrentCall, body: SuppressionInput) -> Response:
    """Send no more mail to an address or a domain; enrollments of its people end at once."""

    def work() -> SuppressionResult:
        done = add_suppression(
            call.services, actor=call.actor, address=body.address, reason=body.reason,
            note=body.note,
        )  # fmt: skip
        return SuppressionResult(added=done.added > 0, stopped=done.stopped)

    return call.write(work, 201)


def _entry(line: SuppressionLine) -> Suppression:
    named = None if line.is_erased else line.value
    return Suppression(
        id=line.id,
        address=None if line.is_domain else named,
        domain=named if line.is_domain else None,
        reason=line.reason,
        note=line.source,
        created_at=line.created_at,
    )

"""`/crm/activities`: what is to do and what was done, and the timelines made of it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from crm_core.api.calls import Call, CurrentCall, GuardedRoute
from crm_core.api.fields import (
    Answer,
    Input,
    Listing,
    PageAsked,
    PathId,
    filter_id,
    listing,
    one_of,
)
from crm_core.domain.inputs import word
from crm_core.domain.words import (
    ActivitySource,
    ActivityStatus,
    ActivityType,
    EntityType,
    Sentiment,
)
from crm_core.usecases import activities as usecases
from crm_core.usecases.sending import send_draft
from crm_core.views import activities as views

router = APIRouter(prefix="/activities", tags=["Activities"], route_class=GuardedRoute)


class CompleteInput(Input):
    """What happened, how it went, and a note; all of it optional."""

    disposition: str | None = Field(None, examples=["Connected"])
    sentiment: Annotated[str | None, one_of(Sentiment)] = None
    note: str | None = None


class SkipInput(Input):
    """Nothing is needed to skip."""


class SendInput(Input):
    """Nothing is needed to send."""


class Activity(Answer):
    """One activity. `dueAt` is set for open ones, `completedAt` for those that are done."""

    id: int
    type: ActivityType
    status: ActivityStatus
    subject: str
    body: str
    due_at: datetime | None
    completed_at: datetime | None
    source: ActivitySource
    party_id: int | None
    lead_id: int | None
    deal_id: int | None
    enrollment_id: int | None
    owner_id: int | None
    disposition: str | None
    sentiment: Sentiment | None
    note: str | None
    created_at: datetime


def activity_of(line: views.ActivityLine) -> Activity:
    """A view's line as an answer."""
    return Activity(
        id=line.id,
        type=ActivityType(line.type),
        status=ActivityStatus(line.status),
        subject=line.subject,
        body=line.body,
        due_at=line.due_at,
        completed_at=line.completed_at,
        source=ActivitySource(line.source),
        party_id=line.party_id,
        lead_id=line.lead_id,
        deal_id=line.deal_id,
        enrollment_id=line.enrollment_id,
        owner_id=line.owner_id,
        disposition=line.disposition,
        sentiment=Sentiment(line.sentiment) if line.sentiment else None,
        note=line.note,
        created_at=line.created_at,
    )


@router.get("")
def list_activities(
    call: CurrentCall,
    window: PageAsked,
    entity_type: Annotated[
        str | None,
        Query(alias="entityType", description="Alone: of any lead, or of any party."),
        one_of(EntityType),
    ] = None,
    entity_id: Annotated[
        int | None, filter_id("entityId", "Of this lead, or of this party where no type is given.")
    ] = None,
    deal_id: Annotated[int | None, filter_id("dealId", "Of this deal.")] = None,
    type_: Annotated[str | None, Query(alias="type"), one_of(ActivityType)] = None,
    status: Annotated[str | None, Query(), one_of(ActivityStatus)] = None,
) -> Listing[Activity]:
    """Activities, newest first."""
    page = views.list_activities(
        call.services,
        actor=call.actor,
        window=window,
        entity_type=word(EntityType, entity_type, "entityType")
        if entity_type is not None
        else None,
        entity_id=entity_id,
        deal_id=deal_id,
        type_=word(ActivityType, type_, "type") if type_ is not None else None,
        status=word(ActivityStatus, status, "status") if status is not None else None,
    )
    return listing(page, activity_of)


def _show(call: Call, activity_id: int) -> Activity:
    return activity_of(views.get_activity(call.services, actor=call.actor, activity_id=activity_id))


@router.get("/{id}")
def get_activity(call: CurrentCall, activity_id: PathId) -> Activity:
    """One activity."""
    return _show(call, activity_id)


@router.post("/{id}/complete", response_model=Activity)
def complete_activity(
    call: CurrentCall, activity_id: PathId, body: CompleteInput | None = None
) -> Response:
    """Mark it as done. Where it is a sequence's present step, the next delay counts from now."""

    def work() -> Activity:
        outcome = body.model_dump() if body else {}
        usecases.complete_activity(
            call.services, actor=call.actor, activity_id=activity_id, **outcome
        )
        return _show(call, activity_id)

    return call.write(work)


@router.post("/{id}/skip", response_model=Activity)
def skip_activity(
    call: CurrentCall, activity_id: PathId, body: SkipInput | None = None
) -> Response:
    """Leave it undone on purpose; the sequence goes on as if it were done."""

    def work() -> Activity:
        usecases.skip_activity(call.services, actor=call.actor, activity_id=activity_id)
        return _show(call, activity_id)

    return call.write(work)


@router.post("/{id}/send", response_model=Activity)
def send_activity(
    call: CurrentCall, activity_id: PathId, body: SendInput | None = None
) -> Response:
    """Send an e-mail draft now. It goes out once, however often this is asked.

    Where it is a sequence's present step, the next delay counts from now. 409 with the mail
    server's words where it did not go out, or may have; the draft stays.
    """
    return call.act(
        lambda: send_draft(call.services, actor=call.actor, activity_id=activity_id),
        lambda: _show(call, activity_id),
    )

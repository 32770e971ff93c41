"""`/crm/deals`: opportunities, their stages and their timelines."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, WithJsonSchema
from starlette.responses import Response

from crm_core.api.activities import Activity, activity_of
from crm_core.api.calls import Call, CurrentCall, GuardedRoute
from crm_core.api.fields import (
    Answer,
    BodyId,
    Input,
    Listing,
    PageAsked,
    PathId,
    Spelled,
    called,
    listing,
    one_of,
)
from crm_core.domain.inputs import word
from crm_core.domain.words import DealStage, EntityType
from crm_core.errors import InvalidInput
from crm_core.usecases import deals as usecases
from crm_core.views import activities as timelines
from crm_core.views import deals as views

router = APIRouter(prefix="/deals", tags=["Deals"], route_class=GuardedRoute)

Amount = Annotated[Any, WithJsonSchema({"type": ["number", "string"], "minimum": 0})]
Day = Annotated[str | None, WithJsonSchema({"type": "string", "format": "date"})]


class DealInput(Spelled):
    """A new deal of a person, a lead or a company: by their own ids, or by `entityType` and
    `entityId`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Engines", "amount": 12000, "currency": "EUR", "partyId": 7}]
        }
    )
    synonyms: ClassVar = {
        "title": "name",
        "value": "amount",
        "closeDate": "expectedCloseOn",
        "expectedCloseDate": "expectedCloseOn",
    }

    name: str = Field(validation_alias=called("name", "title"))
    amount: Amount = Field(None, validation_alias=called("amount", "value"))
    currency: str | None = Field(None, description="ISO 4217; EUR where absent.")
    stage: Annotated[str | None, one_of(DealStage)] = None
    expected_close_on: Day = Field(
        None, validation_alias=called("expected_close_on", "close_date", "expected_close_date")
    )
    party_id: BodyId | None = None
    lead_id: BodyId | None = None
    company_id: BodyId | None = None
    owner_id: BodyId | None = None
    entity_type: Annotated[str | None, one_of(EntityType)] = None
    entity_id: BodyId | None = None

    def facts(self) -> dict[str, object]:
        """The fields that were given, as the core names them."""
        given = self.model_dump(exclude_unset=True, exclude={"entity_type", "entity_id"})
        if self.entity_id is not None or self.entity_type is not None:
            given[self._whose()] = self.entity_id
        return given

    def _whose(self) -> str:
        """Which of the ids `entityId` stands for; a refusal of it is spelled as `entityId`."""
        if self.entity_id is None:
            raise InvalidInput("Is required where entityType is given.", field="entityId")
        lead = word(EntityType, self.entity_type, "entityType") is EntityType.LEAD
        name, spelled = ("lead_id", "leadId") if lead else ("party_id", "partyId")
        if getattr(self, name) is not None:
            raise InvalidInput(f"Give either this or {spelled}.", field="entityId")
        self._used[spelled] = "entityId"
        return name


class DealStageInput(Input):
    """The stage that a deal is to have."""

    stage: Annotated[str, one_of(DealStage)]


class Deal(Answer):
    """One deal. `amount` is in the currency's main unit."""

    id: int
    name: str
    party_id: int | None
    lead_id: int | None
    company_id: int | None
    stage: DealStage
    stage_entered_at: datetime
    amount: float
    currency: str
    owner_id: int | None
    expected_close_on: date | None
    created_at: datetime


def _deal(line: views.DealLine) -> Deal:
    return Deal(
        id=line.id,
        name=line.name,
        party_id=line.party_id,
        lead_id=line.lead_id,
        company_id=line.company_id,
        stage=DealStage(line.stage),
        stage_entered_at=line.stage_entered_at,
        # Below a trillion with two digits: exact to the cent in a double.
        amount=float(line.amount),
        currency=line.currency,
        owner_id=line.owner_id,
        expected_close_on=line.expected_close_on,
        created_at=line.created_at,
    )


def _show(call: Call, deal_id: int) -> Deal:
    return _deal(views.get_deal(call.services, actor=call.actor, deal_id=deal_id))


@router.get("")
def list_deals(
    call: CurrentCall,
    window: PageAsked,
    stage: Annotated[str | None, Query(), one_of(DealStage)] = None,
) -> Listing[Deal]:
    """The workspace's deals, newest first."""
    wanted = word(DealStage, stage, "stage") if stage is not None else None
    page = views.list_deals(call.services, actor=call.actor, window=window, stage=wanted)
    return listing(page, _deal)


@router.post("", status_code=201, response_model=Deal)
def create_deal(call: CurrentCall, body: DealInput) -> Response:
    """Add a deal."""

    def work() -> Deal:
        with body.as_spelled():
            made = usecases.create_deal(call.services, actor=call.actor, deal=body.facts())
        return _show(call, made)

    return call.write(work, 201)


@router.get("/{id}")
def get_deal(call: CurrentCall, deal_id: PathId) -> Deal:
    """One deal."""
    return _show(call, deal_id)


@router.post("/{id}/stage", response_model=Deal)
def move_deal(call: CurrentCall, deal_id: PathId, body: DealStageInput) -> Response:
    """Put the deal into a stage; the move stands on its timeline."""

    def work() -> Deal:
        usecases.move_deal(call.services, actor=call.actor, deal_id=deal_id, stage=body.stage)
        return _show(call, deal_id)

    return call.write(work)


@router.get("/{id}/timeline")
def deal_timeline(call: CurrentCall, deal_id: PathId, window: PageAsked) -> Listing[Activity]:
    """Everything about the deal and its person, newest first."""
    page = timelines.deal_timeline(call.services, actor=call.actor, deal_id=deal_id, window=window)
    return listing(page, activity_of)

"""`/crm/leads` and `/crm/parties`: inquiries, and the persons and companies behind them."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, JsonValue
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
from crm_core.domain.words import LeadStatus, PartyKind, SuppressionReason
from crm_core.usecases import people as usecases
from crm_core.views import activities as timelines
from crm_core.views import people as views

leads = APIRouter(prefix="/leads", tags=["Leads"], route_class=GuardedRoute)
parties = APIRouter(prefix="/parties", tags=["Parties"], route_class=GuardedRoute)

_ADA: dict[str, JsonValue] = {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com",
        "company": "Analytical Engines", "timezone": "Europe/London"}  # fmt: skip

Custom = Annotated[
    dict[str, Any] | None,
    Field(description="The workspace's own fields; they are merge fields as well."),
]


class PersonInput(Input):
    """What can be said of a person."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = Field(None, json_schema_extra={"format": "email"})
    phone: str | None = Field(None, examples=["+1 415 555 0100"])
    title: str | None = None
    timezone: str | None = Field(None, examples=["Europe/London"])
    country: str | None = Field(None, description="ISO 3166-1, two letters.", examples=["GB"])
    custom: Custom = None

    def facts(self) -> dict[str, object]:
        """The fields that were given, as the core names them."""
        return self.model_dump(exclude_unset=True)


class LeadInput(PersonInput):
    """A new lead. A person whom the workspace knows by the address gets a further one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_ADA, "source": "Webinar"}]})

    company: str | None = None
    source: str | None = None
    status: Annotated[str | None, one_of(LeadStatus)] = None
    owner_id: BodyId | None = None


class PartyChanges(Spelled, PersonInput):
    """Changes of a person or a company; what is not named stays. `custom` replaces all custom
    fields. A field that only the other kind has is refused."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Countess"}]})
    synonyms: ClassVar = {"companyName": "company"}

    company: str | None = Field(None, validation_alias=called("company", "company_name"))
    name: str | None = Field(None, description="A company's name.")
    owner_id: BodyId | None = None


class PartyInput(PartyChanges):
    """A new person, or with `kind` COMPANY and a `name` a new company."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "COMPANY", "name": "Difference Works"}]}
    )
    synonyms: ClassVar = {"companyName": "company", "type": "kind"}

    kind: Annotated[str | None, one_of(PartyKind)] = Field(
        None, validation_alias=called("kind", "type")
    )


class Person(Answer):
    """What is known of a person. `suppressed` says why no mail may go there, or is null.
    `hasLeft`: their company."""

    id: int
    first_name: str
    last_name: str
    email: str | None
    phone: str
    company: str | None
    title: str
    timezone: str | None
    country: str | None
    owner_id: int | None
    custom: dict[str, Any]
    suppressed: SuppressionReason | None
    has_left: bool
    created_at: datetime


class Lead(Person):
    """A lead with the person that it belongs to."""

    source: str
    status: LeadStatus
    party_id: int


class Party(Person):
    """A person or a company."""

    kind: PartyKind
    name: str
    company_id: int | None


def _person(line: views.PartyLine) -> dict[str, Any]:
    return {
        "first_name": line.first_name,
        "last_name": line.last_name,
        "email": line.email,
        "phone": line.phone,
        "company": line.company,
        "title": line.title,
        "timezone": line.timezone,
        "country": line.country,
        "custom": line.custom,
        "suppressed": line.suppressed,
        "has_left": line.has_left,
    }


def _lead(line: views.LeadLine) -> Lead:
    return Lead(
        **_person(line.person),
        id=line.id,
        owner_id=line.owner_id,
        created_at=line.created_at,
        source=line.source,
        status=LeadStatus(line.status),
        party_id=line.person.id,
    )


def _party(line: views.PartyLine) -> Party:
    return Party(
        **_person(line),
        id=line.id,
        owner_id=line.owner_id,
        created_at=line.created_at,
        kind=PartyKind(line.kind),
        name=line.name,
        company_id=line.company_id,
    )


def _show_lead(call: Call, lead_id: int) -> Lead:
    return _lead(views.get_lead(call.services, actor=call.actor, lead_id=lead_id))


def _show_party(call: Call, party_id: int) -> Party:
    return _party(views.get_party(call.services, actor=call.actor, party_id=party_id))


@leads.get("")
def list_leads(call: CurrentCall, window: PageAsked) -> Listing[Lead]:
    """The workspace's leads, newest first."""
    return listing(views.list_leads(call.services, actor=call.actor, window=window), _lead)


@leads.post("", status_code=201, response_model=Lead)
def create_lead(call: CurrentCall, body: LeadInput) -> Response:
    """Add a lead. What was blank about a person who is known is filled in; the rest stays."""

    def work() -> Lead:
        made = usecases.create_lead(call.services, actor=call.actor, lead=body.facts())
        return _show_lead(call, made)

    return call.write(work, 201)


@leads.get("/{id}")
def get_lead(call: CurrentCall, lead_id: PathId) -> Lead:
    """One lead."""
    return _show_lead(call, lead_id)


@leads.get("/{id}/timeline")
def lead_timeline(call: CurrentCall, lead_id: PathId, window: PageAsked) -> Listing[Activity]:
    """Everything about the lead's person, newest first."""
    page = timelines.lead_timeline(call.services, actor=call.actor, lead_id=lead_id, window=window)
    return listing(page, activity_of)


@parties.get("")
def list_parties(
    call: CurrentCall,
    window: PageAsked,
    kind: Annotated[str | None, Query(), one_of(PartyKind)] = None,
) -> Listing[Party]:
    """Persons and companies, newest first."""
    wanted = word(PartyKind, kind, "kind") if kind is not None else None
    page = views.list_parties(call.services, actor=call.actor, window=window, kind=wanted)
    return listing(page, _party)


@parties.post("", status_code=201, response_model=Party)
def create_party(call: CurrentCall, body: PartyInput) -> Response:
    """Add a person or a company. An address or a company that is known is a 409."""

    def work() -> Party:
        with body.as_spelled():
            made = usecases.create_party(call.services, actor=call.actor, party=body.facts())
        return _show_party(call, made)

    return call.write(work, 201)


@parties.get("/{id}")
def get_party(call: CurrentCall, party_id: PathId) -> Party:
    """One person or company."""
    return _show_party(call, party_id)


@parties.patch("/{id}", response_model=Party)
def update_party(call: CurrentCall, party_id: PathId, body: PartyChanges) -> Response:
    """Change what is known of a person or a company. An address that another person or a name
    that another company has is a 409. Enrollments that waited for a fact are looked at again."""

    def work() -> Party:
        with body.as_spelled():
            usecases.update_person(
                call.services, actor=call.actor, party_id=party_id, changes=body.facts()
            )
        return _show_party(call, party_id)

    return call.write(work)


@parties.get("/{id}/timeline")
def party_timeline(call: CurrentCall, party_id: PathId, window: PageAsked) -> Listing[Activity]:
    """Everything about a person, or about a company's people and deals; newest first."""
    page = timelines.party_timeline(
        call.services, actor=call.actor, party_id=party_id, window=window
    )
    return listing(page, activity_of)

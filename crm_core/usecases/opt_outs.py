"""Opting out: by the link of a message, which is the person's own right, or said to a user."""

from typing import NamedTuple

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, PartyRow
from crm_core.usecases.people import opt_out


class _Link(NamedTuple):
    tenant_id: int
    party_id: int
    enrollment_id: int | None


def person_of_link(services: Services, *, token: str) -> tuple[int, int]:
    """The tenant's and the person's id behind an unsubscribe token; raises `NotFound`."""
    link = _read(services, token)
    return link.tenant_id, link.party_id


def opt_out_by_link(services: Services, *, token: str) -> None:
    """Opt out whoever holds the link (RFC 8058); again changes nothing. Raises `NotFound`.

    The addresses that the enrollment's messages went to, or those that were written to the person
    by hand, get no more mail either, should the person have another one by now.
    """
    link = _read(services, token)
    opt_out(
        services, tenant_id=link.tenant_id, party_id=link.party_id,
        source="the link in a message", enrollment_id=link.enrollment_id, by_message=True,
    )  # fmt: skip


def note_opt_out(services: Services, *, actor: Actor, party_id: int) -> None:
    """The person told the actor that they want no more mail. Again changes nothing.

    Raises `NotFound` for a party of nobody here.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    source = f"told {actor.name or actor.kind}"
    opt_out(services, tenant_id=actor.tenant_id, party_id=party_id, source=source, noted_by=actor)


def _read(services: Services, token: str) -> _Link:
    said = services.secrets.read_unsubscribe_token(token)
    if said is not None:
        if said.enrollment_id is not None:
            query = select(EnrollmentRow.party_id).where(
                EnrollmentRow.id == said.enrollment_id, EnrollmentRow.tenant_id == said.tenant_id
            )
        else:
            query = select(PartyRow.id).where(
                PartyRow.id == said.party_id, PartyRow.tenant_id == said.tenant_id
            )
        with services.storage.read() as session:
            party_id = session.scalar(query)
        if party_id is not None:
            return _Link(said.tenant_id, party_id, said.enrollment_id)
    raise NotFound("This link belongs to no message from here.", field="token")

"""Opting out by the link of a message: who holds the link is the person, and may always do it."""

from sqlalchemy import select

from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.usecases.people import opt_out


def person_of_link(services: Services, *, token: str) -> tuple[int, int]:
    """The tenant's and the person's id behind an unsubscribe token; raises `NotFound`."""
    ids = services.secrets.read_unsubscribe_token(token)
    if ids is not None:
        tenant_id, enrollment_id = ids
        with services.storage.read() as session:
            party_id = session.scalar(
                select(EnrollmentRow.party_id).where(
                    EnrollmentRow.id == enrollment_id, EnrollmentRow.tenant_id == tenant_id
                )
            )
        if party_id is not None:
            return tenant_id, party_id
    raise NotFound("This link belongs to no message from here.", field="token")


def opt_out_by_link(services: Services, *, token: str) -> None:
    """Opt out whoever holds the link (RFC 8058); again changes nothing. Raises `NotFound`."""
    tenant_id, party_id = person_of_link(services, token=token)
    opt_out(services, tenant_id=tenant_id, party_id=party_id, source="the link in a message")

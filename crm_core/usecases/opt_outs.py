"""Opting out by the link of a message: who holds the link is the person, and may always do it."""

from sqlalchemy import select

from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.usecases.people import opt_out


def person_of_link(services: Services, *, token: str) -> tuple[int, int]:
    """The tenant's and the person's id behind an unsubscribe token; raises `NotFound`."""
    tenant_id, _, party_id = _read(services, token)
    return tenant_id, party_id


def opt_out_by_link(services: Services, *, token: str) -> None:
    """Opt out whoever holds the link (RFC 8058); again changes nothing. Raises `NotFound`.

    The addresses that the enrollment's messages went to get no more mail either, should the
    person have another one by now.
    """
    tenant_id, enrollment_id, party_id = _read(services, token)
    opt_out(
        services, tenant_id=tenant_id, party_id=party_id, source="the link in a message",
        enrollment_id=enrollment_id,
    )  # fmt: skip


def _read(services: Services, token: str) -> tuple[int, int, int]:
    """The ids of the tenant, the enrollment and the person."""
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
            return tenant_id, enrollment_id, party_id
    raise NotFound("This link belongs to no message from here.", field="token")

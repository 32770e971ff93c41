"""Opting out: by the link of a message, which is the person's own right, or said to a user."""

from collections.abc import Sequence

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import NotFound
from crm_core.secrets import UnsubscribeLink
from crm_core.services import Services
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.ids import among
from crm_core.storage.people import Wish, opt_out_people
from crm_core.storage.tables import EnrollmentRow, PartyRow
from crm_core.usecases.people import opt_out

SOURCE = "the link in a message"


def person_of_link(services: Services, *, token: str) -> tuple[int, int]:
    """The tenant's and the person's id behind an unsubscribe token; raises `NotFound`."""
    link = read_link(services, token=token)
    with services.storage.read() as session:
        wish = _wishes(session, [link])[0]
    if wish is None:
        raise _unknown()
    return wish.tenant_id, wish.party_id


def opt_out_by_link(services: Services, *, token: str) -> None:
    """Opt out whoever holds the link (RFC 8058); again changes nothing. Raises `NotFound`."""
    if not opt_out_by_links(services, [read_link(services, token=token)])[0]:
        raise _unknown()


def read_link(services: Services, *, token: str) -> UnsubscribeLink:
    """What a token says that was made here; raises `NotFound`. Asks no database."""
    link = services.secrets.read_unsubscribe_token(token)
    if link is None:
        raise _unknown()
    return link


def opt_out_by_links(services: Services, links: Sequence[UnsubscribeLink]) -> list[bool]:
    """Opt out whoever holds the links, in one transaction; says of each whether it names anybody.

    The addresses that an enrollment's messages went to, or those that were written to the person
    by hand, get no more mail either, should the person have another one by now.
    """
    now = services.clock.now()
    with services.storage.write() as session:
        wishes = _wishes(session, links)
        known = list(dict.fromkeys(wish for wish in wishes if wish is not None))
        if known:
            opt_out_people(session, known, SOURCE, now)
    return [wish is not None for wish in wishes]


def note_opt_out(services: Services, *, actor: Actor, party_id: int) -> None:
    """The person told the actor that they want no more mail. Again changes nothing.

    Raises `NotFound` for a party of nobody here.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    source = f"told {actor.name or actor.kind}"
    opt_out(services, tenant_id=actor.tenant_id, party_id=party_id, source=source, noted_by=actor)


def _wishes(
    session: ReadSession | WriteSession, links: Sequence[UnsubscribeLink]
) -> list[Wish | None]:
    """Whom each link names; None where the enrollment or the person is gone."""
    enrollments = {link.enrollment_id for link in links if link.enrollment_id is not None}
    parties = {link.party_id for link in links if link.party_id is not None}
    by_enrollment: dict[tuple[int, int], int] = {}
    if enrollments:
        rows = session.execute(
            select(EnrollmentRow.tenant_id, EnrollmentRow.id, EnrollmentRow.party_id).where(
                among(session, EnrollmentRow.id, enrollments)
            )
        )
        by_enrollment = {(row.tenant_id, row.id): row.party_id for row in rows}
    known: set[tuple[int, int]] = set()
    if parties:
        people = session.execute(
            select(PartyRow.tenant_id, PartyRow.id).where(among(session, PartyRow.id, parties))
        )
        known = {(row.tenant_id, row.id) for row in people}
    found: list[Wish | None] = []
    for link in links:
        if link.enrollment_id is not None:
            party_id = by_enrollment.get((link.tenant_id, link.enrollment_id))
        else:
            assert link.party_id is not None
            party_id = link.party_id if (link.tenant_id, link.party_id) in known else None
        found.append(
            None if party_id is None else Wish(link.tenant_id, party_id, link.enrollment_id, True)
        )
    return found


def _unknown() -> NotFound:
    return NotFound("This link belongs to no message from here.", field="token")

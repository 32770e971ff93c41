"""People answered, or are gone: nothing more goes out to them, nor, where a sequence says so of an
answer, to colleagues.

Called for a reply that came in, and by whoever says that one did.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from crm_core.domain.words import StopReason
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import LIVE, end_enrollments
from crm_core.storage.tables import EnrollmentRow, PartyRow


def lock_people(session: WriteSession, party_ids: Collection[int]) -> None:
    """Hold people, before anything of theirs, in the order of everybody."""
    session.execute(
        select(PartyRow.id)
        .where(PartyRow.id.in_(party_ids))
        .order_by(PartyRow.id)
        .with_for_update(key_share=True)
    )


def end_as_answered(
    services: Services,
    session: WriteSession,
    tenant_id: int,
    party_ids: Collection[int],
    detail: str,
    now: datetime,
) -> None:
    """End every live enrollment of people, who are held, because they answered.

    Their colleagues' end with them in each sequence that both are or were in and that is set so.
    Who answers is neither away nor gone, and their address works.
    """
    own = set(
        session.scalars(
            select(EnrollmentRow.id).where(
                EnrollmentRow.tenant_id == tenant_id,
                EnrollmentRow.party_id.in_(party_ids),
                EnrollmentRow.status.in_(LIVE),
            )
        )
    )
    company = _of_colleagues(services, session, tenant_id, party_ids)
    # All in one order: two colleagues may answer at this moment.
    held = set(
        session.scalars(
            select(EnrollmentRow.id)
            .where(EnrollmentRow.id.in_(own | company), EnrollmentRow.status.in_(LIVE))
            .order_by(EnrollmentRow.id)
            .with_for_update()
        )
    )
    end_enrollments(session, sorted(own & held), StopReason.REPLIED, detail, now)
    told = f"Somebody at the company answered. {detail}"
    end_enrollments(session, sorted(company & held), StopReason.COMPANY_REPLIED, told, now)
    session.execute(
        update(PartyRow)
        .where(PartyRow.id.in_(party_ids))
        .values(soft_bounces=0, away_until=None, left_at=None)
        .execution_options(synchronize_session=False)
    )


def end_as_gone(session: WriteSession, party_id: int, detail: str, now: datetime) -> None:
    """Note that a person, who is held, has left their company: every live enrollment of theirs
    ends, and none begins (`crm_core.domain.entry`). Again changes nothing."""
    own = session.scalars(
        select(EnrollmentRow.id)
        .where(EnrollmentRow.party_id == party_id, EnrollmentRow.status.in_(LIVE))
        .order_by(EnrollmentRow.id)
        .with_for_update()
    ).all()
    end_enrollments(session, list(own), StopReason.LEFT, detail, now)
    session.execute(
        update(PartyRow)
        .where(PartyRow.id == party_id, PartyRow.left_at.is_(None))
        .values(left_at=now)
        .execution_options(synchronize_session=False)
    )


def _of_colleagues(
    services: Services, session: WriteSession, tenant_id: int, party_ids: Collection[int]
) -> set[int]:
    companies = select(PartyRow.company_id).where(
        PartyRow.id.in_(party_ids), PartyRow.company_id.is_not(None)
    )
    theirs = select(EnrollmentRow.sequence_id).where(EnrollmentRow.party_id.in_(party_ids))
    rows = session.execute(
        select(EnrollmentRow.id, EnrollmentRow.version_id)
        .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
        .where(
            EnrollmentRow.tenant_id == tenant_id,
            EnrollmentRow.status.in_(LIVE),
            EnrollmentRow.party_id.not_in(party_ids),
            EnrollmentRow.sequence_id.in_(theirs),
            PartyRow.company_id.in_(companies),
        )
    ).all()
    if not rows:
        return set()
    plans = services.plans.get(session, {row.version_id for row in rows})
    return {row.id for row in rows if plans[row.version_id].settings.stop_company_on_reply}

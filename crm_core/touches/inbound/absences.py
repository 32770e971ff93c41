"""People who are away: what runs for them pauses to their return, and then goes on by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from crm_core.domain.calendar import choose_zone
from crm_core.domain.planner import earliest
from crm_core.domain.words import EnrollmentStatus
from crm_core.services import Services
from crm_core.storage.bulk import update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import LIVE
from crm_core.storage.tables import EnrollmentRow, PartyRow, TenantRow
from crm_core.touches.facts import DueCase, fact_query, fetch_facts, load_cases

AT_A_TIME = 500


def zone_of(session: WriteSession, party_id: int) -> ZoneInfo:
    """The person's time zone, else the workspace's."""
    person, workspace = session.execute(
        select(PartyRow.timezone, TenantRow.timezone)
        .join(TenantRow, TenantRow.id == PartyRow.tenant_id)
        .where(PartyRow.id == party_id)
    ).one()
    return choose_zone(("recipient", person), ("workspace", workspace)).zone


def begin_absence(session: WriteSession, party_id: int, until: datetime, now: datetime) -> None:
    """The person, who is held, is away: their enrollments pause until then, and later ones wait.

    One that a person paused stays so; an earlier absence is replaced. An e-mail that is being
    handed over at this moment is recorded as ever.
    """
    session.execute(
        select(EnrollmentRow.id)
        .where(EnrollmentRow.party_id == party_id, EnrollmentRow.status.in_(LIVE))
        .order_by(EnrollmentRow.id)
        .with_for_update()
    )
    theirs = EnrollmentRow.party_id == party_id
    for condition, values in (
        (
            EnrollmentRow.resume_at.is_not(None),
            {"resume_at": until},
        ),
        (
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
            {
                "status": EnrollmentStatus.PAUSED,
                "paused_at": now,
                "resume_at": until,
                "next_run_at": None,
            },
        ),
    ):
        session.execute(
            update(EnrollmentRow)
            .where(theirs, condition)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(PartyRow)
        .where(PartyRow.id == party_id)
        .values(away_until=until)
        .execution_options(synchronize_session=False)
    )


def resume_returned(services: Services, now: datetime) -> int:
    """Let go on whose pause ends by itself; returns how many did.

    What had passed of a step's delay at the pause has passed; the rest counts from the return,
    however late it is noticed.
    """
    due = EnrollmentRow.resume_at <= now
    with services.storage.read() as session:
        if session.scalar(select(EnrollmentRow.id).where(due).limit(1)) is None:
            return 0
    resumed = 0
    while True:
        with services.storage.write() as session:
            query = fact_query().where(due).order_by(EnrollmentRow.id).limit(AT_A_TIME)
            rows = fetch_facts(session, query.with_for_update(of=EnrollmentRow, skip_locked=True))
            _resume(session, load_cases(session, rows, services.plans, now))
        resumed += len(rows)
        if len(rows) < AT_A_TIME:
            return resumed


def _resume(session: WriteSession, returned: Sequence[DueCase]) -> None:
    ids = [item.row.id for item in returned]
    paused: dict[int, tuple[datetime, datetime]] = {
        row.id: (row.paused_at, row.resume_at)
        for row in session.execute(
            select(EnrollmentRow.id, EnrollmentRow.paused_at, EnrollmentRow.resume_at).where(
                EnrollmentRow.id.in_(ids)
            )
        )
    }
    rows = []
    for item in returned:
        paused_at, resume_at = paused[item.row.id]
        anchor_at = item.row.anchor_at
        anchor_at += max(timedelta(0), resume_at - max(paused_at, anchor_at))
        look = resume_at
        if item.case.step is not None:
            look = max(look, earliest(item.case.calendar, anchor_at, item.case.step.delay))
        rows.append((item.row.id, anchor_at, look))
    in_hand = "t.lease_owner IS NOT NULL OR t.waiting_since IS NOT NULL"
    update_rows(
        session,
        EnrollmentRow,
        ("id", "anchor_at", "next_run_at"),
        rows,
        expressions={
            "status": "'ACTIVE'",
            "paused_at": "NULL",
            "resume_at": "NULL",
            "next_run_at": f"CASE WHEN {in_hand} THEN NULL ELSE v.next_run_at END",
            "hold_gate": f"CASE WHEN {in_hand} THEN t.hold_gate END",
            "hold_reason": f"CASE WHEN {in_hand} THEN t.hold_reason END",
        },
    )

"""What is known of tracked e-mails: people's clicks, which count, and opens, which hardly do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import TrackingKind, TrackingVerdict
from crm_core.services import Services
from crm_core.storage.ids import among
from crm_core.storage.tables import DeliveryRow, TrackingEventRow

_BY_PERSON = (TrackingEventRow.kind == TrackingKind.CLICK) & (
    TrackingEventRow.verdict == TrackingVerdict.HUMAN
)


@dataclass(frozen=True, slots=True)
class Trace:
    """`clicks`: by people. `opens`: by whoever loaded the picture, machines among them."""

    clicks: int
    opens: int


def traces_of(
    services: Services, *, actor: Actor, delivery_ids: Collection[int]
) -> dict[int, Trace]:
    """What came of e-mails; those of which nothing came are left out. One query."""
    actor.require(Permission.MAIL_READ)
    if not delivery_ids:
        return {}
    clicks = func.count(case((_BY_PERSON, 1))).label("clicks")
    opens = func.count(case((TrackingEventRow.kind == TrackingKind.OPEN, 1))).label("opens")
    with services.storage.read() as session:
        rows = session.execute(
            select(TrackingEventRow.delivery_id, clicks, opens)
            .where(
                TrackingEventRow.tenant_id == actor.tenant_id,
                among(session, TrackingEventRow.delivery_id, delivery_ids),
            )
            .group_by(TrackingEventRow.delivery_id)
        )
        return {row.delivery_id: Trace(row.clicks, row.opens) for row in rows}


def human_clicks(
    session: Session, enrollment_ids: Collection[int]
) -> dict[tuple[int, str], datetime]:
    """When a person first clicked in an enrollment's e-mail, by enrollment and step.

    The only thing of tracking that a sequence's path may look at. One query.
    """
    rows = session.execute(
        select(
            DeliveryRow.enrollment_id, DeliveryRow.step_key,
            func.min(TrackingEventRow.at, type_=TrackingEventRow.at.type).label("at"),
        )
        .join(TrackingEventRow, TrackingEventRow.delivery_id == DeliveryRow.id)
        .where(among(session, DeliveryRow.enrollment_id, enrollment_ids), _BY_PERSON)
        .group_by(DeliveryRow.enrollment_id, DeliveryRow.step_key)
    )  # fmt: skip
    return {(row.enrollment_id, row.step_key): row.at for row in rows}

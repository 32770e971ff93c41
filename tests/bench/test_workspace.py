"""The workspace that the bench measures on is one that could be."""

from sqlalchemy import func, select

from bench.workspace import fill_workspace
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, EnrollmentRow, LeadRow
from crm_core.touches.run import run_touches
from crm_core.views.people import list_leads


def test_it_has_what_was_asked_for_and_lives_on(each_services: Services, actor: Actor) -> None:
    fill_workspace(each_services, leads=400, activities=900)

    with each_services.storage.read() as session:
        numbers = [session.scalar(select(func.count()).select_from(row))
                   for row in (LeadRow, ActivityRow, EnrollmentRow)]  # fmt: skip
        states = set(session.scalars(select(EnrollmentRow.status)))
    assert numbers == [400, 900, 240]
    assert states == {"ACTIVE", "PAUSED", "COMPLETED", "CANCELED"}
    assert list_leads(each_services, actor=actor).items[0].person.name
    assert run_touches(each_services, limit=20).processed > 0

"""Loading the demo into a workspace that has nothing in it, in one transaction."""

from sqlalchemy import select

from crm_core.demo.access import ADMINISTRATOR, DemoAccess
from crm_core.demo.chats import chat
from crm_core.demo.deals import DEALS, Pipeline
from crm_core.demo.diary import keep_diary
from crm_core.demo.files import put_import
from crm_core.demo.past import Past
from crm_core.demo.people import DAY, introduce
from crm_core.demo.story import OUTBOUND_PEOPLE, Story
from crm_core.demo.team import hire
from crm_core.demo.work import Desk
from crm_core.errors import Conflict, NotFound
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import PartyRow, SequenceRow, TenantRow, UserRow


def load_demo(services: Services, tenant_id: int) -> DemoAccess:
    """Fill an empty workspace with the demo; where it is loaded already, change nothing.

    Raises `Conflict` where the workspace has people or sequences of its own, or where the
    demo's sign-in belongs to somebody; nothing is written then.
    """
    with services.storage.write() as session:
        tenant = session.get(TenantRow, tenant_id, with_for_update=True)
        if tenant is None:
            raise NotFound(f"There is no workspace with the id {tenant_id}.")
        if not tenant.is_demo:
            _refuse_real_data(session, tenant_id)
            _fill(services, session, tenant_id)
            tenant.is_demo = True
            session.flush()
    return DemoAccess()


def _refuse_real_data(session: WriteSession, tenant_id: int) -> None:
    for row, what in ((PartyRow, "people"), (SequenceRow, "sequences")):
        if session.scalar(select(row.id).where(row.tenant_id == tenant_id).limit(1)) is not None:
            raise Conflict(f"The workspace has {what} of its own; the demo needs an empty one.")
    if session.scalar(select(UserRow.id).where(UserRow.email == ADMINISTRATOR)) is not None:
        raise Conflict(f"There is a user {ADMINISTRATOR} already; the demo is loaded once.")


def _fill(services: Services, session: WriteSession, tenant_id: int) -> None:
    now = services.clock.now()
    past = Past.of(services, tenant_id)
    past.clock.at = now - 90 * DAY
    team = hire(past.services, session, tenant_id, past.clock.at)
    people = introduce(session, team, now)
    desk = Desk(past, session, team, now)
    Story(past, session, team, desk, now).tell(people)
    Pipeline(past, team, now).fill(people[: DEALS * 5 : 5])
    put_import(past, team, people, now)
    past.play()
    keep_diary(session, people[1:OUTBOUND_PEOPLE:2], team, now)
    chat(services, team.boss)

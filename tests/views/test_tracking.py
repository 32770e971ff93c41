"""What is known of tracked e-mails: people's clicks count, all else does not."""

from datetime import timedelta

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.tracking import Request
from crm_core.domain.words import TrackingKind
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow
from crm_core.touches.run import run_touches
from crm_core.touches.tracking import step_key_of
from crm_core.usecases.tracking import Hit, record_hits
from crm_core.views.tracking import Trace, human_clicks, traces_of
from tests.builders import a_sequence, enrolled
from tests.clocks import StoppedClock

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def test_only_peoples_clicks_are_told_as_such(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    other = enrolled(each_services, actor, a_sequence(each_services, actor, name="B"), 1)
    run_touches(each_services)
    with each_services.storage.read() as session:
        rows = session.execute(
            select(DeliveryRow.enrollment_id, DeliveryRow.id, DeliveryRow.step_key)
        )
        sent = {row.enrollment_id: row for row in rows}
    first = clock.move(timedelta(hours=1))
    delivery = step_key_of(key, sent[key].step_key)

    def hit(kind: TrackingKind, agent: str, source: str, hours: int = 0) -> Hit:
        url = "https://a.test" if kind is TrackingKind.CLICK else ""
        at = first + timedelta(hours=hours)
        return Hit(actor.tenant_id, delivery, Request(kind, at, "GET", agent, source, url))

    record_hits(each_services, [
        hit(TrackingKind.OPEN, BROWSER, "a"), hit(TrackingKind.OPEN, "curl/8", "b"),
        hit(TrackingKind.CLICK, "curl/8", "b"), hit(TrackingKind.CLICK, BROWSER, "a", 2),
        hit(TrackingKind.CLICK, BROWSER, "a", 5),
    ])  # fmt: skip

    ids = [row.id for row in sent.values()]
    found = traces_of(each_services, actor=actor, delivery_ids=ids)
    assert found == {sent[key].id: Trace(clicks=2, opens=2)}
    with each_services.storage.read() as session:
        assert human_clicks(session, [key, other]) == {
            (key, sent[key].step_key): first + timedelta(hours=2)
        }
    stranger = Actor(99, Role.ADMINISTRATOR, "cli")
    assert traces_of(each_services, actor=stranger, delivery_ids=ids) == {}

"""Loading the demo: once, into an empty workspace, at any time; and what a runner then does."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import func, select

from crm_core.demo import DemoAccess, load, load_demo
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.errors import Conflict, NotFound
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, EnrollmentRow, PartyRow, TenantRow, UserRow
from crm_core.storage.types import Row
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.health import count_due
from crm_core.views.sequences import list_sequences
from tests.builders import a_lead, a_sequence
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport


def row_counts(services: Services) -> dict[str, int]:
    with services.storage.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Row.metadata.sorted_tables
        }


def message_ids(transport: ScriptedTransport) -> list[str]:
    return [message_from_bytes(payload)["Message-ID"].strip("<>") for _, payload in transport.sent]


def test_a_runner_sends_what_is_due_and_nothing_twice(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    load_demo(each_services, actor.tenant_id)
    with each_services.storage.read() as session:
        before = set(session.scalars(select(DeliveryRow.message_id)))
    due = count_due(each_services)

    counts = run_touches(each_services)
    again = run_touches(each_services)

    assert due == counts.processed
    assert counts.sent >= 15
    assert counts.sent == len(transport.sent)
    assert again.processed == 0
    assert Counter(message_ids(transport)).most_common(1)[0][1] == 1
    assert before.isdisjoint(message_ids(transport))
    with each_services.storage.read() as session:
        left = session.scalars(select(DeliveryRow.status).where(DeliveryRow.owner.is_not(None)))
        assert set(left) <= {DeliveryStatus.SENT, DeliveryStatus.REFUSED, DeliveryStatus.UNCERTAIN}


def test_first_and_follow_up_messages_are_due_and_the_lists_move(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    load_demo(services, actor.tenant_id)
    before = {line.name: line for line in list_sequences(services, actor=actor).items}

    run_touches(services)

    after = {line.name: line for line in list_sequences(services, actor=actor).items}
    name = next(name for name in after if name.startswith("Inbound"))
    assert after[name].completed - before[name].completed == 6
    assert before[name].active - after[name].active == 6
    replies = Counter(bool(message_from_bytes(raw)["In-Reply-To"]) for _, raw in transport.sent)
    assert replies[False] >= 9
    assert replies[True] >= 9


def test_something_goes_on_while_one_watches(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    load_demo(services, actor.tenant_id)
    run_touches(services)
    sent = []
    for _ in range(4):
        clock.move(timedelta(minutes=15))
        sent.append(run_touches(services).sent)

    assert all(sent)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 25, 12, 0, tzinfo=UTC),  # a Wednesday at noon
        datetime(2026, 11, 21, 23, 59, 30, tzinfo=UTC),  # the last minute of a Saturday
        datetime(2026, 3, 30, 0, 20, tzinfo=UTC),  # a night after Europe's clocks went forward
        datetime(2026, 11, 2, 6, 45, tzinfo=UTC),  # a morning after America's went back
        datetime(2026, 1, 1, 3, 0, tzinfo=UTC),  # the first hours of a year
    ],
)
def test_at_any_time_mail_is_due_and_people_have_something_to_do(
    services: Services, actor: Actor, clock: StoppedClock, now: datetime
) -> None:
    clock.at = now
    load_demo(services, actor.tenant_id)

    counts = run_touches(services)

    assert counts.sent >= 20
    assert counts.failed == 0
    with services.storage.read() as session:
        holds = Counter(session.scalars(select(EnrollmentRow.hold_gate)))
        states = set(session.scalars(select(EnrollmentRow.status)))
    assert (holds["content"], holds["delivery"]) == (2, 1)
    assert holds["task"] >= 2
    assert states == set(EnrollmentStatus)


def test_loading_twice_changes_nothing_and_gives_the_same_sign_in(
    services: Services, actor: Actor
) -> None:
    first = load_demo(services, actor.tenant_id)
    a_lead(services, actor)  # What a visitor added meanwhile is no reason to refuse.
    before = row_counts(services)

    assert load_demo(services, actor.tenant_id) == first == DemoAccess()
    assert row_counts(services) == before


@pytest.mark.parametrize("what", ["people", "sequences"])
def test_real_data_is_left_alone(services: Services, actor: Actor, what: str) -> None:
    if what == "people":
        a_lead(services, actor)
    else:
        a_sequence(services, actor)
    before = row_counts(services)

    with pytest.raises(Conflict, match=f"{what} of its own"):
        load_demo(services, actor.tenant_id)

    assert row_counts(services) == before


def test_a_sign_in_that_is_taken_is_left_alone(services: Services, actor: Actor) -> None:
    add_user(
        services, actor=actor, email="demo@example.com", password="somebody else's",
        role="read-only",
    )  # fmt: skip
    before = row_counts(services)

    with pytest.raises(Conflict, match=r"demo@example\.com"):
        load_demo(services, actor.tenant_id)

    assert row_counts(services) == before


def test_a_load_that_breaks_leaves_nothing(
    services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row_counts(services)

    def breaks(*_: object) -> None:
        raise RuntimeError("the last scene")

    monkeypatch.setattr(load, "keep_diary", breaks)
    with pytest.raises(RuntimeError, match="the last scene"):
        load_demo(services, actor.tenant_id)

    assert row_counts(services) == before
    with services.storage.read() as session:
        assert not session.get_one(TenantRow, actor.tenant_id).is_demo


def test_other_workspaces_keep_their_own(services: Services, actor: Actor) -> None:
    a_lead(services, actor)
    other = add_workspace(services, name="To look around")

    load_demo(services, other)

    with services.storage.read() as session:
        own = session.scalars(select(PartyRow).where(PartyRow.tenant_id == actor.tenant_id)).all()
        users = set(session.scalars(select(UserRow.tenant_id)))
    assert [row.first_name for row in own] == ["Ada1"]
    assert users == {other}


def test_a_workspace_that_is_not_there_is_told(services: Services) -> None:
    with pytest.raises(NotFound):
        load_demo(services, 99)

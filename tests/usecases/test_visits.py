"""A visit at Home: when it began, and what the one before was."""

from datetime import datetime, timedelta

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.tables import UserRow
from crm_core.usecases.access import add_user
from crm_core.usecases.visits import Visit, after_look, note_visit
from tests.clocks import MONDAY_TEN, StoppedClock

EARLIER = MONDAY_TEN - timedelta(days=3)


@pytest.fixture
def ada(each_services: Services, actor: Actor) -> Actor:
    """A user who has never looked at Home."""
    key = add_user(each_services, actor=actor, email="ada@example.com", role="read-only",
                   password="correct horse battery")  # fmt: skip
    return Actor(actor.tenant_id, Role.READ_ONLY, "user", key, "Ada")


def here_at(services: Services, who: Actor) -> datetime | None:
    assert who.user_id is not None
    with services.storage.read() as session:
        return session.get_one(UserRow, who.user_id).here_at


@pytest.mark.parametrize(
    ("seen", "minutes", "then"),
    [
        (Visit(None, None), 0, Visit(MONDAY_TEN, None)),
        (Visit(MONDAY_TEN, None), 0.9, Visit(MONDAY_TEN, None)),
        (Visit(MONDAY_TEN, EARLIER), 1, Visit(MONDAY_TEN + timedelta(minutes=1), EARLIER)),
        (Visit(MONDAY_TEN, EARLIER), 30, Visit(MONDAY_TEN + timedelta(minutes=30), EARLIER)),
        (Visit(MONDAY_TEN, EARLIER), 31, Visit(MONDAY_TEN + timedelta(minutes=31), MONDAY_TEN)),
        (Visit(MONDAY_TEN, EARLIER), -5, Visit(MONDAY_TEN, EARLIER)),
    ],
)
def test_a_visit_ends_with_half_an_hour_of_absence_and_is_noted_once_a_minute(
    seen: Visit, minutes: float, then: Visit
) -> None:
    assert after_look(seen, MONDAY_TEN + timedelta(minutes=minutes)) == then


def test_the_end_of_the_visit_before_is_told_all_through_the_next(
    each_services: Services, ada: Actor, clock: StoppedClock
) -> None:
    assert note_visit(each_services, actor=ada) is None
    left = clock.move(timedelta(minutes=20))
    assert note_visit(each_services, actor=ada) is None

    clock.move(timedelta(hours=9))
    assert note_visit(each_services, actor=ada) == left
    clock.move(timedelta(minutes=29))
    assert note_visit(each_services, actor=ada) == left


def test_looks_within_a_minute_write_nothing(
    each_services: Services, ada: Actor, clock: StoppedClock
) -> None:
    note_visit(each_services, actor=ada)
    first = here_at(each_services, ada)
    clock.move(timedelta(seconds=59))
    note_visit(each_services, actor=ada)
    assert here_at(each_services, ada) == first


def test_who_is_no_user_has_no_visits(services: Services, actor: Actor) -> None:
    assert note_visit(services, actor=actor) is None

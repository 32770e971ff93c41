"""Pausing, resuming and canceling several at once: what can be done is done, the rest is told."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import EnrollmentStatus
from crm_core.errors import Forbidden, InvalidInput
from crm_core.services import Services
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.several_enrollments import MOST, set_enrollment_statuses
from crm_core.views.enrollments import list_enrollments
from tests.builders import a_sequence, enroll_many


def statuses(services: Services, actor: Actor) -> list[str]:
    page = list_enrollments(services, actor=actor)
    return [str(line.status) for line in reversed(page.items)]


def test_those_that_can_be_paused_are_and_the_others_are_counted(
    each_services: Services, actor: Actor
) -> None:
    first, second, third = enroll_many(each_services, actor, a_sequence(each_services, actor), 3)
    set_enrollment_status(each_services, actor=actor, enrollment_id=second, status="CANCELED")

    done = set_enrollment_statuses(
        each_services, actor=actor, enrollment_ids=[first, second, third, 999], status="PAUSED"
    )

    assert statuses(each_services, actor) == ["PAUSED", "CANCELED", "PAUSED"]
    assert (done.status, done.done) == (EnrollmentStatus.PAUSED, 2)
    assert list(done.refused.values()) == [1, 1]
    assert "There is no such enrollment." in done.refused
    assert any("The enrollment is canceled already." in reason for reason in done.refused)


def test_several_come_back_and_several_end(each_services: Services, actor: Actor) -> None:
    ids = enroll_many(each_services, actor, a_sequence(each_services, actor), 3)
    for status in ("PAUSED", "ACTIVE", "CANCELED"):
        done = set_enrollment_statuses(
            each_services, actor=actor, enrollment_ids=ids, status=status
        )
        assert (done.done, done.refused) == (3, {})
        assert statuses(each_services, actor) == [status] * 3


def test_another_workspaces_enrollments_stay_as_they_are(services: Services, actor: Actor) -> None:
    ids = enroll_many(services, actor, a_sequence(services, actor), 2)
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")

    done = set_enrollment_statuses(services, actor=stranger, enrollment_ids=ids, status="CANCELED")

    assert (done.done, done.refused) == (0, {"There is no such enrollment.": 2})
    assert statuses(services, actor) == ["ACTIVE", "ACTIVE"]


@pytest.mark.parametrize("ids", [[], list(range(MOST + 1))])
def test_none_and_too_many_are_refused(services: Services, actor: Actor, ids: list[int]) -> None:
    with pytest.raises(InvalidInput):
        set_enrollment_statuses(services, actor=actor, enrollment_ids=ids, status="PAUSED")


def test_whoever_may_only_read_changes_nothing(services: Services, actor: Actor) -> None:
    ids = enroll_many(services, actor, a_sequence(services, actor), 1)
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        set_enrollment_statuses(services, actor=reader, enrollment_ids=ids, status="PAUSED")
    with pytest.raises(InvalidInput):
        set_enrollment_statuses(services, actor=actor, enrollment_ids=ids, status="COMPLETED")
    assert statuses(services, actor) == ["ACTIVE"]

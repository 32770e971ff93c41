"""Plans are kept once their version is committed, never before."""

import pytest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import SequenceRow
from crm_core.touches.versions import VersionPlans
from tests.builders import EMAIL, a_sequence


class Undone(Exception):
    """Raised to roll a transaction back."""


def make(services: Services, actor: Actor, subject: str) -> int:
    key = a_sequence(services, actor, {**EMAIL, "subject": subject})
    with services.storage.read() as session:
        version_id = session.get_one(SequenceRow, key).latest_version_id
    assert version_id is not None
    return version_id


def subject_of(services: Services, version_id: int) -> str:
    with services.storage.read() as session:
        plan = services.plans.get(session, [version_id])[version_id]
    return plan.steps[0].step.subject


def test_a_version_that_was_rolled_back_does_not_lend_its_texts_to_the_next_one(
    services: Services, actor: Actor
) -> None:
    def try_one() -> None:
        with services.storage.write() as session:
            undone.append(make(services, actor, "Undone"))
            services.plans.get(session, undone)
            subject_of(services, undone[0])
            raise Undone

    undone: list[int] = []
    with pytest.raises(Undone):
        try_one()
    version_id = make(services, actor, "Kept")

    assert undone == [version_id], "the id is given again, or this test shows nothing"
    assert subject_of(services, version_id) == "Kept"


def test_a_plan_is_read_once_and_the_oldest_leaves_when_there_are_too_many(
    services: Services, actor: Actor
) -> None:
    plans = VersionPlans(limit=2)
    ids = [make(services, actor, name) for name in ("A", "B", "C")]
    with services.storage.read() as session:
        first = plans.get(session, [ids[0]])[ids[0]]
        assert plans.get(session, [ids[0]])[ids[0]] is first
        plans.get(session, ids[1:])
        assert plans.get(session, [ids[0]])[ids[0]] is not first

"""Making and editing sequences: checked as a whole, versions that never change."""

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor
from crm_core.errors import CrmError, InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import SequenceRow, SequenceVersionRow, StepRow
from crm_core.usecases.sequences import create_sequence, revise_sequence, set_sequence_status
from crm_core.views.sequences import get_sequence
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_sequence


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({**EMAIL, "body": "Hi {{ first_nam }}"}, "steps[0].body"),
        ({**EMAIL, "subject": "{{ compny }}"}, "steps[0].subject"),
        ({**EMAIL, "body": "{{ first_name"}, "steps[0].body"),
        ({**EMAIL, "body": "{% include 'x' %}"}, "steps[0].body"),
        ({**EMAIL, "body": "{{ first_name | shout }}"}, "steps[0].body"),
        ({**CALL, "instructions": "{% if %}"}, "steps[0].instructions"),
        ({**EMAIL, "subject": "Hi\r\nBcc: x@example.com"}, "steps[0].subject"),
        ({**EMAIL, "body": "x" * 1_000_000}, "steps[0].body"),
        ({**EMAIL, "id": "st_mine"}, "steps[0].id"),
    ],
)
def test_a_text_that_cannot_work_is_refused_when_it_is_saved(
    services: Services, actor: Actor, step: dict[str, object], field: str
) -> None:
    with pytest.raises(CrmError) as refusal:
        a_sequence(services, actor, step)
    assert refusal.value.field == field
    with services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(SequenceRow)) == 0


def test_a_misspelt_field_is_refused_with_the_right_one(services: Services, actor: Actor) -> None:
    with pytest.raises(InvalidInput, match="first_name"):
        a_sequence(services, actor, {**EMAIL, "body": "Hi {{ firstname }}"})


def test_an_unknown_holiday_country_is_refused(services: Services, actor: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_sequence(services, actor, settings={"holidayCountries": ["US", "XX"]})
    assert refusal.value.field == "settings.holidayCountries[1]"


def test_a_new_sequence_is_active_unless_it_says_paused(services: Services, actor: Actor) -> None:
    for given, status in ((None, "ACTIVE"), ("paused", "PAUSED")):
        key = create_sequence(services, actor=actor, name="S", steps=[EMAIL], status=given)
        assert get_sequence(services, actor=actor, sequence_id=key).line.status == status
    with pytest.raises(InvalidInput):
        create_sequence(services, actor=actor, name="S", steps=[EMAIL], status="ARCHIVED")


def test_an_edit_makes_a_version_and_the_steps_that_stay_keep_their_ids(
    each_services: Services, actor: Actor
) -> None:
    key = a_sequence(each_services, actor, EMAIL, CALL, FOLLOW_UP)
    before = get_sequence(each_services, actor=actor, sequence_id=key)
    first, _, last = (step.id for step in before.steps)

    number = revise_sequence(
        each_services, actor=actor, sequence_id=key, name="Renamed", settings=before.settings,
        steps=[{**EMAIL, "id": first}, {"type": "TASK", "subject": "New"},
               {**FOLLOW_UP, "id": last}],
    )  # fmt: skip

    after = get_sequence(each_services, actor=actor, sequence_id=key)
    assert (number, after.line.version, after.line.name) == (2, 2, "Renamed")
    assert [step.id for step in after.steps][::2] == [first, last]
    assert after.steps[1].id not in {step.id for step in before.steps}
    with each_services.storage.read() as session:
        versions = session.scalars(select(SequenceVersionRow.id)).all()
        kept = session.scalars(select(StepRow.key).where(StepRow.version_id == min(versions)))
        assert set(kept) == {step.id for step in before.steps}


def test_a_step_id_of_another_sequence_is_refused(services: Services, actor: Actor) -> None:
    mine, other = (a_sequence(services, actor, name=name) for name in ("A", "B"))
    foreign = get_sequence(services, actor=actor, sequence_id=other).steps[0].id
    with pytest.raises(InvalidInput) as refusal:
        revise_sequence(
            services, actor=actor, sequence_id=mine, name="A", steps=[{**EMAIL, "id": foreign}]
        )
    assert refusal.value.field == "steps[0].id"


def test_an_archived_sequence_stays_archived(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=key, status="ARCHIVED")
    with pytest.raises(CrmError, match="archived already"):
        set_sequence_status(services, actor=actor, sequence_id=key, status="ACTIVE")

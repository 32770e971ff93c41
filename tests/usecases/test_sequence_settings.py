"""Changing what a sequence says about itself: settings make a version, a name does not."""

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, EnrollmentRow, SequenceVersionRow
from crm_core.usecases.sequence_settings import change_settings, describe_sequence
from crm_core.usecases.sequences import duplicate_sequence, revise_sequence, set_sequence_status
from crm_core.views.sequences import SequenceDetail, get_sequence
from tests.builders import ALWAYS, CALL, EMAIL, FOLLOW_UP, a_sequence, enrolled

GAP = {**ALWAYS, "minGapHours": 48}


def seen(services: Services, actor: Actor, key: int) -> SequenceDetail:
    return get_sequence(services, actor=actor, sequence_id=key)


def test_other_settings_make_a_version_of_the_same_steps(
    each_services: Services, actor: Actor
) -> None:
    key = a_sequence(each_services, actor, EMAIL, CALL, FOLLOW_UP)
    before = seen(each_services, actor, key)
    enrollment = enrolled(each_services, actor, key)

    number = change_settings(each_services, actor=actor, sequence_id=key, settings=GAP, based_on=1)

    after = seen(each_services, actor, key)
    assert (number, after.line.version) == (2, 2)
    assert after.steps == before.steps
    assert after.settings["minGapHours"] == 48
    with each_services.storage.read() as session:
        row = session.get_one(EnrollmentRow, enrollment)
        assert session.get_one(SequenceVersionRow, row.version_id).number == 1
        noted = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert noted is not None
        assert (noted.action, noted.detail) == ("sequence.revised", {"version": 2})


def test_settings_of_a_version_that_is_no_longer_the_latest_are_refused(
    services: Services, actor: Actor
) -> None:
    key = a_sequence(services, actor)
    revise_sequence(services, actor=actor, sequence_id=key, name="S", steps=[EMAIL])

    with pytest.raises(Conflict, match="Version 2 was saved meanwhile"):
        change_settings(services, actor=actor, sequence_id=key, settings=GAP, based_on=1)

    assert seen(services, actor, key).line.version == 2


def test_a_second_save_of_the_same_makes_no_version(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)
    with pytest.raises(Conflict, match="has already"):
        change_settings(services, actor=actor, sequence_id=key, settings=ALWAYS, based_on=1)
    assert seen(services, actor, key).line.version == 1


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"sendWindow": {"days": {"TUE": [["09:00", "9"]]}}}, "settings.sendWindow.days.TUE[0][1]"),
        ({"sendWindow": {"days": {}}}, "settings.sendWindow.days"),
        ({"sendWindow": {"timezone": "Mars", "days": {"MON": [["09:00", "10:00"]]}}},
         "settings.sendWindow.timezone"),
        ({"holidayCountries": ["XX"]}, "settings.holidayCountries[0]"),
        ({"minGapHours": -1}, "settings.minGapHours"),
        ({"reentry": "TWICE"}, "settings.reentry"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_refused_by_its_name(
    services: Services, actor: Actor, settings: dict[str, object], field: str
) -> None:
    key = a_sequence(services, actor)
    with pytest.raises(InvalidInput) as refusal:
        change_settings(services, actor=actor, sequence_id=key, settings=settings, based_on=1)
    assert refusal.value.field == field


def test_a_name_is_no_version(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)

    describe_sequence(
        services, actor=actor, sequence_id=key, name=" Spring 🌷 ", description="Two\nlines "
    )

    line = seen(services, actor, key).line
    assert (line.name, line.description, line.version) == ("Spring 🌷", "Two\nlines", 1)
    with pytest.raises(InvalidInput) as refusal:
        describe_sequence(services, actor=actor, sequence_id=key, name=" ", description="")
    assert refusal.value.field == "name"


def test_an_archived_sequence_is_not_changed(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=key, status="ARCHIVED")
    with pytest.raises(Conflict, match="archived"):
        change_settings(services, actor=actor, sequence_id=key, settings=GAP, based_on=1)
    with pytest.raises(Conflict, match="archived"):
        describe_sequence(services, actor=actor, sequence_id=key, name="N", description="")


def test_a_copy_is_paused_and_stands_on_its_own(each_services: Services, actor: Actor) -> None:
    key = a_sequence(each_services, actor, EMAIL, CALL, settings=GAP, name="N" * 200)
    enrolled(each_services, actor, key)

    copy = seen(
        each_services, actor, duplicate_sequence(each_services, actor=actor, sequence_id=key)
    )

    original = seen(each_services, actor, key)
    assert copy.line.name == f"{'N' * 193} (copy)"
    assert (copy.line.status, copy.line.version, copy.line.active) == ("PAUSED", 1, 0)
    assert copy.settings == original.settings
    assert [step.subject for step in copy.steps] == [step.subject for step in original.steps]
    assert not {step.id for step in copy.steps} & {step.id for step in original.steps}


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON])
def test_whoever_may_not_manage_sequences_changes_nothing(
    role: Role, services: Services, actor: Actor
) -> None:
    key = a_sequence(services, actor)
    other = Actor(actor.tenant_id, role, "user", None)
    for act in (
        lambda: change_settings(services, actor=other, sequence_id=key, settings=GAP, based_on=1),
        lambda: describe_sequence(services, actor=other, sequence_id=key, name="N", description=""),
        lambda: duplicate_sequence(services, actor=other, sequence_id=key),
    ):
        with pytest.raises(Forbidden):
            act()
    with services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(SequenceVersionRow)) == 1


def test_a_sequence_of_another_workspace_is_not_found(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user", None)
    with pytest.raises(NotFound):
        change_settings(services, actor=stranger, sequence_id=key, settings=GAP, based_on=1)
    with pytest.raises(NotFound):
        duplicate_sequence(services, actor=stranger, sequence_id=key)

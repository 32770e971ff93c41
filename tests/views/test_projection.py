"""When each step lands for a person; and that the runner then does what was projected."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, update

from crm_core.domain.calendar import Delay, DelayUnit
from crm_core.domain.permissions import Actor
from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.domain.words import EnrollmentStatus, StepType
from crm_core.errors import InvalidInput, NotFound
from crm_core.services import Services
from crm_core.step_texts import compile_step
from crm_core.storage.tables import ActivityRow, EnrollmentRow
from crm_core.touches.run import run_touches
from crm_core.touches.versions import PlannedStep
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.people import create_party, opt_out, update_person
from crm_core.usecases.sequences import set_sequence_status
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.people import get_lead
from crm_core.views.projection import project_draft, project_enrollment, project_entry
from tests.builders import CALL, DRAFT, EMAIL, FOLLOW_UP, TASK, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY = {"delay": {"value": 1, "unit": "DAYS"}}
ROME_OFFICE: dict[str, object] = {
    "sendWindow": {
        "timezone": "Europe/Rome",
        "days": {day: [["09:00", "17:00"]] for day in ("MON", "TUE", "WED", "THU", "FRI")},
    },
    "holidayCountries": ["IT"],
}


def entry(services: Services, actor: Actor, sequence_id: int, lead_id: int, **more: Any) -> Any:
    return project_entry(
        services, actor=actor, sequence_id=sequence_id, entity_type="LEAD", entity_id=lead_id,
        **more,
    )  # fmt: skip


def party_of(services: Services, actor: Actor, lead_id: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead_id).person.id


def test_an_entry_shows_what_each_step_says_and_when_it_lands(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP, CALL, settings=ROME_OFFICE)
    lead = a_lead(each_services, actor)
    clock.move(3 * DAY)

    lines = entry(each_services, actor, sequence, lead)

    assert [line.subject for line in lines] == ["Hello Ada1", "", "Call Ada1"]
    assert [line.type for line in lines] == ["EMAIL_AUTO", "EMAIL_AUTO", "CALL"]
    thursday = datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert [line.at for line in lines] == [thursday, thursday + DAY, thursday + DAY]
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(EnrollmentRow)) == 0


def test_a_missing_field_and_an_address_that_is_missing_are_told_before_anybody_is_enrolled(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(
        each_services, actor, EMAIL, {"type": "TASK", "subject": "Visit {{ custom.city }}", **A_DAY}
    )
    lead = a_lead(each_services, actor, email=None)

    first, second = entry(each_services, actor, sequence, lead)

    assert first.problem == "The person has no e-mail address."
    assert second.problem == "The text has no value for custom.city."
    assert (first.supposed, second.supposed) == (True, True)


def test_a_later_start_moves_everything(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, CALL, {**CALL, **A_DAY})
    start = clock.now() + 3 * DAY
    lines = entry(services, actor, sequence, a_lead(services, actor), start_at=start)
    assert [line.at for line in lines] == [start, start + DAY]


def test_a_paused_sequence_and_an_opt_out_are_told(each_services: Services, actor: Actor) -> None:
    sequence = a_sequence(each_services, actor)
    lead = a_lead(each_services, actor)
    set_sequence_status(each_services, actor=actor, sequence_id=sequence, status="PAUSED")
    (line,) = entry(each_services, actor, sequence, lead)
    assert line.problem == "The sequence is paused."

    opt_out(
        each_services, tenant_id=actor.tenant_id, party_id=party_of(each_services, actor, lead),
        source="a test",
    )  # fmt: skip
    (line,) = entry(each_services, actor, sequence, lead)
    assert (line.at, line.problem) == (None, "The person opted out.")


def test_what_belongs_to_nobody_here_is_refused_by_field(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    lead = a_lead(each_services, actor)
    company = create_party(
        each_services, actor=actor, party={"kind": "COMPANY", "name": "Analytical"}
    )
    stranger = add_workspace(each_services, name="Elsewhere")
    for who, sequence_id, lead_id, field in (
        (actor, 999, lead, "sequenceId"),
        (actor, sequence, 999, "entityId"),
        (_of(actor, stranger), sequence, lead, "sequenceId"),
    ):
        with pytest.raises(NotFound) as refused:
            entry(each_services, who, sequence_id, lead_id)
        assert refused.value.field == field
    with pytest.raises(InvalidInput, match="A company cannot be enrolled"):
        project_entry(
            each_services, actor=actor, sequence_id=sequence, entity_type="PARTY",
            entity_id=company,
        )  # fmt: skip


def _of(actor: Actor, tenant_id: int) -> Actor:
    return Actor(tenant_id, actor.role, actor.kind)


def test_steps_that_are_not_saved_are_projected_for_a_person(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    person = party_of(each_services, actor, a_lead(each_services, actor, company="Engines"))
    steps = [
        Step("", 0, StepType.EMAIL_AUTO, Delay(0, DelayUnit.DAYS), "To {{ company }}", "Hi"),
        Step("", 1, StepType.CALL, Delay(2, DelayUnit.DAYS), "Call {{ deal.name }}"),
    ]
    planned = [PlannedStep(step, compile_step(step)) for step in steps]
    settings = SequenceSettings.parse({"sendWindow": "ALWAYS"})

    first, second = project_draft(
        each_services, actor=actor, steps=planned, settings=settings, person_id=person
    )

    assert (first.subject, first.at, first.problem) == ("To Engines", clock.now(), "")
    assert second.problem == "The text has no value for deal.name."
    assert second.at == clock.now() + 2 * DAY
    with pytest.raises(NotFound):
        project_draft(each_services, actor=actor, steps=planned, settings=settings, person_id=999)


def test_an_enrollment_is_projected_from_where_it_stands(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, EMAIL, {**CALL, **A_DAY}, {**TASK, **A_DAY})
    key = enrolled(each_services, actor, sequence)
    run_touches(each_services)
    begun = clock.now()
    clock.move(HOUR)
    lines = project_enrollment(each_services, actor=actor, enrollment_id=key)
    assert [line.number for line in lines] == [2, 3]
    assert [line.at for line in lines] == [begun + DAY, begun + 2 * DAY]

    clock.move(DAY)
    run_touches(each_services)
    given = clock.now()
    clock.move(HOUR)
    call, task = project_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (call.at, call.problem) == (given, "The call of this step is open.")
    assert (task.at, task.supposed) == (clock.now() + DAY, True)


def test_a_paused_enrollment_keeps_the_rest_of_its_delay(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, {**CALL, **A_DAY})
    key = enrolled(each_services, actor, sequence)
    clock.move(10 * HOUR)
    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="PAUSED")
    clock.move(5 * DAY)

    (line,) = project_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.at, line.problem) == (clock.now() + 14 * HOUR, "The enrollment is paused.")

    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="ACTIVE")
    assert project_enrollment(each_services, actor=actor, enrollment_id=key)[0].at == line.at
    set_enrollment_status(each_services, actor=actor, enrollment_id=key, status="CANCELED")
    assert project_enrollment(each_services, actor=actor, enrollment_id=key) == ()


def test_a_step_that_failed_here_says_so(services: Services, actor: Actor) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))
    with services.storage.write() as session:
        session.execute(
            update(EnrollmentRow).values(
                next_run_at=None, hold_gate="error", hold_reason="This step could not be executed."
            )
        )
    (line,) = project_enrollment(services, actor=actor, enrollment_id=key)
    assert line.problem == "This step could not be executed."
    assert line.unblock == "Have it looked at again in Runner health."


def a_random_sequence(services: Services, actor: Actor, random: Random) -> int:
    units = {"MINUTES": 3000, "HOURS": 60, "DAYS": 4, "BUSINESS_DAYS": 4}
    steps: list[dict[str, object]] = []
    gap = random.choice([None, None, 30, 100])
    kinds = [EMAIL, CALL, TASK] if gap else [EMAIL, CALL, TASK, DRAFT]
    for _ in range(random.randint(2, 6)):
        unit = random.choice(list(units))
        delay = {"value": random.randint(0, units[unit]), "unit": unit}
        steps.append({**random.choice(kinds), "delay": delay})
    night = {"sendWindow": {"days": {"MON": [["22:00", "03:00"]], "SUN": [["01:30", "04:00"]]}}}
    settings = random.choice([{}, ROME_OFFICE, night, {**ROME_OFFICE, "sendWindow": None}])
    return a_sequence(
        services, actor, *steps, settings={**settings, "minGapHours": gap}, name="At random"
    )


def landings(services: Services, actor: Actor, clock: StoppedClock, key: int) -> list[datetime]:
    """Run an enrollment to its end, each task completed as it lands; when each step landed."""
    landed: list[datetime] = []
    for _ in range(100):
        with services.storage.read() as session:
            row = session.get_one(EnrollmentRow, key)
            query = select(ActivityRow).where(ActivityRow.enrollment_id == key)
            tasks = list(session.scalars(query.where(ActivityRow.completed_at.is_(None))))
            landed = list(session.scalars(
                select(ActivityRow.created_at).where(ActivityRow.enrollment_id == key)
                .order_by(ActivityRow.id)
            ))  # fmt: skip
        if row.status == EnrollmentStatus.COMPLETED:
            return landed
        if tasks:
            complete_activity(services, actor=actor, activity_id=tasks[0].id)
            continue
        assert row.next_run_at is not None
        clock.at = max(clock.at, row.next_run_at)
        run_touches(services)
    raise AssertionError("The enrollment does not end.")


@pytest.mark.parametrize("seed", range(25))
def test_the_runner_does_what_was_projected(
    services: Services, actor: Actor, clock: StoppedClock, seed: int
) -> None:
    random = Random(seed)
    clock.at = datetime(2026, 3, 20, tzinfo=UTC) + random.randint(0, 60 * 24 * 30) * HOUR / 60
    zone = random.choice(["Europe/Rome", "America/New_York", "Asia/Kathmandu", None])
    lead = a_lead(services, actor, timezone=zone)
    if random.random() < 0.5:
        enrolled(services, actor, a_sequence(services, actor, name="Before"), lead)
        run_touches(services)
        clock.move(timedelta(minutes=random.randint(1, 3000)))
    sequence = a_random_sequence(services, actor, random)
    start = clock.now() + timedelta(minutes=random.choice([0, 0, random.randint(1, 9000)]))

    projected = entry(services, actor, sequence, lead, start_at=start)
    key = enroll_entity(
        services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_id=lead,
        start_at=start,
    ).enrollment_id  # fmt: skip
    under_way = project_enrollment(services, actor=actor, enrollment_id=key)

    assert [line.problem for line in projected] == [""] * len(projected)
    assert [line.at for line in under_way] == [line.at for line in projected]
    assert landings(services, actor, clock, key) == [line.at for line in projected]


def test_a_person_without_the_fact_is_projected_anew_once_it_is_there(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, {**EMAIL, "body": "To {{ company }}"}, FOLLOW_UP)
    lead = a_lead(each_services, actor)
    key = enrolled(each_services, actor, sequence, lead)
    run_touches(each_services)
    held = project_enrollment(each_services, actor=actor, enrollment_id=key)
    assert held[0].problem == "The text has no value for company."
    assert [line.at for line in held] == [clock.now(), clock.now() + DAY]

    update_person(
        each_services, actor=actor, party_id=party_of(each_services, actor, lead),
        changes={"company": "Engines"},
    )  # fmt: skip
    mended = project_enrollment(each_services, actor=actor, enrollment_id=key)
    assert [line.problem for line in mended] == ["", ""]

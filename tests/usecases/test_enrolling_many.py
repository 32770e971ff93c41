"""Enrolling a selection: the same rules as for one, asked for all, written once for each person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import CrmError, Forbidden, InvalidInput, NotEnrollable, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, EnrollmentRow
from crm_core.usecases import enrollments
from crm_core.usecases.enrollments import EnrolledMany, enroll_entity, enroll_many
from crm_core.usecases.people import create_party, opt_out
from crm_core.usecases.sequences import set_sequence_status
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.entry import preview_entry
from crm_core.views.people import get_lead
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock


def enroll(
    services: Services, actor: Actor, sequence: int, ids: list[int], kind: str = "LEAD"
) -> EnrolledMany:
    return enroll_many(
        services, actor=actor, sequence_id=sequence, entity_type=kind, entity_ids=ids
    )


def party_of(services: Services, actor: Actor, lead: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead).person.id


def live(services: Services) -> list[int]:
    with services.storage.read() as session:
        return list(
            session.scalars(
                select(EnrollmentRow.party_id)
                .where(EnrollmentRow.status == "ACTIVE")
                .order_by(EnrollmentRow.party_id)
            )
        )


def a_mixed_selection(services: Services, actor: Actor, sequence: int) -> dict[str, int]:
    """Leads by why they are refused; `fine` and `free` are not."""
    leads = {name: a_lead(services, actor, number) for number, name in enumerate(
        ("fine", "gone", "inside", "exclusive", "free"), 1)}  # fmt: skip
    leads["twice"] = a_lead(services, actor, 1)
    party = party_of(services, actor, leads["gone"])
    opt_out(services, tenant_id=actor.tenant_id, party_id=party, source="a call")
    enrolled(services, actor, sequence, leads["inside"])
    other = a_sequence(services, actor, name="Jealous", settings={"exclusive": True})
    enrolled(services, actor, other, leads["exclusive"])
    leads["nobody"] = 10**9
    return leads


def test_the_rules_sort_a_selection_as_they_sort_one_by_one(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    leads = a_mixed_selection(each_services, actor, sequence)

    done = enroll(each_services, actor, sequence, list(leads.values()))

    assert done.enrolled == 2
    assert {each.entity_id: each.rule for each in done.refused} == {
        leads["gone"]: "suppressed-recipient",
        leads["inside"]: "already-enrolled",
        leads["exclusive"]: "exclusive-enrollment",
        leads["twice"]: "already-enrolled",
        leads["nobody"]: "not-found",
    }
    by_id = {each.entity_id: each for each in done.refused}
    assert by_id[leads["gone"]].says == "The person opted out of e-mail."
    assert by_id[leads["gone"]].name == "Ada2 Byron"
    for key, refused in by_id.items():
        with pytest.raises(CrmError) as alone:
            enroll_entity(
                each_services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_id=key
            )
        assert (alone.value.rule, alone.value.message) == (refused.rule, refused.says)


def test_the_preview_says_what_the_enrolment_then_does(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    leads = a_mixed_selection(each_services, actor, sequence)
    ids = list(leads.values())

    before = preview_entry(
        each_services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_ids=ids
    )
    assert len(live(each_services)) == 2
    done = enroll(each_services, actor, sequence, ids)

    assert set(before.accepted) == {leads["fine"], leads["free"]}
    assert len(before.accepted) == done.enrolled
    assert set(before.refused) == set(done.refused)
    assert dict(before.reasons)["The person is in this sequence already."] == 2
    assert sum(count for _, count in before.reasons) == 5


def test_one_enrolment_of_many_is_as_one_of_one(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, {**EMAIL, "delay": {"value": 2, "unit": "HOURS"}})
    alone, among = a_lead(each_services, actor, 1), a_lead(each_services, actor, 2)
    enroll_entity(
        each_services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_id=alone
    )
    enroll(each_services, actor, sequence, [among])

    with each_services.storage.read() as session:
        one, many = session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id))
        noted = session.execute(
            select(AuditRow.object_id, AuditRow.detail)
            .where(AuditRow.action == "enrollment.created")
            .order_by(AuditRow.id)
        ).all()
    own = {"id", "party_id", "entity_id", "_sa_instance_state"}
    assert {k: v for k, v in vars(one).items() if k not in own} == {
        k: v for k, v in vars(many).items() if k not in own
    }
    assert many.next_run_at == clock.now() + timedelta(hours=2)
    assert [tuple(line) for line in noted] == [(one.id, {}), (many.id, {})]


def test_entering_again_ends_the_enrollment_before(each_services: Services, actor: Actor) -> None:
    sequence = a_sequence(each_services, actor, CALL, settings={"reentry": "ANY"})
    leads = [a_lead(each_services, actor, number) for number in range(1, 4)]
    enroll(each_services, actor, sequence, leads)

    again = enroll(each_services, actor, sequence, leads)

    assert again == EnrolledMany(3, ())
    with each_services.storage.read() as session:
        ended = session.scalars(
            select(EnrollmentRow.stop_reason).where(EnrollmentRow.status == "CANCELED")
        ).all()
    assert ended == ["REENTERED"] * 3
    assert len(live(each_services)) == 3


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrollments, "AT_A_TIME", 3)


@pytest.mark.usefixtures("small_steps")
def test_a_person_of_two_leads_enters_once_also_across_transactions(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor, settings={"reentry": "ANY"})
    leads = [a_lead(each_services, actor, number) for number in (1, 2, 3, 4)]
    leads += [a_lead(each_services, actor, number) for number in (1, 2, 3, 4)]

    done = enroll(each_services, actor, sequence, leads)

    assert done.enrolled == 4
    assert {each.entity_id for each in done.refused} == set(leads[4:])
    assert {each.says for each in done.refused} == {"The person is in this sequence already."}


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("reentry", ["ONCE", "WHEN_INACTIVE"])
def test_runs_that_overlap_enroll_each_person_once(
    each_services: Services, actor: Actor, reentry: str
) -> None:
    sequence = a_sequence(each_services, actor, settings={"reentry": reentry})
    leads = [a_lead(each_services, actor, number) for number in range(1, 41)]
    begin = Barrier(4)

    def run(number: int) -> EnrolledMany:
        begin.wait(60)
        # In other orders, so that locks in the order of the selection would wait in a circle.
        ordered = leads[::-1] if number % 2 else leads
        return enroll(each_services, actor, sequence, ordered)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, range(4)))

    assert sum(each.enrolled for each in done) == 40
    assert sum(len(each.refused) for each in done) == 120
    people = live(each_services)
    assert len(people) == len(set(people)) == 40


@pytest.mark.usefixtures("small_steps")
def test_a_sequence_that_closes_under_way_refuses_the_rest(
    services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequence = a_sequence(services, actor)
    leads = [a_lead(services, actor, number) for number in range(1, 6)]
    let_in = enrollments.let_in

    def then_pause(*given: object, **more: object) -> object:
        monkeypatch.setattr(enrollments, "let_in", let_in)
        answer = let_in(*given, **more)  # type: ignore[arg-type]
        set_sequence_status(services, actor=actor, sequence_id=sequence, status="PAUSED")
        return answer

    monkeypatch.setattr(enrollments, "let_in", then_pause)
    done = enroll(services, actor, sequence, leads)

    assert done.enrolled == 3
    assert {each.rule for each in done.refused} == {"sequence-not-active"}
    with pytest.raises(NotEnrollable, match="paused"):
        enroll(services, actor, sequence, leads)
    shown = preview_entry(
        services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_ids=leads
    )
    assert shown.closed is not None
    assert "paused" in shown.closed
    assert len(shown.refused) == 5


def test_the_preview_warns_of_those_who_would_wait(each_services: Services, actor: Actor) -> None:
    step = {**FOLLOW_UP, "body": "At {{ company }}, {{ last_name | default: 'friend' }}?"}
    sequence = a_sequence(each_services, actor, CALL, EMAIL, step)
    whole = a_lead(each_services, actor, 1, company="Acme")
    homeless = a_lead(each_services, actor, 2)
    silent = a_lead(each_services, actor, 3, email=None, phone="+49301234567")
    nameless = a_lead(each_services, actor, 4, first_name="", last_name="", company="Acme")

    shown = preview_entry(
        each_services, actor=actor, sequence_id=sequence, entity_type="LEAD",
        entity_ids=[whole, homeless, silent, nameless],
    )  # fmt: skip

    assert len(shown.accepted) == 4
    assert {each.entity_id: (each.step, each.says) for each in shown.lacking} == {
        homeless: (2, "No value for company: would wait at step 3 until there is one."),
        silent: (1, "No e-mail address: would wait at step 2 until there is one."),
        nameless: (0, "No value for first_name: would wait at step 1 until there is one."),
    }
    assert len(shown.warnings) == 3


def statements(services: Services, act: Callable[[], object]) -> int:
    from sqlalchemy import event

    counted: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        counted.append(statement)

    event.listen(services.storage.engine, "before_cursor_execute", count)
    act()
    event.remove(services.storage.engine, "before_cursor_execute", count)
    return len(counted)


def test_the_number_of_queries_does_not_grow_with_the_selection(
    services: Services, actor: Actor
) -> None:
    sequence = a_sequence(services, actor)
    leads = [a_lead(services, actor, number) for number in range(1, 61)]

    def preview(ids: list[int]) -> int:
        return statements(services, lambda: preview_entry(
            services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_ids=ids
        ))  # fmt: skip

    preview(leads[:1])
    assert preview(leads[:2]) == preview(leads)
    few = statements(services, lambda: enroll(services, actor, sequence, leads[:2]))
    assert statements(services, lambda: enroll(services, actor, sequence, leads[2:])) == few


def test_whom_it_refuses_altogether(services: Services, actor: Actor) -> None:
    sequence, lead = a_sequence(services, actor), a_lead(services, actor)
    other = Actor(add_workspace(services, name="Other"), Role.ADMINISTRATOR, "cli")

    with pytest.raises(Forbidden):
        enroll(services, Actor(actor.tenant_id, Role.READ_ONLY, "user"), sequence, [lead])
    with pytest.raises(NotFound):
        enroll(services, other, sequence, [lead])
    with pytest.raises(InvalidInput, match="10,000"):
        enroll(services, actor, sequence, list(range(1, 10_002)))
    theirs = a_sequence(services, other)
    done = enroll(services, other, theirs, [lead])
    assert [each.rule for each in done.refused] == ["not-found"]
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    done = enroll(services, actor, sequence, [company], "PARTY")
    assert "enroll its people" in done.refused[0].says
    assert enroll(services, actor, sequence, []) == EnrolledMany(0, ())
    assert live(services) == []

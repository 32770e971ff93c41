"""However many enroll a person at the same instant, the person is enrolled once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor
from crm_core.errors import AlreadyEnrolled, CrmError, ExclusiveEnrollment
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, EnrollmentRow, LeadRow
from crm_core.usecases.enrollments import enroll_entity
from tests.builders import a_lead, a_sequence

THREADS = 32


@pytest.fixture
def entities(each_services: Services, actor: Actor) -> list[tuple[str, int]]:
    """Three ways to one person: two leads and the party itself."""
    leads = [a_lead(each_services, actor), a_lead(each_services, actor)]
    with each_services.storage.read() as session:
        parties = set(session.scalars(select(LeadRow.party_id).where(LeadRow.id.in_(leads))))
    return [*(("LEAD", lead) for lead in leads), *(("PARTY", party) for party in parties)]


def enroll_at_once(
    services: Services,
    actor: Actor,
    sequence_ids: list[int],
    entities: list[tuple[str, int]],
    crowd: int,
) -> Counter[str]:
    """What became of `crowd` enrolments by 32 threads that begin together, by its name."""
    begin = Barrier(THREADS)

    def enroll(number: int) -> str:
        if number < THREADS:
            begin.wait(60)
        kind, entity_id = entities[number % len(entities)]
        try:
            enroll_entity(
                services, actor=actor, sequence_id=sequence_ids[number % len(sequence_ids)],
                entity_type=kind, entity_id=entity_id,
            )  # fmt: skip
        except CrmError as refusal:
            return type(refusal).__name__
        return "enrolled"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(enroll, range(crowd)))


def rows(services: Services, row: type) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


@pytest.mark.parametrize(("reentry", "crowd"), [("ONCE", 1_000), ("WHEN_INACTIVE", 200)])
def test_of_a_thousand_simultaneous_enrolments_one_succeeds_and_999_are_refused_in_words(
    each_services: Services, actor: Actor, entities: list[tuple[str, int]], reentry: str, crowd: int
) -> None:
    sequence = a_sequence(each_services, actor, settings={"reentry": reentry})

    outcomes = enroll_at_once(each_services, actor, [sequence], entities, crowd)

    assert outcomes == {"enrolled": 1, AlreadyEnrolled.__name__: crowd - 1}
    assert rows(each_services, EnrollmentRow) == 1
    with each_services.storage.read() as session:
        noted = select(func.count()).where(AuditRow.action == "enrollment.created")
        assert session.scalar(noted) == 1


def test_of_simultaneous_enrolments_into_exclusive_sequences_one_wins(
    each_services: Services, actor: Actor, entities: list[tuple[str, int]]
) -> None:
    sequences = [
        a_sequence(each_services, actor, settings={"exclusive": True}, name=f"Exclusive {n}")
        for n in range(5)
    ]

    outcomes = enroll_at_once(each_services, actor, sequences, entities, 100)

    assert outcomes["enrolled"] == 1
    assert set(outcomes) == {"enrolled", AlreadyEnrolled.__name__, ExclusiveEnrollment.__name__}
    assert rows(each_services, EnrollmentRow) == 1

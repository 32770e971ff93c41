"""`/healthz`, `/readyz`, `/metrics`."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.services import Services
from crm_core.storage.engine import Storage
from crm_core.usecases.run_sequences import run_sequence_steps
from tests.builders import a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock

Samples = Callable[[], dict[tuple[str, str | None], float]]


@pytest.fixture
def samples(anybody: TestClient) -> Samples:
    """The scrape's samples by name and status."""

    def scrape() -> dict[tuple[str, str | None], float]:
        answer = anybody.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        families = text_string_to_metric_families(answer.text)
        return {
            (sample.name, sample.labels.get("status")): sample.value
            for family in families
            for sample in family.samples
        }

    return scrape


def test_a_process_that_answers_is_alive(anybody: TestClient) -> None:
    answer = anybody.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readiness_names_the_database_the_migrations_and_the_runner(
    anybody: TestClient, services: Services, clock: StoppedClock
) -> None:
    ready = {"status": "ready", "database": "ok", "migrations": "ok"}
    assert anybody.get("/readyz").json() == {**ready, "runner": "none"}
    run_sequence_steps(services)
    assert anybody.get("/readyz").json() == {**ready, "runner": "ok"}
    clock.move(timedelta(minutes=5))
    silent = anybody.get("/readyz")
    assert (silent.status_code, silent.json()) == (200, {**ready, "runner": "silent"})


def test_a_database_that_is_behind_is_not_ready(anybody: TestClient, services: Services) -> None:
    with services.storage.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = anybody.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "behind")


def test_a_database_that_is_away_is_not_ready(services: Services, tmp_path: Path) -> None:
    away = Storage(f"sqlite:///{tmp_path / 'away' / 'crm.db'}")
    (tmp_path / "away").rmdir()
    object.__setattr__(services, "storage", away)
    client = TestClient(asgi(lambda: services))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 503


def test_every_status_is_counted_from_the_first_scrape(samples: Samples) -> None:
    found = samples()
    assert {(name, status) for name, status in found if name == "duestep_deliveries"} == {
        ("duestep_deliveries", str(status)) for status in DeliveryStatus
    }
    assert {(name, status) for name, status in found if name == "duestep_enrollments"} == {
        ("duestep_enrollments", str(status)) for status in EnrollmentStatus
    }
    assert ("duestep_runner_last_beat_seconds", None) not in found


def test_the_counts_follow_a_run(
    samples: Samples, services: Services, actor: Actor, stranger: Actor, clock: StoppedClock
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 3)
    enrolled(services, stranger, a_sequence(services, stranger))
    assert samples()["duestep_due", None] == 4
    assert samples()["duestep_enrollments", "ACTIVE"] == 4
    run_sequence_steps(services)
    clock.move(timedelta(seconds=30))
    found = samples()
    assert found["duestep_deliveries", "sent"] == 4
    assert found["duestep_enrollments", "COMPLETED"] == 4
    assert found["duestep_due", None] == 0
    assert found["duestep_runner_last_beat_seconds", None] == 30

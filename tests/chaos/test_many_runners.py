"""Many runners on one database share the work: nothing is done twice, nothing is left."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.words import ActivityStatus, ActivityType, DeliveryStatus, EnrollmentStatus
from crm_core.process import process_token
from crm_core.storage.tables import ActivityRow, DecisionRow, DeliveryRow, EnrollmentRow
from tests.builders import EMAIL, TASK
from tests.chaos.conftest import DUE, Installation
from tests.processes import PATIENCE, eventually


def share_the_work(here: Installation, runners: int, due: int) -> tuple[int, int]:
    """Let idle runners find `due` people at once, half with an e-mail and half with a task;
    returns when all is done, with the ids of the two sequences."""
    processes = [here.start() for _ in range(runners)]
    eventually(lambda: all(map(here.is_ready, processes)), f"{runners} runners wait")
    with here.services.storage.write():
        emails = here.enroll_crowd(EMAIL, number=due // 2)
        tasks = here.enroll_crowd(TASK, number=due // 2)
    eventually(here.is_idle, "everything is done", every=0.05)
    for process in processes:
        process.terminate()
    assert [process.wait(PATIENCE) for process in processes] == [0] * runners
    return emails, tasks


def activities(here: Installation, sequence_id: int) -> Counter[tuple[str, str]]:
    """A sequence's activities by type and status."""
    with here.services.storage.read() as session:
        rows = session.execute(
            select(ActivityRow.type, ActivityRow.status)
            .join(EnrollmentRow, EnrollmentRow.id == ActivityRow.enrollment_id)
            .where(EnrollmentRow.sequence_id == sequence_id)
        )
        return Counter((row.type, row.status) for row in rows)


def shares(here: Installation) -> Counter[str]:
    """How many e-mails each process sent."""
    with here.services.storage.read() as session:
        owners = session.scalars(select(DeliveryRow.owner))
        return Counter(process_token(owner or "") for owner in owners)


def check_each_was_done_once(here: Installation, emails: int, tasks: int, due: int) -> None:
    print(
        f"\n{here.services.storage.engine.dialect.name}: {due} due; at the server "
        f"{here.mail.count}, most often {max(here.mail.times.values())} times; e-mails by process "
        f"{sorted(shares(here).values(), reverse=True)}"
    )
    assert len(here.mail.times) == here.mail.count == due // 2
    assert len({message.recipients for message in here.mail.accepted}) == due // 2
    assert here.deliveries() == {DeliveryStatus.SENT: due // 2}
    assert activities(here, emails) == {(ActivityType.EMAIL, ActivityStatus.DONE): due // 2}
    assert activities(here, tasks) == {(ActivityType.TASK, ActivityStatus.OPEN): due // 2}
    done = EnrollmentRow.status == EnrollmentStatus.COMPLETED
    assert here.count(EnrollmentRow.sequence_id == emails, done) == due // 2
    assert here.count(EnrollmentRow.sequence_id == tasks, EnrollmentRow.hold_gate == "task") == (
        due // 2
    )
    with here.services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == due


@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
def test_four_runners_do_everything_once(installation: Installation) -> None:
    emails, tasks = share_the_work(installation, 4, DUE)

    check_each_was_done_once(installation, emails, tasks, DUE)
    assert len(shares(installation)) > 1


@pytest.mark.parametrize("storage_url", ["sqlite"], indirect=True)
def test_two_runners_on_a_file_do_everything_once(installation: Installation) -> None:
    due = max(DUE // 4, 1_200)

    emails, tasks = share_the_work(installation, 2, due)

    check_each_was_done_once(installation, emails, tasks, due)


@pytest.mark.parametrize("storage_url", ["sqlite", "postgresql"], indirect=True)
def test_runs_that_the_api_triggers_share_the_work_with_runners(
    installation: Installation,
) -> None:
    here, due = installation, max(DUE // 4, 1_200)
    token = here.services.settings.service_token
    client = TestClient(
        asgi(lambda: here.services), headers={"Authorization": f"Bearer {token}"}
    )  # fmt: skip

    enrolled = Event()

    def trigger() -> int:
        done = 0
        while not (enrolled.is_set() and here.is_idle()):
            answer = client.post("/internal/crm/sequences/run", json={"limit": 100})
            assert answer.status_code == 200
            done += answer.json()["processed"]
        return done

    processes = [here.start(), here.start()]
    eventually(lambda: all(map(here.is_ready, processes)), "two runners wait")
    with ThreadPoolExecutor(2) as pool:
        triggers = [pool.submit(trigger) for _ in range(2)]
        with here.services.storage.write():
            emails = here.enroll_crowd(EMAIL, number=due // 2)
            tasks = here.enroll_crowd(TASK, number=due // 2)
        enrolled.set()
        by_api = sum(one.result(PATIENCE) for one in triggers)
    assert [here.stop(process) for process in processes] == [0, 0]

    check_each_was_done_once(here, emails, tasks, due)
    assert by_api > 0

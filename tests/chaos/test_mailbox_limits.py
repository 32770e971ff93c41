"""Many runners and one mailbox with limits: as many e-mails as these allow, and not one more."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from crm_core.bootstrap import build
from crm_core.domain.words import DeliveryStatus
from crm_core.services import Services
from crm_core.storage.tables import DecisionRow, EnrollmentRow, MailboxRow
from crm_core.touches.run import run_touches
from tests.builders import EMAIL
from tests.chaos.conftest import DUE, Installation
from tests.processes import PATIENCE, eventually

RUNNERS = 8
CAP = 50
DAY = timedelta(days=1)
SHORTLY = timedelta(minutes=1)
BEFORE_THE_CHANGE = datetime(2030, 3, 29, 12, tzinfo=UTC)
"""In the night to 31 March 2030 Berlin has an hour less; after any enrollment here."""

pytestmark = pytest.mark.parametrize("storage_url", ["sqlite", "postgresql"], indirect=True)


def cap(here: Installation, **columns: object) -> None:
    with here.services.storage.write() as session:
        session.execute(update(MailboxRow).values(limits={"day": CAP}, **columns))


def waits(here: Installation, now: datetime) -> bool:
    """Whether nothing is due, and nothing on its way."""
    return not here.count(
        (EnrollmentRow.next_run_at <= now) | EnrollmentRow.lease_owner.is_not(None)
    )


def test_eight_runners_send_the_days_fifty_of_one_mailbox(installation: Installation) -> None:
    here = installation
    cap(here)
    processes = [here.start() for _ in range(RUNNERS)]
    eventually(lambda: all(map(here.is_ready, processes)), "the runners wait")

    here.enroll_crowd(EMAIL, number=DUE)
    eventually(lambda: waits(here, here.services.clock.now()), "nothing is due any more")
    assert [here.stop(process) for process in processes] == [0] * RUNNERS

    assert (here.mail.count, len(here.mail.times)) == (CAP, CAP)
    assert here.deliveries() == {DeliveryStatus.SENT: CAP}
    tomorrow = here.services.clock.now() + DAY - 10 * SHORTLY
    assert here.count(EnrollmentRow.next_run_at > tomorrow) == DUE - CAP
    with here.services.storage.read() as session:
        decided = session.scalar(select(func.count()).select_from(DecisionRow)) or 0
    print(f"\n{here.services.storage.engine.dialect.name}: {DUE} due, {decided} decisions")
    # The queue is put off set-wise, not decided one by one again and again.
    assert decided <= 2 * DUE


def test_in_any_24_hours_eight_runs_send_fifty_whatever_the_clocks_on_the_wall_do(
    installation: Installation,
) -> None:
    here = installation
    here.enroll_crowd(EMAIL, number=DUE)
    cap(here, timezone="Europe/Berlin")
    accepted: list[tuple[datetime, int]] = []
    with ExitStack() as stack:
        runners = [
            stack.enter_context(closing(build(here.services.settings))) for _ in range(RUNNERS)
        ]
        pool = stack.enter_context(ThreadPoolExecutor(RUNNERS))

        def all_at(now: datetime) -> int:
            """How many the server took while all of them ran at an instant."""
            before = here.mail.count

            def run(services: Services) -> None:
                run_touches(services, now=now)

            for done in [pool.submit(run, services) for services in runners]:
                done.result(PATIENCE)
            accepted.append((now, here.mail.count - before))
            return here.mail.count - before

        for day in range(4):
            at = BEFORE_THE_CHANGE + day * DAY
            assert all_at(at) == CAP
            assert all_at(at + SHORTLY) == 0
            assert all_at(at + DAY - timedelta(microseconds=1)) == 0

    assert len(here.mail.times) == here.mail.count == 4 * CAP
    for at, _ in accepted:
        assert sum(number for when, number in accepted if at <= when < at + DAY) <= CAP

"""What a healthy mailbox loses while others' servers are ill: its rate beside them, and beside
as many that are well.

Eleven mailboxes have servers that refuse, put off, hang up, are silent, drip or break off, with
2,000 e-mails due together; between theirs are those of a mailbox whose server takes everything.
Counted is the time from the run's begin until the last of these has gone out. No server is in the
run's own process, where it would take the interpreter from it.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from time import perf_counter

from sqlalchemy import select, update

from bench.mail import STEP, sink
from bench.moody_servers import ILL
from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, MailboxRow
from crm_core.touches.decide import RunCounts
from crm_core.touches.run import run_touches

ILL_EMAILS = 2_000
LONGEST = 600.0
"""Seconds after which a measurement is given up."""


def run(healthy: int, kinds: tuple[str, ...]) -> dict[str, float]:
    """`healthy`: the e-mails of the mailbox that is measured."""
    results = {}
    for kind in kinds:
        well = _rate(kind, healthy, ill=False)
        ill = _rate(kind, healthy, ill=True)
        results[f"moods.{kind}.beside_the_well_per_second"] = well
        results[f"moods.{kind}.beside_the_ill_per_second"] = ill
        results[f"moods.{kind}.kept"] = ill / well
    return results


def _rate(kind: str, healthy: int, *, ill: bool) -> float:
    with ExitStack() as stack:
        well = f"smtp://127.0.0.1:{stack.enter_context(sink())}"
        services = stack.enter_context(bench_services(kind, crm_mail_limits="none"))
        everybody = healthy + ILL_EMAILS
        fill(services, a_sequence(services, STEP), everybody, everybody)
        others, hang_up = [well] * len(ILL), _nobody_hangs_up
        if ill:
            others, hang_up = stack.enter_context(_ill_servers())
        measured = _share_out(services, [well, *others], everybody // ILL_EMAILS)
        return healthy / _seconds(services, measured, hang_up)


@contextmanager
def _ill_servers() -> Iterator[tuple[list[str], Callable[[], None]]]:
    """Their addresses, and what has them hang up."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.moody_servers"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline()), process.stdin.close
    finally:
        process.stdin.close()
        process.wait()


def _nobody_hangs_up() -> None:
    """The servers that are well answer to the end."""


def _seconds(services: Services, mailbox_id: int, hang_up: Callable[[], None]) -> float:
    """Until a mailbox has nothing left; the others' servers hang up then."""
    stop, done = Event(), Event()
    waiting = (
        select(EnrollmentRow.id)
        .where(EnrollmentRow.mailbox_id == mailbox_id, EnrollmentRow.finished_at.is_(None))
        .limit(1)
    )

    def progress(counts: RunCounts) -> None:
        if counts.sent and not done.is_set():
            with services.storage.read() as session:
                if session.scalar(waiting) is None:
                    done.set()

    given = {"now": NOW, "stop": stop, "progress": progress}
    runner = Thread(target=run_touches, args=(services,), kwargs=given)
    begin = perf_counter()
    runner.start()
    in_time = done.wait(LONGEST)
    seconds = perf_counter() - begin
    stop.set()
    hang_up()
    runner.join()
    if not in_time:
        raise RuntimeError("the healthy mailbox is not through")
    return seconds


def _share_out(services: Services, urls: list[str], one_of: int) -> int:
    """The people belong to mailboxes in turns, one of so many to those after the first, whose id
    is returned."""
    with services.storage.write() as session:
        boxes = [
            MailboxRow(
                tenant_id=1, address=f"box{number}@example.com", limits={}, created_at=NOW,
                transport=services.secrets.encrypt(url),
            )
            for number, url in enumerate(urls)
        ]  # fmt: skip
        session.add_all(boxes)
        session.flush()
        first, others = boxes[0].id, len(boxes) - 1
        session.execute(update(EnrollmentRow).values(mailbox_id=first))
        turn = EnrollmentRow.id // one_of % others
        session.execute(
            update(EnrollmentRow)
            .where(EnrollmentRow.id % one_of == 0)
            .values(mailbox_id=first + 1 + turn)
        )
        return first

"""What healthy mailboxes lose while others' servers are ill: their rate beside them and alone.

Eleven mailboxes have servers that refuse, put off, hang up, are silent, drip or break off, with
2,000 e-mails due together; between theirs are those of a mailbox whose server takes everything.
Counted is the time from the run's begin until the last of these is recorded.
"""

from contextlib import ExitStack
from threading import Event, Thread
from time import perf_counter

from sqlalchemy import update

from bench.mail import STEP, sink
from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow, MailboxRow
from crm_core.touches.decide import RunCounts
from crm_core.touches.run import run_touches
from tests.moody_server import Mood, moody_server

ILL = [mood for mood in Mood if mood is not Mood.FINE]
ILL_EMAILS = 2_000
LONGEST = 600.0
"""Seconds after which a measurement is given up."""


def run(healthy: int, kinds: tuple[str, ...]) -> dict[str, float]:
    """`healthy`: the e-mails of the mailbox that is measured."""
    results = {}
    for kind in kinds:
        alone = _rate(kind, healthy, ill=False)
        beside = _rate(kind, healthy, ill=True)
        results[f"moods.{kind}.alone_per_second"] = alone
        results[f"moods.{kind}.beside_the_ill_per_second"] = beside
        results[f"moods.{kind}.kept"] = beside / alone
    return results


def _rate(kind: str, healthy: int, *, ill: bool) -> float:
    with ExitStack() as stack:
        port = stack.enter_context(sink())
        services = stack.enter_context(bench_services(kind, crm_mail_limits="none"))
        everybody = healthy + (ILL_EMAILS if ill else 0)
        fill(services, a_sequence(services, STEP), everybody, everybody)
        urls = [stack.enter_context(moody_server(mood)).url for mood in ILL] if ill else []
        _share_out(services, f"smtp://127.0.0.1:{port}", urls, everybody / healthy)
        return healthy / _seconds(services, healthy)


def _seconds(services: Services, healthy: int) -> float:
    """Until so many e-mails were sent; what the ill ones still keep busy is then broken off."""
    stop, done = Event(), Event()
    sent = 0

    def progress(counts: RunCounts) -> None:
        nonlocal sent
        sent += counts.sent
        if sent >= healthy:
            done.set()

    given = {"now": NOW, "stop": stop, "progress": progress}
    runner = Thread(target=run_touches, args=(services,), kwargs=given)
    begin = perf_counter()
    runner.start()
    in_time = done.wait(LONGEST)
    seconds = perf_counter() - begin
    stop.set()
    runner.join()
    if not in_time:
        raise RuntimeError(f"{sent} of {healthy} e-mails went out")
    return seconds


def _share_out(services: Services, healthy: str, ill: list[str], ratio: float) -> None:
    """The people belong to the mailboxes in turns; one of `ratio` has the healthy one."""
    with services.storage.write() as session:
        boxes = [
            MailboxRow(
                tenant_id=1, address=f"box{number}@example.com", limits={}, created_at=NOW,
                transport=services.secrets.encrypt(url),
            )
            for number, url in enumerate([healthy, *ill])
        ]  # fmt: skip
        session.add_all(boxes)
        session.flush()
        ids = [box.id for box in boxes]
        session.execute(update(EnrollmentRow).values(mailbox_id=ids[0]))
        if ill:
            one_of = round(ratio / (ratio - 1))
            turn = EnrollmentRow.id // one_of % len(ill)
            session.execute(
                update(EnrollmentRow)
                .where(EnrollmentRow.id % one_of == 0)
                .values(mailbox_id=ids[1] + turn)
            )

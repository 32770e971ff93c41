"""A runner that is killed again and again loses no message and sends none twice."""

from dataclasses import dataclass
from random import Random
from threading import Event

import pytest
from sqlalchemy import func, select

from crm_core.domain.words import ActivityType, DeliveryStatus, EnrollmentStatus
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow
from crm_core.views.enrollments import list_enrollments
from crm_core.views.health import get_health, get_totals
from crm_core.views.paging import Window
from tests.builders import EMAIL
from tests.chaos.conftest import KILLS, MESSAGES, SEED, Installation
from tests.processes import PATIENCE, eventually

SENT_BEFORE_THE_KILL_ARRIVES = 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person's enrollment and delivery, and how often the server has the message."""

    status: str
    hold_gate: str | None
    delivery: str
    reason: str
    at_server: int


def outcomes(here: Installation) -> dict[int, Outcome]:
    times = here.mail.times
    with here.services.storage.read() as session:
        rows = session.execute(
            select(
                EnrollmentRow.id, EnrollmentRow.status, EnrollmentRow.hold_gate,
                DeliveryRow.status.label("delivery"), DeliveryRow.reason, DeliveryRow.message_id,
            ).outerjoin(DeliveryRow, DeliveryRow.enrollment_id == EnrollmentRow.id)
        ).all()  # fmt: skip
    assert {f"<{row.message_id}>" for row in rows} >= set(times), "a message of nobody"
    return {
        row.id: Outcome(
            row.status, row.hold_gate, row.delivery, row.reason, times[f"<{row.message_id}>"]
        )
        for row in rows
    }


def messages_in_flight(here: Installation) -> int:
    """The most that can be begun and unanswered at a moment: one for each connection."""
    return here.services.settings.crm_send_connections


def kill_at_a_random_moment(here: Installation, dice: Random, kills_left: int) -> bool:
    """Start a runner and kill it: mostly while it sends, sometimes right after a claim, sometimes
    when the server has a message and its answer has not gone out.

    True when it died in the midst of its work: with e-mails claimed or on their way.
    """
    before = here.owners()
    at_work_before = before | here.senders()
    room = here.untouched() // kills_left - SENT_BEFORE_THE_KILL_ARRIVES
    after = here.mail.count + dice.randint(1, max(1, 2 * room))
    runner = here.start()
    match dice.choices(("sending", "unanswered", "claimed"), (6, 3, 1))[0]:
        case "sending":
            here.mail.wait_for(after, unless=here.is_idle)
            Event().wait(dice.uniform(0, 0.003))
        case "unanswered":
            here.mail.before_answer = lambda number: runner.kill() if number >= after else None
            eventually(lambda: runner.poll() is not None or here.is_idle(), "the answer is due")
        case "claimed":
            eventually(lambda: here.owners() - before or here.is_idle(), "a claim", every=0.001)
    runner.kill()
    runner.wait(PATIENCE)
    here.mail.before_answer = lambda number: None
    return bool((here.owners() | here.senders()) - at_work_before)


def listed_reasons(here: Installation) -> dict[int, str]:
    """What the list of enrollments says of those that wait for a person."""
    reasons: dict[int, str] = {}
    cursor = None
    while True:
        page = list_enrollments(
            here.services, actor=here.actor, window=Window(limit=200, cursor=cursor)
        )
        reasons |= {line.id: line.hold_reason for line in page.items if line.hold_reason}
        cursor = page.next_cursor
        if cursor is None:
            return reasons


@pytest.mark.parametrize(
    ("storage_url", "share"), [("sqlite", 1), ("postgresql", 2)], indirect=["storage_url"]
)
def test_no_message_is_lost_and_none_is_sent_twice_however_often_the_runner_is_killed(
    installation: Installation, share: int
) -> None:
    here, dice = installation, Random(SEED)
    kills, messages = KILLS // share, MESSAGES // share
    here.enroll_crowd(EMAIL, number=messages)
    hits = 0
    for left in range(kills, 0, -1):
        hits += kill_at_a_random_moment(here, dice, left)
    here.run_until_idle()

    found = outcomes(here)
    sent = {n: one for n, one in found.items() if one.status == EnrollmentStatus.COMPLETED}
    uncertain = {n: one for n, one in found.items() if n not in sent}
    arrived = sum(one.at_server for one in uncertain.values())
    figures = (
        f"{kills} kills, {hits} of them in the midst of work; {messages} messages: "
        f"{len(sent)} sent, {len(uncertain)} uncertain, of which {arrived} are at the server; "
        f"at the server {here.mail.count}, most often {max(here.mail.times.values())} times; "
        f"bound {kills * messages_in_flight(here)}"
    )
    print(f"\n{here.services.storage.engine.dialect.name}: {figures}")
    assert hits >= 0.75 * kills, figures
    assert max(here.mail.times.values()) == 1, figures
    assert len(found) == messages
    assert {(one.delivery, one.at_server) for one in sent.values()} == {(DeliveryStatus.SENT, 1)}
    assert {(one.status, one.hold_gate, one.delivery) for one in uncertain.values()} == {
        (EnrollmentStatus.ACTIVE, "delivery", DeliveryStatus.UNCERTAIN)
    }
    assert 0 < arrived <= len(uncertain) <= kills * messages_in_flight(here), figures
    assert here.mail.count == len(sent) + arrived
    assert listed_reasons(here) == {n: one.reason for n, one in uncertain.items()}
    assert all(reason for reason in listed_reasons(here).values())
    assert get_totals(here.services).deliveries["uncertain"] == len(uncertain)
    assert get_health(here.services, actor=here.actor).counts[DeliveryStatus.UNCERTAIN] == len(
        uncertain
    )
    with here.services.storage.read() as session:
        timeline = select(func.count()).where(ActivityRow.type == ActivityType.EMAIL)
        assert session.scalar(timeline) == len(sent)


@pytest.mark.parametrize(
    ("storage_url", "share"), [("sqlite", 3), ("postgresql", 6)], indirect=["storage_url"]
)
def test_a_runner_that_is_asked_to_stop_leaves_nothing_uncertain(
    installation: Installation, share: int
) -> None:
    here, dice = installation, Random(SEED)
    stops, messages = KILLS // share, MESSAGES // share
    here.enroll_crowd(EMAIL, number=messages)
    for left in range(stops, 0, -1):
        if here.is_idle():
            break  # Nothing is left that a runner could be in the midst of.
        runner = here.start()
        here.mail.wait_for(
            here.mail.count + dice.randint(1, max(1, here.untouched() // left)),
            unless=here.is_idle,
        )
        assert here.stop(runner) == 0
        assert set(here.deliveries()) <= {DeliveryStatus.SENT, DeliveryStatus.PLANNED}
        assert here.owners() == set()
        assert here.deliveries()[DeliveryStatus.SENT] == here.mail.count
    here.run_until_idle()

    assert {(one.status, one.delivery, one.at_server) for one in outcomes(here).values()} == {
        (EnrollmentStatus.COMPLETED, DeliveryStatus.SENT, 1)
    }
    assert here.mail.count == messages

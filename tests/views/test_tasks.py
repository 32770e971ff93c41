"""The queue of tasks: whose, when, in which order; and a task in full."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from crm_core.domain.days import last_days
from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import ActivityType, DeliveryStatus
from crm_core.errors import NotFound, NotSent
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import (
    complete_activity,
    create_email_draft,
    create_task,
    reassign_activities,
    skip_activity,
)
from crm_core.usecases.deals import create_deal
from crm_core.usecases.people import create_party, opt_out
from crm_core.usecases.sending import send_draft
from crm_core.views.paging import Window
from crm_core.views.task_detail import get_task
from crm_core.views.tasks import (
    COUNTED_MOST,
    Neighbours,
    Queue,
    TaskCounts,
    When,
    asked,
    count_tasks,
    first_task,
    lines,
    list_done,
    list_task_sequences,
    list_tasks,
    neighbours,
)
from crm_core.views.week import count_days
from tests.builders import CALL, DRAFT, EMAIL, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport
from tests.views.conftest import BERLIN

# Monday, 2 March 2026, 11:00 in Berlin.
YESTERDAY = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
THIS_MORNING = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
TONIGHT = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
TOMORROW = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
EVERYBODY = Queue(BERLIN, when=When.ALL)


@pytest.fixture
def lead(each_services: Services, actor: Actor) -> int:
    return a_lead(each_services, actor, company="Acme", phone="+49 30 1", title="Engineer")


@pytest.fixture
def four(each_services: Services, actor: Actor, lead: int) -> list[int]:
    """Tasks due yesterday, this morning, tonight and tomorrow, made in another order."""
    made = {
        due: create_task(each_services, actor=actor, lead_id=lead, subject="Ask", due_at=due)
        for due in (TONIGHT, TOMORROW, YESTERDAY, THIS_MORNING)
    }
    return [made[due] for due in sorted(made)]


def ids(services: Services, actor: Actor, queue: Queue) -> list[int]:
    return [line.id for line in list_tasks(services, actor=actor, queue=queue).items]


def test_today_is_the_viewers_own_day(
    each_services: Services, actor: Actor, four: list[int]
) -> None:
    parts = {
        when: [four.index(key) for key in ids(each_services, actor, Queue(BERLIN, when=when))]
        for when in When
    }
    assert parts == {
        When.OVERDUE: [0], When.TODAY: [1, 2], When.DUE: [0, 1, 2], When.UPCOMING: [3],
        When.ALL: [0, 1, 2, 3],
    }  # fmt: skip
    counts = count_tasks(each_services, actor=actor, queue=EVERYBODY)
    assert (counts, counts.due) == (TaskCounts(1, 2, 1), 3)
    honolulu = Queue(ZoneInfo("Pacific/Honolulu"), when=When.TODAY)
    assert ids(each_services, actor, honolulu) == four[2:], "there the day has just begun"


def test_a_queue_is_read_page_by_page_and_walked_from_one_to_the_next(
    each_services: Services, actor: Actor, four: list[int]
) -> None:
    first = list_tasks(each_services, actor=actor, queue=EVERYBODY, window=Window(limit=3))
    second = list_tasks(
        each_services, actor=actor, queue=EVERYBODY, window=Window(3, first.next_cursor)
    )
    assert [line.id for line in (*first.items, *second.items)] == four
    assert (first_task(each_services, actor=actor, queue=EVERYBODY), second.next_cursor) == (
        four[0], None,
    )  # fmt: skip

    complete_activity(each_services, actor=actor, activity_id=four[1])
    for key, wanted in ((four[0], (None, four[2])), (four[1], (four[0], four[2])),
                        (four[3], (four[2], None)), (10**9, (None, None))):  # fmt: skip
        near = neighbours(each_services, actor=actor, queue=EVERYBODY, task_id=key)
        assert near == Neighbours(*wanted)


def test_a_queue_is_narrowed_to_a_person_a_kind_and_a_sequence(
    each_services: Services, actor: Actor, four: list[int]
) -> None:
    ann = add_user(
        each_services, actor=actor, email="ann@example.com", password="long enough", name="Ann",
        role="salesperson",
    )  # fmt: skip
    sequence = a_sequence(each_services, actor, CALL, name="Inbound")
    enroll_many(each_services, actor, sequence, 2)
    run_touches(each_services)
    reassign_activities(each_services, actor=actor, activity_ids=four[:1], owner_id=ann)

    assert ids(each_services, actor, Queue(BERLIN, owner_id=ann, when=When.ALL)) == four[:1]
    calls = Queue(BERLIN, when=When.ALL, type=ActivityType.CALL)
    inbound = Queue(BERLIN, when=When.ALL, sequence_id=sequence)
    page = list_tasks(each_services, actor=actor, queue=calls)
    assert [(line.subject, line.sequence, line.step) for line in page.items] == [
        ("Call Ada1", "Inbound", 1), ("Call Ada2", "Inbound", 1),
    ]  # fmt: skip
    assert ids(each_services, actor, inbound) == [line.id for line in page.items]
    assert count_tasks(each_services, actor=actor, queue=inbound) == TaskCounts(0, 2, 0)
    near = neighbours(each_services, actor=actor, queue=inbound, task_id=page.items[0].id)
    assert near == Neighbours(None, page.items[1].id)
    assert list_task_sequences(each_services, actor=actor) == ((sequence, "Inbound"),)


def test_a_task_tells_its_person_its_company_and_its_deal(
    each_services: Services, actor: Actor, lead: int
) -> None:
    deal = create_deal(each_services, actor=actor, deal={"name": "Twelve seats", "lead_id": lead})
    company = create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Initech"})
    with_deal = create_task(each_services, actor=actor, deal_id=deal, subject="Ask", body="Why?")
    theirs = create_task(each_services, actor=actor, party_id=company, subject="Look at them")

    task = get_task(each_services, actor=actor, task_id=with_deal, zone=BERLIN)
    assert (task.line.person, task.line.company) == ("Ada1 Byron", "Acme")
    assert (task.line.deal, task.deal_stage, task.body) == ("Twelve seats", "NEW", "Why?")
    assert (task.phone, task.title, task.email) == ("+49301", "Engineer", "ada1@example.com")
    assert (task.line.sequence, task.steps, task.is_open) == ("", None, True)
    other = get_task(each_services, actor=actor, task_id=theirs, zone=BERLIN).line
    assert (other.person, other.company, other.company_id) == ("", "Initech", company)


def test_a_draft_tells_what_became_of_it(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, DRAFT))
    run_touches(each_services)
    key = ids(each_services, actor, EVERYBODY)[0]
    task = get_task(each_services, actor=actor, task_id=key, zone=BERLIN)
    assert (task.line.step, task.steps, task.tried) == (2, 2, None)
    assert task.fingerprint == fingerprint(task.line.subject, task.body, None)

    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.7.1 later")
    with pytest.raises(NotSent):
        send_draft(each_services, actor=actor, activity_id=key)
    assert task.line.party_id is not None
    opt_out(each_services, tenant_id=actor.tenant_id, party_id=task.line.party_id, source="a call")
    task = get_task(each_services, actor=actor, task_id=key, zone=BERLIN)
    assert task.suppressed == "OPTED_OUT"
    assert (task.status, task.is_open) == ("CANCELED", False)


def test_what_did_not_go_out_says_why(
    each_services: Services, actor: Actor, transport: ScriptedTransport, lead: int
) -> None:
    key = create_email_draft(each_services, actor=actor, lead_id=lead, subject="A", body="B")
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.7.1 later")
    with pytest.raises(NotSent):
        send_draft(each_services, actor=actor, activity_id=key)
    tried = get_task(each_services, actor=actor, task_id=key, zone=BERLIN).tried
    assert tried is not None
    assert tried.status is DeliveryStatus.DEFERRED
    assert "4.7.1 later" in tried.reason
    (line,) = list_tasks(each_services, actor=actor, queue=EVERYBODY).items
    assert line.delivery == DeliveryStatus.DEFERRED


def test_another_workspaces_tasks_are_not_seen(
    each_services: Services, actor: Actor, four: list[int]
) -> None:
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "cli")
    assert ids(each_services, stranger, EVERYBODY) == []
    assert count_tasks(each_services, actor=stranger, queue=EVERYBODY) == TaskCounts(0, 0, 0)
    with pytest.raises(NotFound):
        get_task(each_services, actor=stranger, task_id=four[0], zone=BERLIN)
    near = neighbours(each_services, actor=stranger, queue=EVERYBODY, task_id=four[0])
    assert near == Neighbours(None, None)


def test_no_more_than_a_thousand_are_counted(services: Services, actor: Actor) -> None:
    lead = a_lead(services, actor)
    first = create_task(services, actor=actor, lead_id=lead, subject="Ask")
    with services.storage.write() as session:
        row = session.get_one(ActivityRow, first)
        session.add_all(
            ActivityRow(
                tenant_id=row.tenant_id, type=row.type, status=row.status, source=row.source,
                due_at=row.due_at, created_at=row.created_at,
            )
            for _ in range(COUNTED_MOST + 5)
        )  # fmt: skip
    counts = count_tasks(services, actor=actor, queue=EVERYBODY)
    assert counts == TaskCounts(0, COUNTED_MOST + 1, 0)


@pytest.mark.parametrize("owner", [None, 1])
def test_a_queue_is_read_from_the_index_of_open_tasks(
    services: Services, actor: Actor, owner: int | None
) -> None:
    queue = Queue(BERLIN, owner_id=owner)
    query = lines().where(*asked(actor, queue, services.clock.now()))
    query = query.order_by(ActivityRow.due_at, ActivityRow.id).limit(26)
    sql = str(query.compile(services.storage.engine, compile_kwargs={"literal_binds": True}))
    with services.storage.read() as session:
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    index = "ix_activities_open_owner" if owner else "ix_activities_open "
    assert any(index in line for line in plan), plan
    assert not any(line.startswith("SCAN") for line in plan), plan


def test_what_was_done_is_listed_as_home_counts_it(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    sequence = a_sequence(each_services, actor, CALL)
    enroll_many(each_services, actor, sequence, 4)
    run_touches(each_services)
    old, *others, skipped = (
        line.id for line in list_tasks(each_services, actor=actor, queue=EVERYBODY).items
    )
    complete_activity(each_services, actor=actor, activity_id=old)
    clock.move(timedelta(days=7))
    for key in others:
        complete_activity(each_services, actor=actor, activity_id=key)
        clock.move(timedelta(minutes=1))
    skip_activity(each_services, actor=actor, activity_id=skipped)

    calls = Queue(BERLIN, type=ActivityType.CALL)
    done = list_done(each_services, actor=actor, queue=calls).items

    assert [line.id for line in done] == others[::-1]
    week = count_days(each_services, actor=actor, days=last_days(clock.now(), BERLIN, 7))
    assert sum(day.calls for day in week) == len(done)
    nobody = Queue(BERLIN, type=ActivityType.MEETING)
    assert list_done(each_services, actor=actor, queue=nobody).items == ()

"""What a visitor of the demo finds, and that its past holds together."""

from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from crm_core.demo.access import ADMINISTRATOR
from crm_core.demo.cast import PEOPLE
from crm_core.domain.deals import OPEN
from crm_core.domain.permissions import Actor
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    DealStage,
    DeliveryStatus,
    Disposition,
    EnrollmentStatus,
    SequenceStatus,
    StepType,
    StopReason,
)
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
    ImportRow,
    PartyRow,
    StepRow,
    TenantRow,
    UserRow,
)
from crm_core.usecases.access import actor_of_cookie, sign_in
from crm_core.views.activities import (
    deal_timeline,
    get_activity,
    lead_timeline,
    list_activities,
    party_timeline,
)
from crm_core.views.deal_board import get_board
from crm_core.views.deals import get_deal, list_deals
from crm_core.views.enrollments import (
    explain_enrollment,
    get_enrollment,
    list_decisions,
    list_enrollments,
)
from crm_core.views.health import get_health, get_totals
from crm_core.views.paging import Page, Window
from crm_core.views.people import get_lead, get_party, list_leads, list_parties
from crm_core.views.sequences import get_sequence, list_sequences

ALL = Window(limit=200)
DAY = timedelta(days=1)


def enrollments(demo: Services) -> list[EnrollmentRow]:
    with demo.storage.read() as session:
        return list(session.scalars(select(EnrollmentRow).order_by(EnrollmentRow.id)))


def activities(demo: Services) -> list[ActivityRow]:
    with demo.storage.read() as session:
        return list(session.scalars(select(ActivityRow).order_by(ActivityRow.id)))


def test_every_view_shows_it(demo: Services, visitor: Actor) -> None:
    shown: dict[str, Page] = {  # type: ignore[type-arg]
        "sequences": list_sequences(demo, actor=visitor),
        "enrollments": list_enrollments(demo, actor=visitor, window=ALL),
        "leads": list_leads(demo, actor=visitor, window=ALL),
        "parties": list_parties(demo, actor=visitor, window=ALL),
        "deals": list_deals(demo, actor=visitor),
        "activities": list_activities(demo, actor=visitor, window=ALL),
    }

    assert all(page.items for page in shown.values())
    for line in shown["sequences"].items:
        assert get_sequence(demo, actor=visitor, sequence_id=line.id).steps
    for line in shown["enrollments"].items[::7]:
        assert get_enrollment(demo, actor=visitor, enrollment_id=line.id)
        assert explain_enrollment(demo, actor=visitor, enrollment_id=line.id).gates
        list_decisions(demo, actor=visitor, enrollment_id=line.id)
    for line in shown["leads"].items[::7]:
        assert get_lead(demo, actor=visitor, lead_id=line.id).person.name
        lead_timeline(demo, actor=visitor, lead_id=line.id)
    for line in shown["parties"].items[::7]:
        assert get_party(demo, actor=visitor, party_id=line.id).name
        party_timeline(demo, actor=visitor, party_id=line.id)
    for line in shown["deals"].items[::7]:
        assert get_deal(demo, actor=visitor, deal_id=line.id).name
        assert deal_timeline(demo, actor=visitor, deal_id=line.id).items
    for line in shown["activities"].items[::7]:
        assert get_activity(demo, actor=visitor, activity_id=line.id)
    assert get_health(demo, actor=visitor).held
    assert get_totals(demo).due >= 15


def test_three_sequences_are_there_and_one_of_them_is_paused(
    demo: Services, visitor: Actor
) -> None:
    lines = list_sequences(demo, actor=visitor).items

    assert Counter(line.status for line in lines) == {
        SequenceStatus.ACTIVE: 2,
        SequenceStatus.PAUSED: 1,
    }
    details = [get_sequence(demo, actor=visitor, sequence_id=line.id) for line in lines]
    five = next(detail for detail in details if len(detail.steps) == 5)
    assert {step.type for step in five.steps} == set(StepType)
    assert "ALWAYS" in [detail.settings["sendWindow"] for detail in details]


def test_enrollments_stand_in_every_state(demo: Services) -> None:
    rows = enrollments(demo)

    assert {row.status for row in rows} == set(EnrollmentStatus)
    assert {row.stop_reason for row in rows} == {
        None, StopReason.OPTED_OUT, StopReason.BOUNCED, StopReason.BY_PERSON, StopReason.REPLIED,
    }  # fmt: skip
    holds = Counter(row.hold_gate for row in rows)
    assert holds["content"] == 2
    assert holds["task"] >= 2
    assert holds["delivery"] == 1
    assert holds["sequence"] >= 1
    active = {row.position for row in rows if row.status == EnrollmentStatus.ACTIVE}
    assert len(active) >= 4
    held = next(row for row in rows if row.hold_gate == "content")
    assert held.hold_reason == "The text has no value for company."


def test_the_pages_have_something_to_show(demo: Services) -> None:
    now = demo.clock.now()
    rows = activities(demo)
    with demo.storage.read() as session:
        stages = Counter(session.scalars(select(DealRow.stage)))
        people = session.scalar(
            select(func.count()).select_from(PartyRow).where(PartyRow.kind == "PERSON")
        )

    assert people == PEOPLE
    assert sum(stages.values()) == 30
    assert set(stages) == set(DealStage)
    assert {row.type for row in rows} == set(ActivityType)
    todo = [row for row in rows if row.status in (ActivityStatus.OPEN, ActivityStatus.DRAFT)]
    due = [row.due_at for row in todo if row.due_at is not None]
    assert sum(at.date() == now.date() for at in due) >= 5
    assert sum(at < now - DAY for at in due) >= 3
    calls = [row for row in rows if row.type == ActivityType.CALL and row.disposition]
    assert {row.sentiment for row in calls} >= {"POSITIVE", "NEUTRAL", "NEGATIVE"}
    dispositions = {row.disposition for row in calls}
    assert dispositions <= set(Disposition)
    assert len(dispositions) >= 5


def test_deals_stand_around_today_and_some_of_them_need_somebody(
    demo: Services, visitor: Actor
) -> None:
    board = get_board(demo, actor=visitor, zone=ZoneInfo("Europe/Berlin"))
    columns = {column.stage: column for column in board.columns}
    cards = [card for column in board.columns for card in column.cards]
    close_on = [card.close_on for card in cards if card.stage in OPEN and card.close_on]
    today = demo.clock.now().date()

    assert all(column.count >= 3 for column in board.columns)
    assert len({one.currency for one in board.figures.open}) >= 3
    assert 2 <= sum(card.overdue for card in cards) <= 6
    assert sum(today <= day < today + 14 * DAY for day in close_on) >= 3
    assert max(close_on) > today + 60 * DAY
    assert 1 <= sum(card.long for card in cards) <= 6
    assert {columns[stage].usual is not None for stage in OPEN} == {True}
    assert {card.owner for card in cards} == {"Robin Ashworth", "Mara Lindqvist", "Tomás Ortega"}


def test_every_lost_deal_says_why(demo: Services) -> None:
    ends = [row for row in activities(demo) if row.type == ActivityType.STAGE_CHANGE
            and row.subject.endswith("LOST")]  # fmt: skip

    assert len(ends) >= 3
    assert all(row.note for row in ends)


def test_the_visitors_own_day_has_something_to_do(demo: Services) -> None:
    now = demo.clock.now()
    with demo.storage.read() as session:
        robin = session.scalars(select(UserRow.id).where(UserRow.email == ADMINISTRATOR)).one()
    own = [row for row in activities(demo) if row.owner_id == robin]
    open_ = [row for row in own if row.status == ActivityStatus.OPEN and row.due_at]

    assert sum(row.due_at.date() == now.date() for row in open_ if row.due_at) >= 2
    assert any(row.due_at < now - DAY for row in open_ if row.due_at)
    drafts = [row for row in own if row.status == ActivityStatus.DRAFT]
    assert len(drafts) == 2
    assert all(row.deal_id and row.party_id for row in drafts)


def test_an_imported_file_stands_in_the_history(demo: Services) -> None:
    with demo.storage.read() as session:
        row = session.scalars(select(ImportRow)).one()

    assert row.added >= 8
    assert row.refused == 3, "one came twice, two cannot be used"
    assert row.rows == row.added + row.known + row.refused
    assert "ottilie.brandt(at)example.com" in row.refused_csv


def test_a_lead_has_a_history_of_weeks_with_whole_texts(demo: Services) -> None:
    by_person = defaultdict(list)
    for row in activities(demo):
        by_person[row.party_id].append(row)
    fullest = max(by_person.values(), key=len)

    assert {row.type for row in fullest} >= {"EMAIL", "CALL", "TASK", "NOTE"}
    mails = [row for row in activities(demo) if row.type == ActivityType.EMAIL]
    replies = [mail for mail in mails if mail.subject == "Replied"]
    assert len(replies) >= 4, "of which only that is known"
    for mail in mails:
        if mail in replies:
            continue
        assert mail.subject
        assert "{{" not in mail.subject + mail.body
        assert len(mail.body) > 100


def test_nothing_in_the_past_lies_in_the_future(demo: Services) -> None:
    now = demo.clock.now()
    with demo.storage.read() as session:
        for column in (
            ActivityRow.created_at, ActivityRow.completed_at, DeliveryRow.sent_at,
            DeliveryRow.taken_at, DecisionRow.at, EnrollmentRow.enrolled_at,
            EnrollmentRow.finished_at, EnrollmentRow.paused_at, DealRow.stage_entered_at,
            PartyRow.created_at,
        ):  # fmt: skip
            latest = session.scalar(select(func.max(column)))
            assert latest is not None
            assert latest <= now, column


def test_the_history_reaches_back_two_months(demo: Services) -> None:
    with demo.storage.read() as session:
        first = session.scalar(select(func.min(DeliveryRow.sent_at)))

    assert first is not None
    assert 55 * DAY < demo.clock.now() - first < 61 * DAY


def test_every_step_that_lies_behind_left_its_traces(demo: Services) -> None:
    with demo.storage.read() as session:
        steps = {
            (row.version_id, row.position): row
            for row in session.scalars(select(StepRow))
        }  # fmt: skip
        sent = {
            (row.enrollment_id, row.step_key)
            for row in session.scalars(select(DeliveryRow))
            if row.status == DeliveryStatus.SENT
        }
        acted = {
            (row.enrollment_id, row.step_key)
            for row in session.scalars(select(DecisionRow).where(DecisionRow.verdict == "ACT"))
        }
    done = {
        (row.enrollment_id, row.step_key)
        for row in activities(demo)
        if row.status in (ActivityStatus.DONE, ActivityStatus.SKIPPED)
    }
    behind = 0
    for row in enrollments(demo):
        for position in range(row.position):
            step = steps[row.version_id, position]
            assert (row.id, step.key) in done
            assert (row.id, step.key) in acted
            assert ((row.id, step.key) in sent) == (step.type == StepType.EMAIL_AUTO)
            behind += 1
    assert behind > 200


def test_message_ids_are_those_that_the_engine_would_give(demo: Services) -> None:
    with demo.storage.read() as session:
        rows = session.execute(
            select(DeliveryRow, EnrollmentRow.version_id).join(
                EnrollmentRow, EnrollmentRow.id == DeliveryRow.enrollment_id
            )
        ).all()
    for row, version_id in rows:
        assert row.message_id == demo.secrets.message_id(
            row.tenant_id, row.enrollment_id, row.step_key, version_id, domain="example.com"
        )


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("demo@example.com", "administrator"),
        ("priya.raman@example.com", "manager"),
        ("mara.lindqvist@example.com", "salesperson"),
        ("tomas.ortega@example.com", "salesperson"),
    ],
)
def test_the_team_signs_in(demo: Services, email: str, role: str) -> None:
    actor = actor_of_cookie(demo, sign_in(demo, email=email, password="duestep-demo"))

    assert actor is not None
    assert actor.role == role


def test_the_workspace_is_marked(demo: Services, visitor: Actor) -> None:
    with demo.storage.read() as session:
        assert session.get_one(TenantRow, visitor.tenant_id).is_demo

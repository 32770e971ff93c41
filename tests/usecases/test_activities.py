"""What people do and have to do: added, changed, finished; several at a time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import ActivityStatus, ActivityType, Disposition
from crm_core.errors import Conflict, CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, EnrollmentRow, LeadRow
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import (
    Refused,
    add_note,
    complete_activities,
    complete_activity,
    complete_call,
    create_email_draft,
    create_task,
    edit_draft,
    log_call,
    reassign_activities,
    reassign_activity,
    save_draft,
    skip_activities,
    snooze_activities,
    snooze_activity,
)
from crm_core.usecases.deals import create_deal
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.people import create_party
from tests.builders import CALL, DRAFT, FOLLOW_UP, TASK, a_lead, a_sequence, enroll_many
from tests.clocks import MONDAY_TEN, StoppedClock

HOUR = timedelta(hours=1)
NAIVE = MONDAY_TEN.replace(tzinfo=None)
LATER = {**FOLLOW_UP, "subject": "Again"}
TYPED = 'Привет 👋 \u202eمرحبا\u202c <b>& "quoted"</b>\n\n  indented {{ braces }}' + "x" * 10_000


def rows(services: Services) -> list[ActivityRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(ActivityRow).order_by(ActivityRow.id)))


def the_row(services: Services, key: int) -> ActivityRow:
    with services.storage.read() as session:
        return session.get_one(ActivityRow, key)


def person_of(services: Services, lead: int) -> int:
    with services.storage.read() as session:
        return session.get_one(LeadRow, lead).party_id


def seller(services: Services, actor: Actor, name: str = "ann") -> int:
    return add_user(
        services, actor=actor, email=f"{name}@example.com", password="long enough",
        role="salesperson",
    )  # fmt: skip


def test_what_is_added_about_a_lead_is_its_persons_too(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    owner = seller(each_services, actor)
    due = MONDAY_TEN + HOUR
    keys = [
        create_task(each_services, actor=actor, lead_id=lead, subject=" Ask ", body=TYPED,
                    due_at=due, owner_id=owner),
        log_call(each_services, actor=actor, lead_id=lead, disposition=Disposition.CONNECTED,
                 sentiment="positive", note=TYPED, completed_at=MONDAY_TEN - HOUR),
        create_email_draft(each_services, actor=actor, lead_id=lead, subject="A word", body=TYPED,
                           html=f"<p>{TYPED}</p>"),
        add_note(each_services, actor=actor, lead_id=lead, text=TYPED),
    ]  # fmt: skip

    found = rows(each_services)
    assert [row.id for row in found] == keys
    assert {(row.lead_id, row.party_id) for row in found} == {
        (lead, person_of(each_services, lead))
    }
    task, call, draft, note = found
    assert (task.type, task.status, task.subject) == (ActivityType.TASK, "OPEN", "Ask")
    assert (task.due_at, task.owner_id, task.body) == (due, owner, TYPED)
    assert (call.status, call.disposition, call.sentiment) == ("DONE", "Connected", "POSITIVE")
    assert (call.note, call.completed_at) == (TYPED, MONDAY_TEN - HOUR)
    assert (draft.status, draft.body, draft.html) == ("DRAFT", TYPED, f"<p>{TYPED}</p>")
    assert (draft.due_at, note.body, note.status) == (MONDAY_TEN, TYPED, "DONE")


def test_what_is_added_about_a_deal_goes_to_the_deals_person(
    services: Services, actor: Actor
) -> None:
    lead = a_lead(services, actor)
    deal = create_deal(services, actor=actor, deal={"name": "Twelve seats", "lead_id": lead})
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    theirs = create_deal(services, actor=actor, deal={"name": "Ten", "company_id": company})

    create_email_draft(services, actor=actor, deal_id=deal, subject="", body="")
    create_task(services, actor=actor, deal_id=theirs, subject="Find somebody to talk to")
    with pytest.raises(InvalidInput, match="a person or a lead"):
        create_email_draft(services, actor=actor, deal_id=theirs, subject="", body="")

    person = person_of(services, lead)
    assert [(row.deal_id, row.lead_id, row.party_id) for row in rows(services)] == [
        (deal, lead, person), (theirs, None, company),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "partyId"),
        ({"lead_id": 10**9}, "leadId"),
        ({"party_id": 10**9}, "partyId"),
        ({"deal_id": 10**9}, "dealId"),
        ({"lead_id": 1, "party_id": 10**9}, "leadId"),
        ({"lead_id": 1, "subject": " "}, "subject"),
        ({"lead_id": 1, "subject": "a\nb"}, "subject"),
        ({"lead_id": 1, "body": "x" * 20_001}, "body"),
        ({"lead_id": 1, "owner_id": 10**9}, "ownerId"),
        ({"lead_id": 1, "due_at": NAIVE}, "dueAt"),
    ],
)
def test_a_bad_task_is_refused_by_its_field_and_leaves_nothing(
    services: Services, actor: Actor, given: dict[str, object], field: str
) -> None:
    a_lead(services, actor)
    with pytest.raises(CrmError) as refusal:
        create_task(services, actor=actor, **{"subject": "Ask", **given})  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert rows(services) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"completed_at": MONDAY_TEN + HOUR}, "completedAt"),
        ({"completed_at": NAIVE}, "completedAt"),
        ({"sentiment": "glad"}, "sentiment"),
        ({"disposition": "a\nb"}, "disposition"),
        ({"note": "\0"}, "note"),
    ],
)
def test_a_bad_call_is_refused_by_its_field(
    services: Services, actor: Actor, given: dict[str, object], field: str
) -> None:
    lead = a_lead(services, actor)
    with pytest.raises(CrmError) as refusal:
        log_call(services, actor=actor, lead_id=lead, **given)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert rows(services) == []


def test_a_company_gets_no_e_mail_and_a_note_has_a_text(services: Services, actor: Actor) -> None:
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    with pytest.raises(InvalidInput, match="one of its people"):
        create_email_draft(services, actor=actor, party_id=company, subject="", body="")
    with pytest.raises(InvalidInput, match="needs a text"):
        add_note(services, actor=actor, party_id=company, text=" \n")
    assert rows(services) == []


def test_two_tabs_do_not_overwrite_each_others_draft(each_services: Services, actor: Actor) -> None:
    lead = a_lead(each_services, actor)
    key = create_email_draft(each_services, actor=actor, lead_id=lead, subject="Old", body="Old")
    seen = fingerprint("Old", "Old", None)

    now = edit_draft(
        each_services, actor=actor, activity_id=key, seen=seen, subject="New", body=TYPED,
        html="<p>New</p>",
    )  # fmt: skip
    with pytest.raises(Conflict, match="changed elsewhere") as refusal:
        edit_draft(
            each_services, actor=actor, activity_id=key, seen=seen, subject="Mine", body="Mine"
        )
    assert refusal.value.field == "body"
    again = edit_draft(
        each_services, actor=actor, activity_id=key, seen=seen, subject="New", body=TYPED,
        html="<p>New</p>",
    )  # fmt: skip

    row = the_row(each_services, key)
    assert (row.subject, row.body, row.html) == ("New", TYPED, "<p>New</p>")
    assert now == again == fingerprint("New", TYPED, "<p>New</p>")


def test_only_a_draft_that_is_still_one_has_a_text_to_change(
    services: Services, actor: Actor
) -> None:
    lead = a_lead(services, actor)
    task = create_task(services, actor=actor, lead_id=lead, subject="Ask")
    draft = create_email_draft(services, actor=actor, lead_id=lead, subject="Old", body="Old")
    complete_activity(services, actor=actor, activity_id=draft)

    for key, words in ((task, "Only an e-mail draft"), (draft, "done already"), (10**9, "no act")):
        with pytest.raises(CrmError, match=words):
            edit_draft(services, actor=actor, activity_id=key, seen="", subject="x", body="y")


def test_several_are_finished_and_their_sequences_go_on_while_the_refused_are_named(
    each_services: Services, actor: Actor
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor, CALL, LATER), 3)
    run_touches(each_services)
    first, second, third = (row.id for row in rows(each_services))
    complete_activity(each_services, actor=actor, activity_id=second)

    worked = complete_activities(
        each_services, actor=actor, activity_ids=[third, second, first, first, 10**9]
    )

    assert worked.done == (third, first)
    assert [(one.activity_id, one.subject) for one in worked.refused] == [
        (second, "Call Ada2"), (10**9, ""),
    ]  # fmt: skip
    assert "is done already" in worked.refused[0].reason
    with each_services.storage.read() as session:
        places = session.execute(
            select(EnrollmentRow.position, EnrollmentRow.next_run_at, EnrollmentRow.hold_gate)
        ).all()
    assert {tuple(place) for place in places} == {(1, MONDAY_TEN + timedelta(days=1), None)}


def test_skipping_the_last_step_ends_a_paused_enrollment_and_leaves_others_where_they_are(
    each_services: Services, actor: Actor
) -> None:
    keys = enroll_many(each_services, actor, a_sequence(each_services, actor, TASK), 2)
    run_touches(each_services)
    set_enrollment_status(each_services, actor=actor, enrollment_id=keys[0], status="PAUSED")
    set_enrollment_status(each_services, actor=actor, enrollment_id=keys[1], status="CANCELED")

    worked = skip_activities(
        each_services, actor=actor, activity_ids=[row.id for row in rows(each_services)]
    )

    assert [len(worked.done), len(worked.refused)] == [1, 1]
    with each_services.storage.read() as session:
        states = session.execute(
            select(EnrollmentRow.status, EnrollmentRow.paused_at).order_by(EnrollmentRow.id)
        ).all()
    assert [tuple(state) for state in states] == [("COMPLETED", None), ("CANCELED", None)]
    assert [row.status for row in rows(each_services)] == ["SKIPPED", "CANCELED"]


def test_an_activity_is_put_off_to_a_time_ahead_and_handed_to_a_colleague(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    lead = a_lead(each_services, actor)
    ann = seller(each_services, actor)
    first = create_task(each_services, actor=actor, lead_id=lead, subject="One")
    second = create_task(each_services, actor=actor, lead_id=lead, subject="Two")
    complete_activity(each_services, actor=actor, activity_id=second)
    later = clock.now() + HOUR

    snooze_activity(each_services, actor=actor, activity_id=first, due_at=later)
    reassign_activity(each_services, actor=actor, activity_id=first, owner_id=ann)
    for worked in (
        snooze_activities(
            each_services, actor=actor, activity_ids=[first, second], due_at=later + HOUR
        ),
        reassign_activities(each_services, actor=actor, activity_ids=[first, second], owner_id=ann),
    ):
        assert worked.done == (first,)
        assert worked.refused == (Refused(second, "Two", "This task is done already."),)

    row = the_row(each_services, first)
    assert (row.due_at, row.owner_id, row.status) == (later + HOUR, ann, ActivityStatus.OPEN)


def test_a_time_that_has_passed_and_a_stranger_are_refused(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = create_task(services, actor=actor, lead_id=a_lead(services, actor), subject="One")
    for at in (clock.now(), clock.now() - HOUR, NAIVE):
        with pytest.raises(InvalidInput) as late:
            snooze_activity(services, actor=actor, activity_id=key, due_at=at)
        assert late.value.field == "dueAt"
    with pytest.raises(NotFound) as unknown:
        reassign_activity(services, actor=actor, activity_id=key, owner_id=10**9)
    assert unknown.value.field == "ownerId"
    for ids in ([], range(1, 600)):
        with pytest.raises(InvalidInput, match="Between 1 and 500"):
            complete_activities(services, actor=actor, activity_ids=list(ids))


def test_who_may_only_read_changes_nothing_and_no_workspace_sees_anothers(
    services: Services, actor: Actor
) -> None:
    key = create_task(services, actor=actor, lead_id=a_lead(services, actor), subject="One")
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        create_task(services, actor=reader, lead_id=1, subject="Two")
    with pytest.raises(Forbidden):
        complete_activities(services, actor=reader, activity_ids=[key])
    with pytest.raises(Forbidden):
        snooze_activity(services, actor=reader, activity_id=key, due_at=MONDAY_TEN + HOUR)

    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "cli")
    with pytest.raises(NotFound):
        complete_activity(services, actor=stranger, activity_id=key)
    assert complete_activities(services, actor=stranger, activity_ids=[key]).done == ()
    assert [row.status for row in rows(services)] == ["OPEN"]


def test_a_draft_of_a_sequence_is_a_draft_like_any_other(
    each_services: Services, actor: Actor
) -> None:
    enroll_many(each_services, actor, a_sequence(each_services, actor, DRAFT), 1)
    run_touches(each_services)
    (row,) = rows(each_services)
    edit_draft(
        each_services, actor=actor, activity_id=row.id,
        seen=fingerprint(row.subject, row.body, row.html), subject="Mine", body="Mine",
    )  # fmt: skip
    assert the_row(each_services, row.id).body == "Mine"


def test_a_call_ends_in_words_that_can_be_counted(services: Services, actor: Actor) -> None:
    enroll_many(services, actor, a_sequence(services, actor, CALL), 1)
    run_touches(services)
    (call,) = rows(services)
    for given, field in (
        ({"disposition": None, "sentiment": "POSITIVE"}, "disposition"),
        ({"disposition": "Spoke", "sentiment": "POSITIVE"}, "disposition"),
        ({"disposition": Disposition.BUSY, "sentiment": None}, "sentiment"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            complete_call(services, actor=actor, activity_id=call.id, **given)
        assert refusal.value.field == field
    complete_call(
        services, actor=actor, activity_id=call.id, disposition=Disposition.GATEKEEPER,
        sentiment="neutral", note=TYPED,
    )  # fmt: skip
    row = the_row(services, call.id)
    assert (row.disposition, row.sentiment, row.note) == ("Gatekeeper", "NEUTRAL", TYPED)


@pytest.mark.parametrize(
    ("typed", "body", "html"),
    [
        ("Hi & bye\n{{ x }}", "Hi & bye\n{{ x }}", None),
        ("<p>Hi <b>you</b></p>", "Hi you\n", "<p>Hi <b>you</b></p>"),
    ],
)
def test_what_the_editor_gives_is_kept_as_it_is_beside_its_plain_text(
    services: Services, actor: Actor, typed: str, body: str, html: str | None
) -> None:
    lead = a_lead(services, actor)
    key = create_email_draft(services, actor=actor, lead_id=lead, subject="", body="")
    now = save_draft(
        services, actor=actor, activity_id=key, seen=fingerprint("", "", None), subject="S",
        typed=typed,
    )  # fmt: skip
    row = the_row(services, key)
    assert (row.body, row.html, now) == (body, html, fingerprint("S", body, html))

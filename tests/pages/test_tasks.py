"""The screen Tasks: the list, one task at a time, what ends a task, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import ActivityStatus, DeliveryStatus
from crm_core.errors import NotSent
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, UserRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import create_email_draft, create_task
from crm_core.usecases.sending import send_draft
from tests.builders import CALL, TASK, a_lead, a_sequence, enrolled
from tests.clocks import MONDAY_TEN
from tests.pages import grids
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, text_of
from tests.servers import ACCEPTED, ScriptedTransport

STRANGE = "Ada <b>👋</b> *stars* `code` \u202eمرحبا\u202c"


@pytest.fixture
def me(services: Services, manager: str) -> int:
    """The id of the manager who is signed in."""
    with services.storage.read() as session:
        return session.scalars(select(UserRow.id).where(UserRow.role == "manager")).one()


@pytest.fixture
def lead(services: Services, actor: Actor) -> int:
    return a_lead(services, actor, company="Acme", phone="+49 30 1234567")


def a_task(services: Services, actor: Actor, lead: int, me: int, subject: str = "Ask") -> int:
    return create_task(services, actor=actor, lead_id=lead, subject=subject, owner_id=me)


def a_draft(services: Services, actor: Actor, lead: int, me: int, **texts: str) -> int:
    given = {"subject": "A word", "body": "Dear Ada,\n\ngood?", **texts}
    return create_email_draft(services, actor=actor, lead_id=lead, owner_id=me, **given)  # type: ignore[arg-type]


def the(services: Services, key: int) -> ActivityRow:
    with services.storage.read() as session:
        return session.get_one(ActivityRow, key)


def task_of(page: AppTest) -> int | None:
    """The task that the address names."""
    named = page.query_params.get("task")
    return int(named if isinstance(named, str) else named[0]) if named else None


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


@pytest.mark.usefixtures("manager")
def test_an_empty_queue_says_what_comes_next(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    assert "Nothing to do today And nothing is planned." in text_of(open_page("tasks"))
    create_task(
        services, actor=actor, lead_id=lead, subject=STRANGE, owner_id=me,
        due_at=MONDAY_TEN + timedelta(days=1),
    )  # fmt: skip
    seen = text_of(open_page("tasks"))
    assert f"Next: {STRANGE} with Ada1 Byron, Acme, Tomorrow, 11:00 (Europe/Berlin)." in seen
    assert "Due 0" not in seen


def test_the_list_shows_ones_own_and_on_asking_everybodys(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    a_task(services, actor, lead, me, STRANGE)
    enrolled(services, actor, a_sequence(services, actor, CALL, name="Inbound"), lead)
    run_touches(services)

    mine, all_ = text_of(open_page("tasks")), text_of(open_page("tasks", tasks_whose="team"))

    assert f"{STRANGE} Ada1 Byron, Acme To do" in mine
    assert "Inbound, step 1" not in mine
    assert f"{STRANGE} Ada1 Byron, Acme, Ada Lovelace To do" in all_
    assert "Call Ada1 Ada1 Byron, Acme Call From Inbound, step 1 Due Today, 11:00" in all_
    calls = text_of(open_page("tasks", tasks_whose="team", tasks_type="CALL"))
    assert STRANGE not in calls
    assert "Inbound, step 1" in calls


@pytest.mark.usefixtures("manager")
def test_all_tasks_are_one_of_the_choices_and_not_shown_as_those_that_are_due(
    open_page: OpenPage,
) -> None:
    page = open_page("tasks", tasks_when="all")
    assert page.segmented_control(key="tasks_when_tabs").value == "all"


@pytest.mark.usefixtures("manager")
def test_sequences_are_offered_as_they_are_written(
    services: Services, actor: Actor, open_page: OpenPage, lead: int
) -> None:
    enrolled(services, actor, a_sequence(services, actor, CALL, name=STRANGE), lead)
    run_touches(services)

    page = open_page("tasks", tasks_whose="team")

    assert page.selectbox(key="tasks_sequence").options == ["Every origin", STRANGE]


@pytest.mark.usefixtures("reader")
def test_who_may_only_read_sees_tasks_and_no_way_to_change_them(
    services: Services, actor: Actor, open_page: OpenPage, lead: int
) -> None:
    key = create_task(services, actor=actor, lead_id=lead, subject="Ask", body="Why?")
    assert "Select" not in text_of(open_page("tasks", tasks_whose="team"))
    page = open_page("tasks", task=str(key))
    assert "Why?" in text_of(page)
    assert buttons_of(page) == ["Previous", "Next"]


def test_a_line_is_done_from_its_menu(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    key = a_task(services, actor, lead, me)
    page = grids.choose(open_page("tasks"), "tasks", key, "complete")
    assert "The task is done." in text_of(page)
    assert the(services, key).status == ActivityStatus.DONE


def test_a_finished_task_opens_the_next_and_the_last_one_the_list(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    first, second = (a_task(services, actor, lead, me, name) for name in ("One", "Two"))
    page = press(open_page("tasks"), "Work through them")
    assert task_of(page) == first
    page = press(page, "Next")
    page = press(page, "Previous")
    assert "One To do Due Today, 11:00 Ada Lovelace" in text_of(page)

    page = press(page, "Done")
    assert task_of(page) == second
    assert "The task is done." in text_of(page)
    page = press(page, "Done")

    assert task_of(page) is None
    assert "Nothing to do today" in text_of(page)
    assert {the(services, key).status for key in (first, second)} == {ActivityStatus.DONE}


def test_a_call_ends_with_how_it_went(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    enrolled(services, actor, a_sequence(services, actor, CALL, TASK), lead)
    run_touches(services)
    with services.storage.read() as session:
        key = session.scalars(select(ActivityRow.id)).one()
    with services.storage.write() as session:
        session.get_one(ActivityRow, key).body = STRANGE

    page = open_page("tasks", task=str(key), tasks_whose="team")
    seen = text_of(page)
    assert f"Call +49301234567 {STRANGE}" in seen
    assert "step 1 of 2" in seen
    page = press(page, "Done")
    assert "Say how the call ended." in text_of(page)
    page = page.pills[0].set_value("Connected").run()
    page = press(page, "Done")
    assert "Say how it felt." in text_of(page)
    page = page.segmented_control[0].set_value("POSITIVE").run()
    page = page.text_area(key=f"tasks_call_{key}_note").input(STRANGE).run()
    page = press(page, "Done")

    row = the(services, key)
    assert (row.status, row.disposition, row.sentiment) == ("DONE", "Connected", "POSITIVE")
    assert row.note == STRANGE
    assert "The call to Ada1 Byron is done." in text_of(page)


def test_a_task_is_put_off_handed_over_and_skipped_with_its_consequence(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    key = a_task(services, actor, lead, me)
    page = press(open_page("tasks", task=str(key)), "Skip")
    seen = text_of(page)
    assert "It stays undone for good." in seen
    page = page.button(key="tasks_skip_yes").click().run()
    assert the(services, key).status == ActivityStatus.SKIPPED
    assert "The task is skipped." in text_of(page)


def test_a_draft_is_saved_and_sent_with_the_text_that_stands_there(
    services: Services, actor: Actor, open_page: OpenPage, transport: ScriptedTransport,
    me: int, lead: int,
) -> None:  # fmt: skip
    key = a_draft(services, actor, lead, me)
    page = open_page("tasks", task=str(key))
    page.text_input(key=f"tasks_mail_{key}_subject").input(STRANGE).run()
    page = press(page, "Save")
    assert "The draft is saved." in text_of(page)
    assert (the(services, key).subject, the(services, key).status) == (STRANGE, "DRAFT")

    page = press(page, "Send")
    assert "The e-mail to Ada1 Byron went out." in text_of(page)
    assert [to for to, _ in transport.sent] == ["ada1@example.com"]
    assert the(services, key).status == ActivityStatus.DONE


def test_a_test_goes_to_whoever_writes_and_the_draft_stays(
    services: Services, actor: Actor, open_page: OpenPage, transport: ScriptedTransport,
    me: int, lead: int,
) -> None:  # fmt: skip
    key = a_draft(services, actor, lead, me)
    with services.storage.read() as session:
        mine = session.get_one(UserRow, me).email

    page = press(open_page("tasks", task=str(key)), "Send me a test")

    assert f"A test is on its way to {mine}" in text_of(page)
    assert [to for to, _ in transport.sent] == [mine]
    assert the(services, key).status == ActivityStatus.DRAFT


def test_a_draft_that_did_not_go_out_says_why_in_place_and_is_sent_again(
    services: Services, actor: Actor, open_page: OpenPage, transport: ScriptedTransport,
    me: int, lead: int,
) -> None:  # fmt: skip
    key = a_draft(services, actor, lead, me)
    transport.answer = lambda _: Answer(Stage.RCPT, 451, "4.7.1 greylisted")
    page = press(open_page("tasks", task=str(key)), "Send")
    assert "4.7.1 greylisted" in text_of(page)
    assert "Put off" in text_of(open_page("tasks"))

    transport.answer = lambda _: ACCEPTED
    page = press(page, "Send")
    assert "went out" in text_of(page)
    assert len(transport.sent) == 1


def test_what_a_rule_refuses_stands_under_its_input(
    services: Services, actor: Actor, open_page: OpenPage, transport: ScriptedTransport,
    me: int, lead: int,
) -> None:  # fmt: skip
    key = a_draft(services, actor, lead, me, subject="", body="Dear {{ first_name }},")
    page = press(open_page("tasks", task=str(key)), "Send")
    assert "An e-mail needs a subject." in text_of(page)
    page.text_input(key=f"tasks_mail_{key}_subject").input("Hello").run()
    page = press(page, "Send")
    assert "{{ first_name }} would arrive as it stands" in text_of(page)
    assert transport.tried == []


def test_another_tabs_change_is_not_overwritten(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    key = a_draft(services, actor, lead, me)
    one, other = (open_page("tasks", task=str(key)) for _ in range(2))
    one.text_input(key=f"tasks_mail_{key}_subject").input("One").run()
    press(one, "Save")
    other.text_input(key=f"tasks_mail_{key}_subject").input("Other").run()
    other = press(other, "Save")
    assert "This draft was changed elsewhere" in text_of(other)
    assert the(services, key).subject == "One"

    other = press(other, "Load again")
    assert other.text_input(key=f"tasks_mail_{key}_1_subject").value == "One"


@pytest.mark.parametrize("arrived", [True, False])
def test_an_uncertain_draft_is_settled_where_it_stands(
    services: Services, actor: Actor, open_page: OpenPage, transport: ScriptedTransport,
    me: int, lead: int, arrived: bool,
) -> None:  # fmt: skip
    key = a_draft(services, actor, lead, me)
    transport.answer = lambda _: Answer(Stage.BODY, None, "reset")
    with pytest.raises(NotSent):
        send_draft(services, actor=actor, activity_id=key)
    page = open_page("tasks", task=str(key))
    seen = text_of(page)
    assert "It may have arrived, and nobody heard the answer." in seen
    assert "Send" not in buttons_of(page)

    page = press(page, "It arrived" if arrived else "It did not")
    page = page.button(key="tasks_settle_yes").click().run()

    with services.storage.read() as session:
        delivery = session.scalars(select(DeliveryRow)).one()
    assert delivery.status == (DeliveryStatus.SENT if arrived else DeliveryStatus.PLANNED)
    assert ("Send" in buttons_of(page)) is not arrived


@pytest.mark.usefixtures("manager")
def test_a_task_that_is_not_there_says_so(open_page: OpenPage) -> None:
    assert "There is no task with the id 12." in text_of(open_page("tasks", task="12"))


def test_a_note_stands_on_the_timeline(
    services: Services, actor: Actor, open_page: OpenPage, me: int, lead: int
) -> None:
    key = a_task(services, actor, lead, me)
    page = open_page("tasks", task=str(key))
    page.text_area(key=f"tasks_note_{key}_text").input(STRANGE)
    page = press(page, "Add note")
    assert "The note stands on the timeline." in text_of(page)
    assert f"Note 11:00 {STRANGE}" in text_of(page)

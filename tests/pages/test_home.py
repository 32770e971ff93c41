"""The screen Home: what needs me, what was done since, what waits and why, how the week goes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, UserRow
from crm_core.touches.heartbeat import beat
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.run_sequences import run_sequence_steps
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.pages.conftest import OpenPage
from tests.pages.reading import lists_of, text_of
from tests.servers import ScriptedTransport

NEEDS_COMPANY: dict[str, object] = {**EMAIL, "subject": "For {{ company }}"}


def me(services: Services) -> int:
    with services.storage.read() as session:
        return session.scalars(select(UserRow.id)).one()


def addresses_of(page: object) -> str:
    """All markup of a page, to look for addresses in."""
    return "".join(element.proto.body for element in page.main.get("html"))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("manager")
def test_a_new_workspace_is_shown_the_first_steps_and_they_tick_themselves(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    seen = text_of(open_page("home"))
    assert "To do: Add a lead or import a file" in seen
    assert seen.count("To do: ") == 4
    assert "Nothing needs you at the moment" in seen
    assert "Nobody waits for anything" in seen

    a_lead(services, actor)
    a_sequence(services, actor)
    seen = text_of(open_page("home"))
    assert "Done: Add a lead or import a file" in seen
    assert "Done: Build a sequence" in seen
    assert "To do: Connect a mailbox" in seen

    enrolled(services, actor, a_sequence(services, actor), a_lead(services, actor, 2))
    assert "Getting started" not in text_of(open_page("home"))


@pytest.mark.usefixtures("reader")
def test_it_greets_by_the_viewers_clock_and_says_whether_the_engine_runs(
    services: Services, open_page: OpenPage, clock: StoppedClock
) -> None:
    seen = text_of(open_page("home"))
    assert "Good morning, Ada Monday, 2 March 2026 · times in Europe/Berlin" in seen
    assert "No runner is running: nothing goes out" in seen

    clock.move(timedelta(hours=8))
    beat(services, "sequences")
    seen = text_of(open_page("home"))
    assert "Good evening, Ada" in seen
    assert "the runner is running, heard just now" in seen


@pytest.mark.usefixtures("manager")
def test_each_number_of_the_day_opens_its_list(
    services: Services, actor: Actor, transport: ScriptedTransport, open_page: OpenPage
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, None, "timed out")
    mine = a_lead(services, actor, owner_id=me(services))
    enrolled(services, actor, a_sequence(services, actor, CALL), mine)
    enrolled(services, actor, a_sequence(services, actor), a_lead(services, actor, 2))
    enrolled(
        services, actor, a_sequence(services, actor, NEEDS_COMPANY), a_lead(services, actor, 3)
    )
    run_sequence_steps(services)

    page = open_page("home")

    seen, markup = text_of(page), addresses_of(page)
    assert "0 Overdue tasks 1 Due today 0 Replies to answer 1 Uncertain e-mails 1 Held back" in seen
    assert "Call Ada1 Call · Ada1 Byron" in seen
    assert "Hello Ada2 Ada2 Byron · ada2@example.com" in seen
    for address in (
        "/tasks?tasks_whose=mine&amp;tasks_when=today",
        "/outbox?outbox_tab=needs",
        "/outbox?outbox_tab=held&amp;outbox_gate=content",
        "/outbox?outbox_tab=held",
    ):
        assert f'href="{address}"' in markup
    assert "The text has a hole: a merge field has no value 1" in seen
    assert "A person has to do the step first 1" in seen


@pytest.mark.usefixtures("manager")
def test_what_waits_for_its_time_opens_the_outbox_where_the_same_are_listed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    far = {"value": 90, "unit": "DAYS"}
    for number, step in enumerate((EMAIL, {**EMAIL, "delay": far}, {**CALL, "delay": far}), 1):
        sequence = a_sequence(services, actor, step)
        enrolled(services, actor, sequence, a_lead(services, actor, number))

    page = open_page("home")

    seen, markup = text_of(page), addresses_of(page)
    assert "E-mails that go out within 24 hours 1 All e-mails that are planned 2" in seen
    assert "Calls, drafts and tasks whose time comes 1" in seen
    for within, listed in (("24h", 1), ("any", 2)):
        assert f'href="/outbox?outbox_tab=planned&amp;outbox_within={within}"' in markup
        outbox = open_page("outbox", outbox_tab="planned", outbox_within=within)
        assert sum(markup.count('data-id="') for markup in lists_of(outbox)) == listed


@pytest.mark.usefixtures("manager")
def test_tasks_of_others_are_on_everybodys_day(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrolled(services, actor, a_sequence(services, actor, CALL))
    run_sequence_steps(services)

    assert "0 Due today" in text_of(open_page("home"))
    assert "1 Due today" in text_of(open_page("home", home_whose="team"))


@pytest.mark.usefixtures("manager")
def test_what_was_done_since_the_visit_before_is_told(
    services: Services, actor: Actor, open_page: OpenPage, clock: StoppedClock
) -> None:
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP)
    enrolled(services, actor, sequence)
    run_sequence_steps(services)
    clock.move(timedelta(minutes=5))
    assert "The last seven days: what sequences did" in text_of(open_page("home"))

    clock.move(timedelta(hours=3))
    seen = text_of(open_page("home"))
    assert "Since you were here: what sequences did From today at 11:05." in seen
    assert "Nothing went out and nobody was given a task." in seen

    second = enrolled(services, actor, sequence, a_lead(services, actor, 2))
    run_sequence_steps(services)
    mark_replied(services, actor=actor, enrollment_id=second)
    seen = text_of(open_page("home"))
    assert "Outbound E-mails sent 1 Tasks given 0 Replied 1 Stopped 0" in seen
    assert "Replies 1 Since yesterday; their sequences have ended. Ada2 Byron Outbound" in seen


@pytest.mark.usefixtures("manager")
def test_the_week_stands_beside_the_week_before_and_can_be_read_out(
    services: Services, actor: Actor, open_page: OpenPage, clock: StoppedClock
) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    run_sequence_steps(services)
    clock.move(timedelta(days=8))
    enrolled(services, actor, a_sequence(services, actor, CALL), a_lead(services, actor, 2))
    run_sequence_steps(services)
    with services.storage.read() as session:
        call = session.scalars(select(ActivityRow.id).where(ActivityRow.type == "CALL")).one()
    complete_activity(services, actor=actor, activity_id=call)

    page = open_page("home")

    assert "E-mails sent 0 week before: 1" in text_of(page)
    assert "Calls 1 week before: 0" in text_of(page)
    markup = addresses_of(page)
    assert "tasks_when=done&amp;tasks_type=CALL" in markup
    done = open_page("tasks", tasks_whose="team", tasks_when="done", tasks_type="CALL")
    assert sum(drawn.count('data-id="') for drawn in lists_of(done)) == 1
    told = "Calls by day: Wed 0, Thu 0, Fri 0, Sat 0, Sun 0, Mon 0, Tue 1."
    assert f'aria-label="{told}"' in markup


@pytest.mark.usefixtures("manager")
def test_a_number_leads_to_a_list_of_what_it_counts_or_nowhere(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    paused = enrolled(services, actor, a_sequence(services, actor))
    set_enrollment_status(services, actor=actor, enrollment_id=paused, status="PAUSED")

    page = open_page("home")

    markup = addresses_of(page)
    assert "A person paused the enrollment 1" in text_of(page)
    for address in ("/sequences", "/tasks", "/deals"):
        assert f'href="{address}"' not in markup
    for query in ("deals_view=list", "deals_view=list&amp;deals_stages=won_this_month"):
        assert f'href="/deals?{query}"' in markup


@pytest.mark.usefixtures("manager")
def test_what_people_typed_stands_as_they_typed_it(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    name = "<script>x</script> *مرحبا* 🙂"
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP, name=name)
    one = enrolled(services, actor, sequence, first_name=name)
    mark_replied(services, actor=actor, enrollment_id=one)

    assert f"{name} Byron {name}" in text_of(open_page("home"))

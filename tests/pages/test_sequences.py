"""The screen Sequences: what it lists, what its switch does, what it refuses."""

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import SequenceStatus
from crm_core.services import Services
from crm_core.storage.tables import UserRow
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.usecases.sequences import set_sequence_status
from crm_core.views.sequence_list import find_sequences
from crm_core.views.sequences import get_sequence
from tests.builders import CALL, EMAIL, a_sequence, enroll_many
from tests.pages import grids
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import buttons_of, lists_of, text_of


def status_of(services: Services, actor: Actor, sequence_id: int) -> SequenceStatus:
    return get_sequence(services, actor=actor, sequence_id=sequence_id).line.status


def choose(page: AppTest, sequence_id: int, choice: str) -> AppTest:
    return grids.choose(page, "sequences", sequence_id, choice)


@pytest.mark.usefixtures("manager")
def test_an_empty_workspace_says_what_to_do_next(open_page: OpenPage) -> None:
    seen = text_of(open_page("sequences"))

    assert "No sequences yet" in seen
    assert "POST /crm/sequences" in seen
    assert "python -m crm_core demo" in seen


@pytest.mark.usefixtures("reader")
def test_a_sequence_shows_its_status_its_steps_and_its_counts(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, EMAIL, CALL, name="Inbound", description="Call back")
    enroll_many(services, actor, sequence, 3)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="PAUSED")

    page = open_page("sequences")

    assert (
        "Inbound Call back Paused Steps 2 Active 3 Paused 0 Finished 0 Stopped 0 Replied 0"
        in text_of(page)
    )


@pytest.mark.usefixtures("reader")
def test_the_counts_follow_a_run(services: Services, actor: Actor, open_page: OpenPage) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 3)
    page = open_page("sequences")
    assert "Active 3 Paused 0 Finished 0" in text_of(page)

    run_sequence_steps(services)

    assert "Active 0 Paused 0 Finished 3" in text_of(page.run())


@pytest.mark.usefixtures("manager")
def test_a_name_is_shown_as_it_was_typed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    name = '<img src=x onerror="alert(1)"> *bold* :red[no]'
    sequence = a_sequence(services, actor, name=name)

    page = open_page("sequences")
    drawn = "".join(lists_of(page))
    choose(page, sequence, SequenceStatus.PAUSED)

    assert "<img" not in drawn
    assert "&lt;img src=x" in drawn
    assert page.success[0].value.replace("\\", "") == f"“{name}” is paused now."
    assert "\\<img" in page.success[0].value
    assert "\\*bold\\*" in page.success[0].value


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("ACTIVE", ["Pause", "Complete…", "Archive…"]),
        ("PAUSED", ["Activate", "Complete…", "Archive…"]),
        ("COMPLETED", ["Activate", "Archive…"]),
    ],
)
def test_the_switch_offers_what_the_transition_table_allows(
    status: str, offered: list[str], services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    if status != "ACTIVE":
        set_sequence_status(services, actor=actor, sequence_id=sequence, status=status)

    page = open_page("sequences")

    assert grids.menu_of(page, sequence) == [*offered, "Duplicate"]
    assert 'aria-label="Actions for Outbound"' in "".join(lists_of(page))


@pytest.mark.usefixtures("manager")
def test_an_archived_sequence_can_only_be_copied(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="ARCHIVED")

    page = open_page("sequences")

    assert "Archived" in text_of(page)
    assert grids.menu_of(page, sequence) == ["Duplicate"]


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON])
def test_whoever_may_not_manage_sequences_sees_no_switch(
    role: Role, services: Services, actor: Actor, open_page: OpenPage, sign_in_as: SignInAs
) -> None:
    sequence = a_sequence(services, actor)
    sign_in_as(role)

    page = open_page("sequences")

    assert "Outbound" in text_of(page)
    assert grids.menu_of(page, sequence) == []
    assert "New sequence" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_pausing_is_done_at_once_and_said_once(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)

    page = choose(open_page("sequences"), sequence, SequenceStatus.PAUSED)

    assert status_of(services, actor, sequence) is SequenceStatus.PAUSED
    assert page.success[0].value == "“Outbound” is paused now\\."
    assert not page.run().success


@pytest.mark.usefixtures("manager")
def test_archiving_asks_first_and_says_how_many_enrollments_end(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    enroll_many(services, actor, sequence, 12)

    page = choose(open_page("sequences"), sequence, SequenceStatus.ARCHIVED)

    assert status_of(services, actor, sequence) is SequenceStatus.ACTIVE
    assert "12 live enrollments end now" in text_of(page)

    page.button(key="sequences_switch_yes").click().run()

    assert status_of(services, actor, sequence) is SequenceStatus.ARCHIVED
    assert "“Outbound” is archived now." in text_of(page)
    assert "Active 0 Paused 0 Finished 0 Stopped 12" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_completing_asks_first_and_one_enrollment_is_one(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    enroll_many(services, actor, sequence, 1)

    page = choose(open_page("sequences"), sequence, SequenceStatus.COMPLETED)

    assert "Nobody new can be enrolled. 1 live enrollment goes on" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_canceling_the_question_changes_nothing(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = choose(open_page("sequences"), sequence, SequenceStatus.ARCHIVED)

    page.button(key="sequences_switch_cancel").click().run()

    assert status_of(services, actor, sequence) is SequenceStatus.ACTIVE
    assert buttons_of(page) == []


@pytest.mark.usefixtures("manager")
def test_a_refusal_stands_in_the_dialog(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = choose(open_page("sequences"), sequence, SequenceStatus.COMPLETED)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="ARCHIVED")

    page.button(key="sequences_switch_yes").click().run()

    assert "The sequence is archived already" in page.error[0].value
    assert not page.success


@pytest.mark.usefixtures("manager")
def test_the_role_is_asked_when_it_happens_not_when_the_page_was_drawn(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = choose(open_page("sequences"), sequence, SequenceStatus.ARCHIVED)
    with services.storage.write() as session:
        session.execute(update(UserRow).values(role=Role.READ_ONLY))

    page.button(key="sequences_switch_yes").click().run()

    assert "Your role (read-only) may not change sequences." in text_of(page)
    assert status_of(services, actor, sequence) is SequenceStatus.ACTIVE


@pytest.mark.usefixtures("reader")
def test_the_address_can_ask_for_one_status(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_sequence(services, actor, name="Runs")
    a_sequence(services, actor, name="Rests", status="PAUSED")

    page = open_page("sequences", sequences_status="Paused")

    assert "Rests" in text_of(page)
    assert "Runs" not in text_of(page)


@pytest.mark.usefixtures("reader")
def test_a_choice_without_a_sequence_says_so(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_sequence(services, actor)

    page = open_page("sequences", sequences_status="Archived")

    assert "No sequence is archived" in text_of(page)


@pytest.mark.usefixtures("reader")
def test_a_long_list_is_turned_page_by_page(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    for number in range(1, 31):
        a_sequence(services, actor, name=f"No {number:02}.")
    page = open_page("sequences")
    assert "No 30." in text_of(page)
    assert "No 05." not in text_of(page)
    assert page.button(key="sequences_previous").disabled

    page.button(key="sequences_next").click().run()

    assert "No 05." in text_of(page)
    assert "No 30." not in text_of(page)
    assert page.button(key="sequences_next").disabled

    page.button(key="sequences_previous").click().run()

    assert "No 30." in text_of(page)


@pytest.mark.usefixtures("reader")
def test_replies_are_told_with_their_share_of_how_many(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    ids = enroll_many(services, actor, a_sequence(services, actor, CALL), 5)
    mark_replied(services, actor=actor, enrollment_id=ids[0])
    for one in ids[1:4]:
        set_enrollment_status(services, actor=actor, enrollment_id=one, status="CANCELED")

    seen = text_of(open_page("sequences"))

    assert "Active 1 Paused 0 Finished 0 Stopped 3 Replied 1 25 % of 4" in seen


@pytest.mark.usefixtures("reader")
def test_words_of_the_name_and_an_order_are_taken_from_the_address(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    for name in ("Spring fair", "Autumn fair", "Inbound"):
        a_sequence(services, actor, name=name)

    found = text_of(open_page("sequences", sequences_search="FAIR", sequences_sort="name"))
    nothing = text_of(open_page("sequences", sequences_search="winter"))

    assert "Inbound" not in found
    assert found.index("Autumn fair") < found.index("Spring fair")
    assert "No sequence is called “winter”" in nothing


@pytest.mark.usefixtures("manager")
def test_a_copy_is_made_and_said(services: Services, actor: Actor, open_page: OpenPage) -> None:
    sequence = a_sequence(services, actor)

    page = choose(open_page("sequences"), sequence, "duplicate")

    assert "“Outbound (copy)” is there now, paused until you activate it." in text_of(page)
    assert [line.name for line in find_sequences(services, actor=actor).items] == [
        "Outbound (copy)", "Outbound",
    ]  # fmt: skip


@pytest.mark.usefixtures("manager")
def test_a_line_leads_to_the_sequence_and_the_button_to_the_builder(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = open_page("sequences")
    assert f'href="/sequence?sequence={sequence}"' in "".join(lists_of(page))
    assert 'href="/builder"' in "".join(e.proto.body for e in page.main.get("html"))

"""The page of one sequence: its head, steps, enrollments, settings and versions."""

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.domain.words import SequenceStatus
from crm_core.services import Services
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.usecases.sequence_settings import change_settings
from crm_core.usecases.sequences import revise_sequence, set_sequence_status
from crm_core.views.enrollments import get_enrollment
from crm_core.views.sequences import get_sequence
from pages._ui import grid
from tests.builders import ALWAYS, CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.pages import grids
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, lists_of, text_of

PEOPLE = "sequence_people"


def on_tab(open_page: OpenPage, sequence: int, tab: str, **query: str) -> AppTest:
    return open_page("sequence", sequence=str(sequence), sequence_tab=tab, **query)


def markup_of(page: AppTest) -> str:
    return "".join(str(element.proto.body) for element in page.main.get("html"))


def status_of(services: Services, actor: Actor, enrollment: int) -> str:
    return get_enrollment(services, actor=actor, enrollment_id=enrollment).status


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("asked", [{}, {"sequence": "77"}, {"sequence": "none"}])
def test_an_unknown_sequence_says_where_the_others_are(
    asked: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("sequence", **asked)
    assert "There is no such sequence" in text_of(page)
    assert 'href="/sequences"' in markup_of(page)


@pytest.mark.usefixtures("manager")
def test_the_head_says_what_it_is_and_leads_on(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL, name="*Spring* <b>", description="For [those]")
    enroll_many(services, actor, sequence, 3)

    page = open_page("sequence", sequence=str(sequence))

    assert page.title[0].value.replace("\\", "") == "*Spring* <b>"
    assert "Active For [those] Active 3 Paused 0 Finished 0 Replied 0 Stopped 0" in text_of(page)
    assert f'href="/builder?sequence={sequence}"' in markup_of(page)
    assert "sequence_tab=Enrollments&amp;sequence_standing=Active" in markup_of(page)


@pytest.mark.usefixtures("reader")
def test_whoever_only_reads_is_offered_nothing_to_change(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    enroll_many(services, actor, sequence, 1)

    page = open_page("sequence", sequence=str(sequence))
    people = on_tab(open_page, sequence, "Enrollments")
    settings = on_tab(open_page, sequence, "Settings")

    assert not page.menu_button
    assert "Edit steps" not in text_of(page)
    assert grids.menu_of(people, 1) == ["Why not yet?"]
    assert "data-check" not in "".join(lists_of(people))
    assert "Send window At all hours Holidays None are kept" in text_of(settings)
    assert buttons_of(settings) == []


@pytest.mark.usefixtures("manager")
def test_the_status_is_switched_in_the_head(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = open_page("sequence", sequence=str(sequence))

    page.menu_button(key="more_sequence").click(SequenceStatus.PAUSED.value).run()

    line = get_sequence(services, actor=actor, sequence_id=sequence).line
    assert line.status is SequenceStatus.PAUSED
    assert "“Outbound” is paused now." in text_of(page)
    page.menu_button(key="more_sequence").click(SequenceStatus.ARCHIVED.value).run()
    assert "An archived sequence cannot be activated again." in text_of(page)


@pytest.mark.usefixtures("reader")
def test_steps_stand_by_day_with_their_text_and_numbers(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, EMAIL, CALL, FOLLOW_UP)
    ids = enroll_many(services, actor, sequence, 3)
    run_sequence_steps(services)
    mark_replied(services, actor=actor, enrollment_id=ids[0])

    page = open_page("sequence", sequence=str(sequence))

    seen = text_of(page)
    assert (
        "Day 1 1 Automatic e-mail Right after the enrollment Hello {{ first_name }} "
        "Hi {{ first_name }}! 0 here now 3 sent 1 replied after it"
    ) in seen
    assert "2 Call Right after the step before" in seen
    assert "2 here now 0 got past it" in seen
    assert "Day 2 3 Automatic e-mail 1 day after the step before Reply in the same thread" in seen
    assert "sequence_step=Past+step+1" in markup_of(page)


@pytest.mark.usefixtures("reader")
def test_people_at_steps_of_earlier_versions_are_told(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    enroll_many(services, actor, sequence, 1)
    revise_sequence(services, actor=actor, sequence_id=sequence, name="S", steps=[EMAIL])

    seen = text_of(open_page("sequence", sequence=str(sequence)))

    assert "1 person stands at steps that only earlier versions have." in seen


@pytest.mark.usefixtures("manager")
def test_nobody_enrolled_says_what_to_do(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    page = on_tab(open_page, sequence, "Enrollments")
    assert "Nobody was enrolled yet" in text_of(page)
    assert f'href="/leads?leads_for={sequence}"' in markup_of(page)
    narrowed = on_tab(open_page, sequence, "Enrollments", sequence_standing="Paused")
    assert "Nobody who is paused is found there" in text_of(narrowed)


@pytest.mark.usefixtures("manager")
def test_enrollments_say_where_they_stand_and_what_they_wait_for(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL, CALL)
    _, second, _ = enroll_many(services, actor, sequence, 3)
    run_sequence_steps(services)
    set_enrollment_status(services, actor=actor, enrollment_id=second, status="CANCELED")
    later = a_sequence(services, actor, {**CALL, "delay": {"value": 1, "unit": "DAYS"}})
    enrolled(services, actor, later, a_lead(services, actor, 9))

    seen = text_of(on_tab(open_page, sequence, "Enrollments"))
    alone = text_of(on_tab(open_page, sequence, "Enrollments", sequence_search="ada3"))
    stopped = text_of(on_tab(open_page, sequence, "Enrollments", sequence_standing="Stopped"))
    at_two = text_of(on_tab(open_page, sequence, "Enrollments", sequence_step="At step 2"))
    waiting = text_of(on_tab(open_page, later, "Enrollments"))

    assert "Ada1 Byron ada1@example.com Active Step 1 of 2 Next touch – Waits for a person" in seen
    assert "Stopped Step 1 of 2 Next touch – Canceled by the command line." in seen
    assert "Ada3" in alone
    assert "Ada1" not in alone
    assert "Ada2" in stopped
    assert "Ada1" not in stopped
    assert "Nobody is found there" in at_two
    assert "Next touch Tomorrow at 11:00" in waiting
    assert "Times are those of Europe/Berlin." in waiting


@pytest.mark.usefixtures("manager")
def test_one_is_paused_resumed_and_marked_as_replied_from_its_menu(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    (one,) = enroll_many(services, actor, sequence, 1)
    page = on_tab(open_page, sequence, "Enrollments")
    assert grids.menu_of(page, one) == ["Why not yet?", "Pause", "Mark as replied", "Cancel…"]

    grids.choose(page, PEOPLE, one, "PAUSED")
    assert status_of(services, actor, one) == "PAUSED"
    assert "Ada1 Byron is paused now." in text_of(page)
    grids.choose(page, PEOPLE, one, "ACTIVE")
    assert status_of(services, actor, one) == "ACTIVE"
    grids.choose(page, PEOPLE, one, "replied")

    assert "Ada1 Byron counts as replied now." in text_of(page)
    assert "Replied 1 100 % of 1" in text_of(page)
    assert grids.menu_of(page, one) == []


@pytest.mark.usefixtures("manager")
def test_canceling_asks_first(services: Services, actor: Actor, open_page: OpenPage) -> None:
    sequence = a_sequence(services, actor, CALL)
    (one,) = enroll_many(services, actor, sequence, 1)
    page = grids.choose(on_tab(open_page, sequence, "Enrollments"), PEOPLE, one, "sequence_cancel")
    assert status_of(services, actor, one) == "ACTIVE"
    assert "A canceled enrollment cannot be resumed." in text_of(page)

    page.button(key="sequence_cancel_yes").click().run()

    assert status_of(services, actor, one) == "CANCELED"
    assert "Ada1 Byron is canceled now." in text_of(page)


@pytest.mark.usefixtures("manager")
def test_why_is_answered_in_words(services: Services, actor: Actor, open_page: OpenPage) -> None:
    sequence = a_sequence(services, actor, CALL)
    (one,) = enroll_many(services, actor, sequence, 1)
    run_sequence_steps(services)

    page = grids.choose(on_tab(open_page, sequence, "Enrollments"), PEOPLE, one, "sequence_why")

    assert "Waits for a person to complete the call." in text_of(page)
    assert "Open task holds" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_several_are_paused_at_once_and_what_is_refused_is_told(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    first, second, third = enroll_many(services, actor, sequence, 3)
    set_enrollment_status(services, actor=actor, enrollment_id=second, status="CANCELED")
    page = on_tab(open_page, sequence, "Enrollments")
    page.session_state[grid._selected(PEOPLE)] = [str(one) for one in (first, second)]
    page.run()
    assert "2 enrollments selected" in text_of(page)

    page.button(key=f"{PEOPLE}_pause").click().run()

    assert status_of(services, actor, first) == "PAUSED"
    assert status_of(services, actor, third) == "ACTIVE"
    assert "1 enrollment is paused now. 1 refused: The enrollment is canceled" in text_of(page)
    assert "selected" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_an_enrollment_that_a_filter_hides_is_not_selected_any_more(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    first, _ = enroll_many(services, actor, sequence, 2)
    page = on_tab(open_page, sequence, "Enrollments")
    page.session_state[grid._selected(PEOPLE)] = [str(first)]
    assert "1 enrollment selected" in text_of(page.run())

    page.text_input(key="sequence_search").set_value("ada").run()

    assert "selected" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_settings_are_saved_as_the_next_version(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    enroll_many(services, actor, sequence, 2)
    page = on_tab(open_page, sequence, "Settings")
    assert "2 live enrollments stay on the version that they began" in text_of(page)
    place = f"sequence_settings_{sequence}_1"

    page.segmented_control(key=f"{place}_when").set_value("Weekly hours").run()
    page.text_input(key=f"{place}_settings.sendWindow.days.MON").set_value("9-12, 13:30 to 17:00")
    page.multiselect(key=f"{place}_settings.holidayCountries").set_value(["US", "IT"])
    page.number_input(key=f"{place}_settings.minGapHours").set_value(48)
    page.button(key=f"{place}_submit").click().run()

    settings = get_sequence(services, actor=actor, sequence_id=sequence).settings
    assert settings["sendWindow"]["days"]["MON"] == [["09:00", "12:00"], ["13:30", "17:00"]]
    assert settings["holidayCountries"] == ["US", "IT"]
    assert settings["minGapHours"] == 48
    assert "Version 2 is saved. Enrollments under way stay on theirs." in text_of(page)
    assert page.text_input(
        key=f"sequence_settings_{sequence}_2_settings.sendWindow.days.MON"
    ).value == "09:00-12:00, 13:30-17:00"  # fmt: skip


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9-25", "A time is written as HH:MM"),
        ("09:00-12:00, 11:00-13:00", "The block overlaps another of the day."),
        ("09:00", "A block is two times"),
    ],
)
def test_hours_that_cannot_be_are_refused_under_their_day(
    typed: str, words: str, services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, settings={"sendWindow": None})
    page = on_tab(open_page, sequence, "Settings")
    place = f"sequence_settings_{sequence}_1"

    page.text_input(key=f"{place}_settings.sendWindow.days.TUE").set_value(typed)
    page.button(key=f"{place}_submit").click().run()

    told = [str(e.proto.body) for e in page.main.get("html") if "ds-refusal" in str(e.proto.body)]
    assert len(told) == 1
    assert words in told[0]
    assert not page.error
    assert get_sequence(services, actor=actor, sequence_id=sequence).line.version == 1


@pytest.mark.usefixtures("manager")
def test_settings_that_somebody_saved_meanwhile_are_not_undone(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    place = f"sequence_settings_{sequence}_1"
    page = on_tab(open_page, sequence, "Settings")
    page.number_input(key=f"{place}_settings.minGapHours").set_value(5).run()
    change_settings(
        services, actor=actor, sequence_id=sequence, settings={**ALWAYS, "minGapHours": 9},
        based_on=1,
    )  # fmt: skip

    page.run()

    assert page.number_input(key=f"sequence_settings_{sequence}_2_settings.minGapHours").value == 9


@pytest.mark.usefixtures("manager")
def test_the_name_is_saved_without_a_version_and_refused_when_empty(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    place = f"sequence_name_{sequence}"
    page = on_tab(open_page, sequence, "Settings")
    page.text_input(key=f"{place}_name").set_value(" ")
    page.button(key=f"{place}_submit").click().run()
    assert "A sequence needs a name." in text_of(page)

    page.text_input(key=f"{place}_name").set_value("Ünïcode 🌷 مرحبا")
    page.button(key=f"{place}_submit").click().run()

    line = get_sequence(services, actor=actor, sequence_id=sequence).line
    assert (line.name, line.version) == ("Ünïcode 🌷 مرحبا", 1)


@pytest.mark.usefixtures("manager")
def test_an_archived_sequence_is_read_only(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="ARCHIVED")
    seen = text_of(on_tab(open_page, sequence, "Settings"))
    assert "An archived sequence cannot be changed." in seen
    assert "Edit steps" not in seen


@pytest.mark.usefixtures("reader")
def test_the_history_tells_what_changed_and_opens_an_old_version(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, CALL)
    enroll_many(services, actor, sequence, 1)
    revise_sequence(
        services, actor=actor, sequence_id=sequence, name="S", steps=[EMAIL], settings=ALWAYS
    )

    page = on_tab(open_page, sequence, "Versions")
    old = on_tab(open_page, sequence, "Versions", sequence_version="1")
    none = on_tab(open_page, sequence, "Versions", sequence_version="9")

    assert "Step 1 removed: call “Call {{ first_name }}”." in text_of(page)
    assert "1 enrollment, 1 of them live The first version, with 1 step." in text_of(page)
    assert "Version 1 Saved 2 Mar 2026, 11:00:00 (Europe/Berlin)" in text_of(old)
    assert "Ask about needs." in text_of(old)
    assert "The sequence has no version 9." in text_of(none)

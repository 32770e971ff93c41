"""The screen Builder: where a sequence begins, what saving means, what it refuses.

What is typed goes through the page's own element; see tests/browser/test_builder.py.
"""

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import actor_of_cookie
from crm_core.usecases.drafts import change_draft, open_draft
from crm_core.usecases.sequences import revise_sequence, set_sequence_status
from crm_core.usecases.workspaces import change_sequence_defaults
from crm_core.views.drafts import get_draft, list_drafts
from crm_core.views.sequences import get_sequence, list_sequences
from tests.builders import CALL, EMAIL, TASK, a_sequence, enroll_many
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import buttons_of, text_of


@pytest.fixture
def ada(services: Services, manager: str) -> Actor:
    """The manager who is signed in."""
    who = actor_of_cookie(services, manager)
    assert who is not None
    return who


def a_draft(services: Services, who: Actor, *steps: object, name: str = "Mine") -> int:
    draft = open_draft(services, actor=who)
    content = {"name": name, "description": "", "settings": None, "steps": list(steps)}
    change_draft(services, actor=who, draft_id=draft, revision=0, content=content)
    return draft


def an_edit(services: Services, who: Actor, sequence: int) -> int:
    draft = open_draft(services, actor=who, sequence_id=sequence)
    content = {**get_draft(services, actor=who, draft_id=draft).content, "name": "Edited"}
    change_draft(services, actor=who, draft_id=draft, revision=0, content=content)
    return draft


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [one for one in page.button if one.label == label]
    return button.click().run()


def named(page: AppTest) -> int:
    """The draft that the address names."""
    given = page.query_params["draft"]
    return int(given if isinstance(given, str) else given[0])


@pytest.mark.usefixtures("manager")
def test_a_sequence_begins_empty_or_from_a_ready_made_one(open_page: OpenPage) -> None:
    page = open_page("builder")
    seen = text_of(page)
    assert "Empty sequence" in seen
    assert "E-mail → E-mail → Call → E-mail by hand → Task" in seen
    assert "Unsaved drafts" not in seen
    assert {"Start empty", "Use inbound", "Use win back"} <= set(buttons_of(page))


def test_a_ready_made_one_is_opened_as_a_draft(
    services: Services, ada: Actor, open_page: OpenPage
) -> None:
    page = press(open_page("builder"), "Use trial")

    assert get_draft(services, actor=ada, draft_id=named(page)).content["name"].startswith("Trial")
    assert "Save sequence" in buttons_of(page)
    assert "Active at once when saved, with nobody enrolled." in text_of(page)


def test_a_new_one_says_when_it_will_touch_as_the_settings_propose(
    services: Services, actor: Actor, ada: Actor, open_page: OpenPage
) -> None:
    change_sequence_defaults(
        services, actor=actor, send_window={"days": {"MON": [["08:00", "12:00"]]}},
        holiday_countries=["it"],
    )  # fmt: skip

    page = press(open_page("builder"), "Start empty")

    said = "It touches Mon 08:00–12:00, the recipient’s time, except on holidays in IT"
    assert said in text_of(page)
    assert get_draft(services, actor=ada, draft_id=named(page)).rules is not None


def test_unsaved_drafts_wait_to_be_continued(
    services: Services, ada: Actor, open_page: OpenPage
) -> None:
    draft = a_draft(services, ada, EMAIL, name="<b>Half</b> done")

    page = open_page("builder")

    assert "Unsaved drafts 1" in text_of(page)
    assert "<b>Half</b> done New sequence · 1 step · changed just now" in text_of(page)
    page = press(page, "Continue")
    assert "Save sequence" in buttons_of(page)
    assert named(page) == draft


def test_an_unsaved_draft_is_discarded_from_the_list_after_its_consequence_was_told(
    services: Services, ada: Actor, open_page: OpenPage
) -> None:
    a_draft(services, ada, EMAIL)

    page = press(open_page("builder"), "Discard…")
    assert "What was typed here is gone then. No sequence is made of it." in text_of(page)
    assert list_drafts(services, actor=ada)
    page = press(page, "Discard")

    assert list_drafts(services, actor=ada) == ()
    assert "Unsaved drafts" not in text_of(page)


def test_saving_makes_the_sequence(services: Services, ada: Actor, open_page: OpenPage) -> None:
    draft = a_draft(services, ada, EMAIL, CALL, name="Made")

    press(open_page("builder", draft=str(draft)), "Save sequence")

    (line,) = list_sequences(services, actor=ada).items
    assert (line.name, line.version, line.step_count) == ("Made", 1, 2)


def test_what_saving_refuses_is_told_in_its_own_words_and_nothing_is_written(
    services: Services, ada: Actor, open_page: OpenPage
) -> None:
    draft = a_draft(services, ada, EMAIL, name="")

    page = press(open_page("builder", draft=str(draft)), "Save sequence")

    assert "A sequence needs a name." in text_of(page)
    assert list_sequences(services, actor=ada).items == ()
    assert get_draft(services, actor=ada, draft_id=draft)


def test_an_edit_says_what_happens_to_whoever_is_under_way(
    services: Services, actor: Actor, ada: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, EMAIL, CALL)
    enroll_many(services, actor, sequence, 2)

    page = open_page("builder", sequence=str(sequence))

    said = "2 people are under way and keep version 1; new ones get version 2."
    assert said in text_of(page)
    assert "Save as version 2" in buttons_of(page)
    assert "sequence" not in page.query_params


def test_a_newer_version_is_saved_over_only_after_a_question(
    services: Services, actor: Actor, ada: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor, EMAIL)
    draft = an_edit(services, ada, sequence)
    revise_sequence(services, actor=actor, sequence_id=sequence, name="Other", steps=[TASK])

    page = press(open_page("builder", draft=str(draft)), "Save as version 3")

    assert "Version 2 was saved since this draft was begun from version 1" in text_of(page)
    assert get_sequence(services, actor=actor, sequence_id=sequence).line.version == 2
    page.button(key="builder_over_yes").click().run()
    assert get_sequence(services, actor=actor, sequence_id=sequence).line.name == "Edited"


def test_a_draft_is_discarded_after_a_question(
    services: Services, ada: Actor, open_page: OpenPage
) -> None:
    draft = a_draft(services, ada, EMAIL)

    page = press(open_page("builder", draft=str(draft)), "Discard draft")

    assert "What was typed here is gone then." in text_of(page)
    assert list_drafts(services, actor=ada)
    page.button(key="builder_discard_yes").click().run()
    assert list_drafts(services, actor=ada) == ()


@pytest.mark.usefixtures("manager")
def test_a_draft_that_is_gone_says_so(open_page: OpenPage) -> None:
    seen = text_of(open_page("builder", draft="77"))
    assert "This draft was saved or discarded, or it is not yours." in seen


@pytest.mark.usefixtures("manager")
def test_an_archived_sequence_cannot_be_edited(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    sequence = a_sequence(services, actor)
    set_sequence_status(services, actor=actor, sequence_id=sequence, status="ARCHIVED")

    seen = text_of(open_page("builder", sequence=str(sequence)))

    assert "An archived sequence cannot be edited." in seen


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON])
def test_whoever_may_not_build_is_told_who_may(
    role: Role, open_page: OpenPage, sign_in_as: SignInAs
) -> None:
    sign_in_as(role)
    page = open_page("builder")
    assert "Managers build sequences" in text_of(page)
    assert buttons_of(page) == []

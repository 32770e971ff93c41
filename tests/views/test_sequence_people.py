"""The people of a sequence, the numbers of its steps, and its history, on both databases."""

from typing import Any

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import InvalidInput, NotFound
from crm_core.services import Services
from crm_core.usecases.access import add_user
from crm_core.usecases.enrollments import set_enrollment_status
from crm_core.usecases.replies import mark_replied
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.usecases.sequence_settings import change_settings
from crm_core.usecases.sequences import revise_sequence
from crm_core.views import sequence_people
from crm_core.views.paging import Page, Window
from crm_core.views.sequence_people import (
    Place,
    SequencePerson,
    Standing,
    list_sequence_people,
)
from crm_core.views.sequence_steps import StepCounts, count_steps
from crm_core.views.sequence_versions import get_version, list_versions
from crm_core.views.sequences import get_sequence
from tests.builders import (
    ALWAYS,
    CALL,
    EMAIL,
    FOLLOW_UP,
    TASK,
    a_lead,
    a_sequence,
    enroll_many,
)
from tests.builders import enrolled as enroll


def people(services: Services, actor: Actor, key: int, **asked: Any) -> Page[SequencePerson]:
    return list_sequence_people(services, actor=actor, sequence_id=key, **asked)


def names(page: Page[SequencePerson]) -> list[str]:
    return [line.name for line in page.items]


def keys_of(services: Services, actor: Actor, key: int) -> list[str]:
    return [step.id for step in get_sequence(services, actor=actor, sequence_id=key).steps]


@pytest.fixture
def outreach(each_services: Services, actor: Actor) -> tuple[int, list[int]]:
    """Five people who got the first e-mail and stand at a call; one paused, one replied, one
    canceled. Beside it another sequence, of which nothing is to be seen."""
    key = a_sequence(each_services, actor, EMAIL, CALL, FOLLOW_UP)
    ids = enroll_many(each_services, actor, key, 5)
    enroll(each_services, actor, a_sequence(each_services, actor, CALL, name="Other"), number=9)
    run_sequence_steps(each_services)
    run_sequence_steps(each_services)
    set_enrollment_status(each_services, actor=actor, enrollment_id=ids[1], status="PAUSED")
    mark_replied(each_services, actor=actor, enrollment_id=ids[2])
    set_enrollment_status(each_services, actor=actor, enrollment_id=ids[3], status="CANCELED")
    return key, ids


def test_each_line_says_where_a_person_stands_and_what_it_waits_for(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    lines = {line.name: line for line in people(each_services, actor, outreach[0]).items}

    assert list(lines) == [f"Ada{n} Byron" for n in (5, 4, 3, 2, 1)]
    first = lines["Ada1 Byron"]
    assert (first.standing, first.step, first.steps, first.version) == (Standing.ACTIVE, 2, 3, 1)
    assert (first.entity_type, first.email) == ("LEAD", "ada1@example.com")
    assert first.next_at is None
    assert "call" in first.waits_for
    assert lines["Ada2 Byron"].standing is Standing.PAUSED
    assert lines["Ada3 Byron"].standing is Standing.REPLIED
    assert lines["Ada3 Byron"].ended == "The person replied, says the command line."
    assert lines["Ada4 Byron"].standing is Standing.STOPPED
    assert lines["Ada4 Byron"].ended == "Canceled by the command line."
    assert lines["Ada4 Byron"].ended_at == each_services.clock.now()


@pytest.mark.parametrize(
    ("standing", "numbers"),
    [
        (Standing.ACTIVE, (5, 1)),
        (Standing.PAUSED, (2,)),
        (Standing.REPLIED, (3,)),
        (Standing.STOPPED, (4,)),
        (Standing.FINISHED, ()),
    ],
)
def test_a_standing_picks_its_people(
    standing: Standing,
    numbers: tuple[int, ...],
    each_services: Services,
    actor: Actor,
    outreach: tuple[int, list[int]],
) -> None:
    page = people(each_services, actor, outreach[0], standing=standing)
    assert names(page) == [f"Ada{n} Byron" for n in numbers]


def test_a_step_picks_who_stands_there_and_who_got_past_it(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    key = outreach[0]
    mail, call, _ = keys_of(each_services, actor, key)

    assert len(people(each_services, actor, key, step=mail).items) == 0
    assert len(people(each_services, actor, key, step=mail, place=Place.PAST).items) == 5
    assert len(people(each_services, actor, key, step=call).items) == 5
    after = people(
        each_services, actor, key, step=mail, place=Place.NEXT, standing=Standing.REPLIED
    )
    assert names(after) == ["Ada3 Byron"]
    assert people(each_services, actor, key, step="st_unknown").items == ()


@pytest.mark.parametrize("few", [0, 200])
@pytest.mark.parametrize(
    ("typed", "found"),
    [("ada2", 1), ("BYRON ada4@", 1), ("byron", 5), ("nobody", 0), ("100%", 0), ("  ", 5)],
)
def test_words_find_people_whether_they_find_few_or_many(
    typed: str,
    found: int,
    few: int,
    each_services: Services,
    actor: Actor,
    outreach: tuple[int, list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sequence_people, "_FEW", few)
    assert len(people(each_services, actor, outreach[0], search=typed).items) == found


def test_pages_follow_one_another_over_all_statuses(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    key, ids = outreach
    seen, cursor = [], None
    while True:
        page = people(each_services, actor, key, window=Window(limit=2, cursor=cursor))
        seen += [line.enrollment_id for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ids[::-1]
    with pytest.raises(InvalidInput):
        people(each_services, actor, key, window=Window(cursor="nonsense"))


def test_the_steps_tell_who_stands_there_got_past_and_replied(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    mail, call, last = keys_of(each_services, actor, outreach[0])

    numbers = count_steps(each_services, actor=actor, sequence_id=outreach[0])

    assert numbers.of(mail) == StepCounts(standing=0, passed=5, replied=1)
    assert numbers.of(call) == StepCounts(standing=3, passed=0, replied=0)
    assert numbers.of(last) == StepCounts()
    assert numbers.elsewhere == 0


def test_a_step_is_counted_over_the_versions_that_have_it(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    key = outreach[0]
    mail, call, _ = keys_of(each_services, actor, key)
    revise_sequence(
        each_services, actor=actor, sequence_id=key, name="Outbound", settings=ALWAYS,
        steps=[TASK, {**EMAIL, "id": mail}],
    )  # fmt: skip
    enroll(each_services, actor, key, a_lead(each_services, actor, 77))

    numbers = count_steps(each_services, actor=actor, sequence_id=key)

    task = keys_of(each_services, actor, key)[0]
    assert numbers.of(task).standing == 1
    assert numbers.of(mail).passed == 5
    assert numbers.of(call).standing == 3
    assert numbers.elsewhere == 3
    assert len(people(each_services, actor, key, step=mail, place=Place.PAST).items) == 5


def test_the_history_tells_who_changed_what_and_who_is_on_which_version(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    key = outreach[0]
    user = add_user(
        each_services, actor=actor, email="eva@example.com", password="correct horse",
        role="manager", name="Eva",
    )  # fmt: skip
    eva = Actor(actor.tenant_id, Role.MANAGER, "user", user, "Eva")
    for hours in (24, 48):
        change_settings(
            each_services, actor=eva, sequence_id=key, settings={**ALWAYS, "minGapHours": hours},
            based_on=hours // 24,
        )  # fmt: skip
    enroll(each_services, actor, key, a_lead(each_services, actor, 9))

    newest = list_versions(each_services, actor=actor, sequence_id=key, window=Window(limit=2))
    oldest = list_versions(
        each_services, actor=actor, sequence_id=key, window=Window(2, newest.next_cursor)
    )

    assert [(v.number, v.by, v.live, v.people) for v in newest.items] == [
        (3, "Eva", 1, 1), (2, "Eva", 0, 0),
    ]  # fmt: skip
    assert newest.items[1].changes == ("Minimum gap: from “None” to “24 hours between e-mails”.",)
    assert [(v.number, v.by, v.live, v.people) for v in oldest.items] == [(1, "", 3, 5)]
    assert oldest.items[0].changes == ("The first version, with 3 steps.",)


def test_an_old_version_says_what_it_said(
    each_services: Services, actor: Actor, outreach: tuple[int, list[int]]
) -> None:
    key = outreach[0]
    revise_sequence(each_services, actor=actor, sequence_id=key, name="Outbound", steps=[TASK])

    old = get_version(each_services, actor=actor, sequence_id=key, number=1)

    assert [step.type for step in old.steps] == ["EMAIL_AUTO", "CALL", "EMAIL_AUTO"]
    assert old.settings.send_window.always
    with pytest.raises(NotFound):
        get_version(each_services, actor=actor, sequence_id=key, number=3)


def test_another_workspace_sees_nothing_of_it(services: Services, actor: Actor) -> None:
    key = a_sequence(services, actor)
    stranger = Actor(actor.tenant_id + 1, Role.ADMINISTRATOR, "user")
    for look in (
        lambda by: people(services, by, key),
        lambda by: count_steps(services, actor=by, sequence_id=key),
        lambda by: list_versions(services, actor=by, sequence_id=key),
        lambda by: get_version(services, actor=by, sequence_id=key, number=1),
    ):
        with pytest.raises(NotFound):
            look(stranger)
        look(actor)

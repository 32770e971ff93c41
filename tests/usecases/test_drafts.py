"""Drafts: one person's, guarded by their revision, published exactly once."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.errors import (
    Conflict,
    CrmError,
    DraftChanged,
    Forbidden,
    InvalidInput,
    NewerVersion,
    NotFound,
)
from crm_core.services import Services
from crm_core.storage.tables import SequenceDraftRow, SequenceRow, SequenceVersionRow
from crm_core.usecases import drafts
from crm_core.usecases.access import add_user
from crm_core.usecases.drafts import (
    Published,
    change_draft,
    discard_draft,
    open_draft,
    publish_draft,
)
from crm_core.usecases.sequence_settings import change_settings
from crm_core.usecases.sequences import revise_sequence, set_sequence_status
from crm_core.views.drafts import DraftDetail, get_draft, list_drafts
from crm_core.views.sequences import SequenceDetail, get_sequence
from tests.builders import CALL, EMAIL, TASK, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock

SOUND: dict[str, Any] = {"name": "Outbound", "description": "", "settings": None, "steps": [EMAIL]}


def somebody(services: Services, actor: Actor, name: str, role: Role = Role.MANAGER) -> Actor:
    user_id = add_user(
        services, actor=actor, email=f"{name}@example.com", password="correct horse battery",
        role=role, name=name,
    )  # fmt: skip
    return Actor(actor.tenant_id, role, "user", user_id, name)


@pytest.fixture
def ada(each_services: Services, actor: Actor) -> Actor:
    """A manager who builds sequences."""
    return somebody(each_services, actor, "ada")


def shown(services: Services, who: Actor, draft_id: int) -> DraftDetail:
    return get_draft(services, actor=who, draft_id=draft_id)


def changed(services: Services, who: Actor, draft_id: int, **parts: Any) -> int:
    """The new revision after a change of some parts."""
    seen = shown(services, who, draft_id)
    return change_draft(
        services, actor=who, draft_id=draft_id, revision=seen.revision,
        content={**seen.content, **parts},
    )  # fmt: skip


def counted(services: Services, row: type) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def stored(services: Services, who: Actor, sequence_id: int) -> SequenceDetail:
    return get_sequence(services, actor=who, sequence_id=sequence_id)


def test_an_empty_draft_is_typed_into_and_becomes_a_sequence(
    each_services: Services, ada: Actor
) -> None:
    draft = open_draft(each_services, actor=ada)
    assert shown(each_services, ada, draft).problems
    assert shown(each_services, ada, draft).next_number == 1
    revision = changed(each_services, ada, draft, name="New", steps=[EMAIL, CALL, TASK])
    assert shown(each_services, ada, draft).problems == ()

    published = publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)

    made = stored(each_services, ada, published.sequence_id)
    assert (published.number, made.line.name, made.line.step_count) == (1, "New", 3)
    assert counted(each_services, SequenceDraftRow) == 0
    with pytest.raises(NotFound):
        shown(each_services, ada, draft)


def test_a_ready_made_sequence_can_be_started_from(each_services: Services, ada: Actor) -> None:
    draft = open_draft(each_services, actor=ada, template_id="inbound")

    seen = shown(each_services, ada, draft)

    assert seen.content["name"] == "Inbound: answer within minutes"
    assert seen.problems == ()
    with pytest.raises(NotFound):
        open_draft(each_services, actor=ada, template_id="nothing")


def test_the_same_start_made_twice_is_one_draft_until_it_is_touched(
    each_services: Services, ada: Actor
) -> None:
    first = open_draft(each_services, actor=ada)
    assert open_draft(each_services, actor=ada) == first
    assert open_draft(each_services, actor=ada, template_id="trial") != first
    changed(each_services, ada, first, name="Mine")

    assert open_draft(each_services, actor=ada) != first


def test_a_sequences_draft_begins_with_its_latest_version_and_keeps_the_steps_ids(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    key = a_sequence(each_services, actor, EMAIL, CALL, settings={"minGapHours": 20})
    before = stored(each_services, ada, key)
    enrolled(each_services, actor, key, a_lead(each_services, actor))
    draft = open_draft(each_services, actor=ada, sequence_id=key)
    assert open_draft(each_services, actor=ada, sequence_id=key) == draft
    seen = shown(each_services, ada, draft)
    assert seen.of is not None
    assert (seen.of.base, seen.of.latest, seen.of.under_way) == (1, 1, 1)
    assert (seen.next_number, seen.problems) == (2, ())
    steps = [*reversed(seen.content["steps"]), TASK]
    revision = changed(each_services, ada, draft, steps=steps, name="Turned round")

    published = publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)

    after = stored(each_services, ada, key)
    assert published == Published(key, 2)
    assert [step.id for step in after.steps][:2] == [step.id for step in before.steps][::-1]
    assert after.settings == before.settings
    assert after.line.name == "Turned round"


def test_two_tabs_do_not_overwrite_each_other(each_services: Services, ada: Actor) -> None:
    draft = open_draft(each_services, actor=ada)
    change_draft(each_services, actor=ada, draft_id=draft, revision=0, content=SOUND)

    with pytest.raises(DraftChanged, match="another tab"):
        change_draft(
            each_services, actor=ada, draft_id=draft, revision=0, content={**SOUND, "name": "Late"}
        )
    with pytest.raises(DraftChanged):
        publish_draft(each_services, actor=ada, draft_id=draft, revision=0)

    assert shown(each_services, ada, draft).content == SOUND
    assert counted(each_services, SequenceRow) == 0


def test_two_tabs_at_the_same_moment_leave_one_change(each_services: Services, ada: Actor) -> None:
    draft = open_draft(each_services, actor=ada)

    def change(number: int) -> int | type[CrmError]:
        try:
            return change_draft(
                each_services, actor=ada, draft_id=draft, revision=0,
                content={**SOUND, "name": f"Tab {number}"},
            )  # fmt: skip
        except CrmError as refusal:
            return type(refusal)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(change, range(4)))

    assert sorted(results, key=str) == [1, DraftChanged, DraftChanged, DraftChanged]


def test_a_repeated_message_changes_nothing(each_services: Services, ada: Actor) -> None:
    draft = open_draft(each_services, actor=ada)
    first = change_draft(each_services, actor=ada, draft_id=draft, revision=0, content=SOUND)

    again = change_draft(each_services, actor=ada, draft_id=draft, revision=0, content=SOUND)

    assert first == again == 1


def test_a_draft_is_published_once_however_often_it_is_clicked(
    each_services: Services, ada: Actor
) -> None:
    draft = open_draft(each_services, actor=ada)
    revision = change_draft(each_services, actor=ada, draft_id=draft, revision=0, content=SOUND)

    def publish(_: int) -> Published | str:
        try:
            return publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)
        except NotFound as refusal:
            return refusal.message

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(publish, range(4)))

    assert [type(result) for result in results].count(Published) == 1
    assert results.count("This draft was saved or discarded, or it is not yours.") == 3
    assert counted(each_services, SequenceVersionRow) == 1


def test_what_the_checks_refuse_leaves_the_draft_as_it_was(
    each_services: Services, ada: Actor
) -> None:
    draft = open_draft(each_services, actor=ada)
    revision = changed(each_services, ada, draft, name="X", steps=[{**EMAIL, "body": "{{ x"}])

    with pytest.raises(InvalidInput) as refusal:
        publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)

    assert refusal.value.field == "steps[0].body"
    assert shown(each_services, ada, draft).revision == revision
    assert counted(each_services, SequenceRow) == 0


def test_a_version_that_the_draft_does_not_know_is_not_saved_over_unseen(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    key = a_sequence(each_services, actor)
    draft = open_draft(each_services, actor=ada, sequence_id=key)
    revision = changed(each_services, ada, draft, name="Ada's")
    revise_sequence(each_services, actor=actor, sequence_id=key, name="Other", steps=[CALL])

    with pytest.raises(NewerVersion, match="Version 2 was saved since"):
        publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)
    assert stored(each_services, ada, key).line.name == "Other"
    published = publish_draft(each_services, actor=ada, draft_id=draft, revision=revision, over=2)

    assert published.number == 3
    assert stored(each_services, ada, key).line.name == "Ada's"


def test_settings_that_were_changed_meanwhile_stay(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    key = a_sequence(each_services, actor)
    draft = open_draft(each_services, actor=ada, sequence_id=key)
    revision = changed(each_services, ada, draft, name="Ada's")
    change_settings(
        each_services, actor=actor, sequence_id=key, settings={"minGapHours": 48}, based_on=1
    )

    publish_draft(each_services, actor=ada, draft_id=draft, revision=revision, over=2)

    assert stored(each_services, ada, key).settings["minGapHours"] == 48


def test_an_untouched_draft_follows_its_sequence(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    key = a_sequence(each_services, actor)
    draft = open_draft(each_services, actor=ada, sequence_id=key)
    revise_sequence(each_services, actor=actor, sequence_id=key, name="Newer", steps=[CALL])

    assert open_draft(each_services, actor=ada, sequence_id=key) == draft

    seen = shown(each_services, ada, draft)
    assert (seen.content["name"], seen.of and seen.of.base) == ("Newer", 2)


def test_a_draft_belongs_to_one_person(
    each_services: Services, actor: Actor, ada: Actor, clock: StoppedClock
) -> None:
    bob = somebody(each_services, actor, "bob")
    draft = open_draft(each_services, actor=ada)
    changed(each_services, ada, draft, **SOUND)

    with pytest.raises(NotFound):
        shown(each_services, bob, draft)
    with pytest.raises(NotFound):
        change_draft(each_services, actor=bob, draft_id=draft, revision=1, content={})
    with pytest.raises(NotFound):
        publish_draft(each_services, actor=bob, draft_id=draft, revision=1)
    discard_draft(each_services, actor=bob, draft_id=draft)

    assert list_drafts(each_services, actor=bob) == ()
    (line,) = list_drafts(each_services, actor=ada)
    assert (line.id, line.name, line.step_count) == (draft, "Outbound", 1)


def test_only_a_person_who_may_manage_sequences_has_drafts(
    each_services: Services, actor: Actor
) -> None:
    for who in (
        somebody(each_services, actor, "carl", Role.SALESPERSON),
        Actor(actor.tenant_id, Role.MANAGER, "token"),
    ):
        with pytest.raises(Forbidden):
            open_draft(each_services, actor=who)
    with pytest.raises(Forbidden):
        list_drafts(each_services, actor=somebody(each_services, actor, "dora", Role.READ_ONLY))
    assert not Actor(1, Role.SALESPERSON, "user").may(Permission.SEQUENCES_MANAGE)


def test_a_discarded_draft_is_gone_and_may_be_discarded_again(
    each_services: Services, ada: Actor
) -> None:
    draft = open_draft(each_services, actor=ada)
    changed(each_services, ada, draft, name="Away")

    discard_draft(each_services, actor=ada, draft_id=draft)
    discard_draft(each_services, actor=ada, draft_id=draft)

    assert counted(each_services, SequenceDraftRow) == 0


def test_drafts_with_changes_are_listed_newest_first(
    each_services: Services, ada: Actor, clock: StoppedClock
) -> None:
    first = open_draft(each_services, actor=ada)
    changed(each_services, ada, first, name="First")
    second = open_draft(each_services, actor=ada, template_id="trial")
    clock.move(timedelta(minutes=5))
    changed(each_services, ada, second, name="Second")
    open_draft(each_services, actor=ada)

    assert [line.name for line in list_drafts(each_services, actor=ada)] == ["Second", "First"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"name": "a\0b"},
        {"name": "\ud800"},
        {"steps": [{"body": "x" * drafts.CONTENT_LIMIT}]},
        {"name": 2**70},
        {"name": {1: 2}},
    ],
)
def test_what_no_database_holds_is_refused(
    each_services: Services, ada: Actor, content: object
) -> None:
    draft = open_draft(each_services, actor=ada)
    with pytest.raises(InvalidInput):
        change_draft(each_services, actor=ada, draft_id=draft, revision=0, content=content)
    assert shown(each_services, ada, draft).revision == 0


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 Grüße, 你好 ‮right",
        "שלום {{ first_name }}, مرحبا",
        "<script>alert(1)</script> & <b>bold</b>",
        r"C:\u0000\new  two  spaces	and a tab",
        "0123456789" * 1000,
    ],
)
def test_text_survives_exactly_from_the_draft_to_the_version(
    each_services: Services, ada: Actor, text: str
) -> None:
    steps = [{**EMAIL, "body": text + "\n\nend"}, {**CALL, "instructions": f"first\r\n\r\n{text}"}]
    draft = open_draft(each_services, actor=ada)
    revision = changed(each_services, ada, draft, name="Kept", description=text, steps=steps)
    assert shown(each_services, ada, draft).problems == ()

    published = publish_draft(each_services, actor=ada, draft_id=draft, revision=revision)

    made = stored(each_services, ada, published.sequence_id)
    assert [made.steps[0].body, made.steps[1].instructions] == [
        steps[0]["body"],
        steps[1]["instructions"],
    ]
    assert made.line.description == text


def test_drafts_are_bounded_in_number(
    each_services: Services, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_MOST", 2)
    for number in range(2):
        changed(each_services, ada, open_draft(each_services, actor=ada), name=f"D{number}")

    with pytest.raises(Conflict, match="2 drafts that are not saved"):
        open_draft(each_services, actor=ada)


def test_an_archived_sequence_is_not_edited(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    key = a_sequence(each_services, actor)
    set_sequence_status(each_services, actor=actor, sequence_id=key, status="ARCHIVED")

    with pytest.raises(Conflict, match="archived"):
        open_draft(each_services, actor=ada, sequence_id=key)


def test_the_ready_made_content_is_not_changed_by_a_draft_of_it(
    each_services: Services, ada: Actor
) -> None:
    from crm_core.templates import template

    before = deepcopy(template("inbound").content)
    draft = open_draft(each_services, actor=ada, template_id="inbound")
    changed(each_services, ada, draft, steps=[])

    assert template("inbound").content == before

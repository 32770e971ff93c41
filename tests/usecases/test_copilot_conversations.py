"""A chat with the copilot belongs to one person; nobody else so much as knows of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import ActionStatus, TurnRole
from crm_core.errors import CrmError, InvalidInput, NotFound, Unavailable
from crm_core.services import Services
from crm_core.storage.tables import ActionRow, ConversationRow, TurnRow
from crm_core.storage.workspace import create_workspace
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.copilot_conversations import (
    ASKED_LIMIT,
    TITLE_LIMIT,
    add_turn,
    delete_conversation,
    rename_conversation,
    start_conversation,
)
from crm_core.usecases.deals import create_deal
from crm_core.views.copilot_conversations import get_conversation, list_conversations
from tests.clocks import StoppedClock
from tests.copilot.conftest import a_person


@pytest.fixture
def mia(each_services: Services, actor: Actor) -> Actor:
    return a_person(each_services, actor)


def asked(services: Services, actor: Actor, text: str, conversation_id: int | None = None) -> int:
    """A conversation in which this was asked."""
    key = conversation_id or start_conversation(services, actor=actor)
    add_turn(services, actor=actor, conversation_id=key, role=TurnRole.USER, text=text)
    return key


def title_of(services: Services, actor: Actor, key: int) -> str:
    return get_conversation(services, actor=actor, conversation_id=key).title


def test_what_is_said_is_kept_in_its_order(each_services: Services, mia: Actor) -> None:
    deal = create_deal(each_services, actor=mia, deal={"name": "Acme renewal", "amount": 1})
    key = start_conversation(each_services, actor=mia, about=("deal", deal))
    asked(each_services, mia, "  What next?\n", key)
    add_turn(
        each_services, actor=mia, conversation_id=key, role=TurnRole.TOOL,
        content={"tool": "get_deal_summary"}, facts=[{"key": "f1"}],
    )  # fmt: skip
    add_turn(
        each_services, actor=mia, conversation_id=key, role=TurnRole.ASSISTANT, text="Call them."
    )

    seen = get_conversation(each_services, actor=mia, conversation_id=key)

    assert (seen.title, seen.about, seen.earlier) == ("What next?", ("deal", deal), 0)
    assert [(turn.role, turn.text) for turn in seen.turns] == [
        (TurnRole.USER, "What next?"), (TurnRole.TOOL, ""), (TurnRole.ASSISTANT, "Call them."),
    ]  # fmt: skip
    assert (seen.turns[1].content, seen.turns[1].facts) == (
        {"tool": "get_deal_summary"}, [{"key": "f1"}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Why?", "Why?"),
        ("What\nis\u202e up\x07?", "What is up ?"),
        ("word " * 30, ("word " * 12).strip() + "…"),
        ("w" * 100, "w" * 60 + "…"),
    ],
)
def test_the_first_question_names_an_untitled_conversation(
    each_services: Services, mia: Actor, text: str, title: str
) -> None:
    key = asked(each_services, mia, text)
    asked(each_services, mia, "And then?", key)
    assert title_of(each_services, mia, key) == title

    named = start_conversation(each_services, actor=mia, title="Renewals")
    asked(each_services, mia, text, named)
    assert title_of(each_services, mia, named) == "Renewals"


def test_the_list_is_by_the_last_turn(
    each_services: Services, mia: Actor, clock: StoppedClock
) -> None:
    first, second = asked(each_services, mia, "First"), asked(each_services, mia, "Second")

    def ids() -> list[int]:
        return [line.id for line in list_conversations(each_services, actor=mia).items]

    assert ids() == [second, first]
    clock.move(timedelta(minutes=1))
    asked(each_services, mia, "More", first)
    assert ids() == [first, second]


def test_what_no_database_holds_is_left_out_of_an_answer(
    each_services: Services, mia: Actor
) -> None:
    key = start_conversation(each_services, actor=mia)
    hostile = {"a\0": ["b\0", {"c": "\ud800"}], "n": 1}
    add_turn(
        each_services, actor=mia, conversation_id=key, role=TurnRole.ASSISTANT, text="x\0\udfff",
        content=hostile, facts=[{"text": "\0"}],
    )  # fmt: skip
    turn = get_conversation(each_services, actor=mia, conversation_id=key).turns[0]
    assert (turn.text, turn.content) == ("x�?", {"a�": ["b�", {"c": "?"}], "n": 1})
    assert turn.facts == [{"text": "�"}]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (ASKED_LIMIT + 1), "a\0b", "\ud800"])
def test_a_question_that_is_none_is_refused_and_leaves_nothing(
    each_services: Services, mia: Actor, text: str
) -> None:
    key = start_conversation(each_services, actor=mia)
    with pytest.raises(InvalidInput) as refusal:
        asked(each_services, mia, text, key)
    assert refusal.value.field == "text"
    assert get_conversation(each_services, actor=mia, conversation_id=key).turns == ()


def test_a_title_can_be_changed_but_not_taken_away(each_services: Services, mia: Actor) -> None:
    key = asked(each_services, mia, "Hello")
    rename_conversation(each_services, actor=mia, conversation_id=key, title=" Renewals ")
    for title in ("", "x" * (TITLE_LIMIT + 1), "two\nlines"):
        with pytest.raises(InvalidInput) as refusal:
            rename_conversation(each_services, actor=mia, conversation_id=key, title=title)
        assert refusal.value.field == "title"
    assert title_of(each_services, mia, key) == "Renewals"


def test_deleting_leaves_nothing_that_was_said_and_nothing_that_waits(
    each_services: Services, mia: Actor
) -> None:
    key, other = asked(each_services, mia, "Delete me"), asked(each_services, mia, "Keep me")
    now = each_services.clock.now()
    same = {
        "tenant_id": mia.tenant_id, "user_id": mia.user_id, "conversation_id": key, "tool": "move",
        "input": {}, "shown": {}, "shown_hash": "", "rows": [], "rows_hash": "", "created_at": now,
        "expires_at": now + timedelta(days=1),
    }  # fmt: skip
    with each_services.storage.write() as session:
        session.add(ActionRow(status=ActionStatus.PENDING, **same))
        session.add(ActionRow(status=ActionStatus.DONE, decided_at=now, **same))

    delete_conversation(each_services, actor=mia, conversation_id=key)

    with each_services.storage.read() as session:
        assert session.scalars(select(TurnRow.text)).all() == ["Keep me"]
        assert session.scalars(select(ConversationRow.id)).all() == [other]
        actions = select(ActionRow.status, ActionRow.conversation_id).order_by(ActionRow.id)
        assert session.execute(actions).all() == [("DISMISSED", None), ("DONE", None)]


def test_nobody_else_reads_or_changes_it_whatever_their_role(
    each_services: Services, actor: Actor, mia: Actor
) -> None:
    key = asked(each_services, mia, "My numbers")
    with each_services.storage.write() as session:
        now = each_services.clock.now()
        elsewhere = create_workspace(session, "Elsewhere", "e@example.com", now)
    strangers = [
        a_person(each_services, actor, Role.ADMINISTRATOR, "Ann"),
        Actor(elsewhere, Role.ADMINISTRATOR, "user", mia.user_id),
    ]
    roads: list[Callable[[Actor], object]] = [
        lambda by: get_conversation(each_services, actor=by, conversation_id=key),
        lambda by: asked(each_services, by, "Hello", key),
        lambda by: rename_conversation(each_services, actor=by, conversation_id=key, title="Ha"),
        lambda by: delete_conversation(each_services, actor=by, conversation_id=key),
    ]
    for stranger in strangers:
        for road in roads:
            with pytest.raises(NotFound) as refusal:
                road(stranger)
            assert refusal.value.message == "There is no such conversation."
        assert list_conversations(each_services, actor=stranger).items == ()
    with each_services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(TurnRow)) == 1
    assert title_of(each_services, mia, key) == "My numbers"


def test_a_program_has_no_copilot(each_services: Services, actor: Actor) -> None:
    robot = Actor(actor.tenant_id, Role.ROBOT, "token", None)
    roads: list[Callable[[], object]] = [
        lambda: start_conversation(each_services, actor=robot),
        lambda: list_conversations(each_services, actor=command_line_actor(actor.tenant_id)),
        lambda: get_conversation(each_services, actor=robot, conversation_id=1),
    ]
    for road in roads:
        with pytest.raises(Unavailable):
            road()


def test_it_begins_only_at_a_record_of_the_workspace(each_services: Services, mia: Actor) -> None:
    for about, kind in ((("deal", 99), NotFound), (("user", 1), InvalidInput)):
        with pytest.raises(CrmError) as refusal:
            start_conversation(each_services, actor=mia, about=about)
        assert (type(refusal.value), refusal.value.field) == (kind, "about")
    assert list_conversations(each_services, actor=mia).items == ()

"""A proposed write changes nothing until its person approves it; then it is done once, as shown."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from crm_core.copilot import registry
from crm_core.copilot.cards import LOST, RUNS_AT_MOST, Card, get_card
from crm_core.copilot.consent import (
    VALID_FOR,
    approve_action,
    dismiss_action,
    edit_action,
    propose_action,
)
from crm_core.copilot.tool import Change, Desk, Json, Proposal, Tool, writes
from crm_core.domain.permissions import Actor, Permission, Role
from crm_core.domain.words import ActionStatus, DealStage
from crm_core.errors import Conflict, InvalidInput, NotFound, NotSent, Unavailable
from crm_core.services import Services
from crm_core.storage.tables import ActionRow, ActivityRow, AuditRow, DealRow, TenantRow
from crm_core.usecases.deals import create_deal, move_deal, update_deal
from crm_core.views.deals import get_deal
from tests.clocks import StoppedClock
from tests.copilot.conftest import UTC, a_person


@writes("Moving the deal", Permission.DEALS_MANAGE)
def move(desk: Desk, *, deal_id: int, stage: DealStage) -> Proposal:
    """Move a deal to another stage."""
    deal = get_deal(desk.services, actor=desk.actor, deal_id=deal_id)
    return Proposal(
        title=f"Move “{deal.name}” to {stage.capitalize()}",
        effect="It stands on the deal’s timeline.",
        changes=(Change("stage", deal.stage, stage),),
        rows=(("deals", deal_id),),
    )


@move.perform
def _move(desk: Desk, *, deal_id: int, stage: DealStage) -> Json:
    move_deal(desk.services, actor=desk.actor, deal_id=deal_id, stage=stage)
    if stage is DealStage.LOST:
        raise InvalidInput("Say in a few words why it was lost.", field="reason")
    return {"dealId": deal_id}


SENT: list[int] = []


@writes("Sending", Permission.ACTIVITIES_MANAGE, destructive=True, leaves=True)
def post(desk: Desk, *, number: int) -> Proposal:
    """Send something out of the house."""
    return Proposal("Send it", "It goes out at once.", recipients=("ada@example.com",))


@post.perform
def _post(desk: Desk, *, number: int) -> Json:
    assert not desk.services.storage.is_writing
    if number == 1:
        raise NotSent("The server said no.", field="status")
    if number == 2:
        raise RuntimeError("nobody expected this")
    SENT.append(number)
    return {"sent": number}


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    SENT.clear()
    monkeypatch.setattr(registry, "TOOLS", (move, post))


@pytest.fixture
def deal_id(each_services: Services, person: Actor) -> int:
    return create_deal(each_services, actor=person, deal={"name": "Acme renewal", "amount": 10})


def stage_of(services: Services, deal_id: int) -> str:
    with services.storage.read() as session:
        return session.get_one(DealRow, deal_id).stage


def proposed(desk: Desk, tool: Tool, **given: object) -> Card:
    key = propose_action(desk, tool=tool, given=tool.read_input(given))
    return get_card(desk.services, actor=desk.actor, action_id=key)


def approve(desk: Desk, card: Card) -> Card:
    return approve_action(
        desk.services, actor=desk.actor, zone=UTC, action_id=card.id, seen=card.shown_hash
    )


def test_a_proposal_shows_what_would_happen_and_changes_nothing(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")

    assert card.title == "Move “Acme renewal” to Proposal"
    assert card.changes == (Change("stage", "NEW", "PROPOSAL"),)
    assert card.status is ActionStatus.PENDING
    assert card.input == {"dealId": deal_id, "stage": "PROPOSAL"}
    assert card.expires_at == desk.now + VALID_FOR
    assert stage_of(desk.services, deal_id) == "NEW"


def test_approving_does_exactly_that_and_the_audit_says_that_the_copilot_did_it(
    desk: Desk, deal_id: int
) -> None:
    done = approve(desk, proposed(desk, move, dealId=deal_id, stage="PROPOSAL"))

    assert (done.status, done.result) == (ActionStatus.DONE, {"dealId": deal_id})
    assert stage_of(desk.services, deal_id) == "PROPOSAL"
    with desk.services.storage.read() as session:
        lines = session.execute(
            select(AuditRow.action, AuditRow.actor_kind, AuditRow.actor_id)
            .where(AuditRow.actor_kind == "copilot")
            .order_by(AuditRow.id)
        ).all()
    assert [line.action for line in lines] == ["copilot.proposed", "deal.moved", "copilot.done"]
    assert {line.actor_id for line in lines} == {desk.actor.user_id}


def test_approving_twice_acts_once(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    approve(desk, card)
    move_deal(desk.services, actor=desk.actor, deal_id=deal_id, stage="NEW")

    with pytest.raises(Conflict) as refusal:
        approve(desk, card)

    assert refusal.value.message == "This was approved already, and done once."
    assert stage_of(desk.services, deal_id) == "NEW"


@pytest.mark.parametrize("tool", ["move", "post"])
def test_eight_at_once_act_once(desk: Desk, deal_id: int, tool: str) -> None:
    card = (
        proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
        if tool == "move"
        else proposed(desk, post, number=7)
    )
    ready = Barrier(8)

    def press(_: int) -> str:
        ready.wait()
        try:
            return approve(desk, card).status
        except Conflict:
            return "already"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(press, range(8)))

    assert sorted(said) == ["DONE"] + ["already"] * 7
    with desk.services.storage.read() as session:
        moves = session.scalar(select(func.count()).select_from(ActivityRow))
    assert (moves, SENT) == ((1, []) if tool == "move" else (0, [7]))


Meanwhile = Callable[[Services, Actor, int], object]


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (
            lambda services, actor, deal: update_deal(
                services, actor=actor, deal_id=deal, changes={"amount": 11}
            ),
            "the deal {}.",
        ),
        (
            lambda services, actor, deal: move_deal(
                services, actor=actor, deal_id=deal, stage="QUALIFIED"
            ),
            "the deal {}.",
        ),
    ],
)
def test_a_row_that_changed_in_between_voids_the_card(
    desk: Desk, deal_id: int, meanwhile: Meanwhile, told: str
) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    meanwhile(desk.services, desk.actor, deal_id)
    before = stage_of(desk.services, deal_id)

    void = approve(desk, card)

    assert void.status is ActionStatus.VOID
    assert void.reason.endswith(told.format(deal_id))
    assert stage_of(desk.services, deal_id) == before


def test_a_row_that_is_gone_voids_the_card(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    with desk.services.storage.write() as session:
        session.delete(session.get_one(DealRow, deal_id))

    assert approve(desk, card).reason.endswith("which is gone.")


def test_what_is_void_can_be_proposed_as_things_stand_now(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    move_deal(desk.services, actor=desk.actor, deal_id=deal_id, stage="QUALIFIED")
    approve(desk, card)

    again = edit_action(desk.services, actor=desk.actor, zone=UTC, action_id=card.id)

    anew = get_card(desk.services, actor=desk.actor, action_id=again)
    assert anew.changes == (Change("stage", "QUALIFIED", "PROPOSAL"),)
    assert approve(desk, anew).status is ActionStatus.DONE


def test_an_edited_card_is_another_one_and_the_old_one_is_done_with(
    desk: Desk, deal_id: int
) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    again = edit_action(
        desk.services, actor=desk.actor, zone=UTC, action_id=card.id, changes={"stage": "WON"}
    )

    with pytest.raises(Conflict, match="Another card"):
        approve(desk, card)
    anew = get_card(desk.services, actor=desk.actor, action_id=again)
    assert approve(desk, anew).status is ActionStatus.DONE
    assert stage_of(desk.services, deal_id) == "WON"


def test_an_edit_that_the_tool_refuses_leaves_the_card_as_it_was(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    for changes in ({"stage": "HUGE"}, {"dealId": 10**9}, {"else": 1}):
        with pytest.raises((InvalidInput, NotFound)):
            edit_action(
                desk.services, actor=desk.actor, zone=UTC, action_id=card.id, changes=changes
            )
    assert get_card(desk.services, actor=desk.actor, action_id=card.id) == card


def test_a_dismissed_card_is_not_approved(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    dismiss_action(desk.services, actor=desk.actor, action_id=card.id)

    with pytest.raises(Conflict, match="dismissed already"):
        approve(desk, card)
    with pytest.raises(Conflict, match="dismissed already"):
        dismiss_action(desk.services, actor=desk.actor, action_id=card.id)
    assert stage_of(desk.services, deal_id) == "NEW"


def test_a_card_expires(desk: Desk, deal_id: int, clock: StoppedClock) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    clock.move(VALID_FOR)

    assert get_card(desk.services, actor=desk.actor, action_id=card.id).status == "EXPIRED"
    assert approve(desk, card).status is ActionStatus.EXPIRED
    assert stage_of(desk.services, deal_id) == "NEW"


def test_what_a_rule_refuses_at_the_last_moment_leaves_nothing_behind(
    desk: Desk, deal_id: int
) -> None:
    refused = approve(desk, proposed(desk, move, dealId=deal_id, stage="LOST"))

    assert refused.status is ActionStatus.REFUSED
    assert refused.reason == "Say in a few words why it was lost."
    assert stage_of(desk.services, deal_id) == "NEW"
    with desk.services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(ActivityRow)) == 0


def test_nobody_approves_what_they_have_not_seen(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    with pytest.raises(Conflict, match="something else now"):
        approve(desk, replace(card, shown_hash="0" * 64))

    with desk.services.storage.write() as session:
        session.execute(update(ActionRow).values(input={"dealId": deal_id, "stage": "WON"}))
    with pytest.raises(Conflict, match="something else now"):
        approve(desk, card)
    assert stage_of(desk.services, deal_id) == "NEW"


def test_a_card_is_its_persons_alone(desk: Desk, deal_id: int, actor: Actor) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    other = a_person(desk.services, actor, Role.ADMINISTRATOR, name="Noor")
    for who in (other, actor):
        with pytest.raises(NotFound):
            approve_action(
                desk.services, actor=who, zone=UTC, action_id=card.id, seen=card.shown_hash
            )
        with pytest.raises(NotFound):
            dismiss_action(desk.services, actor=who, action_id=card.id)


def test_a_tool_that_was_switched_off_meanwhile_does_nothing(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    with desk.services.storage.write() as session:
        session.execute(update(TenantRow).values(copilot={"off": ["move"]}))

    assert approve(desk, card).reason.startswith("This tool is switched off")
    assert stage_of(desk.services, deal_id) == "NEW"
    with pytest.raises(Unavailable):
        propose_action(desk, tool=move, given={"deal_id": deal_id, "stage": DealStage.WON})


def test_a_role_that_was_taken_meanwhile_does_nothing(desk: Desk, deal_id: int) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    reader = replace(desk.actor, role=Role.READ_ONLY)

    refused = approve_action(
        desk.services, actor=reader, zone=UTC, action_id=card.id, seen=card.shown_hash
    )

    assert refused.status is ActionStatus.REFUSED
    assert stage_of(desk.services, deal_id) == "NEW"


def test_only_a_person_has_a_copilot(desk: Desk, actor: Actor, deal_id: int) -> None:
    with pytest.raises(Unavailable):
        propose_action(
            replace(desk, actor=actor), tool=move,
            given={"deal_id": deal_id, "stage": DealStage.WON},
        )  # fmt: skip


def test_what_leaves_the_house_is_carried_out_with_no_transaction_open(desk: Desk) -> None:
    done = approve(desk, proposed(desk, post, number=7))
    assert (done.status, done.result, SENT) == (ActionStatus.DONE, {"sent": 7}, [7])


def test_what_was_refused_outside_says_so(desk: Desk) -> None:
    refused = approve(desk, proposed(desk, post, number=1))
    assert (refused.status, refused.reason) == (ActionStatus.REFUSED, "The server said no.")


def test_what_broke_outside_is_uncertain_and_is_not_done_again(desk: Desk) -> None:
    card = proposed(desk, post, number=2)
    with pytest.raises(RuntimeError):
        approve(desk, card)

    left = get_card(desk.services, actor=desk.actor, action_id=card.id)
    assert (left.status, left.reason) == (ActionStatus.UNCERTAIN, LOST)
    with pytest.raises(Conflict):
        approve(desk, card)


def test_what_lost_its_process_becomes_uncertain(desk: Desk, clock: StoppedClock) -> None:
    card = proposed(desk, post, number=7)
    with desk.services.storage.write() as session:
        session.execute(update(ActionRow).values(status="RUNNING", decided_at=desk.now))

    assert get_card(desk.services, actor=desk.actor, action_id=card.id).status == "RUNNING"
    clock.move(RUNS_AT_MOST + timedelta(seconds=1))
    assert get_card(desk.services, actor=desk.actor, action_id=card.id).status == "UNCERTAIN"


class Ended(Exception):
    """What PostgreSQL says to one of two that wait for each other."""

    sqlstate = "40P01"


def test_a_deed_that_met_another_is_tried_anew_and_done_once(
    desk: Desk, deal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = proposed(desk, move, dealId=deal_id, stage="PROPOSAL")
    tries: list[int] = []

    def met(desk: Desk, *, deal_id: int, stage: DealStage) -> Json:
        given = _move(desk, deal_id=deal_id, stage=stage)
        tries.append(deal_id)
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, Ended())
        return given

    monkeypatch.setattr(move, "do", met)

    assert approve(desk, card).status is ActionStatus.DONE
    assert len(tries) == 2
    with desk.services.storage.read() as session:
        assert session.scalar(select(func.count()).select_from(ActivityRow)) == 1

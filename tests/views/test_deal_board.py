"""The board: columns with their sums, the first cards in order, and what narrows them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.deals import Closing, Sum
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import DealStage
from crm_core.errors import Forbidden
from crm_core.services import Services
from crm_core.usecases.access import add_user
from crm_core.usecases.deals import create_deal, move_deal
from crm_core.usecases.people import create_party
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.deal_board import Board, Column, get_board, get_figures
from crm_core.views.deal_lines import DealFilter
from tests.builders import a_lead
from tests.clocks import StoppedClock
from tests.views.conftest import BERLIN, ADeal

DAY = timedelta(days=1)


def board(services: Services, actor: Actor, **asked: object) -> Board:
    return get_board(services, actor=actor, zone=BERLIN, **asked)  # type: ignore[arg-type]


def column(shown: Board, stage: str) -> Column:
    return next(one for one in shown.columns if one.stage == stage)


def names(shown: Board, stage: str = "NEW") -> list[str]:
    return [card.name for card in column(shown, stage).cards]


def test_an_empty_workspace_has_six_empty_columns_in_order(
    each_services: Services, actor: Actor
) -> None:
    shown = board(each_services, actor)

    assert [one.stage for one in shown.columns] == list(DealStage)
    assert all((one.count, one.sums, one.cards) == (0, (), ()) for one in shown.columns)
    assert (shown.figures.open, shown.figures.won, shown.figures.count) == ((), (), 0)


def test_sums_stand_by_currency_and_weigh_by_the_stage(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    a_deal(amount=1000)
    a_deal(amount="0.10", currency="USD", stage="PROPOSAL")
    a_deal(amount="0.20", currency="USD", stage="PROPOSAL")
    a_deal(amount=500, stage="PROPOSAL")
    a_deal(amount=7000, stage="LOST")

    shown = board(each_services, actor)

    assert column(shown, "PROPOSAL").sums == (
        Sum("USD", Decimal("0.30"), Decimal("0.15"), 2),
        Sum("EUR", Decimal(500), Decimal(250), 1),
    )
    assert shown.figures.open == (
        Sum("EUR", Decimal(1500), Decimal(350), 2),
        Sum("USD", Decimal("0.30"), Decimal("0.15"), 2),
    )
    assert shown.figures.count == 5
    assert get_figures(each_services, actor=actor, zone=BERLIN) == shown.figures


def test_won_this_month_begins_with_the_viewers_month(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    clock.at = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)  # a minute before midnight in Berlin
    a_deal("October's", amount=1, stage="WON")
    clock.at = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    a_deal("November's", amount=10, stage="WON")
    clock.at = datetime(2026, 11, 25, tzinfo=UTC)
    a_deal("Not won", amount=100)

    assert board(each_services, actor).figures.won == (Sum("EUR", Decimal(10), Decimal(10), 1),)
    elsewhere = get_figures(each_services, actor=actor, zone=ZoneInfo("America/New_York"))
    assert elsewhere.won == ()


def test_open_cards_come_by_their_day_then_the_newest_and_those_without_a_day_last(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    a_deal("no day")
    a_deal("later", expected_close_on="2026-12-24")
    a_deal("soon", expected_close_on="2026-11-26")
    a_deal("soon, newer", expected_close_on="2026-11-26")

    assert names(board(each_services, actor)) == ["soon, newer", "soon", "later", "no day"]


def test_closed_cards_come_the_latest_first(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    for name, day in (("old", "2026-01-01"), ("none", None), ("new", "2026-11-01")):
        a_deal(name, stage="WON", expected_close_on=day)

    assert names(board(each_services, actor), "WON") == ["new", "old", "none"]


def test_more_cards_of_one_stage_can_be_asked_for(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    for number in range(23):
        a_deal(f"{number:02}")
    a_deal("other", stage="PROPOSAL")

    first = board(each_services, actor)
    assert (column(first, "NEW").count, len(column(first, "NEW").cards)) == (23, 20)
    more = board(each_services, actor, shown={DealStage.NEW: 40})
    assert len(column(more, "NEW").cards) == 23
    assert names(more)[:20] == names(first)
    assert names(more, "PROPOSAL") == ["other"]


def test_a_card_tells_whose_it_is(each_services: Services, actor: Actor, a_deal: ADeal) -> None:
    owner = add_user(
        each_services, actor=actor, email="bo@example.com", password="long enough", role="manager",
        name="Bo",
    )  # fmt: skip
    a_deal("of a lead", lead_id=a_lead(each_services, actor, company="Acme"), owner_id=owner)
    a_deal(
        "of an address",
        party_id=create_party(each_services, actor=actor, party={"email": "x@example.com"}),
    )
    a_deal("of nobody")

    cards = {card.name: card for card in column(board(each_services, actor), "NEW").cards}

    lead = cards["of a lead"]
    assert (lead.person, lead.company, lead.owner) == ("Ada1 Byron", "Acme", "Bo")
    assert cards["of an address"].person == "x@example.com"
    nobody = cards["of nobody"]
    assert (nobody.person, nobody.company, nobody.owner) == (None, None, None)


@pytest.mark.parametrize(
    ("closing", "found"),
    [
        (Closing.THIS_MONTH, {"overdue", "this month", "lost"}),
        (Closing.OVERDUE, {"overdue"}),
        (Closing.NO_DATE, {"no day"}),
        (None, {"overdue", "this month", "next month", "no day", "lost"}),
    ],
)
def test_the_day_of_closing_narrows_columns_and_sums(
    each_services: Services,
    actor: Actor,
    a_deal: ADeal,
    clock: StoppedClock,
    closing: Closing | None,
    found: set[str],
) -> None:
    clock.at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    a_deal("overdue", expected_close_on="2026-11-24")
    a_deal("this month", expected_close_on="2026-11-30")
    a_deal("next month", expected_close_on="2026-12-01")
    a_deal("no day")
    a_deal("lost", stage="LOST", expected_close_on="2026-11-24")

    shown = board(each_services, actor, wanted=DealFilter(closing=closing))

    assert {card.name for one in shown.columns for card in one.cards} == found
    assert shown.figures.count == len(found)
    assert {card.name for one in shown.columns for card in one.cards if card.overdue} == (
        {"overdue"} & found
    )


def test_an_owners_deals_alone(each_services: Services, actor: Actor, a_deal: ADeal) -> None:
    owner = add_user(
        each_services, actor=actor, email="bo@example.com", password="long enough", role="manager"
    )
    a_deal("mine", owner_id=owner)
    a_deal("nobody's")

    shown = board(each_services, actor, wanted=DealFilter(owner_id=owner))

    assert names(shown) == ["mine"]
    assert column(shown, "NEW").count == 1


def test_a_deal_is_long_in_its_stage_by_what_ended_deals_took(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    begin = clock.at
    ended = [a_deal(f"ended {number}") for number in range(5)]
    clock.at = begin + 2 * DAY
    for key in ended:
        move_deal(each_services, actor=actor, deal_id=key, stage="LOST")
    a_deal("lingers")
    clock.at = begin + 6 * DAY
    a_deal("fresh")
    assert not any(card.long for card in column(board(each_services, actor), "NEW").cards)

    clock.at = begin + 6 * DAY + timedelta(seconds=1)
    shown = column(board(each_services, actor), "NEW")

    assert {card.name for card in shown.cards if card.long} == {"lingers"}
    assert shown.usual is not None
    assert (shown.usual.span, shown.usual.count) == (2 * DAY, 5)


def test_a_board_shows_its_own_workspace_to_whoever_may_look(
    services: Services, actor: Actor
) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.READ_ONLY, "user")
    create_deal(services, actor=actor, deal={"name": "Ours"})

    assert board(services, other).figures.count == 0
    with pytest.raises(Forbidden):
        board(services, _Powerless(actor.tenant_id, Role.READ_ONLY, "user"))


class _Powerless(Actor):
    def may(self, permission: object) -> bool:
        return False

"""The list of deals: found by words, sorted, and turned page by page without losing one."""

from datetime import timedelta

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import DealStage
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.usecases.deals import create_deal
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.deal_board import get_figures
from crm_core.views.deal_lines import DealFilter
from crm_core.views.deal_list import Sort, find_deals
from crm_core.views.paging import Window
from tests.builders import a_lead
from tests.clocks import StoppedClock
from tests.views.conftest import BERLIN, ADeal


def found(services: Services, actor: Actor, typed: str = "", **asked: object) -> list[str]:
    page = find_deals(services, actor=actor, zone=BERLIN, typed=typed, **asked)  # type: ignore[arg-type]
    return [card.name for card in page.items]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", {"Dock plan", "Ärzte-Portal 100%", "Yard"}),
        ("DOCK", {"Dock plan"}),
        ("plan dock", {"Dock plan"}),
        ("ärzte", {"Ärzte-Portal 100%"}),
        ("ÄRZTE portal", {"Ärzte-Portal 100%"}),
        ("100%", {"Ärzte-Portal 100%"}),
        ("%", {"Ärzte-Portal 100%"}),
        ("byron", {"Dock plan"}),
        ("acme dock", {"Dock plan"}),
        ("ada1@example.com", {"Dock plan"}),
        ("acme yard", set()),
        ("_", set()),
    ],
)
def test_every_word_must_occur_in_name_person_or_company(
    each_services: Services, actor: Actor, a_deal: ADeal, typed: str, expected: set[str]
) -> None:
    a_deal("Dock plan", lead_id=a_lead(each_services, actor, company="Acme"))
    a_deal("Ärzte-Portal 100%")
    a_deal("Yard")

    assert set(found(each_services, actor, typed)) == expected


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        (Sort.CLOSE_ON, False, ["b", "a", "C"]),
        (Sort.CLOSE_ON, True, ["a", "b", "C"]),
        (Sort.AMOUNT, False, ["C", "a", "b"]),
        (Sort.AMOUNT, True, ["b", "a", "C"]),
        (Sort.NAME, False, ["a", "b", "C"]),
        (Sort.NAME, True, ["C", "b", "a"]),
        (Sort.STAGE_AGE, False, ["C", "b", "a"]),
        (Sort.STAGE_AGE, True, ["a", "b", "C"]),
    ],
)
def test_a_list_is_sorted_and_turned_one_by_one(
    each_services: Services,
    actor: Actor,
    a_deal: ADeal,
    clock: StoppedClock,
    sort: Sort,
    descending: bool,
    expected: list[str],
) -> None:
    for name, amount, day in (("a", "10.05", "2026-12-24"), ("b", 900, "2026-11-26"), ("C", 0, "")):
        a_deal(name, amount=amount, expected_close_on=day)
        clock.move(timedelta(hours=1, microseconds=7))

    assert found(each_services, actor, sort=sort, descending=descending) == expected

    turned, cursor = [], None
    for _ in expected:
        page = find_deals(
            each_services, actor=actor, zone=BERLIN, sort=sort, descending=descending,
            window=Window(1, cursor),
        )  # fmt: skip
        turned += [card.name for card in page.items]
        cursor = page.next_cursor
    assert turned == expected
    assert cursor is None


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("descending", [True, False])
def test_deals_that_are_alike_in_everything_are_each_shown_once(
    each_services: Services, actor: Actor, a_deal: ADeal, sort: Sort, descending: bool
) -> None:
    ids = {a_deal("same") for _ in range(7)}
    seen: list[int] = []
    cursor = None
    for _ in range(4):
        page = find_deals(
            each_services, actor=actor, zone=BERLIN, sort=sort, descending=descending,
            window=Window(2, cursor),
        )  # fmt: skip
        seen += [card.id for card in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert len(seen) == 7
    assert set(seen) == ids


def test_stages_narrow_the_list(each_services: Services, actor: Actor, a_deal: ADeal) -> None:
    a_deal("new")
    a_deal("won", stage="WON")

    wanted = DealFilter(stages=(DealStage.WON, DealStage.LOST))
    assert found(each_services, actor, wanted=wanted) == ["won"]


def test_what_was_won_this_month_is_listed_as_the_figures_count_it(
    each_services: Services, actor: Actor, a_deal: ADeal, clock: StoppedClock
) -> None:
    a_deal("long won", stage="WON")
    a_deal("long open")
    clock.move(timedelta(days=40))
    a_deal("won", stage="WON")
    a_deal("new")

    wanted = DealFilter(stages=(DealStage.WON,), fresh=True)
    assert found(each_services, actor, wanted=wanted) == ["won"]
    (won,) = get_figures(each_services, actor=actor, zone=BERLIN).won
    assert won.count == 1


@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw", "W10", "WzEsMiwzLDQsNV0"])
def test_a_made_up_cursor_is_refused(services: Services, actor: Actor, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        find_deals(services, actor=actor, zone=BERLIN, window=Window(cursor=cursor))
    assert refusal.value.field == "cursor"


def test_a_cursor_of_another_order_is_refused(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    a_deal("1")
    a_deal("2")
    page = find_deals(each_services, actor=actor, zone=BERLIN, window=Window(1))
    other = Window(1, page.next_cursor)
    for asked in ({"sort": Sort.AMOUNT}, {"descending": True}):
        with pytest.raises(InvalidInput, match="Not a cursor"):
            find_deals(each_services, actor=actor, zone=BERLIN, window=other, **asked)  # type: ignore[arg-type]


def test_other_workspaces_deals_are_not_found(services: Services, actor: Actor) -> None:
    other = Actor(add_workspace(services, name="Other"), Role.READ_ONLY, "user")
    create_deal(services, actor=actor, deal={"name": "Ours"})
    assert found(services, other) == []

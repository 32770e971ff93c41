"""Changing what is known of a deal, moving it as one saw it, and closing it with a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Conflict, CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow
from crm_core.usecases.access import add_user
from crm_core.usecases.deals import close_deal, create_deal, move_deal, update_deal
from crm_core.usecases.people import create_party
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.activities import ActivityLine, deal_timeline
from crm_core.views.deals import get_deal
from crm_core.views.people import get_lead
from tests.builders import a_lead


@pytest.fixture
def deal(each_services: Services, actor: Actor) -> int:
    """A deal of Ada's at Acme, 1,200 EUR, by her lead."""
    return create_deal(
        each_services, actor=actor,
        deal={
            "name": "Seats", "lead_id": a_lead(each_services, actor, company="Acme"),
            "amount": 1200, "expected_close_on": "2026-12-01",
        },
    )  # fmt: skip


def moves(services: Services, actor: Actor, deal_id: int) -> list[ActivityLine]:
    return list(deal_timeline(services, actor=actor, deal_id=deal_id).items)


def audited(services: Services, action: str) -> list[dict[str, object]]:
    with services.storage.read() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action == action))
        return [row.detail for row in rows]


def test_what_is_given_changes_and_the_rest_stays(
    each_services: Services, actor: Actor, deal: int
) -> None:
    before = get_deal(each_services, actor=actor, deal_id=deal)

    update_deal(
        each_services, actor=actor, deal_id=deal,
        changes={"name": " Seats 🪑 ", "amount": "99.5", "currency": "usd"},
    )  # fmt: skip

    after = get_deal(each_services, actor=actor, deal_id=deal)
    assert (after.name, after.amount, after.currency) == ("Seats 🪑", Decimal("99.50"), "USD")
    assert after.expected_close_on == date(2026, 12, 1)
    assert (after.party_id, after.company_id, after.lead_id) == (
        before.party_id, before.company_id, before.lead_id,
    )  # fmt: skip
    assert audited(each_services, "deal.updated") == [{"fields": ["amount", "currency", "name"]}]


def test_a_change_to_what_stands_there_already_is_none(
    each_services: Services, actor: Actor, deal: int
) -> None:
    update_deal(
        each_services, actor=actor, deal_id=deal,
        changes={"name": "Seats", "amount": "1200", "expected_close_on": "2026-12-01"},
    )  # fmt: skip

    assert audited(each_services, "deal.updated") == []


def test_an_empty_day_and_no_owner_clear_them(
    each_services: Services, actor: Actor, deal: int
) -> None:
    owner = add_user(
        each_services, actor=actor, email="bo@example.com", password="long enough", role="manager"
    )
    update_deal(each_services, actor=actor, deal_id=deal, changes={"owner_id": owner})
    assert get_deal(each_services, actor=actor, deal_id=deal).owner_id == owner

    update_deal(
        each_services, actor=actor, deal_id=deal,
        changes={"owner_id": None, "expected_close_on": ""},
    )  # fmt: skip

    line = get_deal(each_services, actor=actor, deal_id=deal)
    assert (line.owner_id, line.expected_close_on) == (None, None)


def test_a_new_person_brings_their_company_and_lets_the_lead_go(
    each_services: Services, actor: Actor, deal: int
) -> None:
    other = get_lead(
        each_services, actor=actor, lead_id=a_lead(each_services, actor, 2, company="Engines")
    ).person

    update_deal(each_services, actor=actor, deal_id=deal, changes={"party_id": other.id})

    line = get_deal(each_services, actor=actor, deal_id=deal)
    assert (line.party_id, line.company_id) == (other.id, other.company_id)
    assert line.lead_id is None


def test_a_new_company_leaves_the_person_and_the_lead(
    each_services: Services, actor: Actor, deal: int
) -> None:
    before = get_deal(each_services, actor=actor, deal_id=deal)
    engines = create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "E"})

    for company in (engines, None):
        update_deal(each_services, actor=actor, deal_id=deal, changes={"company_id": company})
        line = get_deal(each_services, actor=actor, deal_id=deal)
        assert (line.party_id, line.lead_id, line.company_id) == (
            before.party_id, before.lead_id, company,
        )  # fmt: skip


def test_a_deal_may_lose_its_person_and_keep_its_company(
    each_services: Services, actor: Actor, deal: int
) -> None:
    company = get_deal(each_services, actor=actor, deal_id=deal).company_id

    update_deal(
        each_services, actor=actor, deal_id=deal,
        changes={"party_id": None, "company_id": company},
    )  # fmt: skip

    line = get_deal(each_services, actor=actor, deal_id=deal)
    assert (line.party_id, line.company_id, line.lead_id) == (None, company, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"amount": -1}, "amount"),
        ({"amount": "1000000000000"}, "amount"),
        ({"currency": "EURO"}, "currency"),
        ({"expected_close_on": "soon"}, "expectedCloseOn"),
        ({"owner_id": 10**9}, "ownerId"),
        ({"party_id": 10**9}, "partyId"),
        ({"company_id": 10**9}, "companyId"),
        ({"company_id": "x"}, "companyId"),
        ({"stage": "WON"}, "deal.stage"),
        ({"lead_id": 1}, "deal.lead_id"),
    ],
)
def test_a_bad_change_is_refused_by_its_field_and_leaves_everything(
    each_services: Services, actor: Actor, deal: int, changes: dict[str, object], field: str
) -> None:
    before = get_deal(each_services, actor=actor, deal_id=deal)

    with pytest.raises(CrmError) as refusal:
        update_deal(
            each_services, actor=actor, deal_id=deal,
            changes={"name": "Half", "amount": 1, **changes},
        )  # fmt: skip

    assert refusal.value.field == field
    assert get_deal(each_services, actor=actor, deal_id=deal) == before


def test_a_person_is_no_company(each_services: Services, actor: Actor, deal: int) -> None:
    person = get_deal(each_services, actor=actor, deal_id=deal).party_id
    with pytest.raises(InvalidInput, match="This is a person") as refusal:
        update_deal(each_services, actor=actor, deal_id=deal, changes={"company_id": person})
    assert refusal.value.field == "companyId"


def test_a_deal_of_another_workspace_is_not_there(services: Services, actor: Actor) -> None:
    deal = create_deal(services, actor=actor, deal={"name": "Ours"})
    stranger = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")
    with pytest.raises(NotFound):
        update_deal(services, actor=stranger, deal_id=deal, changes={"name": "Theirs"})
    with pytest.raises(NotFound):
        close_deal(services, actor=stranger, deal_id=deal, outcome="WON")


def test_whoever_may_only_read_changes_nothing(services: Services, actor: Actor) -> None:
    deal = create_deal(services, actor=actor, deal={"name": "D"})
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        update_deal(services, actor=reader, deal_id=deal, changes={"name": "E"})
    with pytest.raises(Forbidden):
        close_deal(services, actor=reader, deal_id=deal, outcome="WON")
    with pytest.raises(Forbidden):
        move_deal(services, actor=reader, deal_id=deal, stage="WON")


def test_a_lost_deal_tells_why_on_its_timeline(
    each_services: Services, actor: Actor, deal: int
) -> None:
    reason = "Bought from “others”\n🙁 <b>לא</b>"

    close_deal(each_services, actor=actor, deal_id=deal, outcome="lost", reason=reason)

    (move,) = moves(each_services, actor, deal)
    assert (move.subject, move.note) == ("NEW → LOST", reason)
    assert get_deal(each_services, actor=actor, deal_id=deal).stage == "LOST"


@pytest.mark.parametrize("reason", [None, "", "  \n "])
def test_a_deal_is_not_lost_without_a_reason(
    each_services: Services, actor: Actor, deal: int, reason: object
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        close_deal(each_services, actor=actor, deal_id=deal, outcome="LOST", reason=reason)
    assert refusal.value.field == "reason"
    assert moves(each_services, actor, deal) == []


def test_a_won_deal_needs_no_reason(each_services: Services, actor: Actor, deal: int) -> None:
    close_deal(each_services, actor=actor, deal_id=deal, outcome="WON")
    (move,) = moves(each_services, actor, deal)
    assert (move.subject, move.note) == ("NEW → WON", None)


def test_what_is_no_end_closes_nothing(services: Services, actor: Actor) -> None:
    deal = create_deal(services, actor=actor, deal={"name": "D"})
    with pytest.raises(InvalidInput) as refusal:
        close_deal(services, actor=actor, deal_id=deal, outcome="PROPOSAL")
    assert refusal.value.field == "outcome"


def test_closing_twice_keeps_the_first_reason(
    each_services: Services, actor: Actor, deal: int
) -> None:
    for reason in ("Too dear", "No budget"):
        close_deal(each_services, actor=actor, deal_id=deal, outcome="LOST", reason=reason)
    assert [move.note for move in moves(each_services, actor, deal)] == ["Too dear"]


def test_who_saw_the_deal_elsewhere_moves_nothing(
    each_services: Services, actor: Actor, deal: int
) -> None:
    move_deal(each_services, actor=actor, deal_id=deal, stage="PROPOSAL", seen="NEW")

    with pytest.raises(Conflict, match="moved “Seats” to Proposal meanwhile"):
        move_deal(each_services, actor=actor, deal_id=deal, stage="QUALIFIED", seen="NEW")

    assert get_deal(each_services, actor=actor, deal_id=deal).stage == "PROPOSAL"


def test_two_tabs_that_make_the_same_move_make_it_once(
    each_services: Services, actor: Actor, deal: int
) -> None:
    def move(_: int) -> None:
        move_deal(each_services, actor=actor, deal_id=deal, stage="QUALIFIED", seen="NEW")

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(move, range(4)))

    assert [line.subject for line in moves(each_services, actor, deal)] == ["NEW → QUALIFIED"]

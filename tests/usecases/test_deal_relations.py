"""Whose a deal is: ids that contradict each other are refused, and amounts that do not fit."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from crm_core.domain.permissions import Actor
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.usecases.deals import create_deal
from crm_core.usecases.people import create_party
from crm_core.views.deals import get_deal, list_deals
from crm_core.views.people import get_lead
from tests.builders import a_lead


@dataclass(frozen=True)
class People:
    """The ids of a lead of Ada's, of Ada and her company, and of somebody and something else."""

    lead: int
    ada: int
    acme: int
    bo: int
    engines: int


@pytest.fixture
def people(each_services: Services, actor: Actor) -> People:
    lead = a_lead(each_services, actor, company="Acme")
    ada = get_lead(each_services, actor=actor, lead_id=lead).person
    assert ada.company_id is not None
    bo = create_party(each_services, actor=actor, party={"email": "bo@example.com"})
    engines = create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Engines"})
    return People(lead, ada.id, ada.company_id, bo, engines)


def ids(people: People, whose: dict[str, str]) -> dict[str, int]:
    return {field: getattr(people, name) for field, name in whose.items()}


@pytest.mark.parametrize(
    ("whose", "field"),
    [
        ({"company_id": "ada"}, "companyId"),
        ({"party_id": "ada", "company_id": "bo"}, "companyId"),
        ({"lead_id": "lead", "company_id": "ada"}, "companyId"),
        ({"party_id": "acme", "company_id": "engines"}, "companyId"),
        ({"party_id": "acme", "company_id": "ada"}, "companyId"),
        ({"party_id": "bo", "lead_id": "lead"}, "leadId"),
    ],
)
def test_ids_that_contradict_each_other_are_refused_and_leave_nothing(
    each_services: Services, actor: Actor, people: People, whose: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_deal(each_services, actor=actor, deal={"name": "D", **ids(people, whose)})
    assert refusal.value.field == field
    assert list_deals(each_services, actor=actor).items == ()


@pytest.mark.parametrize(
    ("whose", "stored"),
    [
        ({"company_id": "acme"}, {"company_id": "acme"}),
        ({"party_id": "acme"}, {"company_id": "acme"}),
        ({"party_id": "acme", "company_id": "acme"}, {"company_id": "acme"}),
        ({"party_id": "ada"}, {"party_id": "ada", "company_id": "acme"}),
        ({"party_id": "ada", "company_id": "engines"},
         {"party_id": "ada", "company_id": "engines"}),
        ({"party_id": "ada", "lead_id": "lead"},
         {"party_id": "ada", "lead_id": "lead", "company_id": "acme"}),
        ({"party_id": "acme", "lead_id": "lead"},
         {"party_id": "ada", "lead_id": "lead", "company_id": "acme"}),
        ({"party_id": "engines", "lead_id": "lead"},
         {"party_id": "ada", "lead_id": "lead", "company_id": "engines"}),
        ({"party_id": "bo"}, {"party_id": "bo"}),
    ],
)  # fmt: skip
def test_ids_that_go_together_are_stored_each_in_its_place(
    each_services: Services,
    actor: Actor,
    people: People,
    whose: dict[str, str],
    stored: dict[str, str],
) -> None:
    key = create_deal(each_services, actor=actor, deal={"name": "D", **ids(people, whose)})
    deal = get_deal(each_services, actor=actor, deal_id=key)
    wanted = {"party_id": None, "lead_id": None, "company_id": None, **ids(people, stored)}
    assert {field: getattr(deal, field) for field in wanted} == wanted


@pytest.mark.parametrize(
    "amount",
    ["1_000", "_1", "1,000", "many", " ", [], {}, True, "nan", "sNaN", "-0.01", -1, "Infinity"],
)
def test_what_is_no_amount_is_told_what_one_is(
    each_services: Services, actor: Actor, amount: object
) -> None:
    with pytest.raises(InvalidInput, match="at least 0") as refusal:
        create_deal(each_services, actor=actor, deal={"name": "D", "amount": amount})
    assert refusal.value.field == "amount"
    assert list_deals(each_services, actor=actor).items == ()


@pytest.mark.parametrize(
    "amount", [10**12, "1000000000000", "999999999999.995001", 1e300, "1e400000", 10**100]
)
def test_an_amount_that_is_too_large_is_told_the_most(
    each_services: Services, actor: Actor, amount: object
) -> None:
    with pytest.raises(InvalidInput, match=r"At most 999,999,999,999\.99\.") as refusal:
        create_deal(each_services, actor=actor, deal={"name": "D", "amount": amount})
    assert refusal.value.field == "amount"
    assert list_deals(each_services, actor=actor).items == ()


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("999999999999.99", "999999999999.99"),
        (1200.5, "1200.50"),
        ("1200.50", "1200.50"),
        (" 12 ", "12.00"),
        (0, "0.00"),
        ("", "0.00"),
        (None, "0.00"),
    ],
)
def test_an_amount_is_kept_to_the_cent(
    each_services: Services, actor: Actor, amount: object, kept: str
) -> None:
    key = create_deal(each_services, actor=actor, deal={"name": "D", "amount": amount})
    assert get_deal(each_services, actor=actor, deal_id=key).amount == Decimal(kept)

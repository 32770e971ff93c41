"""Custom fields: every name that is taken can be read by a text."""

import pytest

from crm_core.domain.permissions import Actor
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.texts import RESERVED_NAMES
from crm_core.usecases.people import create_lead, create_party, update_person
from tests.builders import a_lead


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
def test_a_word_that_liquid_keeps_for_itself_names_no_field(
    services: Services, actor: Actor, name: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_lead(services, actor, custom={"team": "x", name: "y"})
    assert refusal.value.field == f"custom.{name}"
    assert f'"{name}"' in refusal.value.message
    with services.storage.read() as session:
        assert session.query(PartyRow).count() == 0


@pytest.mark.parametrize("name", ["", "a b", "a.b", "a-b", "1a", "x" * 65])
def test_a_name_is_an_identifier(services: Services, actor: Actor, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_party(services, actor=actor, party={"first_name": "Ada", "custom": {name: 1}})
    assert refusal.value.field == f"custom.{name}"


def test_a_name_that_only_contains_a_reserved_word_is_taken(
    services: Services, actor: Actor
) -> None:
    fields = {"credit_limit": 5, "Limit": "x", "format": None, "x" * 64: True}
    lead_id = create_lead(services, actor=actor, lead={"first_name": "Ada", "custom": fields})
    with services.storage.read() as session:
        party_id = session.get_one(LeadRow, lead_id).party_id
        assert session.get_one(PartyRow, party_id).custom == fields


def test_a_change_is_held_to_the_same_names(services: Services, actor: Actor) -> None:
    party_id = create_party(services, actor=actor, party={"first_name": "Ada"})
    with pytest.raises(InvalidInput) as refusal:
        update_person(services, actor=actor, party_id=party_id, changes={"custom": {"for": 1}})
    assert refusal.value.field == "custom.for"


def custom_of(services: Services) -> dict[str, object]:
    with services.storage.read() as session:
        return session.query(PartyRow).one().custom


def test_further_leads_of_a_person_do_not_bring_more_fields_than_one_may_have(
    each_services: Services, actor: Actor
) -> None:
    first = {f"a{number}": number for number in range(99)}
    a_lead(each_services, actor, custom=first)
    with pytest.raises(InvalidInput, match="At most 100") as refusal:
        a_lead(each_services, actor, custom={"b": 1, "c": 2})
    assert refusal.value.field == "custom"
    assert custom_of(each_services) == first
    with each_services.storage.read() as session:
        assert session.query(LeadRow).count() == 1

    a_lead(each_services, actor, custom={"b": 1, "a0": "known already"})
    assert custom_of(each_services) == {**first, "b": 1}


def test_a_person_who_has_too_many_fields_already_may_still_inquire_without_new_ones(
    each_services: Services, actor: Actor
) -> None:
    a_lead(each_services, actor)
    many = {f"a{number}": number for number in range(150)}
    with each_services.storage.write() as session:
        session.query(PartyRow).one().custom = many
    a_lead(each_services, actor, custom={"a7": "known already"})
    with pytest.raises(InvalidInput):
        a_lead(each_services, actor, custom={"b": 1})
    assert custom_of(each_services) == many


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_custom_number_is_finite(each_services: Services, actor: Actor, number: float) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_lead(each_services, actor, custom={"score": number})
    assert refusal.value.field == "custom.score"

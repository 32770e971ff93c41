"""Choosing a person or a company by some words of it."""

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.usecases.people import create_party
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.finding import MATCHES, find_parties
from tests.builders import a_lead


def test_people_and_companies_are_found_by_words_in_any_order(
    each_services: Services, actor: Actor
) -> None:
    a_lead(each_services, actor, first_name="Zoë", last_name="Müller", company="Acme")
    create_party(each_services, actor=actor, party={"email": "only@example.com"})

    def found(typed: str, kind: PartyKind | None = None) -> list[tuple[str, str]]:
        choices = find_parties(each_services, actor=actor, typed=typed, kind=kind)
        return [(choice.name, choice.about) for choice in choices]

    zoe = ("Zoë Müller", "Acme, ada1@example.com")
    assert found("MÜLLER zo") == [zoe]
    assert found("acme") == [("Acme", ""), zoe]
    assert found("acme", PartyKind.COMPANY) == [("Acme", "")]
    assert found("only") == [("only@example.com", "")]
    assert found("nobody") == found("  ") == found("%") == []


def test_no_more_than_a_few_are_offered(each_services: Services, actor: Actor) -> None:
    for number in range(MATCHES + 3):
        a_lead(each_services, actor, number)
    other = Actor(add_workspace(each_services, name="Other"), Role.MANAGER, "user")

    assert len(find_parties(each_services, actor=actor, typed="byron")) == MATCHES
    assert find_parties(each_services, actor=other, typed="byron") == ()

"""However many bring in a person or a company at the same instant, there is one of each."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.errors import Conflict
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.usecases.people import create_lead, create_party, update_person

THREADS = 8
ROUNDS = 5


def at_once(work: Callable[[int], object]) -> Counter[str]:
    """What became of eight calls that begin together: done, or refused by which field."""
    begin = Barrier(THREADS)

    def one(number: int) -> str:
        begin.wait(60)
        try:
            work(number)
        except Conflict as refusal:
            return f"conflict: {refusal.field}"
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(one, range(THREADS)))


def parties(services: Services, kind: PartyKind) -> list[PartyRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(PartyRow).where(PartyRow.kind == kind)))


def leads(services: Services) -> list[LeadRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(LeadRow)))


def test_simultaneous_leads_of_an_address_are_one_person_with_what_each_of_them_said(
    each_services: Services, actor: Actor
) -> None:
    for turn in range(ROUNDS):
        outcomes = at_once(
            lambda number, turn=turn: create_lead(
                each_services, actor=actor,
                lead={"email": f"ada{turn}@example.com", "custom": {f"from_{number}": number}},
            )
        )  # fmt: skip
        assert outcomes == {"done": THREADS}

    people = parties(each_services, PartyKind.PERSON)
    assert len(people) == ROUNDS
    everything = {f"from_{number}": number for number in range(THREADS)}
    assert [person.custom for person in people] == [everything] * ROUNDS
    assert Counter(lead.party_id for lead in leads(each_services)) == {
        person.id: THREADS for person in people
    }


def test_simultaneous_leads_of_a_new_company_share_it(
    each_services: Services, actor: Actor
) -> None:
    for turn in range(ROUNDS):
        outcomes = at_once(
            lambda number, turn=turn: create_lead(
                each_services, actor=actor,
                lead={"email": f"a{turn}.{number}@example.com", "company": f"Company {turn}"},
            )
        )  # fmt: skip
        assert outcomes == {"done": THREADS}

    companies = parties(each_services, PartyKind.COMPANY)
    people = parties(each_services, PartyKind.PERSON)
    assert len(companies) == ROUNDS
    assert Counter(person.company_id for person in people) == {
        company.id: THREADS for company in companies
    }


@pytest.mark.parametrize(
    ("party", "field"),
    [
        ({"email": "ada{turn}@example.com"}, "email"),
        ({"email": "ada{turn}@example.com", "company": "Company {turn}"}, "email"),
        ({"kind": "COMPANY", "name": "Company {turn}"}, "name"),
    ],
)
def test_of_simultaneous_parties_one_is_added_and_seven_are_refused_in_words(
    each_services: Services, actor: Actor, party: dict[str, str], field: str
) -> None:
    kind = PartyKind(party.get("kind", PartyKind.PERSON))
    for turn in range(ROUNDS):
        given = {name: text.format(turn=turn) for name, text in party.items()}
        outcomes = at_once(
            lambda _, given=given: create_party(each_services, actor=actor, party=given)
        )
        assert outcomes == {"done": 1, f"conflict: {field}": THREADS - 1}

    assert len(parties(each_services, kind)) == ROUNDS


@pytest.mark.parametrize(
    ("made", "changes", "field"),
    [
        ({"kind": "COMPANY", "name": "Company {number}"}, {"name": "Engines"}, "name"),
        ({"email": "ada{number}@example.com"}, {"email": "ada@example.com"}, "email"),
    ],
)
def test_of_simultaneous_changes_to_one_name_or_address_one_wins(
    each_services: Services,
    actor: Actor,
    made: dict[str, str],
    changes: dict[str, str],
    field: str,
) -> None:
    ids = [
        create_party(
            each_services, actor=actor,
            party={name: text.format(number=number) for name, text in made.items()},
        )
        for number in range(THREADS)
    ]  # fmt: skip

    outcomes = at_once(
        lambda number: update_person(
            each_services, actor=actor, party_id=ids[number], changes=changes
        )
    )

    assert outcomes == {"done": 1, f"conflict: {field}": THREADS - 1}
    kind = PartyKind(made.get("kind", PartyKind.PERSON))
    held = [getattr(row, field) for row in parties(each_services, kind)]
    assert held.count(changes[field]) == 1


def test_companies_that_swap_their_names_at_the_same_instant_are_refused(
    each_services: Services, actor: Actor
) -> None:
    ids = [
        create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": f"C{number}"})
        for number in range(THREADS)
    ]
    for _ in range(ROUNDS):
        outcomes = at_once(
            lambda number: update_person(
                each_services, actor=actor, party_id=ids[number], changes={"name": f"C{number ^ 1}"}
            )
        )
        assert outcomes == {"conflict: name": THREADS}


def test_people_brought_in_and_changed_at_the_same_instant_do_not_wait_for_each_other_forever(
    each_services: Services, actor: Actor
) -> None:
    """Half of them bring a known person and a new company, half change both the other way."""
    key = create_party(each_services, actor=actor, party={"email": "ada@example.com"})

    def work(turn: int, number: int) -> None:
        company = f"Company {turn}"
        if number % 2:
            lead = {"email": "ada@example.com", "company": company, "custom": {"turn": turn}}
            create_lead(each_services, actor=actor, lead=lead)
        else:
            changes = {"company": company, "title": str(turn)}
            update_person(each_services, actor=actor, party_id=key, changes=changes)

    for turn in range(ROUNDS * 2):
        assert at_once(lambda number, turn=turn: work(turn, number)) == {"done": THREADS}

    companies = [company.name for company in parties(each_services, PartyKind.COMPANY)]
    assert sorted(companies) == sorted(f"Company {turn}" for turn in range(ROUNDS * 2))
    assert [person.id for person in parties(each_services, PartyKind.PERSON)] == [key]

"""The made-up people: believable, reachable nowhere, and always the same."""

import re
from zoneinfo import ZoneInfo

import phonenumbers

from crm_core.demo.cast import PEOPLE, everybody
from crm_core.demo.companies import COMPANIES
from crm_core.usecases.person_facts import clean_email

FICTION = re.compile(
    r"\+1\d{3}55501\d\d"  # NANPA
    r"|\+442079460\d{3}|\+493023125\d{3}|\+331990\d{5}|\+468465004\d\d|\+6125550\d{4}"
)


def test_there_are_a_hundred_and_fifty_people_with_names_and_addresses_of_their_own() -> None:
    people = list(everybody())

    assert len(people) == PEOPLE == 150
    assert len({person.name for person in people}) == PEOPLE
    assert len({person.email for person in people}) == PEOPLE


def test_they_are_the_same_every_time() -> None:
    assert list(everybody()) == list(everybody())


def test_their_addresses_lie_under_example_com() -> None:
    for person in everybody():
        assert re.fullmatch(r"[a-z.]+@[a-z-]+\.example\.com", person.email)
        assert clean_email(person.email) == person.email


def test_their_numbers_are_kept_for_fiction() -> None:
    numbers = [person.phone for person in everybody() if person.phone]

    assert len(numbers) > 80
    for number in numbers:
        assert FICTION.fullmatch(number), number
        assert phonenumbers.is_possible_number(phonenumbers.parse(number))


def test_they_come_from_many_places() -> None:
    names = "".join(person.name for person in everybody())

    assert len({company.country for company in COMPANIES}) >= 15
    assert len({mark for mark in names if not mark.isascii()}) >= 20
    for company in COMPANIES:
        assert ZoneInfo(company.timezone)

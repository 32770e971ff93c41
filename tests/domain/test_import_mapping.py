"""What columns are taken for, and what a row then says of a lead."""

import pytest

from crm_core.domain.country_names import country_code
from crm_core.domain.csv_files import REASON, CsvColumn
from crm_core.domain.import_mapping import (
    IGNORE,
    ImportField,
    check_mapping,
    custom_name,
    propose_mapping,
)
from crm_core.domain.person_names import split_name
from crm_core.errors import InvalidInput


def columns(*names: str) -> list[CsvColumn]:
    return [CsvColumn(name, ()) for name in names]


def proposed(*names: str) -> list[str]:
    return list(propose_mapping(columns(*names)).values())


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("First name", "firstName"), ("FIRST_NAME", "firstName"), ("Vorname", "firstName"),
        ("Prénom", "firstName"), ("Given Name", "firstName"),
        ("Last name", "lastName"), ("Nachname", "lastName"), ("Surname", "lastName"),
        ("Name", "fullName"), ("Full Name", "fullName"), ("Ansprechpartner", "fullName"),
        ("E-mail", "email"), ("Email Address", "email"), ("E-Mail-Adresse", "email"),
        ("Correo electrónico", "email"), ("E-mail 1 - Value", "email"), ("e-post", "email"),
        ("Phone", "phone"), ("Mobile Phone", "phone"), ("Telefon-Nr.", "phone"),
        ("Téléphone", "phone"), ("Handy", "phone"),
        ("Company", "company"), ("Organisation", "company"), ("Firma", "company"),
        ("Account Name", "company"), ("Société", "company"),
        ("Job title", "title"), ("Position", "title"), ("Funktion", "title"),
        ("Time zone", "timezone"), ("Zeitzone", "timezone"),
        ("Country", "country"), ("Land", "country"), ("País", "country"),
        ("Lead source", "source"), ("Quelle", "source"),
        ("Lead Status", "status"), ("Owner e-mail", "owner"), ("Assigned to", "owner"),
        ("custom.budget", "custom.budget"), ("Shoe size", IGNORE), (REASON, IGNORE),
        ("Column 3", IGNORE), ("custom.not a name", IGNORE),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_name(name: str, field: str) -> None:
    assert proposed(name) == [field]


def test_a_name_beside_a_first_name_is_the_last() -> None:
    assert proposed("Name", "Vorname") == ["lastName", "firstName"]
    assert proposed("Name", "First name", "Last name") == ["fullName", "firstName", "lastName"]


def test_no_field_is_proposed_twice() -> None:
    assert proposed("Phone", "Mobile", "E-mail", "Work e-mail") == [
        "phone", IGNORE, "email", IGNORE,
    ]  # fmt: skip


def test_addresses_are_known_by_what_they_look_like() -> None:
    given = [CsvColumn("Reach them at", ("ada@example.com", "grace@example.org"))]
    assert propose_mapping(given) == {"Reach them at": "email"}
    assert propose_mapping([CsvColumn("Note", ("ask @ada", "x@example.com"))]) == {"Note": IGNORE}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"Nobody": "email"}, "Nobody", "no such column"),
        ({"A": "shoe"}, "A", "Must be one of firstName"),
        ({"A": "email", "B": "email"}, "B", "“A” gives this field already"),
        ({"A": "company"}, None, "Choose a column"),
        ({}, None, "Choose a column"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_by_its_column(
    given: dict[str, str], field: str | None, words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_mapping(columns("A", "B"), given)
    assert refused.value.field == field
    assert words in refused.value.message


def test_a_row_says_what_its_columns_hold_and_blanks_say_nothing() -> None:
    given = columns("Mail", "Name", "Land", "Budget", "Extra", "Boss")
    mapping = check_mapping(
        given,
        {"Mail": "email", "Name": "fullName", "Land": "country", "Budget": "custom.budget",
         "Extra": IGNORE, "Boss": "owner"},
    )  # fmt: skip

    row = [" ada@example.com ", "Byron, Ada", "Schweiz", " 007 ", "x", "b@c.de"]
    assert mapping.facts(row) == {
        "email": "ada@example.com", "first_name": "Ada", "last_name": "Byron", "country": "CH",
        "custom": {"budget": " 007 "}, "owner_email": "b@c.de",
    }  # fmt: skip
    assert mapping.facts(["", " ", "", "", "x", ""]) == {}


def test_a_full_name_gives_way_to_names_that_are_apart() -> None:
    mapping = check_mapping(columns("A", "B"), {"A": "fullName", "B": "firstName"})
    assert mapping.facts(["Ada Byron", "Grace"]) == {"first_name": "Grace"}
    assert mapping.facts(["Ada Byron", ""]) == {"first_name": "Ada", "last_name": "Byron"}


def test_a_refusals_field_leads_back_to_its_column() -> None:
    mapping = check_mapping(
        columns("Mail", "Name", "Budget", "Boss"),
        {"Mail": "email", "Name": "fullName", "Budget": "custom.budget", "Boss": "owner"},
    )
    fields = ("email", "lastName", "custom.budget", "ownerId", "phone", "whatever", None)
    assert [mapping.column_of(field) for field in fields] == [
        "Mail", "Name", "Budget", "Boss", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Ada", ("Ada", "")),
        ("Ada Byron", ("Ada", "Byron")),
        ("  Ada   Maria  Byron ", ("Ada Maria", "Byron")),
        ("Byron, Ada", ("Ada", "Byron")),
        ("Dr. Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("María de la Cruz", ("María", "de la Cruz")),
        ("Martin Luther King Jr.", ("Martin Luther", "King Jr.")),
        ("Sammy Davis, Jr.", ("Sammy", "Davis Jr.")),
        ("Frau Müller", ("", "Müller")),
        ("Dr.", ("Dr.", "")),
        ("de la Cruz", ("de", "la Cruz")),
        ("山田太郎", ("山田太郎", "")),
        ("", ("", "")),
    ],
)
def test_a_full_name_is_taken_apart(full: str, parts: tuple[str, str]) -> None:
    assert split_name(full) == parts


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Germany", "DE"), ("deutschland", "DE"), ("DEU", "DE"), ("U.S.A.", "US"), ("UK", "GB"),
        ("Österreich", "AT"), ("Côte d’Ivoire", "CI"), ("de", "de"), ("Atlantis", "Atlantis"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_name_and_the_rest_stays_as_typed(typed: str, code: str) -> None:
    assert country_code(typed) == code


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Budget (EUR)", "budget_eur"), ("Größe", "größe"), ("2nd call", "field_2nd_call"),
        ("custom.Tier", "tier"), ("!!!", "field"), ("x" * 200, "x" * 64),
    ],
)  # fmt: skip
def test_a_column_gives_a_custom_field_its_name(column: str, name: str) -> None:
    assert custom_name(column) == name
    assert custom_name(column).isidentifier()


def test_every_field_can_be_chosen_by_its_own_name() -> None:
    assert proposed(*ImportField) == list(ImportField)

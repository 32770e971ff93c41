"""How a file would be stored, and what became of earlier ones."""

import pytest

from crm_core.domain.csv_files import CsvFile, read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import SuppressionReason
from crm_core.errors import Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.usecases.access import add_user
from crm_core.usecases.import_leads import import_leads
from crm_core.usecases.import_rows import ImportDefaults
from crm_core.usecases.people import create_lead, create_party
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.imports import (
    CHECKED,
    LINES,
    ImportPreview,
    Outcome,
    get_refused,
    list_imports,
    preview_import,
)
from crm_core.views.people import list_leads

HEADER = "Name,E-mail,Phone,Company,Country,custom.floor"


def a_file(*lines: str, name: str = "people.csv") -> CsvFile:
    return read_csv("\n".join((HEADER, *lines)).encode(), name)


def preview(services: Services, actor: Actor, file: CsvFile) -> ImportPreview:
    mapping = propose_mapping(file.columns)
    return preview_import(services, actor=actor, file=file, mapping=mapping)


def bring(services: Services, actor: Actor, file: CsvFile) -> int:
    mapping = propose_mapping(file.columns)
    return import_leads(services, actor=actor, file=file, mapping=mapping).import_id


def test_a_preview_shows_rows_as_they_would_be_stored_and_stores_nothing(
    each_services: Services, actor: Actor
) -> None:
    create_lead(each_services, actor=actor, lead={"email": "known@example.com"})
    create_party(each_services, actor=actor, party={"email": "further@example.com"})
    with each_services.storage.write() as session:
        suppress_address(
            session, actor.tenant_id, "ada@example.com", SuppressionReason.OPTED_OUT, "",
            each_services.clock.now(),
        )  # fmt: skip
    file = a_file(
        '"Byron, Ada",ADA@example.com,030 1234567,Acme,Germany,007', ",known@example.com",
        ",further@example.com", "Bad,nobody", "Nobody,,,,Atlantis",
    )  # fmt: skip

    shown = preview(each_services, actor, file)

    outcomes = [line.outcome for line in shown.lines]
    assert outcomes == [
        Outcome.NEW, Outcome.KNOWN, Outcome.FURTHER, Outcome.REFUSED, Outcome.REFUSED,
    ]  # fmt: skip
    ada, bad = shown.lines[0], shown.lines[3]
    assert (ada.number, ada.name, ada.email, ada.phone) == (
        2, "Ada Byron", "ada@example.com", "+49301234567",
    )  # fmt: skip
    assert (ada.company, ada.place, ada.custom) == ("Acme", "DE", (("floor", "007"),))
    assert (ada.status, ada.suppressed) == ("NEW", "OPTED_OUT")
    assert (bad.number, bad.typed[:2]) == (5, ("Bad", "nobody"))
    assert bad.reason.startswith("E-mail: Not an e-mail address")
    assert shown.counts[Outcome.REFUSED] == 2
    assert len(list_leads(each_services, actor=actor).items) == 1
    assert list_imports(each_services, actor=actor).items == ()


def test_a_preview_checks_the_first_rows_and_names_the_refused_ones_behind_those_it_shows(
    services: Services, actor: Actor
) -> None:
    rows = [f"Ada,{'nobody' if n % 100 == 50 else f'ada{n}@example.com'}" for n in range(700)]

    shown = preview(services, actor, a_file(*rows))

    assert (len(shown.lines), shown.checked) == (LINES, CHECKED)
    assert [line.number for line in shown.refused_lines] == [52, 152, 252, 352, 452]
    assert shown.counts == {
        Outcome.NEW: 495, Outcome.FURTHER: 0, Outcome.KNOWN: 0, Outcome.REFUSED: 5,
    }  # fmt: skip


def test_a_preview_refuses_what_the_import_would(services: Services, actor: Actor) -> None:
    file = a_file("Ada,ada@example.com")
    with pytest.raises(InvalidInput):
        preview_import(services, actor=actor, file=file, mapping={})
    with pytest.raises(NotFound):
        preview_import(
            services, actor=actor, file=file, mapping={"Name": "fullName"},
            defaults=ImportDefaults(owner_id=99),
        )  # fmt: skip
    with pytest.raises(Forbidden):
        preview(services, Actor(actor.tenant_id, Role.READ_ONLY, "user"), file)


def test_the_history_tells_who_brought_what_newest_first(
    each_services: Services, actor: Actor
) -> None:
    user = add_user(each_services, actor=actor, email="ann@example.com", name="Ann Lee",
                    password="a long password", role=Role.SALESPERSON)  # fmt: skip
    ann = Actor(actor.tenant_id, Role.SALESPERSON, "user", user)
    first = bring(each_services, ann, a_file("Ada,ada@example.com", "Bad,nobody"))
    second = bring(each_services, actor, a_file("Ada,ada@example.com", name="dir/again.csv"))

    lines = list_imports(each_services, actor=actor).items

    assert [(line.id, line.file_name, line.who) for line in lines] == [
        (second, "again.csv", ""), (first, "people.csv", "Ann Lee"),
    ]  # fmt: skip
    assert [(line.rows, line.added, line.known, line.refused) for line in lines] == [
        (1, 0, 1, 0), (2, 1, 0, 1),
    ]  # fmt: skip
    assert [(line.has_file, line.is_whole) for line in lines] == [(False, True), (True, True)]


def test_the_refused_rows_of_an_import_can_be_had_again(
    each_services: Services, actor: Actor
) -> None:
    number = bring(each_services, actor, a_file("Żaneta 🙂,nobody"))

    refused = get_refused(each_services, actor=actor, import_id=number)

    assert refused.name == "people refused.csv"
    again = read_csv(refused.content, refused.name)
    assert [row.cells for row in again.rows()] == [("Żaneta 🙂", "nobody", "", "", "", "")]


def test_another_workspaces_imports_are_not_seen(services: Services, actor: Actor) -> None:
    number = bring(services, actor, a_file("Ada,nobody"))
    other = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")

    assert list_imports(services, actor=other).items == ()
    with pytest.raises(NotFound):
        get_refused(services, actor=other, import_id=number)

"""Importing a file of leads, on both databases: what is stored, refused, known and counted."""

import csv
from io import StringIO

import pytest
from sqlalchemy import func, select

from crm_core.domain.csv_files import REASON, CsvFile, read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import LeadStatus, PartyKind, SuppressionReason
from crm_core.errors import CrmError, Forbidden
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.storage.tables import AuditRow, ImportRow, LeadRow, PartyRow
from crm_core.usecases import import_leads as module
from crm_core.usecases.access import add_user
from crm_core.usecases.import_leads import ImportResult, import_leads
from crm_core.usecases.import_rows import ImportDefaults
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.views.enrollments import get_enrollment
from crm_core.views.paging import Window
from crm_core.views.people import LeadLine, list_leads
from tests.builders import a_sequence, enrolled


def a_file(*lines: str, header: str = "First name,Last name,E-mail,Phone,Company") -> CsvFile:
    return read_csv("\n".join((header, *lines)).encode(), "people.csv")


def bring(
    services: Services,
    actor: Actor,
    file: CsvFile,
    defaults: ImportDefaults | None = None,
    **mapping: str,
) -> ImportResult:
    return import_leads(
        services,
        actor=actor,
        file=file,
        mapping={**propose_mapping(file.columns), **mapping},
        defaults=defaults,
    )


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.added, result.known, result.refused


def leads(services: Services, actor: Actor) -> list[LeadLine]:
    """Oldest first."""
    page = list_leads(services, actor=actor, window=Window(limit=200))
    return list(reversed(page.items))


def the_import(services: Services) -> ImportRow:
    with services.storage.read() as session:
        return session.scalars(select(ImportRow).order_by(ImportRow.id.desc())).first()  # type: ignore[return-value]


def reasons(services: Services) -> list[str]:
    return [row[REASON] for row in csv.DictReader(StringIO(the_import(services).refused_csv))]


def number_of(services: Services, row: type[PartyRow] | type[LeadRow]) -> int:
    with services.storage.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def test_a_row_becomes_what_the_same_lead_typed_in_would_be(
    each_services: Services, actor: Actor
) -> None:
    given = {"first_name": "Åsa", "last_name": "Öberg 🙂", "email": "asa@example.com",
             "phone": "030 1234567", "company": "Öberg & <b>Co</b>", "title": "CTO",
             "timezone": "Europe/Berlin", "country": "de", "source": "Fair", "status": "open",
             "custom": {"budget": "007"}}  # fmt: skip
    create_lead(each_services, actor=actor, lead=given)
    file = a_file(
        "Åsa,Öberg 🙂,ASA@example.org,030 1234567,Öberg & <b>Co</b>,CTO,Europe/Berlin,DE,Fair,"
        "Open,007",
        header="First name,Last name,E-mail,Phone,Company,Title,Time zone,Country,Source,Status,"
        "custom.budget",
    )

    assert counts(bring(each_services, actor, file)) == (1, 0, 0)

    typed, brought = leads(each_services, actor)
    same = ("first_name", "last_name", "name", "phone", "company", "company_id", "title",
            "timezone", "country", "owner_id", "custom", "created_at", "kind")  # fmt: skip
    for name in same:
        assert getattr(brought.person, name) == getattr(typed.person, name), name
    assert (brought.source, brought.status) == (typed.source, typed.status)
    with each_services.storage.read() as session:
        keys = session.scalars(
            select(PartyRow.search_key).where(PartyRow.kind == "PERSON").order_by(PartyRow.id)
        ).all()
    assert keys[1] == keys[0].replace("example.com", "example.org")


def test_each_refused_row_has_the_rules_own_words_and_its_column(
    each_services: Services, actor: Actor
) -> None:
    file = a_file(
        "Ada,Byron,ada@example.com,,",
        "Bad,Address,nobody,,",
        ",,,,Nobody Inc",
        "Same,Address,ADA@Example.com,,",
        f"{'x' * 201},Long,long@example.com,,",
        "Too,Many,many@example.com,,,,cells",
        'Two,"Li\nnes",lines@example.com,,',
        ",,ok@example.com,,",
    )

    assert counts(bring(each_services, actor, file)) == (2, 0, 6)

    told = reasons(each_services)
    assert told[0].startswith("E-mail: Not an e-mail address")
    assert told[1] == "E-mail: A lead needs a name, an e-mail address or a phone number."
    assert told[2] == "E-mail: Row 2 of the file has the same address."
    assert told[3] == "First name: At most 200 characters."
    assert told[4].startswith("The row has 7 cells and the header 5")
    assert told[5] == "Last name: Must be one line without control characters."
    row = the_import(each_services)
    assert (row.file_name, row.rows, row.added, row.known, row.refused) == (
        "people.csv", 8, 2, 0, 6,
    )  # fmt: skip


def test_the_refused_rows_are_a_file_that_can_be_mended_and_imported(
    each_services: Services, actor: Actor
) -> None:
    bring(each_services, actor, a_file('Ada,"By\nron",ada@example.com,007,"Ad, a"'))

    refused = the_import(each_services).refused_csv
    mended = read_csv(refused.replace("By\nron", "Byron").encode(), "refused.csv")

    assert counts(bring(each_services, actor, mended)) == (1, 0, 0)
    person = leads(each_services, actor)[0].person
    assert (person.name, person.phone, person.company) == ("Ada Byron", "007", "Ad, a")
    assert the_import(each_services).refused_csv == ""


def test_a_formula_comes_back_in_the_refused_file_and_only_its_reason_is_marked(
    services: Services, actor: Actor
) -> None:
    file = read_csv(b"=Mail,Phone,Name\nno address,+49 30 1,=1+1\n", "people.csv")
    assert counts(bring(services, actor, file)) == (0, 0, 1)

    refused = read_csv(the_import(services).refused_csv.encode(), "refused.csv")
    (row,) = refused.rows()

    assert row.cells == ("no address", "+49 30 1", "=1+1")
    assert the_import(services).refused_csv.splitlines()[1].startswith("'=Mail: Not an e-mail")


def test_the_same_file_again_adds_nothing(each_services: Services, actor: Actor) -> None:
    file = a_file(
        "Ada,Byron,ada@example.com,,Acme",
        "Grace,Hopper,,030 1,Acme",
        "Joan,Clarke,,,Acme",
        "Joan,Clarke,,,Umbrella",
        "Only,Name,,,",
        ",,,030 2,",
        ",,,030 2,Acme",
        "Lost,Case,lost@example.com,,",
    )
    first = bring(each_services, actor, file, ImportDefaults(status="UNQUALIFIED"))
    again = bring(each_services, actor, file, ImportDefaults(status="UNQUALIFIED"))

    # The sixth and the seventh have the same number and no name: one person.
    assert counts(first) == (7, 0, 1)
    assert counts(again) == (0, 7, 1)
    assert (number_of(each_services, LeadRow), number_of(each_services, PartyRow)) == (7, 9)


def test_a_known_persons_blanks_are_filled_and_what_is_known_stays(
    each_services: Services, actor: Actor
) -> None:
    create_lead(
        each_services, actor=actor,
        lead={"first_name": "Ada", "email": "ada@example.com", "title": "Countess",
              "custom": {"tier": "A"}},
    )  # fmt: skip
    file = a_file(
        "Adele,Byron,ada@example.com,030 1,Acme,CTO,B,red",
        header="First name,Last name,E-mail,Phone,Company,Title,custom.tier,custom.color",
    )

    assert counts(bring(each_services, actor, file)) == (0, 1, 0)

    (lead,) = leads(each_services, actor)
    person = lead.person
    assert (person.name, person.title, person.phone) == ("Ada Byron", "Countess", "030 1")
    assert (person.company, person.custom) == ("Acme", {"tier": "A", "color": "red"})
    with each_services.storage.read() as session:
        row = session.get_one(PartyRow, person.id)
    assert (row.name_key, row.search_key) == ("ada byron", "ada byron ada@example.com 030 1 acme")


@pytest.mark.parametrize(
    ("before", "status", "added"),
    [
        ("NEW", "NEW", 0),
        ("WORKING", "NEW", 0),
        ("QUALIFIED", "UNQUALIFIED", 0),
        ("UNQUALIFIED", "NEW", 1),
        ("CONVERTED", "NEW", 1),
        ("CONVERTED", "CONVERTED", 0),
        ("CONVERTED", "UNQUALIFIED", 1),
    ],
)
def test_a_known_person_gets_a_further_lead_where_none_is_open_and_none_is_alike(
    services: Services, actor: Actor, before: str, status: str, added: int
) -> None:
    create_lead(services, actor=actor, lead={"email": "ada@example.com", "status": before})

    result = bring(services, actor, a_file("Ada,,ada@example.com,,"), ImportDefaults(status=status))

    assert counts(result) == (added, 1 - added, 0)


def test_a_person_of_the_workspace_without_a_lead_gets_one(
    each_services: Services, actor: Actor
) -> None:
    create_party(each_services, actor=actor, party={"email": "ada@example.com"})
    assert counts(bring(each_services, actor, a_file("Ada,,ada@example.com,,"))) == (1, 0, 0)
    assert number_of(each_services, PartyRow) == 1


@pytest.mark.parametrize(
    ("row", "is_known"),
    [
        ("Ada,Byron,,030 1,", True),
        ("ADA,byron,,030 1,Another", True),
        ("Ada,Byron,,,Acme", True),
        ("Ada,Byron,,,ACME", True),
        ("Ada,Byron,,030 2,Acme", False),
        ("Ada,Byron,,,Umbrella", False),
        ("Ada,Byron,,,", False),
        ("Ada,,,030 1,Acme", False),
        (",,,030 1,Acme", False),
        ("Ada,Byron,other@example.com,030 1,Acme", False),
    ],
)
def test_who_a_row_without_an_address_means(
    services: Services, actor: Actor, row: str, is_known: bool
) -> None:
    create_lead(
        services, actor=actor,
        lead={"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com",
              "phone": "030 1", "company": "Acme"},
    )  # fmt: skip
    assert counts(bring(services, actor, a_file(row))) == (not is_known, is_known, 0)


def test_two_rows_that_mean_one_known_person_make_one_lead(
    services: Services, actor: Actor
) -> None:
    create_party(
        services, actor=actor,
        party={"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com",
               "phone": "030 1"},
    )  # fmt: skip
    file = a_file("Ada,Byron,,030 1,", "Countess,,ada@example.com,,Acme")
    assert counts(bring(services, actor, file)) == (1, 1, 0)
    assert leads(services, actor)[0].person.company == "Acme"


def test_defaults_stand_in_for_what_a_row_does_not_say(
    each_services: Services, actor: Actor
) -> None:
    ids = [
        add_user(each_services, actor=actor, email=email, password="a long password",
                 role=Role.SALESPERSON)
        for email in ("ann@example.com", "bob@example.com")
    ]  # fmt: skip
    file = a_file(
        "a@example.com,,,", "b@example.com,Fair,WORKING,Bob@Example.com",
        "c@example.com,,,eve@example.com", "d@example.com,,SOLD,",
        header="E-mail,Source,Status,Owner",
    )  # fmt: skip

    result = bring(
        each_services, actor, file,
        ImportDefaults(source="List", status="contacted", owner_id=ids[0]),
    )  # fmt: skip

    assert counts(result) == (2, 0, 2)
    assert [(lead.source, lead.status, lead.owner_id) for lead in leads(each_services, actor)] == [
        ("List", "CONTACTED", ids[0]), ("Fair", "WORKING", ids[1]),
    ]  # fmt: skip
    told = reasons(each_services)
    assert told[0] == "Owner: No user of the workspace has this address."
    assert told[1].startswith("Status: Must be one of NEW, OPEN")


@pytest.mark.parametrize(
    ("mapping", "defaults", "field"),
    [
        ({"E-mail": "ignore", "First name": "ignore", "Last name": "ignore", "Phone": "ignore"},
         ImportDefaults(), None),
        ({"Company": "custom.bad name"}, ImportDefaults(), "Company"),
        ({"Company": "custom.for"}, ImportDefaults(), "Company"),
        ({"Company": "shoe"}, ImportDefaults(), "Company"),
        ({}, ImportDefaults(source="x" * 201), "source"),
        ({}, ImportDefaults(status="SOLD"), "status"),
        ({}, ImportDefaults(owner_id=10**9), "ownerId"),
    ],
)  # fmt: skip
def test_a_mapping_or_defaults_that_cannot_work_write_nothing(
    services: Services,
    actor: Actor,
    mapping: dict[str, str],
    defaults: ImportDefaults,
    field: str | None,
) -> None:
    with pytest.raises(CrmError) as refusal:
        bring(services, actor, a_file("Ada,,ada@example.com,,"), defaults, **mapping)
    assert refusal.value.field == field
    assert number_of(services, PartyRow) == 0
    assert the_import(services) is None


def test_those_who_get_no_mail_are_imported_and_told(each_services: Services, actor: Actor) -> None:
    with each_services.storage.write() as session:
        suppress_address(
            session, actor.tenant_id, "ada@example.com", SuppressionReason.OPTED_OUT, "",
            each_services.clock.now(),
        )  # fmt: skip
    file = a_file("Ada,,ada@example.com,,", "Grace,,grace@example.com,,")
    result = bring(each_services, actor, file)
    assert (counts(result), result.suppressed) == ((2, 0, 0), 1)


def test_custom_fields_that_are_too_many_with_the_known_ones_refuse_the_row(
    each_services: Services, actor: Actor
) -> None:
    custom = {f"field_{n}": n for n in range(100)}
    create_lead(each_services, actor=actor, lead={"email": "ada@example.com", "custom": custom})
    file = a_file("ada@example.com,1", "grace@example.com,1", header="E-mail,custom.another")

    assert counts(bring(each_services, actor, file)) == (1, 0, 1)
    assert reasons(each_services)[0].startswith("At most 100 custom fields")
    assert the_import(each_services).refused == 1


def test_whoever_waited_for_what_is_filled_in_is_looked_at_again(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor)
    enrollment = enrolled(each_services, actor, sequence, first_name="")
    run_sequence_steps(each_services)
    assert get_enrollment(each_services, actor=actor, enrollment_id=enrollment).status == "ACTIVE"

    bring(each_services, actor, a_file("Ada,,ada1@example.com,,"))

    assert run_sequence_steps(each_services).sent == 1


def test_the_import_is_in_the_audit_trail(services: Services, actor: Actor) -> None:
    bring(services, actor, a_file("Ada,,ada@example.com,,"))
    with services.storage.read() as session:
        notes = session.scalars(select(AuditRow).where(AuditRow.object_type == "import")).all()
    assert [note.action for note in notes] == ["import.begun", "import.finished"]
    assert notes[1].detail == {"added": 1, "known": 0, "refused": 0}


def test_only_those_who_may_manage_people_import(services: Services, actor: Actor) -> None:
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        bring(services, reader, a_file("Ada,,ada@example.com,,"))
    assert the_import(services) is None


def test_another_workspaces_people_and_users_are_strangers(
    each_services: Services, actor: Actor
) -> None:
    from crm_core.usecases.workspaces import add_workspace

    other = Actor(add_workspace(each_services, name="Other"), Role.ADMINISTRATOR, "cli")
    add_user(each_services, actor=other, email="eve@example.com", password="a long password",
             role=Role.MANAGER)  # fmt: skip
    create_lead(each_services, actor=other, lead={"email": "ada@example.com", "company": "Acme"})
    file = a_file(
        "ada@example.com,Acme,", "b@example.com,,eve@example.com", header="E-mail,Company,Owner"
    )

    assert counts(bring(each_services, actor, file)) == (1, 0, 1)
    assert number_of(each_services, PartyRow) == 4


def test_a_file_that_is_cut_short_leaves_whole_chunks_and_is_completed_by_importing_it_again(
    each_services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS_AT_A_TIME", 10)
    file = a_file(*(f"Ada{n},Byron,ada{n}@example.com,,Company {n % 4}" for n in range(35)))
    told: list[tuple[int, int]] = []

    class Killed(BaseException):
        pass

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done == 20 and len(told) == 2:
            raise Killed

    mapping = propose_mapping(file.columns)
    with pytest.raises(Killed):
        import_leads(each_services, actor=actor, file=file, mapping=mapping, progress=progress)
    assert number_of(each_services, LeadRow) == 20
    row = the_import(each_services)
    assert (row.rows, row.added, row.known, row.refused) == (35, 20, 0, 0)

    again = import_leads(each_services, actor=actor, file=file, mapping=mapping, progress=progress)

    assert counts(again) == (15, 20, 0)
    assert told == [(10, 35), (20, 35), (10, 35), (20, 35), (30, 35), (35, 35)]
    assert (number_of(each_services, LeadRow), number_of(each_services, PartyRow)) == (35, 39)


def test_companies_are_found_whatever_their_case_and_added_once(
    each_services: Services, actor: Actor
) -> None:
    create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    bring(each_services, actor, a_file(",,a@example.com,,ACME", ",,b@example.com,,Straße",
                                       ",,c@example.com,,STRASSE"))  # fmt: skip
    with each_services.storage.read() as session:
        query = select(PartyRow.name, PartyRow.search_key).where(PartyRow.kind == PartyKind.COMPANY)
        companies = session.execute(query.order_by(PartyRow.id)).all()
    assert [tuple(row) for row in companies] == [("Acme", "acme"), ("STRASSE", "strasse")]


def test_a_person_who_changed_their_company_keeps_it(services: Services, actor: Actor) -> None:
    bring(services, actor, a_file("Ada,,ada@example.com,,Acme"))
    person = leads(services, actor)[0].person
    update_person(services, actor=actor, party_id=person.id, changes={"company": "Umbrella"})

    bring(services, actor, a_file("Ada,,ada@example.com,,Acme"))

    (lead,) = leads(services, actor)
    assert lead.person.company == "Umbrella"
    assert lead.status == LeadStatus.NEW

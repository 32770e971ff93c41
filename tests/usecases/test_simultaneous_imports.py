"""However many import the same file at the same instant, each person and each lead is one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.csv_files import CsvFile, read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.domain.permissions import Actor
from crm_core.domain.words import PartyKind
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.usecases import import_leads as module
from crm_core.usecases.import_leads import ImportResult, import_leads
from crm_core.usecases.people import create_lead, create_party, update_person

PEOPLE = 120


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the imports meet often."""
    monkeypatch.setattr(module, "ROWS_AT_A_TIME", 15)


def a_file(*, backwards: bool = False) -> CsvFile:
    """Every third person has no address."""
    rows = [
        f"Ada{n},Byron,{f'ada{n}@example.com' if n % 3 else ''},Company {n % 7}"
        for n in range(PEOPLE)
    ]
    lines = ["First name,Last name,E-mail,Company", *(reversed(rows) if backwards else rows)]
    return read_csv("\n".join(lines).encode(), "people.csv")


def bring(services: Services, actor: Actor, file: CsvFile) -> ImportResult:
    return import_leads(services, actor=actor, file=file, mapping=propose_mapping(file.columns))


def test_imports_of_the_same_people_at_the_same_instant_add_each_once(
    each_services: Services, actor: Actor
) -> None:
    begin = Barrier(4)

    def one(number: int) -> ImportResult:
        file = a_file(backwards=bool(number % 2))
        begin.wait(60)
        return bring(each_services, actor, file)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one, range(4)))

    assert sum(result.added for result in results) == PEOPLE
    assert all(result.added + result.known == PEOPLE for result in results)
    with each_services.storage.read() as session:
        kinds = Counter(session.scalars(select(PartyRow.kind)))
        owners = Counter(session.scalars(select(LeadRow.party_id)))
    assert kinds == {PartyKind.PERSON: PEOPLE, PartyKind.COMPANY: 7}
    assert set(owners.values()) == {1}


def test_an_import_and_people_who_type_do_not_wait_for_each_other_forever(
    each_services: Services, actor: Actor
) -> None:
    """The same addresses are typed in and changed, and the companies, while two files come in."""
    known = [
        create_party(each_services, actor=actor, party={"email": f"ada{n}@example.com"})
        for n in range(1, 30)
    ]
    begin = Barrier(4)

    def one(number: int) -> None:
        begin.wait(60)
        if number < 2:
            bring(each_services, actor, a_file(backwards=bool(number)))
            return
        for n in range(PEOPLE - 1, 0, -1):
            if number == 2:
                lead = {"email": f"ada{n}@example.com", "company": f"Company {n % 7}"}
                create_lead(each_services, actor=actor, lead=lead)
            elif n < 30:
                changes = {"phone": f"030 {n}", "company": f"Company {n % 7}"}
                update_person(each_services, actor=actor, party_id=known[n - 1], changes=changes)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(4))) == [None] * 4

    with each_services.storage.read() as session:
        emails = Counter(session.scalars(select(PartyRow.email).where(PartyRow.email.is_not(None))))
        query = select(PartyRow.phone).where(PartyRow.id.in_(known)).order_by(PartyRow.id)
        phones = session.scalars(query).all()
    assert set(emails.values()) == {1}
    assert phones == [f"030 {n}" for n in range(1, 30)]

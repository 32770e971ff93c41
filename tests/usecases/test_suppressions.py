"""The suppression list: who gets no mail, at once and everywhere, and who may change that."""

import pytest
from sqlalchemy import select

from crm_core.domain.csv_files import read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import SuppressionReason
from crm_core.errors import Forbidden, InvalidInput, NotFound, SuppressedRecipient
from crm_core.services import Services
from crm_core.storage.tables import SuppressionRow
from crm_core.storage.workspace import create_workspace
from crm_core.touches.run import run_touches
from crm_core.usecases.import_leads import import_leads
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.usecases.suppressions import (
    add_suppression,
    import_suppressions,
    remove_suppression,
)
from crm_core.views.enrollments import get_enrollment
from crm_core.views.entry import preview_entry
from crm_core.views.lead_columns import load_records
from crm_core.views.party_lists import list_people
from crm_core.views.people import get_lead, get_party
from crm_core.views.suppressions import export_suppressions, list_suppressions
from tests.builders import a_lead, a_sequence, enrolled
from tests.servers import ScriptedTransport


def values(services: Services, actor: Actor, **filters: object) -> list[str]:
    page = list_suppressions(services, actor=actor, **filters)  # type: ignore[arg-type]
    return [line.value for line in page.items]


def erased(services: Services, actor: Actor, address: str) -> None:
    """Only the hash of the address is on the list."""
    with services.storage.write() as session:
        session.add(
            SuppressionRow(
                tenant_id=actor.tenant_id, reason="OPTED_OUT", created_at=services.clock.now(),
                address_hash=services.secrets.address_hash(actor.tenant_id, address),
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    "entry", ["ADA1@example.com", "example.com", "@example.com", "*.Example.com."]
)
def test_live_enrollments_end_at_once_and_nobody_new_comes_in(
    each_services: Services, actor: Actor, transport: ScriptedTransport, entry: str
) -> None:
    sequence = a_sequence(each_services, actor)
    key = enrolled(each_services, actor, sequence)
    other = enrolled(each_services, actor, sequence, email="eve@elsewhere.test")

    done = add_suppression(each_services, actor=actor, address=entry, note="said so")

    assert (done.added, done.known, done.stopped) == (1, 0, 1)
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.stop_reason) == ("CANCELED", "SUPPRESSED")
    with pytest.raises(SuppressedRecipient):
        enrolled(each_services, actor, a_sequence(each_services, actor, name="B"), 1)
    assert run_touches(each_services).sent == 1
    assert [recipient for recipient, _ in transport.sent] == ["eve@elsewhere.test"]
    assert get_enrollment(each_services, actor=actor, enrollment_id=other).status == "COMPLETED"


def test_a_domain_covers_those_below_it_in_every_room(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, email="ada@mail.eu.acme.test")
    add_suppression(each_services, actor=actor, address="acme.test")
    sequence = a_sequence(each_services, actor)

    person = get_lead(each_services, actor=actor, lead_id=lead).person
    assert person.suppressed == SuppressionReason.MANUAL
    party = get_party(each_services, actor=actor, party_id=person.id)
    assert party.suppressed == SuppressionReason.MANUAL
    (line,) = list_people(each_services, actor=actor).items
    assert line.suppressed is SuppressionReason.MANUAL
    with each_services.storage.read() as session:
        assert load_records(session, [lead])[lead].suppressed == SuppressionReason.MANUAL
    preview = preview_entry(
        each_services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_ids=[lead]
    )
    assert [refused.rule for refused in preview.refused] == ["suppressed-recipient"]


def test_the_runner_stops_whoever_moved_to_a_domain_of_the_list(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    add_suppression(each_services, actor=actor, address="acme.test", reason="COMPLAINED")
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    party = get_enrollment(each_services, actor=actor, enrollment_id=key).party_id
    update_person(each_services, actor=actor, party_id=party, changes={"email": "ada@eu.acme.test"})

    assert run_touches(each_services).stopped == 1

    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.stop_reason, transport.sent) == ("COMPLAINED", [])


def test_an_address_keeps_its_first_reason(each_services: Services, actor: Actor) -> None:
    add_suppression(each_services, actor=actor, address="a@b.test", reason="OPTED_OUT")
    again = add_suppression(each_services, actor=actor, address="a@b.test", reason="BOUNCED")

    assert (again.added, again.known) == (0, 1)
    (line,) = list_suppressions(each_services, actor=actor).items
    assert line.reason is SuppressionReason.OPTED_OUT


def test_an_erased_persons_address_comes_back_in_no_way(
    each_services: Services, actor: Actor
) -> None:
    erased(each_services, actor, "ada@acme.test")
    lead = {"first_name": "Ada", "email": "ADA@acme.test"}
    other = create_party(each_services, actor=actor, party={"first_name": "Eve"})
    for attempt in (
        lambda: create_lead(each_services, actor=actor, lead=lead),
        lambda: create_party(each_services, actor=actor, party=lead),
        lambda: update_person(
            each_services, actor=actor, party_id=other, changes={"email": "ada@acme.test"}
        ),
    ):
        with pytest.raises(SuppressedRecipient) as refusal:
            attempt()
        assert refusal.value.field == "email"
    file = read_csv(b"name,email\nAda,ada@acme.test\nEve,eve@acme.test\n", "x.csv")
    mapping = propose_mapping(file.columns)
    result = import_leads(each_services, actor=actor, file=file, mapping=mapping)
    assert (result.added, result.refused) == (1, 1)
    people = [line.email for line in list_people(each_services, actor=actor).items]
    assert sorted(people) == ["", "eve@acme.test"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Give an address or a domain."),
        ("  ", "Give an address or a domain."),
        ("com", "A domain has a dot"),
        ("no domain", "Neither an address nor a domain."),
        ("a@b@c", "Not an e-mail address"),
        ("-x-.test", "Neither an address nor a domain."),
    ],
)
def test_what_is_neither_is_refused_at_its_field(
    services: Services, actor: Actor, typed: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        add_suppression(services, actor=actor, address=typed)
    assert refusal.value.field == "address"
    assert values(services, actor) == []


def test_a_file_is_imported_line_by_line(each_services: Services, actor: Actor) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    content = (
        "address;reason;note\n\nADA1@example.com;OPTED_OUT;by phone\nacme.test\n'@evil.test\n"
        "not an address\nx@y.test;NONSENSE\nada1@example.com\n"
    )
    done = import_suppressions(each_services, actor=actor, content=content.encode("utf-8-sig"))

    assert (done.added, done.known, done.stopped) == (3, 0, 1)
    assert [number for number, _ in done.refused] == [6, 7]
    assert set(values(each_services, actor)) == {"ada1@example.com", "acme.test", "evil.test"}
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.stop_reason) == ("CANCELED", "OPTED_OUT")
    again = import_suppressions(each_services, actor=actor, content=content.encode())
    assert (again.added, again.known) == (0, 3)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"address\n", b"\xff\xfe\x00x"])
def test_a_file_of_nothing_is_refused(services: Services, actor: Actor, content: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        import_suppressions(services, actor=actor, content=content)
    assert refusal.value.field == "file"


def test_what_is_exported_is_imported_as_the_same_and_calculates_nothing(
    each_services: Services, actor: Actor
) -> None:
    add_suppression(each_services, actor=actor, address="=cmd@acme.test", note='=HYPERLINK("x")')
    add_suppression(each_services, actor=actor, address="acme.test", reason="COMPLAINED")
    erased(each_services, actor, "ada@erased.test")
    content = export_suppressions(each_services, actor=actor)
    text = content.decode("utf-8-sig")
    assert text.splitlines()[0] == "address,reason,note,since"
    assert all(not cell.startswith("=") for line in text.splitlines() for cell in line.split(","))
    assert len(text.splitlines()) == 3
    for line in list_suppressions(each_services, actor=actor).items:
        remove_suppression(each_services, actor=actor, suppression_id=line.id, why="a test")

    done = import_suppressions(each_services, actor=actor, content=content)

    assert (done.added, done.refused) == (2, ())
    page = list_suppressions(each_services, actor=actor)
    assert {(line.value, line.reason.value, line.source) for line in page.items} == {
        ("=cmd@acme.test", "MANUAL", '=HYPERLINK("x")'),
        ("acme.test", "COMPLAINED", "added by the command line"),
    }


def test_who_asked_for_no_mail_is_taken_off_with_a_written_reason_only(
    each_services: Services, actor: Actor
) -> None:
    add_suppression(each_services, actor=actor, address="a@b.test", reason="OPTED_OUT")
    (line,) = list_suppressions(each_services, actor=actor).items
    with pytest.raises(InvalidInput) as refusal:
        remove_suppression(each_services, actor=actor, suppression_id=line.id, why=" ")
    assert refusal.value.field == "why"
    assert values(each_services, actor) == ["a@b.test"]

    remove_suppression(each_services, actor=actor, suppression_id=line.id, why="Asked again.")

    assert values(each_services, actor) == []
    enrolled(each_services, actor, a_sequence(each_services, actor), email="a@b.test")


def test_only_who_looks_after_mail_takes_somebody_off(
    services: Services, actor: Actor, stranger_of: Actor
) -> None:
    add_suppression(services, actor=actor, address="a@b.test")
    (line,) = list_suppressions(services, actor=actor).items
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user", 1)
    with pytest.raises(Forbidden):
        remove_suppression(services, actor=seller, suppression_id=line.id)
    with pytest.raises(NotFound):
        remove_suppression(services, actor=stranger_of, suppression_id=line.id)
    with pytest.raises(Forbidden):
        add_suppression(
            services, actor=Actor(actor.tenant_id, Role.READ_ONLY, "user", 1), address="a@c.test"
        )
    assert values(services, stranger_of) == []
    assert values(services, actor) == ["a@b.test"]


@pytest.fixture
def stranger_of(services: Services, actor: Actor) -> Actor:
    """An administrator of another workspace."""
    with services.storage.write() as session:
        tenant = create_workspace(session, "Elsewhere", "s@e.test", services.clock.now())
    return Actor(tenant, Role.ADMINISTRATOR, "cli")


def test_the_list_is_searched_narrowed_and_paged(each_services: Services, actor: Actor) -> None:
    for number in range(5):
        add_suppression(each_services, actor=actor, address=f"p{number}@acme.test")
    add_suppression(each_services, actor=actor, address="100%.acme.test".replace("%", "x"))
    add_suppression(each_services, actor=actor, address="x@y.test", reason="BOUNCED")
    assert values(each_services, actor, typed="P3@") == ["p3@acme.test"]
    assert values(each_services, actor, typed="%") == []
    assert values(each_services, actor, domains_only=True) == ["100x.acme.test"]
    assert values(each_services, actor, reason=SuppressionReason.BOUNCED) == ["x@y.test"]
    assert len(values(each_services, actor)) == 7


def test_the_workspaces_are_apart(services: Services, actor: Actor, stranger_of: Actor) -> None:
    add_suppression(services, actor=stranger_of, address="example.com")
    erased(services, stranger_of, "ada1@example.com")
    enrolled(services, actor, a_sequence(services, actor))
    assert run_touches(services).sent == 1
    with services.storage.read() as session:
        assert session.scalar(select(SuppressionRow.id).where(
            SuppressionRow.tenant_id == actor.tenant_id)) is None  # fmt: skip

"""Leads and parties: one person for each address, clean facts, refusals that name the field."""

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Conflict, CrmError
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.usecases.access import add_user
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.views.people import get_lead, get_party


def counts(services: Services) -> tuple[int, int]:
    with services.storage.read() as session:
        return (
            session.scalar(select(func.count()).select_from(PartyRow)) or 0,
            session.scalar(select(func.count()).select_from(LeadRow)) or 0,
        )


def test_a_second_inquiry_of_an_address_belongs_to_the_same_person(
    each_services: Services, actor: Actor
) -> None:
    first = create_lead(
        each_services, actor=actor, lead={"first_name": "Ada", "email": "ada@example.com"}
    )
    second = create_lead(
        each_services, actor=actor,
        lead={"first_name": "Adele", "last_name": "Byron", "email": "Ada@Example.com",
              "company": "Acme", "custom": {"color": "red"}},
    )  # fmt: skip

    one, two = (get_lead(each_services, actor=actor, lead_id=key) for key in (first, second))
    assert one.person == two.person
    person = two.person
    assert (person.first_name, person.last_name, person.company) == ("Ada", "Byron", "Acme")
    assert person.custom == {"color": "red"}


def test_people_of_one_company_share_it_however_its_name_is_written(
    services: Services, actor: Actor
) -> None:
    for number, company in enumerate(("Acme", "ACME", "acme")):
        create_lead(
            services, actor=actor,
            lead={"email": f"a{number}@example.com", "company": company},
        )  # fmt: skip
    assert counts(services) == (4, 3)


@pytest.mark.parametrize(
    ("lead", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@example.com"}, "email"),
        ({"email": "ada@example.com\nBcc: x@example.com"}, "email"),
        ({}, "email"),
        ({"first_name": "Ada\r\nBcc: x@example.com"}, "firstName"),
        ({"first_name": "Ada\0"}, "firstName"),
        ({"first_name": "x" * 201}, "firstName"),
        ({"first_name": 7}, "firstName"),
        ({"first_name": "Ada", "status": "SOLD"}, "status"),
        ({"first_name": "Ada", "country": "Italy"}, "country"),
        ({"first_name": "Ada", "country": "ß"}, "country"),
        ({"first_name": "Ada", "owner_id": 10**9}, "ownerId"),
        ({"first_name": "Ada", "custom": {"bad name": 1}}, "custom.bad name"),
        ({"first_name": "Ada", "custom": {"x": {"deep": 1}}}, "custom.x"),
        ({"first_name": "Ada", "custom": []}, "custom"),
        ({"first_name": "Ada", "shoe_size": 40}, "lead.shoe_size"),
    ],
)
def test_a_bad_lead_is_refused_by_its_field_and_leaves_nothing(
    services: Services, actor: Actor, lead: dict[str, object], field: str
) -> None:
    with pytest.raises(CrmError) as refusal:
        create_lead(services, actor=actor, lead=lead)
    assert refusal.value.field == field
    assert counts(services) == (0, 0)


@pytest.mark.parametrize(
    "address",
    ["ada@example.com", "ada@mail.example.com", "Ada.Byron+x@sub.sub.example.com",
     "o'hara@example.com"],
)  # fmt: skip
def test_addresses_under_example_com_are_valid(
    services: Services, actor: Actor, address: str
) -> None:
    key = create_lead(services, actor=actor, lead={"email": address})
    assert get_lead(services, actor=actor, lead_id=key).person.email == address.lower()


def test_a_number_is_kept_in_international_form_where_it_can_be_read(
    services: Services, actor: Actor
) -> None:
    typed = {"+39 06 698 12345": "+390669812345", "call the desk": "call the desk"}
    for number, kept in typed.items():
        key = create_lead(services, actor=actor, lead={"phone": number})
        assert get_lead(services, actor=actor, lead_id=key).person.phone == kept


def test_a_time_zone_that_does_not_exist_is_kept_to_be_flagged(
    services: Services, actor: Actor
) -> None:
    key = create_lead(services, actor=actor, lead={"first_name": "Ada", "timezone": "Mars/Olympus"})
    assert get_lead(services, actor=actor, lead_id=key).person.timezone == "Mars/Olympus"


def test_a_known_address_or_company_cannot_be_added_again_as_a_party(
    services: Services, actor: Actor
) -> None:
    create_party(services, actor=actor, party={"email": "ada@example.com"})
    create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    for party, field in (
        ({"email": "ADA@example.com"}, "email"),
        ({"kind": "COMPANY", "name": "ACME"}, "name"),
    ):
        with pytest.raises(Conflict) as refusal:
            create_party(services, actor=actor, party=party)
        assert refusal.value.field == field
    assert counts(services) == (2, 0)


def test_changing_a_name_changes_what_lists_show(services: Services, actor: Actor) -> None:
    key = create_party(
        services, actor=actor, party={"first_name": "Ada", "email": "ada@example.com"}
    )
    update_person(services, actor=actor, party_id=key, changes={"last_name": "Lovelace"})
    assert get_party(services, actor=actor, party_id=key).name == "Ada Lovelace"


def test_a_name_that_grows_when_its_case_is_folded_fits(
    each_services: Services, actor: Actor
) -> None:
    key = create_lead(
        each_services, actor=actor, lead={"first_name": "ﬃ" * 200, "company": "ΐ" * 200}
    )
    assert get_lead(each_services, actor=actor, lead_id=key).person.company == "ΐ" * 200


@pytest.mark.parametrize("named", [True, False])
def test_what_is_added_is_the_adders_unless_it_is_said_to_be_nobodys(
    named: bool, each_services: Services, actor: Actor
) -> None:
    eva = Actor(actor.tenant_id, Role.SALESPERSON, "user", add_user(
        each_services, actor=actor, email="eva@example.com", password="correct horse battery",
        role=Role.SALESPERSON, name="Eva",
    ))  # fmt: skip
    given = {"first_name": "Ada", **({"owner_id": None} if named else {})}

    lead = create_lead(each_services, actor=eva, lead=given)
    party = create_party(each_services, actor=eva, party=given)

    whose = None if named else eva.user_id
    assert get_lead(each_services, actor=eva, lead_id=lead).owner_id == whose
    assert get_party(each_services, actor=eva, party_id=party).owner_id == whose

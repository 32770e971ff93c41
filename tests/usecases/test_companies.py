"""Changing a company: what it has can be changed, what only a person has is refused."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.errors import Conflict, CrmError, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow
from crm_core.usecases.access import add_user
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.views.people import get_lead, get_party


def a_company(services: Services, actor: Actor, name: str = "Acme", **facts: object) -> int:
    return create_party(services, actor=actor, party={"kind": "COMPANY", "name": name, **facts})


def a_person(services: Services, actor: Actor, **facts: object) -> int:
    given = {"first_name": "Ada", "email": "ada@example.com", **facts}
    return create_party(services, actor=actor, party=given)


def test_everything_that_a_company_has_can_be_changed(
    each_services: Services, actor: Actor
) -> None:
    key = a_company(each_services, actor, phone="1", custom={"docks": 3})
    owner = add_user(
        each_services, actor=actor, email="ann@example.com", password="long enough", role="manager"
    )
    changes = {
        "name": "Engines", "email": "Desk@Engines.example.com", "phone": "+39 06 698 12345",
        "timezone": "Europe/Rome", "country": "it", "owner_id": owner, "custom": {"doors": 4},
    }  # fmt: skip
    update_person(each_services, actor=actor, party_id=key, changes=changes)

    line = get_party(each_services, actor=actor, party_id=key)
    assert (line.kind, line.name, line.owner_id) == ("COMPANY", "Engines", owner)
    assert (line.email, line.phone) == ("desk@engines.example.com", "+390669812345")
    assert (line.timezone, line.country, line.custom) == ("Europe/Rome", "IT", {"doors": 4})
    with each_services.storage.read() as session:
        note = session.scalars(select(AuditRow).where(AuditRow.action == "party.changed")).one()
    assert (note.object_id, note.detail) == (key, {"fields": list(changes)})


def test_a_change_of_a_company_leaves_what_it_does_not_name(
    each_services: Services, actor: Actor
) -> None:
    key = a_company(each_services, actor, email="desk@example.com", custom={"docks": 3})
    before = get_party(each_services, actor=actor, party_id=key)
    update_person(each_services, actor=actor, party_id=key, changes={"country": "it"})
    after = get_party(each_services, actor=actor, party_id=key)
    assert (before.country, after.country) == (None, "IT")
    assert (after.name, after.email, after.custom) == (before.name, before.email, before.custom)


def test_a_renamed_company_is_found_by_its_new_name_and_the_old_one_is_free(
    each_services: Services, actor: Actor
) -> None:
    key = a_company(each_services, actor)
    update_person(each_services, actor=actor, party_id=key, changes={"name": "Engines"})
    lead = create_lead(each_services, actor=actor, lead={"first_name": "A", "company": "ENGINES"})
    assert get_lead(each_services, actor=actor, lead_id=lead).person.company_id == key
    assert a_company(each_services, actor) != key


@pytest.mark.parametrize("name", ["Engines", "ENGINES", " engines "])
def test_a_name_that_another_company_has_is_a_conflict(
    each_services: Services, actor: Actor, name: str
) -> None:
    a_company(each_services, actor, "Engines")
    key = a_company(each_services, actor)
    with pytest.raises(Conflict) as refusal:
        update_person(each_services, actor=actor, party_id=key, changes={"name": name})
    assert refusal.value.field == "name"
    assert get_party(each_services, actor=actor, party_id=key).name == "Acme"


def test_a_company_may_spell_its_own_name_anew_and_take_the_name_of_a_person(
    each_services: Services, actor: Actor
) -> None:
    a_person(each_services, actor, first_name="Looms")
    key = a_company(each_services, actor)
    for name in ("ACME", "Looms"):
        update_person(each_services, actor=actor, party_id=key, changes={"name": name})
        assert get_party(each_services, actor=actor, party_id=key).name == name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": "Engines"}, "firstName"),
        ({"first_name": None}, "firstName"),
        ({"last_name": "Works"}, "lastName"),
        ({"title": "Countess"}, "title"),
        ({"company": "Acme"}, "company"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 3}, "name"),
        ({"owner_id": 10**9}, "ownerId"),
        ({"email": "desk"}, "email"),
        ({"kind": "PERSON"}, "party.kind"),
    ],
)
def test_what_a_company_cannot_be_is_refused_by_its_field_and_changes_nothing(
    each_services: Services, actor: Actor, changes: dict[str, object], field: str
) -> None:
    a_company(each_services, actor, "Engines")
    key = a_company(each_services, actor)
    before = get_party(each_services, actor=actor, party_id=key)
    with pytest.raises(CrmError) as refusal:
        update_person(
            each_services, actor=actor, party_id=key, changes={"country": "it", **changes}
        )
    wanted = NotFound if field == "ownerId" else InvalidInput
    assert (type(refusal.value), refusal.value.field) == (wanted, field)
    assert get_party(each_services, actor=actor, party_id=key) == before


def test_a_person_has_no_name_beside_the_first_and_the_last(
    each_services: Services, actor: Actor
) -> None:
    key = a_person(each_services, actor)
    with pytest.raises(InvalidInput, match="firstName and lastName") as refusal:
        update_person(each_services, actor=actor, party_id=key, changes={"name": "Ada Byron"})
    assert refusal.value.field == "name"


def test_a_person_can_be_given_to_another_owner_or_to_nobody(
    each_services: Services, actor: Actor
) -> None:
    key = a_person(each_services, actor)
    owner = add_user(
        each_services, actor=actor, email="ann@example.com", password="long enough", role="manager"
    )
    for wanted in (owner, None):
        update_person(each_services, actor=actor, party_id=key, changes={"owner_id": wanted})
        assert get_party(each_services, actor=actor, party_id=key).owner_id == wanted


def test_the_address_of_a_company_may_be_a_persons_but_not_one_person_anothers(
    each_services: Services, actor: Actor
) -> None:
    a_person(each_services, actor)
    company = a_company(each_services, actor)
    other = a_person(each_services, actor, email="bo@example.com")
    changes = {"email": "ADA@example.com"}
    update_person(each_services, actor=actor, party_id=company, changes=changes)
    with pytest.raises(Conflict) as refusal:
        update_person(each_services, actor=actor, party_id=other, changes=changes)
    assert refusal.value.field == "email"
    assert get_party(each_services, actor=actor, party_id=company).email == "ada@example.com"
    assert get_party(each_services, actor=actor, party_id=other).email == "bo@example.com"

"""A person has left their company: who says so, what ends, and how it is taken back."""

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import EntityType
from crm_core.errors import Conflict, Forbidden, HasLeft, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow
from crm_core.usecases.departures import set_presence
from crm_core.usecases.enrollments import enroll_entity
from crm_core.usecases.erasing import erase_person
from crm_core.usecases.people import create_party, update_person
from crm_core.usecases.replies import mark_replied
from crm_core.views.enrollments import get_enrollment
from crm_core.views.entry import preview_entry
from crm_core.views.people import get_lead, get_party
from tests.builders import a_lead, a_sequence, enrolled


def person_of(services: Services, actor: Actor, lead_id: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead_id).person.id


def has_left(services: Services, actor: Actor, party_id: int) -> bool:
    return get_party(services, actor=actor, party_id=party_id).has_left


def enter(services: Services, actor: Actor, sequence_id: int, party_id: int) -> int:
    return enroll_entity(
        services, actor=actor, sequence_id=sequence_id, entity_type=EntityType.PARTY,
        entity_id=party_id, start_at=None,
    ).enrollment_id  # fmt: skip


def test_every_sequence_ends_and_none_begins_until_they_are_there(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    key = enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    other = a_sequence(each_services, actor, name="Another")
    party = person_of(each_services, actor, lead)

    for _ in range(2):
        set_presence(each_services, actor=actor, party_id=party, has_left=True)

    assert has_left(each_services, actor, party)
    line = get_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (line.status, line.stop_reason) == ("CANCELED", "LEFT")
    with pytest.raises(HasLeft):
        enter(each_services, actor, other, party)
    seen = preview_entry(
        each_services, actor=actor, sequence_id=other, entity_type=EntityType.LEAD,
        entity_ids=[lead],
    )  # fmt: skip
    assert [one.rule for one in seen.refused] == ["has-left"]

    set_presence(each_services, actor=actor, party_id=party, has_left=False)

    assert enter(each_services, actor, other, party)
    with each_services.storage.read() as session:
        said = session.scalars(select(AuditRow.action).where(AuditRow.action.like("person.%")))
        assert list(said) == ["person.left", "person.is_there"]


@pytest.mark.parametrize("change", [{"email": "ada@new.example"}, {"company": "Elsewhere"}])
def test_with_another_address_or_company_they_are_somewhere_else(
    services: Services, actor: Actor, change: dict[str, str]
) -> None:
    party = person_of(services, actor, a_lead(services, actor))
    set_presence(services, actor=actor, party_id=party, has_left=True)
    update_person(services, actor=actor, party_id=party, changes={"title": "Founder"})
    assert has_left(services, actor, party)

    update_person(services, actor=actor, party_id=party, changes=change)

    assert not has_left(services, actor, party)


def test_what_is_written_again_as_it_was_changes_nothing(services: Services, actor: Actor) -> None:
    lead = a_lead(services, actor, company="Acme")
    person = get_lead(services, actor=actor, lead_id=lead).person
    set_presence(services, actor=actor, party_id=person.id, has_left=True)

    changes = {"email": person.email, "company": "Acme"}
    update_person(services, actor=actor, party_id=person.id, changes=changes)

    assert has_left(services, actor, person.id)


def test_whoever_answers_is_there(services: Services, actor: Actor) -> None:
    lead = a_lead(services, actor)
    sequence = a_sequence(services, actor)
    key = enrolled(services, actor, sequence, lead)
    party = person_of(services, actor, lead)
    set_presence(services, actor=actor, party_id=party, has_left=True)
    set_presence(services, actor=actor, party_id=party, has_left=False)
    again = enter(services, actor, a_sequence(services, actor, name="Another"), party)
    with services.storage.write() as session:
        session.connection().exec_driver_sql("UPDATE parties SET left_at = created_at")

    mark_replied(services, actor=actor, enrollment_id=again)

    assert key != again
    assert not has_left(services, actor, party)


def test_it_is_refused_for_whoever_may_not_say_so_and_for_what_is_no_person(
    services: Services, actor: Actor
) -> None:
    party = person_of(services, actor, a_lead(services, actor))
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    for by, of, refused in (
        (reader, party, Forbidden), (stranger, party, NotFound), (actor, company, InvalidInput),
    ):  # fmt: skip
        with pytest.raises(refused):
            set_presence(services, actor=by, party_id=of, has_left=True)
    assert not has_left(services, actor, party)
    set_presence(services, actor=actor, party_id=party, has_left=True)
    erase_person(services, actor=actor, party_id=party)
    assert not has_left(services, actor, party)
    with pytest.raises(Conflict):
        set_presence(services, actor=actor, party_id=party, has_left=True)

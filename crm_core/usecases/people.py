"""Adding and changing persons, companies and leads; noting that somebody gets no more mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.search import name_key, search_key
from crm_core.domain.words import PartyKind
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import (
    Wish,
    add_party,
    carry_wish_over,
    opt_out_people,
    refresh_search,
    release_held,
)
from crm_core.storage.suppressions import refuse_erased
from crm_core.storage.tables import EnrollmentRow, LeadRow, PartyRow, UserRow
from crm_core.usecases.person_facts import LINE, blanks_filled, lead_facts, person_facts

_PERSON_FIELDS = ("first_name", "last_name", "phone", "title", "timezone", "country")
_COMPANY_COLUMNS = ("email", "phone", "timezone", "country", "custom")
_ONLY_OF_PERSONS = {
    "first_name": "firstName", "last_name": "lastName", "title": "title", "company": "company",
}  # fmt: skip
_AT_WORK = ("email", "company_id")
_ADDRESS_TAKEN = "The workspace has a person with this address."
_NAME_TAKEN = "The workspace has a company of this name."


def create_lead(services: Services, *, actor: Actor, lead: Mapping[str, object]) -> int:
    """Add a lead from the contract's `LeadInput` (snake_case keys); returns its id.

    A person whom the workspace knows by the address gets a further lead; what was blank about
    them is filled in, what was known stays. Without `owner_id` it is the actor's, with None
    nobody's.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(lead, {*_PERSON_FIELDS, "email", "company", "source", "status", "owner_id",
                       "custom"}, "lead")  # fmt: skip
    facts = lead_facts(lead)
    now = services.clock.now()
    with services.storage.write() as session:
        refuse_erased(session, services.secrets, actor.tenant_id, facts.person["email"])
        owner_id = _owner(session, actor, lead)
        row = LeadRow(
            tenant_id=actor.tenant_id,
            party_id=_find_or_add_person(
                session, actor, facts.person, facts.company, owner_id, now
            ),
            status=facts.status,
            source=facts.source,
            owner_id=owner_id,
            created_at=now,
        )
        session.add(row)
        session.flush()
        refresh_search(session, row.party_id)
        audit.note(session, actor, now, "lead.created", "lead", row.id)
        return row.id


def create_party(services: Services, *, actor: Actor, party: Mapping[str, object]) -> int:
    """Add a person or a company; returns its id.

    Keys as for a lead, without `source` and `status`, with `kind` (PERSON by default) and, for
    a company, `name`. Raises `Conflict` where the workspace knows the address or the company.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(party, {*_PERSON_FIELDS, "kind", "name", "email", "company", "owner_id",
                        "custom"}, "party")  # fmt: skip
    kind = inputs.word(PartyKind, party.get("kind") or PartyKind.PERSON, "kind")
    facts = person_facts(party)
    now = services.clock.now()
    with services.storage.write() as session:
        refuse_erased(session, services.secrets, actor.tenant_id, facts["email"])
        owner_id = _owner(session, actor, party)
        if kind is PartyKind.COMPANY:
            name = _company_name(party.get("name") or party.get("company"))
            party_id = _add_company(session, actor, name, facts, owner_id, now)
        else:
            if not any(facts[name] for name in ("first_name", "last_name", "email", "phone")):
                raise InvalidInput("A person needs a name, an address or a number.", "email")
            company = inputs.line(party.get("company"), "company", LINE)
            company_id = _find_or_add_company(session, actor, company, now)
            party_id = _add_person(session, actor, facts, company_id, owner_id, now)
        if party_id is None:
            raise _taken(kind)
        refresh_search(session, party_id)
        audit.note(session, actor, now, "party.created", "party", party_id)
        return party_id


def update_person(
    services: Services, *, actor: Actor, party_id: int, changes: Mapping[str, object]
) -> None:
    """Change what is known of a person or a company; what is not named stays.

    Keys as for `create_party`, without `kind`; `custom` replaces all custom fields. Raises
    `InvalidInput` for a field that only the other kind has, `Conflict` for an address that
    another person or a name that another company has. Enrollments that waited for a missing
    fact are looked at again. Whoever had left a company is somewhere else with another address or
    company.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(changes, {*_PERSON_FIELDS, "name", "email", "company", "owner_id",
                          "custom"}, "party")  # fmt: skip
    facts = person_facts(changes)
    now = services.clock.now()
    with services.storage.write() as session:
        # As for a lead the company comes before the person: nobody who waits for a company
        # holds a person, so that two of them never wait for each other.
        company = inputs.line(changes.get("company"), "company", LINE)
        company_id = _find_or_add_company(session, actor, company, now)
        row = owned(session, PartyRow, actor.tenant_id, party_id, what="person", lock=True)
        if row.erased_at is not None:
            raise Conflict("This person was erased; add whoever it is anew.", field="partyId")
        _refuse_fields_of_the_other_kind(row, changes)
        columns = {name: facts[name] for name in changes if name in facts}
        if "company" in changes:
            columns["company_id"] = company_id
        if "owner_id" in changes:
            columns["owner_id"] = _user(session, actor, changes["owner_id"])
        columns |= _name_columns(row, changes, facts)
        if any(columns.get(name, getattr(row, name)) != getattr(row, name) for name in _AT_WORK):
            columns["left_at"] = None
        if columns.get("email") != row.email:
            refuse_erased(session, services.secrets, actor.tenant_id, columns.get("email"))
        _refuse_taken(session, row, columns)
        if columns.get("email") and row.email:
            carry_wish_over(session, actor.tenant_id, row.email, str(columns["email"]), now)
        _store(session, row, columns)
        refresh_search(session, party_id)
        for gate in ("content", "address"):
            release_held(session, gate, now, EnrollmentRow.party_id == party_id)
        audit.note(session, actor, now, "party.changed", "party", party_id, fields=list(changes))


def opt_out(
    services: Services,
    *,
    tenant_id: int,
    party_id: int,
    source: str,
    enrollment_id: int | None = None,
    by_message: bool = False,
    noted_by: Actor | None = None,
) -> None:
    """The person asked for no more mail: nothing goes out any more, from any sequence.

    No mail goes to the present address either, whoever has it. `by_message`: nor to those that
    the messages of `enrollment_id` (the person's own), or those written to them by hand, went to:
    the person may have another one since. Needs no permission: it is the person's own right.
    Doing it again changes nothing. `noted_by`: who wrote the wish down, where it was not the
    person.
    """
    now = services.clock.now()
    with services.storage.write() as session:
        owned(session, PartyRow, tenant_id, party_id, what="person", lock=True)
        wish = Wish(tenant_id, party_id, enrollment_id, by_message)
        opt_out_people(session, [wish], source, now)
        if noted_by is not None:
            audit.note(session, noted_by, now, "person.opted_out", "party", party_id)


def _owner(session: WriteSession, actor: Actor, given: Mapping[str, object]) -> int | None:
    """Whose what is added becomes: that of whoever adds it, unless `owner_id` is given."""
    return _user(session, actor, given["owner_id"]) if "owner_id" in given else actor.user_id


def _user(session: WriteSession, actor: Actor, value: object) -> int | None:
    user_id = inputs.whole(value, "ownerId")
    if user_id is not None:
        owned(session, UserRow, actor.tenant_id, user_id, what="user", field="ownerId")
    return user_id


def _refuse_fields_of_the_other_kind(row: PartyRow, changes: Mapping[str, object]) -> None:
    if row.kind == PartyKind.PERSON:
        if "name" in changes:
            raise InvalidInput("A person's name is its firstName and lastName.", field="name")
        return
    for name, field in _ONLY_OF_PERSONS.items():
        if name in changes:
            raise InvalidInput("Only a person has this; a company has a name.", field=field)


def _name_columns(
    row: PartyRow, changes: Mapping[str, object], facts: dict[str, Any]
) -> dict[str, Any]:
    """What the party is called after the changes, and by what it is found."""
    if row.kind == PartyKind.COMPANY:
        name = _company_name(changes["name"]) if "name" in changes else row.name
    else:
        first, last = (
            facts[part] if part in changes else getattr(row, part)
            for part in ("first_name", "last_name")
        )
        name = f"{first} {last}".strip() or row.name
    return {"name": name, "name_key": name_key(name)}


def _refuse_taken(session: WriteSession, row: PartyRow, columns: dict[str, Any]) -> None:
    """Look before the change, so that two who swap their names are told and wait for nobody."""
    kind = PartyKind(row.kind)
    column = PartyRow.name_key if kind is PartyKind.COMPANY else PartyRow.email
    wanted = columns.get(column.key)
    if wanted is None:
        return
    other = session.scalar(
        select(PartyRow.id).where(
            PartyRow.tenant_id == row.tenant_id,
            PartyRow.kind == kind,
            PartyRow.id != row.id,
            column == wanted,
        )
    )
    if other is not None:
        raise _taken(kind)


def _store(session: WriteSession, row: PartyRow, columns: dict[str, Any]) -> None:
    """Write the changes; a name or address that was taken since the look is refused alike."""
    kind = PartyKind(row.kind)
    try:
        with session.begin_nested():
            for name, value in columns.items():
                setattr(row, name, value)
            session.flush()
    except IntegrityError as fault:
        if "uq_parties_tenant_" in str(fault):
            raise _taken(kind) from fault
        raise


def _taken(kind: PartyKind) -> Conflict:
    if kind is PartyKind.COMPANY:
        return Conflict(_NAME_TAKEN, field="name")
    return Conflict(_ADDRESS_TAKEN, field="email")


def _find_or_add_person(
    session: WriteSession,
    actor: Actor,
    facts: dict[str, Any],
    company: str,
    owner_id: int | None,
    now: datetime,
) -> int:
    """The id of the person with the address, whose blanks are filled in, or of a new one."""
    company_id = _find_or_add_company(session, actor, company, now)
    while True:
        known = _person_by_email(session, actor, facts["email"])
        if known is not None:
            _fill_in(known, facts, company_id)
            session.flush()
            return known.id
        added = _add_person(session, actor, facts, company_id, owner_id, now)
        if added is not None:
            return added
        # Somebody else brought the person since the look, and the next one finds them.


def _person_by_email(session: WriteSession, actor: Actor, email: str | None) -> PartyRow | None:
    """The person as of now, held until the transaction ends."""
    if email is None:
        return None
    return session.scalar(
        select(PartyRow)
        .where(
            PartyRow.tenant_id == actor.tenant_id,
            PartyRow.email == email,
            PartyRow.kind == PartyKind.PERSON,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _fill_in(known: PartyRow, facts: dict[str, Any], company_id: int | None) -> None:
    for name, value in blanks_filled(known, facts).items():
        setattr(known, name, value)
    known.company_id = known.company_id or company_id


def _add_person(
    session: WriteSession,
    actor: Actor,
    facts: dict[str, Any],
    company_id: int | None,
    owner_id: int | None,
    now: datetime,
) -> int | None:
    """The new person's id; None where the address is known."""
    name = f"{facts['first_name']} {facts['last_name']}".strip()
    return add_party(
        session,
        PartyKind.PERSON,
        tenant_id=actor.tenant_id,
        name=name,
        name_key=name_key(name),
        company_id=company_id,
        owner_id=owner_id,
        created_at=now,
        **facts,
    )


def _find_or_add_company(
    session: WriteSession, actor: Actor, name: str, now: datetime
) -> int | None:
    """The company of this name, added where the workspace does not know it; None without one."""
    if not name:
        return None
    while True:
        found = session.scalar(
            select(PartyRow.id).where(
                PartyRow.tenant_id == actor.tenant_id,
                PartyRow.kind == PartyKind.COMPANY,
                PartyRow.name_key == name_key(name),
            )
        )
        if found is None:
            # None again where somebody else added it since the look; the next one finds it.
            found = _add_company(session, actor, name, {}, None, now)
        if found is not None:
            return found


def _add_company(
    session: WriteSession,
    actor: Actor,
    name: str,
    facts: dict[str, Any],
    owner_id: int | None,
    now: datetime,
) -> int | None:
    """The new company's id; None where the name is known."""
    return add_party(
        session,
        PartyKind.COMPANY,
        tenant_id=actor.tenant_id,
        name=name,
        name_key=name_key(name),
        search_key=search_key(name),
        owner_id=owner_id,
        created_at=now,
        **{key: facts[key] for key in _COMPANY_COLUMNS if key in facts},
    )


def _company_name(value: object) -> str:
    name = inputs.line(value, "name", LINE)
    if not name:
        raise InvalidInput("A company needs a name.", field="name")
    return name

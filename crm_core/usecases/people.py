"""Adding persons, companies and leads, and taking note that a person must not be written to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import LeadStatus, PartyKind, StopReason, SuppressionReason
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.people import release_held, stop_person, suppress_address
from crm_core.storage.tables import EnrollmentRow, LeadRow, PartyRow, UserRow
from crm_core.usecases.person_facts import LINE, person_facts

_PERSON_FIELDS = ("first_name", "last_name", "phone", "title", "timezone", "country")


def create_lead(services: Services, *, actor: Actor, lead: Mapping[str, object]) -> int:
    """Add a lead from the contract's `LeadInput` (snake_case keys); returns its id.

    A person whom the workspace knows by the address gets a further lead; what was blank about
    them is filled in, what was known stays.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(lead, {*_PERSON_FIELDS, "email", "company", "source", "status", "owner_id",
                       "custom"}, "lead")  # fmt: skip
    facts = person_facts(lead)
    status = inputs.word(LeadStatus, lead.get("status") or LeadStatus.NEW, "status")
    source = inputs.line(lead.get("source"), "source", LINE)
    if not any(facts[name] for name in ("first_name", "last_name", "email", "phone")):
        raise InvalidInput("A lead needs a name, an e-mail address or a phone number.", "email")
    now = services.clock.now()
    with services.storage.write() as session:
        owner_id = _owner(session, actor, lead.get("owner_id"))
        company = inputs.line(lead.get("company"), "company", LINE)
        person = _find_or_add_person(session, actor, facts, company, owner_id, now)
        row = LeadRow(
            tenant_id=actor.tenant_id,
            party_id=person.id,
            status=status,
            source=source,
            owner_id=owner_id,
            created_at=now,
        )
        session.add(row)
        session.flush()
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
        owner_id = _owner(session, actor, party.get("owner_id"))
        if kind is PartyKind.COMPANY:
            row = _add_company(session, actor, party, facts, owner_id, now)
        else:
            if not any(facts[name] for name in ("first_name", "last_name", "email", "phone")):
                raise InvalidInput("A person needs a name, an address or a number.", "email")
            if _person_by_email(session, actor, facts["email"]) is not None:
                raise Conflict("The workspace has a person with this address.", field="email")
            company = inputs.line(party.get("company"), "company", LINE)
            row = _find_or_add_person(session, actor, facts, company, owner_id, now)
        audit.note(session, actor, now, "party.created", "party", row.id)
        return row.id


def update_person(
    services: Services, *, actor: Actor, party_id: int, changes: Mapping[str, object]
) -> None:
    """Change a person's facts; enrollments that waited for a missing one are looked at again."""
    actor.require(Permission.PEOPLE_MANAGE)
    inputs.only(changes, {*_PERSON_FIELDS, "email", "company", "custom"}, "party")
    facts = person_facts(changes)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, PartyRow, actor.tenant_id, party_id, what="person", lock=True)
        for name in changes:
            if name == "company":
                company = inputs.line(changes["company"], "company", LINE)
                row.company_id = _company(session, actor, company, now)
            elif name == "email":
                other = _person_by_email(session, actor, facts["email"])
                if other is not None and other.id != party_id:
                    raise Conflict("Another person has this address.", field="email")
                row.email = facts["email"]
            else:
                setattr(row, name, facts[name])
        row.name = f"{row.first_name} {row.last_name}".strip() or row.name
        row.name_key = _key(row.name)
        session.flush()
        for gate in ("content", "address"):
            release_held(session, gate, now, EnrollmentRow.party_id == party_id)
        audit.note(session, actor, now, "party.changed", "party", party_id, fields=list(changes))


def opt_out(services: Services, *, tenant_id: int, party_id: int, source: str) -> None:
    """The person asked for no more mail: nothing goes out any more, from any sequence.

    Needs no permission: it is the person's own right. Doing it again changes nothing.
    """
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, PartyRow, tenant_id, party_id, what="person", lock=True)
        if row.email:
            reason = SuppressionReason.OPTED_OUT
            suppress_address(session, tenant_id, row.email, reason, source, now)
        detail = f"The person opted out ({source})."
        stop_person(session, tenant_id, party_id, StopReason.OPTED_OUT, detail, now)


def _owner(session: WriteSession, actor: Actor, value: object) -> int | None:
    owner_id = inputs.whole(value, "ownerId")
    if owner_id is None:
        return actor.user_id
    owned(session, UserRow, actor.tenant_id, owner_id, what="user", field="ownerId")
    return owner_id


def _person_by_email(session: WriteSession, actor: Actor, email: str | None) -> PartyRow | None:
    if email is None:
        return None
    return session.scalar(
        select(PartyRow).where(
            PartyRow.tenant_id == actor.tenant_id,
            PartyRow.email == email,
            PartyRow.kind == PartyKind.PERSON,
        )
    )


def _find_or_add_person(
    session: WriteSession,
    actor: Actor,
    facts: dict[str, Any],
    company: str,
    owner_id: int | None,
    now: datetime,
) -> PartyRow:
    known = _person_by_email(session, actor, facts["email"])
    company_id = _company(session, actor, company, now)
    if known is not None:
        for name in (*_PERSON_FIELDS,):
            if not getattr(known, name):
                setattr(known, name, facts[name])
        known.company_id = known.company_id or company_id
        known.custom = {**facts["custom"], **known.custom}
        session.flush()
        return known
    name = f"{facts['first_name']} {facts['last_name']}".strip()
    row = PartyRow(
        tenant_id=actor.tenant_id,
        kind=PartyKind.PERSON,
        name=name,
        name_key=_key(name),
        company_id=company_id,
        owner_id=owner_id,
        created_at=now,
        **facts,
    )
    session.add(row)
    session.flush()
    return row


def _company(session: WriteSession, actor: Actor, name: str, now: datetime) -> int | None:
    """The company of this name, added where the workspace does not know it."""
    if not name:
        return None
    key = _key(name)
    found = session.scalar(
        select(PartyRow.id).where(
            PartyRow.tenant_id == actor.tenant_id,
            PartyRow.kind == PartyKind.COMPANY,
            PartyRow.name_key == key,
        )
    )
    if found is not None:
        return found
    row = PartyRow(
        tenant_id=actor.tenant_id,
        kind=PartyKind.COMPANY,
        name=name,
        name_key=key,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _add_company(
    session: WriteSession,
    actor: Actor,
    party: Mapping[str, object],
    facts: dict[str, Any],
    owner_id: int | None,
    now: datetime,
) -> PartyRow:
    name = inputs.line(party.get("name") or party.get("company"), "name", LINE)
    if not name:
        raise InvalidInput("A company needs a name.", field="name")
    taken = session.scalar(
        select(PartyRow.id).where(
            PartyRow.tenant_id == actor.tenant_id,
            PartyRow.kind == PartyKind.COMPANY,
            PartyRow.name_key == _key(name),
        )
    )
    if taken is not None:
        raise Conflict("The workspace has a company of this name.", field="name")
    row = PartyRow(
        tenant_id=actor.tenant_id,
        kind=PartyKind.COMPANY,
        name=name,
        name_key=_key(name),
        owner_id=owner_id,
        created_at=now,
        **{key: facts[key] for key in ("email", "phone", "timezone", "country", "custom")},
    )
    session.add(row)
    session.flush()
    return row


def _key(name: str) -> str:
    """By what a name is found whatever its case; folding may lengthen it past its column."""
    return name.casefold()[:500]

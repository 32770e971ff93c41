"""Adding deals, changing what is known of them, and moving them from stage to stage."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from crm_core.domain import inputs
from crm_core.domain.deals import CLOSED, move_text
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivityStatus, ActivityType, DealStage, PartyKind
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.activities import source_of
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, LeadRow, PartyRow, UserRow

AMOUNT_MOST = Decimal("999999999999.99")
REASON_LIMIT = 2_000
FIELDS = {
    "name", "party_id", "lead_id", "company_id", "stage", "amount", "currency", "owner_id",
    "expected_close_on",
}  # fmt: skip
CHANGEABLE = FIELDS - {"stage", "lead_id"}
_IDS = {
    "party_id": "partyId",
    "lead_id": "leadId",
    "company_id": "companyId",
    "owner_id": "ownerId",
}


def create_deal(services: Services, *, actor: Actor, deal: Mapping[str, object]) -> int:
    """Add a deal of a person, a lead or a company (snake_case keys of `FIELDS`); returns its id.

    A lead brings its person, a person their company where none is named, and a `party_id` may
    be a company's. Raises `InvalidInput` for ids that contradict each other.
    """
    actor.require(Permission.DEALS_MANAGE)
    inputs.only(deal, FIELDS, "deal")
    name = _name(deal.get("name"))
    currency = _currency(deal.get("currency"))
    stage = inputs.word(DealStage, deal.get("stage") or DealStage.NEW, "stage")
    amount = _amount(deal.get("amount"))
    close_on = inputs.day(deal.get("expected_close_on"), "expectedCloseOn")
    ids = {key: inputs.whole(deal.get(key), field) for key, field in _IDS.items()}
    now = services.clock.now()
    with services.storage.write() as session:
        tenant = actor.tenant_id
        _relate(session, tenant, ids)
        _check_owner(session, tenant, ids["owner_id"])
        row = DealRow(
            tenant_id=tenant, name=name, stage=stage, stage_entered_at=now, amount=amount,
            currency=currency, expected_close_on=close_on, created_at=now, **ids,
        )  # fmt: skip
        row.owner_id = row.owner_id or actor.user_id
        session.add(row)
        session.flush()
        audit.note(session, actor, now, "deal.created", "deal", row.id)
        return row.id


def update_deal(
    services: Services, *, actor: Actor, deal_id: int, changes: Mapping[str, object]
) -> None:
    """Change what is known of a deal: the keys of `CHANGEABLE` that are given, the rest stays.

    As with a new deal, a person brings their company where none is named. The lead that the
    deal came by is let go with its person. Raises `InvalidInput` by the field.
    """
    actor.require(Permission.DEALS_MANAGE)
    inputs.only(changes, CHANGEABLE, "deal")
    values = _values(changes)
    ids = {
        key: inputs.whole(changes[key], _IDS[key])
        for key in ("party_id", "company_id", "owner_id")
        if key in changes
    }
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, DealRow, actor.tenant_id, deal_id, what="deal", lock=True)
        if "party_id" in ids or "company_id" in ids:
            values |= _related_anew(session, row, ids)
        if "owner_id" in ids:
            _check_owner(session, actor.tenant_id, ids["owner_id"])
            values["owner_id"] = ids["owner_id"]
        changed = sorted(key for key, value in values.items() if getattr(row, key) != value)
        if not changed:
            return
        for key in changed:
            setattr(row, key, values[key])
        audit.note(session, actor, now, "deal.updated", "deal", deal_id, fields=changed)


def move_deal(
    services: Services,
    *,
    actor: Actor,
    deal_id: int,
    stage: object,
    seen: object = None,
) -> None:
    """Put a deal into a stage; the move stands on its timeline. Staying is no move.

    `seen`: the stage in which whoever moves it saw the deal. Raises `Conflict` where it has
    gone to a third one meanwhile, so that nobody undoes a move that they do not know of.
    """
    wanted = inputs.word(DealStage, stage, "stage")
    _move(services, actor, deal_id, wanted, seen=seen)


def close_deal(
    services: Services,
    *,
    actor: Actor,
    deal_id: int,
    outcome: object,
    reason: object = None,
    seen: object = None,
) -> None:
    """Win or lose a deal, with a word on the timeline why; a lost one needs it.

    `seen` as for `move_deal`. A deal that has the outcome already keeps its first reason.
    """
    wanted = inputs.word(DealStage, outcome, "outcome")
    if wanted not in CLOSED:
        raise InvalidInput("A deal is closed as WON or LOST.", field="outcome")
    said = inputs.text(reason, "reason", REASON_LIMIT)
    if wanted is DealStage.LOST and not said.strip():
        raise InvalidInput("Say in a few words why it was lost.", field="reason")
    _move(services, actor, deal_id, wanted, seen=seen, note=said or None)


def _move(
    services: Services,
    actor: Actor,
    deal_id: int,
    wanted: DealStage,
    *,
    seen: object = None,
    note: str | None = None,
) -> None:
    actor.require(Permission.DEALS_MANAGE)
    known = None if seen is None else inputs.word(DealStage, seen, "seen")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, DealRow, actor.tenant_id, deal_id, what="deal", lock=True)
        if row.stage == wanted:
            return
        if known is not None and row.stage != known:
            raise Conflict(
                f"Somebody moved “{row.name}” to {row.stage.capitalize()} meanwhile.",
                field="stage",
            )
        session.add(
            ActivityRow(
                tenant_id=actor.tenant_id, type=ActivityType.STAGE_CHANGE,
                status=ActivityStatus.DONE, source=source_of(actor),
                subject=move_text(DealStage(row.stage), wanted), note=note,
                party_id=row.party_id, deal_id=row.id, owner_id=actor.user_id,
                completed_at=now, created_at=now,
            )
        )  # fmt: skip
        row.stage, row.stage_entered_at = wanted, now
        audit.note(session, actor, now, "deal.moved", "deal", deal_id, stage=wanted)


def _values(changes: Mapping[str, object]) -> dict[str, object]:
    """The given fields other than ids, each clean."""
    values: dict[str, object] = {}
    if "name" in changes:
        values["name"] = _name(changes["name"])
    if "amount" in changes:
        values["amount"] = _amount(changes["amount"])
    if "currency" in changes:
        values["currency"] = _currency(changes["currency"])
    if "expected_close_on" in changes:
        values["expected_close_on"] = inputs.day(changes["expected_close_on"], "expectedCloseOn")
    return values


def _related_anew(
    session: WriteSession, row: DealRow, ids: Mapping[str, int | None]
) -> dict[str, object]:
    """Person, company and lead of a deal after a change of the first two."""
    person = ids.get("party_id", row.party_id)
    named: dict[str, int | None] = {"party_id": person, "lead_id": None}
    # A new person brings a new company; else the one that the deal has stays.
    named["company_id"] = ids.get("company_id", None if "party_id" in ids else row.company_id)
    _relate(session, row.tenant_id, named, bring_company="party_id" in ids)
    named["lead_id"] = row.lead_id if named["party_id"] == row.party_id else None
    return dict(named)


def _relate(
    session: WriteSession, tenant_id: int, ids: dict[str, int | None], *, bring_company: bool = True
) -> None:
    """Put the person and the company of a deal into their places in `ids`."""
    if ids["party_id"] is not None:
        party = owned(session, PartyRow, tenant_id, ids["party_id"], what="party", field="partyId")
        if party.kind == PartyKind.COMPANY:
            if ids["company_id"] not in (None, party.id):
                raise InvalidInput("The deal's party is another company.", field="companyId")
            ids["company_id"], ids["party_id"] = party.id, None
    if ids["lead_id"] is not None:
        lead = owned(session, LeadRow, tenant_id, ids["lead_id"], what="lead", field="leadId")
        if ids["party_id"] not in (None, lead.party_id):
            raise InvalidInput("The lead is another person's.", field="leadId")
        ids["party_id"] = lead.party_id
    if ids["company_id"] is not None:
        company = owned(
            session, PartyRow, tenant_id, ids["company_id"], what="company", field="companyId"
        )
        if company.kind != PartyKind.COMPANY:
            raise InvalidInput("This is a person; give the id of a company.", field="companyId")
    elif ids["party_id"] is not None and bring_company:
        ids["company_id"] = session.get_one(PartyRow, ids["party_id"]).company_id


def _check_owner(session: WriteSession, tenant_id: int, owner_id: int | None) -> None:
    if owner_id is not None:
        owned(session, UserRow, tenant_id, owner_id, what="user", field="ownerId")


def _name(value: object) -> str:
    name = inputs.line(value, "name", 200)
    if not name:
        raise InvalidInput("A deal needs a name.", field="name")
    return name


def _currency(value: object) -> str:
    currency = inputs.line(value, "currency", 3) or "EUR"
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise InvalidInput("Must be a three-letter currency code (ISO 4217).", field="currency")
    return currency.upper()


def _amount(value: object) -> Decimal:
    """An amount from 0 to `AMOUNT_MOST`, rounded to cents; absent counts as 0."""
    if value is None or value == "":
        return Decimal(0)
    try:
        # Decimal reads Python's own way to group digits, which nobody means by "1_000".
        if isinstance(value, bool) or "_" in str(value):
            raise ValueError
        given = Decimal(str(value))
        if given.is_infinite() or given < 0:
            raise ValueError
    except (InvalidOperation, ValueError):
        raise InvalidInput("Must be an amount of at least 0.", field="amount") from None
    if given > AMOUNT_MOST:
        # As large as it is, it may not even be possible to round it to cents.
        raise InvalidInput(f"At most {AMOUNT_MOST:,}.", field="amount")
    return given.quantize(Decimal("0.01"))

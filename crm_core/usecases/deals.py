"""Adding deals and moving them from stage to stage."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType, DealStage, PartyKind
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, DealRow, LeadRow, PartyRow, UserRow

AMOUNT_MOST = Decimal("999999999999.99")
FIELDS = {
    "name", "party_id", "lead_id", "company_id", "stage", "amount", "currency", "owner_id",
    "expected_close_on",
}  # fmt: skip


def create_deal(services: Services, *, actor: Actor, deal: Mapping[str, object]) -> int:
    """Add a deal of a person, a lead or a company (snake_case keys of `FIELDS`); returns its id.

    A lead brings its person, a person their company where none is named, and a `party_id` may
    be a company's. Raises `InvalidInput` for ids that contradict each other.
    """
    actor.require(Permission.DEALS_MANAGE)
    inputs.only(deal, FIELDS, "deal")
    name = inputs.line(deal.get("name"), "name", 200)
    if not name:
        raise InvalidInput("A deal needs a name.", field="name")
    currency = inputs.line(deal.get("currency"), "currency", 3) or "EUR"
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise InvalidInput("Must be a three-letter currency code (ISO 4217).", field="currency")
    stage = inputs.word(DealStage, deal.get("stage") or DealStage.NEW, "stage")
    amount = _amount(deal.get("amount"))
    close_on = inputs.day(deal.get("expected_close_on"), "expectedCloseOn")
    ids = {
        key: inputs.whole(deal.get(key), field)
        for key, field in (
            ("party_id", "partyId"), ("lead_id", "leadId"),
            ("company_id", "companyId"), ("owner_id", "ownerId"),
        )
    }  # fmt: skip
    now = services.clock.now()
    with services.storage.write() as session:
        tenant = actor.tenant_id
        _relate(session, tenant, ids)
        if ids["owner_id"] is not None:
            owned(session, UserRow, tenant, ids["owner_id"], what="user", field="ownerId")
        row = DealRow(
            tenant_id=tenant, name=name, stage=stage, stage_entered_at=now, amount=amount,
            currency=currency.upper(), expected_close_on=close_on, created_at=now, **ids,
        )  # fmt: skip
        row.owner_id = row.owner_id or actor.user_id
        session.add(row)
        session.flush()
        audit.note(session, actor, now, "deal.created", "deal", row.id)
        return row.id


def move_deal(services: Services, *, actor: Actor, deal_id: int, stage: object) -> None:
    """Put a deal into a stage; the move stands on its timeline. Staying is no move."""
    actor.require(Permission.DEALS_MANAGE)
    wanted = inputs.word(DealStage, stage, "stage")
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, DealRow, actor.tenant_id, deal_id, what="deal", lock=True)
        if row.stage == wanted:
            return
        session.add(
            ActivityRow(
                tenant_id=actor.tenant_id, type=ActivityType.STAGE_CHANGE,
                status=ActivityStatus.DONE, source=ActivitySource.PERSON,
                subject=f"{row.stage} → {wanted}", party_id=row.party_id, deal_id=row.id,
                owner_id=actor.user_id, completed_at=now, created_at=now,
            )
        )  # fmt: skip
        row.stage, row.stage_entered_at = wanted, now
        audit.note(session, actor, now, "deal.moved", "deal", deal_id, stage=wanted)


def _relate(session: WriteSession, tenant_id: int, ids: dict[str, int | None]) -> None:
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
    elif ids["party_id"] is not None:
        ids["company_id"] = session.get_one(PartyRow, ids["party_id"]).company_id


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

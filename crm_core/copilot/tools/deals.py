"""Finding deals, and moving them from stage to stage."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Change, Desk, Found, Json, Proposal, Said, reads, writes
from crm_core.copilot.tools.activities import Whose
from crm_core.copilot.tools.people import Id, Many, Text
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.telling import (
    COUNTED,
    SHOWN,
    count_fact,
    facts_of,
    how_many,
    item,
    label,
    money,
    on_day,
    total,
)
from crm_core.copilot.tools.whom import the_deal
from crm_core.domain.deals import CLOSED, OPEN, Closing
from crm_core.domain.permissions import Permission
from crm_core.domain.words import DealStage
from crm_core.errors import Conflict, InvalidInput
from crm_core.usecases import deals as usecases
from crm_core.usecases.deals import REASON_LIMIT
from crm_core.views import deal_list
from crm_core.views.deal_lines import DealCard, DealFilter
from crm_core.views.deal_list import Sort
from crm_core.views.paging import Window

Amount = Annotated[Decimal, Field(ge=0, le=Decimal("999999999999.99"))]
Reason = Annotated[str, Field(max_length=REASON_LIMIT)]


@reads("Looking for deals", Permission.DEALS_READ)
def find_deals(
    desk: Desk,
    *,
    text: Text = "",
    stage: DealStage | None = None,
    include_closed: bool = False,
    amount_from: Amount | None = None,
    amount_to: Amount | None = None,
    closing: Closing | None = None,
    whose: Whose = Whose.EVERYBODY,
    limit: Many = SHOWN,
) -> Found:
    """Find deals by words of their name, person or company, by stage, by amount (whatever its
    currency), by when they are expected to close (THIS_MONTH, OVERDUE, NO_DATE), or whose they
    are. Without a stage, only open ones unless includeClosed. The largest amount first."""
    stages = (stage,) if stage is not None else None if include_closed else OPEN
    wanted = DealFilter(
        owner_id=desk.actor.user_id if whose is Whose.MINE else None,
        closing=closing, stages=stages, least=amount_from, most=amount_to,
    )  # fmt: skip
    page = deal_list.find_deals(
        desk.services, actor=desk.actor, zone=desk.zone, typed=text, wanted=wanted,
        sort=Sort.AMOUNT, descending=True, window=Window(limit=limit),
    )  # fmt: skip
    number = deal_list.count_deals(
        desk.services, actor=desk.actor, zone=desk.zone, typed=text, wanted=wanted, most=COUNTED
    )
    said = tuple(item(deal_words(desk, card), *card_facts(desk, card)) for card in page.items)
    data = {"items": [card_json(card) for card in page.items], **total(number)}
    many = count_fact(desk, "deals found", how_many(number, "deal"))
    facts = (many, *(fact for one in said for fact in one.facts))
    return Found(data, facts, (Said(_how_many(number, len(said)), (many,)), *said))


def deal_record(card: DealCard) -> Record:
    return Record(RecordKind.DEAL, card.id, label(card.name, "Deal"))


def card_facts(desk: Desk, card: DealCard) -> tuple[Fact, ...]:
    """What is known of a deal, each field for itself."""
    record = deal_record(card)
    closes = "" if card.close_on is None else on_day(desk, card.close_on)
    since = card.since.astimezone(desk.zone).date()
    return (
        *facts_of(
            record,
            [("name", card.name), ("amount", money(card.amount, card.currency)),
             ("person", card.person), ("company", card.company), ("owner", card.owner)],
        ),
        *facts_of(record, [("stage", card.stage.capitalize())], since),
        *facts_of(record, [("in this stage since", on_day(desk, since))], since),
        *facts_of(record, [("expected to close", closes)], card.close_on),
    )  # fmt: skip


def card_json(card: DealCard) -> Json:
    return {
        "id": card.id, "name": card.name, "stage": card.stage,
        "stageEnteredAt": card.since.isoformat(), "amount": str(card.amount),
        "currency": card.currency, "partyId": card.person_id, "person": card.person,
        "companyId": card.company_id, "company": card.company, "owner": card.owner,
        "ownerId": card.owner_id,
        "expectedCloseOn": None if card.close_on is None else card.close_on.isoformat(),
        "overdue": card.overdue, "createdAt": card.created_at.isoformat(),
    }  # fmt: skip


def deal_words(desk: Desk, card: DealCard) -> str:
    """ "Acme renewal: Proposal, 12,000.00 EUR, with Ada Byron (Acme), closes Monday 9 March."."""
    words = [card.stage.capitalize(), money(card.amount, card.currency)]
    whom = card.person or card.company
    if whom:
        at = f" ({card.company})" if card.person and card.company else ""
        words.append(f"with {whom}{at}")
    if card.close_on is not None:
        was = "was to close" if card.overdue else "expected to close"
        words.append(f"{was} {on_day(desk, card.close_on)}")
    return f"{deal_record(card).label}: {', '.join(words)}."


def _how_many(number: int, shown: int) -> str:
    if not number:
        return "No deal is found so."
    words = how_many(number, "deal")
    return f"{words}." if shown >= number else f"{words}, the {shown} largest:"


@writes("Moving the deal", Permission.DEALS_MANAGE, Permission.DEALS_READ)
def move_deal(
    desk: Desk,
    *,
    deal_id: Id,
    stage: DealStage,
    reason: Reason = "",
) -> Proposal:
    """Put a deal into another stage, or close it as WON or LOST; a lost one needs the reason."""
    line = the_deal(desk, deal_id)
    rehearsed(desk, lambda: _moved(desk, deal_id, stage, reason))
    name = label(line.name, "Deal")
    changes = [Change("Stage", line.stage.capitalize(), stage.capitalize())]
    if reason:
        changes.append(Change("Reason", "", reason))
    rows = [("deals", deal_id)]
    warnings = []
    if line.stage in CLOSED:
        warnings.append(f"The deal is {line.stage.lower()} already; this opens it again.")
    if line.party_id is not None:
        rows.append(("parties", line.party_id))
    return Proposal(
        title=f"Move “{name}” to {stage.capitalize()}",
        effect=f"“{name}” goes from {line.stage.capitalize()} to {stage.capitalize()}; the move "
        "stands on its timeline.",
        changes=tuple(changes),
        warnings=tuple(warnings) if stage not in CLOSED else (),
        rows=tuple(rows),
    )


@move_deal.perform
def _move_deal(
    desk: Desk,
    *,
    deal_id: Id,
    stage: DealStage,
    reason: Reason = "",
) -> Json:
    _moved(desk, deal_id, stage, reason)
    return {"dealId": deal_id, "stage": stage, "record": {"kind": "deal", "id": deal_id}}


def _moved(desk: Desk, deal_id: int, stage: DealStage, reason: str) -> None:
    line = the_deal(desk, deal_id)
    if line.stage == stage:
        raise Conflict(f"The deal is in {stage.capitalize()} already.", field="stage")
    if stage in CLOSED:
        usecases.close_deal(
            desk.services, actor=desk.actor, deal_id=deal_id, outcome=stage, reason=reason
        )
        return
    if reason:
        raise InvalidInput("Only a deal that is won or lost has a reason.", field="reason")
    usecases.move_deal(desk.services, actor=desk.actor, deal_id=deal_id, stage=stage)

"""A chat with the copilot about a deal, by rules, whichever model is connected."""

from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from crm_core.copilot.answering import answer_without_model
from crm_core.copilot.facts import RecordKind
from crm_core.domain.deals import OPEN
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import DealRow, PartyRow, SuppressionRow
from crm_core.usecases.copilot_conversations import start_conversation

ASKED = ("What next?", "Draft a follow-up")
ZONE = ZoneInfo("Europe/Berlin")


def chat(services: Services, actor: Actor) -> int | None:
    """Ask about `a_deal_to_write_about`; returns the conversation's id, or None in a workspace
    without one. The draft that is proposed waits for consent."""
    deal_id = a_deal_to_write_about(services, actor.tenant_id)
    if deal_id is None:
        return None
    key = start_conversation(services, actor=actor, about=(RecordKind.DEAL, deal_id))
    for text in ASKED:
        for _ in answer_without_model(
            services, actor=actor, conversation_id=key, text=text, zone=ZONE
        ):
            pass
    return key


def a_deal_to_write_about(services: Services, tenant_id: int) -> int | None:
    """The largest open deal of a person who may get mail."""
    suppressed = exists().where(
        SuppressionRow.tenant_id == tenant_id, SuppressionRow.email == PartyRow.email
    )
    query = (
        select(DealRow.id)
        .join(PartyRow, PartyRow.id == DealRow.party_id)
        .where(
            DealRow.tenant_id == tenant_id, DealRow.stage.in_(OPEN), PartyRow.email.is_not(None),
            ~suppressed,
        )
        .order_by(DealRow.amount.desc(), DealRow.id)
        .limit(1)
    )  # fmt: skip
    with services.storage.read() as session:
        return session.scalar(query)

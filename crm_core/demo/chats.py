"""A chat with the copilot about a deal, by rules, whichever model is connected."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from crm_core.copilot.answering import answer_without_model
from crm_core.copilot.facts import RecordKind
from crm_core.domain.deals import OPEN
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.tables import DealRow
from crm_core.usecases.copilot_conversations import start_conversation

ASKED = ("What next?", "Draft a follow-up")
ZONE = ZoneInfo("Europe/Berlin")


def chat(services: Services, actor: Actor) -> int | None:
    """Ask about the largest open deal that has a person; returns the conversation's id, or None
    in a workspace without such a deal. The draft that is proposed waits for consent."""
    query = select(DealRow.id).where(
        DealRow.tenant_id == actor.tenant_id, DealRow.stage.in_(OPEN), DealRow.party_id.is_not(None)
    )
    with services.storage.read() as session:
        deal_id = session.scalar(query.order_by(DealRow.amount.desc(), DealRow.id).limit(1))
    if deal_id is None:
        return None
    key = start_conversation(services, actor=actor, about=(RecordKind.DEAL, deal_id))
    for text in ASKED:
        for _ in answer_without_model(
            services, actor=actor, conversation_id=key, text=text, zone=ZONE
        ):
            pass
    return key

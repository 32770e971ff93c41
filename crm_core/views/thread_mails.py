"""What came from a person and what went to them, in one time line; also a message of nobody.

`incoming` and `outgoing` say what is in them.
"""

from sqlalchemy import literal, select, union_all

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import DeliveryStatus
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, InboundMessageRow
from crm_core.views.incoming import Incoming, load_incoming
from crm_core.views.keyset import Order, sorted_page
from crm_core.views.outgoing import Outgoing, load_outgoing
from crm_core.views.paging import Page, Window
from crm_core.views.threads import Conversation

_WENT_OUT = (DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)
IN, OUT = 0, 1


def list_mails(
    services: Services,
    *,
    actor: Actor,
    conversation: Conversation,
    window: Window | None = None,
) -> Page[Incoming | Outgoing]:
    """What came and went, the latest first. Seven queries at most, however long the page is."""
    actor.require(Permission.MAIL_READ)
    message = InboundMessageRow
    whose = (
        message.party_id == conversation.party_id
        if conversation.party_id is not None
        else message.id == conversation.inbound_id
    )
    went = DeliveryRow.taken_at
    parts = union_all(
        select((message.id * 2).label("id"), message.received_at.label("at")).where(
            message.tenant_id == actor.tenant_id, whose, message.classification.is_not(None)
        ),
        select((DeliveryRow.id * 2 + literal(OUT)).label("id"), went.label("at")).where(
            DeliveryRow.tenant_id == actor.tenant_id,
            DeliveryRow.party_id == (conversation.party_id or 0),
            DeliveryRow.status.in_(_WENT_OUT),
        ),
    ).subquery()
    order = Order("mails", parts.c.at, parts.c.id, descending=True)
    query = select(parts.c.id, order.column)
    with services.storage.read() as session:
        page = sorted_page(session, query, order, window or Window(), lambda row: int(row.id))
        came = load_incoming(session, actor, [key // 2 for key in page.items if key % 2 == IN])
        sent = load_outgoing(session, [key // 2 for key in page.items if key % 2 == OUT])
    items = tuple(sent[key // 2] if key % 2 else came[key // 2] for key in page.items)
    return Page(items, page.next_cursor)

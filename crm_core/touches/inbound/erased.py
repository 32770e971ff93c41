"""Mail that comes from, or about, people who were erased: it acts, and nothing of it is kept.

A report about an e-mail of theirs, or an answer to one, may come long after. Their e-mails keep
their ids, by which it is found, and their addresses are known as hashes.
"""

from collections.abc import Mapping

from sqlalchemy import select

from crm_core.mail.inbound.mail import InboundMail
from crm_core.secrets import SecretBox
from crm_core.storage.engine import WriteSession
from crm_core.storage.suppressions import erased_among
from crm_core.storage.tables import PartyRow
from crm_core.touches.inbound.matching import Match

FORGOTTEN: Mapping[str, object] = {
    "raw": None, "fault": "", "from_address": "", "from_name": "", "subject": "", "message_id": "",
    "references_": "", "text": "", "html": None, "reply_text": "", "label": "", "reason": "",
    "bounced": [],
}  # fmt: skip
"""The columns of a message in which a person shows, as they are once the person is erased."""


def erased_in(
    session: WriteSession, secrets: SecretBox, tenant_id: int, mail: InboundMail
) -> set[str]:
    """The addresses of erased people among the sender's and those of whom a report tells."""
    named = {mail.from_address, *(each.address for each in mail.bounced)} - {""}
    return erased_among(session, secrets, tenant_id, named)


def is_to_the_erased(session: WriteSession, match: Match | None) -> bool:
    """Whether it is about an e-mail to somebody who was erased since."""
    if match is None or match.party_id is None:
        return False
    found = select(PartyRow.erased_at).where(PartyRow.id == match.party_id)
    return session.scalar(found) is not None

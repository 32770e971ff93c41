"""Noting that a person has left their company, or is there after all."""

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.words import PartyKind
from crm_core.errors import Conflict, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.lookup import owned
from crm_core.storage.tables import PartyRow
from crm_core.touches.inbound.answers import end_as_gone


def set_presence(services: Services, *, actor: Actor, party_id: int, has_left: bool) -> None:
    """Note that a person has left, which ends every sequence for them, or that they are there.

    What has ended does not begin again; they may be enrolled anew once they are there. Again
    changes nothing. Raises `NotFound`, `InvalidInput` for a company, and `Conflict` for whoever
    was erased.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(session, PartyRow, actor.tenant_id, party_id, what="person", lock=True)
        if row.kind != PartyKind.PERSON:
            raise InvalidInput("A company does not leave; its people do.", field="partyId")
        if row.erased_at is not None:
            raise Conflict("This person was erased.", field="partyId")
        if has_left == (row.left_at is not None):
            return
        if has_left:
            end_as_gone(session, party_id, f"They have left, says {actor.name or actor.kind}.", now)
        else:
            row.left_at = None
        what = "person.left" if has_left else "person.is_there"
        audit.note(session, actor, now, what, "party", party_id)

"""Whom or what a write is about: its name for the card, and the rows that the card rests on."""

from dataclasses import dataclass

from crm_core.copilot.tool import Desk
from crm_core.copilot.tools.people import suppressed_words
from crm_core.copilot.tools.telling import label
from crm_core.errors import InvalidInput, NotFound
from crm_core.views.deals import DealLine, get_deal
from crm_core.views.people import PartyLine, get_lead, get_party

RowName = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Whom:
    """A person or company, a deal, or both; `name` is of whichever is nearest."""

    party: PartyLine | None
    deal: DealLine | None
    rows: tuple[RowName, ...]

    @property
    def name(self) -> str:
        if self.party is not None:
            return name_of(self.party)
        return f"“{self.deal_name}”" if self.deal is not None else "nobody"

    @property
    def deal_name(self) -> str:
        """Empty where no deal is meant."""
        return label(self.deal.name, "Deal") if self.deal is not None else ""


def whom(desk: Desk, *, party_id: int | None, lead_id: int | None, deal_id: int | None) -> Whom:
    """Who is meant by the ids that a tool was given. Raises `NotFound` naming the id."""
    rows: list[RowName] = []
    deal = party = None
    if deal_id is not None:
        deal = the_deal(desk, deal_id)
        rows.append(("deals", deal_id))
        if party_id is None and lead_id is None:
            party_id = deal.party_id or deal.company_id
    if lead_id is not None:
        party = _the_lead(desk, lead_id)
        rows.append(("leads", lead_id))
    elif party_id is not None:
        party = the_party(desk, party_id)
    if party is not None:
        rows.append(("parties", party.id))
    return Whom(party, deal, tuple(rows))


def the_deal(desk: Desk, deal_id: int) -> DealLine:
    try:
        return get_deal(desk.services, actor=desk.actor, deal_id=deal_id)
    except NotFound as missing:
        raise NotFound(missing.message, field="dealId") from None


def the_party(desk: Desk, party_id: int) -> PartyLine:
    try:
        return get_party(desk.services, actor=desk.actor, party_id=party_id)
    except NotFound as missing:
        raise NotFound(missing.message, field="partyId") from None


def name_of(party: PartyLine) -> str:
    """What somebody is called, whatever is known of them."""
    return label(party.name, party.email or party.phone or "Somebody without a name")


def mail_warning(party: PartyLine) -> list[str]:
    """What keeps mail from somebody, as a warning; empty where nothing does."""
    if party.suppressed:
        return [f"No e-mail can be sent to {name_of(party)}: {suppressed_words(party)}."]
    if not party.email:
        return [f"{name_of(party)} has no e-mail address."]
    return []


def one_of(**ids: int | None) -> None:
    """Refuse unless one of the ids, named as the contract does, is given."""
    given = [name for name, value in ids.items() if value is not None]
    if len(given) != 1:
        names = " or ".join(ids)
        raise InvalidInput(f"Give {names}, one of them.", field=next(iter(ids)))


def _the_lead(desk: Desk, lead_id: int) -> PartyLine:
    try:
        return get_lead(desk.services, actor=desk.actor, lead_id=lead_id).person
    except NotFound as missing:
        raise NotFound(missing.message, field="leadId") from None

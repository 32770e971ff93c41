"""What the address asks of the Inbox: which conversations, and which of them is open."""

from typing import NamedTuple

from crm_core.views.conversations import Asked, ConversationLine, Show
from pages._ui import address, links

SHOW, WHOSE, SEARCH = "inbox_show", "inbox_whose", "inbox_search"
PERSON, MESSAGE = "inbox_person", "inbox_message"
TEAM, MINE = "team", "mine"


class Chosen(NamedTuple):
    """A conversation: a person's, or that of one message."""

    party_id: int | None = None
    inbound_id: int | None = None


def asked_list() -> Asked:
    """Which conversations: the open ones of everybody, unless the address says otherwise."""
    shows = {show.value: show for show in Show}
    return Asked(
        shows.get(address.param(SHOW), Show.OPEN),
        address.param(WHOSE) == MINE,
        address.param(SEARCH).strip(),
    )


def chosen() -> Chosen | None:
    """The conversation that the address names."""
    party_id, inbound_id = address.number(PERSON), address.number(MESSAGE)
    return Chosen(party_id, inbound_id) if party_id or inbound_id else None


def of(line: ConversationLine) -> Chosen:
    """The conversation of a line."""
    if line.party_id is not None:
        return Chosen(party_id=line.party_id)
    return Chosen(inbound_id=line.id)


def address_of(one: Chosen | None) -> str:
    """The address of a conversation, or of the list alone, in the list that is shown now."""
    kept = {name: address.param(name) for name in (SHOW, WHOSE, SEARCH)}
    person, message = one if one else (None, None)
    return links.to("inbox", **{PERSON: person, MESSAGE: message, **kept})


def stand_at(one: Chosen | None) -> None:
    """Let the next run show another conversation, or the list alone."""
    person, message = one if one else (None, None)
    address.keep(PERSON, str(person or ""))
    address.keep(MESSAGE, str(message or ""))

"""Writing to people: a draft is begun, changed, and sent. Each only once a person approves."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from crm_core.copilot.tool import Change, Desk, Json, Proposal, writes
from crm_core.copilot.tools.doubts import text_warnings
from crm_core.copilot.tools.people import Id
from crm_core.copilot.tools.rehearsal import rehearsed
from crm_core.copilot.tools.telling import label
from crm_core.copilot.tools.whom import RowName, mail_warning, name_of, the_deal, the_party
from crm_core.domain.limits import domain_of
from crm_core.domain.permissions import Permission
from crm_core.domain.sequences import SUBJECT_LIMIT, TEXT_LIMIT
from crm_core.domain.words import ActivityType, PartyKind
from crm_core.errors import Conflict, InvalidInput, NotFound
from crm_core.mail.body import is_formatted
from crm_core.usecases import activities as deeds
from crm_core.usecases.people import create_party
from crm_core.usecases.person_facts import clean_email
from crm_core.usecases.sending import Way, rehearse_sending, send_draft
from crm_core.views.deals import DealLine
from crm_core.views.finding import find_address
from crm_core.views.people import PartyLine, get_party
from crm_core.views.task_detail import TaskDetail, get_task

Subject = Annotated[str, Field(max_length=SUBJECT_LIMIT)]
Body = Annotated[str, Field(max_length=TEXT_LIMIT)]
Address = Annotated[str, Field(max_length=320)]
NOT_TO_CHANGE = "Only an e-mail draft has a text to change."
NOT_TO_SEND = "Only an e-mail draft can be sent."


@dataclass(frozen=True, slots=True)
class _Addressee:
    """Who gets the draft: a person of the workspace, or an address that nobody here has."""

    party: PartyLine | None
    deal: DealLine | None
    address: str
    warnings: tuple[str, ...]

    @property
    def name(self) -> str:
        return name_of(self.party) if self.party else self.address

    @property
    def rows(self) -> tuple[RowName, ...]:
        rows: list[RowName] = [] if self.party is None else [("parties", self.party.id)]
        if self.deal is not None:
            rows.append(("deals", self.deal.id))
            if self.deal.party_id is not None:
                rows.append(("parties", self.deal.party_id))
        return tuple(dict.fromkeys(rows))


@writes("Drafting an e-mail", Permission.ACTIVITIES_MANAGE, Permission.PEOPLE_READ)
def create_email_draft(
    desk: Desk,
    *,
    subject: Subject,
    body: Body,
    deal_id: Id | None = None,
    party_id: Id | None = None,
    recipient_email: Address | None = None,
) -> Proposal:
    """Begin an e-mail draft, which a person edits and sends from Tasks; nothing is sent by this.

    To the deal's person (dealId), to a person (partyId), or to whoever has an address
    (recipientEmail). The body is plain text, ready to be read: no merge fields, no placeholders,
    and no fact that the records do not hold.
    """
    to = _addressee(desk, deal_id, party_id, recipient_email)
    party = rehearsed(desk, lambda: _begin(desk, to, subject, body)[1])
    about = f", about “{label(to.deal.name, 'Deal')}”" if to.deal else ""
    added = () if to.party else (Change("Person added", "", to.address),)
    warnings = [*to.warnings, *mail_warning(party), *_unfinished(subject, body)]
    warnings += text_warnings(desk, subject, body, party=to.party, deal=to.deal)
    return Proposal(
        title=f"Draft an e-mail to {to.name}",
        effect=(
            f"A draft to {to.name}{about} lies in your Tasks, to be edited and sent by a person. "
            "Nothing is sent now."
        ),
        changes=(*added, Change("Subject", "", subject), Change("Text", "", body)),
        recipients=(to.address,) if to.address else (),
        warnings=tuple(dict.fromkeys(warnings)),
        rows=to.rows,
    )


@create_email_draft.perform
def _create_email_draft(
    desk: Desk,
    *,
    subject: Subject,
    body: Body,
    deal_id: Id | None = None,
    party_id: Id | None = None,
    recipient_email: Address | None = None,
) -> Json:
    to = _addressee(desk, deal_id, party_id, recipient_email)
    activity_id, _ = _begin(desk, to, subject, body)
    return {
        "activityId": activity_id,
        "message": f"The draft to {to.name} lies in Tasks. Nothing was sent.",
        "record": {"kind": "activity", "id": activity_id},
    }


@writes("Changing the draft", Permission.ACTIVITIES_MANAGE, Permission.PEOPLE_READ)
def revise_email_draft(
    desk: Desk, *, activity_id: Id, body: Body, subject: Subject | None = None
) -> Proposal:
    """Give an e-mail draft that lies in Tasks another text, such as a shorter, warmer or
    translated one; nothing is sent by this. The body is the whole new text, plain and ready to be
    read. Without `subject` the draft keeps the one that it has.
    """
    detail = _draft(desk, activity_id, NOT_TO_CHANGE)
    line = detail.line
    subject = line.subject if subject is None else subject
    if (subject, body) == (line.subject, detail.body):
        raise InvalidInput("The draft says this already.", field="body")
    rehearsed(desk, lambda: _revise(desk, activity_id, detail.fingerprint, subject, body))
    party, rows = _whose(desk, detail)
    warnings = _unfinished(subject, body)
    warnings += text_warnings(desk, subject, body, party=party, deal=None)
    if is_formatted(detail.typed):
        warnings.append("The draft is formatted. The new text is plain.")
    to = line.person or detail.email or "nobody yet"
    return Proposal(
        title=f"Change the draft to {to}",
        effect=f"The draft to {to} in Tasks gets this text. Nothing is sent now.",
        changes=tuple(
            Change(name, before, after)
            for name, before, after in (
                ("Subject", line.subject, subject), ("Text", detail.body, body),
            )
            if before != after
        ),
        warnings=tuple(warnings),
        rows=tuple(rows),
        seal=detail.fingerprint,
    )  # fmt: skip


@revise_email_draft.perform
def _revise_email_draft(
    desk: Desk, *, activity_id: Id, body: Body, subject: Subject | None = None
) -> Json:
    detail = _draft(desk, activity_id, NOT_TO_CHANGE)
    subject = detail.line.subject if subject is None else subject
    _revise(desk, activity_id, desk.seal, subject, body)
    return {
        "activityId": activity_id,
        "message": "The draft in Tasks has the new text. Nothing was sent.",
        "record": {"kind": "activity", "id": activity_id},
    }


@writes(
    "Sending an e-mail", Permission.ACTIVITIES_MANAGE, Permission.PEOPLE_READ,
    destructive=True, leaves=True,
)  # fmt: skip
def send_email_draft(desk: Desk, *, activity_id: Id) -> Proposal:
    """Send an e-mail draft of the workspace now, as it stands. It cannot be called back."""
    detail = _draft(desk, activity_id, NOT_TO_SEND)
    way = rehearse_sending(desk.services, actor=desk.actor, activity_id=activity_id)
    party, rows = _whose(desk, detail)
    to = detail.line.person or way.recipient
    if detail.line.deal_id is not None:
        rows.append(("deals", detail.line.deal_id))
    warnings = text_warnings(desk, detail.line.subject, detail.body, party=party, deal=None)
    if party is not None and party.email and party.email != way.recipient:
        warnings.insert(0, f"It goes to {way.recipient}, while {to} has {party.email}.")
    return Proposal(
        title=f"Send “{label(detail.line.subject, 'an e-mail')}” to {to}",
        effect=f"It goes out now, from {way.mailbox} to {way.recipient}. Nobody can call it back.",
        changes=(
            Change("Subject", "", detail.line.subject), Change("Text", "", detail.body),
        ),
        recipients=(way.recipient,),
        warnings=tuple(warnings),
        rows=tuple(rows),
        seal=_seal(detail, way),
    )  # fmt: skip


@send_email_draft.perform
def _send_email_draft(desk: Desk, *, activity_id: Id) -> Json:
    detail = _draft(desk, activity_id, NOT_TO_SEND)
    seen, _, whence = desk.seal.partition(" ")
    way = rehearse_sending(desk.services, actor=desk.actor, activity_id=activity_id)
    if whence != _whence(way):
        raise Conflict(
            f"By now it would go from {way.mailbox} to {way.recipient}. Look at it again before "
            "you send it.",
            field="activityId",
        )
    send_draft(desk.services, actor=desk.actor, activity_id=activity_id, seen=seen)
    return {
        "activityId": activity_id,
        "message": f"The e-mail to {detail.line.person or detail.email} was sent.",
        "record": {"kind": "activity", "id": activity_id},
    }


def _seal(detail: TaskDetail, way: Way) -> str:
    """The text, the mailbox and the recipient that a card showed."""
    return f"{detail.fingerprint} {_whence(way)}"


def _whence(way: Way) -> str:
    return f"{way.mailbox} {way.recipient}"


def _addressee(
    desk: Desk, deal_id: int | None, party_id: int | None, recipient_email: str | None
) -> _Addressee:
    """Whom the three inputs mean together; raises what speaks against it, in words."""
    address = clean_email(recipient_email, "recipientEmail")
    if deal_id is None and party_id is None and address is None:
        raise InvalidInput("Say whom it goes to: dealId, partyId or recipientEmail.", "partyId")
    deal = None if deal_id is None else the_deal(desk, deal_id)
    of_deal = None
    if deal is not None and deal.party_id is not None:
        of_deal = the_party(desk, deal.party_id)
    party = _person(desk, party_id, address)
    if party is None and address is None:
        assert deal is not None
        if of_deal is None:
            raise InvalidInput(
                f"The deal “{label(deal.name, 'Deal')}” has no person to write to: give partyId "
                "or recipientEmail, or say in the deal who its person is.",
                field="dealId",
            )
        party = of_deal
    warnings = _warnings(party, of_deal, address)
    email = (party.email if party else address) or ""
    return _Addressee(party, deal, email, tuple(warnings))


def _person(desk: Desk, party_id: int | None, address: str | None) -> PartyLine | None:
    """The person whom the id or the address names; None where neither names one."""
    if party_id is None:
        found = None
        if address is not None:
            found = find_address(desk.services, actor=desk.actor, email=address)
        return None if found is None else the_party(desk, found)
    party = the_party(desk, party_id)
    if party.kind == PartyKind.COMPANY:
        raise InvalidInput(
            f"{name_of(party)} is a company; write to one of its people.", field="partyId"
        )
    if address is not None and address != party.email:
        has = party.email or "none"
        raise InvalidInput(
            f"{name_of(party)} has another address ({has}). Leave partyId out to write to "
            f"{address} all the same.",
            field="recipientEmail",
        )
    return party


def _warnings(party: PartyLine | None, of_deal: PartyLine | None, address: str | None) -> list[str]:
    """What is odd about the recipient."""
    told = []
    if party is None and address is not None:
        told.append(
            f"Nobody in this workspace has the address {address}. Somebody is added with it of "
            "whom nothing else is known: make sure that it is right."
        )
    if of_deal is None or (party is not None and party.id == of_deal.id):
        return told
    told.append(f"The deal's person is {name_of(of_deal)}; this goes to somebody else.")
    to = (party.email if party else address) or ""
    if to and of_deal.email and domain_of(to) != domain_of(of_deal.email):
        told.append(
            f"The address is at {domain_of(to)}, {name_of(of_deal)}'s at "
            f"{domain_of(of_deal.email)}."
        )
    return told


def _begin(desk: Desk, to: _Addressee, subject: str, body: str) -> tuple[int, PartyLine]:
    """Begin the draft, of somebody who is added where nobody has the address."""
    services, actor = desk.services, desk.actor
    with services.storage.write():
        party_id = to.party.id if to.party else None
        if party_id is None:
            party_id = create_party(services, actor=actor, party={"email": to.address})
        activity_id = deeds.create_email_draft(
            services, actor=actor, subject=subject, body=body, party_id=party_id,
            deal_id=to.deal.id if to.deal else None,
        )  # fmt: skip
        return activity_id, get_party(services, actor=actor, party_id=party_id)


def _revise(desk: Desk, activity_id: int, seen: str, subject: str, body: str) -> None:
    deeds.edit_draft(
        desk.services, actor=desk.actor, activity_id=activity_id, seen=seen, subject=subject,
        body=body,
    )  # fmt: skip


def _draft(desk: Desk, activity_id: int, otherwise: str) -> TaskDetail:
    """The draft; `otherwise` is what anything else is told."""
    try:
        detail = get_task(desk.services, actor=desk.actor, task_id=activity_id, zone=desk.zone)
    except NotFound as missing:
        raise NotFound(missing.message, field="activityId") from None
    if detail.line.type is not ActivityType.EMAIL:
        raise InvalidInput(otherwise, field="activityId")
    return detail


def _whose(desk: Desk, detail: TaskDetail) -> tuple[PartyLine | None, list[RowName]]:
    """Whom a draft is to, and the rows that it rests on for that."""
    rows: list[RowName] = [("activities", detail.line.id)]
    if detail.line.party_id is None:
        return None, rows
    party = the_party(desk, detail.line.party_id)
    return party, [*rows, ("parties", party.id)]


def _unfinished(subject: str, body: str) -> list[str]:
    return [f"It has no {what} yet." for what, words in (("subject", subject), ("text", body))
            if not words.strip()]  # fmt: skip

"""Whom and which of our e-mails an incoming message is about.

Asked in a fixed order, from what only an answer to us can hold to what anybody could write:
In-Reply-To, References, what a report is about, a tag in the address, the sender's address, an
alias of theirs, the domain of their company. Always within one workspace.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm_core.domain.mail_rules import company_domain
from crm_core.domain.words import (
    DeliveryOutcome,
    DeliveryStatus,
    EnrollmentStatus,
    MailClass,
    MatchedBy,
    PartyKind,
)
from crm_core.mail.inbound.mail import InboundMail
from crm_core.secrets import SecretBox
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import LIVE
from crm_core.storage.tables import (
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyAddressRow,
    PartyRow,
    UserRow,
)
from crm_core.storage.types import AnySelect

REPORTS = frozenset(
    {
        MailClass.HARD_BOUNCE,
        MailClass.SOFT_BOUNCE,
        MailClass.COMPLAINT,
        MailClass.DELIVERY_NOTICE,
    }
)
"""Their sender is a machine that tells of somebody else."""
_LONGEST_CHAIN = 50


class Sent(NamedTuple):
    """One e-mail of ours, as far as an answer to it needs it. `recipient` is in lower case.

    `came_back`: its latest try came back for a passing reason, and that was counted.
    """

    id: int
    tenant_id: int
    party_id: int
    mailbox_id: int
    enrollment_id: int | None
    step_key: str | None
    activity_id: int | None
    message_id: str
    recipient: str
    status: DeliveryStatus
    attempts: int
    came_back: bool = False

    @property
    def went_out(self) -> bool:
        """It was handed to a server, whatever became of it."""
        return self.attempts > 0 and self.status is not DeliveryStatus.REFUSED


class Match(NamedTuple):
    """What was found. `sent`: the e-mail that is answered or reported, else the person's latest.

    `also`: another person of the workspace who wrote it. `holds`: live enrollments of colleagues,
    where only the company is known; `party_id` is None then.
    """

    by: MatchedBy
    party_id: int | None
    enrollment_id: int | None
    sent: Sent | None = None
    also: int | None = None
    holds: tuple[int, ...] = ()


def tenants_of(session: Session, mail: InboundMail) -> list[int]:
    """The workspaces that a message may belong to, the likeliest first.

    Those whose e-mail it names; then those one of whose mailboxes it went to, those that know the
    sender before the others, for several may share the default mailbox.
    """
    named = [sent.tenant_id for sent in _sent_by_ids(session, None, _ids(mail))]
    by_address = select(MailboxRow.tenant_id).where(
        MailboxRow.address.in_([*mail.recipients, *map(_without_tag, mail.recipients)])
    )
    boxes = sorted(set(session.scalars(by_address)))
    known = set(
        session.scalars(
            select(PartyRow.tenant_id).where(
                PartyRow.tenant_id.in_(boxes),
                PartyRow.kind == PartyKind.PERSON,
                PartyRow.email == mail.from_address,
            )
        )
    )
    boxes.sort(key=lambda tenant_id: tenant_id not in known)
    return list(dict.fromkeys((*named, *boxes)))


def own_addresses(session: Session, tenant_id: int | None) -> frozenset[str]:
    """From where a workspace itself writes, or, with None, all of them: never an answer."""
    boxes = select(MailboxRow.address)
    users = select(UserRow.email)
    if tenant_id is not None:
        boxes = boxes.where(MailboxRow.tenant_id == tenant_id)
        users = users.where(UserRow.tenant_id == tenant_id)
    found = (*session.scalars(boxes), *session.scalars(users))
    return frozenset(address.lower() for address in found)


def mailbox_of(session: Session, tenant_id: int, recipients: Iterable[str]) -> int | None:
    """The workspace's mailbox that a message went to."""
    wanted = {*recipients, *map(_without_tag, recipients)}
    query = select(MailboxRow.id).where(
        MailboxRow.tenant_id == tenant_id, MailboxRow.address.in_(wanted)
    )
    return session.scalar(query.order_by(MailboxRow.id).limit(1))


def find_match(
    session: Session, secrets: SecretBox, tenant_id: int, mail: InboundMail
) -> Match | None:
    """Whom the message is about; None for nobody here."""
    sent, by = _by_reference(session, tenant_id, mail)
    sender = _sender(session, tenant_id, mail)
    if sent is None and mail.classification in REPORTS:
        found = sent_to(session, tenant_id, [each.address for each in mail.bounced])
        sent, by = (found[0], MatchedBy.BOUNCE) if found else (None, by)
    if sent is not None:
        other = sender[0] if sender and sender[0] != sent.party_id else None
        return Match(by, sent.party_id, sent.enrollment_id, sent, other)
    tagged = _by_tag(session, secrets, tenant_id, mail.recipients)
    if tagged is not None:
        return tagged
    if mail.classification in REPORTS:
        return None
    if sender is not None:
        party_id, by = sender
        return Match(
            by, party_id, latest_enrollment(session, party_id), _last_sent(session, party_id)
        )
    return _by_domain(session, tenant_id, mail)


def sent_to(session: Session, tenant_id: int, addresses: Sequence[str]) -> list[Sent]:
    """The latest e-mail to each of the addresses that somebody here was written to at."""
    wanted = [address.lower() for address in addresses if address]
    if not wanted:
        return []
    people = select(PartyRow.id).where(
        PartyRow.tenant_id == tenant_id, PartyRow.kind == PartyKind.PERSON,
        PartyRow.email.in_(wanted),
    )  # fmt: skip
    aliases = select(PartyAddressRow.party_id).where(
        PartyAddressRow.tenant_id == tenant_id, PartyAddressRow.address.in_(wanted)
    )
    query = _sent().where(
        DeliveryRow.tenant_id == tenant_id,
        or_(DeliveryRow.party_id.in_(people), DeliveryRow.party_id.in_(aliases)),
    )
    latest: dict[str, Sent] = {}
    for sent in map(_sent_of, session.execute(query.order_by(DeliveryRow.id))):
        if sent.recipient in wanted and sent.went_out:
            latest[sent.recipient] = sent
    return list(latest.values())


def hold_sent(session: WriteSession, ids: Iterable[int]) -> dict[int, Sent]:
    """Hold e-mails until the transaction ends; as they are now, for they were found unheld."""
    held = _sent().where(DeliveryRow.id.in_(ids)).order_by(DeliveryRow.id)
    rows = session.execute(held.with_for_update(key_share=True))
    return {sent.id: sent for sent in map(_sent_of, rows)}


def _by_reference(
    session: Session, tenant_id: int, mail: InboundMail
) -> tuple[Sent | None, MatchedBy]:
    known = {sent.message_id: sent for sent in _sent_by_ids(session, tenant_id, _ids(mail))}
    chain = tuple(reversed(_chain(mail)))
    for by, ids in (
        (MatchedBy.IN_REPLY_TO, (mail.in_reply_to,)),
        (MatchedBy.REFERENCES, chain),
        (MatchedBy.BOUNCE, (mail.original_message_id,)),
    ):
        for message_id in ids:
            if message_id in known:
                return known[message_id], by
    return None, MatchedBy.REFERENCES


def _chain(mail: InboundMail) -> tuple[str, ...]:
    """The References. Of a long line the first, with which the thread began, and the latest."""
    latest = mail.references[-_LONGEST_CHAIN:]
    return latest if len(latest) == len(mail.references) else (mail.references[0], *latest)


def _ids(mail: InboundMail) -> list[str]:
    named = (mail.in_reply_to, *reversed(_chain(mail)), mail.original_message_id)
    return list(dict.fromkeys(one for one in named if one))


def _sent() -> AnySelect:
    return select(
        DeliveryRow.id, DeliveryRow.tenant_id, DeliveryRow.party_id, DeliveryRow.mailbox_id,
        DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.activity_id,
        DeliveryRow.message_id, DeliveryRow.recipient, DeliveryRow.status, DeliveryRow.attempts,
        ((DeliveryRow.outcome == DeliveryOutcome.SOFT_BOUNCED)
         & (DeliveryRow.outcome_at >= DeliveryRow.taken_at)).label("came_back"),
    )  # fmt: skip


def _sent_of(row: Sequence[object]) -> Sent:
    sent = Sent(*row)  # type: ignore[arg-type]
    return sent._replace(
        recipient=sent.recipient.lower(),
        status=DeliveryStatus(sent.status),
        came_back=bool(sent.came_back),
    )


def _sent_by_ids(session: Session, tenant_id: int | None, ids: list[str]) -> list[Sent]:
    """Our e-mails with these Message-IDs, in the order of `ids`."""
    if not ids:
        return []
    query = _sent().where(DeliveryRow.message_id.in_(ids))
    if tenant_id is not None:
        query = query.where(DeliveryRow.tenant_id == tenant_id)
    found = map(_sent_of, session.execute(query))
    return sorted(found, key=lambda sent: ids.index(sent.message_id))


def _sender(session: Session, tenant_id: int, mail: InboundMail) -> tuple[int, MatchedBy] | None:
    """The person who wrote, by their address or an alias of theirs."""
    if not mail.from_address or mail.classification in REPORTS:
        return None
    person = session.scalar(
        select(PartyRow.id).where(
            PartyRow.tenant_id == tenant_id,
            PartyRow.kind == PartyKind.PERSON,
            PartyRow.email == mail.from_address,
        )
    )
    if person is not None:
        return person, MatchedBy.ADDRESS
    alias = session.scalar(
        select(PartyAddressRow.party_id).where(
            PartyAddressRow.tenant_id == tenant_id, PartyAddressRow.address == mail.from_address
        )
    )
    return (alias, MatchedBy.ALIAS) if alias is not None else None


def _by_tag(
    session: Session, secrets: SecretBox, tenant_id: int, recipients: Iterable[str]
) -> Match | None:
    """By `sales+TAG@…`, where a tag of ours stands in the address that the message went to."""
    for recipient in recipients:
        _, plus, tag = recipient.rpartition("@")[0].partition("+")
        said = secrets.read_reply_tag(tag) if plus else None
        if said is None or said[0] != tenant_id:
            continue
        party_id = session.scalar(
            select(EnrollmentRow.party_id).where(
                EnrollmentRow.id == said[1], EnrollmentRow.tenant_id == tenant_id
            )
        )
        if party_id is not None:
            sent = _last_sent(session, party_id, said[1])
            return Match(MatchedBy.TAG, party_id, said[1], sent)
    return None


def _by_domain(session: Session, tenant_id: int, mail: InboundMail) -> Match | None:
    """A person wrote whom nobody knows, from a company at which somebody is being written to."""
    if mail.classification is not MailClass.REPLY:
        return None
    ours = {address.rpartition("@")[2] for address in own_addresses(session, tenant_id)}
    domain = company_domain(mail.from_address, ours)
    if domain is None:
        return None
    colleagues = select(EnrollmentRow.id).join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
    colleagues = colleagues.where(
        PartyRow.tenant_id == tenant_id,
        PartyRow.kind == PartyKind.PERSON,
        PartyRow.email.endswith(f"@{domain}", autoescape=True),
        EnrollmentRow.status.in_(LIVE),
    )
    holds = tuple(session.scalars(colleagues.order_by(EnrollmentRow.id)))
    return Match(MatchedBy.DOMAIN, None, None, holds=holds) if holds else None


def latest_enrollment(session: Session, party_id: int) -> int | None:
    """The person's enrollment that a message is about which names none: the latest that lives,
    else the latest."""
    lives = EnrollmentRow.status.in_((EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED))
    query = select(EnrollmentRow.id).where(EnrollmentRow.party_id == party_id)
    return session.scalar(query.order_by(lives.desc(), EnrollmentRow.id.desc()).limit(1))


def _last_sent(session: Session, party_id: int, enrollment_id: int | None = None) -> Sent | None:
    query = _sent().where(
        DeliveryRow.party_id == party_id, DeliveryRow.status == DeliveryStatus.SENT
    )
    if enrollment_id is not None:
        query = query.where(DeliveryRow.enrollment_id == enrollment_id)
    row = session.execute(query.order_by(DeliveryRow.taken_at.desc()).limit(1)).one_or_none()
    return _sent_of(row) if row else None


def _without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"

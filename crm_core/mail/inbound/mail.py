"""What the reading of an incoming message finds: plain values for whoever acts on them."""

from dataclasses import dataclass
from datetime import date, datetime

from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.errors import CrmError


class UnreadableMail(CrmError):
    """The bytes are no message: nothing in them looks like a header."""

    rule = "unreadable-mail"
    status = 422
    title = "The message cannot be read"


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """One address that a report names.

    `address` in lower case; empty when the report tells of a failure and of no address. `status`:
    the enhanced code (RFC 3463, `5.1.1`), else the reply code (RFC 5321 §4.2, `550`), else empty.
    `diagnostic`: the server's own words, cut. `is_hard`: the address will not take mail later
    either.
    """

    address: str
    status: str
    diagnostic: str
    is_hard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMail:
    """A message as read: what it says of itself, and what it is.

    `classification` is `REPLY` for all mail that a person wrote; whether it answers something of
    ours is for the caller to find out. `reason` says in words why it is of its class. Ids stand
    without brackets, addresses in lower case; `recipients` are those of To, Cc and of the headers
    in which servers note the envelope's. `text` is the message's text (of the HTML, when there is
    no other), cut; `html` is as it came, hostile. `reply_text`: the sender's own words without
    what they quote and without a marked signature. `sentiment`, `intent` and `label` are of
    replies and requests to unsubscribe.

    `bounced` and `original_message_id` are of reports: whom, and which message of ours, they are
    about. `is_mailbox_fault`: the refusal was of our mailbox (RFC 3463 §3.8, 5.7.x: policy,
    reputation, authentication), not of the address. `returns_on`: the first day back of somebody
    absent. `has_left`: of automatic replies, the person written to is gone for good.
    `fingerprint`: the same for one message wherever, and however often, it is delivered.
    """

    classification: MailClass
    reason: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    from_address: str
    from_name: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    html: str | None
    reply_text: str
    sentiment: Sentiment | None
    intent: ReplyIntent | None
    label: str
    bounced: tuple[BouncedRecipient, ...]
    original_message_id: str | None
    is_mailbox_fault: bool
    returns_on: date | None
    fingerprint: str
    has_left: bool = False

"""The closed vocabularies that the whole product shares; each is repeated as a CHECK constraint."""

from enum import StrEnum


class SequenceStatus(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    ARCHIVED = "ARCHIVED"


class EnrollmentStatus(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class DeliveryStatus(StrEnum):
    """`UNCERTAIN`: the message may have been accepted, nobody heard the answer."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNCERTAIN = "uncertain"


class MailboxStatus(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"


class StepType(StrEnum):
    EMAIL_AUTO = "EMAIL_AUTO"
    EMAIL_MANUAL = "EMAIL_MANUAL"
    CALL = "CALL"
    TASK = "TASK"


class ActivityType(StrEnum):
    EMAIL = "EMAIL"
    CALL = "CALL"
    TASK = "TASK"
    NOTE = "NOTE"
    MEETING = "MEETING"
    STAGE_CHANGE = "STAGE_CHANGE"


class ActivityStatus(StrEnum):
    OPEN = "OPEN"
    DRAFT = "DRAFT"
    DONE = "DONE"
    SKIPPED = "SKIPPED"
    CANCELED = "CANCELED"


class ActivitySource(StrEnum):
    SEQUENCE = "SEQUENCE"
    PERSON = "PERSON"
    API = "API"
    COPILOT = "COPILOT"
    IMPORT = "IMPORT"
    SYSTEM = "SYSTEM"
    INBOX = "INBOX"


class EntityType(StrEnum):
    LEAD = "LEAD"
    PARTY = "PARTY"


class PartyKind(StrEnum):
    PERSON = "PERSON"
    COMPANY = "COMPANY"


class LeadStatus(StrEnum):
    NEW = "NEW"
    OPEN = "OPEN"
    WORKING = "WORKING"
    CONTACTED = "CONTACTED"
    QUALIFIED = "QUALIFIED"
    UNQUALIFIED = "UNQUALIFIED"
    CONVERTED = "CONVERTED"


class DealStage(StrEnum):
    NEW = "NEW"
    QUALIFIED = "QUALIFIED"
    PROPOSAL = "PROPOSAL"
    NEGOTIATION = "NEGOTIATION"
    WON = "WON"
    LOST = "LOST"


class Reentry(StrEnum):
    """May a person enter a sequence again? `ANY`: at any time, the running enrollment ends."""

    ONCE = "ONCE"
    WHEN_INACTIVE = "WHEN_INACTIVE"
    ANY = "ANY"


class SuppressionReason(StrEnum):
    OPTED_OUT = "OPTED_OUT"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"
    MANUAL = "MANUAL"


class StopReason(StrEnum):
    """Why an enrollment was canceled; shown to people and given by the API as `stopReason`."""

    OPTED_OUT = "OPTED_OUT"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"
    SUPPRESSED = "SUPPRESSED"
    REFUSED = "REFUSED"
    GAVE_UP = "GAVE_UP"
    REPLIED = "REPLIED"
    COMPANY_REPLIED = "COMPANY_REPLIED"
    LEFT = "LEFT"
    SEQUENCE_ARCHIVED = "SEQUENCE_ARCHIVED"
    BY_PERSON = "BY_PERSON"
    REENTERED = "REENTERED"


class Sentiment(StrEnum):
    POSITIVE = "POSITIVE"
    NEUTRAL = "NEUTRAL"
    NEGATIVE = "NEGATIVE"


class Disposition(StrEnum):
    """How a call ended, as the dashboard asks it; programs may say it in any line of text."""

    CONNECTED = "Connected"
    LEFT_VOICEMAIL = "Left voicemail"
    NO_ANSWER = "No answer"
    BUSY = "Busy"
    WRONG_NUMBER = "Wrong number"
    GATEKEEPER = "Gatekeeper"
    MEETING_BOOKED = "Meeting booked"
    NOT_INTERESTED = "Not interested"


class MailClass(StrEnum):
    """What an incoming message is; the contract's `classification`.

    `REPLY`: a person wrote. `AUTO_REPLY`: a machine acknowledges. `DELIVERY_NOTICE`: a report that
    is no bounce (delayed, delivered, read). `OWN`: one of our own messages came back to us.
    `UNRELATED`: neither from somebody whom we wrote to nor about a message of ours.
    """

    REPLY = "REPLY"
    AUTO_REPLY = "AUTO_REPLY"
    OUT_OF_OFFICE = "OUT_OF_OFFICE"
    HARD_BOUNCE = "HARD_BOUNCE"
    SOFT_BOUNCE = "SOFT_BOUNCE"
    COMPLAINT = "COMPLAINT"
    UNSUBSCRIBE = "UNSUBSCRIBE"
    DELIVERY_NOTICE = "DELIVERY_NOTICE"
    OWN = "OWN"
    UNRELATED = "UNRELATED"


class ReplyIntent(StrEnum):
    """What a reply is about; finer words are its `label`."""

    POSITIVE = "POSITIVE"
    OBJECTION = "OBJECTION"
    REFERRAL = "REFERRAL"
    UNSUBSCRIBE = "UNSUBSCRIBE"
    OTHER = "OTHER"


class MatchedBy(StrEnum):
    """How the person or the message that an incoming one is about was found."""

    IN_REPLY_TO = "IN_REPLY_TO"
    REFERENCES = "REFERENCES"
    BOUNCE = "BOUNCE"
    TAG = "TAG"
    ADDRESS = "ADDRESS"
    ALIAS = "ALIAS"
    DOMAIN = "DOMAIN"


class InboundStatus(StrEnum):
    """`QUARANTINED`: the message could not be read or acted upon; it waits for a person."""

    PROCESSED = "PROCESSED"
    QUARANTINED = "QUARANTINED"


class DeliveryOutcome(StrEnum):
    """What came back after an e-mail was accepted."""

    REPLIED = "REPLIED"
    BOUNCED = "BOUNCED"
    SOFT_BOUNCED = "SOFT_BOUNCED"
    COMPLAINED = "COMPLAINED"


class TrackingKind(StrEnum):
    OPEN = "OPEN"
    CLICK = "CLICK"


class TrackingVerdict(StrEnum):
    """Who opened or clicked, as far as it can be told."""

    HUMAN = "HUMAN"
    MACHINE = "MACHINE"
    UNKNOWN = "UNKNOWN"


class TurnRole(StrEnum):
    """Whose turn it was in a conversation with the copilot."""

    USER = "USER"
    TOOL = "TOOL"
    ASSISTANT = "ASSISTANT"


class ActionStatus(StrEnum):
    """Where a write that the copilot proposes stands; see `crm_core.domain.states`.

    `RUNNING`: approved, with an effect outside the database that is under way. `EDITED`: another
    action took its place. `VOID`: what it rested on had changed. `REFUSED`: a rule said no.
    `UNCERTAIN`: nobody knows whether it came to its end; it is not tried again.
    """

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    DISMISSED = "DISMISSED"
    EDITED = "EDITED"
    VOID = "VOID"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    UNCERTAIN = "UNCERTAIN"

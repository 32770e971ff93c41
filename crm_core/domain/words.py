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

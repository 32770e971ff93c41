"""Statuses as people read them, each with its colour."""

from enum import StrEnum

from crm_core.domain.words import (
    DealStage,
    DeliveryStatus,
    EnrollmentStatus,
    LeadStatus,
    MailboxStatus,
    MailClass,
    SequenceStatus,
    SuppressionReason,
)
from crm_core.views.sequence_people import Standing
from pages._ui.html import Html, tag

# By type first: `ACTIVE` of one vocabulary equals `ACTIVE` of another.
_WORDS: dict[type[StrEnum], dict[str, tuple[str, str]]] = {
    SequenceStatus: {
        SequenceStatus.ACTIVE: ("Active", "green"),
        SequenceStatus.PAUSED: ("Paused", "orange"),
        SequenceStatus.COMPLETED: ("Completed", "blue"),
        SequenceStatus.ARCHIVED: ("Archived", "gray"),
    },
    Standing: {
        Standing.ACTIVE: ("Active", "green"),
        Standing.PAUSED: ("Paused", "orange"),
        Standing.FINISHED: ("Finished", "blue"),
        Standing.REPLIED: ("Replied", "violet"),
        Standing.STOPPED: ("Stopped", "gray"),
    },
    DeliveryStatus: {
        DeliveryStatus.PLANNED: ("Planned", "gray"),
        DeliveryStatus.SENDING: ("Sending", "blue"),
        DeliveryStatus.SENT: ("Sent", "green"),
        DeliveryStatus.DEFERRED: ("Put off", "orange"),
        DeliveryStatus.REFUSED: ("Refused", "red"),
        DeliveryStatus.UNCERTAIN: ("Uncertain", "violet"),
    },
    EnrollmentStatus: {
        EnrollmentStatus.ACTIVE: ("Active", "green"),
        EnrollmentStatus.PAUSED: ("Paused", "orange"),
        EnrollmentStatus.COMPLETED: ("Finished", "blue"),
        EnrollmentStatus.CANCELED: ("Ended", "gray"),
    },
    LeadStatus: {
        LeadStatus.NEW: ("New", "blue"),
        LeadStatus.OPEN: ("Open", "blue"),
        LeadStatus.WORKING: ("Working", "orange"),
        LeadStatus.CONTACTED: ("Contacted", "violet"),
        LeadStatus.QUALIFIED: ("Qualified", "green"),
        LeadStatus.UNQUALIFIED: ("Unqualified", "gray"),
        LeadStatus.CONVERTED: ("Converted", "green"),
    },
    DealStage: {
        DealStage.NEW: ("New", "gray"),
        DealStage.QUALIFIED: ("Qualified", "blue"),
        DealStage.PROPOSAL: ("Proposal", "violet"),
        DealStage.NEGOTIATION: ("Negotiation", "orange"),
        DealStage.WON: ("Won", "green"),
        DealStage.LOST: ("Lost", "red"),
    },
    SuppressionReason: {
        SuppressionReason.OPTED_OUT: ("Opted out", "orange"),
        SuppressionReason.BOUNCED: ("Bounced", "red"),
        SuppressionReason.COMPLAINED: ("Complained", "red"),
        SuppressionReason.MANUAL: ("No mail", "gray"),
    },
    MailClass: {
        MailClass.REPLY: ("Reply", "blue"),
        MailClass.AUTO_REPLY: ("Automatic reply", "gray"),
        MailClass.OUT_OF_OFFICE: ("Absence", "violet"),
        MailClass.HARD_BOUNCE: ("Bounced", "red"),
        MailClass.SOFT_BOUNCE: ("Bounced for now", "orange"),
        MailClass.COMPLAINT: ("Complaint", "red"),
        MailClass.UNSUBSCRIBE: ("Wants no mail", "orange"),
        MailClass.DELIVERY_NOTICE: ("Delivery notice", "gray"),
        MailClass.OWN: ("Our own", "gray"),
        MailClass.UNRELATED: ("Unrelated", "gray"),
    },
    MailboxStatus: {
        MailboxStatus.ACTIVE: ("Active", "green"),
        MailboxStatus.PAUSED: ("Paused", "red"),
    },
}


def word(status: StrEnum) -> str:
    """The status in a person's word."""
    return _WORDS[type(status)][status][0]


def badge(status: StrEnum) -> Html:
    """The status as a coloured badge; its word says it without the colour."""
    return toned(*_WORDS[type(status)][status])


def toned(text: str, tone: str) -> Html:
    """A badge of another word; tones are green, orange, blue, red, violet and gray."""
    return tag("span", text, f"ds-badge ds-{tone}")

"""Words that the pages of people share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from crm_core.domain.moments import moment_words
from crm_core.domain.words import StepType, StopReason, SuppressionReason
from crm_core.views.people import PartyLine

STEP_TYPES = {
    StepType.EMAIL_AUTO: "Automatic e-mail",
    StepType.EMAIL_MANUAL: "E-mail draft",
    StepType.CALL: "Call",
    StepType.TASK: "Task",
}
SUPPRESSED = {
    SuppressionReason.OPTED_OUT: "Opted out",
    SuppressionReason.BOUNCED: "Address bounced",
    SuppressionReason.COMPLAINED: "Complained",
    SuppressionReason.MANUAL: "On the suppression list",
}
ENDS = {
    StopReason.OPTED_OUT: "Opted out",
    StopReason.BOUNCED: "Bounced",
    StopReason.COMPLAINED: "Complained",
    StopReason.SUPPRESSED: "Suppressed",
    StopReason.REFUSED: "Refused",
    StopReason.GAVE_UP: "Given up",
    StopReason.REPLIED: "Replied",
    StopReason.COMPANY_REPLIED: "Company replied",
    StopReason.LEFT: "Left the company",
    StopReason.SEQUENCE_ARCHIVED: "Sequence archived",
    StopReason.BY_PERSON: "Canceled",
    StopReason.REENTERED: "Entered again",
}


def name_of(party: PartyLine) -> str:
    """What a person or a company is called, whatever is known of them."""
    return party.name or party.email or party.phone or "Somebody without a name"


def moment_for_people(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """ "Today at 09:00", for the beginning of a line."""
    words = moment_words(at, zone, now)
    return words[0].upper() + words[1:]

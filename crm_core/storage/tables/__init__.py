"""The typed tables. Importing this package registers all of them on `Row.metadata`."""

from crm_core.storage.tables.access import (
    ApiTokenRow,
    AuditRow,
    IdempotencyRow,
    SignInRow,
    UserRow,
)
from crm_core.storage.tables.activities import ActivityRow
from crm_core.storage.tables.copilot import ActionRow, ConversationRow, ModelCallRow, TurnRow
from crm_core.storage.tables.enrollments import (
    NOT_SENT,
    DecisionRow,
    DeliveryRow,
    EnrollmentRow,
)
from crm_core.storage.tables.imports import ImportRow
from crm_core.storage.tables.inbound import CorrectionRow, InboundMessageRow, InboxRow
from crm_core.storage.tables.people import (
    DealRow,
    LeadRow,
    PartyAddressRow,
    PartyRow,
    SuppressionRow,
)
from crm_core.storage.tables.runners import RunnerRow, RunnerTickRow
from crm_core.storage.tables.sequences import (
    SequenceDraftRow,
    SequenceRow,
    SequenceVersionRow,
    StepRow,
)
from crm_core.storage.tables.tracking import TrackingEventRow
from crm_core.storage.tables.workspace import MailboxRow, TenantRow

__all__ = [
    "NOT_SENT",
    "ActionRow",
    "ActivityRow",
    "ApiTokenRow",
    "AuditRow",
    "ConversationRow",
    "CorrectionRow",
    "DealRow",
    "DecisionRow",
    "DeliveryRow",
    "EnrollmentRow",
    "IdempotencyRow",
    "ImportRow",
    "InboundMessageRow",
    "InboxRow",
    "LeadRow",
    "MailboxRow",
    "ModelCallRow",
    "PartyAddressRow",
    "PartyRow",
    "RunnerRow",
    "RunnerTickRow",
    "SequenceDraftRow",
    "SequenceRow",
    "SequenceVersionRow",
    "SignInRow",
    "StepRow",
    "SuppressionRow",
    "TenantRow",
    "TrackingEventRow",
    "TurnRow",
    "UserRow",
]

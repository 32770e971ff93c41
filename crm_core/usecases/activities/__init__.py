"""What people do and have to do: adding it, changing it, finishing it."""

from crm_core.usecases.activities.adding import (
    add_note,
    create_email_draft,
    create_task,
    log_call,
)
from crm_core.usecases.activities.changing import (
    edit_draft,
    reassign_activities,
    reassign_activity,
    save_draft,
    snooze_activities,
    snooze_activity,
)
from crm_core.usecases.activities.finishing import (
    complete_activities,
    complete_activity,
    complete_call,
    skip_activities,
    skip_activity,
)
from crm_core.usecases.activities.several import Refused, Worked

__all__ = [
    "Refused",
    "Worked",
    "add_note",
    "complete_activities",
    "complete_activity",
    "complete_call",
    "create_email_draft",
    "create_task",
    "edit_draft",
    "log_call",
    "reassign_activities",
    "reassign_activity",
    "save_draft",
    "skip_activities",
    "skip_activity",
    "snooze_activities",
    "snooze_activity",
]

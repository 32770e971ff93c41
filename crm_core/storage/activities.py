"""What several queries and use cases say alike of activities."""

from sqlalchemy import exists, literal_column

from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActivitySource, ActivityStatus, ActivityType
from crm_core.storage.tables import ActivityRow, DeliveryRow

IS_OPEN = ActivityRow.status.in_([literal_column("'OPEN'"), literal_column("'DRAFT'")])
"""The condition of the indexes of what is to be done. SQLite uses them where a query says this in
these words; a parameter is no proof to it."""

SENT_EMAIL = (
    (ActivityRow.type == ActivityType.EMAIL)
    & (ActivityRow.status == ActivityStatus.DONE)
    & (
        (ActivityRow.source == ActivitySource.SEQUENCE)
        | exists().where(DeliveryRow.activity_id == ActivityRow.id)
    )
)
"""An e-mail that went out, by itself or by a person's hand; the others that stand on a timeline
were noted, such as an answer."""

_SOURCES = {"token": ActivitySource.API, "copilot": ActivitySource.COPILOT}


def source_of(actor: Actor) -> ActivitySource:
    """Where an activity comes from that the actor adds."""
    return _SOURCES.get(actor.kind, ActivitySource.PERSON)

"""What is changed about a sequence without touching its steps: its name, its settings."""

from crm_core.domain.inputs import line, text
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import NAME_LIMIT, TEXT_LIMIT, SequenceDraft, SequenceSettings
from crm_core.domain.words import SequenceStatus
from crm_core.errors import Conflict, InvalidInput
from crm_core.holiday_dates import check_countries
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.sequences import add_version, read_steps
from crm_core.storage.tables import SequenceRow, SequenceVersionRow


def describe_sequence(
    services: Services, *, actor: Actor, sequence_id: int, name: object, description: object
) -> None:
    """Give a sequence another name or description; both are the same for all its versions."""
    actor.require(Permission.SEQUENCES_MANAGE)
    title = line(name, "name", NAME_LIMIT)
    if not title:
        raise InvalidInput("A sequence needs a name.", field="name")
    words = text(description, "description", TEXT_LIMIT).strip()
    now = services.clock.now()
    with services.storage.write() as session:
        row = _editable(session, actor, sequence_id)
        row.name, row.description = title, words
        audit.note(session, actor, now, "sequence.described", "sequence", sequence_id)


def change_settings(
    services: Services,
    *,
    actor: Actor,
    sequence_id: int,
    settings: object,
    based_on: int,
) -> int:
    """Save other settings as the next version, with the same steps; returns its number.

    `based_on`: the number of the version that was looked at. Raises `Conflict` where a newer one
    has come meanwhile, so that nobody's edit is undone unseen, and where nothing was changed;
    `InvalidInput` names the setting (`settings.sendWindow.days.TUE[0][1]`). Enrollments under
    way stay on the version they began.
    """
    actor.require(Permission.SEQUENCES_MANAGE)
    wanted = SequenceSettings.parse(settings)
    check_countries(wanted.holiday_countries, "settings.holidayCountries")
    now = services.clock.now()
    with services.storage.write() as session:
        sequence = _editable(session, actor, sequence_id)
        latest = session.get_one(SequenceVersionRow, sequence.latest_version_id)
        if latest.number != based_on:
            raise Conflict(
                f"Version {latest.number} was saved meanwhile; look at it before you change it."
            )
        if SequenceSettings.parse(latest.settings) == wanted:
            raise Conflict("These are the settings that the sequence has already.")
        steps = read_steps(session, [latest.id])[latest.id]
        draft = SequenceDraft(sequence.name, sequence.description, steps, wanted)
        number = add_version(session, sequence, draft, created_by=actor.user_id, now=now)
        audit.note(session, actor, now, "sequence.revised", "sequence", sequence_id, version=number)
        return number


def _editable(session: WriteSession, actor: Actor, sequence_id: int) -> SequenceRow:
    row = owned(session, SequenceRow, actor.tenant_id, sequence_id, what="sequence", lock=True)
    if row.status == SequenceStatus.ARCHIVED:
        raise Conflict("An archived sequence cannot be edited.", field="status")
    return row

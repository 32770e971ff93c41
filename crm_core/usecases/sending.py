"""Sending an e-mail draft: a person presses Send, and the message goes out now."""

from dataclasses import dataclass

from sqlalchemy import select

from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.refusals import Meaning
from crm_core.domain.words import ActivityStatus, ActivityType, DeliveryStatus
from crm_core.errors import Conflict, InvalidInput, NotSent
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import NOT_SENT, ActivityRow, DeliveryRow, PartyRow
from crm_core.touches.by_hand import lock_draft
from crm_core.touches.email_drafts import PostedDraft, posted, record_draft, take_draft
from crm_core.touches.in_flight import Notes, notes_of
from crm_core.touches.rescue import rescue

_AGAIN = "Nothing went out and nobody got it; you can send it again."
_WHAT_NOW = {
    Meaning.RETRY_LATER: _AGAIN,
    Meaning.SERVER_AWAY: _AGAIN,
    Meaning.MAILBOX_FAULT: "The mailbox is paused until somebody resumes it in Runner health.",
    Meaning.REFUSED: "Nobody got it.",
    Meaning.UNCERTAIN: "It may have arrived: say whether it did before anybody sends it again.",
}


def send_draft(
    services: Services, *, actor: Actor, activity_id: int, seen: str | None = None
) -> None:
    """Send an e-mail draft now; when this returns, the server has it and the draft is done.

    Where it is a sequence's present step, the enrollment goes on and the next delay counts from
    now. `seen`: the fingerprint of the text that the person had before them; `Conflict` where it
    was changed since. Raises what forbids it, with the field, and `NotSent` with the server's
    words where it did not go out or may have: the draft stays, with the reason beside it.

    Two transactions with the mail server between them, so it belongs into none. However often it
    is called at once, the message goes out once.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    if services.storage.is_writing:
        raise RuntimeError("no transaction is open while a mail server is spoken to")
    _free_what_died(services, actor, activity_id)
    owner = services.process.new_owner()
    directory = services.settings.in_flight_directory()
    with notes_of(directory, owner, services.process.host) as notes:
        draft = _take(services, actor, activity_id, seen, owner, notes)
        with posted(services, draft, notes) as judgement:
            now = services.clock.now()
            with services.storage.write() as session:
                record_draft(services, session, draft, judgement, owner, now)
                audit.note(
                    session, actor, now, "draft.sent", "activity", activity_id,
                    outcome=judgement.meaning.name,
                )  # fmt: skip
    if judgement.meaning is not Meaning.ACCEPTED:
        raise NotSent(f"{judgement.reason} {_WHAT_NOW[judgement.meaning]}", field="status")


@dataclass(frozen=True, slots=True)
class Way:
    """Whom a draft would go to, and from which mailbox's address."""

    recipient: str
    mailbox: str


def rehearse_sending(services: Services, *, actor: Actor, activity_id: int) -> Way:
    """Ask all that `send_draft` asks before it speaks to a server, and write nothing.

    Raises what would forbid it. Where an earlier try was cut off, `send_draft` finds out what
    became of it; until then this says that it is being sent.
    """
    actor.require(Permission.ACTIVITIES_MANAGE)
    with services.storage.write() as session:
        savepoint = session.begin_nested()
        try:
            row = _fit_to_go(session, actor, activity_id, None)
            now = services.clock.now()
            draft = take_draft(services, session, row, actor.user_id, "rehearsal", now)
            return Way(draft.recipient, draft.mailbox.address)
        finally:
            savepoint.rollback()


def _take(
    services: Services, actor: Actor, activity_id: int, seen: str | None, owner: str, notes: Notes
) -> PostedDraft:
    now = services.clock.now()
    with services.storage.write() as session:
        row = _fit_to_go(session, actor, activity_id, seen)
        draft = take_draft(services, session, row, actor.user_id, owner, now)
        # Before the mark is committed: a run that leaves no notes may have begun anything.
        notes.open()
        return draft


def _fit_to_go(
    session: WriteSession, actor: Actor, activity_id: int, seen: str | None
) -> ActivityRow:
    """The draft, held, as far as it can go out by itself; raises what forbids it."""
    row = _held(session, actor, activity_id)
    if row.type != ActivityType.EMAIL:
        raise InvalidInput("Only an e-mail draft can be sent.", field="id")
    if row.status != ActivityStatus.DRAFT:
        done = row.status == ActivityStatus.DONE
        word = "sent or marked as done" if done else row.status.lower()
        raise NotSent(f"This e-mail is {word} already.", field="status")
    if seen is not None and fingerprint(row.subject, row.body, row.html) != seen:
        raise Conflict(
            "This draft was changed elsewhere since you opened it. Look at it again before "
            "you send it.",
            field="body",
        )
    return row


def _held(session: WriteSession, actor: Actor, activity_id: int) -> ActivityRow:
    """The draft, locked after its person, who may opt out at this moment, and its enrollment."""
    glimpse = owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity")
    if glimpse.party_id is not None:
        session.execute(
            select(PartyRow.id).where(PartyRow.id == glimpse.party_id).with_for_update(read=True)
        )
    lock_draft(session, activity_id, glimpse.enrollment_id)
    return owned(session, ActivityRow, actor.tenant_id, activity_id, what="activity", lock=True)


def _free_what_died(services: Services, actor: Actor, activity_id: int) -> None:
    """Where an earlier try was cut off, find out at once what became of it."""
    with services.storage.read() as session:
        sending = session.scalar(
            select(DeliveryRow.id).where(
                NOT_SENT,
                DeliveryRow.tenant_id == actor.tenant_id,
                DeliveryRow.activity_id == activity_id,
                DeliveryRow.status == DeliveryStatus.SENDING,
            )
        )
    if sending is not None:
        rescue(services)

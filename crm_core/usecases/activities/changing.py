"""Changing what is still to do: a draft's text, when it is due, whose it is."""

from collections.abc import Callable, Collection
from datetime import datetime

from crm_core.domain import inputs
from crm_core.domain.email_drafts import fingerprint
from crm_core.domain.permissions import Actor
from crm_core.domain.sequences import SUBJECT_LIMIT, TEXT_LIMIT
from crm_core.domain.words import ActivityStatus
from crm_core.errors import Conflict, InvalidInput
from crm_core.mail.body import finished_alternatives, is_formatted
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import WriteSession
from crm_core.storage.lookup import owned
from crm_core.storage.tables import ActivityRow, UserRow
from crm_core.usecases.activities.several import Worked, each, one, refuse_finished

Change = Callable[[WriteSession, ActivityRow], None]


def edit_draft(
    services: Services,
    *,
    actor: Actor,
    activity_id: int,
    seen: str,
    subject: object,
    body: object,
    html: object = None,
) -> str:
    """Change an e-mail draft's texts; returns the fingerprint of what stands there now.

    `seen`: the fingerprint of the draft that the person had before them. Raises `Conflict` where
    somebody, or another tab, has changed it since: nobody overwrites what they have not seen. The
    same change once more is none.
    """
    line = inputs.line(subject, "subject", SUBJECT_LIMIT)
    text = inputs.text(body, "body", TEXT_LIMIT)
    markup = inputs.text(html, "body", TEXT_LIMIT) or None
    wanted = fingerprint(line, text, markup)

    def change(_: WriteSession, row: ActivityRow) -> None:
        if row.status != ActivityStatus.DRAFT:
            refuse_finished(row)
            raise InvalidInput("Only an e-mail draft has a text to change.", field="id")
        if fingerprint(row.subject, row.body, row.html) not in (seen, wanted):
            raise Conflict(
                "This draft was changed elsewhere since you opened it. Copy what you typed, then "
                "load the draft again.",
                field="body",
            )
        row.subject, row.body, row.html = line, text, markup

    one(services, actor, activity_id, change, _noted(actor, "draft.edited"))
    return wanted


def save_draft(
    services: Services, *, actor: Actor, activity_id: int, seen: str, subject: object, typed: object
) -> str:
    """`edit_draft` with the text as the message editor gives it: formatted, or plain."""
    body = inputs.text(typed, "body", TEXT_LIMIT)
    html = body if is_formatted(body) else None
    plain = body if html is None else finished_alternatives("", html)[0]
    return edit_draft(
        services, actor=actor, activity_id=activity_id, seen=seen, subject=subject, body=plain,
        html=html,
    )  # fmt: skip


def snooze_activity(
    services: Services, *, actor: Actor, activity_id: int, due_at: datetime
) -> None:
    """Put an activity off until `due_at`, which lies ahead; a sequence waits for it as before."""
    one(services, actor, activity_id, *_snoozing(services, actor, due_at))


def snooze_activities(
    services: Services, *, actor: Actor, activity_ids: Collection[int], due_at: datetime
) -> Worked:
    """`snooze_activity` for several; those that are refused are named, the others put off."""
    return each(services, actor, activity_ids, *_snoozing(services, actor, due_at))


def reassign_activity(services: Services, *, actor: Actor, activity_id: int, owner_id: int) -> None:
    """Hand an activity to another user of the workspace."""
    one(services, actor, activity_id, *_reassigning(services, actor, owner_id))


def reassign_activities(
    services: Services, *, actor: Actor, activity_ids: Collection[int], owner_id: int
) -> Worked:
    """`reassign_activity` for several; those that are refused are named, the others handed over."""
    return each(services, actor, activity_ids, *_reassigning(services, actor, owner_id))


def _snoozing(
    services: Services, actor: Actor, due_at: datetime
) -> tuple[Change, Callable[[WriteSession, list[ActivityRow], datetime], None]]:
    at = inputs.instant(due_at, "dueAt")
    if at is None or at <= services.clock.now():
        raise InvalidInput("Choose a time that lies ahead.", field="dueAt")

    def change(_: WriteSession, row: ActivityRow) -> None:
        refuse_finished(row)
        row.due_at = at

    return change, _noted(actor, "activity.snoozed", until=at.isoformat())


def _reassigning(
    services: Services, actor: Actor, owner_id: int
) -> tuple[Change, Callable[[WriteSession, list[ActivityRow], datetime], None]]:
    with services.storage.read() as session:
        user = owned(session, UserRow, actor.tenant_id, owner_id, what="user", field="ownerId")
        if not user.is_active:
            raise InvalidInput(f"{user.name or user.email} does not work here now.", "ownerId")

    def change(_: WriteSession, row: ActivityRow) -> None:
        refuse_finished(row)
        row.owner_id = owner_id

    return change, _noted(actor, "activity.reassigned", ownerId=owner_id)


def _noted(
    actor: Actor, action: str, **detail: object
) -> Callable[[WriteSession, list[ActivityRow], datetime], None]:
    def noted(session: WriteSession, rows: list[ActivityRow], now: datetime) -> None:
        for row in rows:
            audit.note(session, actor, now, action, "activity", row.id, **detail)

    return noted

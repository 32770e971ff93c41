"""When a user looked at Home: what happened since the visit before is told on the next."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.storage.lookup import owned
from crm_core.storage.tables import UserRow

ABSENCE = timedelta(minutes=30)
"""Whoever was away for longer comes anew."""
NOTED_EVERY = timedelta(minutes=1)


class Visit(NamedTuple):
    """`here_at`: the last look. `here_before_at`: the end of the visit before, None without one."""

    here_at: datetime | None
    here_before_at: datetime | None


def note_visit(services: Services, *, actor: Actor) -> datetime | None:
    """Note that a user looks at Home now; returns the end of the visit before.

    None on the first visit, and for whoever is no user. Reads one row and writes at most once a
    minute; it needs no permission, for it tells everybody of themselves alone.
    """
    if actor.user_id is None:
        return None
    now = services.clock.now()
    mine = select(UserRow.here_at, UserRow.here_before_at).where(
        UserRow.tenant_id == actor.tenant_id, UserRow.id == actor.user_id
    )
    with services.storage.read() as session:
        row = session.execute(mine).one()
    seen = Visit(row.here_at, row.here_before_at)
    if after_look(seen, now) == seen:
        return seen.here_before_at
    with services.storage.write() as session:
        user = owned(session, UserRow, actor.tenant_id, actor.user_id, what="user", lock=True)
        # Another tab may have come first.
        noted = after_look(Visit(user.here_at, user.here_before_at), now)
        user.here_at, user.here_before_at = noted
    return noted.here_before_at


def after_look(seen: Visit, now: datetime) -> Visit:
    """What a look at `now` makes of the visits that were noted; the same within a minute."""
    if seen.here_at is None:
        return Visit(now, seen.here_before_at)
    away = now - seen.here_at
    if away > ABSENCE:
        return Visit(now, seen.here_at)
    return Visit(now, seen.here_before_at) if away >= NOTED_EVERY else seen

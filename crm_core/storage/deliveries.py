"""The two guarded moves of a delivery on the hot path, each one statement for many."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import orjson
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.orm import Session

from crm_core.storage.types import UtcDateTime

# `IS TRUE` keeps a comparison away from the indexes. Statistics say that hardly a row is leased
# or on its way, so a planner would read all of those once for each row that it knows by its key.
_TAKE = """
UPDATE deliveries SET status = 'sending', attempts = attempts + 1, retry_at = NULL, taken_at = :now
{among} AND owner = :owner AND (deliveries.status IN ('planned', 'deferred')) IS TRUE AND (
    SELECT true FROM enrollments e
    JOIN sequences s ON s.id = e.sequence_id
    JOIN mailboxes m ON m.id = e.mailbox_id
    WHERE e.id = deliveries.enrollment_id AND (e.lease_owner = :owner) IS TRUE
    AND e.status = 'ACTIVE' AND e.company_mail_id IS NULL
    AND s.status IN ('ACTIVE', 'COMPLETED') AND m.status = 'ACTIVE'
)
RETURNING enrollment_id
"""
_WITHDRAWN = """
SELECT w.id FROM {marked} WHERE (
    SELECT true FROM enrollments e
    JOIN sequences s ON s.id = e.sequence_id
    JOIN mailboxes m ON m.id = e.mailbox_id
    WHERE e.id = w.id AND (e.lease_owner = :owner) IS TRUE
    AND e.status = 'ACTIVE' AND e.company_mail_id IS NULL
    AND s.status IN ('ACTIVE', 'COMPLETED') AND m.status = 'ACTIVE'
) IS NOT TRUE
"""
_SENT = """
UPDATE deliveries SET status = 'sent', sent_at = :now, reason = ''
{among} AND owner = :owner AND (deliveries.status IN ('sending', 'uncertain')) IS TRUE
RETURNING enrollment_id
"""
_AMONG_SQLITE = "WHERE message_id IN (SELECT value FROM json_each(:ids))"
_AMONG_POSTGRESQL = (
    "FROM unnest(CAST(:ids AS text[])) AS wanted(id) WHERE deliveries.message_id = wanted.id"
)


def take_for_sending(
    session: Session, owner: str, message_ids: Iterable[str], now: datetime
) -> set[int]:
    """Mark planned deliveries as *sending* where all still stands; returns their enrollments.

    Left alone are those whose lease was lost, whose enrollment or sequence is not running any
    more, or whose mailbox is paused: the last look before the bytes go out.
    """
    return _run(session, _TAKE, owner, message_ids, now)


def withdrawn(session: Session, owner: str, enrollment_ids: Iterable[int]) -> set[int]:
    """Of enrollments whose e-mail is marked as *sending*, those for which something does not stand
    any more: one more look, as short before the bytes as can be. One statement for many, which
    returns few."""
    ids = list(enrollment_ids)
    sqlite = session.get_bind().dialect.name == "sqlite"
    values = {"owner": owner, "ids": orjson.dumps(ids).decode() if sqlite else ids}
    return set(session.connection().execute(_withdrawn_statement(sqlite), values).scalars())


def mark_sent_if_owner(
    session: Session, owner: str, message_ids: Iterable[str], now: datetime
) -> set[int]:
    """Mark deliveries as *sent* if they are this owner's; returns their enrollments."""
    return _run(session, _SENT, owner, message_ids, now)


def _run(
    session: Session, template: str, owner: str, message_ids: Iterable[str], now: datetime
) -> set[int]:
    ids = list(message_ids)
    if not ids:
        return set()
    sqlite = session.get_bind().dialect.name == "sqlite"
    values = {"owner": owner, "now": now, "ids": orjson.dumps(ids).decode() if sqlite else ids}
    return set(session.connection().execute(_statement(template, sqlite), values).scalars())


@cache
def _withdrawn_statement(sqlite: bool) -> TextClause:
    if sqlite:
        return text(_WITHDRAWN.format(marked="(SELECT value AS id FROM json_each(:ids)) w"))
    return text(_WITHDRAWN.format(marked="unnest(CAST(:ids AS bigint[])) AS w(id)"))


@cache
def _statement(template: str, sqlite: bool) -> TextClause:
    among = _AMONG_SQLITE if sqlite else _AMONG_POSTGRESQL
    return text(template.format(among=among)).bindparams(bindparam("now", type_=UtcDateTime))

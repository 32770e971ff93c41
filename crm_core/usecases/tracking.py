"""Keeping opens and clicks, each with what it is taken for.

The tracking routes hand in what came, in groups; nobody is asked for a permission, because the
links are signed. `crm_core.domain.tracking` judges.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update

from crm_core.domain.tracking import Judged, Request, judge
from crm_core.domain.words import TrackingKind, TrackingVerdict
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among
from crm_core.storage.tables import DeliveryRow, PartyRow, TrackingEventRow

EVENTS_MOST = 200
"""Events that are kept of one delivery. Whoever asks more often is a machine, or wants the disk."""
_ONE_AT_A_TIME = 0x64757374
"""The number of the lock under which events are judged, on PostgreSQL: a verdict rests on all of
a delivery's events, so two servers take turns. SQLite has one writer anyway."""

_EVENT = (
    "tenant_id", "delivery_id", "party_id", "kind", "url", "at", "method", "agent", "source_hash",
    "verdict", "reason",
)  # fmt: skip


class Hit(NamedTuple):
    """One request, with what its token says."""

    tenant_id: int
    delivery_key: str
    request: Request


class _Delivery(NamedTuple):
    """`sent_at`: of one whose answer is not recorded, or never came, when it began to be sent."""

    tenant_id: int
    id: int
    party_id: int
    sent_at: datetime | None


class _Known(NamedTuple):
    id: int
    judged: Judged
    request: Request


def record_hits(services: Services, hits: Sequence[Hit]) -> list[bool]:
    """Keep requests with their verdicts, in one transaction; says of each whether it was kept.

    Earlier events of the same deliveries are judged anew: what comes later may prove that a
    machine was at work. A person's click shows that the address is read, so the soft bounces that
    were counted against it are forgotten. Not kept: what belongs to no delivery, and what is too
    much for one.
    """
    with services.storage.write() as session:
        if not services.storage.is_sqlite:
            session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        deliveries = _deliveries(session, hits)
        known = _known(session, {delivery.id for delivery in deliveries.values()})
        new: defaultdict[_Delivery, list[Request]] = defaultdict(list)
        kept = []
        for hit in hits:
            delivery = deliveries.get((hit.tenant_id, hit.delivery_key))
            room = delivery is not None and (
                len(known[delivery.id]) + len(new[delivery]) < EVENTS_MOST
            )
            if delivery is not None and room:
                new[delivery].append(hit.request)
            kept.append(room)
        _write(session, known, new)
    return kept


def _write(
    session: WriteSession,
    known: dict[int, list[_Known]],
    new: dict[_Delivery, list[Request]],
) -> None:
    added: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    readers: set[int] = set()
    for delivery, requests in new.items():
        before = known[delivery.id]
        verdicts = judge([*(event.request for event in before), *requests], delivery.sent_at)
        for event, judged in zip(before, verdicts, strict=False):
            if judged != event.judged:
                changed.append((event.id, judged.verdict.value, judged.reason))
        for request, judged in zip(requests, verdicts[len(before) :], strict=True):
            added.append((
                delivery.tenant_id, delivery.id, delivery.party_id, request.kind.value,
                request.url, request.at, request.method, request.agent, request.source,
                judged.verdict.value, judged.reason,
            ))  # fmt: skip
            if judged.verdict is TrackingVerdict.HUMAN and request.kind is TrackingKind.CLICK:
                readers.add(delivery.party_id)
    insert_rows(session, TrackingEventRow, _EVENT, added)
    update_rows(session, TrackingEventRow, ("id", "verdict", "reason"), changed)
    if readers:
        session.execute(
            update(PartyRow)
            .where(among(session, PartyRow.id, sorted(readers)), PartyRow.soft_bounces > 0)
            .values(soft_bounces=0)
            .execution_options(synchronize_session=False)
        )


def _deliveries(session: WriteSession, hits: Iterable[Hit]) -> dict[tuple[int, str], _Delivery]:
    """The deliveries that the hits' tokens name, by workspace and name."""
    wanted = {(hit.tenant_id, hit.delivery_key) for hit in hits}
    of_steps = [int(key[1:].partition(".")[0]) for _, key in wanted if key[0] == "e"]
    of_drafts = [int(key[1:]) for _, key in wanted if key[0] == "a"]
    found: dict[tuple[int, str], _Delivery] = {}
    columns = (
        DeliveryRow.tenant_id, DeliveryRow.id, DeliveryRow.party_id, DeliveryRow.sent_at,
        DeliveryRow.taken_at,
        DeliveryRow.enrollment_id, DeliveryRow.step_key, DeliveryRow.activity_id,
    )  # fmt: skip
    for ids, column in (
        (of_steps, DeliveryRow.enrollment_id), (of_drafts, DeliveryRow.activity_id),
    ):  # fmt: skip
        if not ids:
            continue
        query = select(*columns).join(PartyRow, PartyRow.id == DeliveryRow.party_id)
        # Of an erased person nothing is noted any more.
        query = query.where(among(session, column, ids), PartyRow.erased_at.is_(None))
        for row in session.execute(query):
            key = (
                f"a{row.activity_id}" if row.activity_id else f"e{row.enrollment_id}.{row.step_key}"
            )
            sent_at = row.sent_at or row.taken_at
            found[row.tenant_id, key] = _Delivery(row.tenant_id, row.id, row.party_id, sent_at)
    return {name: delivery for name, delivery in found.items() if name in wanted}


def _known(session: WriteSession, delivery_ids: set[int]) -> defaultdict[int, list[_Known]]:
    known: defaultdict[int, list[_Known]] = defaultdict(list)
    if not delivery_ids:
        return known
    rows = session.execute(
        select(
            TrackingEventRow.delivery_id, TrackingEventRow.id, TrackingEventRow.verdict,
            TrackingEventRow.reason, TrackingEventRow.kind, TrackingEventRow.at,
            TrackingEventRow.method, TrackingEventRow.agent, TrackingEventRow.source_hash,
            TrackingEventRow.url,
        )
        .where(among(session, TrackingEventRow.delivery_id, delivery_ids))
        .order_by(TrackingEventRow.id)
    )  # fmt: skip
    for delivery_id, key, verdict, reason, kind, *rest in rows:
        known[delivery_id].append(
            _Known(
                key, Judged(TrackingVerdict(verdict), reason), Request(TrackingKind(kind), *rest)
            )
        )
    return known

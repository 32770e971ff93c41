"""The list of leads: searched, filtered, sorted and paged where the rows are.

Called by the page Leads. One query brings the ids of a page in their order (`lead_orders`,
narrowed by `lead_filters`), four more what its columns show (`lead_columns`).
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.engine import ReadSession
from crm_core.storage.tables import LeadRow, PartyRow
from crm_core.views.lead_columns import LeadRecord, load_records
from crm_core.views.lead_filters import FEW, LeadFilters, Narrowed, narrow
from crm_core.views.lead_orders import LeadSort, Place, sorted_ids, walk
from crm_core.views.paging import Page, Window

MATCHING_MOST = 10_000
NEWEST = "-created"


@dataclass(frozen=True, slots=True)
class LeadPage(Page[LeadRecord]):
    """A page of the list. `matching` is how many leads there are in all, counted up to
    `cut_at`; one more than that stands for any number."""

    matching: int
    cut_at: int = FEW + 1

    @property
    def many(self) -> bool:
        """There are more than were counted."""
        return self.matching >= self.cut_at


def find_leads(
    services: Services,
    *,
    actor: Actor,
    filters: LeadFilters,
    order: str = NEWEST,
    window: Window | None = None,
) -> LeadPage:
    """One page of the leads that the filters leave, in the order (`name`, `-name`).

    Raises `InvalidInput` for an order that there is not and for a cursor of another list.
    """
    actor.require(Permission.PEOPLE_READ)
    sort, descending = read_order(order)
    window = window or Window()
    with services.storage.read() as session:
        narrowed = narrow(session, actor.tenant_id, filters, services.clock.now())
        ids, cursor = _page_of_ids(session, actor.tenant_id, narrowed, sort, descending, window)
        records = load_records(session, ids)
    return LeadPage(tuple(records[key] for key in ids), cursor, narrowed.matching)


def matching_leads(
    services: Services, *, actor: Actor, filters: LeadFilters, most: int = MATCHING_MOST
) -> tuple[int, ...]:
    """The ids of the leads that the filters leave, newest first, at most so many."""
    actor.require(Permission.PEOPLE_READ)
    with services.storage.read() as session:
        narrowed = narrow(session, actor.tenant_id, filters, services.clock.now())
        if narrowed.few is not None:
            return tuple(sorted(narrowed.few, reverse=True)[:most])
        query = (
            select(LeadRow.id)
            .join(PartyRow, PartyRow.id == LeadRow.party_id)
            .where(LeadRow.tenant_id == actor.tenant_id, *narrowed.conditions)
        )
        return tuple(session.scalars(query.order_by(LeadRow.id.desc()).limit(most)))


def read_order(order: str) -> tuple[LeadSort, bool]:
    """By what, and whether it goes down; raises `InvalidInput`."""
    try:
        return LeadSort(order.removeprefix("-")), order.startswith("-")
    except ValueError:
        known = ", ".join(LeadSort)
        raise InvalidInput(f"Must be one of {known}, or with a minus.", field="sort") from None


def _page_of_ids(
    session: ReadSession,
    tenant_id: int,
    narrowed: Narrowed,
    sort: LeadSort,
    descending: bool,
    window: Window,
) -> tuple[list[int], str | None]:
    """The ids of a page and the cursor of the next.

    A cursor says in which of the two ways it was made. One of the other way than now, because
    rows came or went, is followed as far as it goes and else begins anew.
    """
    said = _decode(sort, descending, window.cursor)
    if narrowed.few is not None and not isinstance(said, Place):
        start = said or 0
        ids = sorted_ids(session, sort, descending, narrowed.few)
        shown = ids[start : start + window.limit]
        end = start + len(shown)
        return shown, _encode(sort, descending, end) if end < len(ids) else None
    after = said if isinstance(said, Place) else None
    places = walk(session, tenant_id, sort, descending, narrowed, after, window.limit + 1)
    shown_places = places[: window.limit]
    more = len(places) > window.limit
    ids = [place.lead_id for place in shown_places]
    return ids, _encode(sort, descending, shown_places[-1]) if more else None


def _encode(sort: LeadSort, descending: bool, place: Place | int) -> str:
    told: list[Any] = [sort.value, descending]
    if isinstance(place, int):
        told += [place]
    else:
        told += [place.segment, place.stream, [_plain(key) for key in place.keys]]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _plain(key: Any) -> Any:
    return {"at": key.isoformat()} if isinstance(key, datetime) else key


def _decode(sort: LeadSort, descending: bool, cursor: str | None) -> Place | int | None:
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        by, down, *rest = json.loads(base64.urlsafe_b64decode(padded))
        if (by, down) != (sort.value, descending):
            raise ValueError
        return _place(rest)
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise InvalidInput("Not a cursor of this list.", field="cursor") from None


def _place(rest: Sequence[Any]) -> Place | int:
    if len(rest) == 1:
        return max(0, int(rest[0]))
    segment, stream, keys = rest
    read = [datetime.fromisoformat(key["at"]) if isinstance(key, dict) else key for key in keys]
    if not read or not all(isinstance(each, int) for each in (segment, stream, read[-1])):
        raise ValueError
    return Place(segment, stream, tuple(read))

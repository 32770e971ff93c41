"""The suppression list: adding addresses and domains, one or a file of them; taking one off."""

import csv
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import NamedTuple

from sqlalchemy import select

from crm_core.domain import inputs
from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.suppressing import STOPS_WITH, WHY, check_removal, is_covered_by
from crm_core.domain.words import PartyKind, SuppressionReason
from crm_core.errors import CrmError, InvalidInput
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.bulk import insert_missing, new_ids
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among_texts
from crm_core.storage.lookup import owned
from crm_core.storage.people import LIVE, end_enrollments
from crm_core.storage.tables import EnrollmentRow, PartyRow, SuppressionRow
from crm_core.usecases.person_facts import clean_email

BYTES_MOST = 20 * 1024 * 1024
NOTE_LIMIT = 500
_AT_A_TIME = 5_000
_HEADS = frozenset({"address", "email", "e-mail", "domain", "address or domain"})


class Entry(NamedTuple):
    """What is to get no mail: an address, or a domain with all below it (then without `@`)."""

    value: str
    reason: SuppressionReason
    source: str

    @property
    def is_address(self) -> bool:
        return "@" in self.value


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What became of entries: `known` were on the list already and keep their first reason.

    `stopped`: enrollments that ended. `refused`: line numbers of a file, with the reason.
    """

    added: int = 0
    known: int = 0
    stopped: int = 0
    refused: tuple[tuple[int, str], ...] = ()


def add_suppression(
    services: Services,
    *,
    actor: Actor,
    address: object,
    reason: object = SuppressionReason.MANUAL,
    note: object = "",
) -> Suppressed:
    """Put an address or a domain on the list; live enrollments of its people end at once.

    Raises `InvalidInput` with the field `address`, `reason` or `note`. A domain is written with
    or without an `@` before it, and covers what is below it too.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    word = inputs.word(SuppressionReason, reason or SuppressionReason.MANUAL, "reason")
    source = inputs.line(note, "note", NOTE_LIMIT) or _by(actor)
    return _add(services, actor, [Entry(address_or_domain(address), word, source)])


def import_suppressions(services: Services, *, actor: Actor, content: bytes) -> Suppressed:
    """Put the addresses and domains of a file on the list: the first cell of each line, then a
    reason and a note where the file has them, as the list's own export does.

    A line that holds neither is refused with its number, and the others are added. Raises
    `InvalidInput` with the field `file` for what is no text, too large, or empty.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    entries: list[Entry] = []
    refused: list[tuple[int, str]] = []
    for number, cells in _lines(content):
        try:
            entries.append(_entry(actor, cells))
        except CrmError as refusal:
            refused.append((number, refusal.message))
    if not entries and not refused:
        raise InvalidInput("The file holds no address and no domain.", field="file")
    added = known = stopped = 0
    for start in range(0, len(entries), _AT_A_TIME):
        part = _add(services, actor, entries[start : start + _AT_A_TIME])
        added, known, stopped = added + part.added, known + part.known, stopped + part.stopped
    return Suppressed(added, known, stopped, tuple(refused))


def remove_suppression(
    services: Services, *, actor: Actor, suppression_id: int, why: object = ""
) -> None:
    """Take an entry off the list: people may be enrolled and written to again.

    Raises `InvalidInput` with the field `why` where an opt-out, a complaint or an erased person's
    address is to be taken off without a written reason. What ended stays ended.
    """
    actor.require(Permission.MAIL_MANAGE)
    words = inputs.line(why, "why", NOTE_LIMIT)
    now = services.clock.now()
    with services.storage.write() as session:
        row = owned(
            session, SuppressionRow, actor.tenant_id, suppression_id, what="entry", lock=True
        )
        erased = row.address_hash is not None
        check_removal(None if erased else SuppressionReason(row.reason), words)
        session.delete(row)
        audit.note(
            session, actor, now, "suppression.removed", "suppression", suppression_id,
            reason=row.reason, why=words,
        )  # fmt: skip


def address_or_domain(value: object, field: str = "address") -> str:
    """An address, or a domain without `@`, as the list holds it; raises `InvalidInput`."""
    typed = inputs.line(value, field, 320).lower()
    if not typed:
        raise InvalidInput("Give an address or a domain.", field=field)
    if "@" in typed[1:]:
        return clean_email(typed, field) or ""
    domain = typed.removeprefix("@").removeprefix("*.").rstrip(".")
    if domain.isalnum():
        raise InvalidInput("A domain has a dot: a whole ending is not suppressed.", field=field)
    try:
        clean = clean_email(f"nobody@{domain}", field) or ""
    except InvalidInput as fault:
        raise InvalidInput("Neither an address nor a domain.", field=field) from fault
    return clean.partition("@")[2]


def _add(services: Services, actor: Actor, entries: Sequence[Entry]) -> Suppressed:
    """Write entries and end what they stop, in one transaction."""
    now = services.clock.now()
    unique = list({entry.value: entry for entry in reversed(entries)}.values())
    with services.storage.write() as session:
        added = stopped = 0
        for reason in dict.fromkeys(entry.reason for entry in unique):
            these = [entry for entry in unique if entry.reason is reason]
            added += _insert(session, actor.tenant_id, these, reason, now)
            stopped += _stop(session, actor.tenant_id, these, reason, now)
        audit.note(
            session, actor, now, "suppression.added", "workspace", actor.tenant_id,
            added=added, stopped=stopped,
        )  # fmt: skip
    return Suppressed(added, len(unique) - added, stopped)


def _insert(
    session: WriteSession,
    tenant_id: int,
    entries: Sequence[Entry],
    reason: SuppressionReason,
    now: datetime,
) -> int:
    added = 0
    for column, wanted in (
        ("email", [entry for entry in entries if entry.is_address]),
        ("domain", [entry for entry in entries if not entry.is_address]),
    ):
        ordered = sorted(wanted)
        ids = new_ids(session, SuppressionRow, len(ordered))
        same = {"tenant_id": tenant_id, "reason": reason.value, "created_at": now}
        values = [(key, entry.value, entry.source) for key, entry in zip(ids, ordered, strict=True)]
        columns = ("id", column, "source")
        added += len(insert_missing(session, SuppressionRow, columns, values, same=same))
    return added


def _stop(
    session: WriteSession,
    tenant_id: int,
    entries: Sequence[Entry],
    reason: SuppressionReason,
    now: datetime,
) -> int:
    """End the live enrollments of those whom the entries cover; returns how many."""
    addresses = [entry.value for entry in entries if entry.is_address]
    domains = frozenset(entry.value for entry in entries if not entry.is_address)
    live = (
        select(EnrollmentRow.id, PartyRow.email)
        .join(PartyRow, PartyRow.id == EnrollmentRow.party_id)
        .where(
            PartyRow.tenant_id == tenant_id,
            PartyRow.kind == PartyKind.PERSON,
            PartyRow.email.is_not(None),
            EnrollmentRow.status.in_(LIVE),
        )
    )
    ids: set[int] = set()
    if addresses:
        rows = session.execute(live.where(among_texts(session, PartyRow.email, addresses)))
        ids |= {row.id for row in rows}
    if domains:
        # Whose domain it is shows in the address's end; many domains are one look this way.
        rows = session.execute(live)
        ids |= {row.id for row in rows if is_covered_by(row.email, domains) is not None}
    _end(session, ids, reason, now)
    return len(ids)


def _end(
    session: WriteSession, ids: Collection[int], reason: SuppressionReason, now: datetime
) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_A_TIME):
        part = ordered[start : start + _AT_A_TIME]
        end_enrollments(session, part, STOPS_WITH[reason], WHY[reason], now)


def _entry(actor: Actor, cells: Sequence[str]) -> Entry:
    """What a line says; a cell may carry the mark that keeps spreadsheets from calculating."""
    value, reason, note = (*(cell.strip().removeprefix("'") for cell in cells), "", "")[:3]
    word = inputs.word(SuppressionReason, reason or SuppressionReason.MANUAL, "reason")
    source = inputs.line(note, "note", NOTE_LIMIT)
    return Entry(address_or_domain(value), word, source or f"a file; {_by(actor)}")


def _lines(content: bytes) -> Iterable[tuple[int, list[str]]]:
    """The lines that hold something, numbered from 1, without a line of column names."""
    if len(content) > BYTES_MOST:
        raise InvalidInput(f"The file is larger than {BYTES_MOST // 1024**2} MB.", field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidInput("The file is no text in UTF-8.", field="file") from fault
    text = text.replace("\0", "")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, cells in enumerate(csv.reader(StringIO(text), delimiter=delimiter), 1):
            if not any(cell.strip() for cell in cells):
                continue
            if number == 1 and cells[0].strip().lower() in _HEADS:
                continue
            yield number, cells
    except csv.Error as fault:
        raise InvalidInput(f"The file cannot be read: {fault}.", field="file") from fault


def _by(actor: Actor) -> str:
    return f"added by {actor.name or actor.kind}"

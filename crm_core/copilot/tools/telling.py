"""The words in which tools tell what they found: amounts, days, quotes, counts.

What people or strangers wrote is quoted word by word and cut to a bound, never retold.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk, Json, Said, SaidKind
from crm_core.domain.moments import day_words, moment_words

SHOWN = 10
"""Lines of a list where nobody asks for another number."""
SHOWN_MOST = 25
COUNTED = 1_000
"""Above this, how many there are is told as "1,000+"."""
TEXT_MOST = 600
"""Characters of what somebody wrote that are given."""
QUOTE_MOST = 160
"""Characters of a quote within a sentence."""
LABEL_MOST = 80


def money(amount: Decimal, currency: str) -> str:
    """ "12,000.00 EUR"."""
    return f"{amount:,.2f} {currency}"


def cut(text: str, most: int = TEXT_MOST) -> str:
    """The beginning of a text, word by word, cut at a space where it is longer."""
    text = text.strip()
    if len(text) <= most:
        return text
    begun = text[:most]
    return (begun.rsplit(None, 1)[0] if " " in begun else begun).rstrip()


def quoted(text: str) -> str:
    """ "“How it begins…”", on one line, for a sentence; empty where nothing was written."""
    line = " ".join(text.split())
    short = cut(line, QUOTE_MOST)
    return f"“{short}{'…' if short != line else ''}”" if line else ""


def label(text: str, otherwise: str) -> str:
    """What a record is called in a line: its own name, or words in its place."""
    return cut(" ".join(text.split()), LABEL_MOST) or otherwise


def how_many(number: int, one: str, many: str = "") -> str:
    """ "1 deal", "12 deals", "1,000+ deals" for what was counted up to `COUNTED`."""
    words = f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"
    return f"{words} {one if number == 1 else many or one + 's'}"


def workspace(desk: Desk) -> Record:
    """The workspace as the source of counts."""
    return Record(RecordKind.WORKSPACE, desk.actor.tenant_id, "Workspace")


def count_fact(desk: Desk, field: str, words: str) -> Fact:
    """How many there are in all, as a fact of the workspace."""
    return Fact(workspace(desk), field, words)


def total(number: int) -> Json:
    """How many there are in all, as a list's data tells it."""
    return {"total": min(number, COUNTED), "totalIsMore": number > COUNTED}


def day_of(desk: Desk, at: datetime) -> date:
    """The day of an instant where the viewer is."""
    return at.astimezone(desk.zone).date()


def on_day(desk: Desk, on: date) -> str:
    """ "Monday 9 March", with its year unless that is the present one."""
    return day_words(on, beside=desk.today)


def at_time(desk: Desk, at: datetime) -> str:
    """ "tomorrow at 09:00", by the viewer's clock."""
    return moment_words(at, desk.zone, desk.now)


def moment_fact(desk: Desk, record: Record, field: str, at: datetime) -> Fact:
    """A fact that tells of an instant."""
    on = day_of(desk, at)
    return Fact(record, field, f"{day_words(on)} at {at.astimezone(desk.zone):%H:%M}", on)


def facts_of(
    record: Record, values: Iterable[tuple[str, object]], on: date | None = None
) -> tuple[Fact, ...]:
    """A fact for each (field, value); what is empty is none."""
    return tuple(
        Fact(record, field, str(value), on)
        for field, value in values
        if value is not None and value != ""
    )


def quote_fact(record: Record, field: str, text: str, on: date | None = None) -> tuple[Fact, ...]:
    """What somebody wrote, word by word, as far as it is given; none where that is nothing."""
    written = cut(text)
    return (Fact(record, field, written, on, is_quote=True),) if written else ()


def heading(text: str, *facts: Fact) -> Said:
    return Said(text, facts, SaidKind.HEADING)


def item(text: str, *facts: Fact) -> Said:
    return Said(text, facts, SaidKind.ITEM)


def iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()

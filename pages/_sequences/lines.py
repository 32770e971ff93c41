"""The lines of the list of sequences."""

from crm_core.views.sequence_list import FoundSequence, SequenceSort
from pages._sequences.switch import choices_for
from pages._ui import links
from pages._ui.badges import badge
from pages._ui.grid import Col, Line
from pages._ui.html import Html, tag, together
from pages._ui.tables import headline, number

DEFAULT_ORDER = f"-{SequenceSort.CREATED}"
COLUMNS = (
    Col("Sequence", "minmax(12rem, 1fr)", sort=SequenceSort.NAME, plain=True),
    Col("Status", "6.4rem", plain=True),
    Col("Steps", "3rem", sort=f"-{SequenceSort.STEPS}", numeric=True),
    Col("Active", "3rem", numeric=True),
    Col("Paused", "3.3rem", numeric=True),
    Col("Finished", "3.8rem", numeric=True),
    Col("Stopped", "3.8rem", numeric=True),
    Col("Replied", "6rem", numeric=True),
    Col("Owner", "6rem", wide=True),
)


def read_order(order: str) -> tuple[SequenceSort, bool]:
    """What the address sorts by and whether it goes down; the usual order for none of ours."""
    name = order.removeprefix("-")
    if name not in set(SequenceSort):
        return SequenceSort.CREATED, True
    return SequenceSort(name), order.startswith("-")


def line_of(line: FoundSequence, *, manages: bool) -> Line:
    """A sequence's line; its menu holds what its status allows."""
    counts = (line.steps, line.active, line.paused, line.finished, line.stopped)
    return Line(
        line.id,
        (
            headline(line.name, line.description),
            badge(line.status),
            *map(number, counts),
            _replied(line),
            tag("span", line.owner or "–", "ds-one-line", title=line.owner),
        ),
        href=links.to("sequence", sequence=line.id),
        menu=choices_for(line.status) if manages else (),
        name=line.name,
    )


def _replied(line: FoundSequence) -> Html:
    if not line.ended:
        return number(line.replied)
    return together(number(line.replied), " ", share_of(line))


def share_of(line: FoundSequence) -> Html:
    """ "12 % of 25": the share that replied, of those whose outcome is known; "of 25" of none."""
    of = f"of {line.ended:,}"
    share = f"{round(100 * line.replied / line.ended)} % {of}" if line.replied else of
    return tag("span", share, "ds-quiet ds-share")

"""Where a fact comes from: its record's page, its words, and how an answer refers to it."""

from collections.abc import Iterable, Sequence
from datetime import date

from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.views.record_places import Place, places_of_activities, places_of_enrollments
from pages._inbox.asked import MESSAGE
from pages._tasks.asked import TASK
from pages._ui import links
from pages._ui.html import Html, tag, together

KINDS = {
    RecordKind.DEAL: "Deal", RecordKind.LEAD: "Lead", RecordKind.PERSON: "Person",
    RecordKind.COMPANY: "Company", RecordKind.ACTIVITY: "Activity",
    RecordKind.ENROLLMENT: "Enrollment", RecordKind.SEQUENCE: "Sequence",
    RecordKind.DELIVERY: "E-mail", RecordKind.MESSAGE: "Message", RecordKind.WORKSPACE: "Workspace",
}  # fmt: skip
_PAGES = {
    "deal": ("deal", "deal"), "lead": ("lead", "lead"), "person": ("person", "person"),
    "company": ("company", "company"), "sequence": ("sequence", "sequence"),
    "message": ("inbox", MESSAGE), "task": ("tasks", TASK),
}  # fmt: skip
_WITHOUT_ID = {RecordKind.DELIVERY: "outbox", RecordKind.WORKSPACE: "home"}


class Places:
    """The addresses of records, looked up set-wise and remembered while a page is drawn."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services, self._actor = services, actor
        self._known: dict[tuple[RecordKind, int], str] = {}

    def learn(self, facts: Iterable[Fact]) -> None:
        """Find out about all records at once that are not known yet."""
        new = {(fact.record.kind, fact.record.id) for fact in facts} - self._known.keys()
        found = {}
        for kind, look in (
            (RecordKind.ACTIVITY, places_of_activities),
            (RecordKind.ENROLLMENT, places_of_enrollments),
        ):
            ids = [key for one, key in new if one is kind]
            for key, place in look(self._services, actor=self._actor, ids=ids).items():
                found[kind, key] = place
        for kind, key in new:
            self._known[kind, key] = _address(kind, found.get((kind, key), (kind.value, key)))

    def of(self, record: Record) -> str:
        """The address of a record's page, or empty where it has none."""
        if (record.kind, record.id) not in self._known:
            self.learn([Fact(record, "", "")])
        return self._known[record.kind, record.id]


def address_of_place(kind: str, key: int) -> str:
    """The address of a record by the words of a tool's result, or empty."""
    page = _PAGES.get(kind)
    return links.to(page[0], **{page[1]: key}) if page else ""


def _address(kind: RecordKind, place: Place) -> str:
    if kind in _WITHOUT_ID:
        return links.to(_WITHOUT_ID[kind])
    return address_of_place(*place)


class Numbers:
    """The numbers by which one answer refers to its records, in the order of its words."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._facts: dict[Record, dict[Fact, None]] = {}

    def mark(self, facts: Sequence[Fact]) -> Html:
        """The references that stand behind a statement: each record once."""
        records = []
        for fact in facts:
            self._facts.setdefault(fact.record, {})[fact] = None
            records.append(fact.record)
        return together(*(self._mark(record, facts) for record in dict.fromkeys(records)))

    def _mark(self, record: Record, facts: Sequence[Fact]) -> Html:
        number = list(self._facts).index(record) + 1
        own = [words_of(fact) for fact in facts if fact.record == record]
        told = f"{KINDS[record.kind]} {record.label}: " + "; ".join(own)
        href = self.places.of(record)
        name = {"title": told[:400], "aria-label": f"Source {number}: {record.label}"[:120]}
        if href:
            return tag("a", str(number), "ds-link ds-cite", href=href, **name)
        return tag("span", str(number), "ds-cite", title=name["title"])

    def list(self) -> Html:
        """All records with what of them the answer rests on, folded; empty without any."""
        if not self._facts:
            return Html("")
        self.places.learn(fact for facts in self._facts.values() for fact in facts)
        entries = (
            self._entry(number, record, facts)
            for number, (record, facts) in enumerate(self._facts.items(), 1)
        )
        count = len(self._facts)
        summary = tag("summary", f"{count} source{'s' if count > 1 else ''}")
        return tag("details", together(summary, tag("ol", together(*entries))), "ds-sources")

    def _entry(self, number: int, record: Record, facts: Iterable[Fact]) -> Html:
        label = record.label or KINDS[record.kind]
        href = self.places.of(record)
        name = links.anchor(label, href) if href else tag("span", label)
        kind = tag("span", KINDS[record.kind], "ds-source-kind")
        head = tag("div", together(tag("span", str(number), "ds-cite"), name, kind), "ds-source")
        rows = (_row(fact) for fact in facts)
        return tag("li", together(head, tag("dl", together(*rows))))


def words_of(fact: Fact) -> str:
    """ "amount 12,000.00 EUR (3 Nov)"."""
    text = f"“{fact.text.strip('“”')}”" if fact.is_quote else fact.text
    day = f" ({_day(fact.on)})" if fact.on else ""
    return f"{fact.field} {text}{day}"


def _row(fact: Fact) -> Html:
    value = tag("q" if fact.is_quote else "span", fact.text.strip("“”"), "ds-isolated")
    day = tag("span", _day(fact.on), "ds-quiet") if fact.on else ""
    return tag("div", together(tag("dt", fact.field), tag("dd", together(value, " ", day))))


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"

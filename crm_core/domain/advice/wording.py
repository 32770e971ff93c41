"""The words and the reasons that the rules share: days, names, and what stands in which record."""

from datetime import date, datetime

from crm_core.domain.advice.history import Deed, Line, deed_of
from crm_core.domain.advice.signals import OpenReply, OpenTask, Running, Signals, Somebody
from crm_core.domain.advice.sources import Reason, Source, SourceKind
from crm_core.domain.deals import ENOUGH
from crm_core.domain.moments import day_words
from crm_core.domain.words import ActivityType, EnrollmentStatus, StepType, SuppressionReason

QUOTED = 160
"""Characters of a quote; what is longer is cut at a word."""
GREETING = 25
"""A line of fewer characters is taken for a greeting where others follow."""
TASK_NAMES = {
    ActivityType.EMAIL: "e-mail",
    ActivityType.CALL: "call",
    ActivityType.MEETING: "meeting",
}
_TOUCHES = {
    StepType.EMAIL_AUTO: "an e-mail goes out",
    StepType.EMAIL_MANUAL: "an e-mail is drafted",
    StepType.CALL: "a call falls due",
    StepType.TASK: "a task falls due",
}
_NO_MAIL = {
    SuppressionReason.OPTED_OUT: "opted out of e-mail",
    SuppressionReason.BOUNCED: "cannot be reached by e-mail: the address bounced",
    SuppressionReason.COMPLAINED: "complained about our e-mail",
    SuppressionReason.MANUAL: "is on the suppression list",
}
_WAS = {
    Deed.WORD: "wrote to us",
    Deed.TALK: "spoke with us",
    Deed.MEETING: "met us",
}


def name_of(signals: Signals) -> str:
    """The person's name, or words in its place."""
    return signals.person.name if signals.person else "the person"


def on_day(signals: Signals, day: date) -> str:
    """ "today", "tomorrow", "yesterday", "on Monday 9 March"."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - signals.today).days)
    return near or f"on {day_words(day, beside=signals.today)}"


def ago(signals: Signals, at: datetime) -> str:
    """ "today", "yesterday", "12 days ago", "in 3 days"."""
    days = (signals.today - signals.day_of(at)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}.get(days)
    return near or (f"{days} days ago" if days > 0 else f"in {-days} days")


def number(count: int, one: str, many: str = "") -> str:
    """ "1 day", "3 days"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def cut(text: str) -> str:
    """What a text says first, word by word; greetings are passed over, long lines cut at a word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = next((line for line in lines if len(line) >= GREETING), lines[0] if lines else "")
    return first if len(first) <= QUOTED else first[:QUOTED].rsplit(" ", 1)[0]


def of_deal(signals: Signals, text: str, field: str, value: str, on: date | None = None) -> Reason:
    """A reason that stands in the deal itself."""
    deal = signals.deal
    return Reason(text, Source(SourceKind.DEAL, deal.id, deal.name, field, value, on))


def of_person(signals: Signals, person: Somebody, text: str, field: str, value: str) -> Reason:
    return Reason(text, Source(SourceKind.PERSON, person.id, person.name, field, value))


def of_reply(signals: Signals, reply: OpenReply) -> Reason:
    """That somebody wrote, and how it begins."""
    quote = cut(reply.quote)
    name, when = name_of(signals), ago(signals, reply.at)
    label = reply.subject or "Reply"
    on = signals.day_of(reply.at)
    if not quote:
        source = Source(SourceKind.MESSAGE, reply.id, label, "reply", reply.subject, on)
        return Reason(f"{name} wrote {when}, and nobody has answered.", source)
    source = Source(SourceKind.MESSAGE, reply.id, label, "reply", quote, on, is_quote=True)
    return Reason(f"{name} wrote {when}, and nobody has answered: “{quote}”", source)


def of_contact(signals: Signals, line: Line) -> Reason:
    """The last that the person said or did with us, with their words or the note of it."""
    said, quote = _WAS.get(deed_of(line), "was in touch"), cut(line.text)
    how = ""
    if line.disposition and deed_of(line) is Deed.TALK:
        how = f" ({_how(line)})"
    told = f": “{quote}”" if quote else "."
    text = f"{name_of(signals)} {said} {ago(signals, line.at)}{how}{told}"
    return Reason(text, of_line(signals, line, quote or (line.disposition or line.subject)))


def _how(line: Line) -> str:
    feeling = f", {line.sentiment.lower()}" if line.sentiment else ""
    return f"{(line.disposition or '').lower()}{feeling}"


def of_line(signals: Signals, line: Line, told: str) -> Source:
    """The source of a line of the timeline; the message where it is one that came in."""
    on, is_quote = signals.day_of(line.at), bool(line.text) and told in line.text
    if deed_of(line) is Deed.WORD and line.inbound_id is not None:
        label = line.subject or "Reply"
        return Source(SourceKind.MESSAGE, line.inbound_id, label, "reply", told, on, is_quote)
    names = {ActivityType.CALL: "call", ActivityType.MEETING: "meeting", ActivityType.NOTE: "note"}
    field = names.get(line.type, "e-mail")
    label = line.subject or field.capitalize()
    return Source(SourceKind.ACTIVITY, line.id, label, field, told, on, is_quote)


def of_touch(signals: Signals, line: Line) -> Reason:
    """When we were last in touch from our side."""
    kind = "called" if line.type is ActivityType.CALL else "wrote"
    label = line.subject or kind.capitalize()
    on = signals.day_of(line.at)
    source = Source(SourceKind.ACTIVITY, line.id, label, "last touch", line.subject, on)
    return Reason(f"We last {kind} {ago(signals, line.at)}.", source)


def of_note(signals: Signals, line: Line) -> Reason:
    """What the last note says."""
    quote = cut(line.text)
    when = ago(signals, line.at)
    return Reason(f"The last note, {when}, says “{quote}”", of_line(signals, line, quote))


def around(signals: Signals) -> tuple[Reason, ...]:
    """What to know before getting in touch: the last word between us, and the last note."""
    history = signals.history
    told = []
    if history.unanswered:
        told.append(of_unanswered(signals))
    elif history.contact is not None:
        told.append(of_contact(signals, history.contact))
    elif history.touch is not None:
        told.append(of_touch(signals, history.touch))
    if history.note is not None:
        told.append(of_note(signals, history.note))
    return tuple(told)


def of_unanswered(signals: Signals) -> Reason:
    """How often we tried since they last said something."""
    lines = signals.history.unanswered
    since = f"{number(len(lines), 'touch', 'touches')} without an answer"
    calls = sum(line.type is ActivityType.CALL for line in lines)
    parts = [
        words
        for words in (
            number(len(lines) - calls, "e-mail") if len(lines) > calls else "",
            number(calls, "call") if calls else "",
        )
        if words
    ]
    last = lines[0]
    text = f"{since} ({' and '.join(parts)}), the last one {ago(signals, last.at)}."
    return Reason(text[0].upper() + text[1:], of_line(signals, last, last.subject))


def of_task(signals: Signals, task: OpenTask) -> Reason:
    """That something of ours is open, and since or until when."""
    kind = TASK_NAMES.get(task.type, "task")
    label = task.subject or kind.capitalize()
    due = "no time set"
    on = None
    if task.due_at is not None:
        on = signals.day_of(task.due_at)
        is_late = task.due_at < signals.now
        when = ago(signals, task.due_at)
        when = f"earlier {when}" if is_late and on == signals.today else when
        due = f"{'was' if is_late else 'is'} due {when}"
    source = Source(SourceKind.ACTIVITY, task.id, label, "open task", label, on)
    return Reason(f"The {kind} “{label}” {due}.", source)


def of_absence(signals: Signals, person: Somebody, until: datetime) -> Reason:
    day = signals.day_of(until)
    source = Source(
        SourceKind.PERSON, person.id, person.name, "away until",
        day_words(day, beside=signals.today), day,
    )  # fmt: skip
    return Reason(f"{person.name} is away and back {on_day(signals, day)}.", source)


def of_no_mail(signals: Signals, person: Somebody) -> Reason:
    """Why no mail may go to somebody."""
    if person.suppressed is None:
        return of_person(signals, person, f"{person.name} has no e-mail address.", "e-mail", "none")
    words = _NO_MAIL[person.suppressed]
    return of_person(signals, person, f"{person.name} {words}.", "suppression", words)


def of_running(signals: Signals, running: Running) -> Reason:
    """What the sequence of the person does next, or why it does nothing."""
    on = None
    if running.status is EnrollmentStatus.PAUSED:
        told = "is paused"
        if running.resume_at:
            told += f" until {day_words(signals.day_of(running.resume_at), beside=signals.today)}"
        elif running.paused_at:
            on = signals.day_of(running.paused_at)
            told += f" since {day_words(on, beside=signals.today)}"
    elif running.next_at is not None:
        on = signals.day_of(running.next_at)
        step = _TOUCHES[running.next_step] if running.next_step else "the next step falls due"
        told = f"goes on by itself: {step} {on_day(signals, max(on, signals.today))}"
    else:
        told = f"waits: {running.waits_for or 'a person has to do its present step'}".rstrip(".")
    source = Source(
        SourceKind.ENROLLMENT, running.id, running.sequence, "sequence", told, on
    )  # fmt: skip
    return Reason(f"The sequence “{running.sequence}” {told}.", source)


def of_stay(signals: Signals) -> Reason:
    """How long the deal is in its stage, beside what is usual where that is known."""
    days, stage = signals.stage_age.days, signals.deal.stage.capitalize()
    text = f"It has been in {stage} for {number(days, 'day')}"
    usual = signals.usual
    if usual is not None and usual.count >= ENOUGH:
        text += (
            f"; deals here usually stay {number(max(usual.span.days, 1), 'day')} (n = "
            f"{usual.count})"
        )
    return of_deal(signals, f"{text}.", "stage", stage, signals.day_of(signals.deal.since))


def of_closing(signals: Signals) -> Reason:
    day = signals.deal.close_on
    if day is None:
        return of_deal(signals, "It has no expected closing day.", "expected to close", "none")
    words, left = day_words(day, beside=signals.today), (day - signals.today).days
    past = "yesterday" if left == -1 else f"{-left} days ago"
    when = f"was expected to close on {words}, {past}"
    if left >= 0:
        when = f"is expected to close {on_day(signals, day)}"
        when += f", in {number(left, 'day')}" if left > 1 else ""
    return of_deal(signals, f"It {when}.", "expected to close", words, day)


def of_amount(signals: Signals) -> Reason:
    standing, deal = signals.standing, signals.deal
    amount = f"{deal.amount:,.2f} {deal.currency}"
    text = (
        f"At {amount} it is larger than {standing.below} of the {standing.count} open deals in "
        f"{deal.currency}."
    )
    return of_deal(signals, text, "amount", amount)

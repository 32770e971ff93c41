"""Rules about the deal itself: tasks, sequences, dates, its time in a stage, and its end."""

from datetime import timedelta

from crm_core.domain.advice.rates import Step
from crm_core.domain.advice.recommendations import AIMS, Action, Proposal, way_to
from crm_core.domain.advice.signals import OpenTask, Signals
from crm_core.domain.advice.sources import Reason
from crm_core.domain.advice.wording import (
    TASK_NAMES,
    ago,
    around,
    name_of,
    number,
    of_closing,
    of_deal,
    of_no_mail,
    of_running,
    of_stay,
    of_task,
    on_day,
)
from crm_core.domain.moments import day_words
from crm_core.domain.words import ActivityType, DealStage, EnrollmentStatus

NEAR = 7
"""Days before the closing day in which the decision is asked for."""
EARLY = frozenset({DealStage.NEW, DealStage.QUALIFIED})
"""Stages from which no deal is closed within a week."""
THANKS = 14
"""Days after a deal was won in which the handover is arranged."""
AGAIN = 90
"""Days after which a deal that was lost is worth another question: a quarter's budget later."""
PATIENCE = 7
"""Days for which an answer is waited for without doing anything."""
_STEPS: dict[ActivityType, tuple[Action, Step | None]] = {
    ActivityType.EMAIL: (Action.EMAIL, Step.EMAIL),
    ActivityType.CALL: (Action.CALL, Step.CALL),
    ActivityType.MEETING: (Action.MEET, Step.MEETING),
}


def do_overdue(signals: Signals) -> Proposal | None:
    """A task of the deal or with its person is late; the one that is late the longest."""
    task = signals.overdue
    if task is None or task.due_at is None:
        return None
    days = signals.days_since(task.due_at)
    since = f"has been overdue for {number(days, 'day')}" if days else "was due earlier today"
    return _do(signals, task, since)


def do_today(signals: Signals) -> Proposal | None:
    """A task is due later today."""
    task = signals.due_today
    return _do(signals, task, "is due today") if task else None


def wait_for_task(signals: Signals) -> Proposal | None:
    """The next task lies on a later day: the deal is planned."""
    task = signals.upcoming
    if task is None or task.due_at is None:
        return None
    day = on_day(signals, signals.day_of(task.due_at))
    text = f"Nothing is to be done before {day.removeprefix('on ')}: “{_label(task)}” is next."
    return Proposal(Action.WAIT, text, (of_task(signals, task),))


def let_it_run(signals: Signals) -> Proposal | None:
    """A sequence goes on by itself."""
    running = signals.running
    if running is None or not signals.is_live:
        return None
    name = name_of(signals)
    text = f"Let the sequence “{running.sequence}” go on, and step in when {name} answers."
    return Proposal(Action.WAIT, text, (of_running(signals, running),))


def free_sequence(signals: Signals) -> Proposal | None:
    """A sequence is paused without an end, or waits for something other than time or a task."""
    running = signals.running
    if running is None or signals.is_live or signals.tasks or signals.away_until:
        return None
    why = (of_running(signals, running),)
    if running.status is EnrollmentStatus.PAUSED:
        if running.resume_at is not None:
            return None
        text = f"Resume the sequence “{running.sequence}” for {name_of(signals)}, or end it."
        return Proposal(Action.RESUME, text, why)
    if not running.waits_for:
        return None
    text = f"See to what holds the sequence “{running.sequence}” up for {name_of(signals)}."
    return Proposal(Action.RESUME, text, why)


def renew_close_date(signals: Signals) -> Proposal | None:
    """The expected closing day has passed."""
    day, way = signals.deal.close_on, way_to(signals.person)
    if day is None or day >= signals.today:
        return None
    ask = f"{way.words}, ask" if way else "Ask"
    text = f"{ask} whether the decision still stands, and set a new closing day."
    why = (of_closing(signals), *around(signals))
    return Proposal(Action.UPDATE_CLOSE_DATE, text, why, way.step if way else None)


def ask_for_decision(signals: Signals) -> Proposal | None:
    """It is to close within a week, and is far enough for that."""
    day, way = signals.deal.close_on, way_to(signals.person)
    if day is None or not 0 <= (day - signals.today).days <= NEAR:
        return None
    if signals.deal.stage in EARLY:
        stage = signals.deal.stage.capitalize()
        text = (
            f"Set a closing day that can be kept: it is in {stage} and is to close "
            f"{on_day(signals, day)}."
        )
        return Proposal(Action.UPDATE_CLOSE_DATE, text, (of_closing(signals), of_stay(signals)))
    contact = signals.history.contact
    if way is None or (contact is not None and (signals.days_since(contact.at) or 0) < 2):
        return None
    text = f"{way.words} and ask for the decision before the closing day."
    return Proposal(way.action, text, (of_closing(signals), *around(signals)), way.step)


def ask_what_holds(signals: Signals) -> Proposal | None:
    """It is in its stage for more than twice as long as deals of the workspace usually are."""
    way = way_to(signals.person)
    if not signals.is_stuck or way is None:
        return None
    text = f"{way.words} and ask what holds it up, and who else has to agree."
    return Proposal(way.action, text, (of_stay(signals), *around(signals)), way.step)


def set_close_date(signals: Signals) -> Proposal | None:
    """It has no expected closing day and is past its beginning."""
    if signals.deal.close_on is not None or signals.deal.stage is DealStage.NEW:
        return None
    text = f"Ask {name_of(signals)} by when they decide, and set the expected closing day."
    return Proposal(Action.UPDATE_CLOSE_DATE, text, (of_closing(signals),))


def plan(signals: Signals) -> Proposal | None:
    """Nothing is planned: no task, no sequence, and no touch that waits for an answer."""
    way = way_to(signals.person)
    if way is None or signals.tasks or signals.running or signals.history.unanswered:
        return None
    text = f"{way.words} and agree on {AIMS[signals.deal.stage]}: nothing is planned."
    return Proposal(way.action, text, (of_stay(signals), *around(signals)), way.step)


def wait(signals: Signals) -> Proposal | None:
    """Nothing presses: always there for an open deal."""
    why = around(signals) or (of_stay(signals),)
    unanswered = signals.history.unanswered
    days = signals.days_since(unanswered[0].at) if unanswered else None
    text = "Nothing presses today: look at the deal again within a week."
    if unanswered and days is not None and days <= PATIENCE:
        when = ago(signals, unanswered[0].at)
        text = f"Give {name_of(signals)} time to answer: we were in touch {when}."
    return Proposal(Action.WAIT, text, why)


def leave_sequence(signals: Signals) -> Proposal | None:
    """Of a deal that is won: a sequence still writes to the person."""
    running = signals.running
    if signals.deal.stage is not DealStage.WON or running is None:
        return None
    text = f"Take {name_of(signals)} out of “{running.sequence}”: the deal is won."
    return Proposal(Action.STOP_SEQUENCE, text, (of_running(signals, running),))


def hand_over(signals: Signals) -> Proposal | None:
    """Of a deal that was won within two weeks: nobody has been in touch since."""
    deal, touch, way = signals.deal, signals.history.touch, way_to(signals.person)
    days = signals.days_since(deal.since) or 0
    if deal.stage is not DealStage.WON or way is None or days > THANKS:
        return None
    contact = signals.history.contact
    if any(line is not None and line.at > deal.since for line in (touch, contact)):
        return None
    text = f"{way.words}, say thank you, and agree on who looks after them from now on."
    return Proposal(way.action, text, (_ended(signals),))


def ask_again(signals: Signals) -> Proposal | None:
    """Of a deal that was lost a quarter ago or longer."""
    deal, way = signals.deal, way_to(signals.person)
    days = signals.days_since(deal.since) or 0
    if deal.stage is not DealStage.LOST or way is None or days < AGAIN:
        return None
    contact = signals.history.contact
    if contact is not None and contact.at > deal.since:
        return None
    text = f"{way.words} and ask whether things have changed since the deal was lost."
    return Proposal(way.action, text, (_ended(signals),))


def rest(signals: Signals) -> Proposal | None:
    """Of a deal that has ended: always there."""
    deal = signals.deal
    if deal.stage is DealStage.WON:
        return Proposal(
            Action.WAIT, "Nothing is left to do here: the deal is won.", (_ended(signals),)
        )
    again = signals.day_of(deal.since + timedelta(days=AGAIN))
    text = "Leave it: the deal is lost."
    if again > signals.today:
        text = (
            f"Leave it for now; ask again from {day_words(again, beside=signals.today)} on, when "
            "budgets are new."
        )
    return Proposal(Action.WAIT, text, (_ended(signals),))


def _ended(signals: Signals) -> Reason:
    deal = signals.deal
    note = f": “{deal.note}”" if deal.note else "."
    return of_deal(
        signals, f"The deal was {deal.stage.lower()} {ago(signals, deal.since)}{note}", "stage",
        deal.stage.capitalize(), signals.day_of(deal.since),
    )  # fmt: skip


def _do(signals: Signals, task: OpenTask, when: str) -> Proposal:
    why = (of_task(signals, task),)
    person = signals.person
    label = _label(task)
    action, step = _STEPS.get(task.type, (Action.TASK, None))
    if task.is_draft and person is not None and not person.may_mail:
        text = f"Take the draft “{label}” off your list: no e-mail may go to {person.name}."
        return Proposal(Action.TASK, text, (*why, of_no_mail(signals, person)))
    text = f"Do “{label}” first: it {when}."
    if task.is_draft:
        text = f"Finish and send the draft “{label}”, which {when}."
    return Proposal(action, text, why, step)


def _label(task: OpenTask) -> str:
    return task.subject or TASK_NAMES.get(task.type, "task")

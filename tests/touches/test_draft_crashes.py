"""A process that dies while it sends a person's draft: once, or shown as uncertain."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus
from crm_core.errors import NotSent
from crm_core.process import ProcessIdentity, machine
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow, DeliveryRow, EnrollmentRow
from crm_core.touches import in_flight
from crm_core.touches.run import run_touches
from crm_core.touches.write import LEASE
from crm_core.usecases import sending
from crm_core.usecases.deliveries import settle_delivery
from crm_core.usecases.sending import send_draft
from crm_core.views.health import get_health
from tests.builders import DRAFT, FOLLOW_UP, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.conftest import MakeServices
from tests.mail_server import mail_server
from tests.processes import PATIENCE, clean_environment
from tests.servers import ScriptedTransport

Crash = Callable[[pytest.MonkeyPatch, ScriptedTransport], None]
SENT, UNCERTAIN = [DeliveryStatus.SENT], [DeliveryStatus.UNCERTAIN]
PLANNED, SENDING = [DeliveryStatus.PLANNED], [DeliveryStatus.SENDING]


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


def die(*_: object, **__: object) -> None:
    raise Killed


def let_go(notes: in_flight.Notes, *, recorded: bool) -> None:
    """What the system does with a dead process's notes: it closes them, and so unlocks them."""
    if notes._file is not None:
        os.close(notes._file)


def before_the_mark_commits(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(in_flight.Notes, "open", die)


def after_the_mark(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(sending, "posted", die)


def while_it_connects(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(transport, "connect", die)


def before_the_bytes_go_out(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(transport, "before_send", die)


def after_the_acceptance(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(sending, "record_draft", die)


def before_the_record_commits(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    patch.setattr(sending.audit, "note", die)


def after_the_record(patch: pytest.MonkeyPatch, transport: ScriptedTransport) -> None:
    def close_and_die(notes: in_flight.Notes, *, recorded: bool) -> None:
        let_go(notes, recorded=recorded)
        raise Killed

    patch.setattr(in_flight.Notes, "finish", close_and_die)


MOMENTS = [
    (before_the_mark_commits, [], 0, SENT, SENT),
    (after_the_mark, SENDING, 0, SENT, UNCERTAIN),
    (while_it_connects, SENDING, 0, SENT, UNCERTAIN),
    (before_the_bytes_go_out, SENDING, 0, UNCERTAIN, UNCERTAIN),
    (after_the_acceptance, SENDING, 1, SENT, UNCERTAIN),
    (before_the_record_commits, SENDING, 1, SENT, UNCERTAIN),
    (after_the_record, SENT, 1, SENT, SENT),
]
"""When the process died; what it left; what the server has; what pressing Send once more makes of
it on the same machine, and on another one, which cannot read its notes."""


def gone(services: Services) -> Services:
    """The same as another process of this machine, one that does not live any more."""
    return replace(services, process=ProcessIdentity("d" * 12, machine(), 1, 1.0))


def elsewhere(services: Services) -> Services:
    """The same as a process of another machine, whose life nobody here can see."""
    return replace(services, process=ProcessIdentity("e" * 12, "another machine", 1, 1.0))


@pytest.fixture
def crash(
    monkeypatch: pytest.MonkeyPatch, transport: ScriptedTransport
) -> Callable[[Services, Actor, int, Crash], None]:
    """Lets a process die at a moment of sending; afterwards nothing is patched any more."""

    def crash(services: Services, actor: Actor, key: int, moment: Crash) -> None:
        with monkeypatch.context() as patch, capture_logs():
            patch.setattr(in_flight.Notes, "finish", let_go)
            moment(patch, transport)
            with pytest.raises(Killed):
                send_draft(services, actor=actor, activity_id=key)

    return crash


def a_draft(services: Services, actor: Actor) -> int:
    enrolled(services, actor, a_sequence(services, actor, DRAFT, FOLLOW_UP))
    run_touches(services)
    with services.storage.read() as session:
        return session.scalars(select(ActivityRow.id)).one()


def statuses(services: Services) -> list[str]:
    with services.storage.read() as session:
        return list(session.scalars(select(DeliveryRow.status)))


def notes(services: Services) -> list[str]:
    directory = services.settings.in_flight_directory()
    return [path.name for path in directory.iterdir()] if directory.exists() else []


def press_send_again(services: Services, actor: Actor, key: int) -> str:
    try:
        send_draft(services, actor=actor, activity_id=key)
    except NotSent as refusal:
        return refusal.message
    return ""


@pytest.mark.parametrize(("moment", "left", "arrived", "at_last", "_"), MOMENTS)
def test_a_draft_whose_process_died_is_sent_once_or_shown_as_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport,
    crash: Callable[[Services, Actor, int, Crash], None],
    moment: Crash, left: list[str], arrived: int, at_last: list[str], _: list[str],
) -> None:  # fmt: skip
    key = a_draft(each_services, actor)
    crash(gone(each_services), actor, key, moment)
    assert (statuses(each_services), len(transport.sent)) == (left, arrived)

    said = press_send_again(each_services, actor, key)

    assert statuses(each_services) == at_last
    assert len(transport.sent) == (arrived if at_last == UNCERTAIN else 1)
    with each_services.storage.read() as session:
        row = session.get_one(ActivityRow, key)
        position = session.scalars(select(EnrollmentRow.position)).one()
    if at_last == UNCERTAIN:
        assert "say first whether it arrived" in said
        assert (row.status, position) == ("DRAFT", 0)
        (line,) = get_health(each_services, actor=actor).deliveries
        assert (line.status, line.activity_id) == (DeliveryStatus.UNCERTAIN, key)
        settle_delivery(each_services, actor=actor, delivery_id=line.id, arrived=True)
    else:
        assert said == ("This e-mail is sent or marked as done already." if arrived else "")
        assert (row.status, position) == ("DONE", 1)
    run_touches(each_services)
    assert notes(each_services) == []


@pytest.mark.parametrize(("moment", "left", "arrived", "_", "at_last"), MOMENTS)
def test_what_another_machine_was_sending_is_given_up_after_three_minutes(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock,
    crash: Callable[[Services, Actor, int, Crash], None],
    moment: Crash, left: list[str], arrived: int, _: list[str], at_last: list[str],
) -> None:  # fmt: skip
    key = a_draft(services, actor)
    crash(elsewhere(services), actor, key, moment)
    clock.move(LEASE)
    run_touches(services)
    assert statuses(services) == left
    clock.move(timedelta(seconds=1))

    said = press_send_again(services, actor, key)

    assert (statuses(services), bool(said)) == (at_last, at_last == UNCERTAIN or bool(arrived))
    assert len(transport.sent) == (arrived if at_last == UNCERTAIN else 1)


def test_a_process_that_lives_keeps_what_it_is_sending_however_long_it_takes(
    services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = a_draft(services, actor)
    seen: list[list[str]] = []

    def take_long(_: str) -> None:
        clock.move(2 * LEASE)
        run_touches(services)
        seen.append(statuses(services))

    transport.before_send = take_long
    send_draft(gone(services), actor=actor, activity_id=key)

    assert (seen, statuses(services)) == ([SENDING], SENT)


def test_an_answer_that_comes_late_settles_a_draft_that_was_taken_for_uncertain(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> None:
    key = a_draft(each_services, actor)
    seen: list[list[str]] = []

    def take_long(_: str) -> None:
        clock.move(2 * LEASE)
        for path in each_services.settings.in_flight_directory().iterdir():
            path.unlink()
        run_touches(each_services)
        seen.append(statuses(each_services))

    transport.before_send = take_long
    send_draft(elsewhere(each_services), actor=actor, activity_id=key)

    assert (seen, statuses(each_services)) == ([UNCERTAIN], SENT)
    with each_services.storage.read() as session:
        assert session.get_one(ActivityRow, key).status == "DONE"


SEND = """
from crm_core.bootstrap import build
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.sending import send_draft

services = build()
with services.storage.read() as session:
    actor = command_line_actor(first_workspace_id(session))
send_draft(services, actor=actor, activity_id={key})
"""


def test_a_process_killed_between_the_message_and_the_answer_leaves_it_uncertain(
    storage_url: str, make_services: MakeServices, tmp_path: Path
) -> None:
    from crm_core.storage.workspace import first_workspace_id
    from crm_core.usecases.access import command_line_actor

    with mail_server() as mail:
        services = make_services(storage_url, crm_mail_url=mail.url, crm_data_dir=tmp_path)
        with services.storage.read() as session:
            actor = command_line_actor(first_workspace_id(session))
        key = a_draft(services, actor)
        child: list[subprocess.Popen[bytes]] = []
        mail.before_answer = lambda _: child[0].send_signal(SIGKILL)
        environment = {
            **clean_environment(),
            "DATABASE_URL": storage_url,
            "CRM_SECRET_KEY": services.settings.crm_secret_key or "",
            "CRM_MAIL_URL": mail.url,
            "CRM_DATA_DIR": str(tmp_path),
        }
        child.append(
            subprocess.Popen([sys.executable, "-c", SEND.format(key=key)], env=environment)
        )
        assert child[0].wait(PATIENCE) == -SIGKILL

        assert statuses(services) == SENDING
        said = press_send_again(services, actor, key)

        assert "say first whether it arrived" in said
        assert (statuses(services), mail.count) == (UNCERTAIN, 1)

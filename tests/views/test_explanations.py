""" "Why not yet?": what the planner says, and what keeps an enrollment back besides."""

from datetime import timedelta

from sqlalchemy import update

from crm_core.domain.gates import READINESS, STANDING, TIMING
from crm_core.domain.permissions import Actor
from crm_core.domain.verdicts import Kind
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.views.enrollments import explain_enrollment
from tests.builders import a_sequence, enrolled


def test_nothing_keeps_a_due_enrollment_back(each_services: Services, actor: Actor) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    verdict = explain_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (verdict.kind, verdict.binding) == (Kind.ACT, None)


def test_an_e_mail_that_is_going_out_is_not_called_uncertain(
    each_services: Services, actor: Actor
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    until = each_services.clock.now() + timedelta(minutes=3)
    _set(each_services, next_run_at=None, lease_owner="a run", lease_until=until)
    verdict = explain_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (verdict.kind, verdict.reason) == (
        Kind.WAIT, "The e-mail is going out at this moment."
    )  # fmt: skip


def test_a_step_that_failed_here_says_so_and_what_helps(
    each_services: Services, actor: Actor
) -> None:
    key = enrolled(each_services, actor, a_sequence(each_services, actor))
    _set(each_services, next_run_at=None, hold_gate="error", hold_reason="It failed: OSError.")
    verdict = explain_enrollment(each_services, actor=actor, enrollment_id=key)
    assert (verdict.kind, verdict.reason) == (Kind.HOLD, "It failed: OSError.")
    assert verdict.unblock == "Have it looked at again in Runner health."
    assert len(verdict.gates) == 1 + len(STANDING + TIMING + READINESS)


def _set(services: Services, **columns: object) -> None:
    with services.storage.write() as session:
        session.execute(update(EnrollmentRow).values(**columns))

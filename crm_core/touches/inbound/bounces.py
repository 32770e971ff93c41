"""E-mails that came back: for good, for a passing reason, or because of the mailbox itself.

An address that nobody here wrote to is never suppressed, whatever a report says.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, update

from crm_core.domain.mail_rules import next_try
from crm_core.domain.states import ENROLLMENT_RETURNS, transition
from crm_core.domain.words import (
    ActivityStatus,
    ActivityType,
    DeliveryOutcome,
    DeliveryStatus,
    EnrollmentStatus,
    StopReason,
    SuppressionReason,
)
from crm_core.mail.inbound.mail import InboundMail
from crm_core.storage.engine import WriteSession
from crm_core.storage.people import LIVE, stop_person, suppress_address
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    PartyRow,
    StepRow,
)
from crm_core.storage.workspace import pause_mailboxes
from crm_core.touches.inbound.matching import Sent
from crm_core.touches.mailbox_health import check_health

_WEAKER = {
    DeliveryOutcome.SOFT_BOUNCED: (DeliveryOutcome.SOFT_BOUNCED,),
    DeliveryOutcome.REPLIED: (DeliveryOutcome.SOFT_BOUNCED,),
    DeliveryOutcome.BOUNCED: (DeliveryOutcome.SOFT_BOUNCED, DeliveryOutcome.REPLIED),
    DeliveryOutcome.COMPLAINED: (
        DeliveryOutcome.SOFT_BOUNCED, DeliveryOutcome.REPLIED, DeliveryOutcome.BOUNCED,
    ),
}  # fmt: skip
"""What came back of an e-mail gives way to what says more."""


def note_outcome(
    session: WriteSession, sent: Sent, outcome: DeliveryOutcome, now: datetime
) -> None:
    """Keep on the delivery what came back of it; too much of it pauses the mailbox."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.id == sent.id,
            or_(DeliveryRow.outcome.is_(None), DeliveryRow.outcome.in_(_WEAKER[outcome])),
        )
        .values(outcome=outcome, outcome_at=now)
        .execution_options(synchronize_session=False)
    )
    if outcome in (DeliveryOutcome.BOUNCED, DeliveryOutcome.COMPLAINED):
        check_health(session, sent.mailbox_id, now)


def what_server_said(mail: InboundMail) -> str:
    """The report's own words about the first address, cut."""
    for each in mail.bounced:
        words = " ".join((each.status, each.diagnostic)).strip()
        if words:
            return words[:300]
    return mail.reason[:300]


def hard_bounced(
    session: WriteSession, tenant_id: int, mail: InboundMail, sents: Sequence[Sent], now: datetime
) -> None:
    """The addresses take no mail: they get none any more, and whoever still has one is stopped."""
    said = what_server_said(mail)
    for sent in sents:
        if not sent.went_out:
            continue
        source = f"A delivery report: {said}"
        suppress_address(session, tenant_id, sent.recipient, SuppressionReason.BOUNCED, source, now)
        note_outcome(session, sent, DeliveryOutcome.BOUNCED, now)
        present = session.scalar(select(PartyRow.email).where(PartyRow.id == sent.party_id))
        if present is None or present == sent.recipient:
            detail = f"The e-mail to {sent.recipient} came back: {said}"
            stop_person(session, tenant_id, sent.party_id, StopReason.BOUNCED, detail, now)


def soft_bounced(
    session: WriteSession, tenant_id: int, mail: InboundMail, sents: Sequence[Sent], now: datetime
) -> None:
    """A passing failure is counted and the e-mail tried again; after three in a row the person is
    stopped, and the address stays free."""
    said = what_server_said(mail)
    for sent in sents:
        if sent.status is not DeliveryStatus.SENT or sent.came_back:
            continue  # It was taken back or counted already, or never counted as sent.
        note_outcome(session, sent, DeliveryOutcome.SOFT_BOUNCED, now)
        count = session.scalars(
            update(PartyRow)
            .where(PartyRow.id == sent.party_id)
            .values(soft_bounces=PartyRow.soft_bounces + 1)
            .returning(PartyRow.soft_bounces)
            .execution_options(synchronize_session=False)
        ).one()
        wait = next_try(count)
        if wait is None:
            detail = f"{count} e-mails in a row came back. {said}"
            stop_person(session, tenant_id, sent.party_id, StopReason.BOUNCED, detail, now)
        else:
            take_back(session, sent, said, now + wait)


def mailbox_refused(
    session: WriteSession, mail: InboundMail, sents: Sequence[Sent], now: datetime
) -> None:
    """The refusal was of the mailbox (RFC 3463 X.7.x): it pauses, nobody is suppressed, and what
    came back waits for its return.

    A report about no e-mail of ours pauses nothing: whoever forges our address as a sender brings
    hundreds of them, and anybody can write one.
    """
    boxes = {sent.mailbox_id for sent in sents if sent.went_out}
    pause_mailboxes(session, boxes, f"An e-mail came back: {what_server_said(mail)}", now)
    for sent in sents:
        if sent.status is DeliveryStatus.SENT:
            take_back(session, sent, what_server_said(mail), now)


def take_back(session: WriteSession, sent: Sent, reason: str, retry_at: datetime) -> bool:
    """Let a step's e-mail, which nobody got, go out once more under its Message-ID.

    Only where it is the last that happened in an enrollment: its next step has not begun. One that
    was completed by it goes on, unless the person is in another sequence by now: its last e-mail
    is still to come. Else False, and nothing is changed.
    """
    if sent.enrollment_id is None or sent.activity_id is not None:
        return False
    row = session.scalar(
        select(EnrollmentRow).where(EnrollmentRow.id == sent.enrollment_id).with_for_update()
    )
    assert row is not None
    position = session.scalar(
        select(StepRow.position).where(
            StepRow.version_id == row.version_id, StepRow.key == sent.step_key
        )
    )
    live = row.status in LIVE or _may_go_on(session, row)
    begun = row.lease_owner is not None or row.waiting_since is not None
    later = session.scalar(
        select(
            exists().where(
                DeliveryRow.enrollment_id == sent.enrollment_id, DeliveryRow.id > sent.id
            )
        )
    )
    if not live or begun or later or position is None or row.position != position + 1:
        return False
    # The step's delay had passed from wherever it counted; from the enrolment it has as well.
    row.position, row.anchor_at = position, row.enrolled_at
    row.hold_gate = row.hold_reason = None
    if row.status == EnrollmentStatus.COMPLETED:
        row.status = transition(
            ENROLLMENT_RETURNS, EnrollmentStatus.COMPLETED, EnrollmentStatus.ACTIVE,
            what="enrollment",
        )  # fmt: skip
        row.finished_at = None
    row.next_run_at = retry_at if row.status == EnrollmentStatus.ACTIVE else None
    session.flush()
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == sent.id)
        .values(
            status=DeliveryStatus.DEFERRED, sent_at=None, owner=None, retry_at=retry_at,
            reason=f"It came back: {reason}",
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    # The timeline keeps the e-mail that came back; the step's own line is the one to come.
    session.execute(
        update(ActivityRow)
        .where(
            ActivityRow.enrollment_id == sent.enrollment_id,
            ActivityRow.step_key == sent.step_key,
            ActivityRow.type == ActivityType.EMAIL,
            ActivityRow.status == ActivityStatus.DONE,
        )
        .values(step_key=None, note=f"It came back: {reason}")
        .execution_options(synchronize_session=False)
    )
    return True


def _may_go_on(session: WriteSession, row: EnrollmentRow) -> bool:
    """Whether a completed enrollment may live again: the person was enrolled nowhere since."""
    if row.status != EnrollmentStatus.COMPLETED:
        return False
    elsewhere = exists().where(EnrollmentRow.party_id == row.party_id, EnrollmentRow.id > row.id)
    return not session.scalar(select(elsewhere))

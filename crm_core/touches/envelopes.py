"""E-mails between decision and sending: the delivery rows that exist before the effect."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from crm_core.domain.cases import Case
from crm_core.domain.limits import domain_of
from crm_core.domain.verdicts import Verdict, Written
from crm_core.domain.words import DeliveryStatus, EntityType
from crm_core.services import Services
from crm_core.storage.bulk import insert_rows, update_rows
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import DeliveryRow
from crm_core.touches.facts import DueCase
from crm_core.touches.lookups import Mailbox
from crm_core.touches.versions import VersionPlan

MOST_TEXT = 16_000_000
"""The characters of the texts that are marked as sending at a time."""

_NEW = (
    "tenant_id", "enrollment_id", "step_key", "party_id", "mailbox_id", "message_id",
    "recipient", "recipient_domain", "subject", "thread_subject", "references",
)  # fmt: skip
_AGAIN = (
    "enrollment_id", "step_key", "message_id", "owner", "taken_at", "mailbox_id", "recipient",
    "recipient_domain", "subject", "thread_subject", "references",
)  # fmt: skip


class Envelope(NamedTuple):
    """An e-mail that is planned in the database and leased to this run: all that sending needs.

    `marked_at`: it stands there as *sending* already since then, by `time.monotonic`, and goes
    out without another look.
    """

    tenant_id: int
    enrollment_id: int
    lead_id: int | None
    party_id: int
    owner_id: int | None
    position: int
    step_key: str
    plan: VersionPlan
    case: Case
    mailbox: Mailbox
    recipient: str
    recipient_name: str
    written: Written
    subject: str
    thread_subject: str
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    unsubscribe_url: str
    attempts: int
    marked_at: float | None = None

    @property
    def size(self) -> int:
        """The characters of its texts."""
        return len(self.written.text) + len(self.written.html)


Ahead = Callable[[Mailbox], int]


def none_ahead(_: Mailbox) -> int:
    """Nothing is marked by the decision: a look of its own comes before each e-mail."""
    return 0


def envelope_for(services: Services, item: DueCase, verdict: Verdict) -> Envelope:
    """The e-mail of an ACT verdict. A step without a subject answers in the thread."""
    row, thread, mailbox = item.row, item.thread, item.mailbox
    assert item.planned is not None
    assert verdict.content is not None
    assert mailbox is not None
    assert row.email is not None
    step = item.planned.step
    message_id = services.secrets.message_id(
        row.tenant_id, row.id, step.key, row.version_id, domain=mailbox.address.partition("@")[2]
    )
    chain: tuple[str, ...] = ()
    in_reply_to = None
    if verdict.content.subject or thread is None:
        subject = thread_subject = verdict.content.subject
    else:
        thread_subject = thread.subject
        subject = reply_subject(thread.subject)
        in_reply_to = thread.message_id
        chain = (*thread.references.split(), thread.message_id)
    token = services.secrets.unsubscribe_token(row.tenant_id, str(row.id))
    return Envelope(
        tenant_id=row.tenant_id,
        enrollment_id=row.id,
        lead_id=row.entity_id if row.entity_type == EntityType.LEAD else None,
        party_id=row.party_id,
        owner_id=row.owner_id,
        position=row.position,
        step_key=step.key,
        plan=item.plan,
        case=item.case,
        mailbox=mailbox,
        recipient=row.email,
        recipient_name=f"{row.first_name} {row.last_name}".strip(),
        written=verdict.content,
        subject=subject,
        thread_subject=thread_subject,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=chain,
        unsubscribe_url=f"{services.settings.crm_public_url.rstrip('/')}/u/{token}",
        attempts=item.case.delivery.attempts if item.case.delivery else 0,
    )


def reply_subject(subject: str) -> str:
    """The subject of an answer in the thread that began with `subject`."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def mark_ahead(envelopes: list[Envelope], taken_over: set[int], ahead: Ahead) -> list[Envelope]:
    """The envelopes, those marked that will go out at once: the first `ahead` of each mailbox.

    The transaction that decides them is as good a last look as any. One that was tried before is
    left to a look of its own.
    """
    left: dict[int, int] = {}
    text, at = 0, monotonic()
    marked = []
    for e in envelopes:
        more = left.get(e.mailbox.id)
        if more is None:
            more = ahead(e.mailbox)
        now = more > 0 and text < MOST_TEXT and e.enrollment_id not in taken_over
        left[e.mailbox.id] = more - now
        text += e.size * now
        marked.append(e._replace(marked_at=at) if now else e)
    return marked


def plan_deliveries(
    session: WriteSession,
    envelopes: list[Envelope],
    taken_over: set[int],
    owner: str,
    now: datetime,
) -> None:
    """Write the deliveries of new envelopes; take over those of enrollments in `taken_over`."""
    for status, attempts in ((DeliveryStatus.SENDING, 1), (DeliveryStatus.PLANNED, 0)):
        new = [
            (
                e.tenant_id, e.enrollment_id, e.step_key, e.party_id, e.mailbox.id, e.message_id,
                e.recipient, domain_of(e.recipient), e.subject, e.thread_subject,
                " ".join(e.references),
            )
            for e in envelopes
            if (e.marked_at is not None) == (attempts == 1) and e.enrollment_id not in taken_over
        ]  # fmt: skip
        state = {
            "status": status.value,
            "owner": owner,
            "attempts": attempts,
            "reason": "",
            "planned_at": now,
            "taken_at": now,
        }
        insert_rows(session, DeliveryRow, _NEW, new, same=state)
    again = [
        (
            e.enrollment_id, e.step_key, e.message_id, owner, now, e.mailbox.id, e.recipient,
            domain_of(e.recipient), e.subject, e.thread_subject, " ".join(e.references),
        )
        for e in envelopes
        if e.enrollment_id in taken_over
    ]  # fmt: skip
    update_rows(session, DeliveryRow, _AGAIN, again, key=("enrollment_id", "step_key"))

"""Complaints: somebody called a message of ours spam, and their provider reports it.

By RFC 5965 (feedback reports: those by which a recipient says that they do not want a message, be
it as abuse, as fraud, or as the drafts' opt-out; others are notices) and as Microsoft's junk mail
reporting sends them. Called by `classify`, before anything else that reads a report.
"""

import re
from dataclasses import dataclass

from crm_core.mail.inbound.headers import read_fields
from crm_core.mail.inbound.parsing import Part

_COMPLAINTS = frozenset(
    {"abuse", "complaint", "spam", "junk", "fraud", "opt-out", "opt-out-list", ""}
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """`is_complaint`: of a recipient; `addresses`: who complained, where the report tells."""

    kind: str
    is_complaint: bool
    addresses: tuple[str, ...]


def read_feedback(root: Part) -> Feedback | None:
    """The feedback report that a message is, or None."""
    report = next(
        (part for part in root.walk() if part.media_type == "message/feedback-report"), None
    )
    if report is None:
        return _by_microsoft(root)
    fields = read_fields(report.body(50_000).replace(b"\r\n", b"\n"))
    kind = fields.first_word("feedback-type").strip(".,;")
    told = fields.addresses("original-rcpt-to", "removal-recipient")
    return Feedback(
        kind or "abuse", kind in _COMPLAINTS, tuple(a for _, a in told) or _copied_to(root)
    )


def _by_microsoft(root: Part) -> Feedback | None:
    sender = next((address for _, address in root.headers.addresses("from")), "")
    if not re.match(
        r"(?:staff|abuse|junk\w*|jmrp\w*)@(?:[\w-]+\.)?(?:hotmail|outlook|microsoft|live)\.", sender
    ):
        return None
    if not re.search(r"complaint about message from", root.headers.text("subject"), re.I):
        return None
    enclosed = [
        original
        for part in root.walk()
        for original in part.parts
        if part.media_type == "message/rfc822"
    ]
    told = enclosed[0].headers.addresses("x-hmxmroriginalrecipient") if enclosed else ()
    return Feedback("abuse", True, tuple(a for _, a in told) or _copied_to(root))


def _copied_to(root: Part) -> tuple[str, ...]:
    for part in root.walk():
        if part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            return tuple(
                a for original in part.parts for _, a in original.headers.addresses("to")[:1]
            )
    return ()

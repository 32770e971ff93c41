"""E-mail drafts: telling one state of a text from another, and whether it is fit to go out."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from crm_core.domain.cases import Case
from crm_core.domain.gates import BY_HAND
from crm_core.domain.verdicts import GateAnswer
from crm_core.domain.words import StepType

_LEFT_OVER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def fingerprint(subject: str, body: str, html: str | None) -> str:
    """The same for the same texts: what a person saw, so that a change elsewhere is noticed."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (subject, body, "" if html is None else f"h{html}"):
        digest.update(b"%d:" % len(part) + part.encode())
    return digest.hexdigest()


def left_over_field(*texts: str) -> str | None:
    """The first merge field that stands in the texts: a draft holds values, and its reader would
    see the braces."""
    for text in texts:
        if found := _LEFT_OVER.search(text):
            return found[0]
    return None


def what_forbids(case: Case, now: datetime) -> GateAnswer | None:
    """The planner's gate that forbids to send a draft now, if one does.

    `case` is the step that the draft belongs to; it is asked as if it sent by itself.
    """
    assert case.step is not None
    case = case._replace(step=replace(case.step, type=StepType.EMAIL_AUTO))
    answers = (gate(case, now, now) for gate in BY_HAND)
    return next((answer for answer in answers if answer.says is not None), None)

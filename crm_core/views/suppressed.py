"""Why no mail goes to the people of a list: lines whose domain is on the suppression list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from crm_core.domain.words import SuppressionReason
from crm_core.storage.engine import ReadSession
from crm_core.storage.suppressions import blocked_by_domain

Line = TypeVar("Line", bound=Any)


def with_domains(session: ReadSession, tenant_id: int, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines (dataclasses with `email` and `suppressed`), those marked whose domain gets no
    mail. One query."""
    open_ = [line.email for line in lines if line.email and line.suppressed is None]
    blocked = blocked_by_domain(session, tenant_id, open_)
    return tuple(
        replace(line, suppressed=SuppressionReason(blocked[line.email]))
        if line.suppressed is None and line.email in blocked
        else line
        for line in lines
    )

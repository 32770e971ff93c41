"""What a use case would do, told by the use case itself: carried out and undone.

Called by the tools that propose. So a proposal is refused by the very rules that would refuse the
deed, in the same words, and says what the deed would give back.
"""

from collections.abc import Callable
from typing import TypeVar

from crm_core.copilot.tool import Desk

T = TypeVar("T")


def rehearsed(desk: Desk, deed: Callable[[], T]) -> T:
    """What `deed` gives back; nothing that it wrote stays. Raises what the deed raises.

    For deeds that stay within the database. What they read or cached is true as well without
    them: nobody may keep the id of a row that was made here.
    """
    with desk.services.storage.write() as session:
        savepoint = session.begin_nested()
        try:
            return deed()
        finally:
            savepoint.rollback()

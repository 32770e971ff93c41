"""The demo workspace: made-up people, three sequences and sixty days of history.

Nothing of the history is painted: `past` plays it through the use cases and the engine with a
clock of its own, so whatever a table, a ledger or a thread of e-mails must hold, it holds.
Called by `python -m crm_core demo` and by the first start.
"""

from crm_core.demo.access import DemoAccess
from crm_core.demo.load import load_demo

__all__ = ["DemoAccess", "load_demo"]

"""The word that a message is about to leave; every transport's connection gives it."""

from collections.abc import Callable
from typing import TypeAlias

Begin: TypeAlias = Callable[[], None]
"""Called at the last moment at which surely nobody has the message, whatever becomes of this
process; what it raises keeps the message from leaving."""


class Withdrawn(Exception):
    """Raised by `begin`: the message is to stay here after all."""

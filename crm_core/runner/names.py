"""The runners' names, and the choice among them that a setting or an option makes."""

from crm_core.errors import InvalidInput

INBOX = "inbox"
SEQUENCES = "sequences"
HOUSEKEEPING = "housekeeping"
NAMES = (INBOX, SEQUENCES, HOUSEKEEPING)
"""Every runner, in the order of a tick: it listens before it speaks."""
EVERYTHING = "all"


def choose(text: str, source: str) -> tuple[str, ...]:
    """The runners that a comma list or "all" names; `source` is the variable or option.

    Raises `InvalidInput` naming the source and the known names.
    """
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    known = ", ".join(NAMES)
    if not names:
        raise InvalidInput(f"Names no runner; known are {known}.", field=source)
    if names == (EVERYTHING,):
        return NAMES
    for name in names:
        if name not in NAMES:
            raise InvalidInput(
                f'There is no runner "{name}"; known are {known}, or {EVERYTHING} alone.',
                field=source,
            )
    return names

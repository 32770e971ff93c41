"""How large a text may be, and how much one rendering of it may put out, hold and do."""

SOURCE_LIMIT = 100_000
OUTPUT_LIMIT = 400_000
LOOP_LIMIT = 1_000
"""Turns of all loops of one rendering together, and the items of a list."""
NESTING_LIMIT = 20
NAMESPACE_LIMIT = 1_000_000
"""Bytes that the variables of one rendering may hold."""
WORK_LIMIT = 20_000_000
"""Characters that the loops, filters and look-ups of one rendering may touch: python-liquid
limits sizes only, and a large text can stay within them for minutes."""


def output_limit(source_size: int) -> int:
    """Characters of one rendering: a text that may be compiled has room for itself and as much."""
    return max(OUTPUT_LIMIT, 2 * source_size)

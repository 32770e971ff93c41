"""Merge-field texts: Liquid, compiled once and rendered for each person without a hole.

Decides which Liquid an author may write, what counts as a missing value, and the limits of one
rendering. Called when a sequence is saved (`check_text`) and by whatever writes a step's texts
(`compile_text`, then `Text.render`).

A text of plain fields, with or without a literal fallback, is rendered by a closure (`plain`);
every other by python-liquid (`engine`), narrowed: no tag loads another text, no filter or name
reads the clock, and time is bounded as well as size. Both read values by the same rules
(`values`). python-liquid takes a third of a second to import; the first compilation does it.
"""

from crm_core.texts.limits import LOOP_LIMIT, OUTPUT_LIMIT, SOURCE_LIMIT
from crm_core.texts.text import (
    RESERVED_NAMES,
    FieldUse,
    MissingFields,
    RenderFault,
    Text,
    TextFault,
    check_text,
    compile_text,
    faults_of,
)

__all__ = [
    "LOOP_LIMIT",
    "OUTPUT_LIMIT",
    "RESERVED_NAMES",
    "SOURCE_LIMIT",
    "FieldUse",
    "MissingFields",
    "RenderFault",
    "Text",
    "TextFault",
    "check_text",
    "compile_text",
    "faults_of",
]

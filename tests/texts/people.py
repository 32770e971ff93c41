"""A person whose values some texts need, and the short way to render one for her."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from crm_core.texts import (
    compile_text,
)

ADA: Mapping[str, object] = {
    "first_name": "Ada",
    "last_name": None,
    "company": "Black & <White>",
    "city": " \t\n",
    "team_size": 40,
    "deal": {"amount": Decimal("1234.50"), "close_on": date(2026, 5, 1), "note": ""},
    "sender": {"name": "Bob"},
    "custom": {"favourite_color": "red", "tags": "a,b,c", "shade": " "},
}


ESCAPED = "Black &amp; &lt;White&gt;"
"""Her company in HTML."""
NEEDS_ENGINE = "{% if true %}{% endif %}"
"""Puts out nothing, and keeps a text from being one of plain fields."""


def render(source: str, *, escape_html: bool = False) -> str:
    return compile_text(source, escape_html=escape_html).render(ADA)

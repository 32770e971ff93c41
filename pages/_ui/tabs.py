"""Parts of a page of which one is shown. The choice stands in the address.

`st.tabs` runs all of its bodies on every run; here only the chosen one is drawn.
"""

from collections.abc import Mapping, Sequence

import streamlit as st


def tabs(name: str, options: Mapping[str, str] | Sequence[str], *, label: str = "Part") -> str:
    """Draw the choice and return the chosen option, the first unless the address says another.

    A mapping gives each option its words ("planned": "Planned 12"); the address keeps the option.
    """
    words = dict(options) if isinstance(options, Mapping) else {one: one for one in options}
    first = next(iter(words))
    chosen = st.segmented_control(
        label,
        list(words),
        default=first,
        required=True,
        format_func=lambda option: words[option],
        key=name,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or first

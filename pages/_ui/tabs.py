"""Parts of a page of which one is shown. The choice stands in the address.

`st.tabs` runs all of its bodies on every run; here only the chosen one is drawn.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages._ui import address


def tabs(name: str, options: Mapping[str, str] | Sequence[str], *, label: str = "Part") -> str:
    """Draw the choice and return the chosen option, the first unless the address says another.

    A mapping gives each option its words ("planned": "Planned 12"); the address keeps the option,
    so that it stays right when the words change. Streamlit's own binding would keep the words.
    """
    words = dict(options) if isinstance(options, Mapping) else {one: one for one in options}
    first = next(iter(words))
    asked = address.param(name)
    asked = asked if asked in words else first
    key, seen = f"{name}_tabs", f"{name}_tabs_seen"
    if key not in st.session_state or st.session_state.get(seen) != asked:
        st.session_state[key] = asked  # A link leads here, or the page is opened anew.
    chosen = st.segmented_control(
        label,
        list(words),
        required=True,
        format_func=lambda option: words[option],
        key=key,
        label_visibility="collapsed",
        wrap=True,
    )
    chosen = chosen or asked
    if chosen != asked:
        address.keep(name, "" if chosen == first else chosen)
    st.session_state[seen] = chosen
    return chosen

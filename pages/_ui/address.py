"""What an address asks of a page: ids and choices in its query, so that it can be shared.

Each page prefixes its choices with its own name (`leads_sort`), because a query is the whole
application's; what a page is about stands under the thing's name (`?lead=12`).
"""

import streamlit as st

LARGEST = 2**63 - 1


def param(name: str, default: str = "") -> str:
    """The value that the address gives for `name`; the last one where it names several."""
    return st.query_params.get(name, default)


def number(name: str) -> int | None:
    """The id that the address gives for `name`; None without one or for what is no id."""
    value = param(name)
    if not (value.isascii() and value.isdigit() and len(value) <= 19):
        return None
    return int(value) if int(value) <= LARGEST else None


def keep(name: str, value: str) -> None:
    """Put a choice into the address; an empty one is taken out of it."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]

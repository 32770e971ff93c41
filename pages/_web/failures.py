"""What a person sees when a page fails: a rule's own words, else an apology without details."""

import streamlit as st
import structlog

from crm_core.errors import CrmError

log = structlog.get_logger(__name__)


def on_script_error(fault: Exception) -> bool:
    """Streamlit's hook for what a page did not catch; True keeps its own display away."""
    if isinstance(fault, CrmError):
        st.error(fault.message)
        return True
    log.error("page failed", action="page.failed", exc_info=fault)
    st.error("Something went wrong here. It was written to the server's log.")
    return True

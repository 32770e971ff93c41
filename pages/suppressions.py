"""Suppression list: the addresses and domains that get no mail, and why."""

import streamlit as st

from crm_core.domain.permissions import Permission
from crm_core.domain.words import SuppressionReason
from crm_core.views.suppressions import export_suppressions, list_suppressions
from pages._suppressions.asking import ADD, IMPORT, draw_dialogs
from pages._suppressions.list import draw_entries
from pages._ui import dialogs, filters, messages, paging, search
from pages._ui.auth import require_user
from pages._ui.badges import word
from pages._ui.empty import nothing, quiet
from pages._web.installation import get_services

actor = require_user()
services = get_services()
adds, removes = actor.may(Permission.PEOPLE_MANAGE), actor.may(Permission.MAIL_MANAGE)
DOMAINS = "domains"


def entries(typed: str, kind: str) -> None:
    window = paging.window("suppressions", of=(typed, kind))
    page = list_suppressions(
        services, actor=actor, typed=typed, domains_only=kind == DOMAINS,
        reason=SuppressionReason(kind) if kind in set(SuppressionReason) else None, window=window,
    )  # fmt: skip
    if page.items:
        draw_entries(page.items, services.clock.now(), manages=removes)
        paging.turn("suppressions", page)
    elif typed or kind:
        nothing("Nothing on the list is like that", quiet("Search for less, or choose all."))
    else:
        nothing(
            "Nobody is on the list", quiet("Who opts out, or whose address bounces, comes here.")
        )


with st.container(horizontal=True, vertical_alignment="center", key="suppressions_head"):
    st.title("Suppression list", anchor=False)
    st.download_button(
        "Export", lambda: export_suppressions(services, actor=actor), "suppression list.csv",
        "text/csv", key="suppressions_export", type="tertiary", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
    if adds and st.button("Import…", key="suppressions_import_button", icon=":material/upload:"):
        dialogs.ask(IMPORT)
    if adds and st.button(
        "Add", key="suppressions_add_button", type="primary", icon=":material/add:"
    ):
        dialogs.ask(ADD)
st.html(quiet("Nothing goes out to these addresses, from any sequence or by hand."))
messages.show()
with st.container(horizontal=True, vertical_alignment="center", key="suppressions_filters"):
    found = search.box("suppressions_search", "Search by address or domain")
    names = {"": "Every reason", **{one.value: word(one) for one in SuppressionReason}}
    chosen = filters.one_of("Reason", names | {DOMAINS: "Domains"}, key="suppressions_kind")
entries(found, chosen)
draw_dialogs(actor)

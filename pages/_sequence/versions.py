"""The history of a sequence: what each version changed, and an old one read-only."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.setting_words import settings_in_words
from crm_core.errors import NotFound
from crm_core.views.sequence_versions import VersionLine, get_version, list_versions
from pages._sequence.steps import step_cards
from pages._ui import address, links, paging
from pages._ui.empty import nothing, quiet
from pages._ui.facts import facts
from pages._ui.html import Html, tag, together
from pages._ui.sections import section
from pages._ui.times import exact, moment, viewer_zone
from pages._ui.words import counted
from pages._web.installation import get_services

TAB = "Versions"


def draw_versions(viewer: Actor, sequence_id: int) -> None:
    """The list, or the version that the address names."""
    number = address.number("sequence_version")
    if number is not None:
        _draw_version(viewer, sequence_id, number)
        return
    services = get_services()
    window = paging.window("sequence_versions", of=sequence_id)
    page = list_versions(services, actor=viewer, sequence_id=sequence_id, window=window)
    now = services.clock.now()
    st.html(
        quiet(
            "A version never changes. Whoever is enrolled stays on the one that they began; "
            "new enrollments take the latest."
        )
    )
    lines = [_line(sequence_id, version, moment(version.created_at, now)) for version in page.items]
    st.html(tag("ol", together(*lines), "ds-versions"))
    paging.turn("sequence_versions", page)


def _line(sequence_id: int, version: VersionLine, when: Html) -> Html:
    name = links.link(
        f"Version {version.number}", "sequence", sequence=sequence_id, sequence_tab=TAB,
        sequence_version=version.number,
    )  # fmt: skip
    by = f" by {version.by}" if version.by else ""
    people = f"{counted(version.people, 'enrollment')}, {version.live:,} of them live"
    head = together(
        tag("span", name, "ds-strong"), " ", tag("span", together(when, by), "ds-quiet"),
        tag("span", people, "ds-quiet ds-version-people"),
    )  # fmt: skip
    changes = version.changes or ("The same as before.",)
    return tag(
        "li",
        together(
            tag("div", head, "ds-version-head"),
            tag("ul", together(*(tag("li", change) for change in changes))),
        ),
    )


def _draw_version(viewer: Actor, sequence_id: int, number: int) -> None:
    back = links.link(
        "← All versions", "sequence", css="ds-link ds-quiet", sequence=sequence_id,
        sequence_tab=TAB,
    )  # fmt: skip
    st.html(back)
    try:
        version = get_version(get_services(), actor=viewer, sequence_id=sequence_id, number=number)
    except NotFound as refusal:
        nothing("This version is not here", quiet(refusal.message))
        return
    by = f" by {version.by}" if version.by else ""
    made = f"Saved {exact(version.created_at, viewer_zone())}{by}. It can be read, not changed."
    section(f"Version {number}", meaning=made)
    facts(settings_in_words(version.settings).items())
    st.html(step_cards(version.steps, sequence_id))

"""The first steps of a new workspace; each ticks itself when it is done."""

import streamlit as st

from crm_core.views.home import FirstSteps
from pages._ui import links
from pages._ui.html import Html, tag, together
from pages._ui.sections import section


def draw_first_steps(steps: FirstSteps) -> None:
    """Draw the list; it goes away with the first enrollment."""
    section("Getting started", meaning="Four steps until the first e-mail goes out by itself.")
    add = together(
        links.link("Add a lead", "leads"), " or ", links.link("import a file", "imports")
    )
    lines = (
        _step(steps.leads, add, "Who is to be written to."),
        _step(steps.sequences, links.link("Build a sequence", "builder"),
              "E-mails, calls and tasks, each with its delay; or start from a ready-made one."),
        _step(steps.mailbox, links.link("Connect a mailbox", "settings"),
              "Until then, messages are written into files on this machine."),
        _step(steps.enrolled, links.link("Enroll the leads", "leads"),
              "Select them, choose the sequence, and see when each step lands."),
    )  # fmt: skip
    st.html(tag("ol", together(*lines), "ds-beginning"))


def _step(done: bool, title: Html, below: str) -> Html:
    state = tag("span", "Done: " if done else "To do: ", "ds-unseen")
    mark = tag("span", "✓" if done else "", "ds-tick", **{"aria-hidden": "true"})
    words = tag("div", together(state, tag("div", title, "ds-strong"),
                                tag("div", below, "ds-quiet")))  # fmt: skip
    return tag("li", together(mark, words), "ds-step-done" if done else "")

"""One use case for a click: what is left of it, and where."""

import pytest
from streamlit.testing.v1 import AppTest


def page_with_a_button() -> None:
    import streamlit as st

    from crm_core.domain.permissions import Actor
    from crm_core.errors import Conflict
    from pages._ui import messages
    from pages._ui.actions import perform_and_redraw

    def refused(by: Actor) -> str:
        raise Conflict(f"Not for {by.name} *now*.")

    def done(by: Actor) -> str:
        return f"Done by {by.name}."

    messages.show()
    for place in ("first", "second"):
        st.text(place)
        if st.button("Refuse", key=f"{place}_refuse"):
            perform_and_redraw(refused, place=place)
        if st.button("Do", key=f"{place}_do"):
            perform_and_redraw(done, place=place)
        messages.show_refusal(place)


@pytest.fixture
def page(manager: str) -> AppTest:
    return AppTest.from_function(page_with_a_button, default_timeout=30).run()


def test_a_refusal_stands_at_its_own_place_in_the_rules_words(page: AppTest) -> None:
    page.button(key="second_refuse").click().run()

    kinds = [element.type for element in page.main]
    assert page.error[0].value.replace("\\", "") == "Not for Ada Lovelace *now*."
    assert kinds.index("error") > [i for i, kind in enumerate(kinds) if kind == "text"][1]


def test_a_refusal_stays_until_the_next_action(page: AppTest) -> None:
    page.button(key="first_refuse").click().run()

    assert page.run().error
    assert not page.button(key="first_do").click().run().error


def test_a_message_is_said_once(page: AppTest) -> None:
    page.button(key="first_do").click().run()

    assert page.success[0].value.replace("\\", "") == "Done by Ada Lovelace."
    assert not page.run().success

"""The message editor on a page of its own: what is typed is what Save gets, in the right form."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenBrowser, settle
from tests.browser.server import serving_script

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st

if __name__ == "__main__" and st.runtime.exists():
    import json
    from pages._ui import editor

    body = editor.message("Message", st.query_params.get("body", ""), key="body")
    if st.button("Save"):
        st.code(json.dumps(body), language=None)
else:
    from pages._web import assets

    app = st.App(__file__, routes=assets.routes())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    script = tmp_path_factory.mktemp("editor") / "app.py"
    script.write_text(SCRIPT)
    copytree(ROOT / ".streamlit", script.parent / ".streamlit")
    with serving_script(script) as url:
        yield url


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    return open_browser()


def opened(page: Page, server: str, body: str = "") -> Locator:
    """The editor with a body, the cursor at its end."""
    page.goto(server)
    page.evaluate(
        "body => history.replaceState(null, '', '?' + new URLSearchParams({ body }))", body
    )
    page.reload()
    box = page.get_by_role("textbox", name="Message")
    box.first.wait_for()
    settle(page)
    if box.first.is_visible():
        box.first.click()
        page.keyboard.press("Control+End")
    return box.first


def saved(page: Page) -> str:
    """What the script gets when Save is clicked at once."""
    page.get_by_role("button", name="Save").click()
    text = page.get_by_test_id("stCode").inner_text()
    body: str = json.loads(text)
    return body


@pytest.mark.parametrize(
    "text", ["Hi 👩‍👩‍👧‍👦, שלום & two  spaces", '{{ company | default: "you" }} > 3']
)
def test_plain_text_stays_plain_text(text: str, page: Page, server: str) -> None:
    opened(page, server)
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.keyboard.type("end")
    assert saved(page) == f"{text}\nend"


def test_formatting_makes_html_that_mail_can_hold(page: Page, server: str) -> None:
    opened(page, server, "Dear {{ first_name }},\n\none\ntwo")
    page.get_by_role("button", name="Bulleted list").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+b")
    expect(page.locator(".ql-editor strong")).to_have_text("Dear {{ first_name }},")
    assert saved(page) == (
        "<p><strong>Dear {{ first_name }},</strong></p>\n<p><br></p>\n<p>one</p>\n"
        "<ul><li>two</li></ul>"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<p>Hi <strong>you</strong>, <a href="https://example.com/?a=1&amp;b=2">look</a></p>',
        "<p>{% if deal.amount > 5 %}<em>a &lt; b</em>{% endif %}</p>\n<ol><li>x</li></ol>",
    ],
)
def test_html_comes_back_as_it_was(body: str, page: Page, server: str) -> None:
    opened(page, server, body)
    page.keyboard.type("!")
    page.keyboard.press("Backspace")
    assert saved(page) == body


def test_html_that_the_editor_cannot_hold_is_edited_as_source(page: Page, server: str) -> None:
    table = '<table width="100%"><tr><td style="color: red">{{ company }}</td></tr></table>'
    opened(page, server, table)
    source = page.get_by_role("textbox", name="Message, source")
    expect(page.get_by_text("edited as source, and nothing of it is lost")).to_be_visible()
    expect(source).to_have_value(table)
    source.press("Control+End")
    page.keyboard.type("<p>x</p>")
    assert saved(page) == table + "<p>x</p>"


def test_a_field_is_inserted_at_the_cursor(page: Page, server: str) -> None:
    opened(page, server, "Hi !")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Insert field").click()
    page.get_by_role("menuitem", name="Company").press("Enter")
    assert saved(page) == "Hi {{ company }}!"


def test_tab_leaves_the_editor(page: Page, server: str) -> None:
    box = opened(page, server, "x")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    assert saved(page) == "x"

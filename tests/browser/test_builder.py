"""The road through the builder: from nothing to a saved version, by mouse and by keyboard."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from crm_core.domain.permissions import Actor
from crm_core.views.drafts import list_drafts
from crm_core.views.sequences import SequenceDetail, get_sequence, list_sequences
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import EMAIL, Live
from tests.builders import CALL, a_lead, a_sequence, enrolled
from tests.builders import EMAIL as AN_EMAIL

HARD = "👩‍👩‍👧‍👦 Grüße שלום مرحبا <b>bold?</b> & {{ first_name }} \\ two  spaces "


@pytest.fixture
def builder(live: Live, page: Page) -> Page:
    """A manager at an empty draft."""
    page.goto(f"{live.url}/sign-in?next=/builder")
    enter(page)
    expect(page.get_by_role("heading", name="New sequence")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Start empty").click()
    ready(page)
    return page


def ready(page: Page) -> None:
    page.locator("[data-ready=yes]").wait_for()


def saved(page: Page) -> None:
    expect(page.locator(".bd-status")).to_have_text("Saved")


def cards(page: Page) -> Locator:
    return page.locator(".bd-step")


def add(page: Page, kind: str, button: str = "Add step") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("menuitem", name=kind).click()


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def message(page: Page) -> Locator:
    return field(page, "Message")


def stored(live: Live, name: str) -> SequenceDetail:
    """The sequence of that name, with its steps."""
    lines = list_sequences(live.services, actor=live.actor).items
    (line,) = [line for line in lines if line.name == name]
    return get_sequence(live.services, actor=live.actor, sequence_id=line.id)


def outbox(live: Live) -> list[EmailMessage]:
    """The messages that went out, as they were written into files."""
    directory = Path(live.services.settings.crm_mail_url.removeprefix("file:"))
    read = (message_from_bytes(one.read_bytes(), policy=default) for one in directory.glob("*.eml"))
    return [message for message in read if isinstance(message, EmailMessage)]


def save(page: Page, label: str = "Save sequence") -> None:
    page.get_by_role("button", name=re.compile(label)).click()
    page.wait_for_url("**/sequence?sequence=*")


def test_five_steps_are_built_from_nothing_with_the_mouse(live: Live, builder: Page) -> None:
    page = builder
    field(page, "Name").fill("Built by mouse")
    add(page, "Automatic e-mail")
    field(page, "Subject").fill("Hello")
    message(page).click()
    page.keyboard.type("Hi ")
    page.get_by_label("Formatting of Message").get_by_role("button", name="Bold").click()
    page.keyboard.type("you")
    add(page, "Call")
    field(page, "Script").fill("Ask about needs.")
    add(page, "E-mail by hand")
    message(page).click()
    page.keyboard.type("Dear friend")
    add(page, "Task")
    field(page, "Title").fill("Decide")
    page.get_by_label("Wait", exact=True).fill("4")
    page.get_by_label("Unit of the delay").select_option("DAYS")
    add(page, "Automatic e-mail", "Add a step after step 2")
    message(page).click()
    page.keyboard.type("In between")
    expect(cards(page)).to_have_count(5)
    saved(page)
    settle(page)
    grip = page.get_by_role("button", name="Move step 5: Task, Decide")
    grip.scroll_into_view_if_needed()
    begin, end = grip.bounding_box(), cards(page).nth(3).bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 5, begin["y"] + 5)
    page.mouse.down()
    page.mouse.move(begin["x"] + 5, end["y"] + 10, steps=8)
    page.mouse.up()
    expect(page.get_by_role("button", name="Move step 4: Task, Decide")).to_be_visible()
    saved(page)

    save(page)

    steps = stored(live, "Built by mouse").steps
    assert [step.type for step in steps] == [
        "EMAIL_AUTO", "CALL", "EMAIL_AUTO", "TASK", "EMAIL_MANUAL",
    ]  # fmt: skip
    assert [step.body for step in steps] == [
        "<p>Hi <strong>you</strong></p>", "", "In between", "", "Dear friend",
    ]  # fmt: skip
    assert (steps[3].delay_value, steps[3].delay_unit) == (4, "DAYS")
    assert steps[1].instructions == "Ask about needs."


def test_five_steps_are_built_by_keyboard_alone(live: Live, builder: Page) -> None:
    page = builder
    press, write = page.keyboard.press, page.keyboard.type

    def go_to(name: str, role: str = "button") -> None:
        """Walk by Tab, as somebody without a mouse does, until it has the focus."""
        for _ in range(120):
            here = page.evaluate("""() => { const e = document.activeElement; return [
                e.getAttribute('role') || e.tagName.toLowerCase(),
                e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent]; }""")
            if name in (here[1] or "") and role in here[0].replace("input", "textbox"):
                return
            press("Tab")
        raise AssertionError(f"Tab never reached {name}")

    def add_by_key(downs: int) -> None:
        go_to("Add step")
        press("Enter")
        for _ in range(downs):
            press("ArrowDown")
        press("Enter")

    go_to("Name", "textbox")
    write("Built by keys")
    add_by_key(0)
    expect(field(page, "Subject")).to_be_focused()
    write("Hello ")
    go_to("Message", "textbox")
    write("Hi there")
    for downs, text in ((1, "Personal"), (2, "Ring them"), (3, "Look"), (3, "Decide")):
        page.keyboard.press("Shift+Tab")
        page.evaluate("document.activeElement.blur()")
        add_by_key(downs)
        expect(cards(page).last.get_by_role("button", name=re.compile("^Edit"))).to_have_attribute(
            "aria-current", "step"
        )
        write(text)
        if downs == 1:
            go_to("Message", "textbox")
            write("Dear you")
    page.evaluate("document.activeElement.blur()")
    go_to("Move step 5: Task, Decide")
    press("ArrowUp")
    expect(page.get_by_role("button", name="Move step 4: Task, Decide")).to_be_focused()
    expect(page.locator(".bd-live")).to_have_text("Task is now step 4 of 5.")
    saved(page)

    press("Control+s")
    page.wait_for_url("**/sequence?sequence=*")

    steps = stored(live, "Built by keys").steps
    assert [(step.type, step.subject) for step in steps] == [
        ("EMAIL_AUTO", "Hello"), ("EMAIL_MANUAL", "Personal"), ("CALL", "Ring them"),
        ("TASK", "Decide"), ("TASK", "Look"),
    ]  # fmt: skip
    assert [step.body for step in steps[:2]] == ["Hi there", "Dear you"]


def test_nothing_is_lost_by_a_refresh_in_the_middle_of_a_word(live: Live, builder: Page) -> None:
    page = builder
    add(page, "Automatic e-mail")
    field(page, "Subject").fill("Kept")
    message(page).click()
    page.keyboard.type("Half a wor")

    page.reload()

    ready(page)
    expect(field(page, "Subject")).to_have_value("Kept")
    expect(message(page)).to_have_text("Half a wor")
    saved(page)
    page.goto(f"{live.url}/builder")
    expect(page.get_by_role("heading", name=re.compile("Unsaved drafts"))).to_be_visible()


def test_a_closed_tab_right_after_typing_loses_nothing(live: Live, builder: Page) -> None:
    page = builder
    address = page.url
    field(page, "Name").press_sequentially("Closed at once")
    other = page.context.new_page()
    page.close()

    other.goto(address)

    ready(other)
    expect(field(other, "Name")).to_have_value("Closed at once")
    saved(other)


def test_two_tabs_do_not_overwrite_each_other(live: Live, builder: Page) -> None:
    page = builder
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    field(page, "Name").fill("First tab")
    saved(page)

    field(other, "Name").fill("Second tab")

    expect(other.get_by_role("alert")).to_contain_text("changed in another tab")
    other.get_by_role("button", name="Load that version").click()
    expect(field(other, "Name")).to_have_value("First tab")
    expect(other.get_by_role("alert")).to_have_count(0)
    field(other, "Name").fill("Second after all")
    saved(other)
    page.reload()
    ready(page)
    expect(field(page, "Name")).to_have_value("Second after all")


def test_hard_text_survives_from_the_keys_to_the_version(live: Live, builder: Page) -> None:
    page = builder
    long = HARD + "x" * (10_000 - len(HARD))
    field(page, "Name").fill("Hard text")
    add(page, "Automatic e-mail")
    field(page, "Subject").fill("שלום 👋 <i>&")
    message(page).click()
    page.keyboard.insert_text("Plain 👩‍👩‍👧‍👦 שלום & two  spaces")
    add(page, "Call")
    field(page, "Script").fill(long)
    add(page, "Automatic e-mail")
    message(page).click()
    page.keyboard.insert_text("Typed <b>tags</b> are text & stay {{ first_name }}")
    saved(page)

    save(page)

    first, call, typed = stored(live, "Hard text").steps
    assert first.subject == "שלום 👋 <i>&"
    assert first.body == "Plain 👩‍👩‍👧‍👦 שלום & two  spaces"
    assert call.instructions == long
    assert typed.body == (
        "<p>Typed &lt;b&gt;tags&lt;/b&gt; are text &amp; stay {{ first_name }}</p>"
    )


def test_a_misspelt_field_is_mended_by_one_click_and_saving_says_what_is_missing(
    live: Live, builder: Page
) -> None:
    page = builder
    add(page, "Automatic e-mail")
    message(page).click()
    page.keyboard.type("Hi\n\n{{ compny }}")
    fault = page.get_by_text("Line 3, column 4: There is no merge field")
    expect(fault).to_be_visible()

    page.get_by_role("button", name="Use company").click()

    expect(fault).to_have_count(0)
    expect(message(page)).to_contain_text("{{ company }}")
    page.get_by_role("button", name="Save sequence").click()
    expect(page.get_by_text("A sequence needs a name.").first).to_be_visible()
    page.get_by_role("button", name="Step 1, automatic e-mail: The first e-mail").click()
    expect(field(page, "Subject")).to_be_focused()


def test_the_preview_follows_the_chosen_lead(live: Live, builder: Page) -> None:
    live_lead(live, "Zyx", "Preview")
    page = builder
    add(page, "Automatic e-mail")
    field(page, "Subject").fill("For {{ first_name }}")
    message(page).click()
    page.keyboard.type("At {{ company }}")
    page.get_by_role("combobox", name="As this lead").fill("zyx prev")
    page.get_by_role("option", name="Zyx Preview").click()

    expect(page.get_by_text("Zyx Preview has no value for company")).to_be_visible()
    page.get_by_role("button", name="Fall back on").click()

    expect(page.locator(".bd-paper")).to_contain_text("For Zyx")
    expect(page.frame_locator(".bd-frame").get_by_text("At your company")).to_be_visible()
    page.get_by_role("button", name="Send me a test").dblclick()
    expect(page.get_by_text(f"It is on its way to {EMAIL}.")).to_be_visible()
    (test,) = outbox(live)
    assert test["Subject"] == "Test: For Zyx"
    assert "At your company" in test.get_body(("plain",)).get_content()
    # Which day it is depends on the hour at which this runs: the window is the workspace's.
    expect(page.locator(".bd-day").first).to_contain_text(re.compile(r"Day \d"))


def test_an_edit_is_the_next_version_and_a_double_click_saves_it_once(
    live: Live, page: Page
) -> None:
    sequence = a_sequence(live.services, live.actor, AN_EMAIL, CALL, name="Edited")
    enrolled(live.services, live.actor, sequence, a_lead(live.services, live.actor, 77))
    page.goto(f"{live.url}/sign-in?next=/builder%3Fsequence%3D{sequence}")
    enter(page)
    ready(page)
    expect(page.get_by_text("1 person is under way and keeps version 1")).to_be_visible()
    page.get_by_role("button", name=re.compile("Edit step 2")).click()
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(cards(page)).to_have_count(3)
    saved(page)

    page.get_by_role("button", name=re.compile("Save as version 2")).dblclick()
    page.wait_for_url("**/sequence?sequence=*")

    made = get_sequence(live.services, actor=live.actor, sequence_id=sequence)
    assert (made.line.version, [step.type for step in made.steps]) == (
        2, ["EMAIL_AUTO", "CALL", "CALL"],
    )  # fmt: skip
    assert list_drafts_of(live) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_builder_fits_a_phone_and_the_editor_comes_below_the_list(
    scheme: str, live: Live, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(f"{live.url}/sign-in?next=/builder")
    enter(page)
    page.get_by_role("button", name="Use outbound").click()
    ready(page)
    message(page).wait_for()

    wide = page.evaluate("""() => [document.documentElement, ...document.querySelectorAll(
        '[data-testid="stMain"]')].some(e => e.scrollWidth > e.clientWidth)""")

    assert not wide
    steps, panel = cards(page).last.bounding_box(), page.locator(".bd-panel").bounding_box()
    assert steps
    assert panel
    assert steps["y"] + steps["height"] < panel["y"]


def live_lead(live: Live, first_name: str, last_name: str) -> int:
    return a_lead(
        live.services, live.actor, first_name=first_name, last_name=last_name,
        email=f"{first_name}.{last_name}@example.com".lower(),
    )  # fmt: skip


def list_drafts_of(live: Live) -> list[str]:
    """The names of the manager's drafts of sequences that exist."""
    from sqlalchemy import select

    from crm_core.storage.tables import UserRow

    with live.services.storage.read() as session:
        user = session.scalar(select(UserRow).where(UserRow.email == EMAIL))
    assert user is not None
    who = Actor(live.actor.tenant_id, live.actor.role, "user", user.id)
    lines = list_drafts(live.services, actor=who)
    return [line.name for line in lines if line.sequence_id is not None]

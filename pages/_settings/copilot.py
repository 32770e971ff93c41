"""The copilot: which of its tools are on, what a day may cost, whether a model is connected."""

from collections.abc import Sequence

import streamlit as st

from crm_core.copilot.registry import TOOLS
from crm_core.copilot.tool import Effect, Tool
from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor
from crm_core.usecases.copilot_settings import change_copilot_settings
from crm_core.views.copilot_settings import get_copilot_settings
from pages._ui.badges import toned
from pages._ui.empty import command, quiet
from pages._ui.forms import Form
from pages._ui.html import literal, tag, together
from pages._ui.sections import section
from pages._web.installation import get_services

_EFFECTS = {
    Effect.READ: ("Looks things up", "They change nothing and run without asking."),
    Effect.WRITE: ("Changes something", "Each waits on a card until its person approves it."),
    Effect.DESTRUCTIVE: (
        "Cannot be taken back", "They send, end or overwrite; each waits on a card as well.",
    ),
}  # fmt: skip


def draw_copilot(viewer: Actor) -> None:
    """The forms of the workspace's copilot; only managers and administrators get here."""
    settings = get_copilot_settings(get_services(), actor=viewer)
    with st.container(key="settings_form"):
        section("Model", meaning="Any server that speaks OpenAI’s protocol.")
        _model()
        section("Budget", meaning="For each user, in any 24 hours, read and written together.")
        _budget(settings)
        section("Tools", meaning="What is off is neither offered to a model nor callable.")
        _tools(settings)


def _model() -> None:
    settings = get_services().settings
    if not settings.has_model:
        st.html(
            quiet(
                toned("Not connected", "gray"), " The copilot answers by rules. To connect a ",
                "model, set ", command("OPENAI_API_KEY"), ", or ", command("OPENAI_BASE_URL"),
                " for a server of your own, and ", command("CRM_COPILOT_MODEL"),
                " on the server, then start Duestep again.",
            )
        )  # fmt: skip
        return
    where = "your own server" if settings.openai_base_url else "OpenAI"
    st.html(quiet(toned("Connected", "green"), f" {settings.crm_copilot_model} at {where}."))


def _budget(settings: CopilotSettings) -> None:
    with Form("settings_copilot_budget") as form:
        tokens = form.text("Tokens a day", "dailyTokens", str(settings.daily_tokens))
        st.html(quiet("Prices of the model’s list, for a million tokens; empty shows no cost."))
        read, written, currency = st.columns(3)
        with read:
            price = form.text("Read", "inputPrice", _price(settings.input_price))
        with written:
            output = form.text("Written", "outputPrice", _price(settings.output_price))
        with currency:
            code = form.text("Currency", "currency", settings.currency, max_chars=3)

        def save(by: Actor) -> str:
            given = {
                "dailyTokens": tokens.replace(",", "").strip() or None, "inputPrice": price.strip(),
                "outputPrice": output.strip(), "currency": code,
            }  # fmt: skip
            change_copilot_settings(get_services(), actor=by, settings=given)
            return "The copilot’s budget is saved."

        form.submit("Save budget", save)


def _tools(settings: CopilotSettings) -> None:
    with Form("settings_copilot_tools") as form:
        on = {
            tool.name: wanted
            for effect, words in _EFFECTS.items()
            for tool, wanted in _group(form, effect, words, settings)
        }

        def save(by: Actor) -> str:
            off = sorted(name for name, wanted in on.items() if not wanted)
            change_copilot_settings(get_services(), actor=by, settings={"off": off})
            return "The copilot’s tools are saved."

        form.submit("Save tools", save)


def _group(
    form: Form, effect: Effect, words: tuple[str, str], settings: CopilotSettings
) -> Sequence[tuple[Tool, bool]]:
    title, meaning = words
    tools = [tool for tool in TOOLS if tool.effect is effect]
    if tools:
        head = tag("h3", title)
        st.html(tag("div", together(head, tag("p", meaning, "ds-quiet")), "ds-tool-group"))
    return [
        (tool, form.flag(literal(_name(tool)), tool.name, tool.name not in settings.off,
                         help=literal(tool.about)))
        for tool in tools
    ]  # fmt: skip


def _name(tool: Tool) -> str:
    """ "Find people" for `find_people`."""
    return tool.name.replace("_", " ").capitalize()


def _price(price: object) -> str:
    return "" if price is None else str(price)

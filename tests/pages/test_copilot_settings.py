"""The copilot's part of Settings: tools one by one, the budget, and whether a model is there."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.copilot.registry import TOOLS
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.copilot_settings import change_copilot_settings
from crm_core.views.copilot_settings import get_copilot_settings
from pages._web import installation
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import text_of


def press(page: AppTest, label: str) -> AppTest:
    return next(one for one in page.button if one.label == label).click().run()


@pytest.mark.usefixtures("manager")
def test_each_tool_is_switched_for_itself(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    change_copilot_settings(services, actor=actor, settings={"off": ["find_people"]})
    page = open_page("settings", settings_tab="Copilot")
    assert {box.label: box.value for box in page.checkbox} == {
        tool.name.replace("_", " ").capitalize(): tool.name != "find_people" for tool in TOOLS
    }
    next(box for box in page.checkbox if box.label == "Move deal").uncheck()
    next(box for box in page.checkbox if box.label == "Find people").check()

    press(page, "Save tools")

    assert get_copilot_settings(services, actor=actor).off == {"move_deal"}


@pytest.mark.usefixtures("manager")
def test_the_budget_is_saved_and_a_refusal_stands_at_its_input(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = open_page("settings", settings_tab="Copilot")
    next(one for one in page.text_input if one.label == "Tokens a day").set_value("5,000")
    next(one for one in page.text_input if one.label == "Read").set_value("2.5")
    press(page, "Save budget")
    assert "Give both prices, or none." in text_of(page)
    assert get_copilot_settings(services, actor=actor).daily_tokens == 200_000
    next(one for one in page.text_input if one.label == "Written").set_value("10")
    press(page, "Save budget")
    settings = get_copilot_settings(services, actor=actor)
    assert (settings.daily_tokens, str(settings.output_price)) == (5_000, "10")


def test_a_connected_model_is_named_and_its_key_is_not(
    services: Services, sign_in_as: SignInAs, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    assert "Not connected" in text_of(open_page("settings", settings_tab="Copilot"))
    settings = services.settings.model_copy(update={"openai_api_key": "sk-very-secret"})
    monkeypatch.setattr(installation, "_services", replace(services, settings=settings))
    page = open_page("settings", settings_tab="Copilot")
    assert "Connected gpt-5-mini at OpenAI." in text_of(page)
    assert "sk-very-secret" not in text_of(page)

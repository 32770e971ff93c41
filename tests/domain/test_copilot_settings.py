"""What a workspace decides about its copilot is read strictly and written as it is read."""

from decimal import Decimal

import pytest

from crm_core.domain.copilot_settings import DAILY_TOKENS, CopilotSettings
from crm_core.errors import InvalidInput


def test_absent_settings_are_the_usual_ones() -> None:
    usual = CopilotSettings.read(None)
    assert usual == CopilotSettings()
    assert usual.daily_tokens == DAILY_TOKENS
    assert usual.cost(1_000, 1_000) is None


def test_what_is_written_is_read_again() -> None:
    settings = CopilotSettings.read(
        {"off": ["move_deal"], "dailyTokens": 0, "inputPrice": "0.25", "outputPrice": 2,
         "currency": "eur"}
    )  # fmt: skip
    assert CopilotSettings.read(settings.as_json()) == settings
    assert settings.currency == "EUR"


def test_the_cost_is_that_of_a_million_tokens_in_proportion() -> None:
    settings = CopilotSettings(input_price=Decimal("0.25"), output_price=Decimal(2))
    assert settings.cost(1_000_000, 500_000) == Decimal("1.25")
    assert settings.cost(3, 0) == Decimal("0.000001")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"off": "move_deal"}, "off"),
        ({"off": [3]}, "off"),
        ({"dailyTokens": -1}, "dailyTokens"),
        ({"dailyTokens": 10**9}, "dailyTokens"),
        ({"dailyTokens": "many"}, "dailyTokens"),
        ({"inputPrice": 1}, "outputPrice"),
        ({"outputPrice": 1}, "inputPrice"),
        ({"inputPrice": "NaN", "outputPrice": 1}, "inputPrice"),
        ({"inputPrice": -1, "outputPrice": 1}, "inputPrice"),
        ({"inputPrice": 1, "outputPrice": "1e9"}, "outputPrice"),
        ({"currency": "E1"}, "currency"),
        ({"model": "x"}, "copilot.model"),
        ([], "copilot"),
    ],
)
def test_wrong_settings_name_their_field(given: object, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        CopilotSettings.read(given)
    assert refusal.value.field == field

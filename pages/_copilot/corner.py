"""In the corner: which model answers, what this chat and today have cost; or that none does."""

from datetime import timedelta
from decimal import Decimal

from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.views.copilot_settings import get_copilot_settings, used_tokens
from pages._ui.empty import command
from pages._ui.html import Html, tag, together

BUDGET_OF = timedelta(hours=24)


def corner(services: Services, actor: Actor, conversation_id: int | None) -> Html:
    """One quiet line; without a model, how to connect one is a click away."""
    if not services.settings.has_model:
        return without_model()
    settings = get_copilot_settings(services, actor=actor)
    parts = [tag("span", services.settings.crm_copilot_model, "ds-model")]
    if conversation_id is not None:
        used = used_tokens(services, actor=actor, conversation_id=conversation_id)
        parts.append(tag("span", f"{_count(used.tokens)} in this chat{_cost(used.cost, settings)}"))
    today = used_tokens(services, actor=actor, since=services.clock.now() - BUDGET_OF)
    share = f"{_count(today.tokens)} of {settings.daily_tokens:,} today"
    spent = today.tokens >= settings.daily_tokens
    parts.append(tag("span", share, "ds-spent" if spent else ""))
    return tag("p", together(*parts), "ds-corner")


def without_model() -> Html:
    """That answers come from rules, and how to connect a model."""
    how = together(
        "Answers come from rules and templates over your own records. To connect a model, set ",
        command("OPENAI_API_KEY"), ", or ", command("OPENAI_BASE_URL"),
        " for a server of your own, and ", command("CRM_COPILOT_MODEL"),
        ", then start Duestep again.",
    )  # fmt: skip
    summary = tag("summary", "Rules, no model connected")
    return tag("details", together(summary, tag("p", how)), "ds-corner ds-no-model")


def _count(tokens: int) -> str:
    return f"{tokens:,} token{'' if tokens == 1 else 's'}"


def _cost(cost: Decimal | None, settings: CopilotSettings) -> str:
    if cost is None:
        return ""
    return f", {cost:.4f} {settings.currency}" if cost < 1 else f", {cost:,.2f} {settings.currency}"

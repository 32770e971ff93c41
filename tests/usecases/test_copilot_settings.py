"""Managers and administrators decide about the copilot, one thing at a time."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from crm_core.domain.copilot_settings import DAILY_TOKENS, CopilotSettings
from crm_core.domain.permissions import Actor, Role
from crm_core.errors import Forbidden, InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import AuditRow
from crm_core.usecases.copilot_settings import change_copilot_settings
from crm_core.views.copilot_settings import get_copilot_settings


def test_what_is_left_out_stays_as_it_is(each_services: Services, actor: Actor) -> None:
    change = {"inputPrice": "2.50", "outputPrice": 10, "currency": "eur"}
    assert get_copilot_settings(each_services, actor=actor) == CopilotSettings()

    change_copilot_settings(each_services, actor=actor, settings=change)
    change_copilot_settings(each_services, actor=actor, settings={"off": ["move_deal"]})

    seen = get_copilot_settings(each_services, actor=actor)
    assert (seen.off, seen.daily_tokens) == (frozenset({"move_deal"}), DAILY_TOKENS)
    assert (seen.input_price, seen.currency) == (Decimal("2.50"), "EUR")
    with each_services.storage.read() as session:
        notes = select(AuditRow.detail).where(AuditRow.action == "copilot.settings")
        assert session.scalars(notes.order_by(AuditRow.id)).all() == [
            {"off": [], "dailyTokens": DAILY_TOKENS},
            {"off": ["move_deal"], "dailyTokens": DAILY_TOKENS},
        ]


def test_a_refused_change_changes_nothing(each_services: Services, actor: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change_copilot_settings(
            each_services, actor=actor, settings={"off": ["move_deal"], "dailyTokens": -1}
        )
    assert refusal.value.field == "dailyTokens"
    assert get_copilot_settings(each_services, actor=actor) == CopilotSettings()


@pytest.mark.parametrize("role", [Role.SALESPERSON, Role.READ_ONLY, Role.ROBOT])
def test_nobody_else_changes_it(services: Services, actor: Actor, role: Role) -> None:
    by = Actor(actor.tenant_id, role, "user", 1)
    with pytest.raises(Forbidden):
        change_copilot_settings(services, actor=by, settings={"off": []})

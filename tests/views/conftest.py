"""What the tests of views share: a zone to look from, and deals in a line."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.deals import create_deal

BERLIN = ZoneInfo("Europe/Berlin")

ADeal = Callable[..., int]


@pytest.fixture
def a_deal(each_services: Services, actor: Actor) -> ADeal:
    """Makes a deal of 100 EUR in NEW, or as the facts say; returns its id."""

    def make(name: str = "Deal", **facts: object) -> int:
        return create_deal(each_services, actor=actor, deal={"name": name, "amount": 100, **facts})

    return make

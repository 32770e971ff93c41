"""What a new sequence begins with in the builder: what the workspace proposes."""

from typing import Any

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import add_user
from crm_core.usecases.drafts import open_draft, publish_draft
from crm_core.usecases.workspaces import change_sequence_defaults
from crm_core.views.drafts import get_draft
from crm_core.views.sequences import get_sequence
from tests.builders import a_sequence

USUAL = {"days": {day: [["09:00", "17:00"]] for day in ("MON", "TUE", "WED", "THU", "FRI")}}
LONG = {"timezone": "Europe/Rome", "days": {"MON": [["08:00", "12:00"], ["13:00", "20:00"]]}}


@pytest.fixture
def ada(each_services: Services, actor: Actor) -> Actor:
    """A manager who builds sequences."""
    user_id = add_user(
        each_services, actor=actor, email="ada@example.com", password="correct horse battery",
        role=Role.MANAGER, name="Ada",
    )  # fmt: skip
    return Actor(actor.tenant_id, Role.MANAGER, "user", user_id, "Ada")


def settings_begun(services: Services, who: Actor, template_id: str = "") -> Any:
    draft = open_draft(services, actor=who, template_id=template_id)
    return get_draft(services, actor=who, draft_id=draft).content["settings"]


def test_a_new_sequence_begins_with_what_the_workspace_proposes(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    assert settings_begun(each_services, ada) == {"sendWindow": USUAL, "holidayCountries": []}
    for window in (LONG, "ALWAYS", USUAL):
        change_sequence_defaults(
            each_services, actor=actor, send_window=window, holiday_countries=["it", "US"]
        )
        proposed = {"sendWindow": window, "holidayCountries": ["IT", "US"]}
        assert settings_begun(each_services, ada) == proposed
        a_sequence(each_services, actor, settings=proposed)


def test_what_a_ready_made_sequence_says_itself_is_kept(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    change_sequence_defaults(each_services, actor=actor, send_window=LONG, holiday_countries=["it"])

    assert settings_begun(each_services, ada, "outbound") == {
        "sendWindow": LONG, "holidayCountries": ["IT"], "minGapHours": 20,
    }  # fmt: skip
    assert settings_begun(each_services, ada, "inbound")["sendWindow"] == "ALWAYS"


def test_a_sequence_that_exists_keeps_its_settings_whatever_is_proposed(
    each_services: Services, actor: Actor, ada: Actor
) -> None:
    sequence = a_sequence(each_services, actor, settings={"minGapHours": 20})
    change_sequence_defaults(
        each_services, actor=actor, send_window="ALWAYS", holiday_countries=["it"]
    )

    draft = open_draft(each_services, actor=ada, sequence_id=sequence)

    seen = get_draft(each_services, actor=ada, draft_id=draft)
    assert (seen.content["settings"], seen.rules) == (None, None)
    before = get_sequence(each_services, actor=ada, sequence_id=sequence).settings
    publish_draft(each_services, actor=ada, draft_id=draft, revision=0)
    assert get_sequence(each_services, actor=ada, sequence_id=sequence).settings == before

"""A draft as one lead would get it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crm_core.domain.permissions import Actor
from crm_core.domain.verdicts import Hole, Written
from crm_core.errors import NotFound
from crm_core.services import Services
from crm_core.usecases.people import create_lead
from crm_core.views.draft_preview import DraftPreview, days_of, find_leads, preview_draft
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead

OPEN: dict[str, Any] = {"sendWindow": "ALWAYS"}


def seen(
    services: Services, actor: Actor, lead: int, *steps: object, position: int = 0, **more: Any
) -> DraftPreview:
    content = {"name": "", "description": "", "settings": OPEN, "steps": list(steps), **more}
    return preview_draft(
        services, actor=actor, content=content, settings=None, lead_id=lead, position=position
    )


def test_a_step_is_written_as_the_lead_would_read_it(each_services: Services, actor: Actor) -> None:
    lead = a_lead(each_services, actor, first_name="Zoë", company="Acme")

    preview = seen(each_services, actor, lead, EMAIL, CALL)

    assert isinstance(preview.written, Written)
    assert (preview.written.subject, preview.written.text) == ("Hello Zoë", "Hi Zoë!")
    assert "<p>Hi Zoë!</p>" in preview.written.html
    assert "@" in preview.sender
    values = {one.name: (one.meaning, one.value) for one in preview.fields}
    assert values["first_name"] == ("First name", "Zoë")
    assert values["company"] == ("Company", "Acme")
    assert values["deal.name"][1] == ""


def test_custom_fields_of_the_lead_are_listed_too(each_services: Services, actor: Actor) -> None:
    lead = create_lead(
        each_services, actor=actor, lead={"first_name": "Ada", "custom": {"topic": "docks"}}
    )

    preview = seen(each_services, actor, lead, {**EMAIL, "body": "On {{ custom.topic }}"})

    assert ("custom.topic", "docks") in [(one.name, one.value) for one in preview.fields]
    assert isinstance(preview.written, Written)


def test_what_is_missing_for_this_lead_is_named(each_services: Services, actor: Actor) -> None:
    lead = a_lead(each_services, actor)
    preview = seen(each_services, actor, lead, {**EMAIL, "body": "At {{ company }}, {{ title }}"})
    assert preview.written == Hole(("company", "title"))


def test_a_follow_up_answers_in_the_thread_of_the_e_mail_before(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, first_name="Zoë")
    preview = seen(each_services, actor, lead, EMAIL, CALL, FOLLOW_UP, position=2)
    assert preview.subject == "Re: Hello Zoë"
    assert seen(each_services, actor, lead, EMAIL).subject == "Hello Zoë"


def test_each_step_lands_as_the_planner_would_have_it(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)

    landings = seen(each_services, actor, lead, EMAIL, FOLLOW_UP, CALL).landings

    assert [one.at for one in landings] == [
        datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
        datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
        datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
    ]


def test_a_draft_with_problems_still_has_its_dates_and_its_sound_steps(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor)
    broken = {**EMAIL, "body": "{{ compny }}", "subject": ""}

    first = seen(each_services, actor, lead, broken, CALL)
    second = seen(each_services, actor, lead, broken, CALL, position=1)

    assert first.written is None
    assert len(first.landings) == 2
    assert isinstance(second.written, Written)


def test_a_draft_without_steps_shows_the_fields_alone(
    each_services: Services, actor: Actor
) -> None:
    preview = seen(each_services, actor, a_lead(each_services, actor))
    assert (preview.landings, preview.written) == ((), None)
    assert preview.fields


def test_a_lead_of_another_workspace_is_no_lead(each_services: Services, actor: Actor) -> None:
    with pytest.raises(NotFound):
        seen(each_services, actor, 12345, EMAIL)


def test_leads_are_found_by_words_of_name_address_and_company_newest_first(
    each_services: Services, actor: Actor
) -> None:
    first = a_lead(each_services, actor, 1, company="Acme 100%")
    second = a_lead(each_services, actor, 2, company="Acme")

    def found(typed: str) -> list[int]:
        return [lead.id for lead in find_leads(each_services, actor=actor, typed=typed)]

    assert found("") == [second, first]
    assert found("BYRON ada1") == [first]
    assert found("acme") == [second, first]
    assert found("100%") == [first]
    assert found("nobody") == []


def test_days_are_counted_from_a_monday_morning() -> None:
    def after(value: int, unit: str) -> dict[str, object]:
        return {**CALL, "delay": {"value": value, "unit": unit}}

    steps = [CALL, after(2, "DAYS"), after(3, "BUSINESS_DAYS"), after(30, "HOURS")]
    assert days_of({"name": "", "steps": steps}) == (1, 3, 8, 9)
    assert days_of({"name": "", "steps": []}) == ()
    assert days_of({}) == ()

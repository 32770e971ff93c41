"""Timelines: what happened last stands first, whenever it was noted."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from crm_core.domain.permissions import Actor
from crm_core.domain.words import ActivityType
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import ActivityRow
from crm_core.usecases.activities import add_note, complete_activity, create_task
from crm_core.usecases.deals import create_deal
from crm_core.usecases.people import create_party
from crm_core.views.activities import (
    ActivityLine,
    deal_timeline,
    list_activities,
    party_timeline,
)
from crm_core.views.paging import Page, Window
from tests.clocks import StoppedClock

DAY = timedelta(days=1)


@pytest.fixture
def company(each_services: Services, actor: Actor) -> int:
    return create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Engines"})


@pytest.fixture
def person(each_services: Services, actor: Actor, company: int) -> int:
    facts = {"first_name": "Ada", "company": "Engines"}
    return create_party(each_services, actor=actor, party=facts)


def shown(page: Page[ActivityLine]) -> list[int]:
    return [line.id for line in page.items]


def test_what_was_done_last_stands_first_whenever_it_was_noted(
    each_services: Services, actor: Actor, person: int, clock: StoppedClock
) -> None:
    task = create_task(each_services, actor=actor, party_id=person, subject="Look")
    clock.move(DAY)
    note = add_note(each_services, actor=actor, party_id=person, text="Hi")
    open_task = create_task(each_services, actor=actor, party_id=person, subject="Later")
    clock.move(DAY)
    complete_activity(each_services, actor=actor, activity_id=task)
    imported = add_note(each_services, actor=actor, party_id=person, text="Of last year")
    with each_services.storage.write() as session:
        long_ago = clock.now() - 300 * DAY
        session.execute(
            update(ActivityRow).where(ActivityRow.id == imported).values(completed_at=long_ago)
        )

    timeline = party_timeline(each_services, actor=actor, party_id=person)
    assert shown(timeline) == [task, open_task, note, imported]
    noted = list_activities(each_services, actor=actor, entity_id=person)
    assert shown(noted) == [imported, open_task, note, task]


def test_pages_of_a_timeline_go_on_where_the_last_one_ended(
    each_services: Services, actor: Actor, person: int, clock: StoppedClock
) -> None:
    # Three at each of three moments, so that pages of two end within a moment.
    for _ in range(3):
        for _ in range(3):
            add_note(each_services, actor=actor, party_id=person, text="Hi")
        clock.move(DAY)
    whole = shown(party_timeline(each_services, actor=actor, party_id=person))
    found: list[int] = []
    cursor = None
    while cursor is not None or not found:
        page = party_timeline(
            each_services, actor=actor, party_id=person, window=Window(limit=2, cursor=cursor)
        )
        if not found:
            # What happens meanwhile moves nothing.
            add_note(each_services, actor=actor, party_id=person, text="Meanwhile")
        found += shown(page)
        cursor = page.next_cursor
    assert found == whole == sorted(whole, reverse=True)


def test_a_cursor_of_the_list_of_activities_is_none_of_a_timeline(
    each_services: Services, actor: Actor, person: int
) -> None:
    for _ in range(2):
        add_note(each_services, actor=actor, party_id=person, text="Hi")
    cursor = list_activities(each_services, actor=actor, window=Window(limit=1)).next_cursor
    with pytest.raises(InvalidInput, match="Not a cursor"):
        party_timeline(
            each_services, actor=actor, party_id=person, window=Window(limit=1, cursor=cursor)
        )


def test_a_companys_timeline_tells_of_its_people_and_deals_each_thing_once(
    each_services: Services, actor: Actor, company: int, person: int
) -> None:
    deal = create_deal(
        each_services,
        actor=actor,
        deal={"name": "Big", "amount": 1, "company_id": company, "party_id": person},
    )
    stranger = create_party(each_services, actor=actor, party={"first_name": "Bob"})
    own = add_note(each_services, actor=actor, party_id=company, text="Of the company")
    theirs = add_note(each_services, actor=actor, party_id=person, text="Of the person")
    both = add_note(each_services, actor=actor, party_id=person, deal_id=deal, text="Of both")
    of_deal = add_note(each_services, actor=actor, party_id=stranger, deal_id=deal, text="Deal's")
    add_note(each_services, actor=actor, party_id=stranger, text="Of nobody here")

    timeline = party_timeline(each_services, actor=actor, party_id=company, type_=ActivityType.NOTE)
    assert shown(timeline) == [of_deal, both, theirs, own]
    of_the_deal = deal_timeline(each_services, actor=actor, deal_id=deal)
    notes = [line.id for line in of_the_deal.items if line.type == ActivityType.NOTE]
    assert notes == [of_deal, both, theirs]

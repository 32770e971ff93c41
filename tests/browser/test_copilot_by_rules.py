"""The copilot on the demo without a model: what a sales manager asks, from a deal's own page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from crm_core.demo import load_demo
from crm_core.demo.chats import a_deal_to_write_about
from crm_core.domain.words import ActivitySource, ActivityStatus
from crm_core.storage.tables import ActivityRow, DealRow
from tests.browser.conftest import OpenBrowser, enter, settle
from tests.browser.server import Live, serving


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("rules")) as live:
        load_demo(live.services, live.actor.tenant_id)
        yield live


@pytest.fixture
def deal(demo: Live) -> DealRow:
    """One whose person may get mail."""
    key = a_deal_to_write_about(demo.services, demo.actor.tenant_id)
    with demo.services.storage.read() as session:
        return session.get_one(DealRow, key)


@pytest.fixture
def page(demo: Live, deal: DealRow, open_browser: OpenBrowser) -> Page:
    """The deal's page."""
    page = open_browser()
    page.goto(f"{demo.url}/sign-in?next=/deal?deal={deal.id}")
    enter(page)
    expect(page.get_by_role("heading", name=deal.name)).to_be_visible()
    settle(page)
    return page


def ask_about_it(page: Page, words: str) -> None:
    page.get_by_role("button", name="Ask the copilot").click()
    page.get_by_role("menuitem", name=words).or_(page.get_by_role("option", name=words)).click()
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()
    settle(page)


def test_the_next_step_is_recommended_and_says_that_rules_did(page: Page, deal: DealRow) -> None:
    ask_about_it(page, "What next?")

    expect(page.locator(".ds-corner")).to_contain_text("no model connected")
    answer = page.locator(".ds-answer").last
    expect(answer).to_contain_text(f"Next for {deal.name}")
    # Each reason leads to where it is from.
    assert answer.locator("a").count() > 0


def test_a_deal_is_summarised_in_its_own_figures(page: Page, deal: DealRow) -> None:
    ask_about_it(page, "Summarise")

    answer = page.locator(".ds-answer").last
    expect(answer).to_contain_text(f"{deal.amount:,.2f} {deal.currency}")
    expect(answer).to_contain_text(deal.stage.capitalize())


def test_a_follow_up_is_drafted_and_exists_once_it_is_approved(
    demo: Live, page: Page, deal: DealRow
) -> None:
    def drafts() -> list[ActivityRow]:
        with demo.services.storage.read() as session:
            return list(
                session.scalars(
                    select(ActivityRow).where(
                        ActivityRow.deal_id == deal.id,
                        ActivityRow.source == ActivitySource.COPILOT,
                        ActivityRow.status == ActivityStatus.DRAFT,
                    )
                )
            )

    ask_about_it(page, "Draft a follow-up")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    assert drafts() == []

    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("lies in Tasks. Nothing was sent.")).to_be_visible()
    (draft,) = drafts()
    assert draft.party_id == deal.party_id
    assert draft.subject

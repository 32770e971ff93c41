"""The screen of one deal: what it shows, how it is moved, changed, and what is put on it."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.activities import create_task, log_call
from crm_core.usecases.deals import close_deal, create_deal, move_deal, update_deal
from crm_core.usecases.people import create_party
from crm_core.views.activities import deal_timeline
from crm_core.views.deals import get_deal
from crm_core.views.paging import Window
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.pages.conftest import OpenPage
from tests.pages.reading import buttons_of, text_of


@pytest.fixture
def deal(services: Services, actor: Actor) -> int:
    """A deal of Ada's at Acme."""
    return create_deal(
        services, actor=actor,
        deal={
            "name": "Seats", "amount": 1200, "lead_id": a_lead(services, actor, company="Acme"),
            "expected_close_on": "2026-03-20",
        },
    )  # fmt: skip


@pytest.fixture
def open_deal(open_page: OpenPage, deal: int) -> AppTest:
    return open_page("deal", deal=str(deal))


def moves(services: Services, actor: Actor, deal_id: int) -> list[tuple[str, str | None]]:
    page = deal_timeline(services, actor=actor, deal_id=deal_id, window=Window(limit=50))
    return [(line.subject, line.note) for line in page.items if line.type == "STAGE_CHANGE"]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("query", [{}, {"deal": "99"}, {"deal": "x"}, {"deal": "9" * 30}])
def test_a_deal_that_is_not_there_leads_back(open_page: OpenPage, query: dict[str, str]) -> None:
    assert "There is no such deal" in text_of(open_page("deal", **query))


@pytest.mark.usefixtures("reader")
def test_a_deal_shows_its_figures_its_people_and_no_buttons_to_a_reader(
    open_deal: AppTest,
) -> None:
    seen = text_of(open_deal)

    assert "Seats" in seen
    assert "Amount €1,200 Weighted €120 at 10 % Closes 20 Mar" in seen
    assert "Company Acme Person Ada1 Byron" in seen
    assert "Next step Call" not in seen, "she has no phone"
    assert "Next step Write to Ada1 Byron and make the first contact." in seen
    assert "Planned: nothing." in seen
    assert "Nothing has happened yet" in seen
    assert buttons_of(open_deal) == []


@pytest.mark.usefixtures("manager")
def test_a_deal_without_a_person_offers_no_mail(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    key = create_deal(services, actor=actor, deal={"name": "Of nobody", "amount": 0})

    page = open_page("deal", deal=str(key))

    assert "Amount €0" in text_of(page)
    assert "Write e-mail" not in buttons_of(page)
    assert "Note" in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_a_stage_is_chosen_by_its_button_and_a_second_click_moves_nothing(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    open_deal.button(key="deal_to_proposal").click().run()

    assert moves(services, actor, deal) == [("NEW → PROPOSAL", None)]
    assert "“Seats” is in Proposal now." in text_of(open_deal)
    open_deal.button(key="deal_to_proposal").click().run()
    assert len(moves(services, actor, deal)) == 1
    assert "New → Proposal" in text_of(open_deal)


@pytest.mark.usefixtures("manager")
def test_a_deal_that_somebody_moved_meanwhile_is_not_moved(
    services: Services, actor: Actor, open_deal: AppTest, deal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = open_deal.button(key="deal_to_qualified")
    monkeypatch.setattr(
        "pages._deals.moving.move_deal",
        lambda *given, **named: (
            move_deal(services, actor=actor, deal_id=deal, stage="NEGOTIATION"),
            move_deal(*given, **named),
        ),
    )

    seen.click().run()

    assert "Somebody moved “Seats” to Negotiation meanwhile." in text_of(open_deal)
    assert get_deal(services, actor=actor, deal_id=deal).stage == "NEGOTIATION"


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("stage", ["qualified", "proposal"])
def test_a_tab_that_shows_an_old_stage_moves_nothing(
    services: Services, actor: Actor, open_deal: AppTest, deal: int, stage: str
) -> None:
    move_deal(services, actor=actor, deal_id=deal, stage="NEGOTIATION")

    open_deal.button(key=f"deal_to_{stage}").click().run()

    assert "Somebody moved “Seats” to Negotiation meanwhile." in text_of(open_deal)
    assert get_deal(services, actor=actor, deal_id=deal).stage == "NEGOTIATION"
    open_deal.button(key=f"deal_to_{stage}").click().run()
    assert get_deal(services, actor=actor, deal_id=deal).stage == stage.upper()


@pytest.mark.usefixtures("manager")
def test_a_tab_that_shows_an_old_stage_closes_nothing(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    move_deal(services, actor=actor, deal_id=deal, stage="NEGOTIATION")

    open_deal.button(key="deal_to_won").click().run()
    open_deal.button(key="deals_close_submit").click().run()

    assert "Somebody moved “Seats” to Negotiation meanwhile." in text_of(open_deal)
    assert get_deal(services, actor=actor, deal_id=deal).stage == "NEGOTIATION"


@pytest.mark.usefixtures("manager")
def test_losing_asks_why_and_the_reason_stands_on_the_timeline(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    open_deal.button(key="deal_to_lost").click().run()
    assert moves(services, actor, deal) == []

    open_deal.button(key="deals_close_submit").click().run()
    assert "Say in a few words why it was lost." in text_of(open_deal)
    open_deal.text_area(key="deals_close_reason").input("Too dear 🙁")
    open_deal.button(key="deals_close_submit").click().run()

    assert moves(services, actor, deal) == [("NEW → LOST", "Too dear 🙁")]
    assert "“Seats” is lost." in text_of(open_deal)
    assert "Lost for less than a day Too dear 🙁" in text_of(open_deal)


@pytest.mark.usefixtures("manager")
def test_winning_can_be_thought_over(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    open_deal.button(key="deal_to_won").click().run()
    assert "€1,200, until now new." in text_of(open_deal)

    open_deal.button(key="deals_close_cancel").click().run()
    assert moves(services, actor, deal) == []

    open_deal.button(key="deal_to_won").click().run()
    open_deal.button(key="deals_close_submit").click().run()
    assert moves(services, actor, deal) == [("NEW → WON", None)]


@pytest.mark.usefixtures("reader")
def test_the_stages_tell_how_long_the_deal_was_in_each(
    services: Services, actor: Actor, deal: int, open_page: OpenPage, clock: StoppedClock
) -> None:
    clock.move(timedelta(days=3))
    move_deal(services, actor=actor, deal_id=deal, stage="PROPOSAL")
    clock.move(timedelta(days=1))
    close_deal(services, actor=actor, deal_id=deal, outcome="LOST", reason="No budget")

    seen = text_of(open_page("deal", deal=str(deal)))

    assert "Stages Lost for less than a day No budget Proposal 1 day New 3 days" in seen
    assert "Next step" not in seen, "a deal that is lost misses none"


@pytest.mark.usefixtures("reader")
def test_the_next_step_is_told_in_words(
    services: Services, actor: Actor, deal: int, open_page: OpenPage, clock: StoppedClock
) -> None:
    lead = get_deal(services, actor=actor, deal_id=deal).lead_id
    assert lead is not None
    later = {**EMAIL, "delay": {"value": 2, "unit": "DAYS"}}
    enrolled(services, actor, a_sequence(services, actor, later, CALL, name="Slow"), lead)
    assert "An e-mail goes out by the sequence “Slow” in 2 days" in text_of(
        open_page("deal", deal=str(deal))
    )

    create_task(
        services, actor=actor, subject="Send <the> offer", deal_id=deal,
        due_at=clock.at + timedelta(hours=1),
    )  # fmt: skip
    clock.move(timedelta(hours=2))
    seen = text_of(open_page("deal", deal=str(deal)))
    assert "Planned: Send <the> offer Overdue 1 h ago" in seen
    assert "Next step Do “Send <the> offer” first: it was due earlier today." in seen
    assert "Recommended by rules" in seen
    assert "Open tasks 1 Send <the> offer Task · Overdue" in seen


@pytest.mark.usefixtures("reader")
def test_the_recommendation_says_why_with_a_way_to_the_record_and_folds_the_other_options(
    services: Services, actor: Actor, deal: int, open_page: OpenPage, clock: StoppedClock
) -> None:
    task = create_task(services, actor=actor, subject="Send <the> plan", deal_id=deal)
    log_call(services, actor=actor, deal_id=deal, disposition="Connected", note="Wants <b>it</b>")
    update_deal(services, actor=actor, deal_id=deal, changes={"expected_close_on": "2026-03-01"})
    clock.move(timedelta(days=2))

    page = open_page("deal", deal=str(deal))

    markup = "".join(part.proto.body for part in page.get("html"))
    block = markup[markup.index('<section class="ds-next-step') :].partition("</section>")[0]
    assert "Do “Send &lt;the&gt; plan” first: it has been overdue for 2 days." in block
    assert f'href="/tasks?task={task}"' in block
    first, folded = block.split("<details>")
    assert "Other options" in folded
    assert "set a new closing day" in folded
    assert "closing day" not in first
    assert "<b>" not in block


@pytest.mark.usefixtures("manager")
def test_facts_are_edited_and_what_was_not_touched_stays(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    before = get_deal(services, actor=actor, deal_id=deal)
    open_deal.button(key="deal_edit_button").click().run()
    open_deal.text_input(key="deal_edit_name").input("Seats, *new*").run()
    open_deal.text_input(key="deal_edit_amount").input("99.90").run()

    open_deal.button(key="deal_edit_submit").click().run()

    line = get_deal(services, actor=actor, deal_id=deal)
    assert (line.name, str(line.amount)) == ("Seats, *new*", "99.90")
    assert (line.party_id, line.company_id, line.lead_id, line.expected_close_on) == (
        before.party_id, before.company_id, before.lead_id, before.expected_close_on,
    )  # fmt: skip
    assert "“Seats, *new*” is saved." in text_of(open_deal)


@pytest.mark.usefixtures("manager")
def test_another_person_is_found_and_brings_the_company(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    bo = create_party(
        services, actor=actor, party={"email": "bo@example.com", "company": "Engines"}
    )
    open_deal.button(key="deal_edit_button").click().run()
    open_deal.text_input(key="deal_edit_partyId_typed").input("bo@").run()

    open_deal.button(key="deal_edit_submit").click().run()

    line = get_deal(services, actor=actor, deal_id=deal)
    assert (line.party_id, line.lead_id) == (bo, None)
    assert "Company Engines Person bo@example.com" in text_of(open_deal)


@pytest.mark.usefixtures("manager")
def test_a_refused_change_stands_under_its_field(
    services: Services, actor: Actor, open_deal: AppTest, deal: int
) -> None:
    open_deal.button(key="deal_edit_button").click().run()
    open_deal.text_input(key="deal_edit_name").input("Half").run()
    open_deal.text_input(key="deal_edit_amount").input("-1").run()

    open_deal.button(key="deal_edit_submit").click().run()

    assert "Must be an amount of at least 0." in text_of(open_deal)
    assert get_deal(services, actor=actor, deal_id=deal).name == "Seats"


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("kind", "field", "shown"),
    [
        ("note", "text", "Decides with the head of finance"),
        ("task", "subject", "Send the offer"),
        ("call", "note", "Wants it by May"),
        ("email", "subject", "The offer"),
    ],
)
def test_quick_actions_stand_on_the_timeline_once(
    services: Services, actor: Actor, open_deal: AppTest, deal: int,
    kind: str, field: str, shown: str,
) -> None:  # fmt: skip
    place = f"deal_quick_{kind}"
    open_deal.button(key=place).click().run()
    inputs = [*open_deal.text_input, *open_deal.text_area]
    next(one for one in inputs if one.key == f"{place}_{field}").input(shown)

    open_deal.button(key=f"{place}_submit").click().run()

    assert shown in text_of(open_deal)
    (line,) = deal_timeline(services, actor=actor, deal_id=deal).items
    assert line.type == {"note": "NOTE", "task": "TASK", "call": "CALL", "email": "EMAIL"}[kind]


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("kind", "words"),
    [("note", "A note needs a text."), ("task", "A task needs a line that says what to do.")],
)
def test_a_quick_action_that_is_refused_says_so_in_its_dialog(
    services: Services, actor: Actor, open_deal: AppTest, deal: int, kind: str, words: str
) -> None:
    open_deal.button(key=f"deal_quick_{kind}").click().run()
    open_deal.button(key=f"deal_quick_{kind}_submit").click().run()

    assert words in text_of(open_deal)
    assert deal_timeline(services, actor=actor, deal_id=deal).items == ()

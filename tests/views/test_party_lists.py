"""The lists of people and companies: what a line tells, how they are searched, sorted and paged."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import DealStage, SuppressionReason
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.usecases.access import add_user
from crm_core.usecases.people import create_lead, create_party
from crm_core.usecases.run_sequences import run_sequence_steps
from crm_core.usecases.workspaces import add_workspace
from crm_core.views import party_lists
from crm_core.views.paging import Page, Window
from crm_core.views.party_lists import list_companies, list_people
from tests.builders import a_sequence, enrolled
from tests.views.conftest import ADeal

NAMES = ("Ada Byron", "ada Lovelace", "Åsa Öberg", "Grace Hopper", "Zoë Müller")


@pytest.fixture
def five(each_services: Services, actor: Actor) -> None:
    """Five people with names, and two with addresses alone."""
    for number, name in enumerate(NAMES[::-1]):
        first, last = name.split()
        party = {"first_name": first, "last_name": last, "email": f"n{number}@example.com"}
        create_party(each_services, actor=actor, party=party)
    for email in ("second@example.org", "first@example.org"):
        create_party(each_services, actor=actor, party={"email": email})


def walked(read: Callable[[Window], Page[object]], limit: int) -> list[str]:
    """The whole list, read in pages of `limit`."""
    seen: list[str] = []
    cursor = None
    for _ in range(50):
        page = read(Window(limit, cursor))
        assert page.items
        seen += [line.name or line.email for line in page.items]  # type: ignore[attr-defined]
        cursor = page.next_cursor
        if cursor is None:
            return seen
    raise AssertionError("the list does not end")


def test_a_person_stands_with_company_owner_last_touch_and_why_no_mail_may_go(
    each_services: Services, actor: Actor
) -> None:
    owner = add_user(each_services, actor=actor, email="ann@example.com", name="Ann Lee",
                     password="a long password", role=Role.SALESPERSON)  # fmt: skip
    lead = create_lead(
        each_services, actor=actor,
        lead={"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com",
              "phone": "030 1", "title": "Countess", "company": "Acme", "owner_id": owner},
    )  # fmt: skip
    create_party(each_services, actor=actor, party={"email": "quiet@example.com"})
    enrolled(each_services, actor, a_sequence(each_services, actor), lead)
    run_sequence_steps(each_services)
    with each_services.storage.write() as session:
        suppress_address(
            session, actor.tenant_id, "quiet@example.com", SuppressionReason.BOUNCED, "",
            each_services.clock.now(),
        )  # fmt: skip

    ada, quiet = list_people(each_services, actor=actor).items

    assert (ada.name, ada.email, ada.phone, ada.title) == (
        "Ada Byron", "ada@example.com", "030 1", "Countess",
    )  # fmt: skip
    assert (ada.company, ada.owner, ada.suppressed) == ("Acme", "Ann Lee", None)
    assert ada.touched_at == each_services.clock.now()
    assert (quiet.name, quiet.email, quiet.company_id, quiet.owner) == (
        "", "quiet@example.com", None, "",
    )  # fmt: skip
    assert (quiet.suppressed, quiet.touched_at) == (SuppressionReason.BOUNCED, None)


def test_a_company_stands_with_its_people_and_its_open_deals(
    each_services: Services, actor: Actor, a_deal: ADeal
) -> None:
    acme = create_party(
        each_services, actor=actor, party={"kind": "COMPANY", "name": "Acme", "country": "DE"}
    )
    create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Umbrella"})
    for number in range(3):
        party = {"email": f"a{number}@example.com", "company": "ACME"}
        create_party(each_services, actor=actor, party=party)
    a_deal(company_id=acme, amount="100.50")
    a_deal(company_id=acme, amount="99")
    a_deal(company_id=acme, amount=5000, currency="USD")
    a_deal(company_id=acme, amount=9, stage=DealStage.WON)
    a_deal(company_id=acme, amount=9, stage=DealStage.LOST)

    first, second = list_companies(each_services, actor=actor).items

    assert (first.name, first.country, first.people, first.open_deals) == ("Acme", "DE", 3, 3)
    assert first.amounts == ((Decimal("5000"), "USD"), (Decimal("199.50"), "EUR"))
    assert (second.name, second.people, second.open_deals, second.amounts) == (
        "Umbrella", 0, 0, (),
    )  # fmt: skip


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7, 50])
def test_the_list_goes_by_name_and_those_without_one_come_last_whatever_a_page_holds(
    each_services: Services, actor: Actor, limit: int
) -> None:
    nameless = ["second@example.org", "first@example.org"]
    by_name = sorted(NAMES, key=str.casefold)

    def read(order: str) -> list[str]:
        return walked(
            lambda window: list_people(each_services, actor=actor, order=order, window=window),
            limit,
        )

    # Letters outside ASCII stand where the database's own order has them.
    assert sorted(read("name")[:5], key=str.casefold) == by_name
    assert read("name")[:2] == ["Ada Byron", "ada Lovelace"]
    assert read("-name") == [*read("name")[:5][::-1], *nameless]
    assert read("name")[5:] == nameless


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("few", [1_000, 1], ids=["few are sorted", "many are walked"])
def test_words_are_found_in_any_order_and_case_and_nothing_in_them_is_a_pattern(
    each_services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(party_lists, "FEW", few)
    create_party(each_services, actor=actor, party={"kind": "COMPANY", "name": "Ada & Co"})

    def found(typed: str) -> list[str]:
        page = list_people(each_services, actor=actor, typed=typed)
        return [line.name or line.email for line in page.items]

    assert found("ADA") == ["Ada Byron", "ada Lovelace"]
    assert found("öberg åsa") == ["Åsa Öberg"]
    assert found("example.org") == ["second@example.org", "first@example.org"]
    assert found("%") == found("_") == found("nobody") == []
    companies = list_companies(each_services, actor=actor, typed="ada").items
    assert [line.name for line in companies] == ["Ada & Co"]


def test_an_order_that_there_is_not_and_a_cursor_of_another_list_are_refused(
    services: Services, actor: Actor
) -> None:
    for number in range(3):
        create_party(services, actor=actor, party={"first_name": f"Ada{number}"})
    page = list_people(services, actor=actor, window=Window(1))
    for window, order in (
        (None, "shoe"), (Window(1, page.next_cursor), "-name"), (Window(1, "nonsense"), "name"),
        (Window(1, "nameless.nonsense"), "name"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            list_people(services, actor=actor, order=order, window=window)


def test_another_workspaces_people_are_not_seen(services: Services, actor: Actor) -> None:
    create_party(services, actor=actor, party={"first_name": "Ada", "company": "Acme"})
    other = Actor(add_workspace(services, name="Other"), Role.MANAGER, "user")
    assert list_people(services, actor=other).items == ()
    assert list_people(services, actor=other, typed="ada").items == ()
    assert list_companies(services, actor=other).items == ()

"""The screen Suppression list: what it shows, adding, importing, taking an entry off."""

import pytest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.suppressions import add_suppression
from crm_core.views.suppressions import list_suppressions
from pages._suppressions.asking import REMOVE
from tests.builders import a_sequence, enrolled
from tests.pages.conftest import OpenPage
from tests.pages.grids import choose, menu_of
from tests.pages.reading import buttons_of, text_of


@pytest.mark.usefixtures("manager")
def test_an_empty_list_says_who_comes_here(open_page: OpenPage) -> None:
    assert "Nobody is on the list Who opts out, or whose address bounces" in text_of(
        open_page("suppressions")
    )


@pytest.mark.usefixtures("reader")
def test_whoever_may_only_read_changes_nothing(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    add_suppression(services, actor=actor, address="b@acme.test", note="<i>")
    page = open_page("suppressions")

    text = text_of(page)
    assert "b@acme.test No mail From <i>" in text
    assert buttons_of(page) == []
    line = list_suppressions(services, actor=actor).items[0]
    assert menu_of(page, line.id) == []


@pytest.mark.usefixtures("manager")
def test_a_domain_is_added_and_what_it_covers_ends(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    page = open_page("suppressions").button(key="suppressions_add_button").click().run()
    page.text_input(key="suppressions_add_address").set_value("no domain")
    page = page.button(key="suppressions_add_submit").click().run()
    assert "Neither an address nor a domain." in text_of(page)

    page.text_input(key="suppressions_add_address").set_value("example.com")
    page = page.button(key="suppressions_add_submit").click().run()

    text = text_of(page)
    assert "“example.com” is on the list. 1 enrollment ended." in text
    assert "example.com the domain and all below it No mail From added by Ada Lovelace" in text


@pytest.mark.usefixtures("manager")
def test_an_opt_out_is_taken_off_with_a_written_reason(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    add_suppression(services, actor=actor, address="a@acme.test", reason="OPTED_OUT")
    (line,) = list_suppressions(services, actor=actor).items
    page = choose(open_page("suppressions"), "suppressions", line.id, REMOVE)
    assert "People may be enrolled and written to there again." in text_of(page)
    page = page.button(key="suppressions_remove_submit").click().run()
    assert "Say how the person asked to be written to again" in text_of(page)

    page.text_input(key="suppressions_remove_why").set_value("Asked again by phone.")
    page = page.button(key="suppressions_remove_submit").click().run()

    assert "“a@acme.test” is off the list." in text_of(page)
    assert list_suppressions(services, actor=actor).items == ()


@pytest.mark.usefixtures("manager")
def test_the_list_is_searched_and_narrowed(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    for address in ("a@acme.test", "b@acme.test", "other.test"):
        add_suppression(services, actor=actor, address=address)
    page = open_page("suppressions", suppressions_search="b@")
    assert "b@acme.test" in text_of(page)
    assert "other.test" not in text_of(page)
    page = open_page("suppressions", suppressions_kind="domains")
    assert "other.test" in text_of(page)
    assert "a@acme.test" not in text_of(page)
    assert "Nothing on the list is like that" in text_of(
        open_page("suppressions", suppressions_kind="BOUNCED")
    )

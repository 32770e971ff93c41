"""Erasing a person from their page: asked first, and only by who manages."""

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.activities import add_note
from crm_core.usecases.people import create_party
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import buttons_of, text_of


@pytest.fixture
def grace(services: Services, actor: Actor) -> int:
    party = {"first_name": "Grace", "last_name": "Byron", "email": "grace@acme.test"}
    key = create_party(services, actor=actor, party=party)
    add_note(services, actor=actor, party_id=key, text="Likes engines")
    return key


@pytest.mark.usefixtures("manager")
def test_a_person_is_erased_after_a_question(grace: int, open_page: OpenPage) -> None:
    page = open_page("person", person=str(grace))
    page = page.button(key="person_erase").click().run()
    assert "Erase for good" in buttons_of(page)
    assert "are forgotten for good; only counts stay." in text_of(page)

    page = page.button(key="person_erase_yes").click().run()

    text = text_of(page)
    assert "The person is erased." in text
    assert "Erased person" in text
    assert not [word for word in ("Grace", "Byron", "acme", "engines") if word in text]
    assert "Erase…" not in buttons_of(page)


def test_who_sells_does_not_erase(grace: int, open_page: OpenPage, sign_in_as: SignInAs) -> None:
    sign_in_as(Role.SALESPERSON)
    assert "Erase…" not in buttons_of(open_page("person", person=str(grace)))

"""Without a session no page shows anything; with one, the frame says who is there."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.access import SIGN_IN_LASTS, actor_of_cookie
from pages._ui.shell import SECTIONS
from tests.builders import a_sequence
from tests.clocks import StoppedClock
from tests.pages.conftest import ROOT, OpenPage
from tests.pages.reading import buttons_of, text_of

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
GATE = "Sign in You are not signed in, or your session has ended. Sign in"


def test_the_menu_names_every_page() -> None:
    assert sorted(room.name for rooms in SECTIONS.values() for room in rooms) == PAGES


def test_no_address_ends_like_another_one() -> None:
    """Streamlit takes what stands before a page's name in the address for the base path: of
    `/import_leads` beside `/leads` it would ask `import_` for its scripts."""
    assert not [
        (name, other) for name in PAGES for other in PAGES if name != other and name.endswith(other)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_without_a_session_a_page_shows_only_the_way_to_sign_in(
    name: str, services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_sequence(services, actor, name="Very secret")

    page = open_page(name)

    assert text_of(page) == GATE
    assert buttons_of(page) == []
    assert not page.sidebar.children


def test_the_way_to_sign_in_leads_back_to_what_was_open(open_page: OpenPage) -> None:
    page = open_page("leads", leads_search="Zoë & Co", leads_status="new")

    bodies = [str(element.proto.body) for element in page.get("html")]
    back = "leads_search%3DZo%25C3%25AB%2B%2526%2BCo%26leads_status%3Dnew"
    assert any(f'{back}">Sign in</a>' in body for body in bodies)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_run_without_the_shell_is_locked_too(
    name: str, services: Services, actor: Actor
) -> None:
    a_sequence(services, actor, name="Very secret")

    page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30).run()

    assert text_of(page) == GATE


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_who_is_there_before_it_does_anything_else(name: str) -> None:
    tree = ast.parse((ROOT / "pages" / f"{name}.py").read_text())
    after_docstring_and_imports = next(
        statement
        for statement in tree.body[1:]
        if not isinstance(statement, ast.Import | ast.ImportFrom)
    )
    assert ast.unparse(after_docstring_and_imports) == "actor = require_user()"


@pytest.mark.usefixtures("manager")
def test_an_expired_session_is_none(clock: StoppedClock, open_page: OpenPage) -> None:
    clock.move(SIGN_IN_LASTS + timedelta(seconds=1))

    assert text_of(open_page("sequences")) == GATE


@pytest.mark.usefixtures("manager")
def test_the_frame_says_who_is_signed_in_and_as_what(open_page: OpenPage) -> None:
    page = open_page("sequences")

    assert "Ada Lovelace" in text_of(page)
    assert "Manager" in text_of(page)


def test_signing_out_ends_the_session_on_the_server(
    manager: str, services: Services, open_page: OpenPage
) -> None:
    page = open_page("sequences")

    page.button(key="user_sign_out").click().run()

    assert text_of(page) == GATE
    assert actor_of_cookie(services, manager) is None


def test_a_panel_that_redraws_itself_after_the_session_ended_shows_nothing(
    manager: str, services: Services, actor: Actor, open_page: OpenPage
) -> None:
    from crm_core.usecases.access import sign_out

    a_sequence(services, actor, name="Very secret")
    page = open_page("sequences")
    assert "Very secret" in text_of(page)

    sign_out(services, cookie=manager)

    assert text_of(page.run()) == GATE


def test_the_frames_files_are_where_the_shell_looks_for_them() -> None:
    assert {path.name for path in Path(ROOT / "pages").iterdir() if path.suffix == ".py"} == {
        "__init__.py", *(f"{name}.py" for name in PAGES)
    }  # fmt: skip

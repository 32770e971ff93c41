"""The page Settings: what each role sees of it, what it saves, what it refuses."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import (
    actor_of_cookie,
    actor_of_token,
    add_user,
    list_tokens,
    list_users,
    sign_in,
)
from crm_core.views.workspaces import get_workspace
from tests.pages import grids
from tests.pages.conftest import PASSWORD, OpenPage, SignInAs
from tests.pages.reading import text_of

OTHER = "another long password"
ALL = ["Workspace", "New sequences", "Users", "Copilot", "My account", "API tokens"]

OpenTab = Callable[[str], AppTest]


@pytest.fixture
def open_tab(open_page: OpenPage) -> OpenTab:
    return lambda tab: open_page("settings", settings_tab=tab)


@pytest.fixture
def boss(sign_in_as: SignInAs) -> str:
    """An administrator is signed in: the user 1, `administrator@example.com`."""
    return sign_in_as(Role.ADMINISTRATOR)


@pytest.fixture
def ann(services: Services, actor: Actor) -> int:
    """A salesperson to be looked after."""
    return add_user(
        services, actor=actor, email="ann@example.com", password=PASSWORD, role="salesperson",
        name="Ann",
    )  # fmt: skip


def role_of(services: Services, actor: Actor, user_id: int) -> str:
    return next(user.role for user in list_users(services, actor=actor) if user.id == user_id)


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (Role.ADMINISTRATOR, ALL),
        (Role.MANAGER, ["Workspace", "New sequences", "Copilot", "My account"]),
        (Role.READ_ONLY, ["Workspace", "My account"]),
    ],
)
def test_each_role_sees_what_it_may(
    role: Role, parts: list[str], open_page: OpenPage, sign_in_as: SignInAs
) -> None:
    sign_in_as(role)
    page = open_page("settings", settings_tab="API tokens" if role is Role.MANAGER else "Workspace")
    assert list(page.segmented_control(key="settings_tab_tabs").options) == parts
    assert "New token" not in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_manager_saves_the_workspace_and_what_is_proposed(
    services: Services, actor: Actor, open_tab: OpenTab
) -> None:
    page = open_tab("Workspace")
    page.text_input(key="settings_workspace_name").set_value("Nordwind")
    page.selectbox(key="settings_workspace_timezone").set_value("Europe/Oslo")
    page.button(key="settings_workspace_submit").click().run()
    assert "The workspace is saved." in text_of(page)

    page = open_tab("New sequences")
    page.segmented_control(key="settings_defaults_when").set_value("At all hours").run()
    page.multiselect(key="settings_defaults_settings.holidayCountries").set_value(["NO"])
    page.button(key="settings_defaults_submit").click().run()

    seen = get_workspace(services, actor=actor)
    assert (seen.name, seen.timezone) == ("Nordwind", "Europe/Oslo")
    assert (seen.send_window, seen.holiday_countries) == ("ALWAYS", ("NO",))


@pytest.mark.usefixtures("manager")
def test_a_workspace_without_a_name_is_refused_under_the_field(open_tab: OpenTab) -> None:
    page = open_tab("Workspace")
    page.text_input(key="settings_workspace_name").set_value("")
    page.button(key="settings_workspace_submit").click().run()
    assert "A workspace needs a name." in text_of(page)
    assert not page.error


@pytest.mark.usefixtures("reader")
def test_whoever_only_reads_reads_the_workspace(open_tab: OpenTab) -> None:
    page = open_tab("New sequences")
    assert "New sequences Mon–Fri 09:00–17:00, the recipient’s time" in text_of(page)
    assert not page.text_input


@pytest.mark.usefixtures("boss")
def test_a_user_is_added_and_can_sign_in(services: Services, open_tab: OpenTab) -> None:
    page = open_tab("Users")
    page.button(key="settings_users_add").click().run()
    page.text_input(key="settings_user_add_email").set_value("eva@example.com")
    page.text_input(key="settings_user_add_name").set_value("Eva")
    page.text_input(key="settings_user_add_password").set_value("short")
    page.button(key="settings_user_add_submit").click().run()
    assert "At least 10 characters." in text_of(page)

    page.text_input(key="settings_user_add_password").set_value(PASSWORD)
    page.button(key="settings_user_add_submit").click().run()

    assert "Eva can sign in now." in text_of(page)
    assert "Eva eva@example.com Salesperson Active Sessions 0" in text_of(page)
    assert sign_in(services, email="eva@example.com", password=PASSWORD)


@pytest.mark.usefixtures("boss")
def test_a_user_gets_another_role_and_the_same_one_is_refused(
    services: Services, actor: Actor, ann: int, open_tab: OpenTab
) -> None:
    page = grids.choose(open_tab("Users"), "settings_users", ann, "settings_user_role")
    page.button(key="settings_user_role_submit").click().run()
    assert "The user has this role already." in text_of(page)

    page.selectbox(key="settings_user_role_role").set_value(Role.MANAGER)
    page.button(key="settings_user_role_submit").click().run()

    assert role_of(services, actor, ann) == "manager"
    assert "ann@example.com has the role manager now." in text_of(page)


@pytest.mark.usefixtures("boss")
def test_a_user_gets_another_password(services: Services, ann: int, open_tab: OpenTab) -> None:
    page = grids.choose(open_tab("Users"), "settings_users", ann, "settings_user_password")
    page.text_input(key="settings_user_password_password").set_value(OTHER)
    page.button(key="settings_user_password_submit").click().run()
    assert sign_in(services, email="ann@example.com", password=OTHER)


@pytest.mark.usefixtures("boss")
def test_a_user_is_shut_out_and_let_in_again(
    services: Services, actor: Actor, ann: int, open_tab: OpenTab
) -> None:
    page = grids.choose(open_tab("Users"), "settings_users", ann, "settings_user_out")
    assert "Their sessions end now" in text_of(page)
    page.button(key="settings_user_out_yes").click().run()
    assert "Ann ann@example.com Salesperson Deactivated" in text_of(page)
    assert grids.menu_of(page, ann) == ["Activate"]

    grids.choose(page, "settings_users", ann, "back")

    assert all(user.is_active for user in list_users(services, actor=actor))


def test_nobody_shuts_themselves_out(services: Services, boss: str, open_tab: OpenTab) -> None:
    me = actor_of_cookie(services, boss)
    assert me is not None
    assert me.user_id is not None
    page = grids.choose(open_tab("Users"), "settings_users", me.user_id, "settings_user_out")
    page.button(key="settings_user_out_yes").click().run()
    assert "Nobody deactivates themselves." in page.error[0].value.replace("\\", "")
    assert actor_of_cookie(services, boss) is not None


@pytest.mark.usefixtures("boss")
def test_a_token_is_shown_once_and_revoked(
    services: Services, actor: Actor, open_tab: OpenTab
) -> None:
    page = open_tab("API tokens")
    assert "No token was made yet" in text_of(page)
    page.text_input(key="settings_token_name").set_value("Website *forms*")
    page.button(key="settings_token_submit").click().run()
    token = page.code[0].value
    assert actor_of_token(services, token).role is Role.ROBOT
    assert "Website *forms* made by Ada Lovelace Robot" in text_of(page)

    page.run()
    assert not page.code
    assert token not in text_of(page)
    (line,) = list_tokens(services, actor=actor)
    grids.choose(page, "settings_tokens", line.id, "settings_token_revoke")
    page.button(key="settings_token_revoke_yes").click().run()

    assert "Revoked" in text_of(page)
    assert list_tokens(services, actor=actor)[0].revoked_at is not None


def test_everybody_changes_their_own_account(
    services: Services, reader: str, open_tab: OpenTab
) -> None:
    page = open_tab("My account")
    page.text_input(key="settings_account_name").set_value("Grace 🌷")
    page.button(key="settings_account_submit").click().run()
    page.text_input(key="settings_password_present").set_value("wrong")
    page.text_input(key="settings_password_password").set_value(OTHER)
    page.button(key="settings_password_submit").click().run()
    assert "This is not your present password." in text_of(page)

    page.text_input(key="settings_password_present").set_value(PASSWORD)
    page.button(key="settings_password_submit").click().run()

    known = actor_of_cookie(services, reader)
    assert known is not None
    assert known.name == "Grace 🌷"
    assert sign_in(services, email="read-only@example.com", password=OTHER)


def test_signing_out_everywhere_shows_the_way_in(
    services: Services, reader: str, open_tab: OpenTab
) -> None:
    page = open_tab("My account")
    page.button(key="settings_out_everywhere").click().run()
    assert actor_of_cookie(services, reader) is None
    assert "You are not signed in" in text_of(page)

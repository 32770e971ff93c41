"""Pages without a browser: `AppTest` runs a page's script on a temporary database.

It has no cookies of its own, so `sign_in_as` hands a real session's cookie to the one function
that reads it.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.usecases.access import add_user, sign_in
from pages._ui import auth
from pages._web import installation

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"

SignInAs = Callable[[Role], str]
OpenPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _installed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages find the test's services; nobody is signed in."""
    monkeypatch.setattr(installation, "_services", services)
    monkeypatch.setattr(auth, "session_cookie", lambda: None)


@pytest.fixture
def sign_in_as(services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> SignInAs:
    """Signs a new user of a role in and returns the session's cookie."""

    def enter(role: Role) -> str:
        email = f"{role}@example.com"
        add_user(
            services, actor=actor, email=email, password=PASSWORD, role=role, name="Ada Lovelace"
        )
        cookie = sign_in(services, email=email, password=PASSWORD)
        monkeypatch.setattr(auth, "session_cookie", lambda: cookie)
        return cookie

    return enter


@pytest.fixture
def manager(sign_in_as: SignInAs) -> str:
    """A manager is signed in."""
    return sign_in_as(Role.MANAGER)


@pytest.fixture
def reader(sign_in_as: SignInAs) -> str:
    """Somebody who may only read is signed in."""
    return sign_in_as(Role.READ_ONLY)


@pytest.fixture
def open_page(tmp_path: Path) -> OpenPage:
    """Opens a page of the application by its file's name.

    `AppTest` forgets that the old router for `pages/` was switched off, so `app.py` runs from a
    folder that has none.
    """
    script = Path(copyfile(ROOT / "app.py", tmp_path / "app.py"))

    def opened(name: str, **query: str) -> AppTest:
        application = AppTest.from_file(str(script), default_timeout=30)
        application.context["timezone"] = "Europe/Berlin"
        application.query_params.update(query)
        return application.run().switch_page(str(ROOT / "pages" / f"{name}.py")).run()

    return opened

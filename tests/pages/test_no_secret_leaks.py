"""No page shows a password, a key or a token of the installation or of a mailbox."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from crm_core.usecases.access import create_token
from crm_core.usecases.deals import create_deal
from crm_core.usecases.people import create_party
from pages._ui.shell import SECTIONS
from pages._web import installation
from tests import databases
from tests.browser.rooms import addresses
from tests.builders import a_sequence, enrolled
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import text_of

ROOMS = [room.name for rooms in SECTIONS.values() for room in rooms]
MAIL, BOX, INBOX = "canarymail7f3a9c", "canarybox7f3a9c", "canaryinbox7f3a9c"
KEY, SERVICE = "canarykey7f3a9c51e2canarykey7f3a9c51e2", "canaryservice7f3a9c"


@pytest.fixture
def services(
    make_services: Callable[..., Services],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Services:
    """An installation whose secrets are all canaries."""
    made = make_services(
        databases.sqlite_url(tmp_path_factory.mktemp("canaries")),
        crm_secret_key=KEY,
        service_token=SERVICE,
        crm_mail_url=f"smtp://sales:{MAIL}@mail.example.com:587",
    )
    monkeypatch.setattr(installation, "_services", made)
    return made


def shown(page: AppTest) -> str:
    """The page's text, and all that was sent to the browser for it."""
    return text_of(page) + repr(page._tree)


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_shows_a_secret(
    services: Services, actor: Actor, open_page: OpenPage, sign_in_as: SignInAs, room: str
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    token = create_token(services, actor=actor, role=Role.ROBOT, name="a program")
    create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    enrolled(services, actor, a_sequence(services, actor))
    create_deal(services, actor=actor, deal={"name": "Engines"})
    with services.storage.write() as session:
        session.add(
            MailboxRow(
                tenant_id=actor.tenant_id, address="ann@example.com",
                transport=services.secrets.encrypt(f"smtp://ann:{BOX}@mail.example.com"),
                inbox=services.secrets.encrypt(f"imaps://ann:{INBOX}@mail.example.com/INBOX"),
                created_at=services.clock.now(),
            )
        )  # fmt: skip
    query = dict(parse_qsl(urlsplit(addresses(services, actor.tenant_id)[room]).query))

    page = shown(open_page(room, **query))

    secrets = {"mail": MAIL, "box": BOX, "inbox": INBOX, "key": KEY, "service": SERVICE,
               "token": token}  # fmt: skip
    assert [name for name, secret in secrets.items() if secret in page] == []

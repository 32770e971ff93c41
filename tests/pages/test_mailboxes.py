"""The page Mailboxes: what it tells of each, and what can be done with one."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import MailboxStatus
from crm_core.services import Services
from crm_core.storage.tables import MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.mailbox_records import check_dns
from crm_core.usecases.mailboxes import add_mailbox, change_workspace_limits, pause_mailbox
from tests.builders import a_sequence, enroll_many
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import text_of
from tests.servers import ScriptedTransport

CANARY = "canary-password"


@pytest.fixture
def page(open_page: OpenPage) -> Callable[[], AppTest]:
    return lambda: open_page("mailboxes")


@pytest.fixture
def ann(services: Services, actor: Actor) -> int:
    """An added mailbox."""
    return add_mailbox(
        services, actor=actor, address="ann@example.com", display_name="Ann",
        transport_url=f"smtp://ann:{CANARY}@mail.example.com:2525", limits="day=4,ramp=2+1",
    )  # fmt: skip


def row(services: Services, key: int) -> MailboxRow:
    with services.storage.read() as session:
        return session.get_one(MailboxRow, key)


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


@pytest.mark.usefixtures("manager")
def test_a_mailbox_shows_its_limits_its_ramp_and_the_next_slot(
    services: Services, actor: Actor, page: Callable[[], AppTest]
) -> None:
    with services.storage.write() as session:
        session.scalars(select(MailboxRow)).one().limits = {"day": 4, "ramp": "2+1", "hour": 9}
    enroll_many(services, actor, a_sequence(services, actor), 3)
    run_touches(services)

    shown = text_of(page())

    assert "2 of 2 in 24 hours · day 1 of its ramp · the next may go in 1 day" in shown
    assert "4 in 24 hours, a ramp from 2, 1 more a day, 9 an hour" in shown
    assert "2 sent in 7 days: none bounced, no complaints; shares count from 50 on" in shown
    assert "None: replies and bounces are not read" in shown


@pytest.mark.usefixtures("reader")
def test_who_may_not_change_mail_sees_the_mailboxes_and_no_button(
    page: Callable[[], AppTest], ann: int
) -> None:
    opened = page()

    assert "ann@example.com" in text_of(opened)
    assert not {"Add mailbox", "Edit", "Test", "Pause"} & set(buttons(opened))


@pytest.mark.usefixtures("manager")
def test_a_mailbox_is_added_with_its_servers_and_limits(
    services: Services, page: Callable[[], AppTest]
) -> None:
    opened = page()
    opened.button(key="mailboxes_add").click().run()
    for field, value in {
        "address": "bea@example.com", "displayName": "Bea", "outHost": "mail.example.com",
        "outUser": "bea@example.com", "outPassword": CANARY, "limits.ramp": "10+5",
    }.items():  # fmt: skip
        opened.text_input(key=f"mailboxes_adding_{field}").set_value(value)
    opened.number_input(key="mailboxes_adding_limits_gap").set_value(60)
    opened.button(key="mailboxes_adding_submit").click().run()

    with services.storage.read() as session:
        added = session.scalars(
            select(MailboxRow).where(MailboxRow.address == "bea@example.com")
        ).one()
    assert added.limits == {"day": 50, "gap": 60, "ramp": "10+5"}
    assert services.secrets.decrypt(added.transport or "") == (
        f"smtp://bea%40example.com:{CANARY}@mail.example.com"
    )
    assert "bea@example.com is added. Test it before it sends." in text_of(opened)
    assert CANARY not in text_of(opened)


@pytest.mark.usefixtures("manager")
def test_what_is_refused_stands_beside_its_input(
    page: Callable[[], AppTest], services: Services
) -> None:
    opened = page()
    opened.button(key="mailboxes_add").click().run()
    opened.text_input(key="mailboxes_adding_address").set_value("bea@example.com")
    opened.text_input(key="mailboxes_adding_outHost").set_value("mail.example.com")
    opened.text_input(key="mailboxes_adding_limits.ramp").set_value("fast")
    opened.button(key="mailboxes_adding_submit").click().run()

    assert "ramp must be START+STEP e-mails, such as 10+5." in text_of(opened)
    with services.storage.read() as session:
        assert len(session.scalars(select(MailboxRow)).all()) == 1


@pytest.mark.usefixtures("manager")
def test_an_edit_without_a_password_keeps_it_and_no_input_holds_it(
    services: Services, page: Callable[[], AppTest], ann: int
) -> None:
    opened = page()
    opened.button(key=f"mailboxes_{ann}_edit").click().run()
    assert all(CANARY not in str(box.value) for box in opened.text_input)
    opened.text_area(key="mailboxes_editing_signature").set_value("Ann, Sales")
    opened.text_input(key="mailboxes_editing_outHost").set_value("MAIL.example.com")
    opened.button(key="mailboxes_editing_submit").click().run()

    kept = row(services, ann)
    assert kept.signature == "Ann, Sales"
    assert CANARY in services.secrets.decrypt(kept.transport or "")
    assert kept.limits == {"day": 4, "ramp": "2+1"}


@pytest.mark.usefixtures("manager")
def test_a_mailbox_is_paused_and_resumed(
    services: Services, page: Callable[[], AppTest], ann: int
) -> None:
    opened = page()
    opened.button(key=f"mailboxes_{ann}_pause").click().run()
    assert row(services, ann).status == MailboxStatus.PAUSED
    assert "Paused by Ada Lovelace." in text_of(opened)

    resume = next(button for button in opened.button if button.label == "Resume")
    resume.click().run()
    assert row(services, ann).status == MailboxStatus.ACTIVE


@pytest.mark.usefixtures("manager")
def test_a_test_says_which_step_failed_and_what_to_do(
    page: Callable[[], AppTest], transport: ScriptedTransport, ann: int
) -> None:
    transport.opening = Answer(Stage.AUTH, 535, "5.7.8 not right")
    opened = page()
    opened.button(key=f"mailboxes_{ann}_test").click().run()

    shown = text_of(opened)
    assert "Reach the mail server It answers." in shown
    assert "5.7.8 not right" in shown
    assert "Check the user and the password" in shown
    transport.opening = None
    opened.button(key=f"mailboxes_{ann}_test").click().run()
    assert "Sign in It lets this mailbox in." in text_of(opened)


@pytest.mark.usefixtures("manager")
def test_a_mailbox_is_removed(
    services: Services, actor: Actor, page: Callable[[], AppTest], ann: int
) -> None:
    from pages._ui import dialogs

    opened = page()
    opened.session_state[dialogs._key("mailboxes_removing")] = (ann,)
    opened.run()
    opened.button(key="mailboxes_removing_submit").click().run()

    with services.storage.read() as session:
        assert session.get(MailboxRow, ann) is None
    assert "ann@example.com is removed." in text_of(opened)


@pytest.mark.usefixtures("manager")
def test_the_limits_of_all_together_are_shown_and_changed(
    services: Services, actor: Actor, page: Callable[[], AppTest]
) -> None:
    change_workspace_limits(services, actor=actor, limits={"day": 100})
    opened = page()
    assert "All of them together: 100 in 24 hours." in text_of(opened)

    opened.button(key="mailboxes_workspace").click().run()
    opened.number_input(key="mailboxes_together_limits_domain").set_value(5)
    opened.button(key="mailboxes_together_submit").click().run()
    assert "All of them together: 100 in 24 hours, 5 to one domain in 24 hours." in text_of(opened)


def test_a_name_from_outside_is_text_and_nothing_else(
    services: Services, actor: Actor, page: Callable[[], AppTest], sign_in_as: SignInAs
) -> None:
    key = add_mailbox(
        services, actor=actor, address="x@example.com", display_name="<img src=x onerror=alert(1)>",
        transport_url="file:x",
    )  # fmt: skip
    pause_mailbox(services, actor=actor, mailbox_id=key, reason="<script>alert(1)</script>")
    sign_in_as(Role.ADMINISTRATOR)

    markup = " ".join(str(one.proto.body) for one in page().get("html"))

    assert "&lt;img" in markup
    assert "&lt;script&gt;alert(1)" in markup
    assert "<img" not in markup
    assert "<script" not in markup


def open_dialog(page: AppTest, name: str, key: int) -> AppTest:
    """As the menu of a mailbox does."""
    page.session_state[f"asked_{name}"] = (key,)
    return page.run()


@pytest.mark.usefixtures("manager")
def test_a_mailbox_gets_a_key_and_shows_the_record_to_publish(
    services: Services, page: Callable[[], AppTest], ann: int
) -> None:
    opened = open_dialog(page(), "mailboxes_signing", ann)
    opened.text_input(key="mailboxes_signing_selector").set_value("s1")
    opened.button(key="mailboxes_signing_submit").click().run()

    shown = text_of(opened)
    assert "Publish the record at s1._domainkey.example.com." in shown
    assert "v=DKIM1; k=rsa; p=" in shown
    assert "PRIVATE" not in shown


@pytest.mark.usefixtures("manager")
def test_a_key_that_is_none_is_refused_without_being_repeated(
    page: Callable[[], AppTest], ann: int
) -> None:
    opened = open_dialog(page(), "mailboxes_signing", ann)
    opened.text_area(key="mailboxes_signing_privateKey").set_value(CANARY)
    opened.button(key="mailboxes_signing_submit").click().run()

    assert "Must be a private key in PEM, without a passphrase." in text_of(opened)
    assert CANARY not in text_of(opened)


@pytest.mark.usefixtures("manager")
def test_a_mailbox_signs_in_by_token_and_no_input_shows_its_secrets(
    services: Services, page: Callable[[], AppTest], ann: int
) -> None:
    opened = open_dialog(page(), "mailboxes_oauth", ann)
    for field, value in {
        "tokenUrl": "https://login.example.com/token", "clientId": "client", "refreshToken": CANARY
    }.items():  # fmt: skip
        opened.text_input(key=f"mailboxes_oauth_oauth.{field}").set_value(value)
    opened.button(key="mailboxes_oauth_submit").click().run()

    assert "access token of https://login.example.com/token" in text_of(opened)
    again = open_dialog(opened, "mailboxes_oauth", ann)
    assert all(CANARY not in str(box.value) for box in again.text_input)
    assert CANARY not in (row(services, ann).oauth or "")


@pytest.mark.usefixtures("manager")
def test_checked_records_say_what_is_missing(
    services: Services, actor: Actor, page: Callable[[], AppTest], ann: int
) -> None:
    check_dns(services, actor=actor, mailbox_id=ann, look_up=lambda _: [])

    shown = text_of(page())

    assert "SPF missing The domain says of no server that it may send for it." in shown
    assert "DMARC missing" in shown
    assert "checked just now" in shown

"""A try of a mailbox says of each server whether it lets the mailbox in, and how to mend it."""

from dataclasses import dataclass, replace

import pytest

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.errors import Forbidden, NotFound
from crm_core.mail.imap import InboxFault
from crm_core.services import Services
from crm_core.usecases.mailbox_tests import try_mailbox
from crm_core.usecases.mailboxes import add_mailbox
from tests.servers import ScriptedTransport

CANARY = "canary-password"


@dataclass
class ScriptedInbox:
    """An inbox that opens, or says why not."""

    fault: str = ""
    closed: int = 0
    name: str = "imaps://mail.example.com:993/INBOX as ann"

    def open(self) -> "ScriptedInbox":
        if self.fault:
            raise InboxFault(self.fault)
        return self

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def inbox() -> ScriptedInbox:
    return ScriptedInbox()


@pytest.fixture
def here(services: Services, inbox: ScriptedInbox) -> Services:
    return replace(services, open_inbox=lambda _: inbox)  # type: ignore[arg-type, return-value]


@pytest.fixture
def ann(here: Services, actor: Actor) -> int:
    return add_mailbox(
        here, actor=actor, address="ann@example.com", display_name="Ann",
        transport_url=f"smtp://ann:{CANARY}@mail.example.com",
        inbox_url=f"imaps://ann:{CANARY}@mail.example.com/INBOX",
    )  # fmt: skip


def test_servers_that_let_it_in_pass_every_step(
    here: Services, actor: Actor, ann: int, inbox: ScriptedInbox, transport: ScriptedTransport
) -> None:
    steps = try_mailbox(here, actor=actor, mailbox_id=ann)

    assert [step.name for step in steps if step.passed and not step.mend] == [
        "Reach the mail server", "Encrypt the connection", "Sign in", "Open the inbox",
    ]  # fmt: skip
    assert (inbox.closed, transport.sent) == (1, [])


@pytest.mark.parametrize(
    ("answer", "failed", "mend"),
    [
        (Answer(Stage.CONNECT, None, "refused"), "Reach the mail server", "name and port"),
        (Answer(Stage.TLS, 554, "5.7.5 no"), "Encrypt the connection", "certificate"),
        (Answer(Stage.AUTH, 535, "5.7.8 no"), "Sign in", "app password"),
    ],
)
def test_the_step_that_fails_is_the_last_and_says_how_to_mend_it(
    here: Services,
    actor: Actor,
    ann: int,
    transport: ScriptedTransport,
    answer: Answer,
    failed: str,
    mend: str,
) -> None:
    transport.opening = answer

    *passed, last, inbox = try_mailbox(here, actor=actor, mailbox_id=ann)

    assert all(step.passed for step in (*passed, inbox))
    assert (last.name, last.passed) == (failed, False)
    assert mend in last.mend


@pytest.mark.parametrize(
    ("fault", "mend"),
    [
        ("The sign-in was refused: AUTHENTICATIONFAILED", "app password"),
        ("The folder cannot be opened: no such", "INBOX"),
        ("The server did not answer in time.", "firewall"),
        ("No trusted encryption with the server: expired", "certificate"),
    ],
)
def test_an_inbox_that_cannot_be_opened_says_how_to_mend_it(
    here: Services, actor: Actor, ann: int, inbox: ScriptedInbox, fault: str, mend: str
) -> None:
    inbox.fault = fault

    last = try_mailbox(here, actor=actor, mailbox_id=ann)[-1]

    assert (last.name, last.passed) == ("Open the inbox", False)
    assert fault in last.said
    assert mend in last.mend


def test_a_mailbox_without_an_inbox_is_tried_on_its_way_out_alone(
    here: Services, actor: Actor
) -> None:
    assert len(try_mailbox(here, actor=actor, mailbox_id=1)) == 3


def test_only_who_manages_mail_tries_a_mailbox_of_the_workspace(
    here: Services, actor: Actor, ann: int
) -> None:
    with pytest.raises(Forbidden):
        try_mailbox(here, actor=Actor(actor.tenant_id, Role.SALESPERSON, "user"), mailbox_id=ann)
    with pytest.raises(NotFound):
        try_mailbox(here, actor=replace(actor, tenant_id=99), mailbox_id=ann)
    with here.storage.write(), pytest.raises(RuntimeError):
        try_mailbox(here, actor=actor, mailbox_id=ann)

"""Mailboxes are added, changed, paused, resumed and removed; no secret of theirs comes out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailboxStatus
from crm_core.errors import Conflict, CrmError, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import AuditRow, EnrollmentRow, InboxRow, MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.access import add_user
from crm_core.usecases.enrollments import enroll_many as enroll_all
from crm_core.usecases.mailboxes import (
    add_mailbox,
    change_mailbox,
    change_workspace_limits,
    pause_mailbox,
    remove_mailbox,
    resume_mailbox,
)
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

CANARY = "canary-password"
SERVER = f"smtp://ann:{CANARY}@mail.example.com:2525"
INBOX = f"imaps://ann:{CANARY}@mail.example.com/INBOX"


def a_mailbox(services: Services, actor: Actor, **given: Any) -> int:
    return add_mailbox(
        services, actor=actor,
        **{"address": "ann@example.com", "display_name": "Ann", "transport_url": SERVER, **given},
    )  # fmt: skip


def row_of(services: Services, mailbox_id: int) -> MailboxRow:
    with services.storage.read() as session:
        return session.get_one(MailboxRow, mailbox_id)


def opened(services: Services, secret: str | None) -> str | None:
    return None if secret is None else services.secrets.decrypt(secret)


def the_default(services: Services) -> int:
    with services.storage.read() as session:
        return session.scalars(select(MailboxRow.id).where(MailboxRow.is_default)).one()


def test_a_new_mailbox_may_send_fifty_a_day_unless_its_adder_says_otherwise(
    services: Services, actor: Actor
) -> None:
    usual = a_mailbox(services, actor)
    free = a_mailbox(services, actor, address="bob@example.com", limits="none")
    ramped = a_mailbox(services, actor, address="cy@example.com", limits="day=50,ramp=10+5")

    assert row_of(services, usual).limits == {"day": 50}
    assert row_of(services, free).limits == {}
    assert row_of(services, ramped).limits == {"day": 50, "ramp": "10+5"}


def test_what_is_given_is_kept_with_its_secrets_encrypted_and_noted_without_them(
    services: Services, actor: Actor
) -> None:
    key = a_mailbox(
        services, actor, inbox_url=INBOX, signature="Ann\nSales", timezone="Europe/Rome"
    )

    row = row_of(services, key)
    assert (row.signature, row.timezone) == ("Ann\nSales", "Europe/Rome")
    assert (opened(services, row.transport), opened(services, row.inbox)) == (SERVER, INBOX)
    change_mailbox(services, actor=actor, mailbox_id=key, changes={"transportUrl": SERVER})
    with services.storage.read() as session:
        notes = [str(note.detail) for note in session.scalars(select(AuditRow))]
    assert CANARY not in f"{row.transport}{row.inbox}{notes}"
    assert any("transportUrl" in note for note in notes)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"limits": "week=1"}, "limits"),
        ({"limits": {"gap": -1}}, "limits.gap"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"inbox_url": "smtp://x"}, "inboxUrl"),
        ({"inbox_url": "imaps:///INBOX"}, "inboxUrl"),
        ({"owner_id": 999}, "ownerId"),
        ({"signature": "x" * 5_001}, "signature"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_nothing_is_written(
    services: Services, actor: Actor, given: dict[str, object], field: str
) -> None:
    with pytest.raises(CrmError) as refusal:
        a_mailbox(services, actor, **given)

    assert refusal.value.field == field
    with services.storage.read() as session:
        assert len(session.scalars(select(MailboxRow)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("smtp://ann@mail.example.com:2525", SERVER),
        ("smtps://ann@MAIL.example.com", f"smtps://ann:{CANARY}@mail.example.com"),
        ("smtp://ann:another@mail.example.com", "smtp://ann:another@mail.example.com"),
        ("smtp://mail.example.com", "smtp://mail.example.com"),
        ("", None),
    ],
)
def test_an_address_without_a_password_keeps_the_one_of_the_same_user_and_server(
    services: Services, actor: Actor, typed: str, kept: str | None
) -> None:
    key = a_mailbox(services, actor)

    change_mailbox(services, actor=actor, mailbox_id=key, changes={"transportUrl": typed})

    assert opened(services, row_of(services, key).transport) == kept


@pytest.mark.parametrize(
    "typed", ["smtp://ann@evil.example.com", "smtp://bob@mail.example.com:2525"]
)
def test_a_stored_password_goes_to_no_other_server_or_user(
    services: Services, actor: Actor, typed: str
) -> None:
    key = a_mailbox(services, actor)

    with pytest.raises(InvalidInput) as refusal:
        change_mailbox(services, actor=actor, mailbox_id=key, changes={"transportUrl": typed})

    assert refusal.value.field == "transportUrl"
    assert CANARY not in refusal.value.message
    assert opened(services, row_of(services, key).transport) == SERVER


@pytest.mark.parametrize(
    "changes",
    [{"transportUrl": SERVER}, {"inboxUrl": INBOX}, {"limits": "day=9"}, {"ownerId": 1}],
)
def test_what_the_default_mailbox_has_from_the_settings_stays(
    services: Services, actor: Actor, changes: dict[str, object]
) -> None:
    with pytest.raises(Conflict) as refusal:
        change_mailbox(services, actor=actor, mailbox_id=the_default(services), changes=changes)

    assert refusal.value.field == next(iter(changes))


def test_the_mailboxes_zone_goes_before_its_owners(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    """13:00 in Tokyo is before nine in Rome."""
    clock.at = clock.at.replace(hour=4)
    change_mailbox(
        services, actor=actor, mailbox_id=the_default(services), changes={"timezone": "Asia/Tokyo"}
    )
    key = enrolled(services, actor, a_sequence(services, actor, settings={"sendWindow": None}))

    run_touches(services)

    with services.storage.read() as session:
        assert session.get_one(EnrollmentRow, key).status == "COMPLETED"


def test_higher_limits_let_those_go_that_waited_for_slots(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    key = a_mailbox(each_services, actor, limits="day=1")
    sequence = a_sequence(each_services, actor)
    enroll_many(each_services, actor, sequence, 5)
    later = enrolled(
        each_services, actor,
        a_sequence(each_services, actor, {"type": "EMAIL_AUTO", "subject": "Later", "body": "Hi",
                                          "delay": {"value": 3, "unit": "DAYS"}}, name="Later"),
        a_lead(each_services, actor, 9),
    )  # fmt: skip
    with each_services.storage.write() as session:
        session.execute(update(EnrollmentRow).values(mailbox_id=key))
    assert run_touches(each_services).sent == 1

    change_mailbox(each_services, actor=actor, mailbox_id=key, changes={"limits": "day=3"})

    assert run_touches(each_services).sent == 2
    with each_services.storage.read() as session:
        assert session.get_one(EnrollmentRow, later).next_run_at == clock.now() + timedelta(days=3)


def test_after_other_settings_a_resumed_mailbox_lets_those_go_that_waited(
    services: Services, actor: Actor
) -> None:
    def limited(text: str) -> Services:
        settings = services.settings.model_copy(update={"crm_mail_limits": text})
        return replace(services, settings=settings)

    enroll_many(services, actor, a_sequence(services, actor), 3)
    assert run_touches(limited("day=1")).sent == 1
    pause_mailbox(services, actor=actor, mailbox_id=the_default(services))

    resume_mailbox(services, actor=actor, mailbox_id=the_default(services))

    assert run_touches(limited("none")).sent == 2


def test_a_workspaces_limits_are_by_day_and_domain(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    enroll_many(services, actor, a_sequence(services, actor), 4)
    change_workspace_limits(services, actor=actor, limits={"day": 2})
    assert run_touches(services).sent == 2

    change_workspace_limits(services, actor=actor, limits="none")
    assert run_touches(services).sent == 2
    with pytest.raises(InvalidInput) as refusal:
        change_workspace_limits(services, actor=actor, limits={"gap": 2})
    assert refusal.value.field == "limits.gap"


def test_a_paused_mailbox_says_by_whom_and_sends_again_when_resumed(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = the_default(services)
    pause_mailbox(services, actor=actor, mailbox_id=key)
    enrolled(services, actor, a_sequence(services, actor))

    assert run_touches(services).sent == 0
    assert row_of(services, key).paused_reason == "Paused by the command line."
    with pytest.raises(Conflict):
        pause_mailbox(services, actor=actor, mailbox_id=key)
    resume_mailbox(services, actor=actor, mailbox_id=key)
    assert run_touches(services).sent == 1
    assert row_of(services, key).health_since == clock.now()


def test_a_mailbox_in_use_is_removed_only_where_another_takes_over(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    key, usual = a_mailbox(each_services, actor), the_default(each_services)
    enrollments = enroll_many(each_services, actor, a_sequence(each_services, actor), 2)
    with each_services.storage.write() as session:
        session.execute(update(EnrollmentRow).values(mailbox_id=key))
        session.add(InboxRow(mailbox_id=key, tenant_id=actor.tenant_id))
    pause_mailbox(each_services, actor=actor, mailbox_id=key)
    run_touches(each_services)

    with pytest.raises(Conflict) as refusal:
        remove_mailbox(each_services, actor=actor, mailbox_id=key)
    assert refusal.value.field == "moveTo"
    assert refusal.value.message.startswith("2 enrollments that run send from this mailbox.")

    assert remove_mailbox(each_services, actor=actor, mailbox_id=key, move_to=usual) == 2
    assert run_touches(each_services).sent == 2
    with each_services.storage.read() as session:
        boxes = session.scalars(
            select(EnrollmentRow.mailbox_id).where(EnrollmentRow.id.in_(enrollments))
        ).all()
        assert set(boxes) == {usual}
        assert session.get(MailboxRow, key) is None


def test_a_mailbox_whose_enrollments_have_ended_is_removed_at_once(
    services: Services, actor: Actor
) -> None:
    key = a_mailbox(services, actor)
    enrolled(services, actor, a_sequence(services, actor))
    with services.storage.write() as session:
        session.execute(update(EnrollmentRow).values(mailbox_id=key))
    run_touches(services)

    assert remove_mailbox(services, actor=actor, mailbox_id=key) == 0


def test_the_default_mailbox_and_one_of_nobody_are_not_removed(
    services: Services, actor: Actor
) -> None:
    key = a_mailbox(services, actor)
    with pytest.raises(Conflict):
        remove_mailbox(services, actor=actor, mailbox_id=the_default(services))
    with pytest.raises(NotFound):
        remove_mailbox(services, actor=actor, mailbox_id=999)
    with pytest.raises(NotFound) as refusal:
        remove_mailbox(services, actor=actor, mailbox_id=key, move_to=999)
    assert refusal.value.field == "moveTo"
    with pytest.raises(InvalidInput):
        remove_mailbox(services, actor=actor, mailbox_id=key, move_to=key)


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON, Role.ROBOT])
def test_only_who_manages_mail_changes_mailboxes(
    services: Services, actor: Actor, role: Role
) -> None:
    key = the_default(services)
    other = Actor(actor.tenant_id, role, "user")

    for attempt in (
        lambda: a_mailbox(services, other),
        lambda: change_mailbox(services, actor=other, mailbox_id=key, changes={}),
        lambda: pause_mailbox(services, actor=other, mailbox_id=key),
        lambda: resume_mailbox(services, actor=other, mailbox_id=key),
        lambda: remove_mailbox(services, actor=other, mailbox_id=key),
        lambda: change_workspace_limits(services, actor=other, limits="none"),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert row_of(services, key).status == MailboxStatus.ACTIVE


def a_pool(services: Services, actor: Actor) -> list[int]:
    return [a_mailbox(services, actor, address=f"{name}@example.com") for name in ("x", "y", "z")]


def boxes_of(services: Services, keys: list[int]) -> list[int | None]:
    with services.storage.read() as session:
        rows = session.execute(
            select(EnrollmentRow.id, EnrollmentRow.mailbox_id).where(EnrollmentRow.id.in_(keys))
        )
        found = {row.id: row.mailbox_id for row in rows}
    return [found[key] for key in keys]


def test_a_pool_shares_new_enrollments_out_and_each_keeps_its_mailbox(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    pool = a_pool(each_services, actor)
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP, settings={"mailboxIds": pool})
    keys = enroll_many(each_services, actor, sequence, 6)
    assert boxes_of(each_services, keys) == pool * 2

    run_touches(each_services)
    clock.move(timedelta(days=1))
    run_touches(each_services)

    senders: dict[str, set[bytes]] = {}
    for to, payload in transport.sent:
        senders.setdefault(to, set()).add(payload.split(b"From: ")[1].split(b"\r\n")[0])
    assert [len(senders[f"ada{n}@example.com"]) for n in range(1, 7)] == [1] * 6
    assert boxes_of(each_services, keys) == pool * 2


def test_whoever_owns_several_mailboxes_shares_new_enrollments_out_among_them(
    each_services: Services, actor: Actor
) -> None:
    ann, bob, eve = (
        add_user(each_services, actor=actor, email=f"{name}@example.com", password="long enough 1",
                 role="salesperson")
        for name in ("ann", "bob", "eve")
    )  # fmt: skip
    own = [
        a_mailbox(each_services, actor, address=f"{name}@example.com", owner_id=ann)
        for name in ("x", "y", "z")
    ]
    (single,) = [a_mailbox(each_services, actor, address="b@example.com", owner_id=bob)]
    pause_mailbox(each_services, actor=actor, mailbox_id=own[1])
    leads = [
        a_lead(each_services, actor, number, owner_id=owner)
        for number, owner in enumerate([ann, bob, ann, eve, ann, ann, bob])
    ]
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)

    keys = [enrolled(each_services, actor, sequence, lead) for lead in leads[:3]]
    enroll_all(
        each_services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_ids=leads[3:]
    )

    keys += range(keys[-1] + 1, keys[-1] + 5)
    default = the_default(each_services)
    x, _, z = own
    assert boxes_of(each_services, keys) == [x, single, z, default, x, z, single]


def test_a_paused_mailbox_of_a_pool_gets_nobody_new(services: Services, actor: Actor) -> None:
    pool = a_pool(services, actor)
    pause_mailbox(services, actor=actor, mailbox_id=pool[0])
    sequence = a_sequence(services, actor, settings={"mailboxIds": pool})

    keys = enroll_many(services, actor, sequence, 4)

    assert boxes_of(services, keys) == pool[1:] * 2


def test_enrollments_of_a_pool_that_is_gone_are_held_with_the_reason(
    services: Services, actor: Actor
) -> None:
    (key,) = pool = [a_mailbox(services, actor)]
    sequence = a_sequence(services, actor, settings={"mailboxIds": pool})
    remove_mailbox(services, actor=actor, mailbox_id=key)

    enrollment = enrolled(services, actor, sequence)
    run_touches(services)

    with services.storage.read() as session:
        assert session.get_one(EnrollmentRow, enrollment).hold_reason == (
            "No mailbox sends for this."
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([999], "settings.mailboxIds[0]"),
        (["1"], "settings.mailboxIds[0]"),
        ([True], "settings.mailboxIds[0]"),
        ("1", "settings.mailboxIds"),
        (list(range(1, 102)), "settings.mailboxIds"),
    ],
)
def test_a_pool_of_what_is_no_mailbox_is_refused(
    services: Services, actor: Actor, given: object, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_sequence(services, actor, settings={"mailboxIds": given})
    assert refusal.value.field == field


def test_the_signature_is_a_merge_field(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    change_mailbox(
        services, actor=actor, mailbox_id=the_default(services), changes={"signature": "Ann, Sales"}
    )
    text = {"type": "EMAIL_AUTO", "subject": "Hi", "body": "Hello!\n\n{{ sender.signature }}"}
    enrolled(services, actor, a_sequence(services, actor, text))

    run_touches(services)

    assert b"Ann, Sales" in transport.sent[0][1]


@pytest.mark.parametrize("field", ["transportUrl", "inboxUrl"])
def test_a_stored_access_token_is_shown_to_no_other_provider(
    services: Services, actor: Actor, field: str
) -> None:
    key = a_mailbox(services, actor, transport_url="smtp://smtp.example.com", inbox_url="")
    account = {
        "tokenUrl": "https://example.com/token", "clientId": "c", "refreshToken": CANARY,
    }  # fmt: skip
    change_mailbox(services, actor=actor, mailbox_id=key, changes={"oauth": account})
    scheme = "smtp" if field == "transportUrl" else "imaps"

    changes: dict[str, object] = {field: f"{scheme}://ann:x@evil.example.net"}
    with pytest.raises(InvalidInput, match="another provider") as refused:
        change_mailbox(services, actor=actor, mailbox_id=key, changes=changes)

    assert refused.value.field == field
    changes = {field: f"{scheme}://ann:x@mail.example.com"}
    change_mailbox(services, actor=actor, mailbox_id=key, changes=changes)
    changes = {"oauth": None, field: f"{scheme}://ann:x@elsewhere.example.net"}
    change_mailbox(services, actor=actor, mailbox_id=key, changes=changes)

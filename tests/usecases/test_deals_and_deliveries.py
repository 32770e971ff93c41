"""Deals and their stages; mailboxes and settled deliveries."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.refusals import Answer, Stage
from crm_core.errors import CrmError, Forbidden, IllegalTransition
from crm_core.services import Services
from crm_core.storage.tables import DeliveryRow, MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.deals import create_deal, move_deal
from crm_core.usecases.deliveries import retry_held, settle_delivery
from crm_core.usecases.mailboxes import add_mailbox, resume_mailbox
from crm_core.views.activities import deal_timeline
from crm_core.views.deals import get_deal, list_deals
from crm_core.views.enrollments import get_enrollment
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.servers import ScriptedTransport


def test_a_deal_of_a_lead_is_its_persons_and_its_moves_stand_on_the_timeline(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, company="Acme")
    key = create_deal(
        each_services, actor=actor,
        deal={"name": "Twelve seats", "lead_id": lead, "amount": "1234.565", "currency": "usd"},
    )  # fmt: skip
    for stage in ("proposal", "PROPOSAL", "WON"):
        move_deal(each_services, actor=actor, deal_id=key, stage=stage)

    deal = get_deal(each_services, actor=actor, deal_id=key)
    assert (deal.stage, deal.amount, deal.currency) == ("WON", Decimal("1234.56"), "USD")
    assert deal.party_id is not None
    assert deal.company_id is not None
    moves = deal_timeline(each_services, actor=actor, deal_id=key).items
    assert [move.subject for move in moves] == ["PROPOSAL → WON", "NEW → PROPOSAL"]


@pytest.mark.parametrize(
    ("deal", "field"),
    [
        ({}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "D", "amount": -1}, "amount"),
        ({"name": "D", "amount": "many"}, "amount"),
        ({"name": "D", "amount": float("nan")}, "amount"),
        ({"name": "D", "amount": True}, "amount"),
        ({"name": "D", "currency": "EURO"}, "currency"),
        ({"name": "D", "currency": "ßa"}, "currency"),
        ({"name": "D", "stage": "MAYBE"}, "stage"),
        ({"name": "D", "lead_id": 10**9}, "leadId"),
        ({"name": "D", "party_id": 10**9}, "partyId"),
        ({"name": "D", "company_id": "x"}, "companyId"),
        ({"name": "D", "expected_close_on": "soon"}, "expectedCloseOn"),
        ({"name": "D", "color": "red"}, "deal.color"),
    ],
)
def test_a_bad_deal_is_refused_by_its_field_and_leaves_nothing(
    services: Services, actor: Actor, deal: dict[str, object], field: str
) -> None:
    with pytest.raises(CrmError) as refusal:
        create_deal(services, actor=actor, deal=deal)
    assert refusal.value.field == field
    assert list_deals(services, actor=actor).items == ()


def test_a_mailbox_of_ones_own_sends_for_its_owners_people_and_keeps_its_url_secret(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    from crm_core.usecases.access import add_user

    owner = add_user(
        services, actor=actor, email="ann@example.com", password="long enough", role="salesperson"
    )
    add_mailbox(
        services, actor=actor, address="ann@example.com", display_name="Ann",
        transport_url="smtp://ann:canary-password@127.0.0.1:2525", owner_id=owner,
    )  # fmt: skip
    enrolled(services, actor, a_sequence(services, actor), owner_id=owner)
    run_touches(services)

    assert b"From: Ann <ann@example.com>" in transport.sent[0][1]
    with services.storage.read() as session:
        stored = session.scalars(select(MailboxRow.transport)).all()
    assert not any("canary" in (text or "") for text in stored)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"address": ""}, "address"),
        ({"display_name": "Ann\r\nBcc: x@example.com"}, "displayName"),
    ],
)
def test_a_bad_mailbox_is_refused_by_its_field(
    services: Services, actor: Actor, given: dict[str, str], field: str
) -> None:
    good = {"address": "ann@example.com", "display_name": "Ann", "transport_url": "file:x"}
    with pytest.raises(CrmError) as refusal:
        add_mailbox(services, actor=actor, **{**good, **given})
    assert refusal.value.field == field


def test_a_mailbox_that_is_active_cannot_be_resumed(services: Services, actor: Actor) -> None:
    with pytest.raises(IllegalTransition):
        resume_mailbox(services, actor=actor, mailbox_id=1)
    seller = Actor(actor.tenant_id, Role.SALESPERSON, "user")
    with pytest.raises(Forbidden):
        resume_mailbox(services, actor=seller, mailbox_id=1)


def test_only_an_uncertain_delivery_can_be_settled(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    with services.storage.read() as session:
        key = session.scalars(select(DeliveryRow.id)).one()
    for arrived in (True, False):
        with pytest.raises(CrmError, match="uncertain"):
            settle_delivery(services, actor=actor, delivery_id=key, arrived=arrived)
    assert len(transport.sent) == 1


def test_an_uncertain_delivery_said_to_have_arrived_counts_from_when_it_went_out(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    transport.answer = lambda _: Answer(Stage.BODY, None, "reset")
    enrollment_id = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    with services.storage.read() as session:
        row = session.scalars(select(DeliveryRow)).one()
    retry_held(services, actor=actor, enrollment_id=enrollment_id)
    assert run_touches(services).waiting == 1, "looking again does not send again"

    settle_delivery(services, actor=actor, delivery_id=row.id, arrived=True)
    line = get_enrollment(services, actor=actor, enrollment_id=enrollment_id)
    assert line.current_step == 1
    assert line.next_run_at is not None
    assert row.taken_at is not None
    assert (line.next_run_at - row.taken_at).days == 1

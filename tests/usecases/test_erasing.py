"""Erasing a person: nothing tells who it was, what was done stays counted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from crm_core.copilot.consent import desk_of, propose_action
from crm_core.copilot.tools.drafts import create_email_draft
from crm_core.domain.csv_files import read_csv
from crm_core.domain.import_mapping import IGNORE, propose_mapping
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.tracking import Request
from crm_core.domain.words import (
    ActionStatus,
    DeliveryStatus,
    MailClass,
    SuppressionReason,
    TrackingKind,
    TurnRole,
)
from crm_core.errors import Conflict, Forbidden, InvalidInput, NotFound, SuppressedRecipient
from crm_core.mail.inbound.mail import BouncedRecipient
from crm_core.services import Services
from crm_core.storage.people import suppress_address
from crm_core.storage.tables import (
    ActionRow,
    ActivityRow,
    AuditRow,
    ConversationRow,
    DeliveryRow,
    EnrollmentRow,
    IdempotencyRow,
    ImportRow,
    InboundMessageRow,
    LeadRow,
    MailboxRow,
    PartyAddressRow,
    PartyRow,
    SuppressionRow,
    TrackingEventRow,
    TurnRow,
)
from crm_core.storage.types import Row
from crm_core.touches.run import run_touches
from crm_core.touches.tracking import step_key_of
from crm_core.usecases.access import add_user
from crm_core.usecases.activities import add_note
from crm_core.usecases.copilot_conversations import add_turn, start_conversation
from crm_core.usecases.erasing import NAME, erase_person
from crm_core.usecases.erasing_chats import TOLD
from crm_core.usecases.import_leads import import_leads
from crm_core.usecases.opt_outs import opt_out_by_link
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.usecases.tracking import Hit, record_hits
from crm_core.views.people import get_party
from tests.builders import CALL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_mail, received

MARK, ADDRESS, ALIAS = "zyxwv", "ada.zyxwv@zyxwv.test", "private@zyxwv.test"
KINDS = ["REPLY", "OUT_OF_OFFICE", "HARD_BOUNCE", "COMPLAINT", "UNSUBSCRIBE"]
EMAIL = {
    "type": "EMAIL_AUTO", "subject": "Hello {{ first_name }}",
    "body": "Hi {{ first_name }} of https://a.test/?who={{ email }}",
}  # fmt: skip


def left_of(services: Services, mark: str) -> list[str]:
    """The columns of the database in which a text still occurs."""
    found = []
    with services.storage.read() as session:
        for table in Row.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found += [
                    f"{table.name}.{name}"
                    for name, value in row._mapping.items()
                    if mark in str(value).lower()
                ]
    return found


@pytest.fixture
def person(each_services: Services, actor: Actor, clock: StoppedClock) -> int:
    """Somebody with whom everything happened that can: their id. All of it holds `MARK`."""
    services = each_services
    settings = {"tracking": {"opens": True, "clicks": True}}
    sequence = a_sequence(services, actor, EMAIL, CALL, FOLLOW_UP, settings=settings)
    lead = create_lead(
        services, actor=actor,
        lead={"first_name": MARK, "last_name": MARK, "email": ADDRESS, "phone": MARK,
              "title": MARK, "source": MARK, "custom": {"x": MARK}},
    )  # fmt: skip
    key = enrolled(services, actor, sequence, lead)
    assert run_touches(services).sent == 1
    clock.move(timedelta(hours=1))
    run_touches(services)
    with services.storage.read() as session:
        party = session.scalars(select(LeadRow.party_id).where(LeadRow.id == lead)).one()
        step = session.scalars(select(DeliveryRow.step_key)).one()
    add_note(services, actor=actor, party_id=party, text=f"{MARK} said so")
    browser, url = f"Mozilla/5.0 ({MARK})", f"https://{MARK}/"
    click = Request(TrackingKind.CLICK, clock.now(), "GET", browser, "h", url)
    hit = Hit(actor.tenant_id, step_key_of(key, step or ""), click)
    assert record_hits(services, [hit]) == [True]
    rows = f"Eve,not an address,\nA,bad,{ADDRESS}\nB,bad,{ADDRESS.upper()}\n"
    file = read_csv(f"first name,email,x\n{rows}".encode(), "f.csv")
    mapping = {**propose_mapping(file.columns), "x": IGNORE}
    assert import_leads(services, actor=actor, file=file, mapping=mapping).refused == 3
    now = clock.now()
    with services.storage.write() as session:
        suppress_address(session, actor.tenant_id, ALIAS, SuppressionReason.COMPLAINED, MARK, now)
        session.add_all([
            PartyAddressRow(
                tenant_id=actor.tenant_id, party_id=party, address=ALIAS, created_at=now
            ),
            InboundMessageRow(
                tenant_id=actor.tenant_id, fingerprint="f", status="PROCESSED", raw=MARK.encode(),
                received_at=now, from_address=ADDRESS, from_name=MARK, subject=MARK,
                message_id=f"{MARK}@x", references_=MARK, text=MARK, html=MARK, reply_text=MARK,
                label=MARK, reason=MARK, fault=MARK, classification="REPLY", party_id=party,
                bounced=[{"address": ADDRESS}],
            ),
            IdempotencyRow(
                tenant_id=actor.tenant_id, caller="c", key="k", request_hash="h", status=201,
                body=f'{{"email": "{ADDRESS}"}}'.encode(), created_at=now,
            ),
        ])  # fmt: skip
        session.execute(update(MailboxRow).values(paused_reason=f"550 no ({ADDRESS})"))
        session.execute(update(EnrollmentRow).values(hold_reason=MARK))
        session.execute(update(DeliveryRow).values(reason=f"to {ADDRESS}"))
    chat_about(services, actor, party)
    return party


def chat_about(services: Services, actor: Actor, party_id: int) -> None:
    """A colleague's chat with the copilot about the person, a card that waits in it, and a turn
    about somebody else."""
    user = add_user(
        services, actor=actor, email="mia@example.com", password="correct horse",
        role=Role.MANAGER, name="Mia",
    )  # fmt: skip
    person = Actor(actor.tenant_id, Role.MANAGER, "user", user, "Mia")
    chat = start_conversation(services, actor=person)
    fact = {"kind": "person", "id": party_id, "label": MARK, "text": "yes"}
    for role, text, content, facts in (
        (TurnRole.USER, f"What about {MARK.capitalize()}?", {}, []),
        (TurnRole.TOOL, "", {"tool": "get_timeline", "given": {"partyId": party_id}}, [fact]),
        (TurnRole.ASSISTANT, f"{ADDRESS.upper()} wrote.", {"model": "m"}, []),
        (TurnRole.USER, "And Eve?", {}, []),
    ):
        add_turn(
            services, actor=person, conversation_id=chat, role=role, text=text, content=content,
            facts=facts,
        )  # fmt: skip
    desk = desk_of(services, person, ZoneInfo("UTC"))
    given = create_email_draft.read_input({"partyId": party_id, "subject": "Hi", "body": MARK})
    propose_action(desk, tool=create_email_draft, given=given, conversation_id=chat)


def test_chats_tell_no_more_of_them_and_what_waited_is_void(
    each_services: Services, actor: Actor, person: int
) -> None:
    erase_person(each_services, actor=actor, party_id=person)

    with each_services.storage.read() as session:
        turns = session.scalars(select(TurnRow).order_by(TurnRow.id)).all()
        card = session.scalars(select(ActionRow)).one()
        title = session.scalars(select(ConversationRow.title)).one()
    assert [turn.text for turn in turns] == [TOLD, TOLD, TOLD, "And Eve?"]
    assert turns[1].content["tool"] == "get_timeline"
    assert turns[2].content["model"] == "m"
    assert (card.status, card.reason, title) == (ActionStatus.VOID, TOLD, TOLD)


def test_nothing_tells_who_it_was(each_services: Services, actor: Actor, person: int) -> None:
    places = {place.partition(".")[0] for place in left_of(each_services, MARK)}
    assert places >= {
        "parties", "leads", "activities", "deliveries", "inbound_messages", "party_addresses",
        "tracking_events", "imports", "idempotency_keys", "mailboxes", "suppressions",
        "enrollments", "copilot_turns", "copilot_actions", "copilot_conversations",
    }  # fmt: skip

    erase_person(each_services, actor=actor, party_id=person)

    assert left_of(each_services, MARK) == []
    line = get_party(each_services, actor=actor, party_id=person)
    assert (line.name, line.email, line.is_erased) == (NAME, None, True)


def test_the_numbers_stay(each_services: Services, actor: Actor, person: int) -> None:
    counted = (
        PartyRow, LeadRow, ActivityRow, DeliveryRow, EnrollmentRow, InboundMessageRow,
        TrackingEventRow, ImportRow,
    )  # fmt: skip

    def numbers() -> list[int | None]:
        with each_services.storage.read() as session:
            rows = [session.scalar(select(func.count()).select_from(row)) for row in counted]
            sent = session.scalar(
                select(func.count()).where(DeliveryRow.status == DeliveryStatus.SENT)
            )
            return [*rows, sent]

    before = numbers()
    erase_person(each_services, actor=actor, party_id=person)
    assert numbers() == before
    with each_services.storage.read() as session:
        text = session.scalars(select(ImportRow.refused_csv)).one()
    assert "not an address" in text


def test_what_runs_ends_and_nobody_brings_the_person_back(
    each_services: Services, actor: Actor, person: int
) -> None:
    erase_person(each_services, actor=actor, party_id=person)

    with each_services.storage.read() as session:
        assert set(session.scalars(select(EnrollmentRow.status))) == {"CANCELED"}
        assert "OPEN" not in set(session.scalars(select(ActivityRow.status)))
        rows = session.execute(select(SuppressionRow.email, SuppressionRow.reason)).all()
        assert sorted(rows) == [(None, "COMPLAINED"), (None, "MANUAL")]
        line = session.scalars(select(AuditRow).where(AuditRow.action == "person.erased")).one()
        assert (line.object_id, line.detail) == (person, {})
    for address in (ADDRESS, ALIAS.upper()):
        with pytest.raises(SuppressedRecipient):
            a_lead(each_services, actor, email=address)
    with pytest.raises(Conflict):
        update_person(each_services, actor=actor, party_id=person, changes={"first_name": "A"})
    with pytest.raises(Conflict):
        erase_person(each_services, actor=actor, party_id=person)


def test_a_link_of_an_old_message_leaves_nothing_new(
    each_services: Services, actor: Actor, person: int, clock: StoppedClock
) -> None:
    with each_services.storage.read() as session:
        enrollment, step = session.execute(
            select(DeliveryRow.enrollment_id, DeliveryRow.step_key)
        ).one()
    erase_person(each_services, actor=actor, party_id=person)
    hit = Hit(
        actor.tenant_id, step_key_of(enrollment, step), Request(TrackingKind.OPEN, clock.now())
    )
    assert record_hits(each_services, [hit]) == [False]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", [True, False])
def test_mail_that_comes_afterwards_leaves_nothing_new(
    each_services: Services, actor: Actor, person: int, kind: str, named: bool
) -> None:
    with each_services.storage.read() as session:
        ours = session.scalars(select(DeliveryRow.message_id)).one()
    erase_person(each_services, actor=actor, party_id=person)
    sender = "mailer-daemon@a.test" if kind in ("HARD_BOUNCE", "COMPLAINT") else ADDRESS
    mail = a_mail(
        MailClass(kind), from_address=sender, from_name=MARK, subject=MARK, text=MARK, html=MARK,
        reply_text=MARK, message_id=f"{MARK}@x", in_reply_to=ours if named else "",
        bounced=(BouncedRecipient(ADDRESS, "5.1.1", f"no {ADDRESS}", is_hard=True),),
    )  # fmt: skip

    received(each_services, actor, mail)
    received(each_services, actor, mail)

    assert left_of(each_services, MARK) == []
    with each_services.storage.read() as session:
        assert "" not in set(session.scalars(select(SuppressionRow.email)))


def test_the_unsubscribe_link_of_an_erased_person_changes_nothing(
    each_services: Services, actor: Actor, person: int
) -> None:
    with each_services.storage.read() as session:
        enrollment = session.scalars(select(DeliveryRow.enrollment_id)).one()
    token = each_services.secrets.unsubscribe_token(actor.tenant_id, str(enrollment))
    erase_person(each_services, actor=actor, party_id=person)
    opt_out_by_link(each_services, token=token)
    with each_services.storage.read() as session:
        assert set(session.scalars(select(SuppressionRow.email))) == {None}


def test_an_address_that_somebody_else_has_now_is_theirs(
    each_services: Services, actor: Actor, person: int
) -> None:
    update_person(each_services, actor=actor, party_id=person, changes={"email": "new@a.test"})
    other = create_party(each_services, actor=actor, party={"first_name": "Eve", "email": ADDRESS})

    erase_person(each_services, actor=actor, party_id=person)

    assert get_party(each_services, actor=actor, party_id=other).suppressed is None
    with pytest.raises(SuppressedRecipient):
        a_lead(each_services, actor, email="new@a.test")


def test_while_an_e_mail_goes_out_nothing_is_erased(
    each_services: Services, actor: Actor, person: int
) -> None:
    with each_services.storage.write() as session:
        session.execute(update(DeliveryRow).values(status=DeliveryStatus.SENDING, sent_at=None))
    before = left_of(each_services, MARK)

    with pytest.raises(Conflict, match="goes out just now"):
        erase_person(each_services, actor=actor, party_id=person)

    assert left_of(each_services, MARK) == before


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.SALESPERSON, Role.ROBOT])
def test_only_who_manages_erases(services: Services, actor: Actor, role: Role) -> None:
    party = create_party(services, actor=actor, party={"first_name": "Ada"})
    with pytest.raises(Forbidden):
        erase_person(services, actor=Actor(actor.tenant_id, role, "user", 1), party_id=party)
    with pytest.raises(NotFound):
        erase_person(services, actor=Actor(99, Role.ADMINISTRATOR, "cli"), party_id=party)
    company = create_party(services, actor=actor, party={"kind": "COMPANY", "name": "Acme"})
    with pytest.raises(InvalidInput):
        erase_person(services, actor=actor, party_id=company)

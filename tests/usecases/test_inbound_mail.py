"""What an incoming message leads to, once, whoever brings it and however often."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from crm_core.domain.permissions import Actor
from crm_core.domain.refusals import Answer, Stage
from crm_core.domain.words import (
    ActivitySource,
    EnrollmentStatus,
    EntityType,
    InboundStatus,
    MailClass,
    MatchedBy,
    Sentiment,
)
from crm_core.errors import HasLeft
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    LeadRow,
    MailboxRow,
    PartyAddressRow,
    PartyRow,
    SuppressionRow,
)
from crm_core.storage.types import Row
from crm_core.storage.workspace import create_workspace
from crm_core.touches.run import run_touches
from crm_core.usecases.access import command_line_actor
from crm_core.usecases.activities import complete_activity
from crm_core.usecases.corrections import correct_message
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.inbound_mail import receive_mail
from crm_core.usecases.people import update_person
from crm_core.views.activities import lead_timeline
from crm_core.views.conversations import count_open
from crm_core.views.enrollments import EnrollmentLine, get_enrollment
from tests.builders import CALL, DRAFT, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_bounce, a_mail, message_id_to, received
from tests.servers import ScriptedTransport

DAY = timedelta(days=1)
ADA = "ada1@example.com"
HARD, SOFT = MailClass.HARD_BOUNCE, MailClass.SOFT_BOUNCE


def line(services: Services, actor: Actor, key: int) -> EnrollmentLine:
    return get_enrollment(services, actor=actor, enrollment_id=key)


def ending(services: Services, actor: Actor, key: int) -> tuple[str, str | None]:
    found = line(services, actor, key)
    return found.status.value, found.stop_reason


def rows(services: Services, kind: type[Row]) -> list[Any]:
    with services.storage.read() as session:
        return list(session.scalars(select(kind).order_by(kind.id)))  # type: ignore[attr-defined]


def suppressed(services: Services) -> dict[str | None, str]:
    return {row.email: row.reason for row in rows(services, SuppressionRow)}


def party_of(services: Services, lead_id: int) -> int:
    with services.storage.read() as session:
        return session.get_one(LeadRow, lead_id).party_id


def enter(services: Services, actor: Actor, sequence_id: int, party_id: int) -> None:
    enroll_entity(
        services, actor=actor, sequence_id=sequence_id, entity_type=EntityType.PARTY,
        entity_id=party_id, start_at=None,
    )  # fmt: skip


def written_to(services: Services, actor: Actor, **facts: Any) -> int:
    """The enrollment of somebody who got the first of two e-mails."""
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP, **facts))
    assert run_touches(services).sent == 1
    return key


def test_a_reply_ends_every_sequence_of_the_person_and_stands_on_the_timeline(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    lead = rows(each_services, LeadRow)[0].id
    other = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), lead)
    drafting = enrolled(
        each_services, actor, a_sequence(each_services, actor, DRAFT, name="C"), lead
    )
    bystander = enrolled(
        each_services, actor, a_sequence(each_services, actor, CALL, name="D"),
        a_lead(each_services, actor, 2),
    )  # fmt: skip
    run_touches(each_services)
    mail = a_mail(
        in_reply_to=message_id_to(each_services), from_address="ada.private@example.org",
        sentiment=Sentiment.POSITIVE,
    )  # fmt: skip

    answer = received(each_services, actor, mail)

    assert (answer.classification, answer.matched_enrollment_id) == (MailClass.REPLY, key)
    for ended in (key, other, drafting):
        assert ending(each_services, actor, ended) == ("CANCELED", "REPLIED")
    assert ending(each_services, actor, bystander) == ("ACTIVE", None)
    shown = lead_timeline(each_services, actor=actor, lead_id=lead).items
    assert [(each.type, each.status, each.source) for each in shown] == [
        ("EMAIL", "DONE", "INBOX"),
        ("EMAIL", "CANCELED", "SEQUENCE"),
        ("CALL", "CANCELED", "SEQUENCE"),
        ("EMAIL", "DONE", "SEQUENCE"),
    ]
    kept = rows(each_services, InboundMessageRow)[0]
    assert (kept.matched_by, kept.status) == (MatchedBy.IN_REPLY_TO, InboundStatus.PROCESSED)
    came = rows(each_services, ActivityRow)[-1]
    assert (came.body, came.sentiment, came.inbound_id) == ("Yes.", "POSITIVE", kept.id)
    assert rows(each_services, DeliveryRow)[0].outcome == "REPLIED"
    assert suppressed(each_services) == {}


def test_a_reply_to_a_sequence_that_was_completed_still_counts(
    services: Services, actor: Actor
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor))
    run_touches(services)
    answer = received(services, actor, a_mail(in_reply_to=message_id_to(services)))
    assert answer.matched_enrollment_id == key
    assert ending(services, actor, key) == ("COMPLETED", None)
    assert rows(services, DeliveryRow)[0].outcome == "REPLIED"


@pytest.mark.parametrize("stops", [True, False])
def test_colleagues_stop_with_the_reply_where_the_sequence_says_so(
    each_services: Services, actor: Actor, stops: bool
) -> None:
    sequence = a_sequence(
        each_services, actor, EMAIL, FOLLOW_UP, settings={"stopCompanyOnReply": stops}
    )
    elsewhere = a_sequence(each_services, actor, EMAIL, FOLLOW_UP, name="Elsewhere",
                           settings={"stopCompanyOnReply": True})  # fmt: skip
    leads = [
        a_lead(each_services, actor, 1, company="Engines"),
        a_lead(each_services, actor, 2, company="Engines"),
        a_lead(each_services, actor, 3, company="Looms"),
        a_lead(each_services, actor, 4),
    ]
    keys = [enrolled(each_services, actor, sequence, lead) for lead in leads]
    apart = enrolled(each_services, actor, elsewhere, leads[1])
    run_touches(each_services)

    received(each_services, actor, a_mail(in_reply_to=message_id_to(each_services)))

    assert ending(each_services, actor, keys[0]) == ("CANCELED", "REPLIED")
    other = ("CANCELED", "COMPANY_REPLIED") if stops else ("ACTIVE", None)
    assert ending(each_services, actor, keys[1]) == other
    for key in (keys[2], keys[3], apart):
        assert ending(each_services, actor, key) == ("ACTIVE", None)


def test_who_has_left_is_written_to_no_more_and_somebody_looks_who_is_there_instead(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(each_services, actor, EMAIL, FOLLOW_UP)
    gone = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 1))
    other = enrolled(each_services, actor, sequence, a_lead(each_services, actor, 2))
    run_touches(each_services)
    mail = a_mail(MailClass.AUTO_REPLY, has_left=True, in_reply_to=message_id_to(each_services))

    received(each_services, actor, mail)

    assert ending(each_services, actor, gone) == ("CANCELED", "LEFT")
    assert ending(each_services, actor, other) == ("ACTIVE", None)
    assert suppressed(each_services) == {}
    assert rows(each_services, DeliveryRow)[0].outcome is None
    (kept,) = rows(each_services, InboundMessageRow)
    assert (kept.handled_at, kept.paused_until) == (None, None)
    assert count_open(each_services, actor=actor) == 1
    with pytest.raises(HasLeft):
        enter(each_services, actor, sequence, party_of(each_services, 1))


def test_another_automatic_reply_ends_nothing_and_nobody_has_to_look(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor)
    received(services, actor, a_mail(MailClass.AUTO_REPLY, in_reply_to=message_id_to(services)))
    assert ending(services, actor, key) == ("ACTIVE", None)
    assert count_open(services, actor=actor) == 0


def test_that_somebody_left_can_be_said_to_be_wrong(services: Services, actor: Actor) -> None:
    written_to(services, actor)
    mail = a_mail(MailClass.AUTO_REPLY, has_left=True, in_reply_to=message_id_to(services))
    inbound = received(services, actor, mail).inbound_id
    assert inbound is not None

    said = correct_message(services, actor=actor, inbound_id=inbound, classification="UNRELATED")

    assert "What it ended stays ended; enroll the person again" in said
    anew = a_sequence(services, actor, name="Anew")
    enter(services, actor, anew, party_of(services, 1))


@pytest.mark.parametrize(
    ("how", "by"),
    [
        ("reply", MatchedBy.IN_REPLY_TO),
        ("references", MatchedBy.REFERENCES),
        ("tag", MatchedBy.TAG),
        ("address", MatchedBy.ADDRESS),
        ("alias", MatchedBy.ALIAS),
    ],
)
def test_a_reply_is_matched_by_what_only_it_can_hold_first(
    each_services: Services, actor: Actor, how: str, by: MatchedBy
) -> None:
    key = written_to(each_services, actor)
    ours, party = message_id_to(each_services), party_of(each_services, 1)
    with each_services.storage.write() as session:
        session.add(
            PartyAddressRow(tenant_id=actor.tenant_id, party_id=party, address="ada@home.example",
                            source="said so", created_at=each_services.clock.now())
        )  # fmt: skip
    tag = each_services.secrets.reply_tag(actor.tenant_id, key).upper()
    ways = ["reply", "references", "tag", "address", "alias"]
    present = ways[ways.index(how) :]
    mail = a_mail(
        from_address=ADA if how == "address" else "ada@home.example" if "alias" in present else "",
        in_reply_to=ours if "reply" in present else "else@example.com",
        references=("x@example.com", ours, "y@example.com") if "references" in present else (),
        recipients=(f"sales+{tag}@example.com",) if "tag" in present else ("sales@example.com",),
    )

    assert received(each_services, actor, mail).matched_enrollment_id == key

    kept = rows(each_services, InboundMessageRow)[0]
    assert (kept.matched_by, kept.party_id) == (by, party)
    assert ending(each_services, actor, key) == ("CANCELED", "REPLIED")


def test_the_first_of_a_long_line_of_references_is_what_we_wrote(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor)
    others = tuple(f"{number}@example.net" for number in range(200))
    mail = a_mail(from_address="", references=(message_id_to(services), *others))
    assert received(services, actor, mail).matched_enrollment_id == key


def test_a_tag_that_we_did_not_make_matches_nobody(services: Services, actor: Actor) -> None:
    key = written_to(services, actor)
    other = services.secrets.reply_tag(actor.tenant_id + 1, key)
    forged = services.secrets.reply_tag(actor.tenant_id, key)[:-1] + "1"
    for tag in (other, forged, "newsletter", ""):
        mail = a_mail(from_address="", recipients=(f"sales+{tag}@example.com",))
        assert received(services, actor, mail).classification is MailClass.UNRELATED
    assert ending(services, actor, key) == ("ACTIVE", None)


def test_another_workspaces_messages_and_people_match_nobody_here(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    with each_services.storage.write() as session:
        there = command_line_actor(
            create_workspace(session, "Else", "else@example.net", each_services.clock.now())
        )
    mail = a_mail(in_reply_to=message_id_to(each_services))

    answer = received(each_services, there, mail)

    assert (answer.classification, answer.matched_enrollment_id) == (MailClass.UNRELATED, None)
    assert ending(each_services, actor, key) == ("ACTIVE", None)


def test_a_colleague_of_ours_in_the_crm_who_answers_in_anothers_thread_stops_both(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor)
    second = enrolled(
        services, actor, a_sequence(services, actor, CALL, name="B"), a_lead(services, actor, 2)
    )
    mail = a_mail(in_reply_to=message_id_to(services), from_address="ada2@example.com")
    received(services, actor, mail)
    assert ending(services, actor, key) == ("CANCELED", "REPLIED")
    assert ending(services, actor, second) == ("CANCELED", "REPLIED")


@pytest.mark.parametrize("kind", [MailClass.AUTO_REPLY, MailClass.DELIVERY_NOTICE, MailClass.OWN])
def test_what_machines_and_we_ourselves_write_stops_nobody(
    services: Services, actor: Actor, kind: MailClass
) -> None:
    key = written_to(services, actor)
    answer = received(services, actor, a_mail(kind, in_reply_to=message_id_to(services)))
    assert answer.classification is kind
    assert ending(services, actor, key) == ("ACTIVE", None)
    assert rows(services, DeliveryRow)[0].outcome is None
    lines = [row for row in rows(services, ActivityRow) if row.source == ActivitySource.INBOX]
    assert len(lines) == (kind is MailClass.AUTO_REPLY)


def test_a_hard_bounce_stops_the_person_and_suppresses_the_address(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    lead = rows(each_services, LeadRow)[0].id
    other = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), lead)
    mail = a_bounce(HARD, original_message_id=message_id_to(each_services))

    answer = received(each_services, actor, mail)

    assert (answer.classification, answer.bounced_recipients) == (HARD, (ADA,))
    assert answer.matched_enrollment_id == key
    assert suppressed(each_services) == {ADA: "BOUNCED"}
    for ended in (key, other):
        assert ending(each_services, actor, ended) == ("CANCELED", "BOUNCED")
    assert rows(each_services, DeliveryRow)[0].outcome == "BOUNCED"
    assert "no such user here" in (line(each_services, actor, key).stop_detail or "")


def test_a_bounce_without_our_message_is_found_by_its_address(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    received(each_services, actor, a_bounce(HARD))
    assert rows(each_services, InboundMessageRow)[0].matched_by == MatchedBy.BOUNCE
    assert ending(each_services, actor, key) == ("CANCELED", "BOUNCED")
    assert suppressed(each_services) == {ADA: "BOUNCED"}


def test_an_address_that_we_did_not_write_to_is_never_suppressed(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    untouched = enrolled(
        each_services, actor, a_sequence(each_services, actor, FOLLOW_UP | {"subject": "Later"},
                                         name="B"),
        a_lead(each_services, actor, 2),
    )  # fmt: skip
    for address in ("stranger@example.org", "ada2@example.com", ""):
        received(each_services, actor, a_bounce(HARD, address))
    assert suppressed(each_services) == {}
    for goes_on in (key, untouched):
        assert ending(each_services, actor, goes_on) == ("ACTIVE", None)


def test_whoever_has_another_address_since_goes_on(services: Services, actor: Actor) -> None:
    key = written_to(services, actor)
    party = party_of(services, 1)
    mail = a_bounce(HARD, original_message_id=message_id_to(services))
    update_person(services, actor=actor, party_id=party, changes={"email": "new@example.com"})
    received(services, actor, mail)
    assert suppressed(services) == {ADA: "BOUNCED"}
    assert ending(services, actor, key) == ("ACTIVE", None)


def test_an_address_that_a_person_has_since_is_not_one_that_we_wrote_to(
    services: Services, actor: Actor
) -> None:
    key = written_to(services, actor)
    party = party_of(services, 1)
    update_person(services, actor=actor, party_id=party, changes={"email": "new@example.com"})
    received(services, actor, a_bounce(HARD, "new@example.com"))
    assert suppressed(services) == {}
    assert ending(services, actor, key) == ("ACTIVE", None)


def test_a_soft_bounce_is_tried_again_as_the_same_message_and_the_third_stops(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    key = written_to(each_services, actor)
    ours = message_id_to(each_services)

    received(each_services, actor, a_bounce(SOFT, original_message_id=ours, status="4.2.2"))

    first = line(each_services, actor, key)
    assert (first.status, first.current_step) == (EnrollmentStatus.ACTIVE, 0)
    assert first.next_run_at == clock.now() + DAY
    assert (rows(each_services, DeliveryRow)[0].status, len(transport.sent)) == ("deferred", 1)
    assert run_touches(each_services).processed == 0
    clock.move(DAY)
    assert run_touches(each_services).sent == 1
    assert line(each_services, actor, key).current_step == 1
    received(each_services, actor, a_bounce(SOFT, original_message_id=ours, status="4.2.2"))
    assert line(each_services, actor, key).next_run_at == clock.now() + 2 * DAY
    clock.move(2 * DAY)
    assert run_touches(each_services).sent == 1
    received(each_services, actor, a_bounce(SOFT, original_message_id=ours, status="4.2.2"))

    assert ending(each_services, actor, key) == ("CANCELED", "BOUNCED")
    assert suppressed(each_services) == {}
    assert [delivery.message_id for delivery in rows(each_services, DeliveryRow)] == [ours]
    assert {payload.count(ours.encode()) for _, payload in transport.sent} == {1}
    assert len(transport.sent) == 3
    emails = [r for r in rows(each_services, ActivityRow) if r.source == ActivitySource.SEQUENCE]
    assert [email.status for email in emails] == ["DONE"] * 3


def test_what_came_back_did_go_out_though_its_enrollment_ends_during_the_second_try(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    key = written_to(each_services, actor)
    ours = message_id_to(each_services)
    received(each_services, actor, a_bounce(SOFT, original_message_id=ours, status="4.2.2"))
    clock.move(DAY)

    def answer(_: str) -> Answer:
        set_enrollment_status(
            each_services, actor=actor, enrollment_id=key, status=EnrollmentStatus.CANCELED
        )
        return Answer(Stage.CONNECT, None, "connection reset")

    transport.answer = answer
    run_touches(each_services)

    (kept,) = rows(each_services, DeliveryRow)
    assert (kept.status, kept.outcome, kept.message_id) == ("sent", "SOFT_BOUNCED", ours)


def test_a_soft_bounce_that_comes_after_the_next_step_is_only_counted(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(each_services, actor)
    first = message_id_to(each_services)
    clock.move(DAY)
    assert run_touches(each_services).sent == 1
    before = line(each_services, actor, key)
    received(each_services, actor, a_bounce(SOFT, original_message_id=first))
    assert line(each_services, actor, key) == before
    assert [row.status for row in rows(each_services, DeliveryRow)] == ["sent", "sent"]
    assert rows(each_services, PartyRow)[0].soft_bounces == 1


def test_a_soft_bounce_takes_no_step_back_whose_next_was_given_to_a_person(
    services: Services, actor: Actor
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, CALL))
    run_touches(services)
    run_touches(services)
    before = line(services, actor, key)
    received(services, actor, a_bounce(SOFT, original_message_id=message_id_to(services)))
    assert line(services, actor, key) == before
    assert rows(services, PartyRow)[0].soft_bounces == 1


def test_a_soft_bounce_takes_no_step_back_whose_next_a_person_has_done(
    services: Services, actor: Actor
) -> None:
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, CALL, FOLLOW_UP))
    run_touches(services)
    run_touches(services)
    call = next(row for row in rows(services, ActivityRow) if row.status == "OPEN")
    complete_activity(services, actor=actor, activity_id=call.id)
    before = line(services, actor, key)
    received(services, actor, a_bounce(SOFT, original_message_id=message_id_to(services)))
    assert line(services, actor, key) == before


def test_a_paused_enrollment_stays_paused_when_its_e_mail_came_back(
    services: Services, actor: Actor, clock: StoppedClock
) -> None:
    key = written_to(services, actor)
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="PAUSED")
    received(services, actor, a_bounce(SOFT, original_message_id=message_id_to(services)))
    paused = line(services, actor, key)
    assert (paused.status, paused.current_step, paused.next_run_at) == ("PAUSED", 0, None)
    clock.move(DAY)
    set_enrollment_status(services, actor=actor, enrollment_id=key, status="ACTIVE")
    assert run_touches(services).sent == 1


def test_a_reply_forgets_the_soft_bounces(services: Services, actor: Actor) -> None:
    written_to(services, actor)
    ours = message_id_to(services)
    received(services, actor, a_bounce(SOFT, original_message_id=ours))
    assert rows(services, PartyRow)[0].soft_bounces == 1
    received(services, actor, a_mail(in_reply_to=ours))
    assert rows(services, PartyRow)[0].soft_bounces == 0
    delivery = rows(services, DeliveryRow)[0]
    assert (delivery.status, delivery.outcome) == ("sent", "REPLIED")
    assert delivery.sent_at is not None


def test_a_refusal_of_the_mailbox_pauses_it_and_suppresses_nobody(
    each_services: Services, actor: Actor, clock: StoppedClock, transport: ScriptedTransport
) -> None:
    key = written_to(each_services, actor)
    mail = a_bounce(
        HARD, status="5.7.26", is_mailbox_fault=True,
        original_message_id=message_id_to(each_services),
    )  # fmt: skip
    received(each_services, actor, mail)
    mailbox = rows(each_services, MailboxRow)[0]
    assert mailbox.status == "PAUSED"
    assert "5.7.26 no such user here" in mailbox.paused_reason
    assert suppressed(each_services) == {}
    assert ending(each_services, actor, key) == ("ACTIVE", None)
    assert run_touches(each_services).waiting == 1
    assert len(transport.sent) == 1


@pytest.mark.parametrize("matched", [True, False])
def test_a_complaint_stops_everything_at_once(
    each_services: Services, actor: Actor, matched: bool
) -> None:
    key = written_to(each_services, actor)
    other = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), 1)
    ours = message_id_to(each_services) if matched else None
    mail = a_bounce(MailClass.COMPLAINT, original_message_id=ours)

    assert received(each_services, actor, mail).classification is MailClass.COMPLAINT

    assert suppressed(each_services) == {ADA: "COMPLAINED"}
    for ended in (key, other):
        assert ending(each_services, actor, ended) == ("CANCELED", "COMPLAINED")
    assert rows(each_services, DeliveryRow)[0].outcome == "COMPLAINED"


def test_a_complaint_about_nobody_here_does_nothing(services: Services, actor: Actor) -> None:
    key = written_to(services, actor)
    received(services, actor, a_bounce(MailClass.COMPLAINT, "stranger@example.org"))
    assert suppressed(services) == {}
    assert ending(services, actor, key) == ("ACTIVE", None)


def test_asking_to_stop_in_words_opts_out_of_every_sequence(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    other = enrolled(each_services, actor, a_sequence(each_services, actor, CALL, name="B"), 1)
    mail = a_mail(
        MailClass.UNSUBSCRIBE, in_reply_to=message_id_to(each_services),
        from_address="ada.private@example.org",
    )  # fmt: skip
    received(each_services, actor, mail)
    assert suppressed(each_services) == {ADA: "OPTED_OUT", "ada.private@example.org": "OPTED_OUT"}
    for ended in (key, other):
        assert ending(each_services, actor, ended) == ("CANCELED", "OPTED_OUT")


def test_a_stranger_who_asks_to_be_left_alone_is(services: Services, actor: Actor) -> None:
    key = written_to(services, actor)
    received(services, actor, a_mail(MailClass.UNSUBSCRIBE, from_address="eva@elsewhere.example"))
    assert suppressed(services) == {"eva@elsewhere.example": "OPTED_OUT"}
    assert ending(services, actor, key) == ("ACTIVE", None)


def test_an_answer_settles_an_e_mail_whose_fate_was_uncertain(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    with each_services.storage.write() as session:
        session.execute(update(DeliveryRow).values(status="uncertain", sent_at=None))
        session.execute(
            update(EnrollmentRow).values(position=0, next_run_at=None, hold_gate="delivery")
        )
        session.query(ActivityRow).delete()
    received(
        each_services, actor,
        a_mail(MailClass.AUTO_REPLY, in_reply_to=message_id_to(each_services)),
    )  # fmt: skip
    assert rows(each_services, DeliveryRow)[0].status == "sent"
    moved = line(each_services, actor, key)
    assert (moved.current_step, moved.hold_reason) == (1, None)
    assert moved.next_run_at == each_services.clock.now() + DAY


def test_the_same_message_by_eight_at_once_has_one_effect(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    mail = a_bounce(SOFT, original_message_id=message_id_to(each_services))
    together = Barrier(8)

    def bring(_: int) -> bool:
        together.wait(30)
        return received(each_services, actor, mail).is_new

    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(bring, range(8)))

    assert sorted(new) == [False] * 7 + [True]
    assert rows(each_services, PartyRow)[0].soft_bounces == 1
    assert len(rows(each_services, InboundMessageRow)) == 1
    assert ending(each_services, actor, key) == ("ACTIVE", None)


def test_replies_of_colleagues_at_once_wait_for_each_other_and_stop_all(
    each_services: Services, actor: Actor
) -> None:
    sequence = a_sequence(
        each_services, actor, EMAIL, FOLLOW_UP, settings={"stopCompanyOnReply": True}
    )
    keys = [
        enrolled(each_services, actor, sequence, a_lead(each_services, actor, n, company="Engines"))
        for n in range(1, 9)
    ]
    run_touches(each_services)
    together = Barrier(8)

    def answer(number: int) -> MailClass:
        address = f"ada{number}@example.com"
        mail = a_mail(in_reply_to=message_id_to(each_services, address), from_address=address)
        together.wait(30)
        return received(each_services, actor, mail).classification

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(answer, range(1, 9))) == {MailClass.REPLY}

    assert {ending(each_services, actor, key)[0] for key in keys} == {"CANCELED"}
    with each_services.storage.read() as session:
        query = select(func.count()).where(ActivityRow.source == ActivitySource.INBOX)
        assert session.scalar(query) == 8


def test_what_cannot_be_acted_upon_is_set_aside_alone(
    each_services: Services, actor: Actor
) -> None:
    key = written_to(each_services, actor)
    ours = message_id_to(each_services)
    broken = replace(a_mail(in_reply_to=ours), sentiment="GRIM")  # no such word

    answer = received(each_services, actor, broken)

    assert answer.status is InboundStatus.QUARANTINED
    kept = rows(each_services, InboundMessageRow)[0]
    assert (kept.raw, kept.classification) == (b"Subject: as read\r\n\r\n", None)
    assert "IntegrityError" in kept.fault
    assert ending(each_services, actor, key) == ("ACTIVE", None)
    assert received(each_services, actor, broken).status is InboundStatus.QUARANTINED
    received(each_services, actor, a_mail(in_reply_to=ours))
    assert ending(each_services, actor, key) == ("CANCELED", "REPLIED")


def test_nul_and_lone_surrogates_are_stored_on_both_databases(
    each_services: Services, actor: Actor
) -> None:
    mail = a_mail(subject="a\0b\ud800", text="\0", reply_text="\udfff", from_name="x" * 900)
    assert received(each_services, actor, mail).status is InboundStatus.PROCESSED
    assert rows(each_services, InboundMessageRow)[0].subject == "ab?"


RAW = b"""From: Ada <ADA1@example.com>\r
To: sales@example.com\r
Subject: Re: Hello\r
Message-ID: <answer@example.com>\r
In-Reply-To: <%s>\r
\r
Yes, please.\r
"""


def test_a_raw_message_is_read_and_received_once(each_services: Services, actor: Actor) -> None:
    key = written_to(each_services, actor)
    raw = RAW % message_id_to(each_services).encode()
    first = receive_mail(each_services, raw=raw)
    again = receive_mail(each_services, raw=b"Received: by another way\r\n" + raw)
    assert first.is_new
    assert again == first._replace(is_new=False)
    assert (first.message_id, first.matched_enrollment_id) == ("answer@example.com", key)
    assert ending(each_services, actor, key) == ("CANCELED", "REPLIED")


def test_a_message_goes_to_the_workspace_whose_e_mail_it_answers(
    each_services: Services, actor: Actor
) -> None:
    """Both default mailboxes follow the settings and share an address."""
    with each_services.storage.write() as session:
        there = command_line_actor(
            create_workspace(session, "Demo", "sales@example.com", each_services.clock.now())
        )
    key = written_to(each_services, there)
    raw = RAW % message_id_to(each_services).encode()
    assert receive_mail(each_services, raw=raw).matched_enrollment_id == key
    assert rows(each_services, InboundMessageRow)[0].tenant_id == there.tenant_id
    unknown = RAW.replace(b"answer@", b"other@") % b"nothing@example.com"
    assert receive_mail(each_services, raw=unknown).matched_enrollment_id == key


def test_garbage_is_set_aside_and_again_changes_nothing(
    each_services: Services, actor: Actor
) -> None:
    raw = b"\x00\xff" * 300_000
    for _ in range(2):
        answer = receive_mail(each_services, raw=raw)
        assert answer.status is InboundStatus.QUARANTINED
    kept = rows(each_services, InboundMessageRow)
    assert [len(row.raw) for row in kept] == [256 * 1024]


def test_our_own_mail_is_no_reply(services: Services, actor: Actor) -> None:
    key = written_to(services, actor)
    raw = (RAW % message_id_to(services).encode()).replace(b"ADA1@", b"Sales@")
    assert receive_mail(services, raw=raw).classification is MailClass.OWN
    assert ending(services, actor, key) == ("ACTIVE", None)

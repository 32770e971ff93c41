"""What a person says of a message is kept, and what should have followed does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailClass, Sentiment
from crm_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import (
    ActivityRow,
    CorrectionRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
    SuppressionRow,
)
from crm_core.touches.run import run_touches
from crm_core.usecases.corrections import SAYS_SO, correct_message
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_bounce, a_mail, message_id_to, received

DAY = timedelta(days=1)


def came(services: Services, actor: Actor, kind: MailClass, **facts: object) -> int:
    """Ada got the first of two e-mails, and a message of this class came back."""
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    mail = a_mail(kind, in_reply_to=message_id_to(services), **facts)
    key = received(services, actor, mail).inbound_id
    assert key is not None
    return key


def message(services: Services, key: int) -> InboundMessageRow:
    with services.storage.read() as session:
        return session.get_one(InboundMessageRow, key)


def enrollment(services: Services) -> tuple[str, str | None]:
    with services.storage.read() as session:
        row = session.scalars(select(EnrollmentRow)).one()
        return row.status, row.stop_reason


def corrections(services: Services) -> list[tuple[str, str, str]]:
    with services.storage.read() as session:
        rows = session.scalars(select(CorrectionRow).order_by(CorrectionRow.id))
        return [(row.field, row.before, row.after) for row in rows]


def on_the_timeline(services: Services, key: int) -> list[ActivityRow]:
    with services.storage.read() as session:
        return list(session.scalars(select(ActivityRow).where(ActivityRow.inbound_id == key)))


@pytest.mark.parametrize("kind", [MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE])
def test_said_to_be_a_reply_it_ends_what_runs_and_waits_for_somebody(
    each_services: Services, actor: Actor, clock: StoppedClock, kind: MailClass
) -> None:
    key = came(each_services, actor, kind)
    assert message(each_services, key).handled_at is not None
    clock.move(DAY)

    said = correct_message(each_services, actor=actor, inbound_id=key, classification="REPLY")
    again = correct_message(each_services, actor=actor, inbound_id=key, classification="REPLY")

    assert said == "It counts as a reply. 1 sequence ended as answered."
    assert again == SAYS_SO
    assert enrollment(each_services) == ("CANCELED", "REPLIED")
    row = message(each_services, key)
    assert (row.classification, row.handled_at, row.paused_until) == ("REPLY", None, None)
    assert corrections(each_services) == [("classification", kind, "REPLY")]
    assert len(on_the_timeline(each_services, key)) == 1
    with each_services.storage.read() as session:
        assert session.scalars(select(DeliveryRow.outcome)).one() == "REPLIED"
        assert session.scalars(select(PartyRow.away_until)).one() is None


def test_of_two_who_say_it_at_once_one_is_heard(each_services: Services, actor: Actor) -> None:
    key = came(each_services, actor, MailClass.AUTO_REPLY)
    together = Barrier(2)

    def say(_: int) -> str:
        together.wait()
        return correct_message(each_services, actor=actor, inbound_id=key, classification="REPLY")

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(say, range(2)))
    assert said == ["It counts as a reply. 1 sequence ended as answered.", SAYS_SO]
    assert corrections(each_services) == [("classification", "AUTO_REPLY", "REPLY")]
    assert len(on_the_timeline(each_services, key)) == 1


@pytest.mark.parametrize("back", [None, date(2026, 3, 12)])
def test_said_to_be_an_absence_it_pauses_what_runs(
    each_services: Services, actor: Actor, back: date | None
) -> None:
    key = came(each_services, actor, MailClass.AUTO_REPLY)

    said = correct_message(
        each_services, actor=actor, inbound_id=key, classification="OUT_OF_OFFICE", returns_on=back
    )

    day = "12 March 2026" if back else "16 March 2026"
    assert said == f"It counts as an absence. 1 sequence paused until {day}."
    assert enrollment(each_services) == ("PAUSED", None)
    assert message(each_services, key).paused_until is not None


def test_what_a_wrong_reply_ended_stays_ended_and_is_named(
    each_services: Services, actor: Actor
) -> None:
    key = came(each_services, actor, MailClass.REPLY)
    said = correct_message(each_services, actor=actor, inbound_id=key, classification="AUTO_REPLY")
    assert said.endswith("What it ended stays ended; enroll the person again where that was wrong.")
    assert enrollment(each_services) == ("CANCELED", "REPLIED")
    assert message(each_services, key).handled_at is not None


def test_said_to_be_a_wish_no_mail_goes_to_the_person_any_more(
    each_services: Services, actor: Actor
) -> None:
    key = came(each_services, actor, MailClass.AUTO_REPLY, from_address="ada@home.example")
    said = correct_message(each_services, actor=actor, inbound_id=key, classification="UNSUBSCRIBE")
    assert "1 sequence ended. No mail goes to ada1@example.com and ada@home.example" in said
    assert enrollment(each_services) == ("CANCELED", "OPTED_OUT")
    with each_services.storage.read() as session:
        listed = set(session.scalars(select(SuppressionRow.email)))
    assert listed == {"ada1@example.com", "ada@home.example"}


def test_a_bounce_that_was_none_leaves_its_suppression_and_says_so(
    services: Services, actor: Actor
) -> None:
    enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    key = received(services, actor, a_bounce(MailClass.HARD_BOUNCE)).inbound_id
    assert key is not None
    said = correct_message(services, actor=actor, inbound_id=key, classification="REPLY")
    assert "the address stays on the suppression list" in said
    with services.storage.read() as session:
        assert session.scalars(select(SuppressionRow.reason)).one() == "BOUNCED"


def test_intent_and_sentiment_are_kept_and_shown_on_the_timeline(
    each_services: Services, actor: Actor
) -> None:
    key = came(each_services, actor, MailClass.REPLY, sentiment=Sentiment.NEGATIVE)
    said = correct_message(
        each_services, actor=actor, inbound_id=key, intent="POSITIVE", sentiment="POSITIVE",
        label="Wants a call",
    )  # fmt: skip
    assert said == "The correction is kept."
    assert corrections(each_services) == [
        ("intent", "", "POSITIVE"),
        ("sentiment", "NEGATIVE", "POSITIVE"),
        ("label", "", "Wants a call"),
    ]
    assert [line.sentiment for line in on_the_timeline(each_services, key)] == ["POSITIVE"]
    assert message(each_services, key).handled_at is None


def test_a_companys_message_that_is_nobodys_answer_lets_go_of_whom_it_held(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, email="ada@acme.example")
    enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP), lead)
    run_touches(each_services)
    key = received(each_services, actor, a_mail(from_address="eva@acme.example")).inbound_id
    assert key is not None
    with pytest.raises(Conflict, match="Say first whose"):
        correct_message(each_services, actor=actor, inbound_id=key, classification="REPLY")

    correct_message(each_services, actor=actor, inbound_id=key, classification="AUTO_REPLY")

    with each_services.storage.read() as session:
        assert session.scalars(select(EnrollmentRow.company_mail_id)).one() is None
    assert message(each_services, key).handled_at is not None


def test_reports_are_not_said_and_a_day_of_return_lies_ahead(
    services: Services, actor: Actor
) -> None:
    key = came(services, actor, MailClass.AUTO_REPLY)
    with pytest.raises(InvalidInput, match="lies ahead"):
        correct_message(
            services, actor=actor, inbound_id=key, classification="OUT_OF_OFFICE",
            returns_on=date(2026, 3, 2),
        )  # fmt: skip
    for kind in ("HARD_BOUNCE", "OWN", "nonsense"):
        with pytest.raises(InvalidInput):
            correct_message(services, actor=actor, inbound_id=key, classification=kind)
    with pytest.raises(InvalidInput, match="Say what"):
        correct_message(services, actor=actor, inbound_id=key)
    assert corrections(services) == []
    assert enrollment(services) == ("ACTIVE", None)


def test_it_needs_the_permission_and_a_message_of_the_workspace(
    services: Services, actor: Actor
) -> None:
    key = came(services, actor, MailClass.AUTO_REPLY)
    reader = Actor(actor.tenant_id, Role.READ_ONLY, "user")
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    for somebody, refusal in ((reader, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            correct_message(services, actor=somebody, inbound_id=key, classification="REPLY")
    assert enrollment(services) == ("ACTIVE", None)

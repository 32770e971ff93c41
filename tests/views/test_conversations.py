"""The Inbox's list and one conversation: whose, what it is, what it did."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, update

from bench.workspace import fill_workspace
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import MailClass, Sentiment
from crm_core.errors import Forbidden, InvalidInput, NotFound
from crm_core.services import Services
from crm_core.storage.tables import LeadRow, MailboxRow
from crm_core.touches.run import run_touches
from crm_core.usecases.conversations import begin_answer, close_message
from crm_core.usecases.corrections import correct_message
from crm_core.views.conversations import (
    Asked,
    ConversationLine,
    Show,
    count_open,
    has_mail,
    list_conversations,
)
from crm_core.views.incoming import Incoming, get_formatted
from crm_core.views.outgoing import Outgoing
from crm_core.views.paging import Window
from crm_core.views.thread_mails import list_mails
from crm_core.views.threads import get_conversation
from tests.builders import EMAIL, FOLLOW_UP, a_lead, a_sequence, enroll_many, enrolled
from tests.clocks import StoppedClock
from tests.incoming import a_bounce, a_mail, message_id_to, received

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def written_to(services: Services, actor: Actor, number: int = 3) -> list[int]:
    """The parties of people who got the first of two e-mails."""
    enroll_many(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP), number)
    run_touches(services)
    with services.storage.read() as session:
        return list(session.scalars(select(LeadRow.party_id).order_by(LeadRow.id)))


def came(services: Services, actor: Actor, number: int, kind: MailClass = MailClass.REPLY,
         **facts: object) -> int:  # fmt: skip
    address = f"ada{number}@example.com"
    given = {"from_address": address, "in_reply_to": message_id_to(services, address), **facts}
    key = received(services, actor, a_mail(kind, **given)).inbound_id
    assert key is not None
    return key


def listed(
    services: Services, actor: Actor, show: Show = Show.OPEN, **asked: object
) -> list[ConversationLine]:
    page = list_conversations(services, actor=actor, asked=Asked(show, **asked))  # type: ignore[arg-type]
    return list(page.items)


def test_there_is_one_line_for_each_person_by_the_latest_message(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    assert not has_mail(each_services, actor=actor)
    written_to(each_services, actor)
    came(each_services, actor, 1)
    second = came(each_services, actor, 2)
    latest = came(
        each_services, actor, 1, sentiment=Sentiment.POSITIVE, reply_text="Two\n words",
        subject="Re: Late",
    )  # fmt: skip

    one, other = listed(each_services, actor)

    assert (one.id, one.person, one.open_count) == (latest, "Ada1 Byron", 2)
    assert (one.subject, one.snippet, one.sentiment) == ("Re: Late", "Two words", "POSITIVE")
    assert (one.sequence, one.at, one.holds) == ("Outbound", clock.now(), 0)
    assert (other.id, other.open_count) == (second, 1)
    assert count_open(each_services, actor=actor) == 2
    assert has_mail(each_services, actor=actor)


def test_each_filter_shows_its_own_kinds(each_services: Services, actor: Actor) -> None:
    written_to(each_services, actor, 5)
    reply = came(each_services, actor, 1)
    away = came(each_services, actor, 1, MailClass.OUT_OF_OFFICE)
    wish = came(each_services, actor, 2, MailClass.UNSUBSCRIBE)
    bounce = received(
        each_services, actor, a_bounce(MailClass.HARD_BOUNCE, "ada3@example.com")
    ).inbound_id
    alien = received(each_services, actor, a_mail(from_address="x@elsewhere.test")).inbound_id

    def ids(show: Show) -> list[int]:
        return [line.id for line in listed(each_services, actor, show)]

    assert ids(Show.OPEN) == [reply]
    assert ids(Show.REPLIES) == [wish, reply]
    assert ids(Show.AUTOMATIC) == [away]
    assert ids(Show.BOUNCES) == [bounce]
    assert ids(Show.UNRELATED) == [alien]
    assert ids(Show.ALL) == [alien, bounce, wish, away]

    close_message(each_services, actor=actor, inbound_id=reply)
    assert ids(Show.OPEN) == []
    assert ids(Show.REPLIES) == [wish, reply]


def test_mine_are_those_of_my_people_and_of_nobodys(each_services: Services, actor: Actor) -> None:
    from crm_core.usecases.access import add_user

    me = add_user(
        each_services, actor=actor, email="me@example.com", password="correct horse battery",
        role=Role.SALESPERSON, name="Me",
    )  # fmt: skip
    other = add_user(
        each_services, actor=actor, email="o@example.com", password="correct horse battery",
        role=Role.SALESPERSON, name="Other",
    )  # fmt: skip
    sequence = a_sequence(each_services, actor)
    for number, owner in enumerate((me, other, None), 1):
        lead = a_lead(each_services, actor, number, owner_id=owner)
        enrolled(each_services, actor, sequence, lead)
    run_touches(each_services)
    keys = [came(each_services, actor, number) for number in (1, 2, 3)]
    mine = Actor(actor.tenant_id, Role.SALESPERSON, "user", me)

    seen = listed(each_services, mine, mine=True)

    assert [line.id for line in seen] == [keys[2], keys[0]]
    assert [line.owner for line in seen] == ["", "Me"]
    assert count_open(each_services, actor=mine, mine=True) == 2
    assert count_open(each_services, actor=mine) == 3


def test_a_person_is_found_by_name_and_a_stranger_by_address(
    each_services: Services, actor: Actor
) -> None:
    written_to(each_services, actor)
    second = came(each_services, actor, 2)
    came(each_services, actor, 3)
    alien = received(
        each_services, actor, a_mail(from_address="eva@elsewhere.test", from_name="Eva Novak")
    ).inbound_id

    def found(show: Show, typed: str) -> list[int]:
        return [line.id for line in listed(each_services, actor, show, typed=typed)]

    assert found(Show.OPEN, "byron ada2") == [second]
    assert found(Show.ALL, "ADA2@example") == [second]
    assert found(Show.ALL, "novak") == [alien]
    assert found(Show.OPEN, "novak") == []
    assert found(Show.ALL, "%") == []


def test_the_list_is_walked_page_by_page(each_services: Services, actor: Actor) -> None:
    written_to(each_services, actor, 5)
    keys = [came(each_services, actor, number) for number in (1, 2, 3, 4, 5)]
    for show in (Show.OPEN, Show.REPLIES, Show.ALL):
        seen, cursor = [], None
        while True:
            page = list_conversations(
                each_services, actor=actor, asked=Asked(show), window=Window(2, cursor)
            )
            seen += [line.id for line in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == keys[::-1]


def test_a_conversation_tells_what_came_and_went_in_one_line_of_time(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    party, *_ = written_to(each_services, actor, 1)
    clock.move(MINUTE)
    away = came(each_services, actor, 1, MailClass.OUT_OF_OFFICE)
    clock.move(MINUTE)
    reply = came(each_services, actor, 1, text="Yes.\n\nOn Monday:\n> Hi", html="<p>Yes.</p>")

    found = get_conversation(each_services, actor=actor, party_id=party)
    page = list_mails(each_services, actor=actor, conversation=found)

    last, before, first = page.items
    assert isinstance(last, Incoming)
    assert isinstance(before, Incoming)
    assert isinstance(first, Outgoing)
    assert (last.id, last.text, last.rest) == (reply, "Yes.", "On Monday:\n> Hi")
    assert (last.classification, last.reason) == (MailClass.REPLY, "So it was written.")
    assert (last.ended, last.is_open, last.has_html) == (1, True, True)
    assert (before.id, before.ended, before.is_open) == (away, 0, False)
    assert before.paused_until == clock.now() - MINUTE + 14 * DAY
    assert (first.subject, first.text, first.outcome) == ("Hello Ada1", "Hi Ada1!", "REPLIED")
    assert (first.sequence, first.step) == ("Outbound", 1)
    assert (found.person, found.open_id, found.suppressed) == ("Ada1 Byron", reply, None)
    short = list_mails(each_services, actor=actor, conversation=found, window=Window(2))
    rest = list_mails(
        each_services, actor=actor, conversation=found, window=Window(2, short.next_cursor)
    )
    assert (*short.items, *rest.items) == page.items


def test_what_a_message_did_and_what_was_said_of_it_stand_beside_it(
    each_services: Services, actor: Actor, clock: StoppedClock
) -> None:
    party, other, _ = written_to(each_services, actor)
    clock.move(MINUTE)
    wish = came(each_services, actor, 2, MailClass.UNSUBSCRIBE)
    clock.move(MINUTE)
    auto = came(each_services, actor, 1, MailClass.AUTO_REPLY)
    clock.move(MINUTE)
    correct_message(each_services, actor=actor, inbound_id=auto, classification="REPLY")

    def message(party_id: int) -> Incoming:
        found = get_conversation(each_services, actor=actor, party_id=party_id)
        first = list_mails(each_services, actor=actor, conversation=found).items[0]
        assert isinstance(first, Incoming)
        return first

    said = message(party)
    assert (said.ended, said.company_ended) == (1, 0)
    assert [(one.before, one.after) for one in said.corrections] == [("AUTO_REPLY", "REPLY")]
    opted = message(other)
    assert (opted.id, opted.ended, opted.suppressed) == (wish, 1, ("ada2@example.com",))
    found = get_conversation(each_services, actor=actor, party_id=other)
    assert found.suppressed == "OPTED_OUT"


def test_a_companys_message_is_a_conversation_of_its_own_and_says_what_it_holds(
    each_services: Services, actor: Actor
) -> None:
    lead = a_lead(each_services, actor, email="ada@acme.example")
    enrolled(each_services, actor, a_sequence(each_services, actor, EMAIL, FOLLOW_UP), lead)
    run_touches(each_services)
    mail = a_mail(from_address="eva@acme.example", from_name="Eva")
    key = received(each_services, actor, mail).inbound_id

    (line,) = listed(each_services, actor)
    assert (line.id, line.party_id, line.person, line.holds) == (key, None, "Eva", 1)
    found = get_conversation(each_services, actor=actor, inbound_id=key)
    assert (found.party_id, found.open_id, found.holds) == (None, key, 1)
    assert found.answer is None
    (only,) = list_mails(each_services, actor=actor, conversation=found).items
    assert (only.id, getattr(only, "holds", 0)) == (key, 1)


def test_an_answer_begins_with_the_signature_of_the_conversations_mailbox(
    each_services: Services, actor: Actor
) -> None:
    written_to(each_services, actor)
    key = came(each_services, actor, 1)
    with each_services.storage.write() as session:
        session.execute(update(MailboxRow).values(signature="Ann Lee\nAcme"))

    found = get_conversation(each_services, actor=actor, inbound_id=key).answer

    assert found is not None
    assert found.typed == "\n\nAnn Lee\nAcme"
    with pytest.raises(InvalidInput, match="above the signature"):
        begin_answer(each_services, actor=actor, inbound_id=key, subject="Re", typed=found.typed)


def test_a_begun_answer_is_found_again_by_its_message(
    each_services: Services, actor: Actor
) -> None:
    written_to(each_services, actor)
    key = came(each_services, actor, 1)
    found = get_conversation(each_services, actor=actor, inbound_id=key).answer
    assert found is not None
    assert (found.subject, found.typed, found.begun) == ("Re: Hello Ada1", "", 0)

    begun = begin_answer(
        each_services, actor=actor, inbound_id=key, subject="Re: Hello", typed="<p>Hi</p>"
    )

    found = get_conversation(each_services, actor=actor, inbound_id=key).answer
    assert found is not None
    assert (found.draft_id, found.seen, found.begun) == (begun.activity_id, begun.fingerprint, 1)
    assert (found.subject, found.typed) == ("Re: Hello", "<p>Hi</p>")


def test_only_sanitised_html_is_given(services: Services, actor: Actor) -> None:
    written_to(services, actor)
    key = came(services, actor, 1, html='<p>Hi</p><img src="http://evil.test/p">')
    assert get_formatted(services, actor=actor, inbound_id=key) == "<p>Hi</p>"


def test_another_workspace_sees_nothing_of_it(each_services: Services, actor: Actor) -> None:
    party, *_ = written_to(each_services, actor)
    key = came(each_services, actor, 1)
    stranger = Actor(actor.tenant_id + 1, actor.role, "user")
    assert listed(each_services, stranger, Show.ALL) == []
    assert listed(each_services, stranger, Show.ALL, typed="ada1") == []
    for asked in ({"party_id": party}, {"inbound_id": key}):
        with pytest.raises(NotFound):
            get_conversation(each_services, actor=stranger, **asked)
    with pytest.raises(NotFound):
        get_formatted(each_services, actor=stranger, inbound_id=key)
    robbed = get_conversation(each_services, actor=actor, party_id=party)
    assert list_mails(each_services, actor=stranger, conversation=robbed).items == ()


def test_it_needs_the_permission(services: Services, actor: Actor) -> None:
    class Nobody(Actor):
        def may(self, permission: object) -> bool:
            return False

    nobody = Nobody(actor.tenant_id, Role.READ_ONLY, "user")
    with pytest.raises(Forbidden):
        listed(services, nobody)
    with pytest.raises(Forbidden):
        count_open(services, actor=nobody)
    with pytest.raises(Forbidden):
        get_conversation(services, actor=nobody, party_id=1)


@pytest.mark.parametrize("show", [*Show])
def test_a_list_walks_an_index_and_never_all_messages(
    services: Services, actor: Actor, show: Show
) -> None:
    fill_workspace(services, leads=2_000, activities=0)
    plans: list[str] = []

    @event.listens_for(services.storage.engine, "before_cursor_execute")
    def explain(connection: Connection, cursor: Any, sql: str, given: Any, *_: Any) -> None:
        if "inbound_messages" in sql and not sql.startswith("EXPLAIN"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()
            plans.extend(row[3] for row in rows)

    lines = list_conversations(services, actor=actor, asked=Asked(show)).items
    count_open(services, actor=actor)

    assert lines
    assert [plan for plan in plans if plan.startswith("SCAN inbound_messages")] == []
    assert any("ix_inbound_messages" in plan for plan in plans)

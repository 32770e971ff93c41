"""What the writing tools propose, and that they do just that: once, by the rules of the pages."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from crm_core.copilot import consent
from crm_core.copilot.cards import get_card
from crm_core.copilot.registry import TOOLS
from crm_core.copilot.tool import Change, Desk, Tool
from crm_core.copilot.tools.activities import create_task, log_call
from crm_core.copilot.tools.deals import move_deal
from crm_core.copilot.tools.drafts import (
    create_email_draft,
    revise_email_draft,
    send_email_draft,
)
from crm_core.copilot.tools.enrollments import (
    enroll,
    pause_enrollment,
    resume_enrollment,
    stop_enrollment,
)
from crm_core.copilot.tools.messages import correct_reply
from crm_core.copilot.tools.sequences import create_sequence
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import ActivitySource, ActivityStatus
from crm_core.errors import (
    AlreadyEnrolled,
    Conflict,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    NotEnrollable,
    NotFound,
    SuppressedRecipient,
)
from crm_core.services import Services
from crm_core.storage.row_hash import hash_rows
from crm_core.storage.tables import (
    ActivityRow,
    DealRow,
    DeliveryRow,
    EnrollmentRow,
    InboundMessageRow,
    PartyRow,
    SequenceRow,
)
from crm_core.usecases import activities as deeds
from crm_core.usecases.deals import create_deal
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.opt_outs import note_opt_out
from crm_core.usecases.people import create_party
from tests.builders import CALL, EMAIL, a_lead, a_sequence, enrolled
from tests.copilot.conftest import Pipeline, another_workspace, contents, done, proposed
from tests.servers import ScriptedTransport

WRITING = [tool for tool in TOOLS if not tool.is_read]
STEPS = [
    {"type": "EMAIL_AUTO", "subject": "Hello {{ first_name }}", "body": "Hi {{ first_name }}!"},
    {"type": "CALL", "delay": {"value": 2, "unit": "BUSINESS_DAYS"}, "subject": "Call",
     "instructions": "Ask."},
]  # fmt: skip


@pytest.fixture
def draft(each_services: Services, person: Actor, pipeline: Pipeline) -> int:
    """A draft to Ada that could be sent."""
    return deeds.create_email_draft(
        each_services, actor=person, deal_id=pipeline.deal, subject="The offer", body="Dear Ada, …"
    )


@pytest.fixture
def second(each_services: Services, person: Actor, pipeline: Pipeline) -> int:
    """Ada's live enrollment in a second sequence."""
    sequence = a_sequence(each_services, person, EMAIL, CALL, name="Second")
    return enrolled(each_services, person, sequence, pipeline.lead)


@pytest.fixture
def inputs(
    each_services: Services, person: Actor, pipeline: Pipeline, draft: int, second: int
) -> dict[str, dict[str, Any]]:
    """An input for each writing tool that nothing speaks against."""
    third = a_sequence(each_services, person, name="Third")
    fourth = a_sequence(each_services, person, name="Fourth")
    paused = enrolled(each_services, person, fourth, pipeline.lead)
    set_enrollment_status(each_services, actor=person, enrollment_id=paused, status="PAUSED")
    return {
        "create_email_draft": {"subject": "Offer", "body": "Dear Ada", "dealId": pipeline.deal},
        "revise_email_draft": {"activityId": draft, "body": "Dear Ada, shorter."},
        "send_email_draft": {"activityId": draft},
        "create_task": {"subject": "Call back", "dealId": pipeline.deal},
        "log_call": {"note": "Spoke.", "partyId": pipeline.party, "disposition": "Connected"},
        "move_deal": {"dealId": pipeline.deal, "stage": "PROPOSAL"},
        "enroll": {"sequenceId": third, "leadId": pipeline.lead},
        "pause_enrollment": {"enrollmentId": second},
        "resume_enrollment": {"enrollmentId": paused},
        "stop_enrollment": {"enrollmentId": second},
        "correct_reply": {"messageId": pipeline.message, "sentiment": "NEGATIVE"},
        "create_sequence": {"name": "New", "steps": STEPS},
    }  # fmt: skip


def row(services: Services, table: type[Any], key: int) -> Any:
    with services.storage.read() as session:
        return session.get_one(table, key)


@pytest.mark.parametrize("tool", WRITING, ids=lambda tool: tool.name)
def test_a_proposal_writes_nothing_and_the_deed_does_it(
    each_services: Services, desk: Desk, inputs: dict[str, dict[str, Any]], tool: Tool
) -> None:
    before = contents(each_services)
    proposal = proposed(desk, tool, **inputs[tool.name])
    assert contents(each_services) == before
    assert proposed(desk, tool, **inputs[tool.name]) == proposal

    assert proposal.title
    assert proposal.effect.endswith(".")
    assert proposal.changes
    with each_services.storage.read() as session:
        hashes = hash_rows(session, desk.actor.tenant_id, proposal.rows)
    assert hashes
    assert all(hashes.values())

    given = done(replace(desk, seal=proposal.seal), tool, **inputs[tool.name])
    assert set(given["record"]) == {"kind", "id"}
    assert contents(each_services) != before


@pytest.mark.parametrize("tool", WRITING, ids=lambda tool: tool.name)
def test_a_card_is_approved_and_then_done(
    each_services: Services, desk: Desk, inputs: dict[str, dict[str, Any]], tool: Tool
) -> None:
    given = tool.read_input(inputs[tool.name])
    key = consent.propose_action(desk, tool=tool, given=given)
    person = replace(desk.actor, kind="user")
    card = get_card(each_services, actor=person, action_id=key)
    assert card.title == proposed(desk, tool, **inputs[tool.name]).title
    after = consent.approve_action(
        each_services, actor=person, zone=desk.zone, action_id=key, seen=card.shown_hash
    )
    assert (after.status, after.reason) == ("DONE", "")
    assert after.result["record"]["id"]


@pytest.mark.parametrize("tool", WRITING, ids=lambda tool: tool.name)
def test_who_may_only_read_is_refused_before_the_card(
    each_services: Services, desk: Desk, inputs: dict[str, dict[str, Any]], tool: Tool
) -> None:
    reader = replace(desk, actor=replace(desk.actor, role=Role.READ_ONLY))
    before = contents(each_services)
    with pytest.raises(Forbidden):
        proposed(reader, tool, **inputs[tool.name])
    with pytest.raises(Forbidden):
        done(reader, tool, **inputs[tool.name])
    assert contents(each_services) == before


@pytest.mark.parametrize("tool", WRITING, ids=lambda tool: tool.name)
def test_nothing_of_another_workspace_is_touched(
    each_services: Services, desk: Desk, inputs: dict[str, dict[str, Any]], tool: Tool
) -> None:
    if tool is create_sequence:
        return
    elsewhere = another_workspace(each_services, desk)
    before = contents(each_services)
    for act in (proposed, done):
        with pytest.raises(NotFound):
            act(elsewhere, tool, **inputs[tool.name])
    assert contents(each_services) == before


def test_a_draft_to_a_deals_person_gives_the_contracts_answer(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    given = {"subject": "Offer", "body": "Dear Ada,\n\nhere it is.", "dealId": pipeline.deal}
    proposal = proposed(desk, create_email_draft, **given)
    assert proposal.title == "Draft an e-mail to Ada Byron"
    assert proposal.recipients == ("ada1@example.com",)
    assert proposal.warnings == ()
    assert ("Text", "Dear Ada,\n\nhere it is.") in {(c.field, c.after) for c in proposal.changes}
    assert set(proposal.rows) == {("deals", pipeline.deal), ("parties", pipeline.party)}

    answer = done(desk, create_email_draft, **given)
    assert set(answer) == {"activityId", "message", "record"}
    made = row(each_services, ActivityRow, answer["activityId"])
    assert (made.status, made.source, made.deal_id, made.party_id, made.owner_id) == (
        ActivityStatus.DRAFT, ActivitySource.COPILOT, pipeline.deal, pipeline.party,
        desk.actor.user_id,
    )  # fmt: skip


def test_an_address_of_nobody_is_a_loud_warning_and_adds_somebody(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    given = {"subject": "Hi", "body": "Hello", "dealId": pipeline.deal,
             "recipientEmail": "Eve@Evil.example.net"}  # fmt: skip
    proposal = proposed(desk, create_email_draft, **given)
    assert proposal.recipients == ("eve@evil.example.net",)
    assert proposal.warnings[0].startswith("Nobody in this workspace has the address eve@evil.")
    assert "The deal's person is Ada Byron; this goes to somebody else." in proposal.warnings
    assert any("The address is at evil.example.net, Ada" in one for one in proposal.warnings)
    assert Change("Person added", "", "eve@evil.example.net") in proposal.changes

    made = row(each_services, ActivityRow, done(desk, create_email_draft, **given)["activityId"])
    assert row(each_services, PartyRow, made.party_id).email == "eve@evil.example.net"
    assert made.deal_id == pipeline.deal


def test_a_known_address_is_its_person(desk: Desk, pipeline: Pipeline) -> None:
    proposal = proposed(
        desk, create_email_draft, subject="Hi", body="Hello", recipientEmail="ADA1@example.com"
    )
    assert (proposal.title, proposal.warnings) == ("Draft an e-mail to Ada Byron", ())


def test_a_draft_that_cannot_be_is_refused_in_words(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    lonely = create_deal(each_services, actor=desk.actor, deal={"name": "Lonely"})
    for given, words, field in (
        ({}, "Say whom it goes to", "partyId"),
        ({"dealId": lonely}, "“Lonely” has no person to write to", "dealId"),
        ({"partyId": pipeline.company}, "is a company", "partyId"),
        ({"partyId": pipeline.party, "recipientEmail": "b@example.com"}, "has another address",
         "recipientEmail"),
        ({"recipientEmail": "no address"}, "address", "recipientEmail"),
        ({"partyId": pipeline.party, "body": "x" * 100_001}, "100000", "body"),
    ):  # fmt: skip
        for act in (proposed, done):
            with pytest.raises(InvalidInput, match=words) as refusal:
                act(desk, create_email_draft, **{"subject": "Hi", "body": "Hello", **given})
            assert refusal.value.field == field
    for given, field in (({"dealId": 10**9}, "dealId"), ({"partyId": 10**9}, "partyId")):
        with pytest.raises(NotFound) as missing:
            proposed(desk, create_email_draft, subject="Hi", body="Hello", **given)
        assert missing.value.field == field


def test_a_draft_warns_of_what_its_reader_would_stumble_over(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    note_opt_out(each_services, actor=desk.actor, party_id=pipeline.party)
    proposal = proposed(
        desk, create_email_draft, dealId=pipeline.deal, subject="",
        body="Dear [Name], see https://evil.example/x?d=1 and www.other.example",
    )  # fmt: skip
    assert set(proposal.warnings) == {
        "No e-mail can be sent to Ada Byron: opted out of e-mail.",
        "It has no subject yet.",
        "The text holds a link to evil.example.",
        "The text holds a link to www.other.example.",
        "[Name] would arrive as it stands: put the value in its place.",
    }


def test_a_figure_that_no_record_supports_is_a_warning(desk: Desk, pipeline: Pipeline) -> None:
    body = "Dear Ada, the engines cost {} EUR, and you pay by door."
    given = {"subject": "Offer", "dealId": pipeline.deal}
    told = proposed(desk, create_email_draft, **given, body=body.format("9,999.00")).warnings
    assert any(one.startswith("“9,999.00 EUR") for one in told), told
    assert proposed(desk, create_email_draft, **given, body=body.format("12,500.50")).warnings == ()


def test_a_drafts_new_text_stands_beside_the_old_one_and_the_rest_stays(
    each_services: Services, desk: Desk, draft: int
) -> None:
    given = {"activityId": draft, "body": "Dear Ada, in short: yes."}

    proposal = proposed(desk, revise_email_draft, **given)

    assert [(c.field, c.before, c.after) for c in proposal.changes] == [
        ("Text", "Dear Ada, …", "Dear Ada, in short: yes.")
    ]
    assert row(each_services, ActivityRow, draft).body == "Dear Ada, …"
    done(replace(desk, seal=proposal.seal), revise_email_draft, **given)
    kept = row(each_services, ActivityRow, draft)
    assert (kept.subject, kept.body, kept.status) == (
        "The offer", "Dear Ada, in short: yes.", ActivityStatus.DRAFT,
    )  # fmt: skip


def test_a_draft_that_somebody_changed_meanwhile_keeps_their_text(
    each_services: Services, desk: Desk, draft: int
) -> None:
    given = {"activityId": draft, "subject": "Mine", "body": "My text."}
    seal = proposed(desk, revise_email_draft, **given).seal
    deeds.edit_draft(
        each_services, actor=desk.actor, activity_id=draft, seen=seal, subject="Theirs",
        body="Their text.",
    )  # fmt: skip

    with pytest.raises(Conflict):
        done(replace(desk, seal=seal), revise_email_draft, **given)
    assert row(each_services, ActivityRow, draft).body == "Their text."


def test_a_draft_that_is_formatted_warns_that_the_new_text_is_plain(
    each_services: Services, desk: Desk, draft: int
) -> None:
    seen = proposed(desk, revise_email_draft, activityId=draft, body="Other").seal
    deeds.save_draft(
        each_services, actor=desk.actor, activity_id=draft, seen=seen, subject="The offer",
        typed="<p>Dear <strong>Ada</strong></p>",
    )  # fmt: skip

    proposal = proposed(desk, revise_email_draft, activityId=draft, body="Dear Ada, plainly")

    assert "The draft is formatted. The new text is plain." in proposal.warnings


def test_what_is_no_draft_any_more_or_says_it_already_is_refused(
    each_services: Services, desk: Desk, draft: int, pipeline: Pipeline
) -> None:
    with pytest.raises(InvalidInput, match="says this already"):
        proposed(desk, revise_email_draft, activityId=draft, body="Dear Ada, …")
    with pytest.raises(InvalidInput) as refusal:
        proposed(desk, revise_email_draft, activityId=pipeline.task, body="Other")
    assert refusal.value.field == "activityId"
    deeds.skip_activity(each_services, actor=desk.actor, activity_id=draft)
    with pytest.raises(Conflict):
        proposed(desk, revise_email_draft, activityId=draft, body="Other")


def test_a_draft_is_sent_once_and_only_by_the_deed(
    each_services: Services, desk: Desk, draft: int, transport: ScriptedTransport
) -> None:
    sent = len(transport.sent)
    proposal = proposed(desk, send_email_draft, activityId=draft)
    assert proposal.recipients == ("ada1@example.com",)
    assert "from sales@example.com to ada1@example.com" in proposal.effect
    assert len(transport.sent) == sent

    sealed = replace(desk, seal=proposal.seal)
    done(sealed, send_email_draft, activityId=draft)
    assert len(transport.sent) == sent + 1
    for act in (proposed, done):
        with pytest.raises(Conflict):
            act(sealed, send_email_draft, activityId=draft)
    assert len(transport.sent) == sent + 1


def test_a_draft_that_changed_at_the_last_moment_is_not_sent(
    each_services: Services, desk: Desk, draft: int, transport: ScriptedTransport
) -> None:
    sent = len(transport.sent)
    sealed = replace(desk, seal=proposed(desk, send_email_draft, activityId=draft).seal)
    with each_services.storage.write() as session:
        session.get_one(ActivityRow, draft).body = "Dear Ada, something else."

    with pytest.raises(Conflict, match="changed elsewhere"):
        done(sealed, send_email_draft, activityId=draft)
    assert len(transport.sent) == sent


def test_what_may_not_be_sent_is_refused_before_the_card(
    each_services: Services, desk: Desk, pipeline: Pipeline, draft: int
) -> None:
    with pytest.raises(InvalidInput, match="Only an e-mail draft"):
        proposed(desk, send_email_draft, activityId=pipeline.task)
    with pytest.raises(NotFound):
        proposed(desk, send_email_draft, activityId=10**9)
    sealed = replace(desk, seal=proposed(desk, send_email_draft, activityId=draft).seal)
    note_opt_out(each_services, actor=desk.actor, party_id=pipeline.party)
    for act in (proposed, done):
        with pytest.raises(SuppressedRecipient):
            act(sealed, send_email_draft, activityId=draft)
    with each_services.storage.read() as session:
        assert not session.scalars(
            select(DeliveryRow.id).where(DeliveryRow.activity_id == draft)
        ).all()


def test_a_task_says_whose_it_is_and_when_it_is_due(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    given = {"subject": "Call back", "leadId": pipeline.lead, "dueAt": "2026-03-04T09:00:00Z"}
    proposal = proposed(desk, create_task, **given)
    assert proposal.effect == (
        "It stands among your tasks, about Ada Byron, due Wednesday 4 March at 09:00."
    )
    made = row(each_services, ActivityRow, done(desk, create_task, **given)["activityId"])
    assert (made.subject, made.source, made.lead_id) == ("Call back", "COPILOT", pipeline.lead)
    with pytest.raises(InvalidInput, match="Say whom"):
        proposed(desk, create_task, subject="Call back")
    with pytest.raises(NotFound):
        proposed(desk, create_task, subject="x", partyId=pipeline.party, ownerId=10**9)


def test_a_call_lies_in_the_past(each_services: Services, desk: Desk, pipeline: Pipeline) -> None:
    given = {"note": "Wants a demo.", "sentiment": "POSITIVE", "dealId": pipeline.deal}
    proposal = proposed(desk, log_call, **given)
    assert proposal.title == "Note a call with Ada Byron"
    made = row(each_services, ActivityRow, done(desk, log_call, **given)["activityId"])
    assert (made.type, made.status, made.note) == ("CALL", "DONE", "Wants a demo.")
    with pytest.raises(InvalidInput, match="lies in the past"):
        proposed(desk, log_call, **given, completedAt="2027-01-01T00:00:00Z")


def test_a_deal_is_moved_and_a_lost_one_says_why(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    proposal = proposed(desk, move_deal, dealId=pipeline.deal, stage="NEGOTIATION")
    assert proposal.changes == (Change("Stage", "Qualified", "Negotiation"),)
    for act in (proposed, done):
        with pytest.raises(InvalidInput, match="why it was lost"):
            act(desk, move_deal, dealId=pipeline.deal, stage="LOST")
        with pytest.raises(Conflict, match="in Qualified already"):
            act(desk, move_deal, dealId=pipeline.deal, stage="QUALIFIED")
        with pytest.raises(InvalidInput, match="Only a deal that is won or lost"):
            act(desk, move_deal, dealId=pipeline.deal, stage="NEW", reason="x")
    done(desk, move_deal, dealId=pipeline.deal, stage="LOST", reason="Too dear.")
    assert row(each_services, DealRow, pipeline.deal).stage == "LOST"
    with each_services.storage.read() as session:
        note = session.scalars(select(ActivityRow).where(ActivityRow.note == "Too dear.")).one()
        assert note.source == "COPILOT"
    again = proposed(desk, move_deal, dealId=pipeline.deal, stage="NEW")
    assert again.warnings == ("The deal is lost already; this opens it again.",)


def test_enrolling_shows_when_each_touch_would_land(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    later = {**EMAIL, "delay": {"value": 1, "unit": "DAYS"}}
    sequence = a_sequence(each_services, desk.actor, EMAIL, CALL, later, name="Third")
    proposal = proposed(desk, enroll, sequenceId=sequence, partyId=pipeline.party)
    assert proposal.title == "Enroll Ada Byron in “Third”"
    assert proposal.recipients == ("ada1@example.com",)
    assert [(one.field, one.after) for one in proposal.changes] == [
        ("Step 1, automatic e-mail", "today at 10:00: “Hello Ada”"),
        ("Step 2, call", "today at 10:00: “Call Ada”"),
        ("Step 3, automatic e-mail", "tomorrow at 10:00: “Hello Ada”"),
    ]
    assert "2 e-mails go out by themselves" in proposal.effect
    answer = done(desk, enroll, sequenceId=sequence, partyId=pipeline.party)
    assert row(each_services, EnrollmentRow, answer["enrollmentId"]).party_id == pipeline.party


def test_who_is_refused_by_a_sequence_is_refused_before_the_card(
    each_services: Services, desk: Desk, pipeline: Pipeline
) -> None:
    for act in (proposed, done):
        with pytest.raises(AlreadyEnrolled):
            act(desk, enroll, sequenceId=pipeline.sequence, leadId=pipeline.lead)
        with pytest.raises(InvalidInput, match="enroll its people"):
            act(desk, enroll, sequenceId=pipeline.sequence, partyId=pipeline.company)
        with pytest.raises(InvalidInput, match="one of them"):
            act(desk, enroll, sequenceId=pipeline.sequence)
    closed = a_sequence(each_services, desk.actor, name="Closed", status="PAUSED")
    with pytest.raises(NotEnrollable):
        proposed(desk, enroll, sequenceId=closed, leadId=pipeline.lead)
    note_opt_out(each_services, actor=desk.actor, party_id=pipeline.party)
    open_ = a_sequence(each_services, desk.actor, name="Open")
    with pytest.raises(SuppressedRecipient):
        proposed(desk, enroll, sequenceId=open_, leadId=pipeline.lead)


def test_enrolling_warns_of_what_would_hold_a_step(each_services: Services, desk: Desk) -> None:
    party = create_party(each_services, actor=desk.actor, party={"first_name": "Bob"})
    sequence = a_sequence(each_services, desk.actor)
    proposal = proposed(desk, enroll, sequenceId=sequence, partyId=party)
    assert "Bob has no e-mail address." in proposal.warnings
    assert proposal.recipients == ()
    assert any(one.startswith("Step 1: ") for one in proposal.warnings)


def test_an_enrollment_is_paused_resumed_and_stopped(
    each_services: Services, desk: Desk, second: int
) -> None:
    def status() -> str:
        return str(row(each_services, EnrollmentRow, second).status)

    proposal = proposed(desk, pause_enrollment, enrollmentId=second)
    assert proposal.title == "Pause “Second” for Ada Byron"
    assert proposal.changes == (Change("Status", "Active", "Paused"),)
    done(desk, pause_enrollment, enrollmentId=second)
    assert status() == "PAUSED"
    with pytest.raises(IllegalTransition):
        proposed(desk, pause_enrollment, enrollmentId=second)

    proposal = proposed(desk, resume_enrollment, enrollmentId=second)
    assert proposal.effect.startswith("The automatic e-mail of step 1 lands today at 10:00")
    assert proposal.recipients == ("ada1@example.com",)
    done(desk, resume_enrollment, enrollmentId=second)
    assert status() == "ACTIVE"

    assert "cannot be taken up again" in proposed(desk, stop_enrollment, enrollmentId=second).effect
    done(desk, stop_enrollment, enrollmentId=second)
    assert status() == "CANCELED"
    for tool in (pause_enrollment, resume_enrollment, stop_enrollment):
        with pytest.raises(IllegalTransition):
            proposed(desk, tool, enrollmentId=second)


def test_a_correction_says_what_follows_from_it(
    each_services: Services, desk: Desk, pipeline: Pipeline, second: int
) -> None:
    given = {"messageId": pipeline.message, "classification": "UNSUBSCRIBE"}
    proposal = proposed(desk, correct_reply, **given)
    assert "No mail goes to ada1@example.com any more." in proposal.effect
    assert "1 sequence ended." in proposal.effect
    assert Change("Class", "a reply", "a wish to get no more mail") in proposal.changes
    assert proposal.warnings
    assert row(each_services, EnrollmentRow, second).status == "ACTIVE"
    assert row(each_services, InboundMessageRow, pipeline.message).classification == "REPLY"

    assert done(desk, correct_reply, **given)["message"] in proposal.effect
    assert row(each_services, EnrollmentRow, second).status == "CANCELED"
    with pytest.raises(Conflict, match="says so already"):
        proposed(desk, correct_reply, **given)
    with pytest.raises(InvalidInput):
        proposed(desk, correct_reply, messageId=pipeline.message)


def test_a_sequence_is_drawn_up_paused_and_checked_as_the_builder_does(
    each_services: Services, desk: Desk
) -> None:
    proposal = proposed(desk, create_sequence, name="New", steps=STEPS)
    assert [one.field for one in proposal.changes] == [
        "Step 1, automatic e-mail, at once", "Step 2, call, after 2 business days",
    ]  # fmt: skip
    made = done(desk, create_sequence, name="New", steps=STEPS)["sequenceId"]
    assert row(each_services, SequenceRow, made).status == "PAUSED"
    with pytest.raises(NotEnrollable):
        enroll_entity(
            each_services, actor=desk.actor, sequence_id=made, entity_type="LEAD",
            entity_id=a_lead(each_services, desk.actor),
        )  # fmt: skip
    for steps, field in (
        ([{"type": "EMAIL_AUTO", "subject": "Hi {{ nobody }}", "body": "x"}], "steps[0].subject"),
        ([{"type": "EMAIL_AUTO", "subject": "{% if %}", "body": "x"}], "steps[0].subject"),
        ([{"type": "EMAIL_AUTO", "body": "no subject"}], "steps[0].subject"),
    ):
        for act in (proposed, done):
            with pytest.raises(InvalidInput) as refusal:
                act(desk, create_sequence, name="New", steps=steps)
            assert refusal.value.field == field
    linked = [{**STEPS[0], "body": "See https://quayline.example.com/x"}]
    assert proposed(desk, create_sequence, name="New", steps=linked).warnings == (
        "Step 1: The text holds a link to quayline.example.com.",
    )


def test_hostile_text_stays_text(each_services: Services, desk: Desk, pipeline: Pipeline) -> None:
    text = "</div><script>alert(1)</script> {{ secret }} ' ; DROP TABLE deals; --"
    given = {"subject": text, "body": text, "partyId": pipeline.party}
    made = done(desk, create_email_draft, **given)["activityId"]
    kept = row(each_services, ActivityRow, made)
    assert (kept.subject, kept.body, kept.html) == (text, text, None)
    assert "{{ secret }} would arrive as it stands" in " ".join(
        proposed(desk, create_email_draft, **given).warnings
    )


def test_the_card_of_a_sequence_leaves_out_no_setting(desk: Desk) -> None:
    settings = {"stopCompanyOnReply": True, "minGapHours": 0}
    given = {"name": "New", "description": "Why", "settings": settings}
    card = proposed(desk, create_sequence, steps=STEPS, **given)
    told = {one.field: one.after for one in card.changes}
    assert told["Description"] == "Why"
    assert told["Setting stopCompanyOnReply"] == "true"
    assert told["Setting minGapHours"] == "0"
    assert ("tenants", desk.actor.tenant_id) in card.rows


def test_a_correction_that_would_end_more_than_its_card_says_is_refused(
    each_services: Services, desk: Desk, pipeline: Pipeline, second: int
) -> None:
    given = {"messageId": pipeline.message, "classification": "UNSUBSCRIBE"}
    sealed = replace(desk, seal=proposed(desk, correct_reply, **given).seal)
    third = a_sequence(each_services, desk.actor, CALL, name="Third")
    more = done(desk, enroll, sequenceId=third, partyId=pipeline.party)["enrollmentId"]
    with (
        pytest.raises(Conflict, match="Something else would follow"),
        each_services.storage.write(),
    ):
        done(sealed, correct_reply, **given)
    assert row(each_services, EnrollmentRow, more).status == "ACTIVE"


def test_a_draft_that_would_go_to_another_address_is_not_sent(
    each_services: Services,
    desk: Desk,
    draft: int,
    pipeline: Pipeline,
    transport: ScriptedTransport,
) -> None:
    sent = len(transport.sent)
    seal = proposed(desk, send_email_draft, activityId=draft).seal
    for other in (seal.replace("sales@", "other@"), seal.replace("ada1@", "eve@")):
        assert other != seal
        with pytest.raises(Conflict, match="By now it would go from"):
            done(replace(desk, seal=other), send_email_draft, activityId=draft)
    assert len(transport.sent) == sent


def test_enrolling_ends_nothing_that_its_card_did_not_say(desk: Desk, pipeline: Pipeline) -> None:
    other = a_sequence(desk.services, desk.actor, EMAIL, name="Third")
    given = {"sequenceId": other, "partyId": pipeline.party}
    seal = proposed(desk, enroll, **given).seal
    assert seal == "ends nothing"
    done(desk, enroll, **given)
    with pytest.raises(Conflict, match="not what it was"):
        done(replace(desk, seal=seal), enroll, **given)


def test_true_is_no_id(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refusal:
        proposed(desk, send_email_draft, activityId=True)
    assert refusal.value.field == "activityId"


@pytest.mark.parametrize(
    ("tool", "given"),
    [(create_task, {"subject": "Call"}), (log_call, {"note": "It rang."})],
    ids=["create_task", "log_call"],
)
def test_a_card_names_the_deal_beside_its_person(
    desk: Desk, pipeline: Pipeline, tool: Tool, given: dict[str, Any]
) -> None:
    ids = {"partyId": pipeline.party, "dealId": pipeline.deal}
    named = {change.field: change.after for change in proposed(desk, tool, **given, **ids).changes}
    assert named["Deal"]
    assert "Deal" not in {
        change.field for change in proposed(desk, tool, **given, partyId=pipeline.party).changes
    }

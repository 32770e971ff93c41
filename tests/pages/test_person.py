"""The pages of a lead, a person and a company: what they show, what they do, what they refuse."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.gates import READINESS, STANDING, TIMING
from crm_core.domain.permissions import Actor
from crm_core.domain.words import EnrollmentStatus, StopReason
from crm_core.services import Services
from crm_core.storage.tables import EnrollmentRow
from crm_core.touches.run import run_touches
from crm_core.usecases.activities import add_note, log_call
from crm_core.usecases.deals import create_deal
from crm_core.usecases.enrollments import enroll_entity, set_enrollment_status
from crm_core.usecases.people import create_party, opt_out
from crm_core.usecases.workspaces import add_workspace
from crm_core.views.activities import lead_timeline
from crm_core.views.enrollments import get_enrollment, list_enrollments
from crm_core.views.people import get_lead, get_party
from tests.builders import CALL, EMAIL, FOLLOW_UP, a_lead, a_sequence, enrolled
from tests.pages.reading import buttons_of, text_of

OpenPage = Callable[..., AppTest]
HOSTILE = "<b>Ada</b> *ada* [x](y) `z` $a$ :red[x] \u05e9\u05dc\u05d5\u05dd 🎉"


def party_of(services: Services, actor: Actor, lead: int) -> int:
    return get_lead(services, actor=actor, lead_id=lead).person.id


def button(page: AppTest, label: str) -> AppTest:
    return next(one for one in page.button if one.label == label).click().run()


def fill(page: AppTest, label: str, value: str) -> None:
    kinds = (*page.text_input, *page.text_area, *page.selectbox)
    next(one for one in kinds if one.label == label).set_value(value)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("name", "words"),
    [("lead", "There is no such lead"), ("person", "There is no such person"),
     ("company", "There is no such company")],
)  # fmt: skip
@pytest.mark.parametrize("key", ["", "999", "12x", "-1", "99999999999999999999"])
def test_an_address_of_nothing_says_so(
    open_page: OpenPage, name: str, words: str, key: str
) -> None:
    page = open_page(name, **({name: key} if key else {}))
    assert words in text_of(page)
    assert buttons_of(page) == []


@pytest.mark.usefixtures("manager")
def test_what_belongs_to_another_workspace_is_not_shown(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    other = Actor(add_workspace(services, name="Elsewhere"), actor.role, "cli")
    lead = a_lead(services, other, company="Engines")
    person = get_lead(services, actor=other, lead_id=lead).person
    for name, key in (("lead", lead), ("person", person.id), ("company", person.company_id)):
        assert f"There is no such {name}" in text_of(open_page(name, **{name: str(key)}))


@pytest.mark.usefixtures("manager")
def test_a_new_lead_says_what_to_do_next(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = open_page("lead", lead=str(a_lead(services, actor)))
    words = text_of(page)
    for piece in ("Ada1 Byron", "New", "Nothing has happened yet", "No deals yet.",
                  "No sequence takes people at present"):  # fmt: skip
        assert piece in words
    for label in ("Note", "Task", "Log call", "Write e-mail", "Edit"):
        assert label in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_a_lead_with_a_history_shows_all_of_it(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(
        services, actor, title="Countess", company="Engines", phone="+4930123456",
        custom={"renewal": "May"}, source="Fair",
    )  # fmt: skip
    party = party_of(services, actor, lead)
    enrolled(services, actor, a_sequence(services, actor, EMAIL, CALL), lead)
    past = enrolled(services, actor, a_sequence(services, actor, name="Win back"), lead)
    set_enrollment_status(services, actor=actor, enrollment_id=past, status="CANCELED")
    run_touches(services)
    run_touches(services)
    add_note(services, actor=actor, party_id=party, text="Likes looms")
    create_deal(services, actor=actor, deal={"name": "Looms", "lead_id": lead, "amount": 1200})

    words = text_of(open_page("lead", lead=str(lead)))

    for piece in ("Countess", "Engines", "+4930123456", "renewal", "May", "Looms", "€1,200",
                  "Likes looms", "Hello Ada1", "Outbound", "Step 2 of 2", "Win back", "Canceled",
                  "Waits for a person to complete the call.", "Fair"):  # fmt: skip
        assert piece in words, piece


@pytest.mark.usefixtures("manager")
def test_what_people_typed_stands_there_as_they_typed_it(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    long = "x" * 9_000 + HOSTILE
    lead = a_lead(services, actor, first_name=HOSTILE, last_name="", title=HOSTILE,
                  company=HOSTILE, source=HOSTILE, custom={"word": long})  # fmt: skip
    party = party_of(services, actor, lead)
    add_note(services, actor=actor, party_id=party, text=long)
    a_sequence(services, actor, name=HOSTILE)
    page = open_page("lead", lead=str(lead))
    assert page.title[0].value.replace("\\", "") == HOSTILE
    assert text_of(page).count(HOSTILE) >= 4
    company = get_lead(services, actor=actor, lead_id=lead).person.company_id
    assert HOSTILE in text_of(open_page("company", company=str(company)))


@pytest.mark.usefixtures("reader")
def test_who_may_only_read_sees_no_way_to_change(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    enrolled(services, actor, a_sequence(services, actor, CALL), lead)
    page = open_page("lead", lead=str(lead))
    assert buttons_of(page) == ["Why not yet?"]
    labels = [one.label for one in page.get("menu_button")]
    assert labels == ["Ask the copilot"]  # It reads with the person’s own permissions.


@pytest.mark.usefixtures("manager")
def test_choosing_a_sequence_shows_when_each_step_lands_and_enrolling_enrolls(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    sequence = a_sequence(services, actor, EMAIL, FOLLOW_UP, CALL)
    page = open_page("lead", lead=str(lead))
    page.selectbox[0].set_value(sequence).run()
    words = text_of(page)
    assert "1. Automatic e-mail Hello Ada1 Today at 11:00" in words
    assert (
        "2. Automatic e-mail replies in the same thread Tomorrow at 11:00 1 day after step 1."
        in words
    )
    assert "Your time, Europe/Berlin." in words

    button(page, "Enroll in Outbound")

    assert "Ada1 Byron is in “Outbound” now." in text_of(page)
    (line,) = list_enrollments(services, actor=actor).items
    assert (line.entity_type, line.entity_id) == ("LEAD", lead)


@pytest.mark.usefixtures("manager")
def test_a_rule_that_refuses_is_told_before_the_click(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    sequence = a_sequence(services, actor)
    opt_out(
        services, tenant_id=actor.tenant_id, party_id=party_of(services, actor, lead), source="x"
    )
    page = open_page("lead", lead=str(lead))
    page.selectbox[0].set_value(sequence).run()
    assert "The person opted out of e-mail." in text_of(page)
    assert next(one for one in page.button if one.label.startswith("Enroll in")).disabled
    assert "Opted out" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_rule_that_begins_to_refuse_meanwhile_is_told_after_the_click(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    sequence = a_sequence(services, actor)
    page = open_page("lead", lead=str(lead))
    page.selectbox[0].set_value(sequence).run()
    enroll_entity(services, actor=actor, sequence_id=sequence, entity_type="LEAD", entity_id=lead)
    button(page, "Enroll in Outbound")
    assert len(list_enrollments(services, actor=actor).items) == 1


@pytest.mark.usefixtures("manager")
def test_pausing_why_not_yet_and_resuming(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    later = {**CALL, "delay": {"value": 2, "unit": "DAYS"}}
    key = enrolled(services, actor, a_sequence(services, actor, later), lead)
    page = open_page("lead", lead=str(lead))
    assert "Next touch: Wednesday 4 March at 11:00 (Europe/Berlin)" in text_of(page)

    button(page, "Pause")
    assert "“Outbound” is paused for this person." in text_of(page)
    button(page, "Why not yet?")
    words = text_of(page)
    assert "The enrollment is paused." in words
    assert "What helps: Resume the enrollment." in words
    assert f"All {len((*STANDING, *TIMING, *READINESS))} rules that were asked" in words
    assert "What comes next" in words
    assert "at the earliest" in words

    button(page, "Resume")
    assert (
        get_enrollment(services, actor=actor, enrollment_id=key).status is EnrollmentStatus.ACTIVE
    )
    assert "The step's delay of 2 days has not passed." in text_of(page)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("opens", "consequence", "yes", "reason"),
    [
        ("Cancel…", "Nothing more of it reaches Ada1 Byron", "Cancel enrollment", "BY_PERSON"),
        ("They replied", "counts them as replied", "They replied", "REPLIED"),
    ],
)
def test_an_end_is_asked_for_with_its_consequence(
    services: Services, actor: Actor, open_page: OpenPage, opens: str, consequence: str,
    yes: str, reason: str,
) -> None:  # fmt: skip
    lead = a_lead(services, actor)
    key = enrolled(services, actor, a_sequence(services, actor, CALL), lead)
    page = open_page("lead", lead=str(lead))
    button(page, opens)
    assert consequence in text_of(page)
    assert get_enrollment(services, actor=actor, enrollment_id=key).stop_reason is None

    [one for one in page.button if one.label == yes][-1].click().run()

    assert get_enrollment(services, actor=actor, enrollment_id=key).stop_reason == reason
    assert "Past sequences" in text_of(page)
    assert "In none at present." in text_of(page)


@pytest.mark.usefixtures("manager")
def test_each_end_of_a_sequence_is_told_in_words(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    key = enrolled(services, actor, a_sequence(services, actor, CALL, name="Outbound"), lead)
    told = set()
    for reason in StopReason:
        with services.storage.write() as session:
            row = session.get_one(EnrollmentRow, key)
            row.status, row.stop_reason = EnrollmentStatus.CANCELED, reason
            row.finished_at, row.next_run_at = services.clock.now(), None
        drawn = text_of(open_page("lead", lead=str(lead)))
        told.add(drawn.partition("Past sequences")[2].partition("Outbound")[2][:20])

    assert len(told) == len(StopReason)


@pytest.mark.usefixtures("manager")
def test_no_more_mail_is_asked_for_with_what_ends(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    enrolled(services, actor, a_sequence(services, actor, CALL), lead)
    page = open_page("lead", lead=str(lead))
    button(page, "No more mail…")
    assert "1 running enrollment ends now" in text_of(page)
    button(page, "No more mail")
    assert "Ada1 Byron gets no more mail." in text_of(page)
    assert "Gets no mail: opted out." in text_of(page)
    assert "No more mail…" not in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_that_somebody_has_left_is_asked_for_with_what_ends_and_is_taken_back(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    enrolled(services, actor, a_sequence(services, actor, CALL), lead)
    page = open_page("lead", lead=str(lead))
    button(page, "Has left the company…")
    assert "1 running enrollment ends now" in text_of(page)
    button(page, "Has left")
    drawn = text_of(page)
    assert "Ada1 Byron has left the company." in drawn
    assert "Left the company" in drawn
    assert "Has left the company…" not in buttons_of(page)
    button(page, "Is there after all")
    assert "Ada1 Byron is there." in text_of(page)
    assert "Has left the company…" in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_facts_are_changed_in_the_drawer_and_a_custom_field_added(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor, custom={"seats": 12, "old": "x"})
    page = open_page("lead", lead=str(lead))
    button(page, "Edit")
    fill(page, "Title", "Countess")
    fill(page, "Company", "Engines")
    fill(page, "Country", "IT")
    fill(page, "seats", "14")
    fill(page, "old", "")
    fill(page, "Add a field", "renewal")
    fill(page, "Its value", "May")
    button(page, "Save")
    person = get_lead(services, actor=actor, lead_id=lead).person
    assert (person.title, person.company) == ("Countess", "Engines")
    assert person.country == "IT"
    assert person.custom == {"seats": 14, "renewal": "May"}
    seen = text_of(page)
    assert "What is known of Ada1 Byron is saved." in seen
    assert "Country Italy" in seen


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("E-mail", "nobody", "Not an e-mail address"),
        ("E-mail", "ada2@example.com", "The workspace has a person with this address."),
        ("Add a field", "not a name", "A custom field's name has letters"),
    ],
)
def test_a_refused_fact_is_told_in_the_rules_words_and_nothing_is_written(
    services: Services, actor: Actor, open_page: OpenPage, label: str, typed: str, words: str
) -> None:
    lead = a_lead(services, actor)
    a_lead(services, actor, 2)
    page = open_page("lead", lead=str(lead))
    button(page, "Edit")
    fill(page, "Title", "Countess")
    fill(page, label, typed)
    button(page, "Save")
    assert words in text_of(page)
    assert get_lead(services, actor=actor, lead_id=lead).person.title == ""


@pytest.mark.usefixtures("manager")
def test_the_leads_own_facts_and_a_deal_come_by_their_dialogs(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    page = open_page("lead", lead=str(lead))
    button(page, "Edit lead")
    fill(page, "Source", "Fair")
    button(page, "Save")
    assert get_lead(services, actor=actor, lead_id=lead).source == "Fair"

    button(page, "Add")
    fill(page, "Amount", "12x")
    button(page, "Add deal")
    assert "A deal needs a name." in text_of(page)
    fill(page, "Name", "Looms")
    button(page, "Add deal")
    assert "Must be an amount of at least 0." in text_of(page)
    fill(page, "Amount", "1200")
    button(page, "Add deal")
    assert "“Looms” is added." in text_of(page)
    assert "€1,200" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_a_note_is_added_from_the_page(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    page = open_page("lead", lead=str(lead))
    button(page, "Note")
    fill(page, "Note", "Likes looms")
    button(page, "Add note")
    (note,) = lead_timeline(services, actor=actor, lead_id=lead).items
    assert (note.type, note.body, note.lead_id) == ("NOTE", "Likes looms", lead)
    assert "Likes looms" in text_of(page)


@pytest.mark.usefixtures("manager")
def test_the_timeline_is_narrowed_to_a_kind_and_paged(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    party = create_party(services, actor=actor, party={"first_name": "Ada"})
    log_call(services, actor=actor, party_id=party, disposition="Connected")
    for number in range(30):
        add_note(services, actor=actor, party_id=party, text=f"Note number {number}.")
    page = open_page("person", person=str(party))
    assert "Note number 29." in text_of(page)
    assert "Note number 3." not in text_of(page)
    button(page, "Next")
    assert "Note number 3." in text_of(page)

    kinds = page.segmented_control[0]
    calls = kinds.set_value("CALL").run()
    assert "Connected" in text_of(calls)
    assert "Note number" not in text_of(calls)
    meetings = calls.segmented_control[0].set_value("MEETING").run()
    assert "No meetings here" in text_of(meetings)


@pytest.mark.usefixtures("manager")
def test_a_person_without_a_lead_is_enrolled_as_a_party(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    party = create_party(services, actor=actor, party={"email": "zoe@example.com"})
    sequence = a_sequence(services, actor, {**EMAIL, "subject": "Hi", "body": "Hi"})
    page = open_page("person", person=str(party))
    assert page.title[0].value.replace("\\", "") == "zoe@example.com"
    page.selectbox[0].set_value(sequence).run()
    button(page, "Enroll in Outbound")
    (line,) = list_enrollments(services, actor=actor).items
    assert (line.entity_type, line.entity_id) == ("PARTY", party)


@pytest.mark.usefixtures("manager")
def test_a_company_shows_its_people_and_whose_each_activity_is(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor, company="Engines", title="Countess")
    person = get_lead(services, actor=actor, lead_id=lead).person
    assert person.company_id is not None
    empty = open_page("company", company=str(person.company_id))
    assert "Nothing has happened yet" in text_of(empty)

    enrolled(services, actor, a_sequence(services, actor), lead)
    add_note(services, actor=actor, party_id=person.id, text="Likes looms")
    create_deal(services, actor=actor, deal={"name": "Looms", "company_id": person.company_id})
    page = open_page("company", company=str(person.company_id))
    words = text_of(page)
    for piece in ("Engines", "Ada1 Byron Countess", "In “Outbound”", "Looms", "Likes looms"):
        assert piece in words, piece
    assert words.count("Ada1 Byron") == 2
    assert "Write e-mail" not in buttons_of(page)

    button(page, "Edit")
    fill(page, "Name", "Analytical Engines")
    button(page, "Save")
    company = get_party(services, actor=actor, party_id=person.company_id)
    assert company.name == "Analytical Engines"


@pytest.mark.usefixtures("manager")
def test_a_logged_call_says_how_it_ended_only_where_somebody_said_it(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = open_page("lead", lead=str(a_lead(services, actor)))
    page = next(one for one in page.button if one.label == "Log call").click().run()

    page = page.button(key="lead_quick_call_submit").click().run()

    assert "The call is on the timeline." in text_of(page)
    assert "Connected" not in text_of(page)


@pytest.mark.usefixtures("reader")
def test_a_time_zone_that_does_not_exist_is_told_where_it_stands(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    words = "No such time zone"
    there = a_lead(services, actor, timezone="Europe/Rome")
    nowhere = a_lead(services, actor, 2, timezone="Europe/Nowhere")

    assert words not in text_of(open_page("lead", lead=str(there)))
    assert f"Europe/Nowhere {words}" in text_of(open_page("lead", lead=str(nowhere)))


@pytest.mark.usefixtures("manager")
def test_the_way_out_of_canceling_is_not_called_cancel(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    lead = a_lead(services, actor)
    enrolled(services, actor, a_sequence(services, actor), lead)
    page = open_page("lead", lead=str(lead))

    page = next(one for one in page.button if one.label == "Cancel…").click().run()

    assert {"Keep it", "Cancel enrollment"} <= set(buttons_of(page))
    assert "Cancel" not in buttons_of(page)


@pytest.mark.usefixtures("manager")
def test_a_task_is_proposed_for_the_day_after_the_clocks(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = open_page("lead", lead=str(a_lead(services, actor)))
    page = next(one for one in page.button if one.label == "Task").click().run()

    tomorrow = services.clock.now().date() + timedelta(days=1)
    assert page.date_input(key="lead_quick_task_dueAt").value == tomorrow

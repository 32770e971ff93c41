"""What a sequence may be: every refusal names its field, and settings survive the way back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.domain.calendar import DEFAULT_WINDOW, WEEKDAYS, Delay, DelayUnit
from crm_core.domain.sequences import (
    MIN_GAP_LIMIT_HOURS,
    NAME_LIMIT,
    STEPS_LIMIT,
    SUBJECT_LIMIT,
    TEXT_LIMIT,
    SequenceDraft,
    SequenceSettings,
    Step,
    draft_from,
)
from crm_core.domain.words import Reentry, StepType
from crm_core.errors import InvalidInput

EMAIL = {"type": "EMAIL_AUTO", "subject": "Hello", "body": "Hi"}
CALL = {"type": "CALL"}


def drafted(**changes: object) -> SequenceDraft:
    given = {"name": "Outbound", "description": "", "steps": [EMAIL], "settings": None, **changes}
    return draft_from(**given)


def step(**changes: object) -> dict[str, object]:
    return {"steps": [CALL, {**EMAIL, **changes}]}


def settings(**changes: object) -> dict[str, object]:
    return {"settings": changes}


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "name"),
    ({"name": " \t "}, "name"),
    ({"name": 5}, "name"),
    ({"name": "a\nb"}, "name"),
    ({"name": "a\0b"}, "name"),
    ({"name": "\ud800"}, "name"),
    ({"name": "x" * (NAME_LIMIT + 1)}, "name"),
    ({"description": 5}, "description"),
    ({"description": "x" * (TEXT_LIMIT + 1)}, "description"),
    ({"steps": None}, "steps"),
    ({"steps": []}, "steps"),
    ({"steps": "CALL"}, "steps"),
    ({"steps": b"CALL"}, "steps"),
    ({"steps": {"type": "CALL"}}, "steps"),
    ({"steps": [CALL] * (STEPS_LIMIT + 1)}, "steps"),
    ({"steps": [CALL, "CALL"]}, "steps[1]"),
    ({"steps": [CALL, None]}, "steps[1].type"),
    (step(type="FAX"), "steps[1].type"),
    (step(type=None), "steps[1].type"),
    (step(type=["EMAIL_AUTO"]), "steps[1].type"),
    (step(colour="red"), "steps[1].colour"),
    (step(key="a"), "steps[1].key"),
    (step(id="x" * 41), "steps[1].id"),
    (step(id="a\nb"), "steps[1].id"),
    ({"steps": [{**CALL, "id": "a"}, CALL, {**CALL, "id": "a"}]}, "steps[2].id"),
    (step(delay=5), "steps[1].delay"),
    (step(delay={}), "steps[1].delay.value"),
    (step(delay={"value": 1}), "steps[1].delay.unit"),
    (step(delay={"value": 1, "unit": "WEEKS"}), "steps[1].delay.unit"),
    (step(delay={"value": 1, "unit": "DAYS", "at": 9}), "steps[1].delay.at"),
    (step(delay={"value": -1, "unit": "DAYS"}), "steps[1].delay.value"),
    (step(delay={"value": 1.5, "unit": "DAYS"}), "steps[1].delay.value"),
    (step(delay={"value": "1", "unit": "DAYS"}), "steps[1].delay.value"),
    (step(delay={"value": True, "unit": "DAYS"}), "steps[1].delay.value"),
    (step(delay={"value": 10**9, "unit": "MINUTES"}), "steps[1].delay.value"),
    (step(subject="a\r\nBcc: b"), "steps[1].subject"),
    (step(subject="x" * (SUBJECT_LIMIT + 1)), "steps[1].subject"),
    (step(subject=None), "steps[1].subject"),
    (step(subject="  "), "steps[1].subject"),
    (step(type="EMAIL_MANUAL", subject=""), "steps[1].subject"),
    (step(body=None), "steps[1].body"),
    (step(body=" \n "), "steps[1].body"),
    (step(type="EMAIL_MANUAL", body=""), "steps[1].body"),
    (step(body="x" * (TEXT_LIMIT + 1)), "steps[1].body"),
    ({"steps": [{**EMAIL, "body": "x" * 1_000_000}]}, "steps[0].body"),
    (step(body="a\0b"), "steps[1].body"),
    (step(body="\udfff"), "steps[1].body"),
    (step(body=["Hi"]), "steps[1].body"),
    (step(instructions="x" * (TEXT_LIMIT + 1)), "steps[1].instructions"),
    ({"settings": "ALWAYS"}, "settings"),
    (settings(window="ALWAYS"), "settings.window"),
    (settings(sendWindow="NEVER"), "settings.sendWindow"),
    (settings(sendWindow={"days": {}}), "settings.sendWindow.days"),
    (settings(sendWindow={"days": {"MON": []}}), "settings.sendWindow.days"),
    (settings(sendWindow={"days": {"MON": [["9", "17:00"]]}}),
     "settings.sendWindow.days.MON[0][0]"),
    (settings(sendWindow={"timezone": "Mars", "days": {"MON": [["09:00", "17:00"]]}}),
     "settings.sendWindow.timezone"),
    (settings(holidayCountries="IT"), "settings.holidayCountries"),
    (settings(holidayCountries=["IT", "ITA"]), "settings.holidayCountries[1]"),
    (settings(holidayCountries=[5]), "settings.holidayCountries[0]"),
    (settings(reentry="NEVER"), "settings.reentry"),
    (settings(exclusive="yes"), "settings.exclusive"),
    (settings(minGapHours=-1), "settings.minGapHours"),
    (settings(minGapHours=1.5), "settings.minGapHours"),
    (settings(minGapHours="1"), "settings.minGapHours"),
    (settings(minGapHours=True), "settings.minGapHours"),
    (settings(minGapHours=MIN_GAP_LIMIT_HOURS + 1), "settings.minGapHours"),
    (settings(tracking=True), "settings.tracking"),
    (settings(tracking={"replies": True}), "settings.tracking.replies"),
    (settings(tracking={"opens": 1}), "settings.tracking.opens"),
    (settings(tracking={"clicks": "no"}), "settings.tracking.clicks"),
    (settings(stopCompanyOnReply=0), "settings.stopCompanyOnReply"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), REFUSALS)
def test_what_cannot_be_a_sequence_is_refused_by_the_path_of_its_field(
    changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        drafted(**changes)
    assert refusal.value.field == field
    assert refusal.value.message.endswith(".")


def test_a_step_is_read_as_it_was_typed() -> None:
    given = {"type": " email_manual ", "id": "k1", "subject": " Hello ", "body": " Hi\r\n",
             "delay": {"value": 2, "unit": "business_days"}, "instructions": "Ask."}  # fmt: skip
    (step,) = drafted(steps=[given]).steps
    delay = Delay(2, DelayUnit.BUSINESS_DAYS)
    assert step == Step("k1", 0, StepType.EMAIL_MANUAL, delay, "Hello", " Hi\r\n", "Ask.")


def test_a_draft_is_as_large_as_the_limits_say() -> None:
    longest = {
        **EMAIL,
        "subject": "x" * SUBJECT_LIMIT,
        "body": "é" * TEXT_LIMIT,
        "instructions": "x" * TEXT_LIMIT,
        "id": "x" * 40,
    }
    draft = drafted(
        name="x" * NAME_LIMIT,
        description="x" * TEXT_LIMIT,
        steps=[longest, *[CALL] * (STEPS_LIMIT - 1)],
        settings={"minGapHours": MIN_GAP_LIMIT_HOURS},
    )
    assert len(draft.steps) == STEPS_LIMIT
    assert [step.position for step in draft.steps] == list(range(STEPS_LIMIT))


def test_name_and_description_are_trimmed_and_a_tuple_is_a_list() -> None:
    draft = drafted(name=" Outbound ", description=" All\nof it \n", steps=(EMAIL,))
    assert (draft.name, draft.description) == ("Outbound", "All\nof it")


def test_a_later_e_mail_may_answer_in_the_thread() -> None:
    follow_up = {"type": "EMAIL_AUTO", "body": "Still there?"}
    assert [step.subject for step in drafted(steps=[EMAIL, CALL, follow_up]).steps] == [
        "Hello", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "is_manual"),
    [("EMAIL_AUTO", False), ("EMAIL_MANUAL", True), ("CALL", True), ("TASK", True)],
)
def test_a_person_completes_all_but_the_automatic_e_mail(kind: str, is_manual: bool) -> None:
    (step,) = drafted(steps=[{**EMAIL, "type": kind}]).steps
    assert step.is_manual is is_manual
    assert step.delay == Delay(0, DelayUnit.MINUTES)


@pytest.mark.parametrize("absent", [None, {}, {"sendWindow": None, "minGapHours": 0}])
def test_without_settings_a_sequence_keeps_office_hours_and_takes_a_person_once(
    absent: object,
) -> None:
    assert drafted(settings=absent).settings == SequenceSettings(DEFAULT_WINDOW)
    assert SequenceSettings(DEFAULT_WINDOW).reentry is Reentry.ONCE


def test_settings_are_read_as_the_contract_has_them() -> None:
    given = {
        "sendWindow": {"timezone": "Europe/Rome", "days": {"FRI": [["22:00", "02:00"]]}},
        "holidayCountries": ["IT", "DE"],
        "reentry": "WHEN_INACTIVE",
        "exclusive": True,
        "minGapHours": 48,
        "tracking": {"opens": True, "clicks": False},
        "stopCompanyOnReply": True,
    }
    read = drafted(settings=given).settings
    assert (read.holiday_countries, read.reentry) == (("IT", "DE"), Reentry.WHEN_INACTIVE)
    assert (read.exclusive, read.min_gap) == (True, timedelta(hours=48))
    assert (read.track_opens, read.track_clicks, read.stop_company_on_reply) == (True, False, True)
    assert read.to_json() == given


def test_countries_are_written_large_and_once() -> None:
    read = drafted(settings={"holidayCountries": ["it", "DE", "IT"]}).settings
    assert read.holiday_countries == ("IT", "DE")


blocks = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True).map(
    lambda minutes: [
        [f"{m // 60:02}:{m % 60:02}" for m in pair]
        for pair in zip(*[iter(sorted(minutes)[: len(minutes) // 2 * 2])] * 2, strict=True)
    ]
)
windows = st.sampled_from([None, "ALWAYS"]) | st.fixed_dictionaries(
    {"days": st.dictionaries(st.sampled_from(WEEKDAYS), blocks, min_size=1)},
    optional={"timezone": st.sampled_from([None, "Europe/Rome", "UTC"])},
)
flags = st.none() | st.booleans()


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "sendWindow": windows,
            "holidayCountries": st.lists(st.from_regex(r"[A-Za-z]{2}", fullmatch=True)),
            "reentry": st.sampled_from([None, *Reentry]),
            "exclusive": flags,
            "minGapHours": st.none() | st.integers(0, MIN_GAP_LIMIT_HOURS),
            "tracking": st.none() | st.fixed_dictionaries({}, optional={"opens": flags}),
            "stopCompanyOnReply": flags,
        },
    )
)
def test_settings_survive_the_round_trip(given_settings: dict[str, object]) -> None:
    read = SequenceSettings.parse(given_settings)
    assert SequenceSettings.parse(read.to_json()) == read

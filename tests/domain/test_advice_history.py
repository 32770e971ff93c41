"""Whose turn it is: what counts as a word of theirs, as a touch of ours, and as neither."""

import pytest

from crm_core.domain.advice.history import Deed, Line, Situation, deed_of, read_history, situation
from crm_core.domain.words import ActivitySource, ActivityStatus, MailClass, Sentiment
from tests.domain.advising import ago, call, email, meeting, note, reply

BEGAN = ago(40)


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        (email(1), Deed.EMAIL),
        (email(1, source=ActivitySource.PERSON, subject="The offer"), Deed.EMAIL),
        (email(1, status=ActivityStatus.DRAFT), Deed.OTHER),
        (email(1, status=ActivityStatus.SKIPPED), Deed.OTHER),
        (reply(1), Deed.WORD),
        (reply(1, mail_class=MailClass.UNSUBSCRIBE), Deed.WORD),
        (reply(1, mail_class=MailClass.OUT_OF_OFFICE), Deed.OTHER),
        (reply(1, mail_class=MailClass.AUTO_REPLY), Deed.OTHER),
        (reply(1, mail_class=MailClass.HARD_BOUNCE), Deed.OTHER),
        (email(1, source=ActivitySource.PERSON, subject="Replied", is_sent=False), Deed.WORD),
        (email(1, source=ActivitySource.PERSON, subject="Replied"), Deed.EMAIL),
        (call(1, "Connected"), Deed.TALK),
        (call(1, "Meeting booked"), Deed.TALK),
        (call(1, "Not interested"), Deed.TALK),
        (call(1, "Left voicemail"), Deed.TRIED_CALL),
        (call(1, "Busy", sentiment=Sentiment.NEUTRAL), Deed.TRIED_CALL),
        (call(1, None), Deed.TRIED_CALL),
        (call(1, None, sentiment=Sentiment.POSITIVE), Deed.TALK),
        (call(1, "Connected", status=ActivityStatus.OPEN), Deed.OTHER),
        (meeting(1), Deed.MEETING),
        (note(1, "x"), Deed.OTHER),
    ],
)
def test_a_line_is_a_word_a_talk_a_touch_or_something_else(line: Line, deed: Deed) -> None:
    assert deed_of(line) is deed


@pytest.mark.parametrize(
    ("lines", "unanswered", "expected"),
    [
        ((), 0, Situation.FRESH),
        ((email(3),), 1, Situation.WAITING),
        ((email(9), email(6), call(3)), 3, Situation.SILENT),
        ((email(9), reply(6)), 0, Situation.THEIRS_CAME),
        ((email(9), reply(6), email(5), call(2)), 2, Situation.WAITING),
        ((email(9), call(6, "Connected"), email(5)), 1, Situation.WAITING),
        ((email(60), email(50)), 0, Situation.FRESH),
        ((email(9), reply(6, mail_class=MailClass.OUT_OF_OFFICE)), 1, Situation.WAITING),
        ((email(5), email(5), email(5), note(1, "x")), 3, Situation.SILENT),
    ],
    ids=["nothing", "one", "three", "answered", "tried again", "a talk answers too",
         "before the deal began", "a machine is no answer", "a note is no answer"],
)  # fmt: skip
def test_touches_are_unanswered_until_somebody_says_something(
    lines: tuple[Line, ...], unanswered: int, expected: Situation
) -> None:
    history = read_history(lines, BEGAN)

    assert len(history.unanswered) == unanswered
    assert history.situation is expected


def test_the_last_of_each_kind_is_found_in_whichever_order_the_lines_come() -> None:
    lines = [reply(9), call(2, "Connected"), email(30), reply(20), call(1), note(4, " "),
             note(5, "Wants it by May")]  # fmt: skip

    for told in (lines, lines[::-1]):
        history = read_history(told, BEGAN)

        assert (history.word, history.talk, history.touch) == (lines[0], lines[1], lines[4])
        assert (history.contact, history.exchange, history.latest) == (
            lines[1], lines[4], lines[4],
        )  # fmt: skip
        assert (history.note, history.meeting) == (lines[6], None)


def test_what_is_open_is_not_what_happened_last() -> None:
    history = read_history([email(0, status=ActivityStatus.OPEN), reply(3)], BEGAN)

    assert history.latest == history.word == reply(3)


@pytest.mark.parametrize(
    ("has_spoken", "unanswered", "expected"),
    [
        (True, 0, Situation.THEIRS_CAME),
        (False, 0, Situation.FRESH),
        (True, 2, Situation.WAITING),
        (False, 3, Situation.SILENT),
    ],
)
def test_the_situation_is_told_by_who_spoke_and_how_often_we_tried(
    has_spoken: bool, unanswered: int, expected: Situation
) -> None:
    assert situation(has_spoken, unanswered) is expected

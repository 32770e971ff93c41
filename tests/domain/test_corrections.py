"""What is said about a correction: what follows, and what the wrong class did that stays."""

import pytest

from crm_core.domain.corrections import CHOICES, NAMES, Followed, what_stays, what_was_done
from crm_core.domain.words import MailClass

REPLY, AUTO, AWAY = MailClass.REPLY, MailClass.AUTO_REPLY, MailClass.OUT_OF_OFFICE
STOP, UNRELATED = MailClass.UNSUBSCRIBE, MailClass.UNRELATED


@pytest.mark.parametrize(
    ("before", "after", "followed", "said"),
    [
        (AUTO, REPLY, Followed(ended=1), "It counts as a reply. 1 sequence ended as answered."),
        (AUTO, REPLY, Followed(), "It counts as a reply."),
        (
            REPLY, AWAY, Followed(paused=2, until="4 December 2026"),
            ("It counts as an absence. 2 sequences paused until 4 December 2026. What it ended "
            "stays ended; enroll the person again where that was wrong."),
        ),
        (
            AUTO, AWAY, Followed(until="4 December 2026"),
            "It counts as an absence. Nothing new goes until 4 December 2026.",
        ),
        (
            REPLY, STOP, Followed(ended=2, suppressed=("a@b.test", "c@b.test")),
            ("It counts as a wish to get no more mail. 2 sequences ended. No mail goes to a@b.test "
            "and c@b.test any more."),
        ),
        (
            AUTO, REPLY, Followed(had_ended=True),
            ("It counts as a reply. What it ended stays ended; enroll the person again where that "
            "was wrong."),
        ),
        (
            AWAY, AUTO, Followed(),
            ("It counts as an automatic reply. What it paused stays paused until then; resume it "
            "where that was wrong."),
        ),
    ],
)  # fmt: skip
def test_a_correction_says_what_follows_and_what_stays(
    before: MailClass, after: MailClass, followed: Followed, said: str
) -> None:
    assert what_was_done(before, after, followed) == said


@pytest.mark.parametrize("before", [STOP, MailClass.HARD_BOUNCE, MailClass.COMPLAINT])
def test_a_suppression_is_never_lifted_by_a_correction(before: MailClass) -> None:
    assert "stays on the suppression list" in what_stays(before, REPLY)


def test_every_class_has_a_name_and_reports_cannot_be_said() -> None:
    assert set(NAMES) == set(MailClass)
    assert not {MailClass.HARD_BOUNCE, MailClass.OWN, MailClass.COMPLAINT} & set(CHOICES)

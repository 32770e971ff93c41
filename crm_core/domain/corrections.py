"""What a person may say that a message is instead; what follows from it, and what stays as it is.

Asked by `crm_core.usecases.corrections`. A correction looks forward: what the class should have
done is done now, and what the former class did is named and left to a person.
"""

from typing import NamedTuple

from crm_core.domain.words import MailClass

CHOICES = (
    MailClass.REPLY,
    MailClass.AUTO_REPLY,
    MailClass.OUT_OF_OFFICE,
    MailClass.UNSUBSCRIBE,
    MailClass.UNRELATED,
)
"""What a message can be said to be. Reports of mail servers are read, not said."""
NAMES = {
    MailClass.REPLY: "a reply",
    MailClass.AUTO_REPLY: "an automatic reply",
    MailClass.OUT_OF_OFFICE: "an absence",
    MailClass.HARD_BOUNCE: "a bounce for good",
    MailClass.SOFT_BOUNCE: "a bounce for now",
    MailClass.COMPLAINT: "a complaint",
    MailClass.UNSUBSCRIBE: "a wish to get no more mail",
    MailClass.DELIVERY_NOTICE: "a delivery notice",
    MailClass.OWN: "our own mail",
    MailClass.UNRELATED: "unrelated",
}
"""A class after "it is"."""
WRITTEN_BY_SOMEBODY = frozenset(CHOICES)
"""What can be answered: somebody, or their machine, wrote it to us."""


class Followed(NamedTuple):
    """What was done for the new class: enrollments that ended, that pause, and until when, in
    words; the addresses that get no more mail. `had_ended`: the former class had ended some."""

    ended: int = 0
    paused: int = 0
    until: str = ""
    suppressed: tuple[str, ...] = ()
    had_ended: bool = False


def what_was_done(before: MailClass, after: MailClass, followed: Followed) -> str:
    """The sentence about a correction: what it is now, what follows, what stays."""
    parts = [f"It counts as {NAMES[after]}."]
    if after is MailClass.REPLY and followed.ended:
        parts.append(f"{_sequences(followed.ended)} ended as answered.")
    if after is MailClass.OUT_OF_OFFICE and followed.until:
        paused = f"{_sequences(followed.paused)} paused" if followed.paused else "Nothing new goes"
        parts.append(f"{paused} until {followed.until}.")
    if after is MailClass.UNSUBSCRIBE:
        if followed.ended:
            parts.append(f"{_sequences(followed.ended)} ended.")
        if followed.suppressed:
            parts.append(f"No mail goes to {' and '.join(followed.suppressed)} any more.")
    parts.append(what_stays(before, after, had_ended=followed.had_ended))
    return " ".join(part for part in parts if part)


def what_stays(before: MailClass, after: MailClass, *, had_ended: bool = False) -> str:
    """What the former class did and nobody took back; empty where nothing of it can stand.

    `had_ended`: an automatic reply had ended sequences, as one of somebody who has left.
    """
    match before:
        case MailClass.AUTO_REPLY if had_ended:
            return "What it ended stays ended; enroll the person again where that was wrong."
        case MailClass.REPLY if after is not MailClass.UNSUBSCRIBE:
            return "What it ended stays ended; enroll the person again where that was wrong."
        case MailClass.OUT_OF_OFFICE if after in (MailClass.AUTO_REPLY, MailClass.UNRELATED):
            return "What it paused stays paused until then; resume it where that was wrong."
        case MailClass.UNSUBSCRIBE | MailClass.HARD_BOUNCE | MailClass.COMPLAINT:
            return (
                "What it ended stays ended, and the address stays on the suppression list, where "
                "somebody can take it off."
            )
        case MailClass.SOFT_BOUNCE:
            return "What it put off stays put off."
    return ""


def _sequences(number: int) -> str:
    return "1 sequence" if number == 1 else f"{number} sequences"

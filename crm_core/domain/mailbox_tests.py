"""What a try of a mailbox's servers found, step by step, in words that say how to mend it. Pure."""

from typing import NamedTuple

from crm_core.domain.refusals import Answer, Stage, judge


class TriedStep(NamedTuple):
    """`said`: what happened; `mend`: what to do about it, empty where it passed."""

    name: str
    passed: bool
    said: str
    mend: str = ""


_OUT = {
    Stage.CONNECT: ("Reach the mail server", "It answers."),
    Stage.TLS: ("Encrypt the connection", "It is encrypted, or the server offers none."),
    Stage.AUTH: ("Sign in", "It lets this mailbox in."),
}
_MEND = {
    Stage.CONNECT: "Check the server's name and port, and whether a firewall is between.",
    Stage.TLS: "Check the name against the certificate's, or choose the port for the other way "
    "to encrypt: 587 begins in clear, 465 is encrypted from the start.",
    Stage.AUTH: "Check the user and the password; many providers want an app password, or OAuth.",
}


def tried_out(way: str, answer: Answer | None) -> tuple[TriedStep, ...]:
    """The steps of opening a way out, up to the first that failed; `answer` None: it opened."""
    steps: list[TriedStep] = []
    for stage, (name, passed) in _OUT.items():
        if answer is not None and answer.stage is stage:
            reason = judge(answer).reason
            return (*steps, TriedStep(name, False, f"{way}: {reason}", _MEND[stage]))
        steps.append(TriedStep(name, True, passed))
    return tuple(steps)


_INBOX = "Open the inbox"
_MEND_INBOX = (
    ("The sign-in", _MEND[Stage.AUTH]),
    ("The folder", "Check the folder's name; the usual one is INBOX."),
    ("The token", "Sign in at the provider anew, and give its refresh token."),
    ("No trusted", "Check the server's name against its certificate's."),
    ("The server offers no encryption", "Choose the way that is encrypted from the start."),
)


def tried_in(way: str, fault: str | None) -> TriedStep:
    """The step of opening an inbox; `fault`: what stood against it, in words."""
    if fault is None:
        return TriedStep(_INBOX, True, "It lets this mailbox in and opens the folder.")
    usual = _MEND[Stage.CONNECT]
    mend = next((mend for begin, mend in _MEND_INBOX if fault.startswith(begin)), usual)
    return TriedStep(_INBOX, False, f"{way}: {fault}", mend)

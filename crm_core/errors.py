"""Refusals: what a rule says when it says no, in words fit to show to a person.

Use cases raise these; pages show the message next to the field, the API turns them into
RFC 9457 problem documents. Every other exception is a bug and must surface.
"""

from typing import ClassVar


class CrmError(Exception):
    """A rule said no.

    `message` is a sentence for a person. `field` is the input that it is about, as the API
    spells it (`steps[0].delay.value`), or None. `rule` names the rule for programs, in
    kebab-case. `told` is the sentence for whoever sits before a page, where `message` names what
    a program has to know; mostly they are one.
    """

    rule: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request was refused"

    def __init__(self, message: str, field: str | None = None, *, told: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.told = told or message


class InvalidInput(CrmError):
    """A value cannot be used; `field` names it."""

    rule = "invalid-input"
    status = 422
    title = "The input is not valid"


class NotFound(CrmError):
    """No such object in the caller's workspace."""

    rule = "not-found"
    status = 404
    title = "Not found"


class Conflict(CrmError):
    """The object's present state does not allow it."""

    rule = "conflict"
    status = 409
    title = "The present state does not allow this"


class IllegalTransition(Conflict):
    """A state machine has no such edge."""

    rule = "illegal-transition"


class Unauthenticated(CrmError):
    """Nobody is signed in, or the token is unknown, expired or revoked."""

    rule = "unauthenticated"
    status = 401
    title = "Sign in first"


class Forbidden(CrmError):
    """The actor lacks the permission that the operation asks for."""

    rule = "forbidden"
    status = 403
    title = "Not permitted"


class DraftChanged(Conflict):
    """The draft was changed elsewhere since the caller last saw it."""

    rule = "draft-changed"


class NewerVersion(Conflict):
    """The sequence got a version that the draft does not know."""

    rule = "newer-version"


class NotEnrollable(Conflict):
    """The sequence takes no one at present."""

    rule = "sequence-not-active"


class AlreadyEnrolled(Conflict):
    """The person is, or was, in the sequence and its re-entry rule says no."""

    rule = "already-enrolled"


class SuppressedRecipient(Conflict):
    """The person opted out, complained, or the address bounced."""

    rule = "suppressed-recipient"


class HasLeft(Conflict):
    """The person is not at their company any more."""

    rule = "has-left"


class ExclusiveEnrollment(Conflict):
    """Another running sequence has the person to itself."""

    rule = "exclusive-enrollment"


class IdempotencyMismatch(CrmError):
    """The same Idempotency-Key came with another request."""

    rule = "idempotency-key-reused"
    status = 422
    title = "The idempotency key belongs to another request"


class Unavailable(CrmError):
    """The feature is not switched on in this installation."""

    rule = "unavailable"
    status = 503
    title = "Not available here"


class NotSent(Conflict):
    """The e-mail did not go out, or nobody knows whether it did; the message says what is known."""

    rule = "not-sent"

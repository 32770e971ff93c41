"""The causes for which a message is refused, as far as a server tells."""

from enum import StrEnum


class Cause(StrEnum):
    """What the server found wrong, as far as it said."""

    NO_ADDRESS = "no such address"
    NO_DOMAIN = "no such domain"
    MOVED = "the address has moved"
    NO_MAIL = "the domain takes no mail"
    FULL = "the mailbox is full"
    SWITCHED_OFF = "the mailbox is switched off"
    TOO_LARGE = "the message is too large"
    RATE = "too much, or too fast"
    POLICY = "refused by policy"
    CONTENT = "refused for its content"
    RESTRICTED = "the recipient takes mail from some senders only"
    NETWORK = "the server could not be reached"
    BROKEN = "the server is out of order"
    UNKNOWN = "no reason that is known"

"""The suppression list: what an entry covers, and what may be done with it."""

from crm_core.domain.words import StopReason, SuppressionReason
from crm_core.errors import InvalidInput

STOPS_WITH = {
    SuppressionReason.OPTED_OUT: StopReason.OPTED_OUT,
    SuppressionReason.BOUNCED: StopReason.BOUNCED,
    SuppressionReason.COMPLAINED: StopReason.COMPLAINED,
    SuppressionReason.MANUAL: StopReason.SUPPRESSED,
}
"""What an enrollment says that ends because of an entry."""

WHY = {
    SuppressionReason.OPTED_OUT: "The person opted out.",
    SuppressionReason.BOUNCED: "The address bounced for good.",
    SuppressionReason.COMPLAINED: "The person complained about spam.",
    SuppressionReason.MANUAL: "The address is on the suppression list.",
}

ERASED = "This address belongs to a person who was erased and must not be written to."
"""Why somebody with such an address cannot be brought back."""

PEOPLES_OWN_WISH = frozenset({SuppressionReason.OPTED_OUT, SuppressionReason.COMPLAINED})


def domains_over(address: str) -> tuple[str, ...]:
    """The domains whose entries cover an address: its own, and those above it but the topmost."""
    labels = address.rpartition("@")[2].lower().split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels) - 1))


def is_covered_by(address: str, domains: frozenset[str]) -> str | None:
    """The narrowest of the domains that covers the address, if one does."""
    return next((domain for domain in domains_over(address) if domain in domains), None)


def check_removal(reason: SuppressionReason | None, why: str) -> None:
    """Raise where an entry may not be taken off without a written reason.

    `reason`: None for an erased person's. A bounce or our own entry may be a mistake of ours;
    who asked for no mail must have asked for it again, and somebody has to say how.
    """
    if why or (reason is not None and reason not in PEOPLES_OWN_WISH):
        return
    raise InvalidInput(
        "Say how the person asked to be written to again; it is kept with who removed it.",
        field="why",
    )

"""The suppression list: what an entry covers, and what may be done with it."""

import pytest

from crm_core.domain.suppressing import check_removal, domains_over, is_covered_by
from crm_core.domain.words import SuppressionReason
from crm_core.errors import InvalidInput


@pytest.mark.parametrize(
    ("address", "domains"),
    [
        ("ada@example.com", ("example.com",)),
        ("ada@mail.eu.Example.com", ("mail.eu.example.com", "eu.example.com", "example.com")),
        ("ada@localhost", ()),
        ("", ()),
    ],
)
def test_the_domains_over_an_address(address: str, domains: tuple[str, ...]) -> None:
    assert domains_over(address) == domains


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("ada@example.com", "example.com"),
        ("ada@mail.example.com", "mail.example.com"),
        ("ada@other.example.com", "example.com"),
        ("ada@anexample.com", None),
        ("example.com@other.org", None),
        ("ada@com", None),
    ],
)
def test_an_entry_covers_its_domain_and_those_below(address: str, entry: str | None) -> None:
    assert is_covered_by(address, frozenset({"example.com", "mail.example.com"})) == entry


@pytest.mark.parametrize(
    "reason", [SuppressionReason.OPTED_OUT, SuppressionReason.COMPLAINED, None]
)
def test_a_persons_own_wish_is_taken_off_with_a_written_reason_only(
    reason: SuppressionReason | None,
) -> None:
    check_removal(reason, "Asked for the newsletter on the phone.")
    with pytest.raises(InvalidInput) as refusal:
        check_removal(reason, "")
    assert refusal.value.field == "why"


@pytest.mark.parametrize("reason", [SuppressionReason.BOUNCED, SuppressionReason.MANUAL])
def test_our_own_entries_are_taken_off_without(reason: SuppressionReason) -> None:
    check_removal(reason, "")

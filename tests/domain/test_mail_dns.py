"""What SPF, DKIM and DMARC records say, and what to do about it."""

import pytest

from crm_core.domain.mail_dns import (
    DnsCheck,
    DnsState,
    judge_dkim,
    judge_dmarc,
    judge_spf,
    parent_of,
    tags_of,
    unknown,
)

GOOD, WEAK, MISSING, BAD = DnsState.GOOD, DnsState.WEAK, DnsState.MISSING, DnsState.BAD
OURS = "v=DKIM1; k=rsa; p=AAAA"


@pytest.mark.parametrize(
    ("records", "state"),
    [
        ([], MISSING),
        (["google-site-verification=x", "v=spf10 -all"], MISSING),
        (["v=spf1 include:x.example ~all"], GOOD),
        (["V=SPF1 mx -ALL", "other"], GOOD),
        (["v=spf1 redirect=_spf.x.example"], GOOD),
        (["v=spf1 include:x.example ?all"], WEAK),
        (["v=spf1 include:x.example"], WEAK),
        (["v=spf1 +all"], BAD),
        (["v=spf1 all"], BAD),
        (["v=spf1 -all", "v=spf1 ~all"], BAD),
    ],
)
def test_an_spf_record_is_judged(records: list[str], state: DnsState) -> None:
    assert judge_spf(records).state is state


@pytest.mark.parametrize(
    ("records", "wanted", "state"),
    [
        ([], None, DnsState.UNKNOWN),
        ([], OURS, MISSING),
        (["v=DKIM1; k=rsa; p=AAAA"], OURS, GOOD),
        (["p=AA AA"], OURS, GOOD),
        (["v=DKIM1; k=rsa; p=BBBB"], OURS, BAD),
        (["v=DKIM1; k=ed25519; p=AAAA"], OURS, BAD),
        (["v=DKIM1; p="], OURS, BAD),
        (["unrelated"], OURS, MISSING),
    ],
)
def test_a_dkim_record_is_compared_with_the_key(
    records: list[str], wanted: str | None, state: DnsState
) -> None:
    assert judge_dkim(records, wanted).state is state


@pytest.mark.parametrize(
    ("records", "state"),
    [
        ([], MISSING),
        (["v=spf1 -all"], MISSING),
        (["v=DMARC1; p=reject"], GOOD),
        (["v=DMARC1;p=quarantine; pct=50"], GOOD),
        (["v=DMARC1; p=none; rua=mailto:a@example.com"], WEAK),
        (["v=DMARC1; sp=none"], BAD),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], BAD),
    ],
)
def test_a_dmarc_record_is_judged(records: list[str], state: DnsState) -> None:
    assert judge_dmarc(records).state is state


def test_a_check_is_kept_and_read_again() -> None:
    for check in (judge_spf([]), judge_dmarc(["v=DMARC1; p=none"]), unknown("No resolver.")):
        assert DnsCheck.from_json(check.to_json()) == check
        assert bool(check.mend) == (check.state is not DnsState.UNKNOWN)


def test_tags_are_read_as_they_may_be_written() -> None:
    assert tags_of(" V=DKIM1 ;p= A B\tC ;; x ") == {"v": "DKIM1", "p": "ABC"}


@pytest.mark.parametrize(
    ("domain", "above"),
    [("mail.example.com", "example.com"), ("example.com", None), ("com", None), ("", None)],
)
def test_a_domain_has_one_above_it(domain: str, above: str | None) -> None:
    assert parent_of(domain) == above

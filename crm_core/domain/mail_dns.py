"""What a domain's DNS records say about its mail: SPF, DKIM and DMARC. Pure.

Sources: RFC 7208 (SPF), RFC 6376 §3.6.1 (DKIM keys), RFC 7489 (DMARC).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class DnsState(StrEnum):
    """`UNKNOWN`: nobody could be asked."""

    GOOD = "GOOD"
    WEAK = "WEAK"
    MISSING = "MISSING"
    BAD = "BAD"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class DnsCheck:
    """One record. `said`: what was found, in words; `mend`: what to do, empty where nothing."""

    state: DnsState
    said: str
    mend: str = ""

    def to_json(self) -> dict[str, str]:
        return {"state": self.state.value, "said": self.said, "mend": self.mend}

    @classmethod
    def from_json(cls, given: Mapping[str, str]) -> "DnsCheck":
        return cls(DnsState(given["state"]), given["said"], given.get("mend", ""))


def unknown(why: str) -> DnsCheck:
    """Of a record that nobody could be asked for."""
    return DnsCheck(DnsState.UNKNOWN, why)


def judge_spf(records: Sequence[str]) -> DnsCheck:
    """Of a domain's TXT records."""
    found = [text for text in records if _is_version(text, "v=spf1")]
    if not found:
        return DnsCheck(
            DnsState.MISSING,
            "The domain says of no server that it may send for it.",
            "Publish a TXT record such as: v=spf1 include:your-mail-provider.example ~all",
        )
    if len(found) > 1:
        return DnsCheck(
            DnsState.BAD,
            f"The domain has {len(found)} SPF records, which counts as none (RFC 7208 §4.5).",
            "Leave one that names all your servers.",
        )
    words = found[0].lower().split()[1:]
    if "+all" in words or "all" in words:
        return DnsCheck(
            DnsState.BAD, "It lets every server of the world send.", "End it with ~all or -all."
        )
    if "-all" in words or "~all" in words or any(word.startswith("redirect=") for word in words):
        return DnsCheck(DnsState.GOOD, found[0])
    return DnsCheck(DnsState.WEAK, f"It forbids nobody: {found[0]}", "End it with ~all or -all.")


def judge_dkim(records: Sequence[str], wanted: str | None) -> DnsCheck:
    """Of the TXT records at the selector's name; `wanted`: the record of the mailbox's key."""
    if wanted is None:
        return DnsCheck(
            DnsState.UNKNOWN,
            "This mailbox has no key here; its server may sign by itself.",
            "Let the product make one, or see that your provider signs for your domain.",
        )
    found = [tags_of(text) for text in records if "p=" in text]
    if not found:
        return DnsCheck(
            DnsState.MISSING, "The key is not published: receivers cannot check signatures.",
            "Publish the record that is shown below.",
        )  # fmt: skip
    if any(tags.get("p") == "" for tags in found):
        return DnsCheck(
            DnsState.BAD, "The published key is revoked.", "Publish the record that is shown below."
        )
    key = tags_of(wanted)
    if any(tags["p"] == key["p"] and tags.get("k", "rsa") == key["k"] for tags in found):
        return DnsCheck(DnsState.GOOD, "The key is published.")
    return DnsCheck(
        DnsState.BAD, "Another key is published there: every signature counts as forged.",
        "Publish the record that is shown below, or choose another selector.",
    )  # fmt: skip


def judge_dmarc(records: Sequence[str]) -> DnsCheck:
    """Of the TXT records at `_dmarc.` and the domain, or its parent's where it has none."""
    found = [text for text in records if _is_version(text, "v=dmarc1")]
    if not found:
        return DnsCheck(
            DnsState.MISSING,
            "The domain has no policy; Gmail and Yahoo ask for one.",
            "Publish a TXT record at _dmarc, such as: v=DMARC1; p=none; rua=mailto:you@…",
        )
    if len(found) > 1:
        return DnsCheck(DnsState.BAD, "There are several, which counts as none.", "Leave one.")
    policy = tags_of(found[0]).get("p", "").lower()
    if policy in ("quarantine", "reject"):
        return DnsCheck(DnsState.GOOD, found[0])
    if policy == "none":
        return DnsCheck(
            DnsState.WEAK, f"It only watches: {found[0]}",
            "When the reports are clean, set p=quarantine.",
        )  # fmt: skip
    return DnsCheck(
        DnsState.BAD, f"It has no policy: {found[0]}", "Set p=none, p=quarantine or p=reject."
    )


def tags_of(record: str) -> dict[str, str]:
    """The `name=value` tags of a record; white space within a value means nothing."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, equals, value in pairs if equals}


def parent_of(domain: str) -> str | None:
    """The domain above, as long as it has a dot itself."""
    above = domain.partition(".")[2]
    return above if "." in above else None


def _is_version(text: str, version: str) -> bool:
    """Whether a record begins with its version as a word of its own."""
    clean = text.strip().lower()
    return clean.startswith(version) and clean[len(version) :][:1] in ("", " ", ";")

"""Asking the DNS for TXT records, for a short time; that nobody answers is an answer too."""

from collections.abc import Callable

SECONDS = 3.0
"""The longest that one question may take, whatever servers are asked."""


class NoResolver(Exception):
    """Nobody could be asked; the text says why, fit to show."""


LookUp = Callable[[str], list[str]]
"""The TXT records of a name, none where it has none; raises `NoResolver`."""


def txt_records(name: str) -> list[str]:
    """By the resolver that this machine is set up with."""
    # Few ask, and its import takes as long as a page.
    import dns.exception
    import dns.resolver

    try:
        resolver = dns.resolver.Resolver()
        resolver.lifetime = SECONDS
        resolver.timeout = SECONDS / 2
        answer = resolver.resolve(name, "TXT", raise_on_no_answer=False)
        return [b"".join(each.strings).decode("utf-8", "replace") for each in answer.rrset or ()]
    except dns.resolver.NXDOMAIN:
        return []
    except dns.resolver.NoResolverConfiguration:
        raise NoResolver("This machine has no DNS resolver.") from None
    except (dns.exception.DNSException, OSError):
        raise NoResolver("The DNS resolver gave no answer.") from None

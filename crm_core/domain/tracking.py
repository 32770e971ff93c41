"""Who opened or clicked: the verdict on each request for a tracked e-mail's pixel and links.

Much of what asks is no person: gateways fetch every link before they hand a message over, mail
programs fetch pictures ahead of time. So a request is a person's only where nothing speaks for a
machine, and what one request proves holds for its source's others as well, earlier ones too. An
error on that side costs a click that is not counted; on the other side somebody would get a
follow-up to something that they never did. Only human clicks may change a path; opens never do.

The signs, and where they come from:
- a hidden link was fetched: no person sees it;
- HEAD (RFC 9110 §9.3.2): a browser that follows a link sends GET;
- within seconds of the send: nobody reads that fast;
- several links at once: as Adobe's Marketo Engage tells bots by "proximity" ("Filtering Email Bot
  Activity": several activities of one message in under a second);
- a preload (`Sec-Purpose: prefetch`, Fetch standard §3.7), noted by the route as the method;
- the agent: programs that name themselves; Apple's Mail Privacy Protection, which loads every
  picture ahead of time and calls itself "Mozilla/5.0" and no more. The proxies of Gmail and Yahoo
  load a picture mostly when a person looks, and tell nothing of who does: unknown.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from crm_core.domain.words import TrackingKind, TrackingVerdict

TOO_SOON = timedelta(seconds=10)
"""After the server took the message. Before that it is even less a person."""
AT_ONCE = timedelta(seconds=2)
"""Two links of one message within this time are fetched, not read."""
PREFETCH = "PREFETCH"
"""The method of a GET that says of itself that it is a preload."""

_MACHINES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scan(?:ner|ning)?\b|preview|prefetch|monitor|headless|phantomjs"
    r"|selenium|puppeteer|playwright|curl|wget|python|java/|okhttp|go-http|libwww|httpclient"
    r"|apache-|axios|node-fetch|undici|postman|guzzle|perl|ruby|php|powershell|winhttp"
    r"|barracuda|proofpoint|mimecast|ciscosecure|ironport|trendmicro|\btmes\b|symantec|messagelabs"
    r"|forcepoint|fireeye|trellix|mcafee|sophos|fortinet|fortiguard|checkpoint|zscaler|safelinks"
    r"|defender|urldefense|cloudmark|\bvade|spamhaus|virustotal|urlscan"
    r"|facebookexternalhit|whatsapp|skypeuri|existence discovery|validator|linkcheck|feedfetcher",
    re.IGNORECASE,
)
_PROXIES = re.compile(r"GoogleImageProxy|ggpht\.com|YahooMailProxy", re.IGNORECASE)
_PROGRAMS = re.compile(
    r"^Mozilla/5\.0 \(|^Microsoft Office/|^Outlook|Thunderbird/|AppleWebKit/|^Opera/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `source` tells two network addresses apart; `method` is GET, HEAD or PREFETCH.

    `url`: where the link leads; empty for the pixel and for the hidden link.
    """

    kind: TrackingKind
    at: datetime
    method: str = "GET"
    agent: str = ""
    source: str = ""
    url: str = ""

    @property
    def is_trap(self) -> bool:
        return self.kind is TrackingKind.CLICK and not self.url


class Judged(NamedTuple):
    """A verdict, and why, in words."""

    verdict: TrackingVerdict
    reason: str


def judge(requests: Sequence[Request], sent_at: datetime | None) -> list[Judged]:
    """The verdicts on all requests so far for one delivery, in their order.

    `sent_at`: None while the server's answer is not recorded yet.
    """
    proven = _proven(requests, sent_at)
    return [
        _of_source(request, proven.get(request.source)) or _of_itself(request, sent_at)
        for request in requests
    ]


def _of_source(request: Request, why: str | None) -> Judged | None:
    return None if why is None else Judged(TrackingVerdict.MACHINE, why)


def _proven(requests: Sequence[Request], sent_at: datetime | None) -> dict[str, str]:
    """The sources that are machines, each with the strongest sign of it."""
    clicks: defaultdict[str, list[Request]] = defaultdict(list)
    for request in requests:
        if request.kind is TrackingKind.CLICK:
            clicks[request.source].append(request)
    proven: dict[str, str] = {}
    for source, made in clicks.items():
        if any(click.is_trap for click in made):
            proven[source] = "It followed a link that no person sees."
        elif any(click.method == "HEAD" for click in made):
            proven[source] = "It asked for a link's head only, as no browser does."
        elif any(_is_too_soon(click, sent_at) for click in made):
            proven[source] = f"It clicked within {TOO_SOON.seconds} seconds of the send."
        elif _are_at_once(made):
            proven[source] = f"It followed several links within {AT_ONCE.seconds} seconds."
    return proven


def _of_itself(request: Request, sent_at: datetime | None) -> Judged:
    """The verdict on a request whose source is not proven to be a machine."""
    machine, unknown = TrackingVerdict.MACHINE, TrackingVerdict.UNKNOWN
    if request.method == "HEAD":
        return Judged(machine, "It asked for the head only, as no browser does.")
    if request.method == PREFETCH:
        return Judged(machine, "It says that it loads ahead of a person.")
    if _is_too_soon(request, sent_at):
        return Judged(machine, f"It came within {TOO_SOON.seconds} seconds of the send.")
    if _PROXIES.search(request.agent):
        return Judged(unknown, "A mail provider's proxy hides who it was.")
    if not request.agent or request.agent == "Mozilla/5.0":
        return Judged(machine, "It does not say which program it is.")
    if _MACHINES.search(request.agent):
        return Judged(machine, "It calls itself a program that no person reads with.")
    if not _PROGRAMS.search(request.agent):
        return Judged(unknown, "It calls itself a program that is not known here.")
    return Judged(TrackingVerdict.HUMAN, "Nothing speaks for a machine.")


def _is_too_soon(request: Request, sent_at: datetime | None) -> bool:
    return sent_at is None or request.at < sent_at + TOO_SOON


def _are_at_once(clicks: Sequence[Request]) -> bool:
    """Whether two different links were followed at (nearly) the same time."""
    ordered = sorted(clicks, key=lambda click: click.at)
    return any(
        later.url != earlier.url and later.at - earlier.at <= AT_ONCE
        for earlier, later in pairwise(ordered)
    )

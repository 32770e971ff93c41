"""What a careful person would want to know of a text before it goes to somebody."""

import re
from urllib.parse import urlsplit

from crm_core.copilot.tool import Desk
from crm_core.domain.email_drafts import left_over_field
from crm_core.views.deals import DealLine
from crm_core.views.people import PartyLine

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+")
_PLACEHOLDER = re.compile(r"\[[A-Z][\w ,.'/-]{1,40}\]|<[A-Z][\w ,.'/-]{1,40}>|\bXX+\b|\bTBD\b")
LINKS_MOST = 5


def text_warnings(
    desk: Desk, subject: str, body: str, *, party: PartyLine | None, deal: DealLine | None
) -> list[str]:
    """Links, what was left to be filled in; each as a sentence."""
    told = link_warnings(f"{subject}\n{body}")
    left = left_over_field(subject, body)
    if left is None and (found := _PLACEHOLDER.search(f"{subject}\n{body}")):
        left = found[0]
    if left is not None:
        told.append(f"{left} would arrive as it stands: put the value in its place.")
    return told


def link_warnings(text: str) -> list[str]:
    """That a text leads somewhere, by the host."""
    return [f"The text holds a link to {host}." for host in hosts_in(text)]


def hosts_in(text: str) -> list[str]:
    """The hosts of a text's links, each once."""
    found = []
    for link in _LINK.findall(text):
        address = link if "://" in link else f"https://{link}"
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        found.append(host or link)
    return list(dict.fromkeys(found))[:LINKS_MOST]

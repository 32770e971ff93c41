"""What a careful person would want to know of a text before it goes to somebody."""

import re
from urllib.parse import urlsplit

from crm_core.copilot.evidence import check_draft
from crm_core.copilot.evidence.drafts import DoubtKind
from crm_core.copilot.facts import Fact, Record, RecordKind
from crm_core.copilot.tool import Desk
from crm_core.copilot.tools.people import party_facts
from crm_core.copilot.tools.telling import facts_of, label, money, on_day, quoted, workspace
from crm_core.copilot.tools.timeline import told as told_of
from crm_core.domain.email_drafts import left_over_field
from crm_core.domain.permissions import Permission
from crm_core.views.activities import party_timeline
from crm_core.views.deals import DealLine
from crm_core.views.paging import Window
from crm_core.views.people import PartyLine

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+")
_PLACEHOLDER = re.compile(r"\[[A-Z][\w ,.'/-]{1,40}\]|<[A-Z][\w ,.'/-]{1,40}>|\bXX+\b|\bTBD\b")
LINKS_MOST = 5
DOUBTS_MOST = 5
LOOKED_AT = 50
"""Lines of the timeline in which a statement may stand."""


def text_warnings(
    desk: Desk, subject: str, body: str, *, party: PartyLine | None, deal: DealLine | None
) -> list[str]:
    """Links, what was left to be filled in, what no record supports; each as a sentence."""
    told = link_warnings(f"{subject}\n{body}")
    left = left_over_field(subject, body)
    if left is None and (found := _PLACEHOLDER.search(f"{subject}\n{body}")):
        left = found[0]
    if left is not None:
        told.append(f"{left} would arrive as it stands: put the value in its place.")
    return [*told, *_doubts(desk, subject, body, party, deal)]


def _doubts(
    desk: Desk, subject: str, body: str, party: PartyLine | None, deal: DealLine | None
) -> list[str]:
    """What the text states that stands in none of the records around it."""
    facts = known_facts(desk, party, deal)
    # A claim about the past ("as we discussed") is the writer's own to know.
    doubts = [
        one
        for one in check_draft(subject, body, facts, desk.today)
        if one.kind is not DoubtKind.CLAIM and not _LINK.search(one.text)
    ]
    told = [f"“{quoted(one.text)[1:-1]}”: {one.reason}." for one in doubts[:DOUBTS_MOST]]
    if len(doubts) > DOUBTS_MOST:
        told.append(f"And {len(doubts) - DOUBTS_MOST} more that no record supports.")
    return told


def known_facts(desk: Desk, party: PartyLine | None, deal: DealLine | None) -> list[Fact]:
    """What is known of whoever is written to, the deal, and whoever writes."""
    facts = list(facts_of(workspace(desk), [("you", desk.actor.name)]))
    if deal is not None:
        record = Record(RecordKind.DEAL, deal.id, label(deal.name, "Deal"))
        closes = deal.expected_close_on
        facts += facts_of(
            record,
            [("name", deal.name), ("amount", money(deal.amount, deal.currency)),
             ("stage", deal.stage.capitalize()),
             ("expected to close", closes and on_day(desk, closes))],
            closes,
        )  # fmt: skip
    if party is not None:
        facts += party_facts(party)
        if desk.actor.may(Permission.ACTIVITIES_READ):
            lines = party_timeline(
                desk.services, actor=desk.actor, party_id=party.id, window=Window(limit=LOOKED_AT)
            ).items
            facts += told_of(desk, lines)[0]
    return facts


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

"""The copilot without a model: it reads the person's words by a table of intents, and no more.

What it understands stands in `INTENTS`, the first that fits wins. It tells what the tools found
in their own words, drafts by templates, and proposes every write as a card. Whatever it does not
understand is answered with what it can do, and how a model is connected.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crm_core.copilot.events import Ended, Event, Told
from crm_core.copilot.facts import Record
from crm_core.copilot.rules import answers, deeds, writing
from crm_core.copilot.rules.named import bare, deals_named, some_names
from crm_core.copilot.rules.turn import Answer, Turn, Unclear
from crm_core.copilot.tool import Desk, Json, Said, Tool
from crm_core.copilot.tools.telling import item
from crm_core.errors import CrmError

LONGEST = 2_000
"""Characters of a question that are read."""
NAME_LONGEST = 8
"""Words of a question that may be nothing but a name."""
NO_MODEL = Said(
    "No model is connected, so I answer by rules: I understand the sentences below and the like, "
    "and tell only what stands in the records."
)
CONNECT = Said(
    "To connect a model: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own that "
    "speaks the same protocol, and CRM_COPILOT_MODEL; then start Duestep again."
)
_OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|and|now|then)\b[\s,!.]*|(?:please|kindly)\b[\s,]*|"
    r"(?:can|could|would|will) you (?:please )?|i(?:['’]d| would) like (?:you )?to |"
    r"i (?:want|need) (?:you )?to |let['’]?s |let us )+",
    re.IGNORECASE,
)


class Intent(NamedTuple):
    """A form of words and what answers it. `example`: how people may say it, with a name of the
    workspace in its place; `tool`: without which it cannot be answered."""

    tool: str
    pattern: re.Pattern[str]
    answer: Callable[[Turn, re.Match[str]], Answer]
    example: str = ""


def _intent(
    tool: str,
    pattern: str,
    answer: Callable[[Turn, re.Match[str]], Answer],
    example: str = "",
) -> Intent:
    return Intent(tool, re.compile(pattern, re.IGNORECASE | re.DOTALL), answer, example)


STAGE = r"(?P<stage>new|qualified|proposal|negotiation|won|lost)"
INTENTS: tuple[Intent, ...] = (
    _intent(
        "create_task",
        r"(?:(?:create|add|make|set|new)(?: me)?(?: an?| the)?(?: new)? (?:task|to-?do|reminder)|"
        r"remind me)\b(?P<rest>.*)",
        lambda turn, found: deeds.add_task(turn, found["rest"]),
        "Create a task to call {person} tomorrow",
    ),
    _intent(
        "log_call",
        r"(?:log|note|record)(?: down)?(?: an?| the| my)? call\b(?P<rest>.*)",
        lambda turn, found: deeds.log_call(turn, found["rest"]),
        "Log a call with {person}: left a voicemail",
    ),
    _intent(
        "create_sequence",
        r"(?:create|make|draw up|propose|build|draft|write)(?: me)?(?: an?| the)?(?: new)? "
        r"sequence\b(?P<rest>.*)",
        lambda turn, found: deeds.draw_up(turn, found["rest"]),
    ),
    _intent(
        "correct_reply",
        r"(?:mark|correct|classify)\s+(?P<who>.*?)(?:['’]s)?\s*(?:reply|message|answer)\s+"
        r"(?:as|is|to)\s+(?:an? )?(?P<what>.+)",
        lambda turn, found: deeds.correct(turn, found["who"], found["what"]),
    ),
    _intent(
        "move_deal",
        r"(?:move|put|set|advance|mark|close)\s+(?P<deal>.*?)\s*\b(?:to|into|as|in)\s+(?:the )?"
        + STAGE
        + r"\b(?: stage)?[\s.,:;–-]*(?:because|since|reason:?)?\s*(?P<reason>.*)",
        lambda turn, found: deeds.move(turn, found["deal"], found["stage"], found["reason"]),
        "Move {deal} to Proposal",
    ),
    _intent(
        "enroll",
        r"(?:enrol|enroll|add|put)\s+(?P<who>.+?)\s+(?:in|into|to|on)\s+(?:the )?(?:sequence )?"
        r"(?P<sequence>.+)",
        lambda turn, found: deeds.enroll(turn, found["who"], found["sequence"]),
        "Enroll {person} in {sequence}",
    ),
    _intent(
        "pause_enrollment",
        r"(?P<verb>pause|resume|unpause|continue|stop|cancel|end)\b\s*(?:the )?(?:enrol+ment "
        r"(?:of|for) |sequence (?:of|for) |e?-?mail(?:s|ing)? to )?(?P<who>.*?)"
        r"(?:\s+(?:in|from)\s+(?:the )?(?:sequence )?(?P<sequence>.+))?",
        lambda turn, found: deeds.switch(
            turn, found["verb"], found["who"], found["sequence"] or ""
        ),
        "Pause {person}",
    ),
    _intent(
        "send_email_draft",
        r"send\b(?: the| my| this)?(?: e-?mail)?(?: draft)?(?: to (?P<who>.+))?",
        lambda turn, found: writing.send(turn, found["who"]),
    ),
    _intent(
        "rewrite_message",
        r"(?:make (?:it|this|the \w+) .*\b(?:shorter|warmer|formal|simpler|friendlier)|"
        r"rewrite|reword|rephrase|translate|shorten)\b.*",
        lambda turn, found: answers.reword(turn, found[0]),
    ),
    _intent(
        "create_email_draft",
        r"(?:draft|write|compose|prepare|answer|follow[ -]?up|e-?mail|mail|reply)\b(?P<rest>.*)",
        lambda turn, found: writing.draft(turn, found["rest"]),
        "Draft a follow-up to {person}",
    ),
    _intent(
        "get_tasks",
        r".*\b(?:tasks?|to-?dos?|agenda)\b.*|what(?:['’]s| is) due\b.*|"
        r"what (?:do|must|should) i (?:have to |need to )?do today.*",
        lambda turn, found: answers.tasks(turn, found[0]),
        "What are my tasks today?",
    ),
    _intent(
        "recommend_next_step",
        r"(?:what(?:['’]s| is| are)?(?: the| my)?(?: best)? next\b(?: steps?)?|next steps?|"
        r"what should i do(?: next)?|what do you recommend|recommend(?: something| the next step)?|"
        r"what now)(?:\s+(?:for|with|about|on|in)\s+(?P<what>.+))?",
        lambda turn, found: answers.next_step(turn, found["what"]),
        "What next for {deal}?",
    ),
    _intent(
        "classify_reply",
        r"what did (?P<who>.+?) (?:reply|answer|write|say)\b.*|"
        r"(?:.*\b)?(?:repl(?:y|ies)|answers?|messages?) (?:of|from) (?P<whose>.+)|classify\b.*",
        lambda turn, found: answers.reply(turn, found["who"] or found["whose"] or ""),
        "What did {person} reply?",
    ),
    _intent(
        "explain_waiting",
        r"why\b\s*(?:(?:was|is|has|have|did|does|do)(?:n['’]?t)?\b\s*)?(?P<who>.*?)\s*"
        r"(?:\b(?:not|never|yet|wait\w*|stuck|held)\b.*|\b(?:been |being |get |getting |got )?"
        r"(?:e-?mailed|mailed|contacted|written|reached|touched|sent|called)\b.*)?",
        lambda turn, found: answers.why_not(turn, found["who"]),
        "Why was {person} not mailed?",
    ),
    _intent(
        "get_sequence_numbers",
        r"how (?:well )?(?:does|do|is|are|did)\s+(?:the )?(?:sequence )?(?P<sequence>.+?)\s+"
        r"(?:do|doing|perform|performing|going|run|running|work|working)\b.*",
        lambda turn, found: answers.numbers(turn, found["sequence"]),
        "How does {sequence} do?",
    ),
    _intent(
        "get_sequence_numbers",
        r"(?:.*\b)?(?:numbers|figures|statistics|stats|results|performance|reply rate)\s+"
        r"(?:of|for|on)\s+(?:the )?(?:sequence )?(?P<sequence>.+)",
        lambda turn, found: answers.numbers(turn, found["sequence"]),
    ),
    _intent(
        "find_sequences",
        r"(?:find|show|list|which|what|our|my|all)\b.*\bsequences?\b.*|sequences?",
        lambda turn, found: answers.sequences(turn, found[0]),
    ),
    _intent(
        "find_deals",
        r"(?:find|show|list|which|what|search|my|our|all|open|overdue)\b.*\bdeals\b.*|deals\b.*",
        lambda turn, found: answers.deals(turn, found[0]),
        "Find deals over 10000",
    ),
    _intent(
        "get_timeline",
        r"what happened (?:with|to|at) (?P<who>.+)|"
        r"(?:show )?(?:the )?(?:timeline|history) (?:of|for|with) (?P<whose>.+)",
        lambda turn, found: answers.timeline(turn, found["who"] or found["whose"]),
        "What happened with {person}?",
    ),
    _intent(
        "find_activities",
        r"(?:what (?:happened|was done|did we do|have we done)|show|list|find|my|which)\b.*"
        r"\b(?:activities|calls|meetings|e-?mails|notes|happened|done|do)\b.*|what happened.*|"
        r"(?:activities|calls|meetings|e-?mails|notes)\b.*",
        lambda turn, found: answers.happened(turn, found[0]),
        "What happened this week?",
    ),
    _intent(
        "get_deal_summary",
        r"(?:summari[sz]e|sum up|summary(?: of| for)?|tell me about|brief me on|what about|"
        r"(?:the )?status of|how is|show me|show|open)\b\s*(?P<what>.*)",
        lambda turn, found: answers.summary(turn, found["what"]),
        "Summarise {deal}",
    ),
    _intent(
        "find_people",
        r"(?:find|search(?: for)?|look up|look for|who is)\s+(?P<text>.+)",
        lambda turn, found: answers.find(turn, found["text"]),
        "Find {person}",
    ),
)  # fmt: skip


def answer_by_rules(
    desk: Desk,
    *,
    text: str,
    about: Record | None,
    tools: tuple[Tool, ...],
    propose: Callable[[Tool, Json], int],
) -> Iterator[Event]:
    """What happens for a person's words, in order; it always ends with `Ended`.

    `about`: the record at which they opened the copilot. `tools`: those that they may use.
    `propose` keeps a write for them to decide on, and gives the id of its card.
    """
    turn = Turn(desk, _plain(text), about, {tool.name: tool for tool in tools}, propose)
    try:
        yield from _answer(turn)
    except Unclear as unclear:
        yield Told(unclear.said)
    except CrmError as refusal:
        yield Told((Said(refusal.told),))
    yield Ended()


def abilities(turn: Turn) -> tuple[Said, ...]:
    """What can be asked without a model, with names of this workspace, and how one is connected."""
    names = some_names(turn)
    lines = [
        item(one.example.format(**names))
        for one in INTENTS
        if one.example and one.tool in turn.tools
    ]
    return (NO_MODEL, *lines, CONNECT)


def _answer(turn: Turn) -> Answer:
    for intent in INTENTS:
        found = intent.pattern.fullmatch(turn.text)
        if found is not None:
            yield from intent.answer(turn, found)
            return
    if 0 < len(turn.text.split()) <= NAME_LONGEST and _is_name(turn):
        yield from answers.summary(turn, turn.text)
        return
    yield Told(abilities(turn))


def _is_name(turn: Turn) -> bool:
    """Whether the words are nothing but the name of a deal or a person."""
    name = bare(turn.text)
    if len(name) < 3:
        return False
    if answers.is_party(turn, name):
        return True
    return any(one.name.casefold() == name.casefold() for one in deals_named(turn, name))


def _plain(text: str) -> str:
    """The question on one line, without greetings, control characters and the marks at its end."""
    shown = "".join(one if one.isprintable() else " " for one in text[:LONGEST])
    line = " ".join(shown.split())
    return _OPENING.sub("", line).rstrip(" ?!.").strip()

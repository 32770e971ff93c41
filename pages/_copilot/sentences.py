"""What the copilot says, drawn: plain text in paragraphs, items and headings, with its sources.

Nothing of it is read as markup. A suggestion looks different from a fact, and what has no source
carries no number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from crm_core.copilot.facts import Fact
from crm_core.copilot.tool import Said, SaidKind
from pages._copilot.sources import Numbers
from pages._ui.html import Html, tag, together

LONGEST = 20_000
"""Characters of one line that are shown; whoever says more is cut."""


class Look(StrEnum):
    FACT = "fact"
    ADVICE = "advice"
    PLAIN = "plain"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_bold: bool = False
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `begins`: it begins a paragraph, item or heading of its own."""

    parts: tuple[Part, ...]
    look: Look = Look.FACT
    kind: SaidKind = SaidKind.PARAGRAPH
    begins: bool = True


def of_said(said: Iterable[Said]) -> list[Sentence]:
    """A tool's own words."""
    return [
        Sentence(
            (Part(line.text, facts=line.facts),),
            Look.ADVICE if line.is_advice else Look.FACT if line.facts else Look.PLAIN,
            line.kind,
        )
        for line in said
    ]


def draw(sentences: Iterable[Sentence], numbers: Numbers) -> Html:
    """All of it as markup."""
    blocks = list(_blocks(sentences))
    drawn: list[Html] = []
    for is_list, group in groupby(blocks, key=lambda block: block[0].kind is SaidKind.ITEM):
        if is_list:
            items = (_block("li", block, numbers) for block in group)
            drawn.append(tag("ul", together(*items)))
        else:
            drawn += [
                _block("h3" if block[0].kind is SaidKind.HEADING else "p", block, numbers)
                for block in group
            ]
    return tag("div", together(*drawn), "ds-said", dir="auto")


def _blocks(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    block: list[Sentence] = []
    for sentence in sentences:
        if block and (sentence.begins or sentence.kind is not block[0].kind):
            yield block
            block = []
        block.append(sentence)
    if block:
        yield block


def _block(name: str, block: list[Sentence], numbers: Numbers) -> Html:
    advises = all(one.look is Look.ADVICE for one in block) and name != "h3"
    words: list[object] = [tag("span", "Suggestion", "ds-suggestion-mark")] if advises else []
    for sentence in block:
        words += [_sentence(sentence, numbers, apart=not advises), " "]
    return tag(name, together(*words), "ds-suggestion" if advises else "", dir="auto")


def _sentence(sentence: Sentence, numbers: Numbers, *, apart: bool) -> Html:
    css = {Look.PENDING: "ds-pending", Look.ADVICE: "ds-suggests" if apart else ""}
    parts = [
        together(tag("strong", _cut(part.text)) if part.is_bold else _cut(part.text),
                 numbers.mark(part.facts))
        for part in sentence.parts
    ]  # fmt: skip
    hidden = {"aria-hidden": "true"} if sentence.look is Look.PENDING else {}
    look = f"ds-isolated {css.get(sentence.look, '')}".strip()
    return tag("span", together(*parts), look, **hidden)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

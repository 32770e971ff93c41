"""A step's texts, compiled: what the planner's content gate renders for a person."""

import re
from dataclasses import dataclass

from crm_core.domain.cases import Fields
from crm_core.domain.sequences import EMAILS, TEXT_LIMIT, Step
from crm_core.domain.verdicts import Hole, Written
from crm_core.domain.words import StepType
from crm_core.errors import InvalidInput
from crm_core.mail.body import alternatives, is_formatted
from crm_core.texts import MissingFields, RenderFault, Text, TextFault, compile_text

ALTERNATIVE_LIMIT = 11 * TEXT_LIMIT
"""Nothing typed grows more than an `&` in a bare link, which becomes `&amp;` twice; the rest is
for the document around it. Only HTML with its tags nested many times over can exceed this."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DEFAULT_SUBJECT = {StepType.CALL: "Call", StepType.TASK: "Task"}


@dataclass(frozen=True, slots=True)
class StepTexts:
    """Subject, text and, for e-mails, HTML of one step. `formatted`: that is how it was typed."""

    subject: Text
    text: Text
    html: Text | None
    formatted: bool = False

    def write(self, fields: Fields) -> Written | Hole:
        """The texts with the person's values, or why they cannot be written."""
        try:
            return Written(
                _one_line(self.subject.render(fields)),
                self.text.render(fields),
                self.html.render(fields) if self.html else "",
            )
        except (MissingFields, RenderFault):
            return self._hole(fields)

    @property
    def names(self) -> frozenset[str]:
        """Every merge field that the texts use."""
        texts = (self.subject, self.text)
        return frozenset(use.name for text in texts for use in text.fields)

    def _hole(self, fields: Fields) -> Hole:
        """What is missing in all of the texts together, else the first fault."""
        names: dict[str, None] = {}
        faults: list[str] = []
        for text in filter(None, (self.subject, self.text, self.html)):
            try:
                text.render(fields)
            except MissingFields as hole:
                names |= dict.fromkeys(hole.names)
            except RenderFault as fault:
                faults.append(str(fault))
        return Hole(tuple(names), "" if names else faults[0])


def compile_step(step: Step, path: str = "") -> StepTexts:
    """Compile a step's texts; raises `InvalidInput` whose field starts with `path`.

    `check_text` comes before it: here a fault of a body is one of what mail makes of it.
    An e-mail's body becomes a text and an HTML alternative; a call's or a task's text is its
    instructions, or its body where it has none.
    """
    subject = compile_text(
        step.subject or _DEFAULT_SUBJECT.get(step.type, ""), field=f"{path}subject"
    )
    if step.type in EMAILS:
        both = _compile_body(step.body, f"{path}body")
        return StepTexts(subject, *both, formatted=is_formatted(step.body))
    part = "instructions" if step.instructions else "body"
    return StepTexts(subject, compile_text(getattr(step, part), field=path + part), html=None)


def _compile_body(body: str, field: str) -> tuple[Text, Text]:
    text, html = alternatives(body, field=field)
    try:
        return (
            compile_text(text, field=field, limit=ALTERNATIVE_LIMIT),
            compile_text(html, field=field, limit=ALTERNATIVE_LIMIT, escape_html=True),
        )
    except TextFault as fault:  # Its line and column are none that anybody typed.
        problem = f"What mail can take of this HTML is no sound text: {fault.problem}."
        raise InvalidInput(problem, field) from fault


def _one_line(subject: str) -> str:
    """A value of several lines does not break a header: its control characters become spaces."""
    return subject if subject.isprintable() else _CONTROLS.sub(" ", subject).strip()

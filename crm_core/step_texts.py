"""A step's texts, compiled: what the planner's content gate renders for a person."""

from dataclasses import dataclass

from crm_core.domain.cases import Fields
from crm_core.domain.sequences import EMAILS, Step
from crm_core.domain.verdicts import Hole, Written
from crm_core.domain.words import StepType
from crm_core.mail.body import alternatives
from crm_core.texts import MissingFields, Text, compile_text

_DEFAULT_SUBJECT = {StepType.CALL: "Call", StepType.TASK: "Task"}


@dataclass(frozen=True, slots=True)
class StepTexts:
    """Subject, text and, for e-mails, HTML of one step."""

    subject: Text
    text: Text
    html: Text | None

    def write(self, fields: Fields) -> Written | Hole:
        """The texts with the person's values, or the fields that have none."""
        try:
            return Written(
                self.subject.render(fields),
                self.text.render(fields),
                self.html.render(fields) if self.html else "",
            )
        except MissingFields:
            return Hole(self._missing(fields))

    @property
    def names(self) -> frozenset[str]:
        """Every merge field that the texts use."""
        texts = (self.subject, self.text)
        return frozenset(use.name for text in texts for use in text.fields)

    def _missing(self, fields: Fields) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for text in (self.subject, self.text):
            try:
                text.render(fields)
            except MissingFields as hole:
                names |= dict.fromkeys(hole.names)
        return tuple(names)


def compile_step(step: Step, path: str = "") -> StepTexts:
    """Compile a step's texts; raises `TextFault` whose field starts with `path`.

    An e-mail's body becomes a text and an HTML alternative; a call's or a task's text is its
    instructions, or its body where it has none.
    """
    if step.type in EMAILS:
        text, html = alternatives(step.body)
        return StepTexts(
            subject=compile_text(step.subject, field=f"{path}subject"),
            text=compile_text(text, field=f"{path}body"),
            html=compile_text(html, escape_html=True, field=f"{path}body"),
        )
    return StepTexts(
        subject=compile_text(step.subject or _DEFAULT_SUBJECT[step.type], field=f"{path}subject"),
        text=compile_text(step.instructions or step.body, field=f"{path}instructions"),
        html=None,
    )

"""The tools that the copilot used for an answer: which, for how long, and what each found."""

from dataclasses import dataclass

from crm_core.copilot.tool import Json, Said
from pages._copilot.sentences import draw, of_said
from pages._copilot.sources import Numbers
from pages._ui.html import Html, tag, together

GIVEN_MOST = 200


@dataclass(slots=True)
class Step:
    """One call. `milliseconds` is None while it runs."""

    title: str
    effect: str = "read"
    given: Json | None = None
    milliseconds: int | None = None
    fault: str = ""
    said: tuple[Said, ...] = ()


def draw_step(step: Step, numbers: Numbers) -> Html:
    """One line, which opens where there is more to tell."""
    sign, css = ("✓", "ds-call-done") if not step.fault else ("!", "ds-call-fault")
    if step.milliseconds is None:
        sign, css = "", "ds-call-runs"
    mark = tag("span", sign, f"ds-call-sign {css}", **{"aria-hidden": "true"})
    title = step.title + ("…" if step.milliseconds is None else "")
    line = together(mark, tag("span", title, "ds-call-title"), _beside(step))
    told = _told(step, numbers)
    if not told:
        return tag("div", line, "ds-call")
    return tag("details", together(tag("summary", line), told), "ds-call")


def _beside(step: Step) -> Html:
    if step.fault:
        return tag("span", "did not work", "ds-call-aside")
    if step.milliseconds is None:
        return Html("")
    seconds = step.milliseconds / 1000
    words = f"{step.milliseconds} ms" if seconds < 1 else f"{seconds:.1f} s"
    return tag("span", words, "ds-call-aside")


def _told(step: Step, numbers: Numbers) -> Html:
    parts = []
    given = ", ".join(f"{name}: {_short(value)}" for name, value in (step.given or {}).items()
                      if value not in (None, "", [], {}))  # fmt: skip
    if given:
        parts.append(tag("p", given[: 4 * GIVEN_MOST], "ds-quiet ds-isolated"))
    if step.fault:
        parts.append(tag("p", step.fault, "ds-call-words"))
    if step.said and step.milliseconds is not None:
        # Its sources are numbered for themselves: they are not yet part of the answer.
        parts.append(draw(of_said(step.said), Numbers(numbers.places)))
    return tag("div", together(*parts), "ds-call-told") if parts else Html("")


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= GIVEN_MOST else f"{text[:GIVEN_MOST]}…"

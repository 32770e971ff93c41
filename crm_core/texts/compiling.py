"""From a source to a `Text`: parsed, surveyed, and given the cheaper of two renderers."""

import re
from functools import lru_cache, partial

from liquid.exceptions import LiquidError

from crm_core.texts.engine import ENGINES, render_by_engine
from crm_core.texts.limits import output_limit
from crm_core.texts.plain import plain_renderer
from crm_core.texts.positions import Lines, SourceFault
from crm_core.texts.survey import Survey
from crm_core.texts.text import FieldUse, Text

_OPENING = re.compile(r"\{\{|\{%-?\s*(?:(raw|doc)\s*-?%\})?")
_RAW_END = re.compile(r"\{%-?\s*endraw\s*-?%\}")


@lru_cache(maxsize=512)
def compiled(source: str, escape_html: bool) -> Text:
    """The text; raises `SourceFault`."""
    _check_delimiters(source)
    try:
        template = ENGINES[escape_html].from_string(source)
        survey = Survey(template)
        survey.visit_all(template.nodes)
    except (LiquidError, RecursionError) as error:
        if not isinstance(error, LiquidError) or isinstance(error.__cause__, RecursionError):
            raise SourceFault("an expression is nested too deeply", 0) from error
        index = max(error.token.start_index, 0) if error.token else 0
        raise SourceFault(str(error.message), index) from error
    lines = Lines(source)
    fields = tuple(
        FieldUse(name, *lines.position(index), has_default)
        for index, name, has_default in sorted(survey.uses)
    )
    plain = plain_renderer(template.nodes, escape_html, output_limit(len(source)))
    return Text(fields, plain or partial(render_by_engine, template, len(source)))


def _check_delimiters(source: str) -> None:
    """Refuse what is never closed, which the engine's lexer needs quadratic time to find."""
    index = 0
    while opening := _OPENING.search(source, index):
        if opening[1] == "doc":
            raise SourceFault("there is no tag 'doc'", opening.start())
        if opening[1] == "raw":
            ending = _RAW_END.search(source, opening.end())
            index = ending.end() if ending else -1
        else:
            closing = source.find("}}" if opening[0] == "{{" else "%}", opening.end())
            index = closing + 2 if closing >= 0 else -1
        if index < 0:
            raise SourceFault(f"{opening[0].strip()} is never closed", opening.start())

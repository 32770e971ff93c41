"""python-liquid, narrowed to the tags and filters that a text may use."""

from html import escape
from io import StringIO
from typing import NoReturn, TextIO

from liquid import Environment, Mode, Node, RenderContext, Tag, TokenStream
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.template import BoundTemplate
from liquid.token import TOKEN_CONTENT, TOKEN_EOF, TOKEN_ILLEGAL, TOKEN_OUTPUT, TOKEN_TAG
from markupsafe import Markup

from crm_core.texts.filters import narrowed
from crm_core.texts.limits import NAMESPACE_LIMIT, NESTING_LIMIT
from crm_core.texts.rendering import Rendering
from crm_core.texts.text import MissingFields, RenderFault, Values
from crm_core.texts.values import Missing, shown

_TAGS = ("if", "unless", "case", "for", "break", "continue", "assign", "comment", "#")


def render_by_engine(template: BoundTemplate, source_size: int, values: Values) -> str:
    """`Text.render` for any text, `source_size` characters long."""
    rendering = Rendering(template, values, source_size)
    buffer = rendering.get_buffer()
    fault: Exception | None = None
    try:
        for node in template.nodes:
            node.render(rendering, buffer)
    except MissingFields as hole:
        rendering.missing |= dict.fromkeys(hole.names)
    except (LiquidError, RenderFault, ArithmeticError, ValueError, RecursionError) as error:
        fault = error
    if rendering.missing:
        raise MissingFields(rendering.missing)
    if fault is not None:
        raise RenderFault(_in_words(fault)) from fault
    return buffer.getvalue()


def _in_words(fault: Exception) -> str:
    if isinstance(fault, ArithmeticError):
        return "a calculation has no result"
    if isinstance(fault, RecursionError):
        return "an expression is nested too deeply"
    return str(fault.message if isinstance(fault, LiquidError) else fault)


class HoleNotingNode(OutputNode):
    """`{{ }}`: notes what is missing, and escapes all that it puts out if the text is HTML.

    `fields` are those without a fallback: what filters made blank of them is a hole, too.
    """

    fields: tuple[str, ...] = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        assert isinstance(context, Rendering)
        value = self.expression.evaluate(context)
        if isinstance(value, Missing):
            context.missing |= dict.fromkeys(value.names)
            return 0
        text = shown(value)
        if self.fields and not text.strip():
            context.missing |= dict.fromkeys(self.fields)
            return 0
        is_safe = isinstance(text, Markup) or not context.env.autoescape
        return buffer.write(str(text) if is_safe else escape(text))


class _Output(Output):
    node_class = HoleNotingNode


class _CaptureNode(CaptureNode):
    def _assign(self, context: RenderContext, buf: StringIO) -> None:
        text = buf.getvalue()
        context.assign(self.name, Markup(text) if context.env.autoescape else text)


class _Capture(CaptureTag):
    node_class = _CaptureNode


class _UnknownTag(Illegal):
    def parse(self, stream: TokenStream) -> NoReturn:
        token = stream.expect(TOKEN_TAG)
        inner = token.value in ("else", "elsif", "when") or token.value.startswith("end")
        problem = (
            f"'{token.value}' does not belong here" if inner else f"there is no tag '{token.value}'"
        )
        raise LiquidSyntaxError(problem, token=token)


class _Placed(Tag):
    """Gives an error that has no position that of the tag, and an open block its own words."""

    def get_node(self, stream: TokenStream) -> Node:
        opening = stream.current
        try:
            return self.parse(stream)
        except LiquidError as error:
            if error.token is None or error.token.start_index < 0:
                if self.block and stream.current.kind == TOKEN_EOF:
                    error.args = (f"'{opening.value}' is never closed",)
                elif error.token is not None:
                    error.args = ("something is missing at the end of the expression",)
                error.token = opening
            raise


class _Engine(Environment):
    block_nesting_limit = NESTING_LIMIT
    local_namespace_limit = NAMESPACE_LIMIT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        kinds = {name: type(self.tags[name]) for name in (*_TAGS, TOKEN_CONTENT)}
        kinds |= {"capture": _Capture, TOKEN_OUTPUT: _Output, TOKEN_ILLEGAL: _UnknownTag}
        self.tags = {
            name: type(kind.__name__, (_Placed, kind), {"mode": Mode.STRICT})(self)
            for name, kind in kinds.items()
        }
        self.filters = narrowed(self.filters)


ENGINES = {escape_html: _Engine(autoescape=escape_html) for escape_html in (False, True)}

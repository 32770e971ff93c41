"""The way to a model: any server that speaks OpenAI's chat completions, and what can go wrong.

Bounded in time, in retries and in what it may say; every fault becomes a `ModelFault` in words
for the person who waits. The `openai` package is imported when a model is first asked.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from crm_core.copilot.tool import Json
from crm_core.settings import Settings

if TYPE_CHECKING:
    from openai import OpenAI

log = structlog.get_logger(__name__)

CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
ANSWER_SECONDS = 120.0
"""One answer takes at most so long, however slowly it drips."""
ANSWER_TOKENS = 2_000
ANSWER_CHARACTERS = 40_000
ARGUMENTS_CHARACTERS = 64_000
CALLS_MOST = 8
WAIT_MOST = 5.0
"""Seconds before the one other try, whatever a server asks for."""
CHARACTERS_A_TOKEN = 4
"""To estimate what a server does not count."""


class ModelFault(Exception):
    """A model gave no answer, or not all of it. `words` say what happened, `remedy` what the
    person can do. `is_passing`: another try may help."""

    def __init__(self, words: str, remedy: str, *, is_passing: bool = False, wait: float = 0.5):
        super().__init__(words)
        self.words, self.remedy = words, remedy
        self.is_passing, self.wait = is_passing, min(max(wait, 0.0), WAIT_MOST)
        self.input_tokens = self.output_tokens = 0
        """What it cost all the same, about: the loop notes it where an answer had begun."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call as the model wrote it; `arguments` is meant to be JSON."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer was in the end. Tokens are estimated where the server counts none."""

    text: str
    calls: tuple[ToolCall, ...]
    input_tokens: int
    output_tokens: int
    milliseconds: int


class Model(Protocol):
    """Something that answers. Yields text as it comes, and last of all one `Answered`."""

    name: str

    def ask(self, messages: Sequence[Json], tools: Sequence[Json]) -> Iterator[str | Answered]: ...


def connected_model(settings: Settings) -> Model | None:
    """The model that the settings name, or None where neither a key nor a server is set."""
    if not settings.has_model:
        return None
    return OpenAIModel(settings)


@dataclass(slots=True)
class OpenAIModel:
    """A model behind the chat-completions protocol."""

    settings: Settings
    name: str = ""
    _client: "OpenAI | None" = None

    def __post_init__(self) -> None:
        self.name = self.settings.crm_copilot_model

    def ask(self, messages: Sequence[Json], tools: Sequence[Json]) -> Iterator[str | Answered]:
        """Ask once, and once more where nothing has come yet and another try may help."""
        for last in (False, True):
            heard = False
            try:
                for part in self._ask_once(messages, tools):
                    heard = True
                    yield part
                return
            except ModelFault as fault:
                if last or heard or not fault.is_passing:
                    raise
                log.warning("another try", action="copilot.model", fault=fault.words)
                sleep(fault.wait)

    def _ask_once(
        self, messages: Sequence[Json], tools: Sequence[Json]
    ) -> Iterator[str | Answered]:
        begun = monotonic()
        hearing = _Hearing()
        asked: Json = {
            "model": self.name,
            "messages": list(messages),
            "stream": True,
            "stream_options": {"include_usage": True},
            self._limit(): ANSWER_TOKENS,
        }
        if tools:
            asked["tools"] = list(tools)
        with _faults_in_words(self.settings):
            stream: Any = self._opened().chat.completions.create(**asked)
        with _faults_in_words(self.settings, is_open=True), stream:
            for chunk in stream:
                if monotonic() - begun > ANSWER_SECONDS:
                    raise _too_slow(ANSWER_SECONDS)
                text = hearing.hear(chunk)
                if text:
                    yield text
        if not hearing.finished:
            raise _broken_off()
        yield hearing.answered(messages, round((monotonic() - begun) * 1000))

    def _limit(self) -> str:
        """What bounds the answer's length: OpenAI's own name, or the one that all others know."""
        return "max_tokens" if self.settings.openai_base_url else "max_completion_tokens"

    def _opened(self) -> "OpenAI":
        if self._client is None:
            import httpx2
            from openai import OpenAI

            self._client = OpenAI(
                api_key=self.settings.openai_api_key or "none",
                base_url=self.settings.openai_base_url,
                timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                max_retries=0,
            )
        return self._client


@dataclass(slots=True)
class _Hearing:
    """An answer as far as it has come, within its bounds."""

    text: str = ""
    calls: dict[int, list[str]] = field(default_factory=dict)
    finished: bool = False
    input_tokens: int = 0
    output_tokens: int = 0

    def hear(self, chunk: Any) -> str:
        """Take one chunk in; returns its new text."""
        if chunk.usage is not None:
            self.input_tokens = max(chunk.usage.prompt_tokens or 0, 0)
            self.output_tokens = max(chunk.usage.completion_tokens or 0, 0)
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        self.finished = self.finished or choice.finish_reason is not None
        for part in choice.delta.tool_calls or ():
            self._hear_call(part)
        text = _sound(choice.delta.content)[: ANSWER_CHARACTERS - len(self.text)]
        self.text += text
        return text

    def _hear_call(self, part: Any) -> None:
        at = part.index if part.index is not None else len(self.calls)
        if at not in self.calls and len(self.calls) >= CALLS_MOST:
            return
        call = self.calls.setdefault(at, ["", "", ""])
        call[0] = call[0] or _sound(part.id)
        if part.function is not None:
            call[1] += _sound(part.function.name)
            call[2] += _sound(part.function.arguments)
        if len(call[2]) > ARGUMENTS_CHARACTERS:
            raise ModelFault(
                "The model called a tool with more than it may say.", "Ask for less at once."
            )

    def answered(self, messages: Sequence[Json], milliseconds: int) -> Answered:
        calls = tuple(
            ToolCall(call[0] or f"call_{at}", call[1], call[2])
            for at, call in sorted(self.calls.items())
        )
        said = len(self.text) + sum(len(call.arguments) for call in calls)
        return Answered(
            self.text,
            calls,
            self.input_tokens or asked_tokens(messages),
            self.output_tokens or said // CHARACTERS_A_TOKEN,
            milliseconds,
        )


def asked_tokens(messages: Sequence[Json]) -> int:
    """About how many tokens a question is, where no server counted them."""
    asked = sum(len(str(message.get("content") or "")) for message in messages)
    return asked // CHARACTERS_A_TOKEN


def _sound(text: object) -> str:
    """What a server sent as text, without NUL and halves of surrogate pairs, which neither a
    database nor a page takes."""
    if not isinstance(text, str):
        return ""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


@contextmanager
def _faults_in_words(settings: Settings, *, is_open: bool = False) -> Iterator[None]:
    """Whatever the package or the connection raises, as a `ModelFault`; no key is in it.

    `is_open`: the answer had begun to come."""
    import httpx2
    import openai

    try:
        yield
    except openai.APITimeoutError as fault:
        raise _too_slow(READ_SECONDS, is_passing=True) from fault
    except openai.APIStatusError as fault:
        raise _status_fault(fault) from fault
    except openai.APIConnectionError as fault:
        raise (_broken_off() if is_open else _unreachable(settings)) from fault
    except httpx2.TimeoutException as fault:
        raise _too_slow(READ_SECONDS, is_passing=True) from fault
    except httpx2.HTTPError as fault:
        raise _broken_off() from fault
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as fault:
        # The package takes what a server sends for what it should be.
        raise ModelFault(
            "The model’s server answered something that is no answer.",
            "See that OPENAI_BASE_URL is an OpenAI-compatible server, mostly ending in /v1.",
        ) from fault


def _broken_off() -> ModelFault:
    return ModelFault("The model’s answer broke off in the middle.", "Ask again.", is_passing=True)


def _too_slow(seconds: float, *, is_passing: bool = False) -> ModelFault:
    return ModelFault(
        f"The model did not answer within {seconds:.0f} seconds.", "Ask again, or ask for less.",
        is_passing=is_passing,
    )  # fmt: skip


def _unreachable(settings: Settings) -> ModelFault:
    name = "OPENAI_BASE_URL" if settings.openai_base_url else "the network"
    return ModelFault(
        "The model’s server cannot be reached.", f"Whoever runs Duestep checks {name}.",
        is_passing=True,
    )  # fmt: skip


def _status_fault(fault: Any) -> ModelFault:
    """What a status code means for the person who waits."""
    code = getattr(fault, "code", None)
    if fault.status_code in (401, 403):
        return ModelFault(
            "The model’s server refused the key.", "Whoever runs Duestep checks OPENAI_API_KEY."
        )
    if fault.status_code == 404:
        return ModelFault(
            "The model’s server does not know this model.",
            "Whoever runs Duestep checks CRM_COPILOT_MODEL and OPENAI_BASE_URL.",
        )
    if fault.status_code == 429 and code == "insufficient_quota":
        return ModelFault(
            "The account of the model’s server has no credit left.",
            "Whoever runs Duestep checks the account’s billing.",
        )
    if fault.status_code == 429:
        return ModelFault(
            "The model’s server is asked too often at present.", "Ask again in a minute.",
            is_passing=True, wait=_retry_after(fault),
        )  # fmt: skip
    if fault.status_code >= 500:
        return ModelFault(
            f"The model’s server failed ({fault.status_code}).", "Ask again in a minute.",
            is_passing=True, wait=_retry_after(fault),
        )  # fmt: skip
    if code == "context_length_exceeded":
        return ModelFault("This conversation is too long for the model.", "Begin a new one.")
    return ModelFault(
        f"The model’s server refused the question ({fault.status_code}).",
        "Begin a new conversation; if that does not help, check CRM_COPILOT_MODEL.",
    )


def _retry_after(fault: Any) -> float:
    """Seconds that a server asks to wait (RFC 9110 §10.2.3, in seconds), else half a second."""
    try:
        return float(fault.response.headers.get("retry-after", "0.5"))
    except ValueError:
        return 0.5

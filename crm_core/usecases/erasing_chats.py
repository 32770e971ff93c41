"""Forgetting an erased person in chats with the copilot: what was said, found and proposed.

Called by `crm_core.usecases.erasing` in its transaction. A turn that tells of the person says
only that somebody was erased; a card that does is emptied, and void where it still waited.
"""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from crm_core.domain.states import ACTION_TRANSITIONS, transition
from crm_core.domain.words import ActionStatus
from crm_core.storage.engine import WriteSession
from crm_core.storage.ids import among
from crm_core.storage.tables import ActionRow, ConversationRow, TurnRow

TOLD = "This told of a person who has been erased."
_NAME_LEAST = 3
"""A shorter name stands in too many words to be looked for."""
EMPTY_CARD: dict[str, object] = {
    "title": TOLD, "effect": "", "destructive": False, "changes": [], "recipients": [],
    "warnings": [], "rows": {}, "seal": "",
}  # fmt: skip


def forget_in_chats(
    session: WriteSession,
    tenant_id: int,
    *,
    party_id: int,
    lead_ids: Collection[int],
    words: Collection[str],
    names: Collection[str],
    now: datetime,
) -> None:
    """Empty every turn and card of the workspace that names the person.

    `words`: the person's full name and addresses. A record is known by its kind and id, a text by
    holding one of the words, whatever the case. In a conversation that told of the person, one of
    their `names` alone tells of them too.
    """
    needles = {word.casefold() for word in words if len(word) >= _NAME_LEAST}
    records = {("person", party_id), *(("lead", lead) for lead in lead_ids)}
    keys = [party_id, *lead_ids]
    told_in = set()
    for turn in session.scalars(
        select(TurnRow).where(
            TurnRow.tenant_id == tenant_id,
            _may_tell((TurnRow.text, TurnRow.content, TurnRow.facts), needles, keys),
        )
    ):
        if _tells([turn.text, turn.content, turn.facts], needles, records):
            _empty_turn(turn)
            told_in.add(turn.conversation_id)
    needles |= {name.casefold() for name in names if len(name) >= _NAME_LEAST}
    _forget_in_these(session, told_in, needles)
    for card in session.scalars(
        select(ActionRow).where(
            ActionRow.tenant_id == tenant_id,
            _may_tell((ActionRow.shown, ActionRow.input, ActionRow.result), needles, keys),
        )
    ):
        rests_on = ["parties", party_id] in card.rows
        if rests_on or _tells([card.shown, card.input, card.result], needles, records):
            _empty(card, now)
    for chat in session.scalars(
        select(ConversationRow).where(
            ConversationRow.tenant_id == tenant_id,
            or_(*_holds(ConversationRow.title, {word.casefold() for word in words})),
        )
    ):
        chat.title = TOLD


def _forget_in_these(session: WriteSession, chats: Collection[int], needles: set[str]) -> None:
    """What else names the person in the conversations that told of them, the titles included."""
    held = select(TurnRow).where(among(session, TurnRow.conversation_id, chats))
    for turn in session.scalars(held):
        if turn.text != TOLD and _tells([turn.text, turn.content], needles, set()):
            _empty_turn(turn)
    for chat in session.scalars(
        select(ConversationRow).where(among(session, ConversationRow.id, chats))
    ):
        if _tells(chat.title, needles, set()):
            chat.title = TOLD


def _may_tell(
    columns: tuple[InstrumentedAttribute[Any], ...], needles: set[str], keys: list[int]
) -> ColumnElement[bool]:
    """What a database can tell without reading JSON; more than what tells of the person."""
    return or_(
        *(held for column in columns for held in _holds(column, needles)),
        *(cast(column, Text).contains(f'"id": {key}') for column in columns[1:] for key in keys),
        *(cast(column, Text).contains(f'Id": {key}') for column in columns[1:] for key in keys),
    )


def _holds(column: InstrumentedAttribute[Any], needles: set[str]) -> Iterator[ColumnElement[bool]]:
    """SQLite keeps what is not ASCII as escapes in JSON, and folds only ASCII's cases."""
    for needle in needles:
        longest = max(_ascii_parts(needle), key=len)
        yield cast(column, Text).icontains(longest, autoescape=True)


def _ascii_parts(needle: str) -> list[str]:
    plain = (letter if letter.isascii() and letter not in '"\\' else "\0" for letter in needle)
    return "".join(plain).split("\0")


def _tells(values: Any, needles: set[str], records: set[tuple[str, int]]) -> bool:
    """Whether a text in it holds a word, or a source in it is one of the records."""
    if isinstance(values, str):
        folded = values.casefold()
        return any(needle in folded for needle in needles)
    if isinstance(values, dict):
        if (values.get("kind"), values.get("id")) in records or _names(values, records):
            return True
        values = values.values()
    if isinstance(values, str | bytes | int | float | bool) or values is None:
        return False
    return any(_tells(value, needles, records) for value in values)


def _names(values: dict[str, Any], records: set[tuple[str, int]]) -> bool:
    """Whether a tool's input names the person: partyId, leadId."""
    named = {("person", values.get("partyId")), ("lead", values.get("leadId"))}
    return bool(named & records)


def _empty_turn(turn: TurnRow) -> None:
    turn.text, turn.content, turn.facts = TOLD, _emptied(turn.content), []


def _emptied(content: dict[str, Any]) -> dict[str, Any]:
    """Of a tool's turn its name stays, of an answer what it cost."""
    stay = {"call", "tool", "title", "effect", "milliseconds", "actionId", "model", "inputTokens",
            "outputTokens", "cost", "stopped"}  # fmt: skip
    kept = {name: value for name, value in content.items() if name in stay}
    said = [{"text": TOLD, "kind": "paragraph", "isAdvice": False, "facts": []}]
    return {**kept, "said": said, **({"given": {}, "fault": ""} if "tool" in kept else {})}


def _empty(card: ActionRow, now: datetime) -> None:
    card.shown, card.input, card.result = json.loads(json.dumps(EMPTY_CARD)), {}, {}
    card.reason = TOLD
    if card.status == ActionStatus.PENDING:
        card.status = transition(
            ACTION_TRANSITIONS, ActionStatus.PENDING, ActionStatus.VOID, what="card"
        )
        card.decided_at = now

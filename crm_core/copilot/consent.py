"""Consent: a write waits on the server until the person whose copilot it is approves its card.

What a card shows, the input that would be carried out, and the rows that it rests on are kept
with their hashes. Approving carries out exactly that input, once, and only while the rows still
say what they said. Nothing that a model says gets here: it can propose, and pages call the rest.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from crm_core.copilot.cards import LOST, Card, get_card, own_action, shown_hash
from crm_core.copilot.registry import offered
from crm_core.copilot.tool import Desk, Effect, Json, Proposal, Tool
from crm_core.domain.permissions import Actor
from crm_core.domain.states import ACTION_TRANSITIONS, transition
from crm_core.domain.words import ActionStatus
from crm_core.errors import Conflict, CrmError, NotFound, Unavailable
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.engine import ReadSession, WriteSession
from crm_core.storage.faults import tried_anew
from crm_core.storage.row_hash import changed, hash_rows, whole_hash
from crm_core.storage.tables import ActionRow
from crm_core.views.copilot_settings import settings_of

VALID_FOR = timedelta(hours=24)
RENEWABLE = frozenset({ActionStatus.PENDING, ActionStatus.VOID, ActionStatus.EXPIRED})


def desk_of(services: Services, actor: Actor, zone: ZoneInfo) -> Desk:
    """The desk at which a person's copilot works: their permissions, told apart in the audit."""
    return Desk(services, replace(actor, kind="copilot"), zone, services.clock.now())


def propose_action(
    desk: Desk, *, tool: Tool, given: Json, conversation_id: int | None = None
) -> int:
    """Keep a write for its person to decide on, and change nothing else; returns its id.

    `given`: as the tool's `read_input` returns it. Raises what the tool refuses, and
    `Unavailable` for a tool that this person's copilot does not have.
    """
    if desk.actor.user_id is None:
        raise Unavailable("Only a person has a copilot; a program calls the API.")

    def keep() -> int:
        with desk.services.storage.write() as session:
            _offered_tool(session, desk.actor, tool.name)
            return _keep(session, desk, tool, given, conversation_id)

    return tried_anew(keep)


def approve_action(
    services: Services, *, actor: Actor, zone: ZoneInfo, action_id: int, seen: str
) -> Card:
    """Carry out what a card shows, once; returns the card with what came of it.

    `seen`: the `shown_hash` of the card that the person had before them. A card that has expired,
    is void or is refused by a rule says so by its status and reason. Raises `Conflict` for one
    that is decided already or shows something else.
    """
    desk = desk_of(services, actor, zone)
    try:
        # A card's rows are held in the order of their names, a use case's in its own.
        tool = tried_anew(lambda: _take_up(desk, actor, action_id, seen))
    except CrmError as refusal:
        if _is_about_the_card(refusal):
            raise
        _refuse(desk, action_id, refusal)
        tool = None
    if tool is not None and tool.leaves:
        _carry_out_beyond(desk, tool, action_id)
    return get_card(services, actor=actor, action_id=action_id)


def _take_up(desk: Desk, actor: Actor, action_id: int, seen: str) -> Tool | None:
    """Decide on a card, and carry out what stays within the database; returns its tool unless
    time or another change has ended it."""
    with desk.services.storage.write() as session:
        row = own_action(session, actor, action_id, lock=True)
        _refuse_unseen(row, seen)
        if _ended_before(session, desk, row):
            return None
        tool = _offered_tool(session, actor, row.tool)
        if tool.leaves:
            _decide(session, desk, row, ActionStatus.RUNNING)
        else:
            row.result = _carry_out(desk, tool, row)
            _decide(session, desk, row, ActionStatus.DONE)
        return tool


def edit_action(
    services: Services,
    *,
    actor: Actor,
    zone: ZoneInfo,
    action_id: int,
    changes: Mapping[str, object] | None = None,
) -> int:
    """Propose anew with other input; returns the new card's id, the old one is done with.

    `changes`: by the contract's names; without any, what is void or expired is proposed as things
    stand now. Raises what the tool refuses, and then the old card stays as it was.
    """
    desk = desk_of(services, actor, zone)
    with services.storage.read() as session:
        row = own_action(session, actor, action_id)
        tool = _offered_tool(session, actor, row.tool)
        given = tool.read_input({**row.input, **(changes or {})})
    with services.storage.write() as session:
        row = own_action(session, actor, action_id, lock=True)
        if ActionStatus(row.status) not in RENEWABLE:
            raise _Decided(row.status)
        if row.status == ActionStatus.PENDING:
            _decide(session, desk, row, ActionStatus.EDITED)
        return _keep(session, desk, tool, given, row.conversation_id)


def dismiss_action(services: Services, *, actor: Actor, action_id: int) -> None:
    """Decide against a proposed write. Raises `Conflict` for one that is decided already."""
    with services.storage.write() as session:
        row = own_action(session, actor, action_id, lock=True)
        if row.status != ActionStatus.PENDING:
            raise _Decided(row.status)
        desk = desk_of(services, actor, ZoneInfo("UTC"))
        _decide(session, desk, row, ActionStatus.DISMISSED)


class _AboutTheCard(Conflict):
    """It says something of the card, and nothing of what would have been done."""

    rule = "card-not-pending"


class _Decided(_AboutTheCard):
    def __init__(self, status: str) -> None:
        words = {
            ActionStatus.DONE: "This was approved already, and done once.",
            ActionStatus.RUNNING: "This was approved already and is under way.",
            ActionStatus.EDITED: "Another card took the place of this one.",
        }
        word = ActionStatus(status)
        super().__init__(words.get(word, f"This card is {word.lower()} already."), field="status")


def _is_about_the_card(refusal: CrmError) -> bool:
    return isinstance(refusal, _AboutTheCard | NotFound) and refusal.field in ("status", "action")


def _refuse_unseen(row: ActionRow, seen: str) -> None:
    if row.status != ActionStatus.PENDING:
        raise _Decided(row.status)
    if seen != row.shown_hash or row.shown_hash != shown_hash(row.tool, row.input, row.shown):
        raise _AboutTheCard("This card shows something else now. Look at it again.", field="status")


def _ended_before(session: WriteSession, desk: Desk, row: ActionRow) -> bool:
    """Whether time or another change has ended a card; it is marked so."""
    if desk.now >= row.expires_at:
        _decide(session, desk, row, ActionStatus.EXPIRED)
        return True
    before = dict(row.shown["rows"])
    after = hash_rows(session, row.tenant_id, [(table, key) for table, key in row.rows])
    if whole_hash(after) == row.rows_hash:
        return False
    told = ", ".join(_told(name, after) for name in changed(before, after))
    row.reason = f"It rests on what has changed since: {told}."
    _decide(session, desk, row, ActionStatus.VOID)
    return True


def _told(name: str, after: dict[str, str]) -> str:
    """A row as people call it: "the deal 12"; "the person 3, which is gone"."""
    table, _, key = name.partition("/")
    nouns = {"parties": "person or company", "activities": "activity", "deliveries": "e-mail",
             "inbound_messages": "message", "mailboxes": "mailbox"}  # fmt: skip
    noun = nouns.get(table, table.removesuffix("s"))
    return f"the {noun} {key}" + ("" if after.get(name) else ", which is gone")


def _offered_tool(session: ReadSession | WriteSession, actor: Actor, name: str) -> Tool:
    """The tool of a card, while the workspace has it on and the role may use it."""
    for tool in offered(settings_of(session, actor.tenant_id), actor):
        if tool.name == name and not tool.is_read:
            return tool
    raise Unavailable("This tool is switched off, or your role may not use it.", field="tool")


def _carry_out(desk: Desk, tool: Tool, row: ActionRow) -> Json:
    assert tool.do is not None
    sealed = replace(desk, seal=row.shown["seal"])
    return tool.do(sealed, **tool.read_input(row.input))


def _carry_out_beyond(desk: Desk, tool: Tool, action_id: int) -> None:
    """Carry out what leaves the database, with no transaction open, and note what came of it.

    If this process ends in the midst of it, the card stays under way and is then uncertain.
    """
    with desk.services.storage.read() as session:
        row = own_action(session, desk.actor, action_id)
    try:
        result = _carry_out(desk, tool, row)
    except CrmError as refusal:
        _refuse(desk, action_id, refusal)
        return
    except Exception:
        _settle(desk, action_id, ActionStatus.UNCERTAIN, reason=LOST)
        raise
    _settle(desk, action_id, ActionStatus.DONE, result=result)


def _refuse(desk: Desk, action_id: int, refusal: CrmError) -> None:
    """Note that a rule said no; what was begun is rolled back already."""
    _settle(desk, action_id, ActionStatus.REFUSED, reason=refusal.told)


def _settle(
    desk: Desk,
    action_id: int,
    status: ActionStatus,
    *,
    reason: str = "",
    result: Json | None = None,
) -> None:
    with desk.services.storage.write() as session:
        row = own_action(session, desk.actor, action_id, lock=True)
        if row.status not in (ActionStatus.PENDING, ActionStatus.RUNNING):
            raise _Decided(row.status)
        row.reason, row.result = reason, result or {}
        _decide(session, desk, row, status)


def _decide(session: WriteSession, desk: Desk, row: ActionRow, status: ActionStatus) -> None:
    row.status = transition(ACTION_TRANSITIONS, ActionStatus(row.status), status, what="card")
    row.decided_at = row.decided_at or desk.services.clock.now()
    audit.note(
        session, desk.actor, desk.now, f"copilot.{status.lower()}", "action", row.id, tool=row.tool
    )


def _keep(
    session: WriteSession,
    desk: Desk,
    tool: Tool,
    given: Json,
    conversation_id: int | None,
) -> int:
    hashes: dict[str, str] = {}
    proposal = tool.propose(desk, given)
    while not _names(proposal) <= hashes.keys():
        # Held from here on: what the card shows is what these rows say.
        hashes = hash_rows(session, desk.actor.tenant_id, proposal.rows)
        proposal = tool.propose(desk, given)
    shown = {
        "title": proposal.title,
        "effect": proposal.effect,
        "destructive": tool.effect is Effect.DESTRUCTIVE,
        "changes": [asdict(change) for change in proposal.changes],
        "recipients": list(proposal.recipients),
        "warnings": list(proposal.warnings),
        "rows": hashes,
        "seal": proposal.seal,
    }
    stored = tool.as_json(given)
    row = ActionRow(
        tenant_id=desk.actor.tenant_id, user_id=desk.actor.user_id, tool=tool.name,
        conversation_id=conversation_id, status=ActionStatus.PENDING, input=stored, shown=shown,
        shown_hash=shown_hash(tool.name, stored, shown),
        rows=[list(name) for name in sorted(set(proposal.rows))], rows_hash=whole_hash(hashes),
        created_at=desk.now, expires_at=desk.now + VALID_FOR,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(session, desk.actor, desk.now, "copilot.proposed", "action", row.id, tool=tool.name)
    return row.id


def _names(proposal: Proposal) -> set[str]:
    return {f"{table}/{key}" for table, key in proposal.rows}

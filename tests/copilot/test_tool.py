"""A tool's signature is its schema; its input is read strictly; a write only proposes."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from pydantic import Field

from crm_core.copilot import registry
from crm_core.copilot.registry import TOOLS, by_name, offered
from crm_core.copilot.tool import Desk, Effect, Found, Json, Proposal, Tool, reads, writes
from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import PERMISSIONS, Actor, Permission, Role
from crm_core.errors import InvalidInput


class Size(StrEnum):
    SMALL = "SMALL"
    LARGE = "LARGE"


@reads("Looking up", Permission.DEALS_READ)
def look_up(
    desk: Desk,
    *,
    deal_id: Annotated[int, Field(description="Which deal", ge=1)],
    size: Size = Size.SMALL,
    at_most: int | None = None,
    note: str = "",
) -> Found:
    """Look a deal up."""
    return Found({"dealId": deal_id, "size": size, "atMost": at_most})


@writes("Renaming", Permission.DEALS_MANAGE)
def rename(desk: Desk, *, deal_id: int, name: str) -> Proposal:
    """Rename a deal."""
    return Proposal(f"Rename it to {name}", "It has another name.")


@rename.perform
def _rename(desk: Desk, *, deal_id: int, name: str) -> Json:
    return {"renamed": name}


DESK = Desk(None, None, ZoneInfo("UTC"), datetime(2026, 11, 25, tzinfo=UTC))  # type: ignore[arg-type]


def test_the_signature_becomes_the_schema_in_the_contracts_names() -> None:
    function = look_up.schema()["function"]
    assert (function["name"], function["description"]) == ("look_up", "Look a deal up.")
    parameters = function["parameters"]
    assert set(parameters["properties"]) == {"dealId", "size", "atMost", "note"}
    assert parameters["required"] == ["dealId"]
    assert parameters["additionalProperties"] is False
    jsonschema.Draft202012Validator.check_schema(parameters)


@pytest.mark.parametrize("given", [{"dealId": 3}, {"deal_id": 3, "size": "SMALL"}])
def test_input_is_read_by_either_name(given: Json) -> None:
    values = look_up.read_input(given)
    assert values == {"deal_id": 3, "size": Size.SMALL, "at_most": None, "note": ""}
    assert look_up.find(DESK, values).data["dealId"] == 3
    assert look_up.as_json(values) == {
        "dealId": 3, "size": "SMALL", "atMost": None, "note": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "dealId"),
        ({"dealId": 0}, "dealId"),
        ({"dealId": "three"}, "dealId"),
        ({"dealId": 1, "size": "HUGE"}, "size"),
        ({"dealId": 1, "else": 1}, "else"),
        ([], "input"),
        (None, "input"),
        ("{}", "input"),
        ({"dealId": 1, "note": "a\0b"}, "input"),
    ],
)
def test_wrong_input_names_its_field(given: object, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        look_up.read_input(given)
    assert refusal.value.field == field


def test_a_writing_tool_proposes_and_does_it_apart() -> None:
    given = rename.read_input({"dealId": 1, "name": " Acme "})
    assert rename.propose(DESK, given).title == "Rename it to Acme"
    assert rename.do is _rename


def test_what_is_done_takes_the_input_that_was_proposed() -> None:
    with pytest.raises(TypeError, match="differ in their input"):

        @rename.perform
        def _other(desk: Desk, *, deal_id: int) -> Json:
            return {}


def test_a_tool_is_offered_where_it_is_on_and_the_role_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "TOOLS", (look_up, rename))

    def names(role: Role, *off: str) -> list[str]:
        actor = Actor(1, role, "user", 1)
        settings = CopilotSettings(off=frozenset(off))
        return [tool.name for tool in offered(settings, actor)]

    assert names(Role.MANAGER) == ["look_up", "rename"]
    assert names(Role.READ_ONLY) == ["look_up"]
    assert names(Role.MANAGER, "look_up") == ["rename"]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_each_tool_is_complete(tool: Tool) -> None:
    assert tool.title
    assert tool.about
    assert tool.needs
    assert set(tool.needs) <= PERMISSIONS[Role.ADMINISTRATOR]
    assert (tool.effect is Effect.READ) == (tool.do is None)
    jsonschema.Draft202012Validator.check_schema(tool.schema()["function"]["parameters"])


def test_each_tool_has_a_name_of_its_own() -> None:
    assert len(by_name()) == len(TOOLS)

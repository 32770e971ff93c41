"""The bench of the copilot asks every reading tool something."""

from bench.copilot import run
from crm_core.copilot.registry import TOOLS


def test_each_reading_tool_has_its_figure() -> None:
    figures = run(1_000, ("sqlite",))
    assert {name.split(".")[3] for name in figures} == {tool.name for tool in TOOLS if tool.is_read}
    assert all(milliseconds > 0 for milliseconds in figures.values())

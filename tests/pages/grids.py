"""Lists that are components: what they show, and a choice in a line's menu.

`AppTest` mounts a component and hears nothing of it, so a choice is handed to the list in the
place of the browser's. What the browser does for it is tested in a real one.
"""

import json
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from pages._ui import grid
from tests.pages.reading import lists_of


def menu_of(page: AppTest, line_id: int) -> list[str]:
    """The words of a line's menu; none where it has no menu."""
    for markup in lists_of(page):
        for row in markup.split('data-id="')[1:]:
            if row.startswith(f'{line_id}"') and "data-menu=" in row:
                pairs = row.split('data-menu="')[1].split('"')[0].replace("&quot;", '"')
                return [words for _, words in json.loads(pairs)]
    return []


def choose(page: AppTest, name: str, line_id: int, choice: str) -> AppTest:
    """Run the page as after a choice in the menu of a line of the list `name`."""
    mount, told = grid._mount, False

    def chosen(**given: Any) -> Any:
        nonlocal told
        heard = mount(**given)
        if told or given["key"] != f"{name}_grid":
            return heard
        told = True
        return SimpleNamespace(act={"id": str(line_id), "choice": choice})

    with patch.object(grid, "_mount", chosen):
        return page.run()

"""Lists that are components: what they show, and a choice in a line's menu.

`AppTest` mounts a component and hears nothing of it, so a choice is handed to the list in the
place of the browser's. What the browser does for it is tested in a real one.
"""

import json
import re
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


def buttons_in(page: AppTest) -> list[str]:
    """The words of the buttons in the lines of its lists, in their order."""
    return [words for _, _, words in _buttons(page)]


def press(page: AppTest, name: str, words: str) -> AppTest:
    """Run the page as after a click on the first such button of the list `name`."""
    found = next((at, choice) for at, choice, told in _buttons(page) if told == words)
    return choose(page, name, *found)


def _buttons(page: AppTest) -> list[tuple[int, str, str]]:
    return [
        (int(row.split('"', 1)[0]), choice, words)
        for markup in lists_of(page)
        for row in markup.split('data-id="')[1:]
        for choice, words in re.findall(r'data-choice="([^"]+)"[^>]*>([^<]+)</button>', row)
    ]


def choose(page: AppTest, name: str, line_id: int, choice: str) -> AppTest:
    """Run the page as after a choice in the menu, or a button, of a line of the list `name`."""
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

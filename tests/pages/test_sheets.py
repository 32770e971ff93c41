"""The style sheets: all hold on every page, so a class belongs to one room or to the kit."""

import re
from collections import defaultdict

from tests.pages.conftest import ROOT

CLASS = re.compile(r"\.(ds-[a-z-]+)")


def test_no_class_is_styled_by_two_rooms() -> None:
    rooms: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in (ROOT / "pages").glob("_*/style.css"):
        for name in CLASS.findall(sheet.read_text(encoding="utf-8")):
            rooms[name].add(sheet.parent.name)

    shared = {name: found for name, found in rooms.items() if "_ui" not in found}

    assert len(shared) > 50
    assert {name: found for name, found in shared.items() if len(found) > 1} == {}

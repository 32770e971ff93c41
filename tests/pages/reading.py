"""What a person could read on a page that `AppTest` ran."""

import json
import re
from html import unescape

from streamlit.testing.v1 import AppTest


def text_of(page: AppTest) -> str:
    """Every piece of text of the page, in one line; styles and tags are left out."""
    assert not page.exception, page.exception
    kinds = ("title", "html", "markdown", "caption", "success", "error", "info", "warning", "text")
    pieces = [str(element.value if kind != "html" else element.proto.body)
              for kind in kinds for element in page.get(kind)]  # fmt: skip
    pieces += lists_of(page)
    marked = re.sub(r"<style>.*?</style>", " ", " ".join(pieces), flags=re.DOTALL)
    words = unescape(re.sub(r"<[^>]+>", " ", marked)).replace("\\", "").split()
    return re.sub(r" (?=[.,])", "", " ".join(words))


def buttons_of(page: AppTest) -> list[str]:
    """The labels of the page's buttons, the frame's own left out."""
    return [button.label for button in page.button if button.key != "user_sign_out"]


def lists_of(page: AppTest) -> list[str]:
    """The markup of the lists that are components."""
    given = [element.proto.json for element in page.get("bidi_component")]
    return [str(json.loads(data).get("html", "")) for data in given if data]

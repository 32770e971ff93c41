"""Tracked e-mails: links that lead through us to where they led, a pixel, and a link for machines.

Decides which links of a message are tracked and writes them. Called for each e-mail of a sequence
that tracks, with the HTML that `crm_core.mail.body` made; the text alternative keeps its links,
because people see those as they are. A link is tracked when it is an http or https address with
nothing in it that a redirect could not carry, and none of our own.
"""

import html
import re
from collections.abc import Callable

URL_MOST = 1_500
"""The characters of an address that is tracked. With its signature it is twice as long, and some
mail programs take no more than 4,000."""

_LINK = re.compile(r'<a href="(https?://[^"<>]*)"', re.IGNORECASE)
"""A link as the cleaner writes it: no other attribute, and `"`, `<`, `>` always as entities."""
_TARGET = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_END = "</body>"
_HIDDEN = '<a href="{}" style="display:none" aria-hidden="true" tabindex="-1" rel="nofollow"></a>'
"""Beside links that are tracked, one that no person sees: who follows it is a machine."""


def is_trackable(url: str) -> bool:
    """Whether a redirect may lead there: http or https, a host, no name or password before it."""
    return len(url) <= URL_MOST and url.isprintable() and _TARGET.fullmatch(url) is not None


def tracked(
    document: str,
    *,
    base: str,
    click: Callable[[str], str] | None,
    pixel: Callable[[], str] | None,
) -> str:
    """The HTML with its links and its pixel. `click` gives the token of a link's target, and of
    "" for the hidden link; `pixel` that of the pixel; None: not tracked. `base`: our address."""
    tail = ""
    if click is not None:
        own, token_of, followed = f"{base}/".lower(), click, 0

        def through_us(link: re.Match[str]) -> str:
            nonlocal followed
            url = html.unescape(link[1])
            if url.lower().startswith(own) or not is_trackable(url):
                return link[0]
            followed += 1
            return f'<a href="{base}/t/c/{token_of(url)}"'

        document = _LINK.sub(through_us, document)
        if followed:
            tail += _HIDDEN.format(f"{base}/t/c/{click('')}")
    if pixel is not None:
        tail += f'<img src="{base}/t/o/{pixel()}" width="1" height="1" alt="">'
    place = document.rfind(_END)
    return document + tail if place < 0 else document[:place] + tail + "\n" + document[place:]

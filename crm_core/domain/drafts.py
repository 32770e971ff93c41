"""E-mail drafts: telling one state of a text from another, and whether it is fit to go out."""

import hashlib
import re

_LEFT_OVER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def fingerprint(subject: str, body: str, html: str | None) -> str:
    """The same for the same texts: what a person saw, so that a change elsewhere is noticed."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (subject, body, "" if html is None else f"h{html}"):
        digest.update(b"%d:" % len(part) + part.encode())
    return digest.hexdigest()


def left_over_field(*texts: str) -> str | None:
    """The first merge field that stands in the texts: a draft holds values, and its reader would
    see the braces."""
    for text in texts:
        if found := _LEFT_OVER.search(text):
            return found[0]
    return None

"""Markup for `st.html`: every text is escaped unless it is `Html` already."""

from html import escape


class Html(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


def safe(value: object) -> Html:
    """`value` as markup; anything but `Html` is text, whatever it looks like."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def tag(name: str, content: object, css: str = "", **attributes: str) -> Html:
    """One element. `css` is its class; `style`, `title` and their like come by keyword."""
    given = {"class": css, **attributes}
    written = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
    return Html(f"<{name}{written}>{safe(content)}</{name}>")


def together(*parts: object) -> Html:
    """Several pieces, one after the other."""
    return Html("".join(safe(part) for part in parts))


def literal(text: str) -> str:
    """`text` for a label that Streamlit reads as Markdown: shown as typed."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:" else sign for sign in text)

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
    opening = f'{name} class="{escape(css)}"' if css else name
    for key, value in attributes.items():
        if value:
            opening += f' {key}="{escape(value)}"'
    return Html(f"<{opening}>{safe(content)}</{name}>")


def alone(name: str, css: str = "", **attributes: str) -> Html:
    """An element without content (`input`, `img`); an attribute of the empty text has no value."""
    given = {"class": css, **attributes} if css else attributes
    written = "".join(
        f' {key}="{escape(text)}"' if text else f" {key}" for key, text in given.items()
    )
    return Html(f"<{name}{written}>")


def together(*parts: object) -> Html:
    """Several pieces, one after the other."""
    return Html("".join(safe(part) for part in parts))


def literal(text: str) -> str:
    """`text` for a label that Streamlit reads as Markdown: shown as typed.

    The options of a select box are no Markdown and take a text as it is; those of a menu are.
    """
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:" else sign for sign in text)

"""The frame of the pages that the API serves itself: no script, nothing from elsewhere."""

from html import escape

from starlette.responses import HTMLResponse

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_STYLE = """
:root { color-scheme: light dark; --back: #fbfbfa; --card: #fff; --text: #1c1d21;
  --soft: #5b5f6b; --line: #dfe0e4; --mark: #3046c5; --on-mark: #fff; }
@media (prefers-color-scheme: dark) { :root { --back: #131417; --card: #1c1d21;
  --text: #ededf0; --soft: #a9adb8; --line: #34363d; --mark: #9aa8ff; --on-mark: #131417; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
main.narrow { max-width: 34rem; padding-top: 14vh; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.3rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
a { color: var(--mark); }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; background: var(--back); border: 1px solid var(--line);
  border-radius: .4rem; padding: .75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
section.card, details { background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; padding: .85rem 1rem; margin: .6rem 0; }
summary { cursor: pointer; }
summary h3 { display: inline; }
.method { display: inline-block; min-width: 4.2rem; color: var(--mark); font-weight: 700; }
.soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line); }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .25rem; }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 0;
  border-radius: .5rem; background: var(--mark); color: var(--on-mark); cursor: pointer; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
"""


def web_page(
    title: str,
    content: str,
    *,
    status: int = 200,
    narrow: bool = False,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A whole page; `content` is HTML, `title` is text. Follows the reader's light or dark."""
    main = '<main class="narrow">' if narrow else "<main>"
    document = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{main}{content}</main></body></html>\n"
    )
    return HTMLResponse(document, status, headers=HEADERS | (headers or {}))

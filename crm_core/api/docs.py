"""The API's documentation for people: one page of HTML, written from the OpenAPI document."""

import json
from html import escape
from typing import Any

from starlette.responses import Response

from crm_core.api.openapi import Document, operations
from crm_core.api.web_page import web_page

_TITLE = "Duestep API"


def docs_page(document: Document, address: str) -> Response:
    """The whole page; `address` is where the document itself is served."""
    groups: dict[str, list[str]] = {tag["name"]: [] for tag in document["tags"]}
    for path, method, operation in operations(document):
        groups[operation["tags"][0]].append(_operation(document, path, method, operation))
    links = "".join(f'<li><a href="#{name}">{escape(name)}</a></li>' for name in groups)
    parts = [
        f"<h1>{_TITLE}</h1>",
        f"<p>{_text(document['info']['description'])}</p>",
        f'<p><a href="{escape(address)}">The OpenAPI document</a> says the same to programs.</p>',
        f'<nav aria-label="Sections"><ul>{links}<li><a href="#Shapes">Shapes</a></li></ul></nav>',
    ]
    for name, entries in groups.items():
        heading = f'<h2 id="{name}">{escape(name)}</h2>'
        parts.append(f'<section aria-labelledby="{name}">{heading}{"".join(entries)}</section>')
    parts.append(_shapes(document))
    return web_page(_TITLE, "".join(parts))


def _operation(document: Document, path: str, method: str, operation: Document) -> str:
    parts = [_says(operation), _security(document, operation)]
    parts.append(_parameters(operation.get("parameters", [])))
    if body := operation.get("requestBody"):
        [(media, content)] = body["content"].items()
        schema = content["schema"]
        what = _type(schema) if media == "application/json" else f"<code>{escape(media)}</code>"
        parts.append(f"<p>Body: {what}</p>{_example(document, schema)}")
    parts.append(_answers(document, operation["responses"]))
    head = f'<span class="method">{method}</span> <code>{escape(path)}</code>'
    summary = f'<summary><h3>{head}</h3> <span class="soft">{_summary(operation)}</span></summary>'
    return f'<details id="{escape(operation["operationId"])}">{summary}{"".join(parts)}</details>'


def _summary(operation: Document) -> str:
    return escape(str(operation.get("summary", "")))


def _says(operation: Document) -> str:
    text = operation.get("description")
    return f"<p>{_text(text)}</p>" if text else ""


def _security(document: Document, operation: Document) -> str:
    names = [name for way in operation.get("security", []) for name in way]
    schemes = document["components"]["securitySchemes"]
    return "".join(
        f'<p class="soft">Authorization: Bearer. {_text(schemes[name]["description"])}</p>'
        for name in names
    )


def _parameters(parameters: list[Document]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(item['name'])}</code></td><td>{escape(item['in'])}</td>"
        f"<td>{_type(item['schema'])}</td><td>{_text(item.get('description', ''))}</td></tr>"
        for item in parameters
    )
    return _table("Parameters", ("Name", "In", "Type", "Meaning"), rows)


def _answers(document: Document, responses: Document) -> str:
    rows = ""
    for status, answer in sorted(responses.items()):
        answer = _resolved(document, answer)
        kinds = " or ".join(
            f"<code>{escape(media)}</code> {_type(content.get('schema', {}))}"
            for media, content in answer.get("content", {}).items()
        )
        rows += f"<tr><td>{status}</td><td>{_text(answer['description'])}</td><td>{kinds}</td></tr>"
    return _table("Answers", ("Status", "When", "What"), rows)


def _shapes(document: Document) -> str:
    parts = ['<section aria-labelledby="Shapes"><h2 id="Shapes">Shapes</h2>']
    for name, schema in document["components"]["schemas"].items():
        rows = "".join(
            f"<tr><td><code>{escape(field)}</code></td><td>{_type(inner)}</td>"
            f"<td>{'yes' if field in schema.get('required', ()) else ''}</td>"
            f"<td>{_text(inner.get('description', ''))}</td></tr>"
            for field, inner in schema.get("properties", {}).items()
        )
        words = ", ".join(f"<code>{escape(str(word))}</code>" for word in schema.get("enum", ()))
        parts.append(
            f'<section class="card" id="{_anchor(name)}"><h3>{escape(name)}</h3>{_says(schema)}'
            f"{f'<p>{words}</p>' if words else ''}"
            f"{_table('Fields', ('Name', 'Type', 'Required', 'Meaning'), rows)}</section>"
        )
    return "".join(parts) + "</section>"


def _table(caption: str, heads: tuple[str, ...], rows: str) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _example(document: Document, schema: Document) -> str:
    found = _resolved(document, schema).get("examples") or []
    for option in schema.get("anyOf", ()):
        found = found or _resolved(document, option).get("examples", [])
    return "".join(
        f"<pre><code>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</code></pre>"
        for example in found[:1]
    )


def _type(schema: Any) -> str:
    """A schema in a few words, with links to the shapes that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{_anchor(name)}">{escape(name)}</a>'
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(_type(option) for option in schema[choice])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    words = kind if isinstance(kind, list) else [kind]
    return escape(" or ".join([*words]) + (f" ({schema['format']})" if "format" in schema else ""))


def _resolved(document: Document, value: Document) -> Document:
    if "$ref" not in value:
        return value
    _, section, name = value["$ref"].removeprefix("#/").split("/")
    found: Document = document["components"][section][name]
    return found


def _anchor(name: str) -> str:
    return escape(f"shape-{name}")


def _text(text: str) -> str:
    """Escaped text, with what stands between backquotes as code."""
    parts = escape(" ".join(text.split()), quote=False).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))

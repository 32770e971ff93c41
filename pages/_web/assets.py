"""What the pages' own elements load in the browser: scripts of the rooms, and Quill.

The address holds a hash of all of it, so a browser may keep each file for ever and never mixes
two releases. `pages/_web/assets/…` is served as it lies there, the scripts and
sheets `pages/_<room>/<name>` as `<room>/<name>`; the scripts import each other by relative paths.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

HERE = Path(__file__).parent
PAGES = HERE.parent
KEPT_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def files() -> dict[str, Path]:
    """Every file that is served, by its path below the hash."""
    parts = [
        path
        for path in PAGES.glob("_*/*")
        if path.suffix in TYPES and path.name != "style.css"  # The shell writes that one.
    ]
    own = {f"{path.parent.name.strip('_')}/{path.name}": path for path in parts}
    root = HERE / "assets"
    vendored = {
        path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()
    }
    return dict(sorted({**own, **vendored}.items()))


@cache
def digest() -> str:
    """A hash of every path and content."""
    whole = hashlib.sha256()
    for name, path in files().items():
        whole.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def address(name: str) -> str:
    """Where the browser finds a file."""
    assert name in files(), name
    return f"/assets/{digest()}/{name}"


def component_script(name: str) -> str:
    """The `js` of a `st.components.v2` element whose behaviour is the module `name`'s default."""
    module = json.dumps(address(name))
    return (
        f"const url = new URL({module}, document.baseURI).href;\n"
        "export default async (component) => (await import(url)).default(component);\n"
    )


def routes() -> list[BaseRoute]:
    """The route of the files, for `st.App`."""
    return [Route("/assets/{digest}/{name:path}", _serve, methods=["GET"])]


def _serve(request: Request) -> Response:
    path = files().get(request.path_params["name"])
    if path is None or request.path_params["digest"] != digest():
        return PlainTextResponse("There is no such file.", status_code=404)
    return FileResponse(
        path, media_type=TYPES.get(path.suffix, "text/plain"), headers=KEPT_FOR_EVER
    )

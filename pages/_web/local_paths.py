"""Where a sign-in may lead: only to a path of this server, never to another one."""

from urllib.parse import quote

HOME = "/"
LONGEST = 2_000


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path of this server, else the home page.

    A browser reads `//host`, `/\\host` and, because it drops tabs and line breaks from
    addresses, `/<tab>/host` as another server (WHATWG URL, section 4.4).
    """
    if not wanted or len(wanted) > LONGEST:
        return HOME
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return HOME
    if any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in wanted):
        return HOME
    return HOME if wanted.split("?")[0].rstrip("/") == "/sign-in" else wanted


def sign_in_address(back_to: str) -> str:
    """The sign-in page's address that leads back to `back_to` afterwards."""
    path = local_path(back_to)
    return "/sign-in" if path == HOME else f"/sign-in?next={quote(path, safe='/')}"

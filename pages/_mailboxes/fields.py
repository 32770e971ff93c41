"""The inputs of a mailbox's servers and limits."""

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from crm_core.domain.limits import LONGEST_GAP, MOST, MailLimits
from crm_core.mail.server_address import DIRECTORY, PORTS, ServerAddress
from pages._ui.forms import Form
from pages._ui.html import tag

USUAL = ""
WAYS_OUT = {
    "smtp": "SMTP, encrypted by STARTTLS",
    "smtps": "SMTP, encrypted from the start",
    DIRECTORY: "Files in a directory",
    USUAL: "The server's own (CRM_MAIL_URL)",
}
WAYS_IN = {USUAL: "None", "imaps": "IMAP, encrypted from the start", "imap": "IMAP"}
_LIMITS = {
    "day": ("E-mails in any 24 hours", MOST),
    "hour": ("E-mails in any hour", MOST),
    "gap": ("Seconds between two", LONGEST_GAP),
    "domain": ("To one domain in 24 hours", MOST),
}


ALL = (*_LIMITS, "ramp")


@dataclass(frozen=True, slots=True)
class Server:
    """What was typed of a server; `url` is what the use case takes."""

    url: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What was typed of the limits; `given` is what the use case takes."""

    given: dict[str, object]


def way_out_inputs(form: Form, present: ServerAddress | None) -> Server:
    """How it sends."""
    _heading("Sending")
    kinds = list(WAYS_OUT)
    kind = form.choice(
        "Way out", "transportUrl", kinds, value=present.scheme if present else kinds[0],
        names=WAYS_OUT.__getitem__,
    )  # fmt: skip
    return _server(form, "out", kind or USUAL, present, "Directory, for the way by files")


def way_in_inputs(form: Form, present: ServerAddress | None) -> Server:
    """Where its replies and bounces are read."""
    _heading("Inbox")
    kinds = list(WAYS_IN)
    kind = form.choice(
        "Way in", "inboxUrl", kinds, value=present.scheme if present else USUAL,
        names=WAYS_IN.__getitem__,
    )  # fmt: skip
    return _server(form, "in", kind or USUAL, present, "Folder")


def _server(
    form: Form, name: str, kind: str, present: ServerAddress | None, path_label: str
) -> Server:
    known = present or ServerAddress(kind)
    left, right = st.columns([3, 1])
    with left:
        host = form.text("Server", f"{name}Host", known.host, placeholder="mail.example.com")
    with right:
        port = st.number_input(
            "Port", 1, 65_535, known.port or None, key=form.key(f"{name}Port"),
            placeholder=str(PORTS.get(kind, "")),
        )  # fmt: skip
    left, right = st.columns(2)
    with left:
        user = form.text("User", f"{name}User", known.user, autocomplete="off")
    with right:
        password = form.text(
            "Password", f"{name}Password", type="password", autocomplete="new-password",
            placeholder="unchanged" if known.user else "",
        )  # fmt: skip
    path = form.text(path_label, f"{name}Path", known.path, placeholder=_place(name))
    insecure = form.flag(
        "Accept any certificate (for a server of your own, in your own network)",
        f"{name}Insecure", known.insecure,
    )  # fmt: skip
    if kind == USUAL:
        return Server("")
    if kind == DIRECTORY:
        return Server(str(ServerAddress(DIRECTORY, path=path.strip())))
    folder = path.strip() if name == "in" else ""
    return Server(
        str(
            ServerAddress(
                kind, host.strip(), int(port or 0), user.strip(), password, folder, insecure
            )
        )
    )


def _place(name: str) -> str:
    return "INBOX" if name == "in" else "data/outbox"


def limit_inputs(
    form: Form,
    present: MailLimits,
    only: Collection[str] = ALL,
) -> Limits:
    """How much it may send; an empty input is no limit."""
    _heading("Limits")
    given: dict[str, object] = {}
    columns = st.columns(2)
    for number, name in enumerate(name for name in _LIMITS if name in only):
        label, most = _LIMITS[name]
        with columns[number % 2]:
            given[name] = st.number_input(
                label, 1, most, getattr(present, name), key=form.key(f"limits_{name}"),
                placeholder="no limit",
            )  # fmt: skip
            form.note(f"limits.{name}")
    if "ramp" in only:
        ramp = form.text(
            "Ramp", "limits.ramp", str(present.ramp or ""), placeholder="none, or such as 10+5",
            help="START+STEP: as many on the day of its first e-mail, so many more on each "
            "further day, until the limit of 24 hours binds.",
        )  # fmt: skip
        given["ramp"] = ramp.strip() or None
    return Limits(given)


def _heading(text: str) -> None:
    st.html(tag("h3", text, "ds-form-part"))

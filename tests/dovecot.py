"""A real IMAP server for the tests of inboxes: find Dovecot, or install it, and run one.

`python -m tests.dovecot` is called by `make test`: Debian's package where we may install it. The
server runs as root or as an ordinary user, in a directory of its own, on a port that is free.
"""

import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests import debian
from tests.processes import eventually

ABSENT = (
    "No Dovecot was found and none could be installed. The tests of inboxes need a real IMAP"
    " server: install your system's `dovecot-imapd` package, or name an executable in the"
    " environment variable DOVECOT."
)
PASSWORD = "secret-of-the-inbox"
_PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
_CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
listen = 127.0.0.1
protocols = imap
ssl = {ssl}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def find_dovecot() -> str | None:
    """The path of a Dovecot that is there; None where there is none."""
    given = os.environ.get("DOVECOT")
    if given:
        return given if Path(given).exists() else None
    return shutil.which("dovecot", path=os.pathsep.join((os.environ.get("PATH", ""), *_PLACES)))


def require_dovecot() -> str:
    """The path of a Dovecot; raises `RuntimeError` that says what to do."""
    found = find_dovecot()
    if found is None:
        raise RuntimeError(ABSENT)
    return found


@dataclass
class Dovecot:
    """A running server. Every user exists, with `PASSWORD`."""

    home: Path
    port: int
    uid: int
    gid: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, user: str, port: int | None = None) -> str:
        """The inbox of a user, over another port such as a proxy's."""
        return f"imap://{user}:{PASSWORD}@127.0.0.1:{port or self.port}/INBOX"

    def deliver(self, user: str, raw: bytes, *, days_ago: float = 0) -> None:
        """Put a message into the user's inbox, as a delivery agent does (maildir)."""
        self._make(user)
        name = f"{time.time():.6f}.{next(self._numbers)}.tests"
        unfinished = self._maildir(user) / "tmp" / name
        unfinished.write_bytes(raw)
        self._hand_over(unfinished)
        at = time.time() - days_ago * 86_400
        os.utime(unfinished, (at, at))
        unfinished.rename(self._maildir(user) / "new" / name)

    def number_anew(self, user: str) -> None:
        """Give the inbox another UIDVALIDITY, as after a restored backup."""
        for path in self._maildir(user).glob("dovecot*"):
            path.unlink()

    def flags(self, user: str) -> list[bytes]:
        """The flags of each message, as the server tells them."""
        with imaplib.IMAP4("127.0.0.1", self.port, 30) as client:
            client.login(user, PASSWORD)
            client.select("INBOX", readonly=True)
            _, answer = client.fetch("1:*", "(FLAGS)")
            return [line for line in answer if isinstance(line, bytes)]

    def _maildir(self, user: str) -> Path:
        return self.home / "mail" / user

    def _make(self, user: str) -> None:
        for part in ("", "tmp", "new", "cur"):
            path = self._maildir(user) / part
            if not path.exists():
                path.mkdir(parents=True)
                self._hand_over(path)

    def _hand_over(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


@contextmanager
def dovecot(certificate: tuple[Path, Path] | None = None) -> Iterator[Dovecot]:
    """A server that runs while the block does. `certificate` (it and its key): STARTTLS too."""
    program = require_dovecot()
    # Short, since sockets have their names in it; and to be entered by the server's own users.
    home = Path(tempfile.mkdtemp(prefix="dv-", dir="/tmp"))
    home.chmod(0o755)
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    server = Dovecot(home, _free_port(), owner.pw_uid, owner.pw_gid)
    for part in ("run", "mail"):
        (home / part).mkdir()
    server._hand_over(home / "mail")
    (home / "dovecot.conf").write_text(_configuration(server, owner.pw_name, certificate))
    process = subprocess.Popen([program, "-F", "-c", str(home / "dovecot.conf")])
    try:
        eventually(lambda: process.poll() is not None or _answers(server.port), "Dovecot answers")
        assert process.poll() is None, (home / "dovecot.log").read_text()
        yield server
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _configuration(server: Dovecot, user: str, certificate: tuple[Path, Path] | None) -> str:
    users = ""
    if os.geteuid() != 0:
        users = f"default_internal_user = {user}\ndefault_login_user = {user}"
    told = "no"
    if certificate is not None:
        told = f"yes\nssl_cert = <{certificate[0]}\nssl_key = <{certificate[1]}"
    return _CONFIGURATION.format(
        home=server.home, ssl=told, users=users, password=PASSWORD, uid=server.uid,
        gid=server.gid, port=server.port,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as client:
            return client.recv(4) == b"* OK"
    except (OSError, ssl.SSLError):
        return False


def _install() -> None:
    if debian.may_install():
        debian.install("--no-install-recommends", "dovecot-imapd")


def main() -> None:
    if find_dovecot() is None:
        print("Installing Dovecot for the tests of inboxes …", file=sys.stderr, flush=True)
        _install()
    try:
        print(f"Tests of inboxes run against {require_dovecot()}", file=sys.stderr)
    except RuntimeError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()

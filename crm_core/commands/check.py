"""`doctor`: what an installation needs, looked at one by one, with what to do about it."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from sqlalchemy import make_url, select
from sqlalchemy.exc import SQLAlchemyError

from crm_core.domain.refusals import Answer, judge
from crm_core.errors import CrmError
from crm_core.key_file import KEY_LEAST
from crm_core.logs import mask_text
from crm_core.mail.file import FileTransport
from crm_core.mail.transport import transport_from_url
from crm_core.secrets import SecretBox
from crm_core.settings import Settings, load_settings
from crm_core.storage.engine import Storage, parse_url
from crm_core.storage.schema import current_revision, newest_revision
from crm_core.storage.tables import MailboxRow, RunnerRow
from crm_core.views.health import SILENT_AFTER

MAIL_TIMEOUT = 10.0
MIGRATE = "run `python -m crm_core migrate`"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `todo` is empty when all is well."""

    what: str
    saw: str
    todo: str = ""

    @property
    def line(self) -> str:
        if not self.todo:
            return f"ok    {self.what:<12} {self.saw}"
        return f"FAIL  {self.what:<12} {self.saw} → {self.todo}"


def doctor() -> None:
    """Check the installation: a line each, exit code 1 where one of them says FAIL."""
    healthy = True
    for finding in examine():
        healthy = healthy and not finding.todo
        typer.echo(finding.line)
    if not healthy:
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Everything that can be looked at, without changing anything that is there."""
    try:
        settings = load_settings()
    except CrmError as refusal:
        yield Finding("settings", refusal.message, f"correct {refusal.field}")
        return
    yield _settings(settings)
    yield from _guarded("secret key", "CRM_SECRET_KEY", lambda: _secret_key(settings))
    yield from _guarded("mail", "CRM_MAIL_URL", lambda: _mail("mail", settings.crm_mail_url))
    missing = _missing_database(settings)
    if missing is not None:
        yield missing
        return
    storage = None
    try:
        storage = Storage(settings.database_url)
        yield from _inside(settings, storage)
    except (CrmError, SQLAlchemyError, OSError) as fault:
        yield Finding("database", _first_line(fault), "correct DATABASE_URL, or start it")
    finally:
        if storage is not None:
            storage.close()


def _guarded(what: str, name: str, look: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield look()
    except CrmError as refusal:
        yield Finding(what, refusal.message, f"correct {refusal.field or name}")
    except OSError as fault:
        yield Finding(what, _first_line(fault), f"correct {name}")


def _settings(settings: Settings) -> Finding:
    if settings.api_base_url and not settings.service_token:
        return Finding("settings", "API_BASE_URL without a token", "set SERVICE_TOKEN as the API's")
    return Finding("settings", "can be read")


def _secret_key(settings: Settings) -> Finding:
    if settings.crm_secret_key:
        # Whoever holds a link that it signed can try keys on it, and guess a short one.
        is_short = len(settings.crm_secret_key) < KEY_LEAST
        advice = "; it is short, `openssl rand -hex 32` makes a better one" if is_short else ""
        return Finding("secret key", f"from CRM_SECRET_KEY{advice}")
    path = settings.secret_key_path()
    if not path.exists():
        return Finding("secret key", f"{path} is made at the first start")
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding("secret key", f"others may read {path} ({mode:o})", f"chmod 600 {path}")
    settings.secret_keys()
    return Finding("secret key", f"{path}, readable by its owner only")


def _mail(what: str, url: str) -> Finding:
    transport = transport_from_url(url, timeout=MAIL_TIMEOUT)
    if isinstance(transport, FileTransport):
        directory = Path(transport.directory)
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            return Finding(what, f"{transport.name} can be written")
    opened = transport.connect()
    if isinstance(opened, Answer):
        reason = judge(opened).reason
        return Finding(what, f"{transport.name}: {reason}", "correct its URL, or start the server")
    opened.close()
    return Finding(what, f"{transport.name} lets it in")


def _missing_database(settings: Settings) -> Finding | None:
    """An SQLite file that is not there: opening it would make an empty one."""
    try:
        url = parse_url(settings.database_url)
    except CrmError as refusal:
        return Finding("database", refusal.message, "correct DATABASE_URL")
    if url.get_backend_name() != "sqlite" or not url.database or Path(url.database).exists():
        return None
    return Finding("database", f"there is no {url.database} yet", MIGRATE)


def _inside(settings: Settings, storage: Storage) -> Iterator[Finding]:
    with storage.engine.connect() as connection:
        shown = make_url(settings.database_url).render_as_string(hide_password=True)
        yield Finding("database", f"{shown} answers")
        revision, newest = current_revision(connection), newest_revision()
    if revision != newest:
        yield Finding("migrations", f"at {revision or 'none'}, the code wants {newest}", MIGRATE)
        return
    yield Finding("migrations", f"at {newest}, the newest")
    yield from _mailboxes(settings, storage)
    yield _runner(storage)


def _mailboxes(settings: Settings, storage: Storage) -> Iterator[Finding]:
    with storage.read() as session:
        rows = session.execute(
            select(MailboxRow.address, MailboxRow.transport)
            .where(MailboxRow.transport.is_not(None))
            .order_by(MailboxRow.id)
        ).all()
    for row in rows:
        look = partial(_own_mailbox, settings, row.address, row.transport)
        yield from _guarded("mailbox", f"the URL of {row.address}", look)


def _own_mailbox(settings: Settings, address: str, hidden: str) -> Finding:
    url = SecretBox(*settings.secret_keys()).decrypt(hidden)
    found = _mail("mailbox", url)
    return replace(found, saw=f"{address}: {found.saw}")


def _runner(storage: Storage) -> Finding:
    start = "start one: `python runner.py`"
    with storage.read() as session:
        beat_at = session.scalar(
            select(RunnerRow.beat_at)
            .where(RunnerRow.stopped_at.is_(None))
            .order_by(RunnerRow.beat_at.desc())
            .limit(1)
        )
    if beat_at is None:
        return Finding("runner", "none runs", start)
    silent = datetime.now(UTC) - beat_at
    seconds = round(silent.total_seconds())
    if silent > SILENT_AFTER:
        return Finding("runner", f"the last one is silent for {seconds} s", start)
    return Finding("runner", f"showed itself {seconds} s ago")


def _first_line(fault: BaseException) -> str:
    origin = getattr(fault, "orig", None) or fault
    return mask_text(str(origin).strip().partition("\n")[0])

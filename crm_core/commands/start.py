"""`start`: the dashboard and the runner together, as `make run` does; they stop together too."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event

import typer
from sqlalchemy import select

from crm_core.bootstrap import build
from crm_core.demo import load_demo
from crm_core.demo.access import DemoAccess
from crm_core.errors import Conflict
from crm_core.settings import load_settings
from crm_core.storage.tables import TenantRow, UserRow
from crm_core.storage.workspace import first_workspace_id

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 60.0
PATIENCE = 30.0


def start() -> None:
    """Prepare the database, load the demo where nobody can sign in yet, and serve until stopped."""
    port = int(os.environ.get("STREAMLIT_SERVER_PORT", "8501"))
    if _is_taken(port):
        typer.echo(f"Port {port} is in use; set STREAMLIT_SERVER_PORT to another one.", err=True)
        raise typer.Exit(2)
    if "crm_public_url" not in load_settings().model_fields_set:
        os.environ["CRM_PUBLIC_URL"] = f"http://localhost:{port}"
    asked_to_stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_stop.set())
    # The dashboard takes seconds to import what it needs; the database is made ready meanwhile.
    dashboard = _spawn("-m", "streamlit", "run", "app.py", "--server.port", str(port))
    children = {"dashboard": dashboard}
    try:
        access = _prepare()
        children["runner"] = _spawn("runner.py")
        if _answers(port, dashboard, asked_to_stop):
            _greet(port, access)
        while not asked_to_stop.wait(0.5):
            for name, process in children.items():
                if process.poll() is not None:
                    typer.echo(f"The {name} stopped (exit code {process.returncode}).", err=True)
                    raise typer.Exit(1)
    finally:
        _stop(*children.values())


def _spawn(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)


def _prepare() -> DemoAccess | None:
    """Migrate, and make sure that a first start has something to show.

    The demo brings users with a known password: where there are others, it stays away.
    """
    services = build()
    try:
        with services.storage.read() as session:
            tenant_id = first_workspace_id(session)
            has_demo = session.get_one(TenantRow, tenant_id).is_demo
            if not has_demo and session.scalar(select(UserRow.id).limit(1)) is not None:
                return None
        return load_demo(services, tenant_id)
    except Conflict:
        return None  # Real data is there: the demo stays away.
    finally:
        services.close()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int, dashboard: subprocess.Popen[bytes], asked_to_stop: Event) -> bool:
    """Wait until the dashboard answers; False when it ended or we are asked to stop."""
    waited = 0.0
    while waited < LONGEST_START and dashboard.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            if asked_to_stop.wait(0.2):
                return False
            waited += 0.2
    return False


def _greet(port: int, access: DemoAccess | None) -> None:
    typer.echo(f"\n  Duestep is at  http://localhost:{port}")
    if access is not None:
        typer.echo(f"  Sign in as     {access.email}  with  {access.password}")
    else:
        typer.echo("  Sign in with a user of yours; `python -m crm_core user add` makes one.")
    typer.echo("  Stop it with   Ctrl+C\n")


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

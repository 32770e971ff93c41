"""An installation under test: a database, a mail server, and runners as processes of their own.

The sizes come from the environment: `make chaos` runs at full size, `make test` at a tenth.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from crm_core.bootstrap import build
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus, EnrollmentStatus
from crm_core.services import Services
from crm_core.settings import Settings
from crm_core.storage.tables import (
    DeliveryRow,
    EnrollmentRow,
    MailboxRow,
    PartyRow,
    RunnerRow,
    SequenceRow,
)
from crm_core.storage.workspace import first_workspace_id
from crm_core.usecases.access import command_line_actor
from tests.builders import a_sequence
from tests.mail_server import MailServer, mail_server
from tests.processes import PATIENCE, ROOT, clean_environment, eventually

KILLS = int(os.environ.get("CHAOS_KILLS", "12"))
MESSAGES = int(os.environ.get("CHAOS_MESSAGES", "600"))
DUE = int(os.environ.get("CHAOS_DUE", "2000"))
SEED = int(os.environ.get("CHAOS_SEED", "20260302"))


@dataclass
class Installation:
    """One database with everything that works on it."""

    services: Services
    actor: Actor
    mail: MailServer
    directory: Path
    variables: dict[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """What all runners said."""
        return self.directory / "runners.log"

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """`runner.py` as a process: its loop unless the arguments say otherwise."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "runner.py"), *arguments],
                env={**self.variables, **variables},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """Ask a runner to stop; its exit code."""
        process.terminate()
        return process.wait(PATIENCE)

    def enroll_crowd(self, *steps: Any, number: int) -> int:
        """Enroll `number` new people in a new sequence at once, all due; the sequence's id."""
        now = self.services.clock.now()
        sequence_id = a_sequence(self.services, self.actor, *steps)
        tenant = {"tenant_id": self.actor.tenant_id}
        with self.services.storage.write() as session:
            people = session.scalars(
                insert(PartyRow).returning(PartyRow.id),
                [
                    {
                        **tenant, "kind": "PERSON", "name": f"Ada{n} Byron",
                        "first_name": f"Ada{n}", "last_name": "Byron", "created_at": now,
                        "email": f"ada{n}.{sequence_id}@example.com",
                    }
                    for n in range(number)
                ],
            ).all()  # fmt: skip
            common = {
                **tenant, "sequence_id": sequence_id,
                "version_id": session.get_one(SequenceRow, sequence_id).latest_version_id,
                "mailbox_id": session.scalars(select(MailboxRow.id)).first(),
                "entity_type": "PARTY", "status": EnrollmentStatus.ACTIVE, "position": 0,
                "anchor_at": now, "next_run_at": now, "enrolled_at": now,
            }  # fmt: skip
            session.execute(
                insert(EnrollmentRow),
                [{**common, "party_id": person, "entity_id": person} for person in people],
            )
        return sequence_id

    def deliveries(self) -> dict[str, int]:
        """How many there are by status."""
        with self.services.storage.read() as session:
            number = func.count().label("number")
            rows = session.execute(select(DeliveryRow.status, number).group_by(DeliveryRow.status))
            return {row.status: row.number for row in rows}

    def count(self, *conditions: Any) -> int:
        """How many enrollments meet the conditions."""
        query = select(func.count()).select_from(EnrollmentRow).where(*conditions)
        with self.services.storage.read() as session:
            return session.scalar(query) or 0

    def untouched(self) -> int:
        """How many e-mails nobody has begun to send."""
        with self.services.storage.read() as session:
            begun = session.scalar(
                select(func.count())
                .select_from(DeliveryRow)
                .where(DeliveryRow.status != DeliveryStatus.PLANNED)
            )
        return self.count() - (begun or 0)

    def is_idle(self) -> bool:
        """Whether nothing waits on a runner any more."""
        return not self.count(
            EnrollmentRow.next_run_at.is_not(None) | EnrollmentRow.lease_owner.is_not(None)
        )

    def owners(self) -> set[str]:
        """Who holds leases."""
        with self.services.storage.read() as session:
            return {owner for owner in session.scalars(select(EnrollmentRow.lease_owner)) if owner}

    def senders(self) -> set[str]:
        """Who has e-mails on their way."""
        sending = DeliveryRow.status == DeliveryStatus.SENDING
        with self.services.storage.read() as session:
            return {
                owner or "" for owner in session.scalars(select(DeliveryRow.owner).where(sending))
            }

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether a runner has looked at everything once and waits for its next tick."""
        with self.services.storage.read() as session:
            rows = select(RunnerRow.owner).where(
                RunnerRow.pid == process.pid, RunnerRow.doing == "idle"
            )
            return session.scalar(rows) is not None

    def run_until_idle(self) -> None:
        """Let a runner do what is left, and a last one find nothing."""
        runner = self.start()
        eventually(lambda: self.is_idle() and self.is_ready(runner), "nothing is left", every=0.05)
        assert self.stop(runner) == 0
        before = self.mail.count
        assert self.start("--once").wait(PATIENCE) == 0
        assert self.mail.count == before


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def installation(storage_url: str, mail: MailServer, tmp_path: Path) -> Iterator[Installation]:
    """On each database in turn, by the real clock; what a runner said is told on failure."""
    key = "a key for tests only, long enough"
    services = build(
        Settings(
            database_url=storage_url, crm_secret_key=key, crm_mail_url=mail.url,
            crm_mail_limits="none", crm_data_dir=tmp_path, service_token="service-token-of-tests",
            _env_file=None,  # type: ignore[call-arg]
        )
    )  # fmt: skip
    with services.storage.read() as session:
        actor = command_line_actor(first_workspace_id(session))
    variables = {
        **clean_environment(),
        "DATABASE_URL": storage_url,
        "CRM_SECRET_KEY": key,
        "CRM_MAIL_URL": mail.url,
        "CRM_DATA_DIR": str(tmp_path),
        "CRM_TICK_SECONDS": "0.05",
    }
    here = Installation(services, actor, mail, tmp_path, variables)
    yield here
    for process in here.started:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
    services.close()
    if here.log.exists():
        print(here.log.read_text()[-5_000:])

"""Who works in the demo workspace: four users, and the mailboxes of the two who sell."""

from dataclasses import dataclass
from datetime import datetime

from crm_core.demo.access import ADMINISTRATOR, PASSWORD
from crm_core.domain.permissions import Actor, Role
from crm_core.services import Services
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import MailboxRow, UserRow
from crm_core.usecases.access import add_user, command_line_actor

_COLLEAGUES = (
    ("priya.raman@example.com", "Priya Raman", Role.MANAGER, "Europe/London"),
    ("mara.lindqvist@example.com", "Mara Lindqvist", Role.SALESPERSON, "Europe/Berlin"),
    ("tomas.ortega@example.com", "Tomás Ortega", Role.SALESPERSON, "America/New_York"),
)


@dataclass(frozen=True, slots=True)
class Team:
    """The users as actors. `sellers` own the people, each with a mailbox of their own; `boss` is
    the administrator, as whom a visitor looks around."""

    boss: Actor
    manager: Actor
    sellers: tuple[Actor, ...]

    def seller(self, number: int) -> Actor:
        return self.sellers[number % len(self.sellers)]


def hire(services: Services, session: WriteSession, tenant_id: int, since: datetime) -> Team:
    """Add the users; everybody signs in with the administrator's password."""
    boss_id = add_user(
        services, actor=command_line_actor(tenant_id), email=ADMINISTRATOR,
        name="Robin Ashworth", password=PASSWORD, role=Role.ADMINISTRATOR,
    )  # fmt: skip
    # Hashing is slow on purpose, and there is no secret in a password that is printed.
    boss = session.get_one(UserRow, boss_id)
    rows = [
        UserRow(
            tenant_id=tenant_id, email=email, name=name, role=role,
            password_hash=boss.password_hash, timezone=timezone, created_at=since,
        )
        for email, name, role, timezone in _COLLEAGUES
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    sellers = [row for row in rows if row.role == Role.SALESPERSON]
    session.add_all(
        MailboxRow(
            # Without a URL of its own it follows CRM_MAIL_URL, as the default one does.
            tenant_id=tenant_id, owner_id=row.id, address=row.email, display_name=row.name,
            transport=None, created_at=since,
        )
        for row in sellers
    )  # fmt: skip
    session.flush()
    manager = next(row for row in rows if row.role == Role.MANAGER)
    return Team(_actor(boss), _actor(manager), tuple(map(_actor, sellers)))


def _actor(row: UserRow) -> Actor:
    return Actor(row.tenant_id, Role(row.role), "user", row.id, row.name)

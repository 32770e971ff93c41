"""Who may do what: roles as sets of permissions. Use cases call `require()`; nobody else does."""

from dataclasses import dataclass
from enum import StrEnum

from crm_core.errors import Forbidden


class Permission(StrEnum):
    SEQUENCES_READ = "crm.sequences.read"
    SEQUENCES_MANAGE = "crm.sequences.manage"
    ENROLLMENTS_MANAGE = "crm.enrollments.manage"
    PEOPLE_READ = "crm.people.read"
    PEOPLE_MANAGE = "crm.people.manage"
    PEOPLE_ERASE = "crm.people.erase"
    DEALS_READ = "crm.deals.read"
    DEALS_MANAGE = "crm.deals.manage"
    ACTIVITIES_READ = "crm.activities.read"
    ACTIVITIES_MANAGE = "crm.activities.manage"
    MAIL_READ = "crm.mail.read"
    MAIL_MANAGE = "crm.mail.manage"
    RUNNER_READ = "crm.runner.read"
    RUNNER_RUN = "crm.runner.run"
    WORKSPACE_MANAGE = "crm.workspace.manage"
    USERS_MANAGE = "crm.users.manage"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    SALESPERSON = "salesperson"
    READ_ONLY = "read-only"
    ROBOT = "robot"


_READ = frozenset(
    {
        Permission.SEQUENCES_READ,
        Permission.PEOPLE_READ,
        Permission.DEALS_READ,
        Permission.ACTIVITIES_READ,
        Permission.MAIL_READ,
        Permission.RUNNER_READ,
    }
)
_SELL = _READ | {
    Permission.ENROLLMENTS_MANAGE,
    Permission.PEOPLE_MANAGE,
    Permission.DEALS_MANAGE,
    Permission.ACTIVITIES_MANAGE,
}
_MANAGE = _SELL | {
    Permission.SEQUENCES_MANAGE,
    Permission.PEOPLE_ERASE,
    Permission.MAIL_MANAGE,
    Permission.RUNNER_RUN,
    Permission.WORKSPACE_MANAGE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READ_ONLY: _READ,
    Role.SALESPERSON: _SELL,
    Role.ROBOT: _SELL | {Permission.SEQUENCES_MANAGE},
    Role.MANAGER: _MANAGE,
    Role.ADMINISTRATOR: _MANAGE | {Permission.USERS_MANAGE},
}


_DEEDS = {
    Permission.SEQUENCES_READ: "see sequences",
    Permission.SEQUENCES_MANAGE: "change sequences",
    Permission.ENROLLMENTS_MANAGE: "enroll people or change enrollments",
    Permission.PEOPLE_READ: "see people",
    Permission.PEOPLE_MANAGE: "change people",
    Permission.PEOPLE_ERASE: "erase people",
    Permission.DEALS_READ: "see deals",
    Permission.DEALS_MANAGE: "change deals",
    Permission.ACTIVITIES_READ: "see tasks and activities",
    Permission.ACTIVITIES_MANAGE: "change tasks and activities",
    Permission.MAIL_READ: "see mail",
    Permission.MAIL_MANAGE: "send mail or change it",
    Permission.RUNNER_READ: "see the runner",
    Permission.RUNNER_RUN: "run what is due",
    Permission.WORKSPACE_MANAGE: "change the workspace",
    Permission.USERS_MANAGE: "change users",
}
"""What a permission lets do, after "may not"."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a signed-in person, an API token, the runner or the command line.

    `kind` is `user`, `token`, `runner` or `cli`; `user_id` is None where no person stands
    behind it. Everything an actor sees or changes belongs to `tenant_id`.
    """

    tenant_id: int
    role: Role
    kind: str
    user_id: int | None = None
    name: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    def may_give(self, role: Role) -> bool:
        """Whether a user or token may get this role from them, or lose it by them.

        Nobody gives or takes a permission that they do not hold.
        """
        return PERMISSIONS[role] <= PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise `Forbidden` unless the actor's role holds the permission."""
        if not self.may(permission):
            raise Forbidden(
                f"The role {self.role} does not hold the permission {permission}.",
                told=f"Your role ({self.role}) may not {_DEEDS[permission]}.",
            )

"""What every use case gets: the database, the clock, the secrets, the ways to mail servers."""

from collections.abc import Callable
from dataclasses import dataclass, field

from crm_core.clock import Clock
from crm_core.group_commit import GroupCommits
from crm_core.mail.imap import Inbox, inbox_from_url
from crm_core.mail.transport import Transport
from crm_core.process import ProcessIdentity
from crm_core.secrets import SecretBox
from crm_core.settings import Settings
from crm_core.storage.engine import Storage
from crm_core.touches.versions import VersionPlans


@dataclass(frozen=True)
class Services:
    """Built by `bootstrap.build()`; tests hand in fakes for the outside world."""

    settings: Settings
    storage: Storage
    clock: Clock
    secrets: SecretBox
    open_transport: Callable[[str], Transport]
    process: ProcessIdentity
    open_inbox: Callable[[str], Inbox] = inbox_from_url
    plans: VersionPlans = field(default_factory=VersionPlans)
    groups: GroupCommits = field(default_factory=GroupCommits)

    def close(self) -> None:
        self.groups.close()
        self.storage.close()

"""The secret keys: putting a new one in front, and seeing what still rests on an older one.

They are the installation's, so only its command line calls this.
"""

from dataclasses import dataclass

from sqlalchemy import select

from crm_core.domain.permissions import Actor, Permission
from crm_core.errors import Conflict, CrmError
from crm_core.key_file import put_new_key_in_front
from crm_core.secrets import SecretBox
from crm_core.services import Services
from crm_core.storage import audit
from crm_core.storage.tables import MailboxRow, TenantRow

CREDENTIALS = ("transport", "inbox", "oauth", "dkim")
"""The columns of a mailbox that are encrypted."""


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """`names`: the keys' fingerprints, the present one's first. Credentials are counted by the
    key that they are under; `lost` are those that no key opens."""

    names: tuple[str, ...]
    from_environment: bool
    present: int
    older: int
    lost: int


def rotate_key(services: Services, *, actor: Actor) -> int:
    """Make a new key the present one and put all credentials under it; returns how many.

    Older keys stay in the ring: links of messages go on to work, and so do processes that run,
    which read the ring again when they meet what the new key made. Should this break off, what
    is under an older key is read as before, and `reencrypt_credentials` does the rest. Raises
    `Conflict` where the keys come from the environment, which nobody can change from here.
    """
    actor.require(Permission.USERS_MANAGE)
    if services.settings.crm_secret_key:
        raise Conflict(
            "The key comes from the environment. Put its present value in front of "
            "CRM_SECRET_KEYS_OLD (commas between keys), a new one (`openssl rand -hex 32`) into "
            "CRM_SECRET_KEY, start every process anew, and run "
            "`python -m crm_core key reencrypt`.",
            field="CRM_SECRET_KEY",
        )
    return _put_under_present_key(services, actor, "key.rotated", new_key=True)


def reencrypt_credentials(services: Services, *, actor: Actor) -> int:
    """Put the credentials that are under an older key under the present one; returns how many."""
    actor.require(Permission.USERS_MANAGE)
    return _put_under_present_key(services, actor, "key.reencrypted", new_key=False)


def get_key_status(services: Services, *, actor: Actor) -> KeyStatus:
    """Which keys there are, and what rests on which."""
    actor.require(Permission.USERS_MANAGE)
    box = services.secrets
    present = older = lost = 0
    with services.storage.read() as session:
        rows = session.execute(select(*(getattr(MailboxRow, name) for name in CREDENTIALS))).all()
    for secret in (secret for row in rows for secret in row if secret is not None):
        if box.is_under_present_key(secret):
            present += 1
            continue
        try:
            box.decrypt(secret)
        except CrmError:
            lost += 1
        else:
            older += 1
    from_environment = bool(services.settings.crm_secret_key)
    return KeyStatus(box.key_names, from_environment, present, older, lost)


def _put_under_present_key(services: Services, actor: Actor, action: str, *, new_key: bool) -> int:
    """In one transaction, so that two rotations take turns and none loses the other's key."""
    now, box, changed = services.clock.now(), services.secrets, 0
    with services.storage.write() as session:
        session.scalars(select(TenantRow.id).order_by(TenantRow.id).with_for_update()).all()
        if new_key:
            put_new_key_in_front(services.settings.secret_key_path())
            box.read_ring_again()
        for row in session.scalars(select(MailboxRow).order_by(MailboxRow.id).with_for_update()):
            for name in CREDENTIALS:
                secret = getattr(row, name)
                # What no key opens stays, for the day on which its key is found again.
                if secret is None or box.is_under_present_key(secret) or not _opens(box, secret):
                    continue
                setattr(row, name, box.encrypted_anew(secret))
                changed += 1
        audit.note(session, actor, now, action, "workspace", actor.tenant_id, credentials=changed)
    return changed


def _opens(box: SecretBox, secret: str) -> bool:
    try:
        box.decrypt(secret)
    except CrmError:
        return False
    return True

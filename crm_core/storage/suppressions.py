"""Looking addresses up in the suppression list, set-wise: by domain, and by an erased one's hash.

Entries of an address itself are joined by the queries that read people; these are the rest.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_core.domain.suppressing import ERASED, domains_over, is_covered_by
from crm_core.errors import SuppressedRecipient
from crm_core.secrets import SecretBox
from crm_core.storage.ids import among_texts
from crm_core.storage.tables import SuppressionRow


def blocked_by_domain(session: Session, tenant_id: int, emails: Iterable[str]) -> dict[str, str]:
    """Why no mail goes to those of the addresses whose domain, or one above it, is on the list."""
    addresses = set(emails)
    # Many people share few domains.
    ends = {address[address.rfind("@") :] for address in addresses}
    wanted = {domain for end in ends for domain in domains_over(end)}
    if not wanted:
        return {}
    rows = session.execute(
        select(SuppressionRow.domain, SuppressionRow.reason).where(
            SuppressionRow.tenant_id == tenant_id,
            among_texts(session, SuppressionRow.domain, wanted),
        )
    ).all()
    if not rows:
        return {}
    reasons: Mapping[str, str] = {row.domain: row.reason for row in rows}
    covering = frozenset(reasons)
    found = ((address, is_covered_by(address, covering)) for address in addresses)
    return {address: reasons[domain] for address, domain in found if domain is not None}


def erased_among(
    session: Session, secrets: SecretBox, tenant_id: int, emails: Collection[str]
) -> set[str]:
    """Those of the addresses that belong to people who were erased."""
    by_hash = {secrets.address_hash(tenant_id, address): address for address in emails}
    if not by_hash:
        return set()
    rows = session.scalars(
        select(SuppressionRow.address_hash).where(
            SuppressionRow.tenant_id == tenant_id,
            among_texts(session, SuppressionRow.address_hash, by_hash),
        )
    )
    return {by_hash[found] for found in rows if found is not None}


def refuse_erased(session: Session, secrets: SecretBox, tenant_id: int, email: str | None) -> None:
    """Raise `SuppressedRecipient` for the address of somebody who was erased."""
    if email is not None and erased_among(session, secrets, tenant_id, [email]):
        raise SuppressedRecipient(ERASED, field="email")

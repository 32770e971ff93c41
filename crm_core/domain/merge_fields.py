"""The merge fields that a text may name besides custom fields, each with what it stands for.

Read by the checks of a sequence and by the builder's list. Their values are put together in
`crm_core.touches.facts.merge_fields`.
"""

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "first_name": "First name",
    "last_name": "Last name",
    "full_name": "First and last name",
    "email": "E-mail address",
    "phone": "Phone number",
    "title": "Job title",
    "company": "Company",
    "deal.name": "Name of the latest deal",
    "deal.amount": "Amount of the latest deal",
    "deal.currency": "Currency of the latest deal",
    "deal.stage": "Stage of the latest deal",
    "sender.name": "Your name, as the mailbox says it",
    "sender.first_name": "Your first name",
    "sender.email": "The address it is sent from",
    "sender.signature": "The mailbox's signature",
}
MERGE_FIELDS = frozenset(MEANINGS)

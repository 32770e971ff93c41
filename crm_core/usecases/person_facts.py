"""What input says of a person or company: each fact checked and put into its stored form."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from crm_core.domain import inputs
from crm_core.domain.search import name_key
from crm_core.domain.words import LeadStatus
from crm_core.errors import InvalidInput
from crm_core.mail.headers import HeaderFault, ascii_address
from crm_core.texts import RESERVED_NAMES

CUSTOM_FIELDS_LIMIT = 100
LINE = 200

_PERSON_FIELDS = ("first_name", "last_name", "phone", "title", "timezone", "country")


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What input says of a lead: its person's columns, the company's name, its own columns."""

    person: dict[str, Any]
    company: str
    status: LeadStatus
    source: str


def clean_email(value: object, field: str = "email") -> str | None:
    """The address in lower case, a domain outside ASCII in Unicode; None when absent.

    Raises `InvalidInput` also for an address that exists but that mail from here cannot carry.
    """
    typed = inputs.line(value, field, 320)
    if not typed:
        return None
    try:
        checked = validate_email(
            typed, strict=True, allow_smtputf8=False, check_deliverability=False,
            test_environment=True,
        )  # fmt: skip
        address = checked.normalized.lower()
        ascii_address(address, field)
    except (EmailNotValidError, HeaderFault) as fault:
        raise InvalidInput(f"Not an e-mail address: {fault}", field=field) from fault
    return address


def person_facts(given: Mapping[str, object]) -> dict[str, Any]:
    """What input says of a person, checked, by column; raises `InvalidInput` by field."""
    country = inputs.line(given.get("country"), "country", LINE)
    if country and not (country.isalpha() and country.isascii() and len(country) == 2):
        raise InvalidInput(
            "Must be a two-letter country code (ISO 3166-1), such as DE.", field="country"
        )
    country = country.upper()
    return {
        "first_name": inputs.line(given.get("first_name"), "firstName", LINE),
        "last_name": inputs.line(given.get("last_name"), "lastName", LINE),
        "email": clean_email(given.get("email")),
        "phone": _phone(inputs.line(given.get("phone"), "phone", 50), country),
        "title": inputs.line(given.get("title"), "title", LINE),
        # A zone that does not exist is kept and flagged where it matters: see the window gate.
        "timezone": inputs.line(given.get("timezone"), "timezone", 64) or None,
        "country": country or None,
        "custom": _custom(given.get("custom")),
    }


def lead_facts(given: Mapping[str, object]) -> LeadFacts:
    """What input says of a lead, checked; raises `InvalidInput` by field.

    The rules of a lead that is typed in, comes over HTTP, or stands in a file.
    """
    person = person_facts(given)
    status = inputs.word(LeadStatus, given.get("status") or LeadStatus.NEW, "status")
    source = inputs.line(given.get("source"), "source", LINE)
    company = inputs.line(given.get("company"), "company", LINE)
    if not any(person[name] for name in ("first_name", "last_name", "email", "phone")):
        raise InvalidInput("A lead needs a name, an e-mail address or a phone number.", "email")
    return LeadFacts(person, company, status, source)


def blanks_filled(known: object, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a known person that `facts` fill in; what is known already stays.

    `known` has a person's columns as attributes. Raises `InvalidInput` where the custom fields
    of both together are too many.
    """
    present: dict[str, Any] = getattr(known, "custom") or {}  # noqa: B009 - any kind of row
    custom = {**facts["custom"], **present}
    if len(custom) > max(CUSTOM_FIELDS_LIMIT, len(present)):
        raise InvalidInput(
            f"At most {CUSTOM_FIELDS_LIMIT} custom fields, with those that the person has already.",
            field="custom",
        )
    filled: dict[str, Any] = {
        name: facts[name] for name in _PERSON_FIELDS if facts[name] and not getattr(known, name)
    }
    if "first_name" in filled or "last_name" in filled:
        parts = (filled.get(part) or getattr(known, part) for part in ("first_name", "last_name"))
        name = " ".join(part for part in parts if part)
        filled |= {"name": name, "name_key": name_key(name)}
    return filled if custom == present else {**filled, "custom": custom}


def custom_field_name(name: object, path: str) -> str:
    """The name of a custom field, which texts can refer to; raises `InvalidInput`."""
    if not (isinstance(name, str) and name.isidentifier() and len(name) <= 64):
        raise InvalidInput("A custom field's name has letters, digits and underscores.", path)
    if name in RESERVED_NAMES:
        raise InvalidInput(f'"{name}" is a word of the texts\' own; take another name.', path)
    return name


def _phone(typed: str, country: str) -> str:
    """E.164 where the number can be read so, else as typed: a person may still dial it."""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_possible_number(number):
        return typed
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _custom(value: object) -> dict[str, object]:
    given = inputs.mapping(value, "custom")
    if len(given) > CUSTOM_FIELDS_LIMIT:
        raise InvalidInput(f"At most {CUSTOM_FIELDS_LIMIT} custom fields.", field="custom")
    clean: dict[str, object] = {}
    for name, item in given.items():
        path = f"custom.{name}"
        custom_field_name(name, path)
        if isinstance(item, float) and not isfinite(item):
            raise InvalidInput("Must be a finite number.", path)
        if item is None or isinstance(item, bool | int | float):
            clean[name] = item
        else:
            clean[name] = inputs.text(item, path, 10_000)
    return clean

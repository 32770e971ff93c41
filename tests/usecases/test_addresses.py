"""An address is taken only if mail can go there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.domain.permissions import Actor
from crm_core.errors import InvalidInput
from crm_core.mail.headers import ascii_address
from crm_core.services import Services
from crm_core.usecases.people import create_lead, create_party, update_person
from crm_core.usecases.person_facts import clean_email
from crm_core.views.paging import Window
from crm_core.views.people import list_parties

UNSENDABLE = [
    "é@example.com",
    "ａda@example.com",
    "ada.lovelacé@example.com",
    "b" * 65 + "@example.com",
    '"ada byron"@example.com',
    "ada..byron@example.com",
    "ada@" + ".".join(["y" * 60] * 4) + ".example.com",
    "ada@☃.example.com",
]


@pytest.mark.parametrize("address", UNSENDABLE)
def test_an_address_that_mail_cannot_carry_is_refused_in_words_and_leaves_nothing(
    each_services: Services, actor: Actor, address: str
) -> None:
    key = create_party(each_services, actor=actor, party={"first_name": "Ada"})
    facts = {"first_name": "Bo", "email": address}
    for attempt in (
        lambda: create_lead(each_services, actor=actor, lead=facts),
        lambda: create_party(each_services, actor=actor, party=facts),
        lambda: update_person(each_services, actor=actor, party_id=key, changes=facts),
    ):
        with pytest.raises(InvalidInput, match=r"^Not an e-mail address") as refusal:
            attempt()
        assert refusal.value.field == "email"
    kept = list_parties(each_services, actor=actor, window=Window()).items
    assert [(line.first_name, line.email) for line in kept] == [("Ada", None)]


@pytest.mark.parametrize(
    ("typed", "kept", "on_the_wire"),
    [
        ("b" * 64 + "@example.com", "b" * 64 + "@example.com", "b" * 64 + "@example.com"),
        ("Ada@Bücher.example.com", "ada@bücher.example.com", "ada@xn--bcher-kva.example.com"),
        ("a@xn--bcher-kva.example.com", "a@bücher.example.com", "a@xn--bcher-kva.example.com"),
        ("a@例え.example.com", "a@例え.example.com", "a@xn--r8jz45g.example.com"),
        ("o'hara+x{y}@example.test", "o'hara+x{y}@example.test", "o'hara+x{y}@example.test"),
    ],
)
def test_what_mail_can_carry_is_taken_with_any_domain(
    typed: str, kept: str, on_the_wire: str
) -> None:
    assert clean_email(typed) == kept
    assert ascii_address(kept) == on_the_wire


@given(
    local=st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=70
    )
    | st.text("ab.'+_-", min_size=1, max_size=70),
    domain=st.sampled_from(["example.com", "bücher.example.com", "straße.example.com"])
    | st.text("aé-ß.ı", min_size=1, max_size=70).map(lambda label: f"{label}.example.com"),
)
def test_whatever_is_taken_can_be_written_into_a_header(local: str, domain: str) -> None:
    try:
        kept = clean_email(f"{local}@{domain}")
    except InvalidInput:
        return
    assert kept is not None
    assert ascii_address(kept).isascii()

"""The key ring: what each key does, and what a rotation leaves as it was."""

import pytest

from crm_core.errors import InvalidInput
from crm_core.secrets import SecretBox, UnsubscribeLink

OLD, NEW, OTHER = b"old" * 12, b"new" * 12, b"other" * 12


def test_links_made_before_a_rotation_are_read_after_it() -> None:
    token = SecretBox(OLD).unsubscribe_token(1, "7")

    assert SecretBox(NEW, OLD).read_unsubscribe_token(token) == UnsubscribeLink(1, 7)
    assert SecretBox(NEW).read_unsubscribe_token(token) is None


def test_links_are_made_with_the_present_key() -> None:
    token = SecretBox(NEW, OLD).unsubscribe_token(1, "p7")

    assert SecretBox(NEW).read_unsubscribe_token(token) == UnsubscribeLink(1, None, 7)
    assert SecretBox(OLD).read_unsubscribe_token(token) is None


def test_credentials_of_any_key_are_opened_and_new_ones_are_under_the_present_key() -> None:
    ring = SecretBox(NEW, OTHER, OLD)
    hidden = SecretBox(OLD).encrypt("smtp://…")

    assert ring.decrypt(hidden) == "smtp://…"
    assert not ring.is_under_present_key(hidden)
    for fresh in (ring.encrypted_anew(hidden), ring.encrypt("smtp://…")):
        assert ring.is_under_present_key(fresh)
        assert SecretBox(NEW).decrypt(fresh) == "smtp://…"
    with pytest.raises(InvalidInput) as refusal:
        SecretBox(NEW, OTHER).decrypt(hidden)
    assert refusal.value.field == "CRM_SECRET_KEY"


def test_message_ids_and_hashes_of_addresses_outlast_a_rotation() -> None:
    before, after = SecretBox(OLD), SecretBox(NEW, OTHER, OLD)

    assert after.message_id(1, 2, domain="a.test") == before.message_id(1, 2, domain="a.test")
    assert after.address_hash(1, "Ada@a.test") == before.address_hash(1, "ada@a.test")
    assert after.address_hash(1, "ada@a.test") != after.address_hash(2, "ada@a.test")


def test_a_key_that_another_process_added_is_taken_up_where_it_is_met() -> None:
    keys = [OLD]
    box = SecretBox(OLD, reread=lambda: keys)
    other = SecretBox(NEW, OLD)
    keys.insert(0, NEW)

    assert box.decrypt(other.encrypt("smtp://…")) == "smtp://…"
    assert box.key_names == other.key_names


def test_a_link_of_a_key_that_another_process_added_is_read() -> None:
    token = SecretBox(NEW, OLD).unsubscribe_token(1, "7")

    assert SecretBox(OLD, reread=lambda: [NEW, OLD]).read_unsubscribe_token(token) is not None


def test_a_ring_with_another_oldest_key_is_not_taken_up() -> None:
    box = SecretBox(OLD, reread=lambda: [NEW])

    assert box.read_unsubscribe_token(SecretBox(NEW).unsubscribe_token(1, "7")) is None


def test_a_ring_that_cannot_be_read_again_leaves_the_one_that_is_there() -> None:
    def damaged() -> list[bytes]:
        raise InvalidInput("The key file is damaged.")

    box = SecretBox(OLD, reread=damaged)

    assert box.read_unsubscribe_token(SecretBox(NEW).unsubscribe_token(1, "7")) is None
    assert box.read_unsubscribe_token(box.unsubscribe_token(1, "7")) is not None


def test_a_link_has_one_spelling() -> None:
    box = SecretBox(OLD)
    token = box.unsubscribe_token(1, "7")

    assert box.read_unsubscribe_token(f"0{token}") is None
    assert box.read_unsubscribe_token(token.replace(".7.", ".07.")) is None


def test_fingerprints_tell_keys_apart_and_hold_nothing_of_them() -> None:
    assert len(set(SecretBox(NEW, OTHER, OLD).key_names)) == 3
    assert OLD.hex()[:8] not in SecretBox(OLD).key_names

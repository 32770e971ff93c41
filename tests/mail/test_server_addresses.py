"""A mail server's address in parts, and put together again."""

import pytest

from crm_core.mail.server_address import ServerAddress


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("smtp://ann:p%2Fw%20%C3%BC@mail.example.com:587",
         ServerAddress("smtp", "mail.example.com", 587, "ann", "p/w ü")),
        ("smtps://mail.example.com", ServerAddress("smtps", "mail.example.com")),
        ("imaps://ann%40example.com:x@mail.example.com/Sales/In",
         ServerAddress("imaps", "mail.example.com", 0, "ann@example.com", "x", "Sales/In")),
        ("smtp://ann@[::1]:2525?insecure=1",
         ServerAddress("smtp", "::1", 2525, "ann", insecure=True)),
        ("file:data/outbox", ServerAddress("file", path="data/outbox")),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart_and_put_together(url: str, parts: ServerAddress) -> None:
    assert ServerAddress.parse(url) == parts
    assert ServerAddress.parse(str(parts)) == parts


@pytest.mark.parametrize("url", ["", "ann", "http://x", "smtp://h:port", "smtp://[", "smtp"])
def test_what_is_no_address_has_no_parts(url: str) -> None:
    assert ServerAddress.parse(url) is None


def test_a_password_is_not_shown_where_an_address_is_printed() -> None:
    assert "canary" not in repr(ServerAddress("smtp", "h", 1, "ann", "canary"))

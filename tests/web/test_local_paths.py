"""No open redirect: a sign-in leads to a path of this server or home."""

import pytest

from pages._web.local_paths import local_path, sign_in_address


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/runner_health", "/runner_health"),
        ("/?sequences_status=Paused", "/?sequences_status=Paused"),
        ("", "/"),
        ("runner_health", "/"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("\t//evil.example", "/"),
        (" //evil.example", "/"),
        ("/%09/evil.example", "/%09/evil.example"),
        ("javascript:alert(1)", "/"),
        ("/\x00", "/"),
        ("/" + "a" * 3000, "/"),
        ("/sign-in?next=/sign-in", "/"),
    ],
)
def test_only_a_path_of_this_server_is_followed(wanted: str, leads_to: str) -> None:
    assert local_path(wanted) == leads_to


def test_without_a_wish_it_is_the_home_page() -> None:
    assert local_path(None) == "/"


@pytest.mark.parametrize(
    ("back_to", "address"),
    [
        ("/", "/sign-in"),
        ("/runner_health", "/sign-in?next=/runner_health"),
        ("/a?b=c&d=e", "/sign-in?next=/a%3Fb%3Dc%26d%3De"),
        ("//evil.example", "/sign-in"),
    ],
)
def test_the_way_back_survives_the_address(back_to: str, address: str) -> None:
    assert sign_in_address(back_to) == address

"""The secret keys: where they come from, and what is refused."""

import stat
from pathlib import Path

import pytest

from crm_core.errors import InvalidInput
from crm_core.key_file import put_new_key_in_front
from crm_core.settings import Settings

LONG, LONGER = "a" * 32, "b" * 40


def settings_in(directory: Path, **given: object) -> Settings:
    return Settings(_env_file=None, crm_data_dir=directory, **given)  # type: ignore[arg-type]


def test_without_a_key_one_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    (key,) = settings.secret_keys()

    assert settings.secret_keys() == (key,)
    assert len(key) == 64
    assert stat.S_IMODE(settings.secret_key_path().stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_new_key_stands_before_those_of_the_file(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    (old,) = settings.secret_keys()

    put_new_key_in_front(settings.secret_key_path())

    new, kept = settings.secret_keys()
    assert (kept, len(new)) == (old, 64)
    assert new != old
    assert stat.S_IMODE(settings.secret_key_path().stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    "content", [b"k" * 40 + b"\n", b"k" * 31 + b"\n" + b"\xff" * 33], ids=["line", "no text"]
)
def test_a_file_that_was_one_key_stays_that_key(tmp_path: Path, content: bytes) -> None:
    settings = settings_in(tmp_path)
    settings.secret_key_path().write_bytes(content)

    assert settings.secret_keys() == (content,)


def test_a_file_keeps_its_last_key_as_it_was_when_a_new_one_is_added(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.secret_key_path().write_bytes(b"k" * 40 + b"\n")

    put_new_key_in_front(settings.secret_key_path())

    assert settings.secret_keys()[-1] == b"k" * 40 + b"\n"


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 40 + b"\n" + b"k" * 5])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    settings = settings_in(tmp_path)
    settings.secret_key_path().write_bytes(content)

    with pytest.raises(InvalidInput, match="damaged"):
        settings.secret_keys()


def test_keys_of_the_environment_are_a_ring(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, crm_secret_key=LONG, crm_secret_keys_old=f" {LONGER}, {LONG},")

    assert settings.secret_keys() == (LONG.encode(), LONGER.encode())
    assert not settings.secret_key_path().exists()

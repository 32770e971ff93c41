"""How guessing is slowed down, by peer and by account, and how many checks run at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from crm_core.domain.permissions import Actor
from crm_core.errors import Unauthenticated
from crm_core.services import Services
from crm_core.storage.tables import UserRow
from crm_core.usecases.access import add_user, passwords, sign_in, signing_in
from crm_core.usecases.sign_in_limits import (
    ACCOUNT_TRIES,
    ACCOUNT_WAITS,
    LOCKED_FOR,
    PEER_TRIES,
    PEER_WAITS,
    TRIES,
    SignInBusy,
    TooManyTries,
    Tries,
    Turns,
    network_of,
)
from tests.clocks import StoppedClock

EMAIL, PASSWORD = "ann@example.com", "correct horse battery"
HERE, THERE = "192.0.2.1", "192.0.2.2"
SECOND = timedelta(seconds=1)


@pytest.fixture
def user(services: Services, actor: Actor) -> int:
    return add_user(services, actor=actor, email=EMAIL, password=PASSWORD, role="manager")


def guess(services: Services, times: int, *, email: str = EMAIL, peer: str = HERE) -> None:
    for _ in range(times):
        with pytest.raises(Unauthenticated) as refusal:
            sign_in(services, email=email, password="wrong", peer=peer)
        assert not isinstance(refusal.value, TooManyTries)


def test_who_guesses_at_an_account_waits_and_its_owner_elsewhere_does_not(
    services: Services, user: int, clock: StoppedClock
) -> None:
    guess(services, TRIES)
    with pytest.raises(TooManyTries, match="Try again in 15 minutes") as refusal:
        sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    assert refusal.value.retry_after == LOCKED_FOR.total_seconds()
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=THERE)
    with pytest.raises(TooManyTries):
        sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    clock.move(LOCKED_FOR + SECOND)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_an_account_that_nobody_has_is_counted_alike(services: Services) -> None:
    guess(services, TRIES, email="nobody@example.com")
    with pytest.raises(TooManyTries):
        sign_in(services, email="NOBODY@example.com ", password="wrong", peer=HERE)


def test_a_right_password_begins_the_count_anew(services: Services, user: int) -> None:
    for _ in range(2):
        guess(services, TRIES - 1)
        assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_old_tries_are_forgotten(services: Services, user: int, clock: StoppedClock) -> None:
    guess(services, TRIES - 1)
    clock.move(LOCKED_FOR + SECOND)
    guess(services, TRIES - 1)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_who_guesses_at_many_accounts_waits_before_any_hash(
    services: Services, user: int, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(PEER_TRIES):
        guess(services, 1, email=f"someone{number}@example.com")
    with monkeypatch.context() as patch:
        patch.setattr(
            signing_in, "check_password", lambda *_: pytest.fail("the password was looked at")
        )
        with pytest.raises(TooManyTries, match="in a minute") as refusal:
            sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    assert refusal.value.retry_after == PEER_WAITS.total_seconds()
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=THERE)
    clock.move(PEER_WAITS + SECOND)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_right_passwords_do_not_use_up_a_peers_tries(services: Services, user: int) -> None:
    for _ in range(PEER_TRIES + 1):
        assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_an_account_of_ones_own_does_not_wipe_out_guesses_at_others(
    services: Services, user: int
) -> None:
    for number in range(PEER_TRIES):
        guess(services, 1, email=f"someone{number}@example.com")
        if number < PEER_TRIES - 1:
            sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    with pytest.raises(TooManyTries):
        sign_in(services, email="another@example.com", password="wrong", peer=HERE)


def test_many_peers_close_an_account_for_minutes_in_the_usual_words(
    services: Services, user: int, clock: StoppedClock
) -> None:
    for number in range(ACCOUNT_TRIES // TRIES):
        guess(services, TRIES, peer=f"198.51.100.{number}")
    with pytest.raises(Unauthenticated, match="The address or the password") as refusal:
        sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    assert not isinstance(refusal.value, TooManyTries)
    clock.move(ACCOUNT_WAITS + SECOND)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_simultaneous_guesses_are_no_more_than_the_limit(services: Services, user: int) -> None:
    def one(_: int) -> type[Exception]:
        with pytest.raises((Unauthenticated, SignInBusy)) as refusal:
            sign_in(services, email=EMAIL, password="wrong", peer=HERE)
        return type(refusal.value)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(40)))
    assert answers.count(Unauthenticated) == TRIES
    assert answers.count(TooManyTries) == 30


def test_where_the_line_is_full_nothing_is_counted_and_nothing_checked(
    services: Services, user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(at_once=1, waiting=0, patience=0.01)
    monkeypatch.setattr(passwords, "_checks", turns)
    with turns.turn():
        for _ in range(TRIES + 1):
            with pytest.raises(SignInBusy):
                sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)
    assert sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_a_password_that_is_changed_while_the_old_one_is_checked_opens_nothing(
    services: Services, user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = signing_in.check_password

    def slow(*given: object) -> object:
        found = check(*given)  # type: ignore[arg-type]
        with services.storage.write() as session:
            session.get_one(UserRow, user).password_hash = "another"
        return found

    monkeypatch.setattr(signing_in, "check_password", slow)
    with pytest.raises(Unauthenticated):
        sign_in(services, email=EMAIL, password=PASSWORD, peer=HERE)


def test_two_passwords_are_checked_at_once_and_no_more() -> None:
    turns = Turns(at_once=2, waiting=8, patience=30)
    lock, most, inside = threading.Lock(), 0, 0
    both = threading.Barrier(2)

    def work(_: int) -> None:
        nonlocal most, inside
        with turns.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            both.wait(10)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(10)))
    assert most == 2


def test_the_servers_own_line_has_two_places_and_a_short_end() -> None:
    with passwords._checks.turn(), passwords._checks.turn():

        def wait(_: int) -> str:
            try:
                with passwords._checks.turn():
                    return "checked"
            except SignInBusy:
                return "busy"

        with ThreadPoolExecutor(9) as pool:
            assert sorted(pool.map(wait, range(9))) == ["busy"] * 9


def test_who_waits_too_long_is_sent_away_and_the_line_is_free_again() -> None:
    turns = Turns(at_once=1, waiting=1, patience=0.01)
    with turns.turn(), pytest.raises(SignInBusy), turns.turn():
        pass
    with turns.turn():
        pass


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_peer_is_what_one_subscriber_holds(peer: str, network: str) -> None:
    assert network_of(peer) == network


def test_no_more_keys_are_held_than_fit(clock: StoppedClock) -> None:
    now: datetime = clock.now()
    tries = Tries(1, timedelta(minutes=1), most=2)
    for key in ("a", "b", "c"):
        tries.take(key, now)
    with pytest.raises(TooManyTries):
        tries.take("b", now)
    tries.take("a", now)

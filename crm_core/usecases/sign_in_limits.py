"""How often and how many at once sign-ins are tried: bounds that one process keeps in memory.

Kept by network peer (see `network_of`) and not in the database: a flood of wrong tries must not
become a flood of writes. Another process, or a restart, counts anew; the account's own count is
in its row, see `crm_core.usecases.access.sign_in`.
"""

import math
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import BoundedSemaphore, Lock
from typing import ClassVar
from weakref import WeakKeyDictionary

from crm_core.errors import CrmError, Unauthenticated
from crm_core.storage.engine import Storage

TRIES, LOCKED_FOR = 10, timedelta(minutes=15)
"""Wrong tries at one account from one peer; and how long that peer then waits for it."""
PEER_TRIES, PEER_WAITS = 30, timedelta(minutes=1)
"""Wrong tries of one peer at whatever accounts, and how long it then waits."""
ACCOUNT_TRIES, ACCOUNT_WAITS = 100, timedelta(minutes=5)
"""Wrong tries at one account from everywhere, and how long it then takes none."""
KEYS_MOST = 50_000
NO_PEER = ""


class TooManyTries(Unauthenticated):
    """Whoever tries has to wait `retry_after` seconds. Says nothing of any account."""

    rule: ClassVar[str] = "too-many-tries"
    status: ClassVar[int] = 429
    title: ClassVar[str] = "Too many wrong tries"

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, math.ceil(wait.total_seconds()))
        minutes = math.ceil(self.retry_after / 60)
        words = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many wrong tries. Try again in {words}.", field="password")


class SignInBusy(CrmError):
    """More passwords are being checked than the server takes at once; try again soon."""

    rule: ClassVar[str] = "sign-in-busy"
    status: ClassVar[int] = 503
    title: ClassVar[str] = "Too many sign-ins at once"
    retry_after = 5

    def __init__(self) -> None:
        super().__init__("Too many people sign in just now. Try again in a few seconds.")


class Tries:
    """Counts tries by key: `limit` of them in a `window`, then none for a whole window.

    Holds at most `most` keys and forgets the one that was tried longest ago. Thread-safe.
    """

    def __init__(self, limit: int, window: timedelta, most: int = KEYS_MOST) -> None:
        self._limit, self._window, self._most = limit, window, most
        self._counts: OrderedDict[Hashable, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: Hashable, now: datetime) -> None:
        """Count one try beforehand, so that many at once are no more than the limit.

        Raises `TooManyTries` where none is left.
        """
        with self._lock:
            count, ends = self._counts.get(key, (0, now))
            if ends <= now:
                count, ends = 0, now + self._window
            if count >= self._limit:
                raise TooManyTries(ends - now)
            count += 1
            self._counts[key] = (count, now + self._window if count == self._limit else ends)
            self._counts.move_to_end(key)
            if len(self._counts) > self._most:
                self._counts.popitem(last=False)

    def give_back(self, key: Hashable) -> None:
        """The try that was counted was none."""
        with self._lock:
            count, ends = self._counts.get(key, (0, None))
            if ends is not None:
                self._counts[key] = (max(0, count - 1), ends)

    def forget(self, key: Hashable) -> None:
        """Begin anew with this key."""
        with self._lock:
            self._counts.pop(key, None)


class SignInLimits:
    """The counts of tries at one installation, by peer and account and by peer."""

    def __init__(self) -> None:
        self._at_account = Tries(TRIES, LOCKED_FOR)
        self._by_peer = Tries(PEER_TRIES, PEER_WAITS)

    def take(self, address: str, peer: str, now: datetime) -> None:
        """Count a try; raises `TooManyTries`."""
        network = network_of(peer)
        self._at_account.take((address, network), now)
        if network == NO_PEER:
            return
        try:
            self._by_peer.take(network, now)
        except TooManyTries:
            self._at_account.give_back((address, network))
            raise

    def give_back(self, address: str, peer: str) -> None:
        network = network_of(peer)
        self._at_account.give_back((address, network))
        self._by_peer.give_back(network)

    def passed(self, address: str, peer: str) -> None:
        """The password was right. The peer's other wrong tries stay: it may guess at others'."""
        network = network_of(peer)
        self._at_account.forget((address, network))
        self._by_peer.give_back(network)


class Turns:
    """Lets `at_once` callers work; `waiting` more wait up to `patience` seconds, no others."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._line = BoundedSemaphore(at_once + waiting)
        self._work = BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The caller's turn; raises `SignInBusy` where it does not come."""
        # A line without end would take every thread of the server away from other requests.
        if not self._line.acquire(blocking=False):
            raise SignInBusy
        try:
            if not self._work.acquire(timeout=self._patience):
                raise SignInBusy
            try:
                yield
            finally:
                self._work.release()
        finally:
            self._line.release()


def network_of(peer: str) -> str:
    """What counts as one peer: an IPv4 address, or the /64 that one IPv6 subscriber holds."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


_limits: WeakKeyDictionary[Storage, SignInLimits] = WeakKeyDictionary()
_limits_lock = Lock()


def limits_of(storage: Storage) -> SignInLimits:
    """The one count of tries that this process keeps for a database."""
    with _limits_lock:
        return _limits.setdefault(storage, SignInLimits())

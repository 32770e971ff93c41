"""Which process this is, and whether another one of this machine still lives.

A lease names the process that took it. A process that was killed cannot give its leases back;
on the same machine its death is seen at once by process id and start time, elsewhere the
lease's end tells.
"""

import gc
import secrets
import socket
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import psutil

TOKEN_LENGTH = 12


@dataclass(frozen=True)
class ProcessIdentity:
    """A process: `token` is new for each, so that a reused process id is another one."""

    token: str
    host: str
    pid: int
    started: float

    @classmethod
    def this(cls) -> "ProcessIdentity":
        own = psutil.Process()
        token = secrets.token_hex(TOKEN_LENGTH // 2)
        return cls(token, machine(), own.pid, own.create_time())

    def new_owner(self) -> str:
        """A lease owner: this process and a running number, one for each run."""
        return f"{self.token}-{next(_runs)}"


_runs = count(1)


@cache
def machine() -> str:
    """Where process ids mean something: the host, and on Linux the namespace of process ids.

    Two containers may share a host's name; their process ids are still different ones.
    """
    try:
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


@cache
def boot() -> str:
    """Which start of the machine this is. Elsewhere than on Linux it is the time of the start."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return str(psutil.boot_time())


def process_token(owner: str) -> str:
    """The process part of a lease owner."""
    return owner[:TOKEN_LENGTH]


def is_dead(host: str, pid: int, started: float) -> bool:
    """True only where it is certain: this machine, and no such process any more."""
    if host != machine():
        return False
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < 1
        return not same or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def settle_memory() -> None:
    """Take what start-up made out of the garbage collector's sight, and let it look less often.

    For long-lived processes, once, after their imports. A run makes thousands of small values
    that die with their batch, without cycles; the collector's walks over them found nothing
    and took a sixth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

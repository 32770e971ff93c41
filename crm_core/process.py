"""Which process this is, and whether another one of this machine still lives.

A lease names the process that took it. A process that was killed cannot give its leases back;
on the same machine its death is seen at once by process id and start time, elsewhere the
lease's end tells.
"""

import gc
import os
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
        token = secrets.token_hex(TOKEN_LENGTH // 2)
        return cls(token, machine(), os.getpid(), start_of(os.getpid()))

    def new_owner(self) -> str:
        """A lease owner: this process and a running number, one for each run."""
        return f"{self.token}-{next(_runs)}"


_runs = count(1)


@cache
def machine() -> str:
    """Where process ids mean something: the host, its present start, and on Linux the namespace
    of process ids.

    Two machines may share a name, and two containers of one machine; their process ids are
    still different ones.
    """
    try:
        return f"{socket.gethostname()} {boot()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"{socket.gethostname()} {boot()}"


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
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # Somebody else's, so it is there; whether it is the same one is seen below.
    try:
        return start_of(pid) != started or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False  # It ends at this moment, or hides from us: a later look will tell.


def start_of(pid: int) -> float:
    """When a process started: on Linux in clock ticks since the machine's start, elsewhere in
    seconds since 1970. Never a figure that moves when the clock is set.

    Raises `psutil.NoSuchProcess`.
    """
    try:
        # proc(5): the name in brackets may hold anything, the 22nd field is the start time.
        return float(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError):
        return psutil.Process(pid).create_time()


def settle_memory() -> None:
    """Take what start-up made out of the garbage collector's sight, and let it look less often.

    For long-lived processes, once, after their imports. A run makes thousands of small values
    that die with their batch, without cycles; the collector's walks over them found nothing
    and took a sixth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

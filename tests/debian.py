"""Debian's packages for what tests need and PyPI has not."""

import os
import shutil
import subprocess


def may_install() -> bool:
    """Whether this is a Debian whose packages we may install."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install(*packages: str) -> None:
    """Install packages; whether they are there is for the caller to see."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *command], check=False, env=environment,
            stdout=subprocess.DEVNULL, timeout=900,
        )  # fmt: skip

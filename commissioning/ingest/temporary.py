"""What is half-made, by whom: its name says which process of which machine, as several may share a home."""

import hashlib
import os
import re
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

A_DAY = 86_400.0  # seconds after which what another machine has not touched is left over
HOST_LETTERS = 16  # of a host's name, beside a digest of it all: a file's name has room for 255


def this_process() -> str:
    """Return this process as temporary names begin or end with: host and number, in letters safe in any of them."""
    return f"{_this_host()}_{os.getpid()}"


def remove_left_over(made: Iterable[Path], now: float) -> None:
    """Remove files and folders whose names begin with a process that is gone.

    Of this machine's it is known; another's, and what no process is named in, is taken for gone when
    it was not touched for a day. ``now`` is in seconds since 1970.
    """
    for path in made:
        if not _is_left_over(path, now):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_left_over(path: Path, now: float) -> bool:
    host, _, number = path.name.partition(".")[0].rpartition("_")
    if host == _this_host() and number.isdecimal():
        return not _is_running(int(number))
    try:
        return path.stat().st_mtime < now - A_DAY
    except FileNotFoundError:  # its own process was quicker
        return False


def _this_host() -> str:
    host = socket.gethostname()
    letters = re.sub(r"[^0-9A-Za-z]+", "-", host)[:HOST_LETTERS]
    return f"{letters}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"


def _is_running(pid: int) -> bool:
    """Return whether a process of that number exists on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

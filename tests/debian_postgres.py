"""A PostgreSQL cluster of Debian's own packages: with pg_trgm, which Prefect's server needs.

It is started by an account that is not root's, in a temporary folder, and is gone after the block.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

INSTALLED = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"  # made by the package; PostgreSQL refuses to be run by root
UNSYNCED = ("fsync", "full_page_writes", "synchronous_commit")


def programs() -> Path | None:
    """Return the folder of the newest installed version's programs, or None where there is none."""
    folders = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return folders[-1].parent if folders else None


@contextmanager
def debian_cluster(**settings: object) -> Iterator[str]:
    """Start a cluster on a port of its own and yield the address of its database, as its owner.

    ``settings`` are PostgreSQL's own, by name. Skips, with what would mend it, where PostgreSQL or its extension is not installed.
    """
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    # Not under pytest's folder, which nobody but its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="commissioning-cluster-"))
    words = _as_account(folder)
    data, port = folder / "data", free_port()
    said = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    try:
        subprocess.run([*words, found / "initdb", "-D", data, "-A", "trust", "-U", "owner"], **said)
        given = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1"
        with_theirs = dict.fromkeys(UNSYNCED, "off") | settings
        given += "".join(f" -c {name}={value}" for name, value in with_theirs.items())
        started = [found / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", given]
        subprocess.run([*words, *started, "start"], **said)
        try:
            address = f"postgresql://owner@127.0.0.1:{port}/postgres"
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION pg_trgm")
            yield address
        finally:
            subprocess.run(
                [*words, found / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **said
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_account(folder: Path) -> Sequence[str]:
    """Return the words before each program; root hands the folder to the account that the package made."""
    if os.geteuid() != 0:
        return ()
    account = pwd.getpwnam(ACCOUNT)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

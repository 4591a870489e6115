"""``commissioning serve`` in a process of its own, asked over http."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from deployments.processes import SQLITE_LIMIT, descendants, is_alive

SERVE = """
import sys
from pathlib import Path
from deployments.serve import serve
home, port, packs_port, limit = sys.argv[1:]
serve(Path(home), port=int(port), packs_port=int(packs_port), limit=int(limit))
"""
ROOT = Path(__file__).resolve().parents[2]


class Served:
    """A ``serve`` in a process of its own, once it has said that it is ready."""

    def __init__(self, home: Path, limit: int = SQLITE_LIMIT) -> None:
        self.home, (self.port, self.packs_port), self.limit = home, free_ports(), limit
        words = [str(home), str(self.port), str(self.packs_port), str(limit)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *words],
            cwd=home,  # it runs from any folder
            env={"PYTHONPATH": str(ROOT)} | without_prefect(os.environ),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = [self.process.stdout.readline() for _ in range(4)]
        self.children = descendants(self.process.pid)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        return (self.home / "prefect" / "auth").read_text().strip()

    def api(self) -> httpx.Client:
        user, _, word = self.password.partition(":")
        return httpx.Client(base_url=f"{self.address}/api", auth=(user, word), timeout=30)

    def api_to_write(self) -> httpx.Client:
        api = self.api()
        token = api.get("csrf-token", params={"client": "test"}).json()["token"]
        api.headers.update({"Prefect-Csrf-Client": "test", "Prefect-Csrf-Token": token})
        return api

    def stop(self) -> int:
        """Ask it to stop, if it has not, and return its exit status."""
        self.process.terminate()
        return self.process.wait(timeout=25)

    def kill(self) -> None:
        for pid in (self.process.pid, *self.children):
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()


def without_prefect(environment: Mapping[str, str]) -> dict[str, str]:
    ours = ("PREFECT", "COMMISSIONING")
    return {name: value for name, value in environment.items() if not name.startswith(ours)}


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def eventually(done, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.25)
    return bool(done())

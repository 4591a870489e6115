"""``commissioning serve`` as a person meets it: started, asked, stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from deployments.processes import descendants, is_alive

pytestmark = pytest.mark.server

SERVE = """
import sys
from pathlib import Path
from deployments.serve import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), packs_port=int(sys.argv[3]))
"""
ROOT = Path(__file__).resolve().parents[2]


class Served:
    """A ``serve`` in a process of its own, once it has said that it is ready."""

    def __init__(self, home: Path) -> None:
        self.home, (self.port, packs_port) = home, free_ports()
        words = [str(home), str(self.port), str(packs_port)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *words],
            cwd=home,  # it runs from any folder
            env={"PYTHONPATH": str(ROOT)} | without_prefect(os.environ),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = [self.process.stdout.readline() for _ in range(3)]
        self.children = descendants(self.process.pid)

    def api(self) -> httpx.Client:
        user, _, word = (self.home / "prefect" / "auth").read_text().strip().partition(":")
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api", auth=(user, word))

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
    return {name: value for name, value in environment.items() if "PREFECT" not in name}


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


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("home"))
    yield served
    served.kill()


def test_it_says_where_everything_is(served):
    where, packs, password = served.said
    assert where == f"Flows, schedules and runs: http://127.0.0.1:{served.port}\n"
    assert re.fullmatch(r"Packs: http://127\.0\.0\.1:\d+\n", packs)
    assert password == f"Password, the whole line: {served.home / 'prefect' / 'auth'}\n"


def test_nobody_is_answered_without_the_password(served):
    for path in ("admin/version", "flow_runs/count", "deployments/filter"):
        for ask in (httpx.get, httpx.post):
            # A write is stopped by its missing token before anybody looks at the password.
            assert ask(f"{served.api().base_url}{path}").status_code in (401, 403)
    assert httpx.get(f"{served.api().base_url}admin/version").status_code == 401
    assert httpx.get(f"{served.api().base_url}health").status_code == 200
    assert served.api().get("admin/version").json() == "3.8.8"


def test_another_site_may_not_call_the_server(served):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{served.api().base_url}flows/filter", headers=asked)
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


def signed_in_to_write(served: Served) -> httpx.Client:
    api = served.api()
    token = api.get("csrf-token", params={"client": "test"}).json()["token"]
    api.headers.update({"Prefect-Csrf-Client": "test", "Prefect-Csrf-Token": token})
    return api


def test_every_flow_is_deployed_for_its_authorities(served):
    found = signed_in_to_write(served).post("deployments/filter", json={}).json()
    flows = (
        "flagging",
        "needs",
        "register",
        "monitoring",
        "cycle",
        "market",
        "design",
        "decisions",
        "withdrawal",
        "returns",
    )
    flows += ("watch",)
    flows += ("cases", "cases")  # acknowledge and hand-over
    expected = [(flow, authority) for flow in flows for authority in ("salford", "trafford")]
    packs = ("manager", "provider", "public", "exempt")  # beside the management team's
    expected += [("monitoring", f"{name}-{of}") for name in ("salford", "trafford") for of in packs]
    expected += [("answers", name) for name in ("salford", "trafford", "kent-2011", "jersey")]
    expected.append(("cycle", "any"))
    deployed = [(one["entrypoint"].split(".")[1], one["name"]) for one in found]
    assert sorted(deployed) == sorted(expected)
    assert {one["work_pool_name"] for one in found} == {"commissioning"}
    assert all(one["enforce_parameter_schema"] for one in found)


def test_the_scheduler_has_runs_waiting(served):
    api = signed_in_to_write(served)
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    assert eventually(lambda: api.post("flow_runs/count", json=scheduled).json() > 0)


def test_sigterm_stops_every_child_within_seconds(served):
    assert len(served.children) == 2
    assert served.stop() == 0
    assert not any(map(is_alive, served.children))
    assert not list((served.home / "run").iterdir())


def test_a_dead_server_is_told_in_a_sentence_and_the_rest_is_stopped(served):
    served.stop()  # its home is used again: a second start is quicker
    again = Served(served.home)
    try:
        [record] = (served.home / "run").glob("prefect-server-*.pid")
        os.kill(int(record.read_text()), signal.SIGKILL)
        assert again.process.wait(timeout=25) == 1
        assert not any(map(is_alive, again.children))
    finally:
        again.kill()


def test_a_killed_serve_leaves_nothing_in_the_way_of_the_next(served):
    served.stop()
    killed = Served(served.home)
    killed.process.kill()
    killed.process.wait()
    assert any(map(is_alive, killed.children))
    again = Served(served.home)
    try:
        assert not any(map(is_alive, killed.children))
        assert again.said[0].startswith("Flows, schedules and runs: ")
    finally:
        again.stop()
        again.kill()

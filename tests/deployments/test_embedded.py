"""A command that brings its own Prefect: closed, quiet, and gone when it ends."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deployments.embedded import embedded, make_prefect_home, prefect_settings
from deployments.processes import is_alive

A_FLOW = """
import sys
from pathlib import Path
from deployments.embedded import embedded
with embedded(Path(sys.argv[1])):
    from prefect import flow
    from tasks.step import flow_log, step
    asked = []
    @step(retries=1, retry_delay_seconds=0)
    def fetched(source):
        asked.append(source)
        if len(asked) == 1:
            raise OSError("reset")
        return source
    @flow(name="refresh-register")
    def refresh(sources):
        flow_log().info("%s sources", len(sources))
        return [fetched(source) for source in sources]
    refresh(["salford", "salford"])
    print(len(asked), flush=True)
    {then}
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    known = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=known, timeout=240)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_prefect_keeps_to_our_home_and_off_the_network(tmp_path):
    settings = prefect_settings(tmp_path)
    assert settings["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert settings["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert settings["DO_NOT_TRACK"] == "1"
    assert settings["PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT"] == "false"


def test_results_are_never_pickled(tmp_path):
    assert prefect_settings(tmp_path)["PREFECT_RESULTS_DEFAULT_SERIALIZER"] == "json"


def test_lets_the_server_rest_between_writes(tmp_path):
    # Prefect drops the part below a second; without pause one processor would do nothing else.
    pause = prefect_settings(tmp_path)["PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL"]
    assert int(float(pause)) >= 1


@pytest.mark.thorough
def test_prefect_reads_the_settings_as_they_are_meant(tmp_path):
    code = """
import json
from prefect.settings import get_current_settings
known = get_current_settings()
print(json.dumps([str(known.home), known.results.default_serializer, known.server.analytics_enabled,
    known.server.ui.show_promotional_content, known.server.ephemeral.startup_timeout_seconds,
    known.server.services.task_run_recorder.batch_size]))
"""
    done = run(code, **prefect_settings(tmp_path))
    assert json.loads(done.stdout) == [str(tmp_path / "prefect"), "json", False, False, 120, 100]


def test_a_proxy_is_not_asked_for_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    assert prefect_settings(tmp_path)["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"


def test_prefects_files_are_their_owners_alone(tmp_path):
    make_prefect_home(tmp_path)
    assert mode(tmp_path / "prefect") == 0o700
    assert mode(tmp_path / "prefect" / "prefect.db") == 0o600


def test_files_that_others_could_read_are_closed(tmp_path):
    database = tmp_path / "prefect" / "prefect.db"
    database.parent.mkdir(mode=0o755)
    database.write_bytes(b"kept")
    database.chmod(0o644)
    make_prefect_home(tmp_path)
    assert (mode(database.parent), mode(database)) == (0o700, 0o600)
    assert database.read_bytes() == b"kept"


@pytest.mark.thorough
def test_settings_that_come_too_late_are_refused(tmp_path):
    code = """
import sys
from pathlib import Path
import prefect
from commissioning.errors import CommissioningError
from deployments.embedded import embedded
try:
    with embedded(Path(sys.argv[1])):
        print("started")
except CommissioningError as refused:
    print(refused)
"""
    done = run(code, str(tmp_path), PREFECT_API_URL="", PREFECT_HOME=str(tmp_path / "elsewhere"))
    assert done.stdout.strip() == (
        "Prefect was imported before its settings were made; "
        "import the flows inside `with embedded(home):`."
    )


def test_a_server_of_the_users_own_is_used_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example/api")
    before = dict(os.environ)
    with embedded(tmp_path):
        assert dict(os.environ) == before
    assert not list(tmp_path.iterdir())


@pytest.mark.server
def test_a_run_is_recorded_and_nothing_stays_behind(tmp_path):
    done = run(A_FLOW.format(then=""), str(tmp_path), PREFECT_API_URL="")
    # Three: one retried, and the second not taken from the first, though asked for the same.
    assert (done.stdout, done.stderr) == ("3\n", "")
    with sqlite3.connect(tmp_path / "prefect" / "prefect.db") as kept:
        tasks = kept.execute("SELECT state_name, count(*) FROM task_run GROUP BY 1").fetchall()
        flows = kept.execute("SELECT state_name, count(*) FROM flow_run GROUP BY 1").fetchall()
        logged = kept.execute("SELECT count(*) FROM log WHERE message = '2 sources'").fetchone()
    assert (tasks, flows, logged) == ([("Completed", 2)], [("Completed", 1)], (1,))
    assert not list((tmp_path / "run").iterdir())
    assert mode(tmp_path / "prefect" / "prefect.db") == 0o600


@pytest.mark.server
@pytest.mark.nightly
def test_runs_that_begin_at_the_same_instant_are_all_taken(tmp_path):
    """Each call is made once, as by a person whose browser does not ask again where it is turned away."""
    code = """
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import httpx
from deployments.embedded import embedded
with embedded(Path(sys.argv[1])) as address, httpx.Client(base_url=address, timeout=60) as api:
    flow = api.post("/flows/", json={"name": "watch"}).json()["id"]
    def begin(number):
        return api.post("/flow_runs/", json={"flow_id": flow, "idempotency_key": str(number)}).status_code
    with ThreadPoolExecutor(8) as at_once:
        print(dict(Counter(at_once.map(begin, range(40)))))
"""
    assert run(code, str(tmp_path), PREFECT_API_URL="").stdout.strip() == "{201: 40}"


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_server(tmp_path, number):
    waiting = A_FLOW.format(then="import time; time.sleep(120)")
    command = [sys.executable, "-c", waiting, str(tmp_path)]
    killed = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PREFECT_API_URL": ""}
    )
    assert killed.stdout.readline() == b"3\n"
    [record] = (tmp_path / "run").iterdir()
    server = int(record.read_text())
    assert is_alive(server)

    killed.send_signal(number)
    # The pipe of a killed command closes at once: its server does not hold it open.
    assert killed.communicate(timeout=30) == (b"", None)
    if number == signal.SIGKILL:
        assert is_alive(server)
        reap = "import sys, pathlib; from deployments.processes import reap_orphan"
        reaped = run(f"{reap}; print(reap_orphan(pathlib.Path(sys.argv[1])))", str(tmp_path))
        assert json.loads(reaped.stdout) == [server]
    until = time.monotonic() + 10
    while is_alive(server) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_alive(server)
    assert not list((tmp_path / "run").iterdir())

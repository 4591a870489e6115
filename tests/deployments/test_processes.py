"""Prefect processes of killed runs are ended at the next start, and no others."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from deployments.processes import descendants, end, is_alive, last_line, reap_orphan, record

# A process that only waits. Its words and its environment make it look like a Prefect server.
WAITING = "import time; time.sleep(60)"
LIKE_A_SERVER = "prefect.server.api.server:create_app"


@pytest.fixture
def start():
    """Start harmless processes that end with the test."""
    with ExitStack() as ended:

        def started(home: Path, *words: str, code: str = WAITING) -> subprocess.Popen[bytes]:
            child = subprocess.Popen(
                [sys.executable, "-c", code, *words],
                env={**os.environ, "PREFECT_HOME": str(home.resolve() / "prefect")},
                stdout=subprocess.PIPE,
            )
            ended.callback(child.wait)
            ended.callback(child.kill)
            return child

        yield started


def recorded_by_a_killed_run(home: Path, pid: int) -> Path:
    """Record a process as one that another run, which is gone, had started."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = home / "run" / f"prefect-server-{gone.pid}.pid"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{pid}\n")
    return path


def test_a_killed_runs_server_is_ended(tmp_path, start):
    orphan = start(tmp_path, LIKE_A_SERVER)
    path = recorded_by_a_killed_run(tmp_path, orphan.pid)
    assert reap_orphan(tmp_path) == [orphan.pid]
    assert orphan.wait(timeout=5) != 0
    assert not path.exists()


def test_what_an_orphan_started_is_ended_with_it(tmp_path, start):
    code = (
        "import subprocess, sys, time; "
        f"print(subprocess.Popen([sys.executable, '-c', {WAITING!r}]).pid, flush=True); "
        "time.sleep(60)"
    )
    orphan = start(tmp_path, LIKE_A_SERVER, code=code)
    its_run = int(orphan.stdout.readline())
    assert descendants(orphan.pid) == [its_run]
    recorded_by_a_killed_run(tmp_path, orphan.pid)
    reap_orphan(tmp_path)
    assert not is_alive(its_run)


def test_the_server_of_a_run_under_way_is_left_alone(tmp_path, start):
    server = start(tmp_path, LIKE_A_SERVER)
    record(tmp_path, "server", server.pid)
    assert reap_orphan(tmp_path) == []
    assert server.poll() is None
    assert len(list((tmp_path / "run").iterdir())) == 1


@pytest.mark.parametrize(
    ("home", "word"),
    [
        ("another", LIKE_A_SERVER),  # the pid was given to the server of another home
        ("ours", "backup.py"),  # or to something that is no server
    ],
)
def test_a_pid_that_was_given_away_is_left_alone(tmp_path, start, home, word):
    (tmp_path / "ours").mkdir()
    other = start(tmp_path / home, word)
    path = recorded_by_a_killed_run(tmp_path / "ours", other.pid)
    assert reap_orphan(tmp_path / "ours") == []
    assert other.poll() is None
    assert not path.exists()


def test_the_record_of_a_process_that_is_gone_is_removed(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = recorded_by_a_killed_run(tmp_path, gone.pid)
    assert reap_orphan(tmp_path) == []
    assert not path.exists()


def test_a_home_that_never_ran_has_no_orphans(tmp_path):
    assert reap_orphan(tmp_path / "new") == []


def test_a_child_that_will_not_end_is_killed(tmp_path, start, monkeypatch):
    monkeypatch.setattr("deployments.processes.GRACE_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); "
    child = start(tmp_path, code=deaf + "time.sleep(60)")
    child.stdout.readline()
    end(child)
    assert child.poll() == -9


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            b"Traceback\nModuleNotFoundError: No module named 'flows'\nAn exception occurred.\n\n",
            "ModuleNotFoundError: No module named 'flows'",
        ),
        (b"\n", "Prefect did not say why"),
    ],
)
def test_the_reason_a_command_failed_is_one_line(said, line):
    assert last_line(said) == line

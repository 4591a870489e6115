"""Several authorities' cycles at once, each in a process: what is shown, what is named, what is ended."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from deployments import many
from deployments.commands.cycle import _by_authority
from deployments.many import InTurn, SomeFailed, run_apart, workers_for
from deployments.processes import descendants, is_alive
from tests.commands import Terminal

ROOT = Path(__file__).parents[2]
PRETENDED = "tests.deployments.pretended_cycle"


@pytest.fixture(autouse=True)
def pretended(monkeypatch, tmp_path):
    monkeypatch.setattr(many, "MODULE", PRETENDED)
    monkeypatch.setattr(many, "settled_home", lambda: tmp_path)
    monkeypatch.chdir(ROOT)


def run(workers: int = 2, **manners: str) -> list[dict[str, str]]:
    requests = {name: [{"manner": each}] for name, each in manners.items()}
    return run_apart(requests, workers=workers, plain=True, wants_results=True)


def test_lines_and_results_are_as_if_one_had_run_after_the_other(capfd):
    done = run(salford="slow", trafford="quick", jersey="quick")
    assert done == [{"salford": "slow"}, {"trafford": "quick"}, {"jersey": "quick"}]
    names = ("salford", "trafford", "jersey")
    assert capfd.readouterr().err.splitlines() == [f"{n} line {m}" for n in names for m in (1, 2)]


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("refused", "salford: register.csv is empty."),
        ("killed", "salford: its process was killed (SIGKILL) before it was done; "),
    ],
)
def test_one_that_fails_or_is_killed_is_named_and_stops_no_other(manner, said, capfd):
    with pytest.raises(SomeFailed) as failed:
        run(workers=1, salford=manner, trafford="quick")
    assert str(failed.value).startswith(said)
    assert "trafford" not in str(failed.value)
    assert "trafford line 2" in capfd.readouterr().err


# It forks a test runner that has threads, which can leave the copy waiting for ever: not among the quick tests.
@pytest.mark.kill
@pytest.mark.nightly
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_command_ends_none_of_its_processes_outlives_it(number, tmp_path):
    said = tmp_path / "said"
    command = os.fork()
    if command == 0:
        with said.open("w") as told:
            sys.stderr = told
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                run(salford="endless", trafford="endless")
            finally:
                os._exit(1)
    assert eventually(lambda: said.exists() and len(said.read_text().splitlines()) == 3)
    first, second, its_pid = said.read_text().splitlines()
    started = descendants(command)
    os.kill(command, number)
    os.waitpid(command, 0)
    assert (first, second) == (
        "salford line 1",
        "salford line 2",
    )  # of the other it was not yet the turn
    assert int(its_pid) in started
    assert eventually(lambda: not any(map(is_alive, started)))


def eventually(done, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(done())


def test_one_that_ended_before_its_turn_is_shown_when_it_comes(capsys):
    told = InTurn(["salford", "trafford"])
    told.line("trafford", "second\n")
    told.ended("trafford")
    assert capsys.readouterr().err == ""
    told.line("salford", "first\n")
    assert capsys.readouterr().err == "first\n"
    told.ended("salford")
    assert capsys.readouterr().err == "second\n"


@pytest.mark.parametrize(("authorities", "asked", "at_once"), [(1, 8, 1), (3, 2, 2), (2, 8, 2)])
def test_there_are_never_more_processes_than_authorities(authorities, asked, at_once):
    assert workers_for(authorities, asked) == at_once
    assert workers_for(authorities, None) <= authorities


def test_two_days_of_one_authority_are_one_process_s_one_after_the_other():
    days = ["2022-07-31", "2026-03-31", "2022-08-31"]
    names = ["salford", "trafford", "salford"]
    requests = [{"authorities": [n], "on": d} for n, d in zip(names, days, strict=True)]
    assert _by_authority(requests) == {
        "salford": [requests[0], requests[2]],
        "trafford": [requests[1]],
    }
    assert _by_authority([{"authorities": ["salford", "trafford"], "on": None}]) == {
        name: [{"authorities": [name], "on": None}] for name in ("salford", "trafford")
    }


def test_an_authority_nobody_knows_is_refused_before_any_work(tmp_path):
    ran = Terminal(tmp_path / "home")("run-cycle", "--authority", "slough", "--plain")
    assert ran.status == 2
    assert "slough" in ran.err
    assert not (tmp_path / "home" / "commissioning.db").exists()


def test_no_fewer_than_one_at_once_may_be_asked_for(tmp_path):
    ran = Terminal(tmp_path / "home")("run-cycle", "--workers", "0")
    assert ran.status == 2
    assert "--workers" in ran.err

"""``watch`` as a person runs it: what it prints, whom it tells, and that it tells them once."""

import json
import re
import shlex
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.battery.files import SALFORD_REGISTER
from tests.commands import Terminal

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "watch.md").read_text(encoding="utf-8")
PROFILE = """
name = "anytown"
title = "Anytown Council"
kind = "unitary_authority"
jurisdiction = "england"
regimes = ["pa2023"]
holidays = "england-and-wales"
area_code = "E92000001"
area_name = "England"
SAID
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
edition_on = EDITION
title = "Contracts register"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"
"""
SECRET = "hunter2"


@pytest.fixture
def terminal(home):
    (home / "authorities").mkdir()
    (home / "authorities" / "register.csv").write_text(
        "reference,title,ends_on\nA1,Care,2027-03-31\n"
    )
    return Terminal(home, "anytown")


def edition_of(home, day):
    """Write the profile with what the page says of rhythm and of addresses, and an edition of this day."""
    rhythm, addresses = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    profile = PROFILE.replace("SAID", addresses + rhythm).replace("EDITION", str(day))
    (home / "authorities" / "anytown.toml").write_text(profile)


def test_a_late_source_is_told_once_and_once_when_its_next_edition_has_come(
    terminal, home, httpserver, monkeypatch
):
    pytest.importorskip("apprise", reason="messages are sent by apprise, which is not installed")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("NOTIFY_OPERATIONS", f"json://me:{SECRET}@127.0.0.1:{httpserver.port}/told")
    httpserver.expect_ordered_request("/told").respond_with_data("busy", status=500)
    httpserver.expect_request("/told").respond_with_data("")
    edition_of(home, date(2026, 3, 31))
    assert terminal("refresh-register", "--plain", "--on", "2026-04-01").status == 0

    def watched(on):
        """Return the titles that a watch sent, having held that it printed no address."""
        before = len(httpserver.log)
        ran = terminal("watch", "--plain", "--json", "--on", on)
        assert ran.status == 0, ran.err
        assert SECRET not in ran.out + ran.err
        assert len(ran.document["told"]) == len(httpserver.log) - before
        return [json.loads(request.data)["message"] for request, _ in httpserver.log[before:]]

    assert watched("2026-07-01") == []
    [refused] = watched("2026-07-02")  # the address is busy, so this is not taken
    [told] = watched("2026-07-02")
    assert told == refused
    assert told.startswith("anytown source register: Contracts register: edition of 31 March 2026")
    assert watched("2026-07-03") == []  # a day later it is the same fault

    edition_of(home, date(2026, 6, 30))
    assert terminal("refresh-register", "--plain", "--on", "2026-07-04").status == 0
    [mended] = watched("2026-07-04")
    assert "anytown source register: well again" in mended
    assert watched("2026-07-05") == []
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept


def test_an_address_that_is_not_set_is_told_with_the_remedy(terminal, home, monkeypatch):
    monkeypatch.delenv("NOTIFY_OPERATIONS", raising=False)
    edition_of(home, date(2026, 6, 30))
    ran = terminal("watch", "--plain", "--on", "2026-07-01")
    assert ran.status == 0
    assert (
        "WRONG  anytown notifications: NOTIFY_OPERATIONS is not set\n       set the var" in ran.out
    )


KILLED = """
import sys, time
from flows.workplace import open_workplace
from models.store.lease import lease
place = open_workplace("anytown", {"COMMISSIONING_HOME": sys.argv[1]})
with lease(place.engine, "anytown", "load register/register"):
    print("working", flush=True)
    time.sleep(60)
"""


def test_work_whose_process_was_killed_is_told_until_it_is_done_again(terminal, home):
    edition_of(home, date(2026, 6, 30))
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as working:
        assert working.stdout.readline() == "working\n"
        assert "well   anytown work left" in terminal("doctor").out
        working.send_signal(signal.SIGKILL)
    doctor = terminal("doctor")
    assert doctor.status == 1
    assert "WRONG  anytown work left: load register/register was interrupted (" in doctor.out
    assert terminal("refresh-register", "--plain", "--on", "2026-07-01").status == 0
    assert "well   anytown work left" in terminal("doctor").out


def test_a_serve_that_was_killed_is_missed_and_one_that_was_stopped_is_not(terminal, home):
    edition_of(home, date(2026, 6, 30))
    assert terminal("refresh-register", "--plain", "--on", "2026-07-01").status == 0
    assert "server" not in terminal("doctor").out
    (home / "run").mkdir()
    (home / "run" / "served").write_text("http://127.0.0.1:9\n")
    doctor = terminal("doctor")
    assert doctor.status == 1
    assert "WRONG  server: http://127.0.0.1:9: does not answer" in doctor.out


def test_the_commands_of_the_page_work(home):
    terminal = Terminal(home)
    assert terminal.load("agreements", SALFORD_REGISTER).status == 0
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    commands = [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]
    assert [command[0] for command in commands] == ["doctor", "watch"]
    for command in commands:
        ran = terminal(*command, authority="")
        assert (ran.status, "WRONG" in ran.out) == (0, False), ran.out + ran.err
        assert "well   salford ledger: 1 loads, chain whole" in ran.out

"""What killed runs left half-made in a home that several machines share."""

import os
import re
import socket
import subprocess
import sys

import pytest

from commissioning.ingest import snapshot, staging
from commissioning.ingest.snapshot import keep_file
from commissioning.ingest.staging import staging_folder

NOW = 1_800_000_000.0
AN_HOUR_AGO, TWO_DAYS_AGO = NOW - 3_600, NOW - 2 * 86_400


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def staged_as(monkeypatch, home, host, pid, touched):
    """Return a folder that a process of a host left, last touched at a time."""
    with monkeypatch.context() as pretended:
        pretended.setattr(socket, "gethostname", lambda: host)
        pretended.setattr(os, "getpid", lambda: pid)
        folder = staging_folder(home)
    (folder / "agreements-00000.feather").touch()
    os.utime(folder, (touched, touched))
    return folder


def test_what_another_machine_is_at_stays_whatever_its_process_is_numbered(
    tmp_path, monkeypatch, ended
):
    theirs = staged_as(monkeypatch, tmp_path, "worker-2", ended, AN_HOUR_AGO)
    same_letters = staged_as(monkeypatch, tmp_path, "worker.2", ended, AN_HOUR_AGO)
    ours = staged_as(monkeypatch, tmp_path, socket.gethostname(), ended, AN_HOUR_AGO)
    running = staged_as(monkeypatch, tmp_path, socket.gethostname(), os.getpid(), TWO_DAYS_AGO)
    staging.sweep(tmp_path, NOW)
    assert theirs.exists()
    assert same_letters.exists()
    assert running.exists()
    assert not ours.exists()


def test_what_no_machine_has_touched_for_a_day_is_swept(tmp_path, monkeypatch):
    theirs = staged_as(monkeypatch, tmp_path, "worker-2", os.getpid(), TWO_DAYS_AGO)
    nobodys = tmp_path / "staging" / f"{os.getpid()}-abc"  # as they were once named
    nobodys.mkdir()
    os.utime(nobodys, (TWO_DAYS_AGO, TWO_DAYS_AGO))
    staging.sweep(tmp_path, NOW)
    assert not theirs.exists()
    assert not nobodys.exists()


def test_a_file_that_another_machine_is_receiving_stays(tmp_path, monkeypatch, ended):
    source = tmp_path / "register.csv"
    source.write_text("reference\nA1\n")
    part = tmp_path / "kept" / "incoming" / f"worker-2-0123abcd_{ended}.part"
    part.parent.mkdir(parents=True)
    part.touch()
    os.utime(part, (AN_HOUR_AGO, AN_HOUR_AGO))
    keep_file(source, tmp_path / "kept")
    snapshot.sweep(tmp_path / "kept", NOW)
    assert part.exists()
    os.utime(part, (TWO_DAYS_AGO, TWO_DAYS_AGO))
    snapshot.sweep(tmp_path / "kept", NOW)
    assert not part.exists()


def test_a_host_of_any_name_makes_a_file_of_a_safe_and_short_one(tmp_path, monkeypatch):
    folder = staged_as(monkeypatch, tmp_path, "Büro/ä. " + "x" * 200, 7, NOW)
    assert re.fullmatch(r"[0-9A-Za-z_.-]{1,60}", folder.name)

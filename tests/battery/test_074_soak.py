"""Battery 74: days on which nothing is new add one judgement each to our database, however often flows run."""

from datetime import timedelta

from benchmarks import soak
from tests.battery.invariants import check_invariants

DAYS, TIMES = 3, 2


def test_a_quiet_day_adds_one_judgement_and_no_other_row(tmp_path, monkeypatch):
    for variable in ("COMMISSIONING_HOME", "COMMISSIONING_AUTHORITIES"):
        monkeypatch.setenv(variable, "put back after the test")
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    monkeypatch.setattr(soak, "FLOWS", dict.fromkeys(soak.FLOWS, TIMES))
    home = soak.settled(tmp_path)
    database = home / "commissioning.db"
    soak.live(1, soak.plain)
    before, bytes_before = soak.rows_of(database), soak.size_of(database)
    soak.live(DAYS, soak.plain, first=soak.FIRST + timedelta(days=1))
    after = soak.rows_of(database)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "judgement": DAYS
    }
    assert soak.size_of(database) - bytes_before <= DAYS * soak.MOST_BYTES_A_DAY
    check_invariants(f"sqlite:///{database}", home)

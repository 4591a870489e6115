"""Battery 69: a large file of observations is stored whole and summed up in bounded memory."""

import csv
import sqlite3
from contextlib import closing

from benchmarks import needs
from benchmarks.measure import measured
from benchmarks.observations_file import YEARS, write_observations

INDICATORS, AREAS = 20, 1_000  # a fiftieth of what `python -m benchmarks.needs` loads


def test_every_observation_is_stored_and_each_indicator_summed_up_in_bounded_memory(tmp_path):
    rows = write_observations(tmp_path / "observations.csv", INDICATORS, AREAS)
    assert rows == INDICATORS * AREAS * len(YEARS)
    (tmp_path / "benchmark.toml").write_text(needs.COUNCIL + needs.SOURCE)
    home = tmp_path / "home"
    ours = {"COMMISSIONING_HOME": str(home), "COMMISSIONING_AUTHORITIES": str(tmp_path)}
    load = measured("benchmarks.ordinary_load", "benchmark", "observations", environment=ours)
    summary = measured("benchmarks.needs", needs.SUMMARY, str(INDICATORS), environment=ours)
    with closing(sqlite3.connect(home / "commissioning.db")) as connection:
        stored = connection.execute("SELECT count(*), sum(count) FROM observation_version")
        with (tmp_path / "observations.csv").open(newline="") as file:
            counted = sum(int(row["count"]) for row in csv.DictReader(file))
        assert stored.fetchone() == (rows, counted)
    assert max(load.peak_mb, summary.peak_mb) <= needs.MOST_MEGABYTES

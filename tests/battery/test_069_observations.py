"""Battery 69: a file of observations is stored whole and summed up, and four times as many take hardly more memory."""

import csv
import sqlite3
from contextlib import closing

import pytest

from benchmarks import needs

INDICATORS, AREAS, TIMES = (
    20,
    1_000,
    4,
)  # a twelfth of what `python -m benchmarks.needs` loads, and a fiftieth
MOST_MORE = 1.15  # where four times the memory would be 4


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What it cost to load and to sum up, of few areas and of many, and the folder of each."""
    return [
        (folder := tmp_path_factory.mktemp("needs"), needs.costs(folder, INDICATORS, areas))
        for areas in (AREAS, TIMES * AREAS)
    ]


def test_every_observation_is_stored(measured):
    for folder, _costs in measured:
        with (folder / "observations.csv").open(newline="") as file:
            counts = [int(row["count"]) for row in csv.DictReader(file)]
        with closing(sqlite3.connect(folder / "home" / "commissioning.db")) as connection:
            stored = connection.execute("SELECT count(*), sum(count) FROM observation_version")
            assert stored.fetchone() == (len(counts), sum(counts))


@pytest.mark.parametrize("of", [0, 1], ids=["load", "summary"])
def test_four_times_as_many_take_hardly_more_memory(measured, of):
    few, many = (costs[of].peak_mb for _folder, costs in measured)
    assert many <= MOST_MORE * few

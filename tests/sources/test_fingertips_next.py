"""Definitions of the next Fingertips: every one is loaded, and three doubtful polarities are left out.

What is expected is counted with the csv and json modules over the same files.
"""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise_file
from tests.commands import Terminal

FOLDER = Path(__file__).parents[3] / "../shared/data/needs_fingertips"
DOUBTFUL = {"90362", "91040", "92033"}
POLARITIES = {
    "High is good": "high_is_good",
    "Low is good": "low_is_good",
    "No judgement": "no_judgement",
}

pytestmark = pytest.mark.thorough


def published(name):
    """Return number, name and polarity of every indicator in a file."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    if path.suffix == ".json":
        each = json.loads(path.read_text("utf-8-sig"))
        return path, [(str(o["indicatorID"]), o["indicatorName"], o["polarity"]) for o in each]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return path, [(row["IndicatorID"], row["IndicatorName"], row["Polarity"]) for row in rows]


@pytest.mark.parametrize(
    ("name", "count"),
    [("fingertipsnext_indicators.csv", 37), ("fingertipsnext_indicators.json", 35)],
)
def test_every_definition_is_loaded_with_its_name_and_its_polarity(tmp_path, name, count):
    path, expected = published(name)
    terminal = Terminal(tmp_path / "home")
    ran = terminal.load("indicators", path)
    assert ran.status == 0, ran.err
    assert (ran.document["rows_in"], ran.document["rows_loaded"]) == (count, count)
    stored = terminal.ask("SELECT indicator, title, polarity FROM indicator_version ORDER BY 1")
    assert stored == sorted(
        (
            f"fingertips_{number}",
            " ".join(title.split()),
            None if number in DOUBTFUL else POLARITIES.get(side),
        )
        for number, title, side in expected
    )
    again = terminal.load("indicators", path)
    assert again.document["unchanged"] is True


def test_a_doubtful_polarity_is_told_of_and_the_texts_are_plain():
    path, _ = published("fingertipsnext_indicators.json")
    source, _ = recognise_file("indicators", path, path.name)
    assert source.name == "fingertips_next"
    read = source.parse(pd.concat(source.open(path, path.name).chunks()))
    doubted = read.problems[read.problems["expectation"] == "polarity_can_be_meant"]
    assert len(doubted) == len(DOUBTFUL & {n for n, _, _ in published(path.name)[1]})
    definitions = read.frames["indicators"]["definition"].dropna()
    assert len(definitions)
    assert not definitions.str.contains(r"&nbsp;|<p>|\n", regex=True).any()

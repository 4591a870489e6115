"""What Fingertips' indicators are, counted against the file as it stands and its publisher's own."""

import csv
from pathlib import Path

import pytest

from commissioning.needs.indicators import FILE, indicators

PUBLISHED = (
    Path(__file__).parents[4]
    / "shared"
    / "data"
    / "needs_fingertips"
    / "fingertipsnext_indicators.csv"
)


def test_an_indicator_has_its_name_its_unit_and_the_side_that_is_better():
    readmissions = indicators()["41101"]
    assert readmissions.name == ("Emergency readmissions within 30 days of discharge from hospital")
    assert (readmissions.better, readmissions.unit) == ("lower", "%")
    assert (readmissions.period_type, readmissions.key) == ("Financial", "fingertips_41101")
    assert indicators()["383"].better == ""  # the publisher makes no judgement


def test_a_longer_healthy_life_is_better_whatever_the_file_says():
    with FILE.open(encoding="utf-8", newline="") as file:
        as_published = {row["number"]: row["better"] for row in csv.DictReader(file)}
    assert (as_published["90362"], indicators()["90362"].better) == ("lower", "higher")
    assert (as_published["92033"], indicators()["92033"].better) == ("higher", "lower")


def test_every_indicator_that_is_published_is_here_under_its_own_name():
    if not PUBLISHED.is_file():
        pytest.skip(f"{PUBLISHED} is not here")
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        names = {row["IndicatorID"]: row["IndicatorName"] for row in csv.DictReader(file)}
    assert {number: one.name for number, one in indicators().items()} == names
    assert len(names) == 37

"""Real series, month by month as published, through the chart: 42 boards' emergency departments, England's talking therapies."""

import csv
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from commissioning.measures.spc import LIMIT, control_chart, summary

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "performance"
EMERGENCY = FOLDER / "england_icb_accidents_emergency.csv"
THERAPIES = FOLDER / "england_trust_iapt.csv"
SHARE = "pct_attendance_over_4hours"

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not FOLDER.exists(), reason="no published series beside this repository"),
]


def number(cell):
    text = cell.replace(",", "").replace("%", "")
    return None if text in ("", "NA") else float(text)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def month(text):
    return datetime.strptime(text, "%B %Y")  # noqa: DTZ007 (a month has no time zone)


def chart(rows, area, name, value):
    points = pd.DataFrame(
        {
            "area": [row[area] for row in rows],
            "measure": [name(row) for row in rows],
            "on": pd.to_datetime([month(row["date"]) for row in rows]),
            "value": pd.Series([value(row) for row in rows], dtype="float64"),
            "direction": "lower",
        }
    )
    return points, control_chart(points, ["area", "measure"])


def test_every_board_is_charted_about_its_own_mean():
    rows = rows_of(EMERGENCY)
    _, charted = chart(rows, "icb22_code", lambda row: SHARE, lambda row: number(row[SHARE]))
    values = defaultdict(dict)
    for row in rows:
        values[row["icb22_code"]][month(row["date"])] = number(row[SHARE])
    assert len(values) == 42
    for board, by_month in values.items():
        known = [by_month[each] for each in sorted(by_month)]
        mean = sum(known) / len(known)
        ranges = [abs(one - two) for one, two in pairwise(known)]
        within = [each for each in ranges if each < 3.267 * sum(ranges) / len(ranges)]
        upper = mean + LIMIT * sum(within) / len(within)
        own = charted[charted["area"] == board]
        assert own["mean"].iloc[-1] == pytest.approx(mean, rel=1e-9)
        assert own["upper_limit"].iloc[-1] == pytest.approx(upper, rel=1e-9)
        over = [each for each in known if each > upper + 1e-9]
        assert (own["special_cause_type"] == "Above UCL").sum() == len(over)


def test_five_thousand_published_values_with_their_gaps_are_charted_none_lost():
    rows = rows_of(THERAPIES)
    points, charted = chart(
        rows, "nhs_trust22_code", lambda row: row["name"], lambda row: number(row["value"])
    )
    assert len(charted) == len(rows) == 5016
    assert charted["value"].isna().sum() == sum(number(row["value"]) is None for row in rows)
    assert not charted.loc[charted["value"].isna(), "is_special_cause"].any()
    series = {(row["nhs_trust22_code"], row["name"]) for row in rows}
    targets = points[["area", "measure"]].drop_duplicates().assign(target=float("nan"))
    assert len(summary(charted, ["area", "measure"], targets)) == len(series)

"""Every case of the reference tables of process control is charted again: numbers to 1e-9, what is told exactly."""

import csv
import os
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.measures.spc import control_chart, summary

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("REFERENCE_TABLES", ROOT.parent / "shared" / "reference"))
# Some cases of the tables, copied: data only, see README.md beside them.
SAMPLE = Path(__file__).parent / "spc_sample"
DIRECTIONS = {"increase": "higher", "decrease": "lower", "neutral": None}
SETTINGS = ["fix_after_n_points", "screen_outliers"]
NUMBERS = {
    "mean": "mean",
    "mean_moving_range": "mean_moving_range",
    "lpl": "lower_limit",
    "nlpl": "lower_near_limit",
    "nupl": "upper_near_limit",
    "upl": "upper_limit",
}
TOLD = {
    "rebase_group": "rebase_group",
    "relative_to_mean": "relative_to_mean",
    "outside_limits": "is_outside_limits",
    "close_to_limits": "is_close_to_limits",
    "special_cause_type": "special_cause_type",
    "special_cause_flag": "is_special_cause",
    "point_type": "point_type",
    "short_group_warning": "is_short_group",
}
COUNTS = ["n", "common_cause", "special_cause_improvement", "special_cause_concern"]
# The package stops at these; here a series with a gap is charted, and nothing told across the gap.
OF_GAPS = "missing values inside a seven-point window"


def folders_with_cases(folder):
    """Return every folder below this one that holds cases of process control, told by their columns."""
    found = []
    for path in sorted(folder.rglob("cases*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            if {"fix_after_n_points", "improvement_direction"} <= set(next(csv.reader(file), [])):
                found.append(path)
    return found


PUBLISHED = folders_with_cases(FOLDER)
absent = pytest.mark.skipif(
    not PUBLISHED,
    reason=f"no reference tables in {FOLDER.name}: name their folder in REFERENCE_TABLES",
)


@cache
def read(path):
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    return frame.assign(**{name: "" for name in SETTINGS if name not in frame})


def beside(cases, name):
    """Return the table of points or groups that lies beside a table of cases."""
    return cases.with_name(cases.name.replace("cases", name))


def given(points, cases):
    """Return the points of some cases as they were given, in the order in which they were."""
    directions = cases.set_index("case_id")["improvement_direction"].map(DIRECTIONS)
    points = points[points["case_id"].isin(cases["case_id"])]
    points = points.assign(place=points["input_position"].astype(int)).sort_values(
        ["case_id", "place"]
    )
    return pd.DataFrame(
        {
            "case_id": points["case_id"],
            "on": pd.to_datetime(points["date"]),
            "value": pd.to_numeric(points["value"]),
            "direction": points["case_id"].map(directions),
        }
    )


def rebases(cases):
    """Return the days on which each case is to be rebased."""
    days = cases[["case_id"]].assign(on=cases["rebase_dates"].str.split(";")).explode("on")
    return days[days["on"] != ""].assign(on=lambda rows: pd.to_datetime(rows["on"]))


def charted(points, cases):
    """Return the chart of cases with the same settings."""
    fixed, screened = cases.iloc[0][SETTINGS]
    return control_chart(
        given(points, cases),
        ["case_id"],
        rebases=rebases(cases),
        fix_after_n_points=int(fixed) if fixed else None,
        screen_outliers=screened == "true",
    )


def texts(column):
    """Return what is told as the tables write it."""
    words = {True: "true", False: "false"}
    return [
        ""
        if pd.isna(each)
        else words.get(each, str(each))
        if isinstance(each, (bool, np.bool_))
        else str(each)
        for each in column.astype("object")
    ]


def hold_numbers(found, expected, columns):
    for theirs, ours in columns.items():
        wanted = pd.to_numeric(expected[theirs]).to_numpy("float64")
        np.testing.assert_allclose(
            found[ours].to_numpy("float64"), wanted, rtol=1e-9, err_msg=theirs
        )


def hold_table(path):
    """Check every case of a table of cases, of its points and of its groups; return how many."""
    cases, points = read(path), read(beside(path, "points"))
    groups = read(beside(path, "summary"))
    held = 0
    for _, those in cases[cases["status"] == "ok"].groupby(SETTINGS, sort=False):
        chart = charted(points, those)
        expected = points[points["case_id"].isin(those["case_id"])]
        expected = expected.assign(point=expected["point"].astype(int))
        expected = expected.sort_values(["case_id", "point"])
        assert list(chart["case_id"]) == list(expected["case_id"])
        hold_numbers(chart, expected, NUMBERS)
        for theirs, ours in TOLD.items():
            assert texts(chart[ours]) == list(expected[theirs]), theirs
        hold_groups(chart, those, groups)
        held += len(those)
    refused = cases[cases["status"] == "error"]
    for _, case in refused.groupby("case_id", sort=False):
        hold_refused(case, points)
    return held + len(refused)


def hold_groups(chart, cases, groups):
    targets = cases[["case_id"]].assign(target=pd.to_numeric(cases["target"]))
    found = summary(chart, ["case_id"], targets)
    expected = groups[groups["case_id"].isin(cases["case_id"])].sort_values(
        ["case_id", "rebase_group"],
        key=lambda each: each.astype(int) if each.name == "rebase_group" else each,
    )
    assert list(found["case_id"]) == list(expected["case_id"])
    hold_numbers(found, expected, {name: NUMBERS[name] for name in ("mean", "lpl", "upl")})
    for name in (*COUNTS, "variation_type", "assurance_type"):
        assert texts(found[name]) == list(expected[name]), name
    last = found.drop_duplicates("case_id", keep="last").set_index("case_id")
    of_cases = cases.set_index("case_id").loc[last.index]
    for name in ("variation_type", "assurance_type"):
        assert texts(last[name]) == list(of_cases[name]), name
    is_short = chart.groupby("case_id")["is_short_group"].any()
    assert texts(is_short) == list(of_cases.loc[is_short.index, "warned_short"])


def hold_refused(case, points):
    """Check that a case is refused in a sentence, or charted with its gaps, as our own page says."""
    if case["error"].iloc[0] != OF_GAPS:
        with pytest.raises(RequestError, match=r"^.+[;.].+\.$"):
            charted(points, case)
        return
    chart = charted(points, case)
    is_gap = chart["value"].isna()
    assert is_gap.any()
    assert not chart.loc[is_gap, "is_special_cause"].any()
    np.testing.assert_allclose(chart["mean"], chart["value"].mean(), rtol=1e-9)


def test_some_cases_of_each_kind_are_reproduced():
    held = hold_table(SAMPLE / "cases.csv")
    assert held == len(read(SAMPLE / "cases.csv")) > 0


@absent
@pytest.mark.thorough
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_every_case_of_every_table_is_reproduced(path):
    assert hold_table(path) == len(read(path)) > 0


def test_a_figure_that_is_off_is_found(tmp_path):
    for name in ("cases", "points", "summary"):
        (tmp_path / f"{name}.csv").write_bytes((SAMPLE / f"{name}.csv").read_bytes())
    points = tmp_path / "points.csv"
    text = points.read_text(encoding="utf-8")
    assert text.count(",7 Points Above CL,") > 0
    points.write_text(text.replace(",7 Points Above CL,", ",Common Cause,", 1), encoding="utf-8")
    with pytest.raises(AssertionError, match="special_cause_type"):
        hold_table(tmp_path / "cases.csv")

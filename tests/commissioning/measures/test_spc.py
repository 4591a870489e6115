"""What a series says, in the smallest series that say it."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.measures.spc import COMMON, CONCERN, IMPROVEMENT, control_chart, summary

STEADY = [50, 52] * 6  # its mean is 51, its moving ranges 2: limits 51 -/+ 5.32


def chart(values, *, direction="higher", **settings):
    on = pd.date_range("2024-04-01", periods=len(values), freq="MS")
    points = pd.DataFrame({"series": "A", "on": on, "value": values, "direction": direction})
    return control_chart(points.astype({"value": "float64"}), ["series"], **settings)


@pytest.mark.parametrize(
    ("direction", "means"),
    [("higher", IMPROVEMENT), ("lower", CONCERN), (None, "special_cause_neutral_high")],
)
def test_a_point_above_the_limit_means_what_the_direction_says(direction, means):
    found = chart([*STEADY, 57], direction=direction, fix_after_n_points=12)
    assert list(found["point_type"])[-2:] == [COMMON, means]


def test_a_point_on_the_limit_is_noise():
    found = chart([*STEADY, 51 + 2.66 * 2], fix_after_n_points=12)
    assert found["point_type"].iloc[-1] == COMMON


@pytest.mark.parametrize(
    ("rise", "told"),
    [
        ([46, 47, 48, 49, 50, 51, 52], 7),
        ([46, 47, 48, None, 49, 50, 51, 52], 0),  # seven rise, and nobody knows what was between
        ([46, 47, 48, 48, 49, 50, 51], 0),  # a tie breaks it
    ],
)
def test_no_trend_is_told_across_a_gap(rise, told):
    found = chart([*STEADY, *rise], fix_after_n_points=12)
    assert found["special_cause_type"].str.startswith("7 Point Trend").sum() == told


def test_no_run_is_told_across_a_gap():
    found = chart([*STEADY, 51.5, 51.6, 51.5, 51.6, None, 51.5, 51.6, 51.5], fix_after_n_points=12)
    assert not found["is_special_cause"].any()


def test_a_point_without_a_value_is_in_no_limit_and_says_nothing():
    found = chart([50, 52, None, 50, 52])
    assert found["mean"].unique().tolist() == [51.0]
    assert found["mean_moving_range"].unique().tolist() == [
        2.0
    ]  # two of the four ranges are missing
    assert found.loc[2, ["special_cause_type", "point_type"]].tolist() == ["Common Cause", COMMON]
    assert found.loc[2, ["relative_to_mean", "is_outside_limits"]].isna().all()


def test_series_beside_one_another_do_not_touch():
    on = pd.date_range("2024-04-01", periods=6, freq="MS")
    points = pd.DataFrame(
        {
            "series": ["A"] * 6 + ["B"] * 6,
            "on": [*on, *on],
            "value": [float(number) for number in range(12)],  # each rises: no seven of one series
            "direction": "higher",
        }
    )
    assert not control_chart(points, ["series"])["is_special_cause"].any()


def test_no_series_makes_no_points():
    points = chart([1.0]).iloc[:0][["series", "on", "value", "direction"]]
    assert control_chart(points, ["series"]).empty


def test_a_day_twice_is_refused_by_name():
    points = pd.DataFrame(
        {
            "series": "Waiting time",
            "on": pd.to_datetime(["2024-04-01", "2024-04-01"]),
            "value": [1.0, 2.0],
            "direction": "higher",
        }
    )
    with pytest.raises(RequestError, match="Waiting time has two values on 2024-04-01; keep"):
        control_chart(points, ["series"])


def test_limits_are_not_fixed_after_a_few_points():
    with pytest.raises(RequestError, match="cannot be fixed after 11 points; give 12 or more"):
        chart(STEADY, fix_after_n_points=11)


@pytest.mark.parametrize(
    ("direction", "target", "assurance"),
    [
        ("higher", 57, "consistent_fail"),  # above both limits: it will not be met by chance
        ("lower", 57, "consistent_pass"),
        ("higher", 45, "consistent_pass"),
        ("higher", 51, "inconsistent"),
        (None, 51, None),
        ("higher", None, None),
    ],
)
def test_assurance_says_whether_the_target_is_met_by_more_than_luck(direction, target, assurance):
    targets = pd.DataFrame({"series": ["A"], "target": [target]}).astype({"target": "float64"})
    found = summary(chart(STEADY, direction=direction), ["series"], targets).iloc[0]
    assert (None if pd.isna(found["assurance_type"]) else found["assurance_type"]) == assurance

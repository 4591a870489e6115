"""A trend is told over five years in a row, and by more than chance."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.trend import proportion_trend, value_trend

NONE = "no significant change"


def years(*numerators, start=2019):
    return pd.DataFrame(
        {
            "area": "A",
            "year": range(start, start + len(numerators)),
            "numerator": pd.Series(numerators, dtype="float64"),
            "denominator": 1000,
        }
    )


@pytest.mark.parametrize(
    ("numerators", "trend", "chi_squared"),
    [
        # By hand: the slope squared, times 10,000, over p (1 - p) of all five: 0.01 and 0.12, 0.0103 and 0.1206.
        ((100, 110, 120, 130, 140), NONE, 9.470),  # 9.55 is needed
        ((100, 110, 121, 131, 141), "increasing", 10.003),
        ((141, 131, 121, 110, 100), "decreasing", 10.003),
        ((900, 100, 110, 121, 131, 141), "increasing", 10.003),  # only the last five count
    ],
)
def test_a_proportion_has_a_trend_where_chance_would_not_make_one(numerators, trend, chi_squared):
    found = proportion_trend(years(*numerators), "area").loc["A"]
    assert found["trend"] == trend
    assert found["chi_squared"] == pytest.approx(chi_squared, abs=0.001)
    assert (found["first_year"], found["last_year"]) == (
        2014 + len(numerators),
        2018 + len(numerators),
    )


def test_one_year_alone_makes_no_trend():
    found = proportion_trend(years(100, 100, 100, 100, 200), "area").loc["A"]
    assert found["chi_squared"] > 9.55
    assert found["trend"] == NONE


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (years(100, 120, 140, 160), "four years"),
        (years(100, 120, None, 160, 180), "a year is missing"),
        (years(100, 120, 140, 160, 180, 200).drop(index=3), "a year is not given"),
    ],
)
def test_without_five_years_in_a_row_no_trend_is_told(rows, why):
    found = proportion_trend(rows, "area", better="lower").loc["A"]
    assert found.isna().all(), why


def test_a_trend_is_better_or_worse_only_where_it_is_known_which_way_is():
    rows = years(100, 120, 140, 160, 180)
    words = [
        proportion_trend(rows, "area", better=each)["judgement"].loc["A"]
        for each in ("higher", "lower")
    ]
    assert words == ["better", "worse"]
    assert pd.isna(proportion_trend(rows, "area")["judgement"].loc["A"])
    assert pd.isna(
        proportion_trend(years(*[100] * 5), "area", better="lower")["judgement"].loc["A"]
    )


def test_any_value_with_limits_may_be_tested():
    # Equal errors of 1: the slope is 2, its error 1 over root 10, so chi-squared is 40.
    z = 1.959963984540054
    rows = pd.DataFrame({"area": "A", "year": range(2019, 2024), "value": [70.0, 72, 74, 76, 78]})
    rows = rows.assign(lower=rows["value"] - z, upper=rows["value"] + z)
    found = value_trend(rows.iloc[::-1], "area", better="higher").loc["A"]
    assert found["chi_squared"] == pytest.approx(40)
    assert (found["trend"], found["judgement"]) == ("increasing", "better")


def test_nobody_counted_in_a_year_still_has_a_trend():
    assert proportion_trend(years(0, 20, 40, 60, 80), "area")["trend"].loc["A"] == "increasing"
    assert proportion_trend(years(0, 0, 0, 0, 0), "area")["trend"].isna().all()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (pd.concat([years(1, 2), years(1, 2)], ignore_index=True), "the year is given twice in rows 2, 3"),
        (years(1, 1001), "trend: the numerator is more than the denominator in row 1"),
        (years(1, 2).assign(year=2019.5), "the year is not a whole number in rows 0, 1"),
    ],
)  # fmt: skip
def test_years_that_make_no_series_are_refused(rows, said):
    with pytest.raises(RequestError, match=said):
        proportion_trend(rows, "area")

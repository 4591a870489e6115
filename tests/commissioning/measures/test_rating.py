"""The statutory rating at its edges, and the return it is made from."""

from datetime import date

import pandas as pd
import pytest

from commissioning.measures.rating import rated_indicators, rating


def rated(value, target, direction, tolerance=None):
    columns = [pd.Series([each], dtype="float64") for each in (value, target, tolerance)]
    found = rating(*columns, pd.Series([direction], dtype="str"))
    return None if found.isna().all() else found.iloc[0]


@pytest.mark.parametrize(
    ("value", "target", "direction", "word"),
    [
        (90, 90, "higher", "Good"),
        (81, 90, "higher", "Approaching target"),  # a tenth below
        (80.9, 90, "higher", "Requires improvement"),
        (72, 90, "higher", "Requires improvement"),  # two tenths below
        (71.9, 90, "higher", "Inadequate"),
        (10, 10, "lower", "Good"),
        (11, 10, "lower", "Approaching target"),
        (12, 10, "lower", "Requires improvement"),
        (12.1, 10, "lower", "Inadequate"),
        (5, None, "higher", "Other"),
        (5, 10, None, "Other"),
        (None, 90, "higher", None),  # never Good
    ],
)
def test_a_value_is_rated_by_how_far_it_is_from_its_target(value, target, direction, word):
    assert rated(value, target, direction) == word


def test_the_last_return_in_by_the_day_is_rated():
    indicators = pd.DataFrame(
        {"agreement_id": [1], "measure": ["m"], "target": [90.0], "tolerance": [None]}
    ).assign(direction="higher")
    returns = pd.DataFrame(
        {
            "agreement_id": [1, 1, 1],
            "measure": ["m", "m", "m"],
            "value": [50.0, 95.0, 10.0],
            "ends_on": pd.to_datetime(["2025-12-31", "2026-03-31", "2026-06-30"]),
            "received_on": pd.to_datetime(["2026-01-10", None, "2026-07-10"]),
        }
    )
    found = rated_indicators(indicators, returns, on=date(2026, 4, 30))
    assert found["rating"].to_list() == ["Good"]

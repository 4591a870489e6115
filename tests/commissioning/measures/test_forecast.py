"""What a measure can be expected to come to: told of a stable process, and of no other."""

import pandas as pd
import pytest

from commissioning.measures.forecast import METHOD, forecasts
from tests.commissioning.measures.test_spc import STEADY, chart


def forecast(values, **settings):
    return forecasts(chart(values, **settings), ["series"]).iloc[0]


def test_a_stable_process_is_expected_to_stay_within_its_limits():
    found = forecast([*STEADY, 50, 52])
    assert (found["forecast"], found["lower"], found["upper"]) == pytest.approx((51, 45.68, 56.32))
    assert found["method"] == METHOD
    assert pd.isna(found["why_none"])


def test_a_count_is_expected_no_lower_than_nought():
    assert forecast([0, 4] * 7)["lower"] == 0


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (STEADY, "12 of the 13 points needed"),
        ([*STEADY, None], "12 of the 13 points needed"),
        ([*STEADY, 51, 58], "not stable: 1 of its 14 points has a special cause"),
        ([50] * 13, "it never varied, so no limits can be drawn"),
        ([None] * 13, "0 of the 13 points needed"),
    ],
)
def test_of_others_no_forecast_is_made_and_it_is_said_why(values, why):
    found = forecast(values)
    assert found["why_none"] == why
    assert found[["forecast", "lower", "upper", "method"]].isna().all()


def test_a_rebased_process_is_forecast_by_what_it_became():
    on = pd.Timestamp("2025-04-01")  # the thirteenth month
    rebases = pd.DataFrame({"series": ["A"], "on": [on]})
    found = forecast([*STEADY, *(value + 20 for value in [*STEADY, 50])], rebases=rebases)
    assert found["forecast"] == pytest.approx(sum([70, 72] * 6 + [70]) / 13)
    assert forecast([*STEADY, 70], rebases=rebases)["why_none"] == (
        "1 of the 13 points needed since it was rebased"
    )

"""Reach, its interval, and the change of an indicator."""

import pandas as pd
import pytest

from commissioning.needs.change import change_percent, lower_change_percent
from commissioning.needs.reach import reach


def one(number):
    return pd.Series([number], dtype="float64")


# A fifth of the need: Community Care, 29 June 2006, as cases of our own.
@pytest.mark.parametrize(
    ("users", "all_users", "ratio", "lower", "upper"),
    [(8, 100, "0.40", "0.21", "0.75"), (2, 25, "0.40", "0.11", "1.25")],
)
def test_reach_is_the_share_of_users_over_the_share_of_need(users, all_users, ratio, lower, upper):
    found = reach(one(users), one(all_users), one(200), one(1000)).iloc[0]
    assert [f"{found[name]:.2f}" for name in ("ratio", "lower", "upper")] == [ratio, lower, upper]


def test_exactly_four_fifths_is_not_below_them():
    assert reach(one(8), one(100), one(100), one(1000))["ratio"][0] == 0.8


@pytest.mark.parametrize(("users", "all_users", "need"), [(0, 0, 50), (5, 10, 0), (None, 10, 50)])
def test_without_users_or_need_there_is_no_reach(users, all_users, need):
    assert reach(one(users), one(all_users), one(need), one(100)).isna().any(axis=1).all()


def test_a_change_is_certain_as_far_as_its_two_values_are():
    assert change_percent(one(130), one(100))[0] == pytest.approx(30)
    # ln 1.3 = 0.26236; the distances on that scale are ln(1300/1240) = 0.04725 and ln 1.05 = 0.04879.
    lower = lower_change_percent(one(1300), one(1240), one(1000), one(1050))[0]
    assert lower == pytest.approx(21.46, abs=0.01)
    assert lower_change_percent(one(130), one(None), one(100), one(110)).isna().all()
    assert change_percent(one(130), one(0)).isna().all()

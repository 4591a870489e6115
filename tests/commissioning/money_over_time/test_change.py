"""What a change is due to, the largest contributor first."""

import pandas as pd

from commissioning.money_over_time.change import shares_of_change


def test_the_largest_contributor_to_a_change_comes_first_with_its_part():
    before = pd.Series({"fostering": 10_000_000_00, "leaving_care": 2_000_000_00})
    after = pd.Series({"fostering": 10_300_000_00, "leaving_care": 3_300_000_00})
    parts = shares_of_change(before, after)  # K16: +1.3m and +0.3m
    assert list(parts.index) == ["leaving_care", "fostering"]
    assert parts["share_of_change"].tolist() == [0.8125, 0.1875]


def test_a_fall_is_led_by_what_fell_most():
    parts = shares_of_change(pd.Series({"a": 100, "b": 50}), pd.Series({"b": 60, "c": 5}))
    assert list(parts.index) == ["a", "c", "b"]
    assert parts["change_pence"].tolist() == [-100, 5, 10]

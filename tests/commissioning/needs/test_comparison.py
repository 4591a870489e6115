"""An area against England, against another area, and among its neighbours."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.comparison import compared, compared_intervals, compared_with_neighbours


def numbers(*values):
    return pd.Series(values, dtype="float64")


@pytest.mark.parametrize(
    ("lower", "upper", "better", "word"),
    [
        (11, 13, "lower", "worse"),
        (11, 13, "higher", "better"),
        (11, 13, None, "higher"),
        (7, 9, "lower", "better"),
        (7, 9, "higher", "worse"),
        (7, 9, None, "lower"),
        (9, 11, "lower", "similar"),
        (10, 11, "lower", "similar"),  # the comparator is the end of the interval
        (9, 10, "higher", "similar"),
    ],
)
def test_an_area_differs_where_the_comparator_is_outside_its_interval(lower, upper, better, word):
    assert compared(numbers(lower), numbers(upper), 10, better).tolist() == [word]


def test_what_is_missing_is_not_similar():
    found = compared(numbers(None, 1, 1), numbers(2, None, 2), numbers(1, 1, None), "lower")
    assert found.isna().all()


def test_two_areas_are_similar_while_their_intervals_meet():
    found = compared_intervals(
        numbers(1, 1, 5), numbers(2, 2, 6), numbers(2, 2.1, 1), numbers(3, 3, 2), "higher"
    )
    assert found.tolist() == ["similar", "worse", "better"]


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(
        RequestError, match=r"the lower limit is above the upper one in row 0 \(lower 3"
    ):
        compared(numbers(3), numbers(2), 1)


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(RequestError, match="'up' is no way to be better"):
        compared(numbers(3), numbers(4), 1, "up")


def test_an_area_stands_among_its_neighbours_that_have_a_value():
    areas = pd.DataFrame(
        {
            "area_code": ["A", "B", "C", "D", "E"],
            "value": [10.0, 12.0, 14.0, None, 14.0],
            "lower": [9.0, 11.0, 13.0, None, 13.0],
            "upper": [11.0, 13.0, 15.0, None, 15.0],
        }
    )
    pairs = [
        ("A", "B"),
        ("A", "C"),
        ("A", "D"),
        ("A", "A"),
        ("A", "B"),
        ("C", "E"),
        ("D", "A"),
        ("B", "D"),
    ]
    neighbours = pd.DataFrame(pairs, columns=["area_code", "neighbour_code"])
    found = compared_with_neighbours(areas, neighbours, "lower").set_index("area_code")

    assert found["neighbours"].to_dict() == {"A": 2, "B": 0, "C": 1, "D": 1, "E": 0}
    assert found.loc["A", "neighbours_median"] == 13  # of 12 and 14: itself and D are left out
    assert found.loc["A", "rank"] == 3
    assert found.loc["C", "rank"] == 1  # it shares the place with E
    assert found.loc["A", "comparison"] == "better"
    assert found.loc["C", "comparison"] == "similar"
    assert found.loc[["B", "D", "E"], ["rank", "comparison"]].isna().all(axis=None)

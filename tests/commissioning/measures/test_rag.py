"""Red, amber, green and grey, at the very edge of each."""

import pandas as pd
import pytest

from commissioning.measures.rag import rag


def colour(value, target, tolerance, direction):
    given = (value, target, tolerance)
    numbers = (pd.Series([number], dtype="float64") for number in given)
    return rag(*numbers, pd.Series([direction], dtype="str"))[0]


@pytest.mark.parametrize(
    ("direction", "target", "value", "expected"),
    [
        ("higher", 90, 90, "green"),
        ("higher", 90, 89.9, "amber"),
        ("higher", 90, 81, "amber"),  # a tenth below, exactly
        ("higher", 90, 80.9, "red"),
        ("lower", 10, 10, "green"),
        ("lower", 10, 11, "amber"),
        ("lower", 10, 11.1, "red"),
        ("higher", 0.3, 0.27, "amber"),  # which floats take for less
        ("higher", -10, -11, "amber"),  # a tenth of the target's size below it
        ("higher", -10, -9, "green"),
        ("lower", 0, 0, "green"),
        ("lower", 0, 0.1, "red"),
    ],
)
def test_a_value_has_the_colour_of_how_far_it_is_off(direction, target, value, expected):
    assert colour(value, target, 0.10, direction) == expected


@pytest.mark.parametrize(
    ("value", "target", "direction"),
    [(None, 90, "higher"), (95, None, "higher"), (95, 90, None)],
)
def test_what_cannot_be_rated_is_grey_and_never_green(value, target, direction):
    assert colour(value, target, 0.10, direction) == "grey"


def test_a_tenth_is_tolerated_where_no_tolerance_is_recorded():
    assert colour(81, 90, None, "higher") == "amber"
    assert colour(81, 90, 0.05, "higher") == "red"


def test_no_values_have_no_colours():
    nothing = pd.Series([], dtype="float64")
    assert rag(nothing, nothing, nothing, pd.Series([], dtype="str")).empty

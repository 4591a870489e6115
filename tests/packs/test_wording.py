"""Figures as sentences and cells write them."""

import pytest

from commissioning.packs.wording import measured


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (92.5, "%", "92.5%"),
        (100.0, None, "100"),
        (1234567.891, "days", "1,234,567.89 days"),
        (-3.0, "£", "−£3"),
        (0.004, None, "0.004"),  # never nought
        (0.0, "sessions", "0 sessions"),
    ],
)
def test_a_measures_value_is_written_in_its_unit(value, unit, written):
    assert measured(value, unit) == written

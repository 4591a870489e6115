"""The days of a period, both ends inclusive."""

from datetime import date

import pytest

from commissioning.ocds.periods import term_of


@pytest.mark.parametrize(
    ("period", "ends_on"),
    [
        ({"startDate": "2025-04-01T00:00:00+01:00", "durationInDays": 365}, date(2026, 3, 31)),
        ({"startDate": "2025-04-01", "durationInMonths": 12}, date(2026, 3, 31)),
        ({"startDate": "2024-01-31", "durationInMonths": 1}, date(2024, 2, 28)),  # the 29th follows
        # The day as written there, at either end of it.
        ({"startDate": "2025-04-01", "endDate": "2028-03-31T23:59:59+01:00"}, date(2028, 3, 31)),
        ({"startDate": "2025-04-01", "endDate": "2028-03-31T00:00:00Z"}, date(2028, 3, 31)),
        (
            {"startDate": "2025-04-01", "endDate": "2025-04-02", "durationInDays": 9},
            date(2025, 4, 2),
        ),
        ({"durationInDays": 365}, None),  # counted from no first day it would be a guess
        ({"startDate": "2025-04-01", "endDate": "31/03/2028"}, None),
        ({"startDate": "2025-04-01", "endDate": "9999-12-31T00:00:00Z"}, None),
    ],
)
def test_the_last_day_is_the_one_written_or_counted_from_a_stated_first(period, ends_on):
    assert term_of(period, ("period",), []).ends_on == ends_on


def test_a_day_that_cannot_be_read_is_told_of():
    faults = []
    term_of({"endDate": "31/03/2028"}, ("contracts", "1", "period"), faults)
    [found] = faults
    assert (found.column, found.value) == ("contracts/1/period/endDate", "31/03/2028")

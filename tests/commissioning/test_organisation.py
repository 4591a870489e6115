"""Departments restated to the structure of a day."""

from datetime import date

import pandas as pd
import pytest

from commissioning.organisation import restated
from commissioning.profile_departments import Department

HISTORY = (
    Department(name="Education", to_on=date(2010, 3, 31), replaced_by="Children"),
    Department(
        name="Children", from_on=date(2010, 4, 1), to_on=date(2011, 3, 31), replaced_by="Families"
    ),
    Department(name="Families", from_on=date(2011, 4, 1)),
    Department(name="Waste", to_on=date(2010, 3, 31)),
)


@pytest.mark.parametrize(
    ("name", "structure_on", "found"),
    [
        ("Education", date(2010, 3, 31), "Education"),  # its last day
        ("Education", date(2010, 4, 1), "Children"),
        ("Education", date(2011, 4, 1), "Families"),  # through two changes
        ("Children", date(2011, 3, 31), "Children"),
        ("Families", date(2009, 1, 1), "Families"),  # before it was there: nothing is guessed
        ("Waste", date(2012, 1, 1), "Waste"),  # closed, and nothing took over
        ("Highways", date(2012, 1, 1), "Highways"),  # not in the profile
        (" education", date(2011, 4, 1), "Families"),  # however it is written
        ("FAMILIES", date(2009, 1, 1), "Families"),
        (" highways", date(2012, 1, 1), " highways"),
    ],
)
def test_a_department_is_named_as_the_day_has_it(name, structure_on, found):
    assert list(restated(pd.Series([name]), HISTORY, structure_on=structure_on)) == [found]


def test_a_row_without_a_department_stays_without():
    assert (
        restated(pd.Series([None], dtype="str"), HISTORY, structure_on=date(2012, 1, 1))
        .isna()
        .all()
    )

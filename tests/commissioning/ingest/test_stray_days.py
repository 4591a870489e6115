"""Days that a spreadsheet turned round are told of, whatever the source."""

import pandas as pd
import pytest

from commissioning.ingest.stray_days import StrayDays
from commissioning.sources import SOURCES


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        (("2020-03-04", "2020-12-04", "13/04/2020"), True),
        (("2020-03-04", "2020-04-13", "14/04/2020"), False),
        (("2020-03-04", "2020-12-04", "03/04/2020"), False),
        (("2020-03-04", "2020-12-04"), False),
    ],
)
def test_real_days_of_the_first_twelve_beside_texts_of_later_ones_are_told_of(days, is_told):
    stray = StrayDays(SOURCES["canonical_payments"])
    for day in days:  # a chunk each
        stray.look_at(pd.DataFrame({"paid_on": [day], "_line": [2]}))
    assert [note.split(":")[0] for note in stray.notes()] == ["column paid_on"] * is_told

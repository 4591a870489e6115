"""Published cells typed: a spreadsheet's own day is read whatever format the source declares."""

import pandas as pd
import pytest

from commissioning.ingest.mapping import Cell, typed
from models.feeds import FEEDS

BRITISH = Cell("End", day_formats=("%d/%m/%Y",))


def day_of(text: str) -> tuple[str | None, list[tuple[str, str]]]:
    """Return the day read from one cell of a source that writes 31/07/2022, and the problems found."""
    published = pd.DataFrame({"End": [text]}, dtype="str", index=[1])
    frame, problems = typed(published, {"ends_on": BRITISH}, FEEDS["agreements"])
    day = frame["ends_on"].iloc[0]
    found = list(zip(problems["expectation"], problems["likely_cause"], strict=True))
    return (None if pd.isna(day) else day.date().isoformat()), found


@pytest.mark.parametrize("text", ["31/07/2022", "2022-07-31"])
def test_a_day_is_read_as_declared_or_as_a_spreadsheet_gives_it(text):
    assert day_of(text) == ("2022-07-31", [])


@pytest.mark.parametrize("text", ["31/12/9999", "9999-12-31", "1900-01-01"])
def test_a_system_s_day_for_no_day_is_none_either_way(text):
    assert day_of(text) == (None, [("placeholder_day", "A system's day for no day.")])


@pytest.mark.parametrize("text", ["2022-07-31 12:30:00", "07-31-2022", "447730"])
def test_a_day_with_a_time_or_in_another_format_is_told_of_with_the_declared_one(text):
    cause = "Write the day as 31/07/2022: it is mistyped, or written in another way."
    assert day_of(text) == (None, [("is_a_day", cause)])


@pytest.mark.parametrize("text", ["44773", "44773.0"])
def test_a_spreadsheet_s_number_for_a_day_is_told_as_one(text):
    [(expectation, cause)] = day_of(text)[1]
    assert expectation == "is_a_day"
    assert cause.startswith(
        "A spreadsheet's number for a day; format the column as a date, or write the day as 31/07/2022"
    )

"""Measures rated quarter by quarter of the financial year, by the last return of each."""

from datetime import date

import pandas as pd

from commissioning.measures.periods import MONTHS_EACH, period_end, period_number
from commissioning.measures.rag import rag

KEY = ["agreement_id", "measure"]
QUARTER = MONTHS_EACH["quarterly"]
# A quarter's return has until the end of the next quarter to come; after that the quarter is grey.
QUARTERS_TO_COME = 1


def rated_measures(
    measures: pd.DataFrame, returns: pd.DataFrame, *, on: date, year_start: tuple[int, int]
) -> pd.DataFrame:
    """Return one row for each measure that sets a standard, as it stands on that day.

    ``red_quarters`` counts the quarters running up to the latest that were red; ``ends_on`` is the
    last day of the latest, and ``row_id`` its return. ``lacks_standard`` and ``lacks_value`` say why
    the latest quarter is grey. A count of activity (``how_much``) without a target sets none.
    """
    is_standard = ~((measures["kind"] == "how_much") & measures["target"].isna())
    standards = measures[is_standard].drop_duplicates(KEY, keep="last")
    columns = [*KEY, "target", "tolerance", "direction"]
    rated = last_of_quarters(returns, on, year_start).merge(standards[columns], on=KEY)
    is_red = rag(*(rated[name] for name in ("value", "target", "tolerance", "direction"))) == "red"
    latest = rated.assign(red_quarters=running(rated, is_red)).drop_duplicates(KEY, keep="last")

    found = standards[columns].merge(
        latest[[*KEY, "value", "quarter", "red_quarters", "row_id"]], how="left"
    )
    last_finished = quarter_number(pd.Series([pd.Timestamp(on)]), year_start).iloc[0] - 1
    is_old = ~(found["quarter"] >= last_finished - QUARTERS_TO_COME)
    lacks_standard = found["target"].isna() | found["direction"].isna()
    lacks_value = found["value"].isna() | is_old
    return found.assign(
        red_quarters=found["red_quarters"].mask(lacks_standard | lacks_value, 0).astype("int64"),
        ends_on=quarter_end(found["quarter"], year_start),
        lacks_standard=lacks_standard,
        lacks_value=lacks_value,
    )


def last_of_quarters(returns: pd.DataFrame, on: date, year_start: tuple[int, int]) -> pd.DataFrame:
    """Return the last return of each measure and quarter that was in, or owed, by that day, in order."""
    given = in_or_owed(returns, on)[[*KEY, "value", "row_id", "period"]]
    given = given.assign(quarter=quarter_number(given["period"], year_start))
    ordered = given.sort_values([*KEY, "period"], kind="stable")
    return ordered.drop_duplicates([*KEY, "quarter"], keep="last")


def in_or_owed(returns: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the returns of periods over by that day that came by then, or should have, with ``period``, its last day."""
    day = pd.Timestamp(on)
    period = returns["ends_on"].fillna(returns["starts_on"])
    is_awaited = (
        returns["value"].isna() & returns["received_on"].isna() & (returns["due_on"] >= day)
    )
    counts = ~(period > day) & ~(returns["received_on"] > day) & ~is_awaited & period.notna()
    return returns[counts].assign(period=period)


def running(rated: pd.DataFrame, is_red: pd.Series) -> pd.Series:
    """Return how many quarters running, up to each row's, were red; rows are in order of their quarters."""
    before = rated["quarter"].shift() == rated["quarter"] - 1
    same = (rated[KEY] == rated[KEY].shift()).all(axis=1)
    goes_on = same & before & is_red & is_red.shift(fill_value=False)
    run = (~goes_on).cumsum()
    return (rated.groupby(run).cumcount() + 1).where(is_red, 0)


def quarter_number(days: pd.Series, year_start: tuple[int, int]) -> pd.Series:
    """Return the number of each day's quarter; the next one's is one more."""
    return period_number(days, QUARTER, year_start)


def quarter_end(numbers: pd.Series, year_start: tuple[int, int]) -> pd.Series:
    """Return the last day of each quarter, by its number; missing where that is."""
    return period_end(numbers, QUARTER, year_start)

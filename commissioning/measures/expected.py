"""Which monitoring returns an authority should have: received, missing or not yet due, and how late.

A measure is returned for each month, quarter or year of the financial year, by its frequency, that has a
day in its agreement's term; the first and the last period may be cut short by the term.
"""

from datetime import date

import pandas as pd

from commissioning.measures.periods import MONTHS_EACH, period_end, period_number, period_start
from commissioning.measures.quarters import KEY
from commissioning.register import CLOSED_STATUSES

# A proposal: the days that a provider has after a period ends, where no return of the measure says.
USUAL_DAYS = 30
SLOT = [*KEY, "number"]
GIVEN = ["value", "due_on", "received_on", "row_id"]
EXPECTED = {
    **{"agreement_id": "int64", "measure": "str", "frequency": "str", "number": "Int64"},
    **dict.fromkeys(("starts_on", "ends_on", "due_on"), "datetime64[s]"),
    **{"due_from": "str", "received_on": "datetime64[s]", "value": "float64"},
    **{"state": "str", "days_late": "Int64", "missing": "str", "row_id": "str"},
}


def expected_returns(
    agreements: pd.DataFrame,
    measures: pd.DataFrame,
    returns: pd.DataFrame,
    *,
    on: date,
    year_start: tuple[int, int],
    until: date | None = None,
) -> pd.DataFrame:
    """Return one row for each return that is for a period over by ``until``, or by ``on``, in order of periods.

    Columns are those of ``EXPECTED``. ``state`` on the day is ``received``, ``missing`` (its day due is
    past), ``awaited``, or ``unknown``: of a measure without a frequency, or of an agreement without a first
    day and returns, there is one row, ``missing`` naming what the register lacks. ``days_late`` counts from the
    day due until the return came, or until ``on``; it is missing where the return has no day. ``due_from`` says
    what tells the day due: this return (``recorded``), the measure's last one (``practice``), or nothing but
    a ``proposal``. Cancelled agreements owe none, nor do those closed whose term has no end by ``on``.
    """
    day = pd.Timestamp(on)
    owed = owing(agreements, measures, returns, day)
    is_clear = owed["missing"] == ""
    numbered = numbered_returns(returns, owed, day, year_start)
    periods = periods_of(owed[is_clear], pd.Timestamp(until or on), year_start)
    found = periods.merge(numbered[[*SLOT, *GIVEN, *DAYS, "has_come"]], how="left", on=SLOT)
    # A return already listed says itself which days it is for.
    for name, listed in (("starts_on", "listed_starts_on"), ("ends_on", "listed_ends_on")):
        found[name] = found[listed].fillna(found[name])
    found = with_day_due(found, numbered)
    is_in = found["has_come"].eq(True)
    state = pd.Series("awaited", found.index, dtype="str").mask(found["due_on"] < day, "missing")
    found = found.assign(
        state=state.mask(is_in, "received"),
        days_late=days_late(found["received_on"].where(is_in, day), found["due_on"]),
    )
    unclear = owed.loc[~is_clear, [*KEY, "frequency", "missing"]].assign(state="unknown")
    every = pd.concat([found, unclear], ignore_index=True).reindex(columns=list(EXPECTED))
    every["missing"] = every["missing"].fillna("")
    return every.astype(EXPECTED).sort_values([*KEY, "number"], kind="stable", ignore_index=True)


DAYS = ["listed_starts_on", "listed_ends_on"]


def days_late(came_on: pd.Series, due_on: pd.Series) -> pd.Series:
    """Return by how many days each return came after it was due; nought where it was in time."""
    return days_after(came_on, due_on).clip(lower=0).astype("Int64")


def days_after(came_on: pd.Series, due_on: pd.Series) -> pd.Series:
    """Return how many days after it was due each return came, fewer than none where it was early."""
    return (came_on - due_on).dt.days


def owing(
    agreements: pd.DataFrame, measures: pd.DataFrame, returns: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Return each measure once with its agreement's term and what the register lacks to know its periods.

    Where an agreement has no first day, its periods begin with the first that was returned on. One that is
    closed on the day although its term has no last day by then ended on a day that nobody recorded.
    """
    is_cancelled = (agreements["status"] == "cancelled").fillna(False)
    is_closed = agreements["status"].isin(CLOSED_STATUSES)
    owes_none = is_cancelled | (is_closed & ~(agreements["ends_on"] <= day))
    terms = agreements.loc[~owes_none, ["agreement_id", "starts_on", "ends_on"]].rename(
        columns={"starts_on": "first_on", "ends_on": "last_on"}
    )
    first = returns.groupby(KEY)["starts_on"].min().rename("first_returned_on").reset_index()
    owed = measures.drop_duplicates(KEY, keep="last")[[*KEY, "frequency"]]
    owed = owed.merge(terms, on="agreement_id").merge(first, how="left", on=KEY)
    owed["first_on"] = owed["first_on"].fillna(owed["first_returned_on"])
    lacks = pd.Series("", owed.index, dtype="str")
    lacks = lacks.mask(owed["first_on"].isna(), "starts_on")
    return owed.assign(
        missing=lacks.mask(~owed["frequency"].isin(list(MONTHS_EACH)), "frequency"),
        months=owed["frequency"].map(MONTHS_EACH).fillna(1).astype("int64"),
    ).drop(columns="first_returned_on")


def periods_of(
    owed: pd.DataFrame, until: pd.Timestamp, year_start: tuple[int, int]
) -> pd.DataFrame:
    """Return the periods of each measure that have a day in the term and are over by a day."""
    last_on = owed["last_on"].where(owed["last_on"] < until, until)
    first = period_number(owed["first_on"], owed["months"], year_start)
    count = (period_number(last_on, owed["months"], year_start) - first + 1).clip(lower=0)
    every = owed.loc[owed.index.repeat(count)].reset_index(drop=True)
    every["number"] = first.loc[owed.index.repeat(count)].to_numpy() + every.groupby(KEY).cumcount()
    starts_on = period_start(every["number"], every["months"], year_start)
    ends_on = period_end(every["number"], every["months"], year_start)
    every["starts_on"] = starts_on.where(starts_on > every["first_on"], every["first_on"])
    every["ends_on"] = ends_on.mask(every["last_on"] < ends_on, every["last_on"])
    columns = [*SLOT, "frequency", "starts_on", "ends_on"]
    return every.loc[every["ends_on"] <= until, columns]


def numbered_returns(
    returns: pd.DataFrame, owed: pd.DataFrame, day: pd.Timestamp, year_start: tuple[int, int]
) -> pd.DataFrame:
    """Return the one return of each measure and period, by its number: of several the last that had come.

    It has come where it has a day it came, a value, or the two counts that one is worked out from. What came
    after the day had not come by then, and says no more than that it was due.
    """
    given = returns.merge(owed[[*KEY, "months"]], on=KEY)
    ended_on = given["ends_on"].fillna(given["starts_on"])
    given = given[ended_on.notna()].assign(period=ended_on)
    is_later = given["received_on"] > day
    given = given.assign(
        number=period_number(given["period"], given["months"], year_start),
        received_on=given["received_on"].mask(is_later),
        value=given["value"].mask(is_later),
        has_counts=given["numerator"].notna() & given["denominator"].notna() & ~is_later,
        listed_starts_on=given["starts_on"],
        listed_ends_on=given["ends_on"],
    )
    has_come = given["received_on"].notna() | given["value"].notna() | given["has_counts"]
    ordered = given.assign(has_come=has_come).sort_values(
        [*KEY, "number", "has_come", "period"], kind="stable"
    )
    return ordered.drop_duplicates(SLOT, keep="last")


def with_day_due(expected: pd.DataFrame, numbered: pd.DataFrame) -> pd.DataFrame:
    """Return the expected returns with the day each is due, and ``due_from``: what tells it."""
    dated = numbered[numbered["due_on"].notna()].drop_duplicates(KEY, keep="last")
    lag = days_after(dated["due_on"], dated["period"]).rename("lag")
    lags = expected[KEY].merge(dated[KEY].assign(lag=lag), how="left", on=KEY)["lag"]
    lags = lags.set_axis(expected.index)
    usual = expected["ends_on"] + pd.to_timedelta(lags.fillna(USUAL_DAYS), unit="D")
    is_recorded = expected["due_on"].notna()
    due_from = pd.Series("proposal", expected.index, dtype="str").mask(lags.notna(), "practice")
    return expected.assign(
        due_on=expected["due_on"].fillna(usual), due_from=due_from.mask(is_recorded, "recorded")
    )

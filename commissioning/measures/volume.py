"""How much services did in a financial year: the returns of their counts of activity, added."""

from datetime import date, timedelta

import pandas as pd

from commissioning.dates import financial_year_start, months_after, months_before

YEAR_MONTHS = 12


def last_complete_year(on: date, year_start: tuple[int, int], years_before: int = 0) -> date:
    """Return the first day of the last financial year that is over on that day, or of one before it."""
    this_year = financial_year_start(on, year_start)
    return months_before(this_year, YEAR_MONTHS * (1 + years_before))


def volumes(
    measures: pd.DataFrame, returns: pd.DataFrame, *, starts_on: date, on: date
) -> pd.DataFrame:
    """Return agreement_id, measure, unit and volume of each count of activity in the year from a day.

    A return counts where its period lies within the year and it was in by ``on``. ``volume`` is
    missing where one of them has no value.
    """
    ends_on = months_after(starts_on, YEAR_MONTHS) - timedelta(days=1)
    counts = measures[measures["kind"] == "how_much"].drop_duplicates(
        ["agreement_id", "measure"], keep="last"
    )
    until = returns["ends_on"].fillna(returns["starts_on"])
    is_within = (returns["starts_on"] >= pd.Timestamp(starts_on)) & (until <= pd.Timestamp(ends_on))
    in_time = ~(returns["received_on"] > pd.Timestamp(on))
    year = returns.loc[is_within & in_time, ["agreement_id", "measure", "value"]]
    of_counts = year.merge(
        counts[["agreement_id", "measure", "unit"]], on=["agreement_id", "measure"]
    )
    by_measure = of_counts.groupby(["agreement_id", "measure", "unit"], dropna=False)["value"]
    total = by_measure.sum().where(by_measure.count() == by_measure.size())
    return total.rename("volume").reset_index()

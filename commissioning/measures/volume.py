"""How much services did in a financial year: the returns of their counts of activity, added."""

from datetime import date, timedelta

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year_start, months_after, months_before
from commissioning.register import Register, looked_up, made_once

COUNT = ["agreement_id", "measure"]


def last_complete_year(on: date, year_start: tuple[int, int], years_before: int = 0) -> date:
    """Return the first day of the last financial year that is over on that day, or of one before it."""
    this_year = financial_year_start(on, year_start)
    return months_before(this_year, YEAR_MONTHS * (1 + years_before))


def volumes(register: Register, *, starts_on: date, on: date) -> pd.DataFrame:
    """Return agreement_id, measure, unit and volume of each count of activity in the year from a day.

    A return counts where its period lies within the year and it was in by ``on``. ``volume`` is
    missing where one of them has no value, and unless their periods follow one another through every
    day that the year has in common with the agreement's term. ``is_part`` says that these are not all
    its days.
    """

    def make() -> pd.DataFrame:
        ends_on = months_after(starts_on, YEAR_MONTHS) - timedelta(days=1)
        measures = register.measures
        counts = measures[measures["kind"] == "how_much"].drop_duplicates(COUNT, keep="last")
        told = added(returned_within(register.returns, starts_on, ends_on, on))
        terms = days_of_terms(register.agreements, starts_on, ends_on)
        found = counts[[*COUNT, "unit"]].reset_index(drop=True)
        is_part = looked_up(found["agreement_id"], terms)["is_part"]
        return found.assign(
            volume=of_all_days(found, told, terms)["volume"],
            is_part=is_part.eq(True),  # of an agreement that is not listed nothing is known
        )

    return made_once(register, "volumes", (starts_on, on), make)


def returned_within(
    returns: pd.DataFrame, starts_on: date, ends_on: date, on: date, *, counted: str = "value"
) -> pd.DataFrame:
    """Return the returns in by ``on`` of periods that lie within the days, in order of their periods.

    Columns: those of ``COUNT``, starts_on, last_on and ``value``, which is what the returns have in the
    column ``counted``.
    """
    last_on = returns["ends_on"].fillna(returns["starts_on"])
    is_within = (returns["starts_on"] >= pd.Timestamp(starts_on)) & (
        last_on <= pd.Timestamp(ends_on)
    )
    in_time = ~(returns["received_on"] > pd.Timestamp(on))
    given = returns.loc[is_within & in_time, [*COUNT, "starts_on", counted]].assign(last_on=last_on)
    given = given.rename(columns={counted: "value"})
    return given.sort_values([*COUNT, "starts_on"], kind="stable")


def added(given: pd.DataFrame) -> pd.DataFrame:
    """Return by measure its returns added, how many they are, and the first and last day that they are for.

    ``is_unbroken`` says that each period starts on the day after the one before it: none is left out,
    and none is counted twice.
    """
    before = given.groupby(COUNT)["last_on"].shift()
    follows = before.isna() | (given["starts_on"] == before + pd.Timedelta(days=1))
    counts = given.assign(follows=follows).groupby(COUNT)
    values = counts["value"]
    return pd.DataFrame(
        {
            "volume": values.sum().where(values.count() == values.size()),
            "returns": values.size(),
            "first_on": counts["starts_on"].min(),
            "last_on": counts["last_on"].max(),
            "is_unbroken": counts["follows"].all(),
        }
    ).reset_index()


def of_all_days(rows: pd.DataFrame, told: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return volume and returns of each row's measure, where its returns hold every day they should.

    ``told`` is what ``added`` returns and ``terms`` what ``days_of_terms`` does.
    """
    found = rows[COUNT].merge(told, how="left", on=COUNT).set_axis(rows.index, axis="index")
    days = looked_up(rows["agreement_id"], terms)
    is_whole = (
        (found["first_on"] <= days["first_on"])
        & (found["last_on"] >= days["last_on"])
        & found["is_unbroken"].eq(True)
    )
    return found[["volume", "returns"]].where(is_whole)


def days_of_terms(agreements: pd.DataFrame, starts_on: date, ends_on: date) -> pd.DataFrame:
    """Return by agreement the first and last of the days that lie in its term.

    They are all of the days where none does: an agreement that goes on past its end is returned on
    like another.
    """
    first, last = pd.Timestamp(starts_on), pd.Timestamp(ends_on)
    first_on = agreements["starts_on"].where(agreements["starts_on"] > first, first)
    last_on = agreements["ends_on"].where(agreements["ends_on"] < last, last)
    is_outside = first_on > last_on
    days = pd.DataFrame(
        {"first_on": first_on.mask(is_outside, first), "last_on": last_on.mask(is_outside, last)}
    )
    is_part = (days["first_on"] > first) | (days["last_on"] < last)
    return days.assign(is_part=is_part).set_index(agreements["agreement_id"])

"""How many years people may expect to live from an age on, at the death rates of one period."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.needs.inputs import Groups, as_numbers, groups_of
from commissioning.needs.intervals import deviate

# The abridged life table: under 1, 1 to 4, then bands of five years up to 90 and over.
START_AGES = (0, 1, *range(5, 95, 5))
YEARS = np.diff(START_AGES).astype("float64")
# The part of the band lived by those who die in it: infants die early in their year.
PART_LIVED = np.array([0.1, *[0.5] * (len(YEARS) - 1)])
FEWEST_PEOPLE = 5000
MOST_HALF_WIDTH = 10
TOO_WIDE = "95% interval wider than 20 years"

# One row for each group, one column for each age band.
Table: TypeAlias = npt.NDArray[np.float64]


def life_expectancy(
    bands: pd.DataFrame, by: str | list[str], *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return ``value``, ``lower``, ``upper``, ``population``, ``deaths`` and ``suppressed_because`` for each row.

    ``bands`` has the columns ``by``, ``start_age``, ``population`` and ``deaths``, one row for each of
    the 20 bands of a group, in any order: 0, 1, 5, 10 and so on to 90. Values and limits are years to
    live from the start of the band; ``population`` and ``deaths`` are those of the band and the older
    ones. Where nobody is left alive the value is 0 without limits. A group is suppressed, all its
    figures missing and the reason given, for a negative count of deaths, nobody in a band, more deaths
    than people, other bands than the 20, or 5,000 people or fewer; a missing number counts as a missing
    band. A value is suppressed, but not its limits, where they are more than 10 years away at 95%.
    Source: Chiang, 1968, Introduction to Stochastic Processes in Biostatistics, chapter 9; Silcocks and
    others, 2001, Journal of Epidemiology and Community Health 55, 38-43.
    """
    name = "life_expectancy"
    columns = ("start_age", "population", "deaths")
    rows = as_numbers(name, **{each: bands[each] for each in columns})
    groups = groups_of(name, bands, by)
    reasons = suppressed(rows, groups)
    order = np.lexsort((rows["start_age"], groups.of_row))
    used = order[reasons.isna().to_numpy()[groups.of_row[order]]]
    shape = (-1, len(START_AGES))
    population = rows["population"].to_numpy()[used].reshape(shape)
    deaths = rows["deaths"].to_numpy()[used].reshape(shape)
    value, error = chiang(population, deaths)
    spread = deviate(confidence) * error
    is_wide = (deviate(0.95) * error > MOST_HALF_WIDTH) | (deaths[:, -1:] == 0)
    tables = {
        "value": np.where(is_wide, np.nan, value),
        "lower": value - spread,
        "upper": value + spread,
        "population": older(population),
        "deaths": older(deaths),
        "suppressed_because": np.where(is_wide, TOO_WIDE, ""),
    }
    told = pd.DataFrame({column: table.ravel() for column, table in tables.items()}, index=used)
    found = told.reindex(range(len(bands))).set_axis(bands.index)
    whole_group = pd.Series(reasons.to_numpy()[groups.of_row], index=bands.index)
    reason = found["suppressed_because"].where(whole_group.isna(), whole_group)
    return found.assign(suppressed_because=reason.astype("str").replace("", None))


def chiang(population: Table, deaths: Table) -> tuple[Table, Table]:
    """Return the years to live from the start of each band, and their standard error.

    Where nobody is left alive they are nought and missing. Both are missing throughout where nobody died
    in the last band, for nothing then says how long it lasts.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = deaths / population
        dying = YEARS * rate[:, :-1] / (1 + YEARS * (1 - PART_LIVED) * rate[:, :-1])
        dying = np.minimum(dying, 1)
        alive = np.cumprod(np.hstack([np.ones((len(rate), 1)), 1 - dying]), axis=1)
        lived = YEARS * (alive[:, 1:] + PART_LIVED * (alive[:, :-1] - alive[:, 1:]))
        lived = np.hstack([lived, alive[:, -1:] / rate[:, -1:]])
        value = older(lived) / alive
        of_dying = np.where(deaths[:, :-1] > 0, dying**2 * (1 - dying) / deaths[:, :-1], 0)
        ahead = (1 - PART_LIVED) * YEARS + np.where(alive[:, 1:] > 0, value[:, 1:], 0)
        of_years = alive[:, :-1] ** 2 * ahead**2 * of_dying
        of_last = alive[:, -1:] ** 2 / (deaths[:, -1:] * rate[:, -1:] ** 2)
        error = np.sqrt(older(np.hstack([of_years, of_last]))) / alive
    has_end = deaths[:, -1:] > 0
    value = np.where(alive > 0, value, 0)
    return np.where(has_end, value, np.nan), np.where(has_end & (alive > 0), error, np.nan)


def older(table: Table) -> Table:
    """Return the sum over each band and all older ones."""
    return table[:, ::-1].cumsum(axis=1)[:, ::-1]


def suppressed(rows: pd.DataFrame, groups: Groups) -> pd.Series:
    """Return why each group has no figures, missing where it has."""
    keys = pd.DataFrame({"group": groups.of_row, "start_age": rows["start_age"]}, index=rows.index)
    is_band = rows["start_age"].isin(START_AGES) & rows.notna().all(axis=1) & ~keys.duplicated()
    wrong = {
        "negative deaths": groups.sums(rows["deaths"] < 0) > 0,
        "population 0 or less": groups.sums(rows["population"] <= 0) > 0,
        "more deaths than population": groups.sums(rows["deaths"] > rows["population"]) > 0,
        "not 20 age bands": (groups.sums(is_band) != len(START_AGES))
        | (groups.sizes() != len(START_AGES)),
        "total population 5,000 or less": groups.sums(rows["population"].fillna(0))
        <= FEWEST_PEOPLE,
    }
    found = np.select([each.to_numpy() for each in wrong.values()], list(wrong), "")
    return pd.Series(found, index=groups.index, dtype="str").replace("", None)

"""Rates as they would be if areas had the same ages: directly and indirectly standardised."""

import numpy as np
import pandas as pd

from commissioning.needs.inputs import Groups, as_numbers, groups_of, refuse, refuse_below_zero
from commissioning.needs.intervals import byar, poisson

# Fewer events than this give no directly standardised rate.
# Office for Health Improvement and Disparities, Technical Guide: Confidence Intervals (2018).
FEWEST_EVENTS = 10

# Eurostat, Revision of the European Standard Population, 2013, by five-year bands to 90 and over.
EUROPEAN_STANDARD_POPULATION_2013 = pd.Series(
    {
        "0-4": 5000,
        "5-9": 5500,
        "10-14": 5500,
        "15-19": 5500,
        "20-24": 6000,
        "25-29": 6000,
        "30-34": 6500,
        "35-39": 7000,
        "40-44": 7000,
        "45-49": 7000,
        "50-54": 7000,
        "55-59": 6500,
        "60-64": 6000,
        "65-69": 5500,
        "70-74": 5000,
        "75-79": 4000,
        "80-84": 2500,
        "85-89": 1500,
        "90+": 1000,
    },
    name="standard_population",
).rename_axis("age_band")


def directly_standardised(
    bands: pd.DataFrame,
    by: str | list[str],
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return ``events``, ``population``, ``value``, ``lower``, ``upper``, ``statistic`` and ``method`` by group.

    ``bands`` has the columns ``by``, ``events``, ``population`` and ``standard_population``, one row
    for each age band of a group. Where the same person may have several events it also has
    ``event_frequency``: then ``events`` is how many people had that many, with a row for each band and
    frequency. Value and limits are per ``multiplier``; the limits are Dobson's on Byar's of the count,
    and widened for events of the same person. They are missing for fewer than 10 events, and
    ``statistic`` says so. A missing count is nought. Refused: a negative count, a missing population or
    one of nought or less, a missing weight, and groups whose standard populations do not add up to the
    same, for then an age band is missing.
    Source: Dobson and others, 1991, Statistics in Medicine 10, 457-462; OHID, Technical Guide:
    Confidence Intervals (2018).
    """
    name = "directly_standardised"
    is_repeated = "event_frequency" in bands
    names = [by] if isinstance(by, str) else by
    parts = groups_of(name, bands, [*names, "event_frequency"] if is_repeated else by)
    rows = checked_bands(bands)
    weight = rows["standard_population"]
    total_weight = same_weight(parts, weight)
    share = weight / rows["population"]
    rate = parts.sums(rows["events"] * share) / total_weight
    variance = parts.sums(rows["events"] * share**2) / total_weight**2
    events = parts.sums(rows["events"])
    people = parts.sums(rows["population"])
    if is_repeated:
        frequency = parts.index.get_level_values("event_frequency").to_numpy(dtype="float64")
        whole = groups_of(name, parts.index.to_frame(index=False), by)
        rate, events = whole.sums(rate * frequency), whole.sums(events * frequency)
        variance = whole.sums(variance * frequency**2)
        people = whole.sums(people) / whole.sizes()
    return dobson(events, people, rate, variance, is_repeated, multiplier, confidence)


def dobson(
    events: pd.Series,
    people: pd.Series,
    rate: pd.Series,
    variance: pd.Series,
    is_repeated: bool,
    multiplier: float,
    confidence: float,
) -> pd.DataFrame:
    """Return the frame of directly standardised rates from each group's rate and its variance."""
    enough = events.where(events >= FEWEST_EVENTS)
    low, high = byar(enough, confidence)
    scale = np.sqrt(variance / enough)
    value = rate.where(enough.notna())
    method = "Dobson"
    if is_repeated:
        method += ", with confidence adjusted for non-independent events"
    return pd.DataFrame(
        {
            "events": events,
            "population": people,
            "value": value * multiplier,
            "lower": (value + scale * (low - enough)) * multiplier,
            "upper": (value + scale * (high - enough)) * multiplier,
            "statistic": pd.Series(
                f"dsr per {multiplier:.0f}", index=events.index, dtype="str"
            ).where(enough.notna(), f"dsr NA for total count < {FEWEST_EVENTS}"),
            "method": pd.Series(method, index=events.index, dtype="str"),
        }
    )


def checked_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the counts, populations and weights as numbers, or refuse the rows that give no rate."""
    name = "directly_standardised"
    columns = ("events", "population", "standard_population")
    rows = as_numbers(name, **{column: bands[column] for column in columns})
    rows["events"] = rows["events"].fillna(0)
    refuse_below_zero(name, rows, "events")
    is_nobody = ~(rows["population"] > 0)
    refuse(
        name,
        rows,
        is_nobody,
        "the population is missing or not above nought",
        "give the people of each age band",
    )
    is_unweighted = ~(rows["standard_population"] >= 0)
    refuse(
        name,
        rows,
        is_unweighted,
        "the standard population is missing or below nought",
        "give a weight to each age band",
    )
    return rows


def same_weight(groups: Groups, weight: pd.Series) -> pd.Series:
    """Return what the weights of each group add up to, which is to be the same for all."""
    totals = groups.sums(weight)
    is_other = (totals - totals.iloc[:1].sum()).abs() > 1e-9 * totals.abs().max()
    refuse(
        "directly_standardised",
        totals.to_frame("standard_population"),
        is_other | (totals <= 0),
        "the weights do not add up to those of the first group",
        "give every age band to each group, with 0 events where there were none, and each range of "
        "ages in a call of its own",
    )
    return totals


def indirectly_standardised(
    bands: pd.DataFrame,
    by: str | list[str],
    *,
    ratio_multiplier: float = 100,
    rate_multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return each group's events against those it would have had at the reference rates of each age band.

    ``bands`` has the columns ``by``, ``events``, ``population``, ``reference_events`` and
    ``reference_population``, one row for each age band of a group. Columns returned: ``events``,
    ``expected``, ``ratio``, ``ratio_lower`` and ``ratio_upper`` (100 is as expected),
    ``reference_rate``, ``rate``, ``rate_lower`` and ``rate_upper`` (per ``rate_multiplier``), and
    ``method``: Exact for fewer than 10 events, Byars from 10. A missing count or population of the
    group, or missing reference events, is nought. Missing where no event was expected. Refused: a
    negative number, and a missing reference population or one of nought.
    Source: Breslow and Day, 1987, Statistical Methods in Cancer Research II, chapter 2.
    """
    name = "indirectly_standardised"
    counts = ("events", "population", "reference_events")
    rows = as_numbers(name, **{each: bands[each] for each in (*counts, "reference_population")})
    rows[[*counts]] = rows[[*counts]].fillna(0)
    refuse_below_zero(name, rows, *counts)
    is_nobody = ~(rows["reference_population"] > 0)
    refuse(
        name,
        rows,
        is_nobody,
        "the reference population is missing or not above nought",
        "give the people of each age band",
    )
    groups = groups_of(name, bands, by)
    events = groups.sums(rows["events"])
    expected = groups.sums(
        rows["reference_events"] / rows["reference_population"] * rows["population"]
    )
    reference = groups.sums(rows["reference_events"]) / groups.sums(rows["reference_population"])
    low, high, method = poisson(events, confidence)
    some = expected.where(expected > 0)
    found = {"events": events, "expected": expected}
    ends = {"": events, "_lower": low, "_upper": high}
    found |= {f"ratio{end}": each / some * ratio_multiplier for end, each in ends.items()}
    found["reference_rate"] = reference * rate_multiplier
    found |= {f"rate{end}": each / some * found["reference_rate"] for end, each in ends.items()}
    return pd.DataFrame({**found, "method": method})

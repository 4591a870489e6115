"""How many events there were for every so many people, whatever their ages: the crude rate."""

import pandas as pd

from commissioning.needs.inputs import as_numbers, refuse, refuse_below_zero
from commissioning.needs.intervals import poisson


def rates(
    events: pd.Series,
    population: pd.Series,
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return ``value``, ``lower``, ``upper`` and ``method`` for each row, per ``multiplier`` people.

    The limits are those of the events over the population, which is taken as certain: Exact for fewer
    than 10 events, Byars from 10. Missing where either is missing. A person may have several events, so
    a rate may be more than its multiplier. Refused: negative events, and a population of nought or
    less.
    Source: Office for Health Improvement and Disparities, Technical Guide: Confidence Intervals (2018).
    """
    rows = as_numbers("rates", events=events, population=population)
    refuse_below_zero("rates", rows, "events")
    refuse(
        "rates",
        rows,
        rows["population"] <= 0,
        "the population is not above nought",
        "leave it empty where nobody lives",
    )
    lower, upper, method = poisson(rows["events"], confidence)
    per_event = multiplier / rows["population"]
    return pd.DataFrame(
        {
            "value": rows["events"] * per_event,
            "lower": lower * per_event,
            "upper": upper * per_event,
            "method": method,
        }
    )

"""What it is measured by, each measure's last return, and whether that is red, amber, green or grey."""

import pandas as pd

from commissioning.measures.rag import rag
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import day_in_words
from commissioning.records import records
from commissioning.register import happened
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import number

RATED = ("value", "target", "tolerance", "direction")


def measures(telling: Telling) -> Section:
    """Return every measure with its last return by the day; what has no return is grey, never green."""
    rated = with_last_returns(telling)
    table = Table(
        name="measures",
        caption="Measures, with the last return of each",
        columns=(
            Column("measure", "Measure", under=("kind_told",)),
            Column("rag", "Rating"),
            Column("value_told", "Last value"),
            Column("target_told", "Target"),
            Column("period", "Period"),
            Column("received_on", "Received", "day"),
        ),
        frame=rated,
        stacks=True,
    )
    return Section(
        "measures",
        "Measures",
        words=() if len(rated) else (telling.none_of("measures", "It has no measure."),),
        tables=(table,) if len(rated) else (),
        data={
            "measures": records(
                rated.drop(columns=["kind_told", "value_told", "target_told", "period"])
            )
        },
        is_empty=rated.empty,
    )


def with_last_returns(telling: Telling) -> pd.DataFrame:
    """Return the measures with value, period and row of the last return in by the day, and ``rag``.

    One without a value is the last all the same; one without a period comes before all others.
    """
    known = telling.register.measures.drop_duplicates("measure", keep="last")
    returns = happened(telling.register.returns, "received_on", telling.on)
    period_on = returns["ends_on"].fillna(returns["starts_on"])
    counted = returns[~(period_on > pd.Timestamp(telling.on))].assign(period_on=period_on)
    last = counted.sort_values("period_on", kind="stable", na_position="first")
    last = last.drop_duplicates("measure", keep="last")
    columns = ["measure", "starts_on", "ends_on", "value", "due_on", "received_on"]
    found = known.merge(
        last[[*columns, "row_id"]], on="measure", how="left", suffixes=("", "_of_return")
    )
    return found.assign(
        rag=rag(*(found[name] for name in RATED)),
        kind_told=found["kind"].str.replace("_", " "),
        value_told=told(found, "value"),
        target_told=told(found, "target"),
        period=periods(found),
    )


def periods(measures: pd.DataFrame) -> pd.Series:
    """Return the first and last day of each last return, in words."""
    days = zip(measures["starts_on"], measures["ends_on"], strict=True)
    words = [
        None if pd.isna(ends) else f"{day_in_words(starts)} to {day_in_words(ends)}"
        for starts, ends in days
    ]
    return pd.Series(words, measures.index, dtype="str")


def told(measures: pd.DataFrame, column: str) -> pd.Series:
    """Return a column's numbers in their units, as they are read."""
    words = [
        None if pd.isna(value) else number(value, unit)
        for value, unit in zip(measures[column], measures["unit"], strict=True)
    ]
    return pd.Series(words, measures.index, dtype="str")

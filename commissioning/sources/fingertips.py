"""Fingertips: public health indicators by area, as its service and its pages export them.

Publisher: Office for Health Improvement and Disparities; one CSV for some indicators, or a profile.
Licence: Open Government Licence v3.0.
Shape: one row per indicator, area, sex, age, category and period: the value with its 95% limits,
count and denominator. England, its regions and the areas asked for stand in one table, told apart by
their codes and ``Area Type``. An indicator is kept as ``fingertips_`` and its number; a category of an
inequality with its kind, as the group.
Faults: the column of the second comparison is called after the kind of area compared with, and older
exports end at ``Compared to goal``. A value that is not there is empty or ``*``, and why stands in
``Value note``, which may also warn of a value that is there. ``Area Type`` names versions of geography: an
export of two of them holds the same areas twice. General practices have no code of the register
of areas and are set aside. 2023/24 is a financial year, or an academic one, by indicator.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from commissioning.ingest.mapping import found
from commissioning.ingest.reader import open_table
from commissioning.needs.indicators import FILE, indicators
from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import Days, any_period
from commissioning.sources.source import OpenFile, Parsed
from models.observation import Mark

COMPARED = "Compared to "
PARENT = "Compared to parent value or percentiles"
OF_ENGLAND = ("Compared to England value or percentiles", "Compared to goal")
NOT_READ = (
    *("Parent Code", "Parent Name", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Recent Trend"),
    *("Time period Sortable", "New data", "Time period range", *OF_ENGLAND, PARENT),
)
ACADEMIC = " (academic year)"
SEXES = {
    "Persons": "Persons",
    "Male": "Males",
    "Female": "Females",
    "Not applicable": "",
    "": "",
}
# Texts of ``Value note`` where there is no value.
NOTES: dict[str, Mark] = {
    "Value suppressed for disclosure control due to small count": "suppressed",
    "Value suppressed due to incompleteness of source data": "not_available",
    "Value not published for data quality reasons": "not_available",
    "Value missing in source data": "not_available",
    "Value missing due to small sample size": "suppressed",
    "Value not applicable": "not_applicable",
}
MARKS: dict[str, Mark] = {**NOTES, "*": "suppressed", "": "not_available"}


def period(text: str) -> Days:
    """Return the days of a period; a year such as 2023/24 begins in April, an academic one in September."""
    if text.endswith(ACADEMIC):
        return any_period(text.removesuffix(ACADEMIC), split_year_starts=9)
    return any_period(text)


TABLE = ObservationTable(
    places={
        "": Place(
            code="Area Code",
            name="Area Name",
            likely_cause="A general practice or a network has no code of the register of areas.",
        )
    },
    period="Time period",
    periods=period,
    indicator=Words("Indicator ID", before="fingertips_"),
    sex=Words("Sex", SEXES),
    age=Words("Age"),
    group=Words("Category"),
    measures=(
        Measure(
            "Value",
            "",
            count="Count",
            denominator="Denominator",
            lower="Lower CI 95.0 limit",
            upper="Upper CI 95.0 limit",
        ),
    ),
    marks=MARKS,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row, such as of ``fingertips_108``, with why its value is missing."""
    text = {
        name: published[name].str.strip()
        for name in ("Value", "Value note", "Category", "Category Type", "Indicator ID")
    }
    is_missing = text["Value"].isin(["", "*"])
    has_note = text["Value note"] != ""
    is_known = text["Value note"].isin(list(NOTES))
    cause = "A note that is not known here; the value is not available for another reason."
    unknown = found(
        published, is_missing & has_note & ~is_known, "Value note", "one_of", "warning", cause
    )
    warns = "The publisher warns of the value, which is there."
    warned = found(
        published, ~is_missing & has_note, "Value note", "value_without_note", "warning", warns
    )
    kind = text["Category Type"].where(text["Category"] == "", text["Category Type"] + ": ")
    academic = [name for name, one in indicators().items() if one.period_type == "Academic"]
    suffix = text["Indicator ID"].isin(academic).map({True: ACADEMIC, False: ""})
    told = published.assign(
        **{
            "Value": published["Value"].mask(is_missing & is_known, text["Value note"]),
            "Category": kind + text["Category"],
            "Time period": published["Time period"].str.strip() + suffix,
        }
    )
    return TABLE.parse(told, unknown, warned, _versions(published))


def _versions(published: pd.DataFrame) -> pd.DataFrame:
    """Return a finding for each row of a second version of a kind of area."""
    codes, distinct = pd.factorize(published["Area Type"])
    kinds = pd.Series(distinct, dtype="str").str.replace(r"\s*\([^()]*\)\s*$", "", regex=True)
    cause = "The same areas in another version of geography: ask for one kind of area at a time."
    again = kinds.duplicated().to_numpy()[codes]
    return found(published, again, "Area Type", "one_version_of_areas", "warning", cause)


@dataclass(frozen=True)
class Export:
    """An export whose second comparison has one name, whatever kind of area it is with."""

    table: OpenFile

    def __getattr__(self, name: str) -> Any:
        """Return what the table itself says."""
        return getattr(self.table, name)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, the comparison's own put aside."""
        return tuple(map(_plain, self.table.header))

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Yield the rows, at most so many at a time."""
        for chunk in self.table.chunks(rows):
            yield chunk.rename(columns=_plain)


def _plain(name: str) -> str:
    is_parents = name.startswith(COMPARED) and name not in OF_ENGLAND
    return PARENT if is_parents else name


def opened(path: Path, name: str, _folder: Path | None) -> OpenFile:
    """Return an export, opened."""
    return Export(open_table(path, name))


SOURCE = replace(
    TABLE.source(
        "fingertips",
        parse,
        needed=("Area Type", "Category Type", "Value note"),
        optional=("Indicator Name", *NOT_READ),
        modules=("commissioning.needs.indicators",),
    ),
    opens=opened,
    reads=(FILE,),
)

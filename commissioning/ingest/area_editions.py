"""Whether a file of observations mixes editions of areas, told of each indicator and period as it is read.

One that counts small areas of 2011 beside those of 2021, or a district that was abolished beside its
successor, holds the same people twice. Which of the two belongs there only the publisher knows, so its rows
are kept, with a finding.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from commissioning.areas.editions import beside_successor, last_day
from commissioning.dates import spoken_day
from commissioning.ingest.mapping import PROBLEM_DTYPES
from models.area_codes import area_codes, small_areas_changed

AREAS_OF_ONE_EDITION = "areas_of_one_edition"
OF_ONE = ["indicator", "starts_on", "ends_on"]
OLD_SMALL, NEW_SMALL = "small areas of 2011", "small areas of 2021"
DID_NOT_EXIST = "not_applicable"
COLUMNS = {**PROBLEM_DTYPES, "line_no": "int64"}


@dataclass
class AreaEditions:
    """The areas of each indicator and period, chunk by chunk, as far as their editions differ.

    ``heading`` is the publisher's name for the column of codes. Kept of each chunk are, for each indicator and
    period, the districts in it that were replaced or replaced others, each with its first row, and of small areas
    of either census one row and how many there are.
    """

    heading: str
    _numbers: dict[tuple[Hashable, ...], int] = field(default_factory=dict)
    _parts: list[pd.DataFrame] = field(default_factory=list)

    def look_at(self, observations: pd.DataFrame, lines: pd.Series) -> None:
        """Remember a chunk's observations, indexed by ``row_no``, but those that say the area did not exist."""
        codes, distinct = pd.factorize(observations["area_code"])
        edition = _editions()
        what = pd.Series([edition.get(code) for code in distinct] + [None], dtype="str")
        said = what.take(codes).set_axis(observations.index)
        is_asked = said.notna()
        if "mark" in observations:
            is_asked &= observations["mark"].fillna("") != DID_NOT_EXIST
        if not is_asked.any():
            return
        rows = observations.loc[is_asked.to_numpy(), [*OF_ONE, "area_code"]]
        told = rows.groupby(OF_ONE, dropna=False, sort=False)
        names = told.first().index.tolist() if len(rows) else []
        numbers = [self._numbers.setdefault(_name(name), len(self._numbers)) for name in names]
        placed = pd.DataFrame(
            {
                "number": np.array(numbers, dtype="int32")[told.ngroup()],
                "what": said[is_asked].to_numpy(),
                "row_no": rows.index,
                "value": rows["area_code"].to_numpy(),
            }
        )
        by = placed.groupby(["number", "what"], sort=False)
        part = by.agg(row_no=("row_no", "first"), value=("value", "first"), rows=("row_no", "size"))
        part["line_no"] = part["row_no"].map(lines)
        self._parts.append(part.reset_index().astype({"what": "category", "value": "category"}))

    def problems(self) -> pd.DataFrame:
        """Return one finding for each indicator and period that mixes editions, at the older's first row."""
        found = [problem for seen in self._each() for problem in self._mixed(seen)]
        return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)

    def _each(self) -> Iterator[dict[str, pd.Series]]:
        """Yield what was seen of each indicator and period whose areas may be mixed, by what it was."""
        every = [part.astype({"what": "str", "value": "str"}) for part in self._parts]
        if not every or not _may_be_mixed(
            {what for part in every for what in part["what"].unique()}
        ):
            return
        by = pd.concat(every).groupby(["number", "what"], sort=True)
        first = by.first().assign(rows=by["rows"].sum())
        for _, seen in first.groupby(level="number"):
            seen = seen.droplevel("number")
            if _may_be_mixed(set(seen.index)):
                yield {str(what): row for what, row in seen.iterrows()}

    def _mixed(self, seen: Mapping[str, pd.Series]) -> Iterator[dict[str, Any]]:
        if OLD_SMALL in seen and NEW_SMALL in seen:
            old, new = seen[OLD_SMALL], seen[NEW_SMALL]
            yield self._told(
                old,
                f"Small areas of 2011 and of 2021 are mixed: {old['rows']:,} rows such as this are of areas that "
                f"ended with the census of 2021 and {new['rows']:,}, such as of {new['value']}, of areas that "
                "began with it; ask for one edition of them.",
            )
        if both := beside_successor(_districts(seen)):
            ended, began = both
            when = f" after {spoken_day(last_day(ended))}" if ended.until_on else ""
            yield self._told(
                seen[ended.code],
                f"{ended.code} {ended.name} was replaced{when} by {began.code} {began.name}, which is there as well: the "
                "same people may be counted under both; ask for the areas of one day.",
            )

    def _told(self, row: pd.Series, cause: str) -> dict[str, Any]:
        return {
            **{"row_no": row["row_no"], "line_no": row["line_no"], "column": self.heading},
            **{"value": row["value"], "expectation": AREAS_OF_ONE_EDITION, "severity": "warning"},
            "likely_cause": cause,
        }


def _name(told: Hashable) -> tuple[Hashable, ...]:
    """Return an indicator and its period as one key; a day that is missing is always the same."""
    parts = told if isinstance(told, tuple) else (told,)
    return tuple(None if part is pd.NaT or part != part else part for part in parts)


def _districts(seen: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(seen) - {OLD_SMALL, NEW_SMALL}))


def _may_be_mixed(seen: set[str]) -> bool:
    return {OLD_SMALL, NEW_SMALL} <= seen or beside_successor(_districts(seen)) is not None


@cache
def _editions() -> dict[str, str]:
    """Return what is to be known of each area that took another's place or left it to one: its census, or its own code."""
    listed = area_codes().values()
    replaced = {area.code for area in listed if area.replaced_by}
    changed = replaced.union(*(area.replaced_by for area in listed))
    old, new = small_areas_changed()
    return {
        **{code: code for code in changed},
        **dict.fromkeys(old, OLD_SMALL),
        **dict.fromkeys(new, NEW_SMALL),
    }

"""Whether a file of observations mixes editions of areas, told of each indicator and period as it is read.

One that counts small areas of 2011 beside those of 2021, or a district that was abolished beside its
successor, holds the same people twice. Which of the two belongs there only the publisher knows, so its rows
are kept, with a finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from commissioning.areas.editions import abolished_beside_later, ended_and_began
from commissioning.dates import spoken_day
from commissioning.ingest.mapping import PROBLEM_DTYPES
from models.area_codes import area_codes, small_areas_changed

NAME = "areas_of_one_edition"
TOLD = ["indicator", "starts_on", "ends_on"]
LINE = {"line_no": "int64"}
WHERE_IT_WAS = ["row_no", "line_no"]
Place = tuple[int, int, str]
"""A row's number, its line and the code in it."""


@dataclass
class _Seen:
    """Of one indicator and period: the first row of each district that has ended, begun or was replaced,

    and of small areas of 2011 only and of 2021 only the first row and how many there are.
    """

    districts: dict[str, Place] = field(default_factory=dict)
    small: dict[bool, Place] = field(default_factory=dict)
    counts: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})


@dataclass
class AreaEditions:
    """The areas of each indicator and period, chunk by chunk, as far as their editions differ.

    ``heading`` is the publisher's name for the column of codes.
    """

    heading: str
    _seen: dict[tuple[object, ...], _Seen] = field(default_factory=dict)

    def look_at(self, observations: pd.DataFrame, lines: pd.Series) -> None:
        """Remember a chunk's observations, indexed by ``row_no``; a row that says the area did not exist is left out."""
        codes, distinct = pd.factorize(observations["area_code"])
        is_one = np.array([code in _told_apart() for code in distinct] + [False])
        at = np.flatnonzero(is_one[codes])
        if not len(at):
            return
        rows = observations.iloc[at]
        if "mark" in rows:
            rows = rows[rows["mark"].fillna("") != "not_applicable"]
        places = rows[[*TOLD, "area_code"]].assign(row_no=rows.index)
        places["line_no"] = places["row_no"].map(lines)
        for key, found in places.groupby(TOLD, dropna=False, sort=False):
            self._remember(self._seen.setdefault(key, _Seen()), found)

    def _remember(self, seen: _Seen, rows: pd.DataFrame) -> None:
        is_new, is_small = rows["area_code"].map(_small_areas()), None
        is_small = is_new.notna()
        for edition in (False, True):
            of_it = rows[is_small & is_new.eq(edition)]
            seen.counts[edition] += len(of_it)
            if len(of_it):
                seen.small.setdefault(edition, _place(of_it.iloc[0]))
        for _, row in rows[~is_small].drop_duplicates("area_code").iterrows():
            seen.districts.setdefault(str(row["area_code"]), _place(row))

    def problems(self) -> pd.DataFrame:
        """Return one finding for each indicator and period that mixes editions, at the older's first row."""
        rows = [each for seen in self._seen.values() for each in self._mixed(seen)]
        columns = {**PROBLEM_DTYPES, **LINE}
        return pd.DataFrame(rows, columns=list(columns)).astype(columns)

    def check(self, rows: int) -> pd.DataFrame:
        """Return that so many rows were asked, as one of the file's checks."""
        failed = len(self.problems())
        told = {"expectation": NAME, "column": "area_code", "severity": "warning"}
        return pd.DataFrame([{**told, "rows": rows, "failed": failed}])

    def _mixed(self, seen: _Seen) -> Iterator[dict[str, object]]:
        if len(seen.small) == len(seen.counts):
            old, new = seen.small[False], seen.small[True]
            yield self._told(
                old,
                f"Small areas of 2011 and of 2021 are mixed: {seen.counts[False]:,} rows such as this one are of areas "
                f"that ended with the census of 2021, and {seen.counts[True]:,} such as {new[2]} of ones that began "
                "with it; ask for one edition.",
            )
        if both := abolished_beside_later(tuple(sorted(seen.districts))):
            old, new = both
            yield self._told(
                seen.districts[old],
                f"{ended_and_began(old, new)}: the same people may be counted under both; ask for the areas of one day.",
            )

    def _told(self, place: Place, cause: str) -> dict[str, object]:
        row_no, line_no, code = place
        return {
            **{"row_no": row_no, "line_no": line_no, "column": self.heading, "value": code},
            **{"expectation": NAME, "severity": "warning", "likely_cause": cause},
        }


def _place(row: pd.Series) -> Place:
    return int(row["row_no"]), int(row["line_no"]), str(row["area_code"])


@cache
def _small_areas() -> dict[str, bool]:
    """Return whether a small area of one edition only is of 2021."""
    old, new = small_areas_changed()
    return {**dict.fromkeys(old, False), **dict.fromkeys(new, True)}


@cache
def _told_apart() -> frozenset[str]:
    """Return the codes that were not always there: of one census only, or with a first or last day, or replaced."""
    listed = area_codes().values()
    dated = {area.code for area in listed if area.from_on or area.until_on or area.replaced_by}
    successors = {code for area in listed for code in area.replaced_by}
    return frozenset(dated | successors | _small_areas().keys())

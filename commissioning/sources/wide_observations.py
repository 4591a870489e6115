"""A wide table of needs, one column a measure, as observations, one row a measure.

For adapters whose publisher writes several measures of an area side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.sources.source import Parsed, all_data
from models.feeds import OBSERVATIONS

Said = Mapping[str, str | pd.Series]


@dataclass(frozen=True)
class Area:
    """Where a wide table says which area a row is of, and what its codes look like."""

    code: str
    name: str
    pattern: str
    likely_cause: str

    @property
    def cells(self) -> dict[str, Cell]:
        """Where the canonical code of an area is read from."""
        return {"area_code": Cell(self.code)}


def observations(
    published: pd.DataFrame,
    area: Area,
    measures: Mapping[str, Said],
    row: Mapping[str, Cell] = {},
    edition: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return an observation for each row and measure, with ``area_name``, and the problems found.

    ``measures`` goes by published column, and says what its observations are of: an indicator, an
    age. ``row`` is what a row says once for all its measures. An index has no period of its own:
    its ``edition`` stands for one, the calendar year. A row's observations follow one another and
    share its ``row_no``. A value that is empty or no number, and a code that is not of
    ``area.pattern``, are critical.
    """
    said, problems = typed(published, area.cells | dict(row), OBSERVATIONS)
    if edition is not None:
        said["starts_on"] = pd.Timestamp(edition, 1, 1).as_unit("s")
        said["ends_on"] = pd.Timestamp(edition, 12, 31).as_unit("s")
    said["area_name"] = published[area.name].str.strip().where(lambda name: name != "")
    # A missing code matches nothing, so it is a fault of its own kind and not reported twice.
    coded = said["area_code"].fillna("").str.fullmatch(area.pattern).to_numpy(dtype=bool)
    faults = [
        problems,
        found(published, ~coded, area.code, "is_an_area_code", "critical", area.likely_cause),
    ]

    frames = []
    for column, what in measures.items():
        value, unread = typed(published, {"value": Cell(column, empty="critical")}, OBSERVATIONS)
        frames.append(said.assign(value=value["value"], **what))
        faults.append(unread)
    return pd.concat(frames).sort_index(kind="stable"), joined(faults)


def parsed(frame: pd.DataFrame, *problems: pd.DataFrame) -> Parsed:
    """Return what was read of a file in which every row is data."""
    return all_data("observations", frame, *problems)

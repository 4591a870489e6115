"""The authority's own value of each indicator beside those of England, its region and its neighbours.

Only values of the same period are compared, and only by interval: an area is similar to another while the
other's value lies within its interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO

import pandas as pd

from commissioning.needs.comparison import compared
from commissioning.packs.areas_compared import period_in_words
from commissioning.packs.need_definitions import Definition, definition_of
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import (
    MEASURE,
    PERIOD,
    figure,
    of_everyone,
    title_of,
    unit,
)
from commissioning.packs.wording import counted

COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
NAMES = {
    **{"E92000001": "England", "W92000004": "Wales", "S92000003": "Scotland"},
    **{"N92000002": "Northern Ireland", "E12000001": "North East", "E12000002": "North West"},
    **{"E12000003": "Yorkshire and The Humber", "E12000004": "East Midlands"},
    **{"E12000005": "West Midlands", "E12000006": "East of England", "E12000007": "London"},
    **{"E12000008": "South East", "E12000009": "South West"},
}
WITH_ARTICLE = {
    code
    for code, name in NAMES.items()
    if name.partition(" ")[0] in ("North", "South", "East", "West")
}
# The mark is the direction and the word the judgement, so that neither needs a colour.
MARKS = {"higher": "▲", "similar": "●", "lower": "▼"}
NO_INTERVAL = "Not compared: no interval"
NOT_APPLICABLE = "Not compared: its publisher says not applicable"
TOLD = ("better", "worse", "higher", "lower", "similar")


@dataclass(frozen=True)
class Own:
    """One measure of the authority's own area in its latest period, and every area's of that period.

    ``areas``: area_code, name, value, lower, upper, level. ``definition`` says which way is better, where that is known.
    """

    name: str
    title: str
    per: float
    definition: Definition
    row: pd.Series
    areas: pd.DataFrame
    periods: pd.DataFrame
    is_stale: bool

    @property
    def slug(self) -> str:
        """Its name as it stands in the names of charts."""
        return self.name.lower().replace(" ", "-").replace("+", "plus")

    @property
    def unit(self) -> str:
        """The unit of its values."""
        return unit(self.definition.unit, self.per)

    @property
    def better(self) -> str | None:
        """Which way is better, ``higher`` or ``lower``, where that is known."""
        return self.definition.better

    @property
    def period(self) -> str:
        """The period as people say it."""
        return period_in_words(self.row["starts_on"], self.row["ends_on"])

    @property
    def written(self) -> str:
        """The value as it is read."""
        return figure(self.row["value"], self.per)

    def of(self, code: str) -> pd.Series | None:
        """Return another area's row of the same period, where it has a value."""
        found = self.areas[(self.areas["area_code"] == code) & self.areas["value"].notna()]
        return None if found.empty else found.iloc[0]

    def against(self, value: float) -> str:
        """Return how the area's own value stands to another: ``better``, ``similar``, ``higher`` …; or nothing."""
        return self._judged(value, self.better)

    def told(self, value: float) -> str:
        """Return the same as a reader sees it: the direction as a mark and the judgement in a word."""
        if not self.definition.is_compared:
            return NOT_APPLICABLE
        word = self.against(value)
        return f"{MARKS[self._judged(value, None)]} {word.capitalize()}" if word else NO_INTERVAL

    def _judged(self, value: float, better: str | None) -> str:
        if not self.definition.is_compared:
            return ""
        lower, upper = (pd.Series([self.row[limit]]) for limit in ("lower", "upper"))
        word = compared(lower, upper, float(value), better).iloc[0]
        return "" if pd.isna(word) else str(word)


def own_measures(rows: pd.DataFrame, inputs: NeedInputs) -> list[Own]:
    """Return every measure of the authority's own area in its latest period, by title."""
    refused = inputs.refused[inputs.refused["is_in_force"].astype(bool)]
    names = area_names(rows, inputs)
    found = []
    own = rows[(rows["area_code"] == inputs.area_code) & rows["value"].notna()]
    by_measure = dict(list(rows.groupby(MEASURE, sort=True)))
    for key, periods in own.groupby(MEASURE, sort=True):
        latest = periods.sort_values(PERIOD).iloc[-1]
        definition = definition_of(latest, inputs)
        found.append(
            Own(
                name="_".join(part for part in map(str, key) if part),
                title=title_of(latest, definition.title),
                per=latest["per"],
                definition=definition,
                row=latest,
                areas=_every_area(by_measure[key], latest, names),
                periods=by_measure[key].assign(name=by_measure[key]["area_code"].map(names)),
                is_stale=latest["source"] in set(refused["source"]),
            )
        )
    return sorted(found, key=lambda one: (one.title, one.name))


def headline_measures(owned: Sequence[Own]) -> list[Own]:
    """Return the measures of everyone, leaving those of one sex or group to their own section."""
    rows = pd.DataFrame([one.row for one in owned])
    keep = of_everyone(rows).tolist() if len(rows) else []
    return [one for one, kept in zip(owned, keep, strict=True) if kept]


def comparators(inputs: NeedInputs) -> list[tuple[str, str]]:
    """Return the code and name of the country and, where it is known, the region of the authority's area."""
    codes = [COUNTRIES.get(inputs.area_code[:1], ""), region_of(inputs.area_code)]
    return [(code, spoken_name(code)) for code in codes if code and code != inputs.area_code]


def spoken_name(code: str) -> str:
    """Return a country's or region's name as it stands in a sentence: ``England``, ``the North West``."""
    return f"the {NAMES[code]}" if code in WITH_ARTICLE else NAMES[code]


def other_period(one: Own, code: str, name: str) -> str:
    """Return why an area with no value of the period is not compared."""
    other = one.periods[(one.periods["area_code"] == code) & one.periods["value"].notna()]
    if other.empty:
        return f"Not compared: {name} is not loaded"
    latest = other.sort_values(PERIOD).iloc[-1]
    period = period_in_words(latest["starts_on"], latest["ends_on"])
    return f"Not compared: {name}'s value is of {period}"


def neighbours_median(one: Own, inputs: NeedInputs) -> tuple[float, str]:
    """Return the middle value of the neighbours with a value of the period, and of how many it is."""
    among = one.areas[one.areas["area_code"].isin(inputs.neighbours)]["value"].dropna()
    return float(among.median()), counted(len(among), "neighbour")


@cache
def tiles() -> pd.DataFrame:
    """Return the layout of England's districts: area_code, region_code, across, up (layouts/LICENCE.txt)."""
    layout = files("commissioning.packs") / "layouts" / "district_tiles.csv"
    return pd.read_csv(StringIO(layout.read_text("utf-8")))


def region_of(area_code: str) -> str:
    """Return the region of a district of England, empty for any other area."""
    found = tiles().loc[tiles()["area_code"] == area_code, "region_code"]
    return "" if found.empty else str(found.iloc[0])


def area_names(rows: pd.DataFrame, inputs: NeedInputs) -> dict[str, str]:
    """Return the name of every area by its code: as a source writes it, and its code where none does."""
    every = pd.concat(
        [inputs.observations[["area_code", "area_name"]], rows[["area_code", "area_name"]]]
    ).drop_duplicates()
    named = every[every["area_name"].notna() & (every["area_name"] != "")]
    named = named.sort_values(["area_code", "area_name"]).drop_duplicates("area_code", keep="last")
    codes = {code: code for code in rows["area_code"].unique()}
    written = dict(zip(named["area_code"], named["area_name"], strict=True))
    return {**codes, **written, **NAMES, inputs.area_code: inputs.area_name}


def of_period(rows: pd.DataFrame, latest: pd.Series) -> pd.DataFrame:
    """Return each area's row of the same period as the authority's own latest, the newest edition of it."""
    is_same = pd.Series(True, index=rows.index)
    for day in PERIOD:
        is_same &= (rows[day] == latest[day]) | (rows[day].isna() & pd.isna(latest[day]))
    same = rows[is_same].sort_values(["edition_on", "source"])
    return same.drop_duplicates("area_code", keep="last")


def _every_area(rows: pd.DataFrame, latest: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    same = of_period(rows, latest)
    columns = ["area_code", "name", "value", "lower", "upper", "level", "source"]
    return same.assign(name=same["area_code"].map(names))[columns].reset_index(drop=True)

"""An area's place among areas like it: which indicators a pack compares, and what a high value means."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from commissioning.areas.editions import mixed_editions
from commissioning.dates import spoken_day
from commissioning.packs.inputs import PackError

DEPRIVATION = "A higher score means more deprivation."
COMMUNITY_NEED = "A higher score means more need in the community."
NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}


@dataclass(frozen=True)
class Indicator:
    """An indicator that packs compare: its title, the kind of area and what a high value means.

    ``rank`` is the indicator in which its publisher ranks the areas, 1 the highest need of ``of``.
    """

    title: str
    level: Literal["district", "small_area"]
    reading: str
    rank: str
    of: int


def deprivation(index: str, title: str) -> tuple[str, Indicator]:
    """Return one of the Indices of Deprivation 2025 for districts: MHCLG, 30 October 2025, File 10."""
    name = f"{index}_2025_average_score"
    return name, Indicator(title, "district", DEPRIVATION, f"{index}_2025_rank_average_score", 296)


def community_need(domain: str, title: str) -> tuple[str, Indicator]:
    """Return the Community Needs Index 2023 or one of its domains: OCSI for Local Trust, 2023."""
    name = f"cni_2023{domain}"
    return f"{name}_score", Indicator(title, "small_area", COMMUNITY_NEED, f"{name}_rank", 33_755)


# In the order of the page; the first of each level is the one that is drawn. In all of them a higher score
# is more need, as their publishers' notes say.
INDICATORS = dict(
    [
        deprivation("imd", "Index of Multiple Deprivation"),
        deprivation("income_deprivation", "Income"),
        deprivation("employment_deprivation", "Employment"),
        deprivation("education_deprivation", "Education, skills and training"),
        deprivation("health_deprivation", "Health and disability"),
        deprivation("crime_deprivation", "Crime"),
        deprivation("barriers_to_housing_and_services", "Barriers to housing and services"),
        deprivation("living_environment_deprivation", "Living environment"),
        deprivation("idaci", "Income, affecting children"),
        deprivation("idaopi", "Income, affecting older people"),
        community_need("", "Community Needs Index"),
        community_need("_civic_assets", "Civic assets"),
        community_need("_connectedness", "Connectedness"),
        community_need("_active_and_engaged_community", "Active and engaged community"),
    ]
)


@dataclass(frozen=True)
class Compared:
    """One indicator in its latest period, highest need first.

    ``areas``: area_code, area_name, value, rank (of all areas, loaded or not) and is_own: the
    authority's own area, or a small area within it. All may be the authority's own.
    """

    name: str
    indicator: Indicator
    areas: pd.DataFrame
    source: str
    starts_on: pd.Timestamp
    ends_on: pd.Timestamp
    edition_on: pd.Timestamp

    @property
    def own(self) -> pd.DataFrame:
        """The authority's areas, highest need first."""
        return self.areas[self.areas["is_own"]]

    @property
    def is_whole(self) -> bool:
        """Whether every area that was ranked is loaded, so that they can be drawn together."""
        return len(self.areas) == self.indicator.of

    @property
    def median(self) -> float | None:
        """The value of the middle area of all, where all are loaded."""
        return float(self.areas["value"].median()) if self.is_whole else None

    @property
    def less_deprived(self) -> float:
        """The share of the other areas that rank after the authority's own one."""
        return (self.indicator.of - int(self.own["rank"].iloc[0])) / (self.indicator.of - 1)

    @property
    def tenths(self) -> pd.Series:
        """The tenth of all areas that each of the authority's areas is in; 1 has the highest need."""
        return (self.own["rank"] - 1) * 10 // self.indicator.of + 1

    @property
    def highest_tenth(self) -> int:
        """How many of the authority's areas are in the tenth with the highest need."""
        return int((self.tenths == 1).sum())


def compared(observations: pd.DataFrame, area_code: str, area_name: str) -> list[Compared]:
    """Return each indicator of ``INDICATORS`` that has values and ranks for the authority's own areas.

    A small area is the authority's when its name is the authority's and a number (Salford 012B). The
    rank is its publisher's; without it, it is made here where every area is loaded.
    """
    ranks = {indicator.rank for indicator in INDICATORS.values()}
    listed = observations[
        observations["indicator"].isin({*INDICATORS, *ranks}) & observations["value"].notna()
    ]
    days = {day: pd.to_datetime(listed[day]) for day in ("starts_on", "ends_on", "edition_on")}
    parent = listed["area_name"].astype("str").str.replace(r" [^ ]*$", "", regex=True)
    own = {"district": listed["area_code"] == area_code, "small_area": parent == area_name}
    said = {
        level: dict(list(listed.assign(**days, is_own=is_own).groupby("indicator", sort=False)))
        for level, is_own in own.items()
    }
    none = listed.assign(**days, is_own=False).iloc[:0]
    found = []
    for name, indicator in INDICATORS.items():
        of_level = said[indicator.level]
        values, published = (latest(of_level.get(each, none)) for each in (name, indicator.rank))
        one = one_indicator(name, indicator, values, published)
        if one and one.areas["is_own"].any():
            found.append(one)
    return found


def latest(values: pd.DataFrame) -> pd.DataFrame:
    """Return one value for each area, of the latest period that any area has."""
    values = values[values["starts_on"].isna() | (values["starts_on"] == values["starts_on"].max())]
    order = ["edition_on", "source", "value", "area_code"]
    return values.sort_values(order, na_position="first").drop_duplicates("area_code", keep="last")


def one_indicator(
    name: str, indicator: Indicator, values: pd.DataFrame, published: pd.DataFrame
) -> Compared | None:
    """Return one indicator with its ranks, or nothing where there is no way to rank its areas."""
    rank = values["area_code"].map(published.set_index("area_code")["value"])
    if rank.isna().any() and len(values) == indicator.of:
        rank = values["value"].rank(ascending=False, method="min")
    areas = values.assign(rank=rank)[rank.notna()]
    if areas.empty:
        return None
    if mixed := mixed_editions(areas["area_code"].unique()):
        raise PackError(f"{indicator.title} cannot be compared between areas: {mixed}.")
    areas = areas.astype({"rank": "int64"}).sort_values(
        ["rank", "area_name", "area_code"], ignore_index=True
    )
    return Compared(
        name=name,
        indicator=indicator,
        areas=areas[["area_code", "area_name", "value", "rank", "is_own"]],
        source=str(areas["source"].iloc[0]),
        starts_on=areas["starts_on"].min(),
        ends_on=areas["ends_on"].max(),
        edition_on=areas["edition_on"].max(),
    )


def nation(area_code: str) -> str:
    """Return the nation whose areas the authority is compared with, by its area code."""
    return NATIONS.get(area_code[:1], "all areas")


def period_in_words(starts_on: pd.Timestamp, ends_on: pd.Timestamp) -> str:
    """Return a period as people say it: ``2025`` where it is that calendar year, otherwise its day or days."""
    if pd.isna(starts_on) or pd.isna(ends_on):
        return "period not recorded"
    if starts_on == ends_on:
        return spoken_day(starts_on)
    if (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (1, 1, 12, 31):
        years = {starts_on.year, ends_on.year}
        return " to ".join(str(year) for year in sorted(years))
    return f"{spoken_day(starts_on)} to {spoken_day(ends_on)}"

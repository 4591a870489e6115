"""Where the area stands in its region, on a tile map, and on each domain of the index, in small multiples.

No boundaries are to be had offline. A tile map gives every district one square near its place, in a layout
that others have drawn (layouts/LICENCE.txt): its squares are not to scale and share no true borders.
"""

from functools import partial

import pandas as pd

from commissioning.packs.areas_compared import Compared, nation, period_in_words
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import Panel, Tile, panels, tile_map
from commissioning.packs.need_comparison import region_of, spoken_name, tiles
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, ordinal

FIFTHS = 5
TILES_SAY = (
    "A tile map: each district is one square near its place, in the layout by Open Innovations. Boundaries are not "
    "available offline, so nothing here is to scale. The number in a square is the district's rank in the nation, "
    "1 the most deprived; the darker a square, the more deprived the fifth of the nation that it is in."
)


def deprivation_map(found: list[Compared], inputs: NeedInputs) -> Section:
    """Return the tile map of the region's districts, and the domains as small multiples."""
    districts = [one for one in found if one.indicator.level == "district" and one.is_whole]
    region = region_of(inputs.area_code)
    if not districts or not region:
        why = (
            f"No region is known of {inputs.area_name}."
            if districts
            else "No index is loaded for every district of the nation."
        )
        return exhibits("map", "On the map", "", [], empty=("No map can be drawn.", why))
    of_region = in_region(districts[0], region)
    shown = [
        Exhibit(
            words=(TILES_SAY,),
            chart=map_chart(districts[0], of_region, region, inputs),
            kept_back=(("Figures of the map, district by district", map_table(of_region, region)),),
        )
    ]
    if len(districts) > 1:
        shown.append(
            Exhibit(
                chart=domains_chart(districts, inputs),
                kept_back=(("Figures of the chart, domain by domain", domains_table(districts)),),
            )
        )
    place, of = place_in(of_region)
    lead = (
        f"{inputs.area_name} is the {ordinal(place)} most deprived of the {of} districts of "
        f"{spoken_name(region)} by average score."
    )
    return exhibits("map", "On the map", lead, shown)


def in_region(one: Compared, region: str) -> pd.DataFrame:
    """Return the districts of a region with their place on the tile map, most deprived first."""
    layout = tiles()[tiles()["region_code"] == region]
    rows = one.areas.merge(layout, on="area_code", how="inner")
    fifth = (rows["rank"] - 1) * FIFTHS // one.indicator.of + 1
    return rows.assign(fifth=fifth).sort_values(["rank", "area_name"], ignore_index=True)


def place_in(of_region: pd.DataFrame) -> tuple[int, int]:
    """Return the own area's place in the region by rank, and of how many districts."""
    own = of_region.loc[of_region["is_own"], "rank"].iloc[0]
    return int((of_region["rank"] < own).sum()) + 1, len(of_region)


def map_chart(one: Compared, of_region: pd.DataFrame, region: str, inputs: NeedInputs) -> Chart:
    """Return the tile map of the region's districts by rank in the nation."""
    most = int((of_region["fifth"] == 1).sum())
    own, first, last = one.own.iloc[0], of_region.iloc[0], of_region.iloc[-1]
    where = nation(inputs.area_code)
    rows = [
        Tile(
            name=row["area_name"],
            written=f"{row['rank']:,}",
            across=int(row["across"]),
            up=int(row["up"]),
            shade=int(row["fifth"]),
            is_own=bool(row["is_own"]),
        )
        for row in of_region.to_dict("records")
    ]
    return chart(
        "need-tile-map",
        title=f"{most:,} of the {len(of_region):,} districts of {spoken_name(region)} are in the most deprived fifth of "
        f"{where}",
        subtitle=f"{one.indicator.title}, rank of each district among {one.indicator.of:,}, "
        f"{period_in_words(one.starts_on, one.ends_on)}; {inputs.area_name} has the thick frame",
        description=f"{inputs.area_name} is {ordinal(int(own['rank']))} of {one.indicator.of:,}. In "
        f"{spoken_name(region)} ranks run from {ordinal(int(first['rank']))} in {first['area_name']} to "
        f"{ordinal(int(last['rank']))} in {last['area_name']}.",
        draw=partial(tile_map, rows),
    )


def map_table(of_region: pd.DataFrame, region: str) -> Table:
    """Return the figures of the tile map."""
    return Table(
        name="need_tile_map",
        caption=f"Districts of {spoken_name(region)}, most deprived first",
        columns=(
            Column("area_name", "District", under=("area_code",)),
            Column("rank", "Rank in the nation", "count"),
            Column("fifth", "Fifth of the nation, 1 the most deprived", "count"),
            Column("value", "Score", "score"),
        ),
        frame=of_region[["area_code", "area_name", "rank", "fifth", "value"]],
    )


def domains_chart(districts: list[Compared], inputs: NeedInputs) -> Chart:
    """Return a panel for each index: how many in a hundred districts are less deprived."""
    shares = [one.less_deprived for one in districts]
    most = max(zip(shares, districts, strict=True), key=lambda pair: pair[0])
    least = min(zip(shares, districts, strict=True), key=lambda pair: pair[0])
    where = nation(inputs.area_code)
    upper = sum(share > 0.5 for share in shares)
    return chart(
        "need-domains-panels",
        title=f"{inputs.area_name} is more deprived than most districts on {upper:,} of "
        f"{counted(len(districts), 'index', 'indices')}",
        subtitle=f"Share of the other districts of {where} that are less deprived than {inputs.area_name}, by index; "
        "dashed: half of them",
        description=f"The highest is {100 * most[0]:.0f}%, on {most[1].indicator.title}, and the lowest "
        f"{100 * least[0]:.0f}%, on {least[1].indicator.title}.",
        draw=partial(
            panels,
            [
                Panel(one.indicator.title, 100 * share, f"{100 * share:.0f}%", 50)
                for one, share in zip(districts, shares, strict=True)
            ],
            100,
        ),
    )


def domains_table(districts: list[Compared]) -> Table:
    """Return the figures of the small multiples."""
    frame = pd.DataFrame(
        {
            "indicator": [one.name for one in districts],
            "title": [one.indicator.title for one in districts],
            "rank": [int(one.own["rank"].iloc[0]) for one in districts],
            "share": [one.less_deprived for one in districts],
        }
    )
    return Table(
        name="need_domains_panels",
        caption="Rank on each index, and the share of other districts that are less deprived",
        columns=(
            Column("title", "Index"),
            Column("rank", "Rank, 1 the most deprived", "count"),
            Column("share", "Less deprived", "share"),
        ),
        frame=frame,
    )

"""Section 7: what the authority's areas need, among all districts and all small areas of the nation."""

from functools import partial
from typing import Any

import pandas as pd

from commissioning.packs.areas_compared import Compared, compared, nation, period_in_words
from commissioning.packs.charts import Placed, placed, skyline, tenths
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Section
from commissioning.packs.tables import Column, Table, percent
from commissioning.packs.wording import counted, day_in_words, listed, ordinal

EACH_END = 8


def need(inputs: PackInputs | NeedInputs) -> Section:
    """Return the district among all districts, and its small areas among all small areas.

    Rank 1 is the highest need. The skyline is drawn where every district is loaded.
    """
    return need_of(compared(inputs.observations, inputs.area_code, inputs.area_name), inputs)


def need_of(found: list[Compared], inputs: PackInputs | NeedInputs) -> Section:
    """Return the section of the indicators that were compared."""
    districts = [one for one in found if one.indicator.level == "district"]
    small = [one for one in found if one.indicator.level == "small_area"]
    editions = edition_table(found, inputs) if found else None
    blocks = {
        "district": district_block(districts, inputs) if districts else None,
        "small": small_block(small, inputs) if small else None,
    }
    tables = [table for block in blocks.values() if block for table in block["tables"]]
    return Section(
        name="need",
        title="Need by area",
        context={
            **blocks,
            "lead": lead(districts, small, inputs),
            "editions": editions,
            "place": inputs.area_name,
        },
        tables=(*tables, *([editions] if editions else [])),
    )


def district_block(districts: list[Compared], inputs: PackInputs | NeedInputs) -> dict[str, Any]:
    """Return the authority among all districts: the skyline, and a table of every index."""
    table = district_table(districts, inputs)
    drawn = district_chart(districts[0], inputs) if districts[0].is_whole else None
    return {"chart": drawn, "table": table, "tables": [table]}


def district_chart(one: Compared, inputs: PackInputs | NeedInputs) -> Chart:
    """Return every district from the highest score to the lowest, the authority picked out."""
    own = one.own.iloc[0]
    rank, total, middle = int(own["rank"]), one.indicator.of, float(one.areas["value"].median())
    where = nation(inputs.area_code)
    return chart(
        "need-districts",
        title=f"{inputs.area_name} is {ordinal(rank)} of {total:,} districts for deprivation, where 1st is most deprived",
        subtitle=f"{one.indicator.title}, average score of each district of {where}, "
        f"{period_in_words(one.starts_on, one.ends_on)}, highest to lowest",
        description=f"{inputs.area_name} scores {own['value']:.1f} and the middle district of {where} {middle:.1f}. "
        f"The highest score is {one.areas['value'].max():.1f}, in {one.areas['area_name'].iloc[0]}, and the lowest "
        f"{one.areas['value'].min():.1f}, in {one.areas['area_name'].iloc[-1]}. {one.indicator.reading}",
        draw=partial(
            skyline,
            list(one.areas["value"]),
            int(one.own.index[0]),
            f"{inputs.area_name}: {ordinal(rank)}",
            middle,
            f"Middle district: {middle:.1f}",
        ),
    )


def district_table(districts: list[Compared], inputs: PackInputs | NeedInputs) -> Table:
    """Return the authority's score and rank on each index, beside the middle district."""
    rows = []
    for one in districts:
        own = one.own.iloc[0]
        rows.append(
            {
                "indicator": one.name,
                "title": one.indicator.title,
                "rank": int(own["rank"]),
                "districts": one.indicator.of,
                "more_deprived_than": one.less_deprived,
                "value": float(own["value"]),
                "median": one.median,
            }
        )
    return Table(
        name="need_districts",
        caption=f"{inputs.area_name} among the districts of {nation(inputs.area_code)}, rank 1 the most deprived",
        columns=(
            Column("title", "Index"),
            Column("rank", "Rank", "count"),
            Column("districts", "Of districts", "count"),
            Column("more_deprived_than", "More deprived than", "share"),
            Column("value", f"{inputs.area_name} score", "score"),
            Column("median", "Middle district", "score"),
        ),
        frame=pd.DataFrame(rows),
    )


def small_block(small: list[Compared], inputs: PackInputs | NeedInputs) -> dict[str, Any]:
    """Return the authority's small areas: how they spread over the nation's tenths, and both ends."""
    spread, ends, domains = (
        spread_table(small[0], inputs),
        ends_table(small[0], inputs),
        domain_table(small, inputs),
    )
    return {
        "spread_chart": spread_chart(small[0], spread.frame, inputs),
        "spread": spread,
        "ends_chart": ends_chart(small[0], inputs),
        "ends": ends,
        "domains": domains,
        "tables": [spread, ends, domains],
    }


def spread_table(one: Compared, inputs: PackInputs | NeedInputs) -> Table:
    """Return how many of the authority's small areas are in each tenth of the nation's."""
    counts = one.tenths.value_counts().reindex(range(1, 11), fill_value=0)
    must_sum("need by area, tenths", counts, len(one.own))
    frame = pd.DataFrame(
        {
            "tenth": range(1, 11),
            "title": ["1, highest need", *map(str, range(2, 10)), "10, lowest need"],
            "areas": counts.to_numpy(),
            "share": counts.to_numpy() / len(one.own),
        }
    )
    return Table(
        name="need_tenths",
        caption=f"Small areas of {inputs.area_name} by tenth of all small areas in {nation(inputs.area_code)}",
        columns=(
            Column("title", f"Tenth of {nation(inputs.area_code)}"),
            Column("areas", "Small areas", "count"),
            Column("share", "Share", "share"),
        ),
        frame=frame,
    )


def spread_chart(one: Compared, spread: pd.DataFrame, inputs: PackInputs | NeedInputs) -> Chart:
    """Return the spread of the authority's small areas over the nation's tenths."""
    total, where = len(one.own), nation(inputs.area_code)
    first, last = int(spread["areas"].iloc[0]), int(spread["areas"].iloc[-1])
    upper = int(spread["areas"].iloc[:5].sum())
    return chart(
        "need-tenths",
        title=f"{first:,} of {total:,} small areas {'is' if first == 1 else 'are'} in the tenth of {where} with the "
        "highest need",
        subtitle=f"Small areas of {inputs.area_name} in each tenth of {one.indicator.of:,} small areas, "
        f"{one.indicator.title}, {period_in_words(one.starts_on, one.ends_on)}",
        description=f"If {inputs.area_name} were spread like {where}, a tenth of its small areas would be in each "
        f"tenth. {percent(first / total)} are in the tenth with the highest need and {percent(last / total)} in that "
        f"with the lowest; {upper:,} of {total:,} are in the half with more need.",
        draw=partial(tenths, list(spread["areas"])),
    )


def ends_table(one: Compared, inputs: PackInputs | NeedInputs) -> Table:
    """Return the small areas with the highest and the lowest need, with their rank in the nation."""
    own = one.own.reset_index(drop=True)
    frame = pd.concat(
        [own.head(EACH_END), own.iloc[max(EACH_END, len(own) - EACH_END) :]], ignore_index=True
    )
    frame = frame.assign(areas=one.indicator.of).drop(columns="is_own")
    return Table(
        name="need_small_areas",
        caption=f"Small areas of {inputs.area_name} with the highest and the lowest need, rank 1 the highest of "
        f"{one.indicator.of:,} in {nation(inputs.area_code)}",
        columns=(
            Column("area_name", "Small area", under=("area_code",)),
            Column("value", "Score", "score"),
            Column("rank", f"Rank in {nation(inputs.area_code)}", "count"),
        ),
        frame=frame,
    )


def ends_chart(one: Compared, inputs: PackInputs | NeedInputs) -> Chart:
    """Return both ends of the ranking, each small area at its place among all of the nation."""
    own, of, where = one.own, one.indicator.of, nation(inputs.area_code)
    dots = [
        Placed(row["area_name"], row["rank"], ordinal(row["rank"]))
        for row in own.to_dict("records")
    ]
    between = len(dots) - 2 * EACH_END
    if between > 0:
        gap = Placed(f"{counted(between, 'small area')} in between")
        dots = [*dots[:EACH_END], gap, *dots[-EACH_END:]]
    highest, lowest = own.iloc[0], own.iloc[-1]
    upper = int((own["rank"] * 2 <= of).sum())
    return chart(
        "need-small-areas",
        title=f"{highest['area_name']} has the highest need in {inputs.area_name}: {ordinal(int(highest['rank']))} "
        f"of {of:,} in {where}",
        subtitle=f"Small areas of {inputs.area_name} with the highest and the lowest need, by rank in {where}, "
        f"{one.indicator.title}, {period_in_words(one.starts_on, one.ends_on)}",
        description=f"Ranks run from {ordinal(int(highest['rank']))} in {highest['area_name']} (score "
        f"{highest['value']:.1f}) to {ordinal(int(lowest['rank']))} in {lowest['area_name']} (score "
        f"{lowest['value']:.1f}); {upper:,} of {len(own):,} small areas are in the half of {where} with more need. "
        f"{one.indicator.reading}",
        draw=partial(placed, dots, of, where),
    )


def domain_table(small: list[Compared], inputs: PackInputs | NeedInputs) -> Table:
    """Return the index and each of its domains: how much of the authority is in the highest tenth."""
    frame = pd.DataFrame(
        {
            "indicator": [one.name for one in small],
            "title": [one.indicator.title for one in small],
            "areas": [len(one.own) for one in small],
            "highest_tenth": [one.highest_tenth for one in small],
            "share": [one.highest_tenth / len(one.own) for one in small],
            "middle_rank": [int(one.own["rank"].iloc[(len(one.own) - 1) // 2]) for one in small],
        }
    )
    of, where = small[0].indicator.of, nation(inputs.area_code)
    return Table(
        name="need_domains",
        caption=f"Small areas of {inputs.area_name} in the highest-need tenth of {where}, by domain",
        columns=(
            Column("title", "Index or domain"),
            Column("highest_tenth", "In the highest tenth", "count"),
            Column("areas", "Of small areas", "count"),
            Column("share", "Share", "share"),
            Column("middle_rank", f"Rank of the middle one, of {of:,}", "count"),
        ),
        frame=frame,
    )


def edition_table(found: list[Compared], inputs: PackInputs | NeedInputs) -> Table:
    """Return the period and edition of each source shown, and whether it came after the pack's day."""
    titles = inputs.sources.drop_duplicates("source").set_index("source")["title"]
    rows = {}
    for one in found:
        is_later = one.edition_on > pd.Timestamp(inputs.on)
        rows[one.source] = {
            "source": one.source,
            "title": str(titles.get(one.source, one.source)),
            "period": period_in_words(one.starts_on, one.ends_on),
            "edition_on": one.edition_on,
            "published": "Published after the day of this pack"
            if is_later
            else "Known on the day of this pack",
            "reading": one.indicator.reading,
        }
    return Table(
        name="need_sources",
        caption="Period and edition of the needs data, and how to read it",
        columns=(
            Column("title", "Source"),
            Column("period", "Period"),
            Column("edition_on", "Edition", "day"),
            Column("published", f"On {day_in_words(inputs.on)}"),
            Column("reading", "Reading"),
        ),
        frame=pd.DataFrame(list(rows.values())),
        stacks=True,
    )


def lead(districts: list[Compared], small: list[Compared], inputs: PackInputs | NeedInputs) -> str:
    """Return the sentence that opens the section."""
    parts = []
    if districts:
        one = districts[0]
        rank = int(one.own["rank"].iloc[0])
        parts.append(
            f"{inputs.area_name} is the {ordinal(rank)} most deprived of {one.indicator.of:,} districts by average score"
        )
    if small:
        one = small[0]
        parts.append(
            f"{one.highest_tenth:,} of its {len(one.own):,} small areas "
            f"{'is' if one.highest_tenth == 1 else 'are'} in the tenth with the highest need"
        )
    where = nation(inputs.area_code)
    return f"In {where}, {listed(parts)}." if parts else ""

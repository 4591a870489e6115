"""Two agreements buy the same kind of service for the same people and place at the same time."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import FIRST_YEAR, LAST_YEAR
from commissioning.folded_names import folded_once
from commissioning.register import Register, asked
from commissioning.rules.result import notice_on, results
from commissioning.rules.thresholds import Thresholds

CELL = ["category", "group_key", "area_key"]
INPUTS = ("service_category", "groups", "area_codes", "starts_on", "ends_on", "specification")
OTHERS_SHOWN = 3
SECONDS_IN_A_DAY = 86_400

SENTENCES = {
    "flagged": (
        "For {service_category}, {group}, {area} and the same days another live agreement has a "
        "different specification; agreements beside it there: {others}."
    ),
    "clear": (
        "No other live agreement has its category, a group, an area and a day in common and a "
        "different specification."
    ),
    "unknown": "Whether another agreement does the same cannot be told: {missing}.",
}


def duplicate_service(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one result for each live agreement.

    ``flagged`` when another live agreement has the same service category, a group, an area and a day
    in common with it, and a different specification, capitals and spaces aside; ``unknown`` when one
    of these is empty here or its last day is before its first, or when another would be such but for
    days or a specification not told; ``clear`` otherwise. ``act_by`` is the notice date. No threshold is used but that of
    notice. Basis and worked cases: docs/rules/duplicate_service.md.
    """
    agreements = asked(register, on)
    cells = overlapping(places(agreements))
    beside = cells[cells["others"] > 0].drop_duplicates("row").set_index("row")
    rows = pd.Series(np.arange(len(agreements)), agreements.index)
    own = beside.reindex(rows.to_numpy()).set_axis(agreements.index)
    perhaps = rows.isin(cells.loc[cells["perhaps"] > 0, "row"])
    lacks = {
        **{name: agreements[name].isna() for name in INPUTS},
        "day_order": is_reversed(agreements),
    }
    lacks_any = pd.DataFrame(lacks).any(axis=1)
    return results(
        agreements,
        rule="duplicate_service",
        on=on,
        flagged=own["others"].notna() & ~lacks_any,
        unknown=lacks_any | perhaps,
        severity="medium",
        act_by=notice_on(agreements, thresholds),
        facts={
            "service_category": agreements["service_category"],
            "group": own["group"],
            "area": own["area"],
            "others": own["others"].astype("Int64"),
        },
        missing={**lacks, "other_agreement": perhaps & ~lacks_any},
        extra_row_ids=others_beside(cells, agreements),
    )


def places(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return each agreement once for each group and area it names, under its category.

    ``row`` is its place in the frame; an empty day lies before or after all others, and so do both
    where the last is before the first.
    """
    days = agreements[["starts_on", "ends_on"]].mask(is_reversed(agreements))
    told = pd.DataFrame(
        {
            "row": np.arange(len(agreements)),
            "category": folded_once(agreements["service_category"]),
            "group": agreements["groups"].str.split(";"),
            "area": agreements["area_codes"].str.split(";"),
            "specification": folded_once(agreements["specification"]),
            "starts_on": days["starts_on"].fillna(pd.Timestamp(FIRST_YEAR, 1, 1)),
            "ends_on": days["ends_on"].fillna(pd.Timestamp(LAST_YEAR, 12, 31)),
            "is_whole": agreements[list(INPUTS)].notna().all(axis=1) & ~is_reversed(agreements),
        }
    ).dropna(subset=["category", "group", "area"])
    apart = (
        told.explode("group")
        .explode("area")
        .reset_index(drop=True)
        .astype({"group": "str", "area": "str"})
    )
    keyed = apart.assign(
        group=apart["group"].str.strip(),
        area=apart["area"].str.strip(),
        group_key=folded_once(apart["group"]),
        area_key=folded_once(apart["area"]),
    )
    # Nothing between two semicolons is no group that another agreement could have too.
    is_named = (keyed["group_key"] != "") & (keyed["area_key"] != "")
    return keyed[is_named].drop_duplicates(["row", *CELL])


def is_reversed(agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements end before they start, so that on which days they run is not known."""
    return agreements["ends_on"] < agreements["starts_on"]


def overlapping(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the places with how many ``others`` have a day in common and a different specification there.

    ``perhaps`` counts those of which the days or the specification are not told, so that they may.
    """
    cell = cells.groupby(CELL).ngroup()
    same = cells.groupby([*CELL, "specification"], dropna=False).ngroup()
    is_whole, has_text = cells["is_whole"], cells["specification"].notna()
    found = cells.assign(
        cell=cell,
        others=sharing_a_day(cells, cell, is_whole) - sharing_a_day(cells, same, is_whole),
        perhaps=sharing_a_day(cells, cell, ~is_whole)
        - sharing_a_day(cells, same, ~is_whole & has_text),
    )
    return found[is_whole]


def sharing_a_day(cells: pd.DataFrame, group: pd.Series, counted: pd.Series) -> pd.Series:
    """Return for each row how many of the counted rows of its group have a day in common with it.

    They are all of the group but those that end before it starts and those that start after it ends.
    """
    days = (
        cells[["starts_on", "ends_on"]].astype("datetime64[s]").astype("int64") // SECONDS_IN_A_DAY
    )
    origin = int(days.to_numpy().min(initial=0))
    apart = int(days.to_numpy().max(initial=0)) - origin + 2
    # One number line for all groups, wide enough apart that none reaches into the next.
    line = group * apart
    starts, ends = line + days["starts_on"] - origin, line + days["ends_on"] - origin
    all_starts, all_ends = np.sort(starts[counted]), np.sort(ends[counted])
    first, after = np.searchsorted(all_ends, line), np.searchsorted(all_starts, line + apart)
    ended = np.searchsorted(all_ends, starts) - first
    later = after - np.searchsorted(all_starts, ends, side="right")
    size = np.searchsorted(all_ends, line + apart) - first
    return pd.Series(size - ended - later, cells.index)


def others_beside(cells: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the row of one of the agreements that each flagged one stands beside, where it is among the first."""
    columns = ["row", "cell", "specification", "starts_on", "ends_on"]
    known = cells.loc[cells["others"] > 0, columns].drop_duplicates("row")
    shown = cells.loc[cells["others"] > 0, columns].groupby("cell").head(OTHERS_SHOWN)
    pairs = known.merge(shown, on="cell", suffixes=("", "_other"))
    pairs = pairs[
        (pairs["specification"] != pairs["specification_other"])
        & (pairs["starts_on"] <= pairs["ends_on_other"])
        & (pairs["starts_on_other"] <= pairs["ends_on"])
    ]
    pairs = pairs.drop_duplicates("row")
    return pd.DataFrame(
        {
            "agreement_id": agreements["agreement_id"].to_numpy()[pairs["row"]],
            "row_id": agreements["row_id"].to_numpy()[pairs["row_other"]],
        }
    )

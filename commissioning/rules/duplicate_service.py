"""Two agreements buy the same kind of service for the same people and place at the same time."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import FIRST_YEAR, LAST_YEAR
from commissioning.folded_names import of_each_writing
from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.several import apart
from commissioning.rules.thresholds import Thresholds
from models.names import folded

UNTOLD = -1  # the number of a text that is missing
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


def duplicate_service(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
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
    beside = beside.astype({"group": "str", "area": "str"})
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
        act_by=notice_on_asked(register, on, thresholds),
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
            "category": numbers_of(agreements["service_category"]),
            "group": agreements["groups"],
            "area": agreements["area_codes"],
            "specification": numbers_of(agreements["specification"]),
            "starts_on": day_numbers(days["starts_on"].fillna(pd.Timestamp(FIRST_YEAR, 1, 1))),
            "ends_on": day_numbers(days["ends_on"].fillna(pd.Timestamp(LAST_YEAR, 12, 31))),
            "is_whole": agreements[list(INPUTS)].notna().all(axis=1) & ~is_reversed(agreements),
        }
    )
    told = told[(told["category"] != UNTOLD) & told["group"].notna() & told["area"].notna()]
    for column in ("group", "area"):
        rows, each = apart(told[column])
        told = told.take(rows).assign(
            **{column: each.array, f"{column}_key": numbers_of(each).array}
        )
        # Nothing between two semicolons is no group that another agreement could have too.
        told = told[(each != "").array]
    told = told.reset_index(drop=True)
    several = told[told["row"].duplicated(keep=False)]  # only these can name a place twice
    return told.drop(several.index[several.duplicated(["row", *CELL])])


def numbers_of(texts: pd.Series) -> pd.Series:
    """Return a number for each text, the same for texts that differ in capitals and spaces alone."""
    return of_each_writing(texts, lambda written: pd.Series(pd.factorize(folded(written))[0]))


def day_numbers(days: pd.Series) -> pd.Series:
    """Return days, none of them missing, as days since 1970."""
    return days.astype("datetime64[s]").astype("int64") // SECONDS_IN_A_DAY


def is_reversed(agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements end before they start, so that on which days they run is not known."""
    return agreements["ends_on"] < agreements["starts_on"]


def overlapping(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the places with how many ``others`` have a day in common and a different specification there.

    ``perhaps`` counts those of which the days or the specification are not told, so that they may.
    """
    cell = numbered(cells, CELL)
    # Place by place: what is looked up together lies together, which is much faster.
    order = np.argsort(cell, kind="stable")
    cells, cell = cells.take(order), cell.take(order)
    same = numbered(cells.assign(cell=cell), ["cell", "specification"])
    is_whole, has_text = cells["is_whole"], cells["specification"] != UNTOLD
    found = cells.assign(
        cell=cell,
        others=sharing_a_day(cells, cell, is_whole) - sharing_a_day(cells, same, is_whole),
        perhaps=sharing_a_day(cells, cell, ~is_whole)
        - sharing_a_day(cells, same, ~is_whole & has_text),
    )
    return found[is_whole].sort_index()


def numbered(cells: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return a number for each row, the same for rows that are the same in these columns."""
    numbers = np.zeros(len(cells), dtype="int64")
    for column in columns:
        own = cells[column].to_numpy()
        numbers, _ = pd.factorize(numbers * (own.max(initial=UNTOLD) + 2) + own + 1)
    return pd.Series(numbers, cells.index)


def sharing_a_day(cells: pd.DataFrame, group: pd.Series, counted: pd.Series) -> pd.Series:
    """Return for each row how many of the counted rows of its group have a day in common with it.

    They are all of the group but those that end before it starts and those that start after it ends.
    """
    origin = int(cells["starts_on"].min()) if len(cells) else 0
    apart = int(cells["ends_on"].max()) - origin + 2 if len(cells) else 1
    # One number line for all groups, wide enough apart that none reaches into the next.
    line = group * apart
    starts, ends = line + cells["starts_on"] - origin, line + cells["ends_on"] - origin
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

"""Who is reached: users against need by group and area, the hard to reach first."""

from dataclasses import replace

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.plans.reach_chart import reach_charts
from commissioning.small_numbers.published import HIDDEN, MARKED_HIDDEN, SHOWN, SMALL
from commissioning.supply.missing import in_words

KEPT = (SMALL, HIDDEN)
# What the tables hand on as files: what they tell, and the numbers it is worked out of.
UNTOLD = ("group", "service_category", "area_code", "indicator", "why", "missing")
TOLD = (
    *("group", "service_category", "area_code", "indicator", "need_share", "served", "of_all"),
    *("reach", "limits", "need", "all_need", "users", "all_users", "ratio", "lower", "upper"),
    "status",
)
ROUNDED = (
    f"Some counts are small. They are hidden ({MARKED_HIDDEN}), the others of that kind of service are rounded or "
    "hidden for their sake. A reach beside rounded counts is worked out of them and judged by them; where a "
    "count is hidden, whether the group is reached is not told."
)
NEED_ROUNDED = (
    "Some counts of those in need are small. They are hidden, and the others by the same indicator are rounded or "
    "hidden for their sake; shares of the need and reach are worked out of what is told."
)
SHARED = (
    "Departments whose thresholds differ share these kinds of service, which are judged by the authority's: "
    "{kinds}."
)


def who_is_reached(inputs: PlanInputs) -> Part:
    """Return the groups not reached, those of which it cannot be told and why, and the others."""
    rows = inputs.of_categories(inputs.supply.reach_shown)
    title = "Who is reached"
    if rows.empty:
        none = (
            "No live agreement has a service category recorded, so who is reached cannot be told."
        )
        return Part("reach", title, words=(none,))
    counts = rows["status"].value_counts()
    missed, untold = (int(counts.get(status, 0)) for status in ("flagged", "unknown"))
    words = (
        f"Reach is a group's share of the users over its share of the need. Of {counted(len(rows), 'group')} by kind "
        f"of service and area {missed:,} {'is' if missed == 1 else 'are'} reached clearly less than "
        f"{ratio_told(rows)} of their share, and of {untold:,} it cannot be told.",
        "Users are those of every agreement of the kind in the latest period that each returned; one "
        "person served under two agreements counts twice.",
        *told_as_shown(rows),
    )
    limits = ", with the 95% limits"
    tables = [
        reach_table("not_reached", f"Not reached{limits}", rows[rows["status"] == "flagged"]),
        untold_table(rows[rows["status"] == "unknown"]),
    ]
    clear = reach_table(
        "not_clearly_missed",
        f"Not clearly missed: {int(counts.get('clear', 0)):,}{limits}",
        rows[rows["status"] == "clear"],
    )
    part = part_of_tables("reach", title, words, tables, always_kept_back=(clear,))
    return replace(part, charts=reach_charts(rows, inputs.register.area_code))


def ratio_told(rows: pd.DataFrame) -> str:
    """Return the reach below which a group is not reached, or each of them where departments set their own."""
    ratios = [f"{ratio:g}" for ratio in sorted(set(rows["reach_ratio"]))]
    return ratios[0] if len(ratios) == 1 else f"{' or '.join(ratios)} (as departments set it)"


def told_as_shown(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return what a reader has to know where counts are hidden or rounded, or departments share a service."""
    shared = sorted(set(rows.loc[rows["is_shared"], "service_category"]))
    return (
        *([SHARED.format(kinds=listed(shared))] if shared else []),
        *([ROUNDED] if rows["counted"].isin([SMALL, HIDDEN, SHOWN]).any() else []),
        *([NEED_ROUNDED] if rows["need_counted"].isin([SMALL, HIDDEN, SHOWN]).any() else []),
    )


def reach_table(name: str, caption: str, rows: pd.DataFrame) -> Table:
    """Return the reach of each group with its interval, marked where it is hidden."""
    is_hidden = rows["counted"].isin(KEPT)
    is_all_hidden = rows["all_counted"].isin(KEPT)
    limits = rows["lower"].map("{:.2f} to ".format, na_action="ignore") + rows["upper"].map(
        "{:.2f}".format, na_action="ignore"
    )
    frame = rows.assign(
        served=marked(rows["users"].map("{:,}".format, na_action="ignore"), is_hidden),
        of_all=marked(rows["all_users"].map("{:,}".format, na_action="ignore"), is_all_hidden),
        reach=marked(
            rows["ratio"].map("{:.2f}".format, na_action="ignore"), is_hidden | is_all_hidden
        ),
        limits=marked(limits, is_hidden | is_all_hidden),
        need_share=rows["need"] / rows["all_need"],
    )[list(TOLD)]
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("group", "Group"),
            Column("service_category", "Kind of service", under=("area_code",)),
            Column("need_share", "Of the need", "share"),
            Column("served", "Users"),
            Column("of_all", "Of users"),
            Column("reach", "Reach", missing="Cannot be told"),
            Column("limits", "Limits", missing="Cannot be told"),
        ),
        frame=frame.reset_index(drop=True),
    )


def marked(words: pd.Series, is_hidden: pd.Series) -> pd.Series:
    """Return the words, with the mark of what is hidden in its place and nowhere else."""
    return words.astype("str").mask(words.isna() & is_hidden, MARKED_HIDDEN)


def untold_table(rows: pd.DataFrame) -> Table:
    """Return the groups of which reach cannot be told, with what evidence is missing."""
    return Table(
        name="reach_not_told",
        caption="Where reach cannot be told, and what evidence is missing",
        columns=(
            Column("group", "Group", missing="No group recorded"),
            Column("service_category", "Kind of service", under=("area_code",)),
            Column("why", "Missing"),
        ),
        frame=rows.assign(why=rows["missing"].map(in_words))[list(UNTOLD)].reset_index(drop=True),
        stacks=True,
    )

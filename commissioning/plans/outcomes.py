"""What each outcome cost in the last complete year."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.small_numbers.published import HIDDEN, MARKED_HIDDEN, SHOWN, SMALL


def outcomes(inputs: PlanInputs) -> Part:
    """Return the cost of each outcome achieved beside that of each person served."""
    rows = inputs.of_own(inputs.supply.outcomes)
    title = "What an outcome costs"
    if rows.empty:
        none = "No live agreement has a measure of people better off, so what an outcome costs cannot be told."
        return Part("outcomes", title, words=(none,))
    return part_of_tables("outcomes", title, outcome_words(rows), (cost_table(rows),))


def outcome_words(rows: pd.DataFrame) -> list[str]:
    """Return of how many measures the cost is known, and how small counts are told."""
    known = int((rows["missing"] == "").sum())
    words = [
        f"In {rows['year'].iloc[0]}, where the payments and the counted outcomes of the whole year are both "
        f"known: {known:,} of {len(rows):,}."
    ]
    marks = rows[["counted", "users_counted"]]
    if marks.isin([SMALL, HIDDEN, SHOWN]).any(axis=None):
        words.append(
            f"Small counts are hidden ({MARKED_HIDDEN}), those beside them are rounded or hidden, and a cost "
            "is worked out of the counts shown, so that it is rounded too."
        )
    return words


def cost_table(rows: pd.DataFrame) -> Table:
    """Return spend, outcomes and people of each measure, and what one of each cost."""
    return Table(
        name="cost_per_outcome",
        caption="Spend over outcomes achieved, and over people served",
        columns=(
            Column("reference", "Agreement", under=("title", "measure")),
            Column("spend_pence", "Spent", "money"),
            Column("achieved", "Outcomes"),
            Column("served", "Of people"),
            Column("cost_per_outcome_pence", "An outcome", "exact_money", missing="Cannot be told"),
            Column("cost_per_user_pence", "A person", "exact_money", missing="Cannot be told"),
        ),
        frame=rows.assign(
            achieved=in_words(rows["outcomes"], rows["counted"]),
            served=in_words(rows["users"], rows["users_counted"]),
        ),
        stacks=True,
    )


def in_words(counts: pd.Series, marks: pd.Series) -> pd.Series:
    """Return a count of people as it is read: marked where it is hidden, nothing where it is not recorded."""
    shown = counts.map("{:,}".format, na_action="ignore").astype("str")
    return shown.mask(counts.isna() & marks.isin([SMALL, HIDDEN]), MARKED_HIDDEN)

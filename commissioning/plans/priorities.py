"""What to commission first, and why: one order, stated, the same for every department."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import MOST_SHOWN
from commissioning.plans.order import ORDER


def priorities(inputs: PlanInputs) -> Part:
    """Return the order in which to commission, with the reasons for each place."""
    ranked = inputs.ranked
    if ranked.empty:
        none = "There is nothing to commission: nothing is to be replaced, and no need is known not to be met."
        return Part("priorities", "In this order", words=(none,))
    words = (
        "Critical ends come first, then need that is not met, starts that are late, starts due this "
        "quarter, what is bought twice, what leaves no choice, what was repeated unchanged, and the rest; "
        "among equals the soonest start comes first.",
        "What could not be asked, for want of evidence, puts nothing forward: it is listed at the end.",
    )
    first, rest = ranked.head(MOST_SHOWN), ranked.iloc[MOST_SHOWN:].reset_index(drop=True)
    tables = ranking_table("priorities", "What to commission first, and why", first)
    back = ranking_table("priorities_after", f"The {len(rest):,} that come after", rest)
    return Part("priorities", "In this order", words, (), (tables,), (back,) if len(rest) else ())


def opening(inputs: PlanInputs) -> str:
    """Return in one line what presses most, and how much of it there is."""
    counts = inputs.ranked["first"].value_counts()
    told = [f"{ORDER[name].lower()}: {counts[name]:,}" for name in ORDER if name in counts.index]
    return f"By the first reason of each, {'; '.join(told)}." if told else "Nothing presses."


def ranking_table(name: str, caption: str, ranked: pd.DataFrame) -> Table:
    """Return places of the order, each with its first reason and the sentences behind it."""
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("rank", "Place", "count"),
            Column("why", "First reason", under=("because",)),
            Column("latest_start_on", "Latest start", "day", missing="Cannot be told"),
            Column("ends_on", "Ends", "day"),
        ),
        frame=ranked.assign(
            why=ranked["first"].map(ORDER), because=ranked["reasons"].map(" ".join)
        ),
        stacks=True,
    )

"""What each outcome cost in the last complete year."""

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.plans.inputs import PlanInputs

SHOWN = 20


def outcomes(inputs: PlanInputs) -> Part:
    """Return the cost of each outcome achieved beside that of each person served."""
    rows = inputs.of_own(inputs.supply.outcomes)
    title = "What an outcome costs"
    if rows.empty:
        none = "No live agreement has a measure of people better off, so what an outcome costs cannot be told."
        return Part("outcomes", title, words=(none,))
    known = int(rows["cost_per_outcome_pence"].notna().sum())
    words = (
        f"In {rows['year'].iloc[0]}, where the payments and the counted outcomes of the whole year are both "
        f"known: {known:,} of {len(rows):,}.",
    )
    table = Table(
        name="cost_per_outcome",
        caption="Spend over outcomes achieved, and over people served",
        columns=(
            Column("reference", "Agreement", under=("title", "measure")),
            Column("spend_pence", "Spent", "money"),
            Column("outcomes", "Outcomes", "count"),
            Column("users", "Of people", "count"),
            Column("cost_per_outcome_pence", "An outcome", "exact_money", missing="Cannot be told"),
            Column("cost_per_user_pence", "A person", "exact_money", missing="Cannot be told"),
        ),
        frame=rows,
    )
    is_long = len(rows) > SHOWN
    return Part(
        "outcomes",
        title,
        words,
        tables=() if is_long else (table,),
        kept_back=(table,) if is_long else (),
    )

"""What a unit of a service and an outcome cost, each beside what it can be compared with."""

import pandas as pd

from commissioning.money import pounds
from commissioning.money_over_time.value_for_money import quality_changes, value_for_money
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.outcomes import cost_table, outcome_words
from commissioning.register import looked_up
from commissioning.supply.cost_per_outcome import cost_per_outcome
from commissioning.supply.people import outcomes_shown

SHOWN = 8
OWN = (
    Column("reference", "Agreement", under=("title",)),
    Column("unit", "Unit"),
    Column("unit_cost_pence", "Cost of a unit", "exact_money"),
)
PEERS = (
    Column("middle_pence", "Middle of its kind", "exact_money", missing="No kind recorded"),
    Column("fence_pence", "Fence", "exact_money", missing="Too few to compare"),
    Column("against", "Against its kind", under=("among",)),
    Column("value_for_money", "Against the year before", missing="Cannot be told"),
)
VERDICTS = {
    "improved": "Value for money improved",
    "unchanged": "Unchanged",
    "worsened": "Value for money worsened",
    "cost_down_quality_down": "Cost down and quality down: no saving",
    "cost_up_quality_up": "Cost up and quality up",
}


def unit_costs(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return each unit cost with the middle and the fence of its kind, the dearest against it first."""
    costs = told(inputs, live)
    if costs.empty:
        return []
    dear = int(costs["is_above"].eq(True).sum())
    words = (
        f"Spend over volume in {costs['year'].iloc[0]}. The fence is the third quartile and the rule's number of "
        f"interquartile ranges above it (Tukey), of agreements with the same service category and unit: "
        f"{counted(dear, 'agreement')} {'is' if dear == 1 else 'are'} above it."
    )
    return [
        Exhibit(
            chart=unit_cost_chart(costs), words=(words,), table=unit_cost_table(costs, OWN + PEERS)
        )
    ]


def own_unit_costs(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return each unit cost, and nothing of what others charge."""
    costs = told(inputs, live)
    if costs.empty:
        return []
    # In an order of their own, which says nothing of how others compare.
    own = costs[["reference", "title", "unit", "year", "unit_cost_pence"]].sort_values(
        ["reference", "unit"], ignore_index=True
    )
    return [Exhibit(table=unit_cost_table(own, OWN))]


def told(inputs: PackInputs, live: pd.DataFrame) -> pd.DataFrame:
    """Return the unit costs of the live agreements in words, those highest against their kind first."""
    costs = inputs.unit_costs.merge(live[["agreement_id", "reference", "title"]], on="agreement_id")
    is_alone = costs["peers"].isna() | (costs["peers"] < 2)
    against = pd.Series("Cannot be compared", costs.index, dtype="str").mask(
        costs["is_above"].eq(False).fillna(False), "Within the fence"
    )
    is_above = costs["is_above"].eq(True).fillna(False)
    high = costs["unit_cost_pence"].astype("Float64") / costs["middle_pence"].where(
        costs["middle_pence"] > 0
    )
    quality = looked_up(costs["agreement_id"], quality_changes(inputs.register, on=inputs.on))
    dearer = (costs["unit_cost_pence"] - costs["before_pence"]).astype("float64")
    verdicts = [
        VERDICTS[value_for_money(better, more)] if not pd.isna(better + more) else ""
        for better, more in zip(quality, dearer, strict=True)
    ]
    among = [
        "" if pd.isna(peers) else f"Among {counted(int(peers), 'agreement')}"
        for peers in costs["peers"]
    ]
    return costs.assign(
        against=against.mask(is_above, "Above the fence"),
        among=pd.Series(among, costs.index, dtype="str"),
        high=high.mask(is_alone),
        value_for_money=pd.Series(verdicts, costs.index, dtype="str"),
    ).sort_values(
        ["high", "reference", "unit"],
        ascending=[False, True, True],
        na_position="last",
        ignore_index=True,
    )


def unit_cost_table(costs: pd.DataFrame, columns: tuple[Column, ...]) -> Table:
    """Return the unit costs, with as much beside them as the columns ask for."""
    return Table(
        name="unit_costs",
        caption="What a unit costs under each agreement",
        columns=columns,
        frame=costs,
    )


def unit_cost_chart(costs: pd.DataFrame) -> Chart | None:
    """Return how many times the middle of its kind each unit costs; None where none can be compared."""
    known = costs.dropna(subset="high").head(SHOWN)
    if known.empty:
        return None
    rows = [
        Bar(
            f"{row['reference']} {row['title']}",
            float(row["high"]),
            f"{row['high']:.2f}, {pounds(int(row['unit_cost_pence']))}",
            None
            if pd.isna(row["fence_pence"])
            else int(row["fence_pence"]) / int(row["middle_pence"]),
            is_first=row["is_above"] is True,
        )
        for row in known.to_dict("records")
    ]
    first = known.iloc[0]
    has_fence = known["fence_pence"].notna().any()
    return bar_chart(
        "unit-costs",
        rows,
        title=f"Under {first['reference']} one {first['unit']} costs {first['high']:.2f} times the middle of its kind",
        subtitle="Cost of a unit over the middle of the agreements of its kind, and the cost"
        + (f"; the {SHOWN} highest" if costs["high"].notna().sum() > SHOWN else ""),
        description="; ".join(f"{row.label}: {row.length:.2f} times the middle" for row in rows)
        + ".",
        mark_label="Dark line: the fence" if has_fence else "",
    )


def outcome_costs(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return what each outcome cost, as it may be told where few people achieved it."""
    costs = outcomes_shown(
        cost_per_outcome(inputs.register, on=inputs.on), inputs.register.suppression
    )
    if costs.empty:
        return []
    return [Exhibit(words=tuple(outcome_words(costs)), table=cost_table(costs))]

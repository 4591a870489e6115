"""The services there are, kind by kind: what they cost a year, when they end, what presses."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.supply.options import yearly_cost


def services(inputs: PlanInputs) -> Part:
    """Return one row a kind of service: its agreements, providers, yearly cost and ends."""
    rows = by_category(inputs)
    title = "Services and their ends"
    if rows.empty:
        return Part("services", title, words=("No agreement is live.",))
    unnamed = int(rows.loc[rows["service_category"].isna(), "agreements"].sum())
    kinds = int(rows["service_category"].notna().sum())
    words = [
        f"{counted(len(inputs.live), 'live agreement')} in {counted(kinds, 'kind')} of service."
    ]
    if unnamed:
        words.append(
            f"Of {counted(unnamed, 'agreement')} no kind is recorded: need, reach and choice cannot be told of them."
        )
    table = Table(
        name="services",
        caption="By kind of service, the first to end at the top",
        columns=(
            Column("service_category", "Kind of service"),
            Column("agreements", "Agreements", "count"),
            Column("providers", "Providers", "count"),
            Column("annual_cost_pence", "A year", "money", under=("cost_coverage",)),
            Column("first_ends_on", "First end", "day"),
            Column("to_replace", "To replace", "count"),
            Column("late", "Late", "count"),
        ),
        # Nobody named is not nobody.
        frame=rows.assign(providers=rows["providers"].where(rows["providers"] > 0)),
    )
    return Part("services", title, tuple(words), tables=(table,))


def by_category(inputs: PlanInputs) -> pd.DataFrame:
    """Return the live agreements by service category, the first to end first.

    ``annual_cost_pence`` adds the yearly costs that are known, of ``costed`` agreements;
    ``first_ends_on`` is the first end that has not gone.
    """
    live = inputs.live
    live = live.assign(
        cost=yearly_cost(live),
        coming=live["ends_on"].where(live["ends_on"] >= pd.Timestamp(inputs.on)),
        is_planned=live["agreement_id"].isin(inputs.plan["agreement_id"]),
        is_late=live["agreement_id"].isin(inputs.late["agreement_id"]),
    )
    found = (
        live.groupby("category", dropna=False)
        .agg(
            service_category=("service_category", "first"),
            agreements=("reference", "size"),
            providers=("provider_key", "nunique"),
            annual_cost_pence=("cost", lambda costs: costs.sum(min_count=1)),
            costed=("cost", "count"),
            first_ends_on=("coming", "min"),
            to_replace=("is_planned", "sum"),
            late=("is_late", "sum"),
        )
        .reset_index()
        .sort_values(["first_ends_on", "category"], kind="stable", ignore_index=True)
    )
    coverage = [
        f"of {costed:,} of {agreements:,}" if 0 < costed < agreements else ""
        for costed, agreements in zip(found["costed"], found["agreements"], strict=True)
    ]
    return found.assign(cost_coverage=pd.Series(coverage, dtype="str")).astype(
        {"annual_cost_pence": "Int64"}
    )

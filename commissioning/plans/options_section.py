"""The options for each kind of service, with cost and social value: both, or incomplete."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.supply.missing import in_words


def options(inputs: PlanInputs) -> Part:
    """Return what could be bought for the kinds of service in which anything has to be replaced."""
    rows = appraised(inputs)
    title = "Options"
    if rows.empty:
        none = "Nothing that has to be replaced has a service category recorded, so no options can be set beside it."
        return Part("options", title, words=(none,))
    kinds = rows["appraisal"].eq("complete").groupby(rows["category"]).all()
    words = (
        "Each live agreement of the kind, in whichever department, is an option: its way of doing it can be "
        "bought again. A blank cost or social value is not nought, and leaves the appraisal incomplete.",
        f"The appraisal is complete of {int(kinds.sum()):,} of {counted(len(kinds), 'kind')} of service.",
    )
    table = Table(
        name="options",
        caption="Options by kind of service, the least cost first",
        columns=(
            Column("service_category", "Kind of service"),
            Column("reference", "Option", under=("title", "provider_name")),
            Column("annual_cost_pence", "A year", "money"),
            Column("social_value", "Social value"),
            Column("told", "Appraisal"),
        ),
        frame=rows.assign(told=told(rows)),
        stacks=True,
    )
    return part_of_tables("options", title, words, (table,))


def appraised(inputs: PlanInputs) -> pd.DataFrame:
    """Return the options for every category in which a live agreement has to be replaced."""
    live = inputs.live
    planned = live.loc[live["agreement_id"].isin(inputs.plan["agreement_id"]), "category"]
    rows = inputs.supply.options
    return rows[rows["category"].isin(planned.dropna())].reset_index(drop=True)


def told(rows: pd.DataFrame) -> pd.Series:
    """Return whether each is complete, and why it is not."""
    words = "Incomplete. " + rows["missing"].map(in_words).astype("str") + "."
    return words.mask(rows["appraisal"] == "complete", "Complete")

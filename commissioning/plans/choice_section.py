"""Where people have no choice of provider, and which markets one provider, or a few, have taken."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.supply.missing import in_words

WORDS = {"no_choice": "No choice", "unknown": "Cannot be told", "choice": "A choice"}


def choice(inputs: PlanInputs) -> Part:
    """Return the kinds of service with one provider, area by area, and who is paid for them."""
    rows = inputs.of_categories(inputs.supply.choice)
    title = "Choice"
    if rows.empty:
        none = "No live agreement has a service category recorded, so what choice there is cannot be told."
        return Part("choice", title, words=(none,))
    counts = rows["status"].value_counts()
    alone, untold = (int(counts.get(status, 0)) for status in ("no_choice", "unknown"))
    words = (
        f"{counted(len(rows), 'kind')} of service and area: {alone:,} with one provider alone, "
        f"{untold:,} of which it cannot be told.",
        "A service that the authority delivers itself has a provider too. An agreement for the whole "
        "authority counts in every area.",
    )
    narrow = rows[rows["status"] != "choice"]
    tables = (choice_table("choice", "Without a known choice", narrow), markets_table(inputs))
    wide = choice_table(
        "with_choice", f"With a choice: {len(rows) - len(narrow):,}", rows.drop(narrow.index)
    )
    return part_of_tables("choice", title, words, tables, always_kept_back=(wide,))


def choice_table(name: str, caption: str, rows: pd.DataFrame) -> Table:
    """Return kinds of service and areas with how many providers there are."""
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("service_category", "Kind of service"),
            Column("area", "Area"),
            Column("agreements", "Agreements", "count"),
            Column("providers", "Providers", "count"),
            Column("told", "So", under=("why",)),
        ),
        frame=rows.assign(
            area=rows["area_code"].replace("", "Everywhere"),
            told=rows["status"].map(WORDS),
            why=rows["missing"].map(in_words).astype("str"),
        ).reset_index(drop=True),
        stacks=True,
    )


def markets_table(inputs: PlanInputs) -> Table:
    """Return who was paid for these kinds of service in twelve months, the most concentrated first."""
    return Table(
        name="markets",
        caption="Who was paid for them in twelve months, the most concentrated first",
        columns=(
            Column("service_category", "Kind of service"),
            Column("paid_pence", "Paid", "money"),
            Column("providers", "Providers paid", "count"),
            Column("top_provider", "Most to", missing="Nobody named"),
            Column("top_share", "Its share", "share"),
            Column("index", "Herfindahl index", under=("told",)),
        ),
        frame=concentrated(inputs),
    )


def concentrated(inputs: PlanInputs) -> pd.DataFrame:
    """Return the markets of its service categories, with their index in words."""
    rows = inputs.of_categories(inputs.supply.markets)
    return rows.assign(
        index=rows["hhi"].map("{:,.0f}".format, na_action="ignore"),
        told=rows["is_concentrated"].map({True: "Concentrated", False: ""}).astype("str"),
    )

"""The money of each agreement: how fast it goes against the term, and the year's bases beside one another."""

import pandas as pd

from commissioning.dates import financial_year_start
from commissioning.money_over_time.burn import METHOD, TOO_EARLY, burn
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.money_by_department import BASES, year_of
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, listed, of_all, rounded_pounds
from commissioning.register import looked_up
from commissioning.rules.unit_cost_outlier import is_of_year

SHOWN = 8


def burning(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return how fast the agreements that payments name are spent, what goes over first."""
    pace = burn(inputs.register, live, on=inputs.on).rename(columns={"value_pence": "worth_pence"})
    told = live.assign(**pace)
    spent = told[told["spend_pence"].notna()]
    if spent.empty:
        return []
    ordered = spent.assign(ahead=spent["spend_share"] - spent["time_share"]).sort_values(
        ["ahead", "reference", "agreement_id"],
        ascending=[False, True, True],
        na_position="last",
        ignore_index=True,
    )
    table = burn_table(ordered, inputs)
    drawn = burn_chart(ordered, inputs)
    kept = (("How fast each agreement is spent, all of them", table),)
    return [Exhibit(chart=drawn, words=(burn_words(ordered, live),), kept_back=kept)]


def burn_words(ordered: pd.DataFrame, live: pd.DataFrame) -> str:
    """Return how many agreements can be told, how outturn is projected and where it is not."""
    projected = int(ordered["outturn_pence"].notna().sum())
    lacking = ordered.loc[ordered["why_not"] != "", "why_not"].value_counts()
    reasons = [f"{number:,} because {reason}" for reason, number in sorted(lacking.items())]
    why = f" It is not told in full for {listed(reasons)}." if reasons else ""
    return (
        f"Payments name {of_all(len(ordered), len(live))} live agreements. The projected outturn "
        f"({METHOD}, over the whole term) is told for {projected:,}; none is made when {TOO_EARLY}.{why}"
    )


def burn_table(ordered: pd.DataFrame, inputs: PackInputs) -> Table:
    """Return each agreement's value, spend, burn rate and projected outturn."""
    return Table(
        name="money_burn",
        caption=f"Spend against term by {day_in_words(inputs.on)}, the furthest ahead first",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("worth_pence", "Value with changes", "money"),
            Column("spend_pence", "Spent", "money"),
            Column("spend_share", "Of its value", "share", missing="Not known"),
            Column("time_share", "Of its term gone", "share", missing="Not known"),
            Column("burn", "Burn rate", missing="Not known"),
            Column(
                "outturn_pence", "Projected outturn", "money", under=("why_not",), missing="None"
            ),
            Column("over_pence", "Outturn less value", "money", missing="Not known"),
        ),
        frame=ordered[
            [
                *("reference", "title", "worth_pence", "spend_pence", "spend_share", "time_share"),
                *("burn", "outturn_pence", "over_pence", "why_not"),
            ]
        ],
    )


def burn_chart(ordered: pd.DataFrame, inputs: PackInputs) -> Chart | None:
    """Return the share spent beside the share of the term gone, of those furthest ahead of their terms."""
    known = ordered.dropna(subset=["spend_share", "time_share"])
    if known.empty:
        return None
    rows = [
        Bar(
            f"{row['reference']} {row['title']}",
            float(row["spend_share"]),
            f"{row['spend_share']:.0%}, {row['burn']} times",
            float(row["time_share"]),
            is_first=row["spend_share"] > row["time_share"],
        )
        for row in known.head(SHOWN).to_dict("records")
    ]
    ahead = int((known["spend_share"] > known["time_share"]).sum())
    over = known["over_pence"].dropna()
    more = int(over[over > 0].sum())
    title = f"{counted(ahead, 'agreement')} of {len(known):,} {'is' if ahead == 1 else 'are'} spent faster than the term goes by"
    if more:
        title += f": {rounded_pounds(more)} more than their value at this rate"
    return bar_chart(
        "money-burn",
        rows,
        title=title,
        subtitle="Share of the value spent, and how many times the share of the term gone that is"
        + (f"; the {SHOWN} furthest ahead" if len(known) > SHOWN else ""),
        description="; ".join(
            f"{row.label}: {row.length:.0%} spent when {row.mark or 0:.0%} of the term has gone"
            for row in rows
        )
        + ".",
        mark_label="Dark line: share of the term gone",
    )


def of_year_by_agreement(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return the year's budget, commitment and actual of each agreement, each in a column of its own."""
    payments = inputs.register.payments
    start = inputs.register.financial_year_start
    of_year = payments[is_of_year(payments, financial_year_start(inputs.on, start), start)]
    is_later = (of_year["basis"] == "outturn") & (of_year["paid_on"] > pd.Timestamp(inputs.on))
    sums = (
        of_year[~is_later]
        .groupby(["agreement_id", "basis"])["amount_pence"]
        .sum()
        .unstack()
        .reindex(columns=list(BASES))
        .astype("Int64")
    )
    named = live[live["agreement_id"].isin(sums.index)]
    if named.empty:
        return []
    frame = named[["reference", "title"]].assign(**looked_up(named["agreement_id"], sums))
    table = Table(
        name="money_by_agreement",
        caption=f"Budget, commitment and actual of {year_of(inputs)} by agreement, each by itself",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            *(
                Column(basis, title, "money", missing="None recorded")
                for basis, title in BASES.items()
            ),
        ),
        frame=frame.reset_index(drop=True),
    )
    return [
        Exhibit(
            kept_back=((f"Budget, commitment and actual of {year_of(inputs)} by agreement", table),)
        )
    ]

"""Section 3: which agreements end, month by month, and where many end together."""

from functools import partial
from typing import Any

import pandas as pd

from commissioning.dates import months_after
from commissioning.packs.audiences import audience_named
from commissioning.packs.charts import Strip, timeline
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import flagged_results, live_agreements
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Section
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, listed, of_all, rounded_pounds

NO_OPTION, OPTION, UNRECORDED = "no_option_left", "option_left", "option_not_recorded"
OPTIONS = {
    NO_OPTION: "No extension option left",
    OPTION: "An extension option left",
    UNRECORDED: "Option not recorded",
}
BUSIEST_DAYS = 5


def expiry(inputs: PackInputs) -> Section:
    """Return the ends ahead by month, what stands outside the months shown, and the busiest days.

    An option is left where ``latest_end_on`` is later than ``ends_on``. Months are calendar
    months from the one that holds ``on``.
    """
    months = audience_named(inputs.audience).expiry_months
    live = ends(inputs, months)
    where = where_table(live, inputs, months)
    ahead = live[live["when"] == "ahead"]
    by_month = month_table(ahead, inputs, months)
    must_sum("ends by month", by_month.frame["agreements"], len(ahead))
    edges = cliff_edges(ahead)
    chart = expiry_chart(by_month.frame, edges) if len(ahead) else None
    busiest = busiest_table(ahead)
    plan = plan_table(ahead, inputs, months)
    return Section(
        name="expiry",
        title="Expiry and forward plan",
        context={
            "months": months,
            "lead": lead(live, inputs, months),
            "no_ends": len(live) > 0 and bool(live["ends_on"].isna().all()),
            "where": where,
            "chart": chart,
            "by_month": by_month,
            "busiest": busiest,
            "live": len(live),
        },
        tables=(where, by_month, busiest, plan),
        annex=(plan,) if len(ahead) else (),
    )


def ends(inputs: PackInputs, months: int) -> pd.DataFrame:
    """Return the live agreements with where each end falls and whether an option is left."""
    live = live_agreements(inputs)
    on = pd.Timestamp(inputs.on)
    until = pd.Timestamp(months_after(inputs.on.replace(day=1), months))
    days = live["ends_on"]
    live["when"] = "ahead"
    live.loc[days < on, "when"] = "passed"
    live.loc[days >= until, "when"] = "beyond"
    live.loc[days.isna(), "when"] = "not_recorded"
    latest = live["latest_end_on"]
    live["option"] = NO_OPTION
    live.loc[latest > days, "option"] = OPTION
    live.loc[latest.isna(), "option"] = UNRECORDED
    edge = flagged_results(inputs.results).query("rule == 'cliff_edge'")["agreement_id"]
    live["is_cliff_edge"] = live["agreement_id"].isin(edge)
    return live


def last_month_end(inputs: PackInputs, months: int) -> pd.Timestamp:
    """Return the last day that the timeline shows."""
    return pd.Timestamp(months_after(inputs.on.replace(day=1), months)) - pd.Timedelta(days=1)


def where_table(live: pd.DataFrame, inputs: PackInputs, months: int) -> Table:
    """Return the agreements by where their end falls; each live agreement is in one row."""
    until = day_in_words(last_month_end(inputs, months))
    labels = {
        "passed": f"Ended before {day_in_words(inputs.on)}, by the register",
        "ahead": f"Ends by {until}",
        "beyond": f"Ends after {until}",
        "not_recorded": "No end date recorded",
    }
    rows: list[dict[str, Any]] = [
        {"where": label, **totals(live[live["when"] == when])} for when, label in labels.items()
    ]
    must_sum("agreements by end date", [row["agreements"] for row in rows], len(live))
    rows.append({"where": "All live agreements", **totals(live)})
    return Table(
        name="ends_by_reach",
        caption="Live agreements by where their end date falls",
        columns=(
            Column("where", "End date"),
            Column("agreements", "Agreements", "count"),
            Column("value_pence", "Value recorded", "money"),
        ),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def totals(agreements: pd.DataFrame) -> dict[str, int]:
    """Return the count and value of some agreements."""
    return {
        "agreements": len(agreements),
        "value_pence": int(agreements["value_pence"].sum()),
        "with_value": int(agreements["value_pence"].notna().sum()),
    }


def month_table(ahead: pd.DataFrame, inputs: PackInputs, months: int) -> Table:
    """Return the ends in each calendar month, split by whether an extension option is left."""
    first = pd.Timestamp(inputs.on.replace(day=1))
    starts = pd.Series(pd.date_range(first, periods=months, freq="MS").astype("datetime64[s]"))
    month = ahead["ends_on"].dt.to_period("M").dt.to_timestamp().astype("datetime64[s]")
    split = pd.crosstab(month, ahead["option"]).reindex(starts, fill_value=0)
    split = (
        split.reindex(columns=list(OPTIONS), fill_value=0).astype("int64").reset_index(drop=True)
    )
    frame = pd.DataFrame(
        {
            "month_starts_on": starts,
            "month": starts.dt.strftime("%B %Y"),
            "agreements": split.sum(axis="columns"),
            **{option: split[option] for option in OPTIONS},
            "value_pence": starts.map(ahead.groupby(month)["value_pence"].sum())
            .fillna(0)
            .astype("int64"),
            "in_cliff_edge": starts.map(ahead.groupby(month)["is_cliff_edge"].sum())
            .fillna(0)
            .astype("int64"),
        }
    )
    return Table(
        name="ends_by_month",
        caption="Agreements ending in each month, by whether an extension option is left",
        columns=(
            Column("month", "Month"),
            Column("agreements", "Agreements", "count"),
            *(Column(option, title, "count") for option, title in OPTIONS.items()),
            Column("value_pence", "Value recorded", "money"),
            Column("in_cliff_edge", "In a cliff edge", "count"),
        ),
        frame=frame,
    )


def cliff_edges(ahead: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which agreements flagged as a cliff edge end, with how many end on each."""
    flagged = ahead[ahead["is_cliff_edge"]]
    days = flagged.groupby("ends_on").size().rename("agreements").reset_index()
    return days.sort_values(["agreements", "ends_on"], ascending=[False, True], ignore_index=True)


def expiry_chart(by_month: pd.DataFrame, edges: pd.DataFrame) -> Chart:
    """Return the timeline: one strip for all ends, and one for each answer about options."""
    strips = [
        Strip(title, tuple(by_month[column]))
        for column, title in [("agreements", "All agreements"), *OPTIONS.items()]
        if by_month[column].sum()
    ]
    peak = by_month.sort_values(["agreements", "month_starts_on"], ascending=[False, True]).iloc[0]
    total = int(by_month["agreements"].sum())
    title = f"{peak['month']} is the busiest month: {counted(int(peak['agreements']), 'agreement')} of {total:,} end in it"
    months_with_edges = edges.assign(month=edges["ends_on"].dt.strftime("%B %Y")).groupby("month")
    marks = months_with_edges["agreements"].sum()
    return chart(
        "expiry-timeline",
        title=title,
        subtitle=f"Agreements ending in each month, {by_month['month'].iloc[0]} to {by_month['month'].iloc[-1]}",
        description=timeline_in_words(by_month, marks),
        draw=partial(
            timeline,
            list(by_month["month_starts_on"]),
            strips,
            [int(marks.get(month, 0)) for month in by_month["month"]],
        ),
    )


def timeline_in_words(by_month: pd.DataFrame, marks: pd.Series) -> str:
    """Return what the timeline shows, for whoever does not see it."""
    busiest = by_month.sort_values(["agreements", "month_starts_on"], ascending=[False, True])
    top = [
        f"{row['month']} ({row['agreements']:,})"
        for row in busiest.head(3).to_dict("records")
        if row["agreements"]
    ]
    splits = [
        f"{int(by_month[option].sum()):,} with {title[0].lower()}{title[1:]}"
        for option, title in OPTIONS.items()
        if by_month[option].sum()
    ]
    empty = int((by_month["agreements"] == 0).sum())
    edge = (
        f" Ends flagged as a cliff edge: {listed([f'{number:,} in {month}' for month, number in marks.items()])}."
        if len(marks)
        else " No end is flagged as a cliff edge."
    )
    none = f" In {counted(empty, 'month')} none ends." if empty else ""
    return f"Most agreements end in {listed(top)}. Of all that end in these months, {listed(splits)}.{none}{edge}"


def busiest_table(ahead: pd.DataFrame) -> Table:
    """Return the days on which most agreements end, with what ends on them."""
    days = ahead.groupby("ends_on").agg(
        agreements=("agreement_id", "size"),
        value_pence=("value_pence", "sum"),
        no_option_left=("option", lambda options: int((options == NO_OPTION).sum())),
        in_cliff_edge=("is_cliff_edge", "sum"),
        departments=("department", lambda names: listed(sorted(set(names.dropna())))),
    )
    frame = days.reset_index().sort_values(
        ["agreements", "value_pence", "ends_on"], ascending=[False, False, True], ignore_index=True
    )
    return Table(
        name="busiest_days",
        caption="Days on which most agreements end",
        columns=(
            Column("ends_on", "Day", "day"),
            Column("agreements", "Agreements", "count"),
            Column("no_option_left", "No option left", "count"),
            Column("in_cliff_edge", "In a cliff edge", "count"),
            Column("value_pence", "Value recorded", "money"),
            Column("departments", "Departments"),
        ),
        frame=frame.head(BUSIEST_DAYS),
    )


def plan_table(ahead: pd.DataFrame, inputs: PackInputs, months: int) -> Table:
    """Return the forward plan: every agreement that ends in the months shown, soonest first."""
    plan = ahead.sort_values(["ends_on", "reference", "agreement_id"], ignore_index=True)
    plan["option_left"] = plan["option"].map(OPTIONS)
    columns = [
        "agreement_id",
        "reference",
        "title",
        "department",
        "providers",
        "ends_on",
        "latest_end_on",
    ]
    return Table(
        name="forward_plan",
        caption=f"Forward plan: agreements ending by {day_in_words(last_month_end(inputs, months))}, soonest first",
        columns=(
            Column("reference", "Agreement", under=("title", "department")),
            Column("ends_on", "Ends", "day"),
            Column("latest_end_on", "Latest possible end", "day"),
            Column("providers", "Provider"),
            Column("value_pence", "Value", "money"),
        ),
        frame=plan[[*columns, "option_left", "value_pence", "is_cliff_edge"]],
        stacks=True,
    )


def lead(live: pd.DataFrame, inputs: PackInputs, months: int) -> str:
    """Return the sentence that opens the section."""
    ahead = live[live["when"] == "ahead"]
    no_option = int((ahead["option"] == NO_OPTION).sum())
    return (
        f"{of_all(len(ahead), len(live))} live agreements, worth {rounded_pounds(int(ahead['value_pence'].sum()))} "
        f"where a value is recorded, end by {day_in_words(last_month_end(inputs, months))}; {no_option:,} of them have "
        f"no extension option left.{unknown_ends(live[live['ends_on'].isna()])}"
    )


def unknown_ends(without: pd.DataFrame) -> str:
    """Return how many agreements have no end date, as a sentence that follows another."""
    if without.empty:
        return ""
    value = rounded_pounds(int(without["value_pence"].sum()))
    many = len(without) > 1
    return (
        f" {counted(len(without), 'agreement')}, worth {value} where recorded, {'have' if many else 'has'} no end "
        f"date and {'are' if many else 'is'} on no timeline."
    )

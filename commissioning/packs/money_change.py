"""What the change in spend against the year before is due to, service by service."""

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year, months_before
from commissioning.folded_names import folded_once
from commissioning.money_over_time.change import shares_of_change
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.money_by_department import NOT_RECORDED, days_of_year, year_of
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import MINUS, Column, Table
from commissioning.packs.wording import counted, day_in_words, rounded_pounds

SERVICES_SHOWN = 10


def due_to(inputs: PackInputs, live: pd.DataFrame) -> list[Exhibit]:
    """Return what the change in spend since the same days of the year before is due to, by service."""
    before, after = same_days(inputs)
    if before.empty or after.empty:
        return []
    parts = shares_of_change(before, after)
    change = int(parts["change_pence"].sum())
    must_sum("change by service", parts["change_pence"], int(after.sum()) - int(before.sum()))
    table = change_table(parts, inputs)
    if not change:
        words = f"Spend is what it was in the same days of the year before, {rounded_pounds(int(after.sum()))}."
        return [Exhibit(words=(words,), table=table)]
    return [Exhibit(chart=change_chart(parts, change, inputs), table=table)]


def change_chart(parts: pd.DataFrame, change: int, inputs: PackInputs) -> Chart:
    """Return each service's part of the change, what made it first; one that went the other way has no bar."""
    way = 1 if change > 0 else -1
    rows = [
        Bar(
            str(name),
            way * int(row["change_pence"]),
            f"{signed_pounds(int(row['change_pence']))}, {row['share_of_change']:.2%}",
            is_first=place == 0,
        )
        for place, (name, row) in enumerate(parts.head(SERVICES_SHOWN).to_dict("index").items())
    ]
    moved = "rose" if change > 0 else "fell"
    return bar_chart(
        "money-change",
        rows,
        title=f"Spend {moved} by {rounded_pounds(abs(change))}; the largest contributor is {rows[0].label}, "
        f"{parts['share_of_change'].iloc[0]:.2%} of the change",
        subtitle=f"Paid in {year_of(inputs)} up to {day_in_words(inputs.on)} less paid up to the same day a "
        "year before, by service"
        + (f"; the {SERVICES_SHOWN} first" if len(parts) > SERVICES_SHOWN else ""),
        description="; ".join(f"{row.label} {row.written}" for row in rows) + ".",
    )


def signed_pounds(pence: int) -> str:
    """Return an amount with its sign."""
    return f"{'+' if pence > 0 else MINUS if pence < 0 else ''}{rounded_pounds(abs(pence))}"


def same_days(inputs: PackInputs) -> tuple[pd.Series, pd.Series]:
    """Return by service what was paid in the year before and in this year, each up to the same day of it.

    What has no day counts only where the whole year is compared with a whole one. The spellings of a
    service are one service, under the first of them in order.
    """
    gone, days = days_of_year(inputs)
    counts = ("by_day", "undated") if gone == days else ("by_day",)
    money = inputs.money
    spent = money[(money["basis"] == "outturn") & money["paid"].isin(counts)]
    written = spent["service_category"].fillna(NOT_RECORDED)
    spent = spent.assign(service=written.groupby(folded_once(written)).transform("min"))
    start = inputs.register.financial_year_start
    years = (financial_year(months_before(inputs.on, YEAR_MONTHS), start), year_of(inputs))
    before, after = (
        spent[spent["financial_year"] == year].groupby("service")["amount_pence"].sum()
        for year in years
    )
    return before, after


def change_table(parts: pd.DataFrame, inputs: PackInputs) -> Table:
    """Return the services that the change is due to, the largest contributor first, and the change."""
    shown = parts.head(SERVICES_SHOWN)
    names = ["before_pence", "after_pence", "change_pence"]
    rows = shown.reset_index(names="service").to_dict("records")
    if len(parts) > SERVICES_SHOWN:
        rest = parts.iloc[SERVICES_SHOWN:]
        share = rest["share_of_change"].sum(min_count=1)
        label = counted(len(rest), "other service")
        rows.append({"service": label, **rest[names].sum().to_dict(), "share_of_change": share})
    change = parts["change_pence"].sum()
    whole = 1.0 if change else pd.NA
    rows.append(
        {"service": "All services", **parts[names].sum().to_dict(), "share_of_change": whole}
    )
    frame = pd.DataFrame(rows)
    is_known = frame["share_of_change"].notna()
    said = frame["share_of_change"].astype("Float64").map("{:.2%}".format, na_action="ignore")
    return Table(
        name="money_change_by_service",
        caption=f"Paid up to {day_in_words(inputs.on)} and up to the same day a year before, by service",
        columns=(
            Column("service", "Service"),
            Column("before_pence", "The year before", "money"),
            Column("after_pence", year_of(inputs), "money"),
            Column("change_pence", "Change", "money"),
            Column("share", "Part of the change", missing="No change"),
        ),
        frame=frame.assign(share=said.where(is_known).astype("str")),
        has_total=True,
    )

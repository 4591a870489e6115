"""The year's money by department, each basis in a column of its own."""

from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.dates import (
    YEAR_MONTHS,
    financial_year,
    financial_year_start,
    months_after,
    months_before,
)
from commissioning.money_over_time.burn import METHOD, TOO_EARLY, at_this_rate
from commissioning.organisation import renamed
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, rounded_pounds

BASES = {"budget": "Budget", "planned_commitment": "Commitment", "outturn": "Actual so far"}
NOT_RECORDED = "Not recorded"
ALL = "All departments"
SHOWN = 10
SUMMED = [*BASES, "forecast_pence"]


def year_of(inputs: PackInputs) -> str:
    """Return the financial year that holds the day of the pack."""
    return financial_year(inputs.on, inputs.register.financial_year_start)


def days_of_year(inputs: PackInputs) -> tuple[int, int]:
    """Return how many days of the financial year have gone, that of the pack among them, and how many it has."""
    first = financial_year_start(inputs.on, inputs.register.financial_year_start)
    return (inputs.on - first).days + 1, (months_after(first, YEAR_MONTHS) - first).days


def of_this_year(inputs: PackInputs) -> pd.DataFrame:
    """Return the year's money with each department as it is called now; what is paid later is left out."""
    money = inputs.money[inputs.money["financial_year"] == year_of(inputs)]
    is_later = (money["basis"] == "outturn") & (money["paid"] == "later")
    names = renamed(money["department"], inputs.register.department_names)
    return money.assign(department=names.fillna(NOT_RECORDED))[~is_later]


def lead(inputs: PackInputs, live: pd.DataFrame) -> str:
    """Return what the year comes to so far, each basis said apart."""
    money = of_this_year(inputs)
    sums = money.groupby("basis")["amount_pence"].sum()
    words = {
        "outturn": "{} was paid",
        "planned_commitment": "{} is committed",
        "budget": "{} is budgeted",
    }
    said = [
        words[basis].format(rounded_pounds(int(sums[basis]))) for basis in words if basis in sums
    ]
    if not said:
        of_agreements = int(live["value_pence"].notna().sum())
        return (
            f"No payment of {year_of(inputs)} is recorded up to {day_in_words(inputs.on)}; "
            f"{counted(of_agreements, 'live agreement')} {'has' if of_agreements == 1 else 'have'} a value."
        )
    apart = " These are views of the same money, and are never added." if len(said) > 1 else ""
    return (
        f"In {year_of(inputs)}, up to {day_in_words(inputs.on)}: {'; '.join(said)}.{apart}"
        f"{last_year(inputs)} A month whose payments were not loaded is not in these sums: the files that were "
        "are listed under Data quality."
    )


def last_year(inputs: PackInputs) -> str:
    """Return what was paid in the whole of the year before, or nothing where no payment of it is recorded."""
    year = financial_year(
        months_before(inputs.on, YEAR_MONTHS), inputs.register.financial_year_start
    )
    money = inputs.money
    paid = money[(money["financial_year"] == year) & (money["basis"] == "outturn")]
    if paid.empty:
        return ""
    return f" In the whole of {year} {rounded_pounds(int(paid['amount_pence'].sum()))} was paid."


def by_department(
    inputs: PackInputs, live: pd.DataFrame, *, whole_only: bool = False
) -> list[Exhibit]:
    """Return the year's money by department, or only of the whole; nothing where none is recorded."""
    money = of_this_year(inputs)
    if money.empty:
        return []
    table = departments_table(money, inputs, whole_only=whole_only)
    drawn = None if whole_only else departments_chart(table.frame, inputs)
    has_actual = bool((money["basis"] == "outturn").any())
    words = (method(inputs, has_actual),)
    if len(table.frame) <= SHOWN + 3:
        return [Exhibit(chart=drawn, words=words, table=table)]
    kept = ((f"All {len(table.frame) - 1:,} departments", table),)
    return [Exhibit(chart=drawn, words=words, table=largest(table), kept_back=kept)]


def largest(every: Table) -> Table:
    """Return the departments that paid most, the others as one row, and the whole."""
    departments = every.frame.iloc[:-1].sort_values(
        ["outturn", "department"], ascending=[False, True], na_position="last"
    )
    rest = departments.iloc[SHOWN:]
    others = {
        "department": counted(len(rest), "other department"),
        **rest[SUMMED].sum(min_count=1).to_dict(),
        "over_pence": pd.NA if rest["over_pence"].isna().any() else rest["over_pence"].sum(),
    }
    rows = [
        *departments.head(SHOWN).to_dict("records"),
        others,
        *every.frame.tail(1).to_dict("records"),
    ]
    for column in SUMMED:
        parts = [int(row[column]) for row in rows[:-1] if not pd.isna(row[column])]
        must_sum(f"largest departments, {column}", parts, int(rows[-1][column]) if parts else 0)
    return replace(
        every,
        name=f"{every.name}_largest",
        caption=f"{every.caption}: the {SHOWN} departments that paid most",
        frame=pd.DataFrame(rows),
    )


def departments_table(money: pd.DataFrame, inputs: PackInputs, *, whole_only: bool) -> Table:
    """Return a row a department, by its name, and the whole; every basis sums by itself."""
    sums = money.pivot_table(
        index="department", columns="basis", values="amount_pence", aggfunc="sum"
    )
    sums = sums.reindex(columns=list(BASES)).astype("Int64")
    is_undated = (money["basis"] == "outturn") & (money["paid"] == "undated")
    undated = money[is_undated].groupby("department")["amount_pence"].sum()
    order = sorted(sums.index, key=lambda name: (name == NOT_RECORDED, name))
    rows = [
        department_row(name, sums.loc[name], int(undated.get(name, 0)), inputs) for name in order
    ]
    whole = money.groupby("basis")["amount_pence"].sum().reindex(list(BASES)).astype("Int64")
    for basis, title in BASES.items():
        parts = sums[basis].dropna().astype("int64")
        must_sum(
            f"money by department, {title.lower()}", parts, int(whole[basis]) if len(parts) else 0
        )
    total = {**department_row(ALL, whole, int(undated.sum()), inputs), **whole_of(rows)}
    return Table(
        name="money_by_department",
        caption=f"Budget, commitment and actual of {year_of(inputs)}, each by itself",
        columns=(
            Column("department", "Department"),
            *(
                Column(basis, title, "money", missing="None recorded")
                for basis, title in BASES.items()
            ),
            Column("forecast_pence", "Forecast of the year", "money", missing="None"),
            Column("over_pence", "Forecast less budget", "money", missing="Not known"),
        ),
        frame=pd.DataFrame([total] if whole_only else [*rows, total]),
        has_total=not whole_only,
    )


def department_row(
    name: str, sums: pd.Series, undated_pence: int, inputs: PackInputs
) -> dict[str, Any]:
    """Return one row of the table; without an actual there is no forecast."""
    budget = sums["budget"]
    forecast = forecast_pence(sums["outturn"], undated_pence, inputs)
    is_compared = forecast is not None and not pd.isna(budget)
    return {
        "department": name,
        **{basis: sums[basis] for basis in BASES},
        "forecast_pence": pd.NA if forecast is None else forecast,
        "over_pence": forecast - int(budget) if forecast is not None and is_compared else pd.NA,
    }


def forecast_pence(actual: Any, undated_pence: int, inputs: PackInputs) -> int | None:
    """Return what the year comes to, or None where nothing was paid or it is too early to tell.

    The part of the actual that has no day is not carried on: it may be the total of a year.
    """
    if pd.isna(actual):
        return None
    by_day = at_this_rate(int(actual) - undated_pence, *days_of_year(inputs))
    return None if by_day is None else by_day + undated_pence


def whole_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the departments' forecasts add up to, and where each has a budget what they are over it."""
    forecasts = [row["forecast_pence"] for row in rows if not pd.isna(row["forecast_pence"])]
    over = [row["over_pence"] for row in rows]
    is_known = not any(pd.isna(one) for one in over)
    return {
        "forecast_pence": sum(forecasts) if forecasts else pd.NA,
        "over_pence": sum(over) if is_known else pd.NA,
    }


def method(inputs: PackInputs, has_actual: bool) -> str:
    """Return how the forecast is made, or why there is none."""
    if not has_actual:
        return f"No forecast is made: no payment of {year_of(inputs)} is recorded up to {day_in_words(inputs.on)}."
    gone, days = days_of_year(inputs)
    if at_this_rate(0, gone, days) is None:
        return (
            f"No forecast is made: {TOO_EARLY} ({gone} of {days}). Payments without a day count in the "
            "year that they state."
        )
    undated = "Payments without a day count in the year that they state."
    if gone == days:
        return f"The year is over, so its forecast is its actual, as far as its payments were loaded. {undated}"
    return (
        f"Forecast: {METHOD}, the payments with a day over {gone} days and carried on for {days}. It knows "
        f"nothing of instalments, seasons or ends. {undated} They are added to the line and not carried "
        "on, as one may be the total of a year."
    )


def departments_chart(frame: pd.DataFrame, inputs: PackInputs) -> Chart | None:
    """Return each department's actual against its budget, the largest first; None where nothing was paid."""
    paid = frame.iloc[:-1].dropna(subset="outturn")
    if paid.empty:
        return None
    ordered = paid.sort_values(["outturn", "department"], ascending=[False, True])
    whole = frame.iloc[-1]
    rows = [
        Bar(
            row["department"],
            int(row["outturn"]),
            rounded_pounds(int(row["outturn"])),
            None if pd.isna(row["budget"]) else int(row["budget"]),
            is_first=place == 0,
        )
        for place, row in enumerate(ordered.head(SHOWN).to_dict("records"))
    ]
    has_budget = ordered["budget"].notna().any()
    first = rows[0]
    share = (
        f", {first.length / int(whole['outturn']):.0%} of it" if int(whole["outturn"]) > 0 else ""
    )
    left = len(ordered) - len(rows)
    return bar_chart(
        "money-by-department",
        rows,
        title=f"{first.label} paid most of the year so far: {first.written}{share}",
        subtitle=f"Paid (outturn) in {year_of(inputs)} up to {day_in_words(inputs.on)}, by department"
        + (f", the {SHOWN} largest" if left else ""),
        description="; ".join(
            f"{row.label} {row.written}"
            + (f" of a budget of {rounded_pounds(int(row.mark))}" if row.mark is not None else "")
            for row in rows
        )
        + (f"; and {counted(left, 'smaller department')}." if left else "."),
        mark_label="Dark line: budget of the year" if has_budget else "",
    )

"""What it is worth, what changed that, what was spent by year and basis, and what that comes to."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from commissioning.dates import financial_year
from commissioning.money import pounds
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import day_in_words
from commissioning.records import plain, records
from commissioning.rules.exact import times
from commissioning.rules.spend import modified, spend_pence, value_with_changes
from commissioning.rules.spend_over_profile import days_gone, outturn, term_days
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from models.feeds import BASES

if TYPE_CHECKING:
    from commissioning.packs.drawing import Chart

SPOKEN_BASES = {
    "outturn": "Spent (outturn)",
    "planned_commitment": "Planned commitment",
    "budget": "Budget",
}
NO_YEAR = "Year not recorded"


def money(telling: Telling) -> Section:
    """Return value, modifications, spend by year and basis, and the outturn at the rate so far."""
    agreement, register, on = telling.agreement, telling.register, telling.on
    years = spend_by_year(telling)
    changes = modified(register, on)
    worth = plain_pence(value_with_changes(register, agreement, on))
    spent = plain_pence(spend_pence(register, agreement, on))
    projected = plain_pence(projected_outturn(telling))
    words = [
        *value_words(
            agreement,
            worth,
            telling.none_of("modifications", "No modification is recorded."),
            len(changes),
        ),
        *spend_words(spent, worth, projected, on),
    ]
    if years.empty:
        words.append(telling.none_of("payments", "No payment carries its reference."))
    return Section(
        "money",
        "Money",
        words=tuple(words),
        tables=tuple(
            table for table in (changes_table(changes), years_table(years)) if len(table.frame)
        ),
        charts=(partial(drawn, telling, years),) if len(years) else (),
        data={
            "money": {
                "value_with_changes_pence": worth,
                "spent_pence": spent,
                "projected_outturn_pence": projected,
                "spend": records(years),
            },
            "modifications": records(telling.story.feeds["modifications"]),
        },
    )


def plain_pence(amounts: pd.Series) -> int | None:
    """Return the only amount there is, or None."""
    found = plain(amounts.iloc[0]) if len(amounts) else None
    return None if found is None else int(str(found))


def projected_outturn(telling: Telling) -> pd.Series:
    """Return what the spend comes to over the whole term at the rate so far, as R12 projects it."""
    agreement = telling.agreement
    starts_on, ends_on = agreement["starts_on"], agreement["ends_on"]
    term = term_days(starts_on, ends_on)
    spent = spend_pence(telling.register, agreement, telling.on)
    of_term = times(spent, term.where((term > 0).fillna(False)))
    return outturn(of_term, days_gone(starts_on, ends_on, telling.on))


def value_words(
    agreement: pd.DataFrame, worth: int | None, no_change: str, changes: int
) -> list[str]:
    """Return what it is worth as awarded, and with its modifications."""
    awarded = plain_pence(agreement["value_pence"])
    annual = plain_pence(agreement["annual_value_pence"])
    words = [
        f"Worth {pounds(awarded)} as awarded." if awarded is not None else "No value is recorded."
    ]
    if annual is not None:
        words.append(f"{pounds(annual)} a year.")
    if not changes:
        words.append(no_change)
    elif worth is not None:
        words.append(f"With its modifications it is worth {pounds(worth)}.")
    return words


def spend_words(spent: int | None, worth: int | None, projected: int | None, on: date) -> list[str]:
    """Return what was spent by the day, of how much, and what that comes to."""
    if spent is None:
        return []
    share = f", {spent / worth:.1%} of what it is worth" if worth else ""
    words = [f"{pounds(spent)} was spent by {day_in_words(on)}{share}."]
    if projected is not None:
        words.append(f"At this rate it comes to {pounds(projected)} over its whole term.")
    return words


def spend_by_year(telling: Telling) -> pd.DataFrame:
    """Return ``year``, ``basis``, ``payments`` and ``amount_pence``; the bases are never added."""
    paid = telling.register.payments
    start = telling.register.financial_year_start
    by_day = paid["paid_on"].map(lambda day: financial_year(day, start), na_action="ignore")
    year = paid["financial_year"].fillna(by_day.astype("str")).fillna(NO_YEAR)
    each = paid.assign(year=year).groupby(["year", "basis"])["amount_pence"]
    found = each.agg(payments="size", amount_pence="sum").reset_index()
    order = found["basis"].map({basis: place for place, basis in enumerate(BASES)})
    return (
        found.assign(order=order)
        .sort_values(["year", "order"], ignore_index=True)
        .drop(columns="order")
    )


def years_table(years: pd.DataFrame) -> Table:
    """Return the spend by year, a column a basis that there is."""
    bases = [basis for basis in BASES if (years["basis"] == basis).any()]
    wide = years.pivot(index="year", columns="basis", values="amount_pence").reset_index()
    return Table(
        name="spend_by_year",
        caption="By financial year; what was spent, promised and allowed is never added up",
        columns=(
            Column("year", "Financial year"),
            *(Column(basis, SPOKEN_BASES[basis], "exact_money", missing="none") for basis in bases),
        ),
        frame=wide,
    )


def changes_table(changes: pd.DataFrame) -> Table:
    """Return the modifications with what each changed, and on what authority."""
    order = ["decided_on", "authority_reference"]
    return Table(
        name="modifications",
        caption="Modifications",
        columns=(
            Column("decided_on", "Decided on", "day"),
            Column("value_change_pence", "Value changed by", "exact_money"),
            Column("term_change_days", "Days added", "count"),
            Column("authority_reference", "On the authority of"),
        ),
        frame=changes.sort_values(order, ignore_index=True),
    )


def drawn(telling: Telling, years: pd.DataFrame) -> "Chart":
    """Return the spend by year as bars."""
    # Imported here because it takes half a second, and only a page shows a chart.
    from commissioning.story.spend_chart import spend_chart

    agreement_id = telling.agreement["agreement_id"].iloc[0] if len(telling.agreement) else 0
    return spend_chart(f"spend-{agreement_id}", years.replace({"basis": SPOKEN_BASES}))

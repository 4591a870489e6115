"""What was spent under each agreement, and what it may come to, modifications included."""

from datetime import date, timedelta

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year_start, months_before
from commissioning.register import Register, happened, looked_up


def paid_under(register: Register, on: date) -> pd.DataFrame:
    """Return the payments (outturn) made under an agreement by that day, and those without a day."""
    payments = happened(register.payments, "paid_on", on)
    return payments[payments["basis"] == "outturn"]


def payments_of_year(register: Register, payments: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the payments of the twelve months to ``on``, and those without a day that may be of them.

    One without a day that states its financial year counts where a day of that year is among them.
    """
    made = happened(payments, "paid_on", on)
    since = months_before(on, YEAR_MONTHS)
    is_before = made["paid_on"] <= pd.Timestamp(since)
    return made[~is_before & ~states_another_year(register, made, since + timedelta(days=1), on)]


def states_another_year(
    register: Register, payments: pd.DataFrame, first: date, last: date
) -> pd.Series:
    """Tell which payments have no day and state a financial year with none from ``first`` to ``last``."""
    stated = payments["financial_year"].where(payments["paid_on"].isna())
    begins = pd.to_numeric(stated.str.slice(0, 4), errors="coerce")
    start = register.financial_year_start
    earliest, latest = (financial_year_start(day, start).year for day in (first, last))
    return begins.notna() & ~begins.between(earliest, latest)


def spend_pence(register: Register, agreements: pd.DataFrame, on: date) -> pd.Series:
    """Return what was paid under each agreement by that day; missing where no payment names it."""
    paid = paid_under(register, on).groupby("agreement_id")["amount_pence"]
    return looked_up(agreements["agreement_id"], paid.sum(min_count=1)).astype("Int64")


def modified(register: Register, on: date) -> pd.DataFrame:
    """Return the modifications made by that day, of value or term.

    One that records only the one changes nothing of the other; ``lacks_change`` says that it records
    neither.
    """
    made = happened(register.modifications, "decided_on", on)
    value, term = made["value_change_pence"], made["term_change_days"]
    return made.assign(
        value_change_pence=value.fillna(0),
        term_change_days=term.fillna(0),
        lacks_change=value.isna() & term.isna(),
    )


def value_with_changes(register: Register, agreements: pd.DataFrame, on: date) -> pd.Series:
    """Return what each agreement is worth, changes by that day included; missing where that is not known."""
    made = modified(register, on)
    changes = made.groupby("agreement_id")
    known = changes["value_change_pence"].sum().where(~changes["lacks_change"].any())
    ids = agreements["agreement_id"]
    change = looked_up(ids, known).astype("Int64")
    return agreements["value_pence"] + change.mask(~ids.isin(made["agreement_id"]), 0)

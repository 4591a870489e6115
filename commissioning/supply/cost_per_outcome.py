"""What each outcome achieved cost, and not only what each person served did: right outcomes at the right cost."""

from datetime import date, timedelta

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year, months_after
from commissioning.measures.volume import (
    COUNT,
    added,
    days_of_terms,
    last_complete_year,
    of_all_days,
    returned_within,
)
from commissioning.register import Register, asked, looked_up
from commissioning.rules.unit_cost_outlier import paid_in_year
from commissioning.supply.missing import named_where

COLUMNS = (
    *("agreement_id", "reference", "title", "service_category", "measure", "year"),
    *("spend_pence", "outcomes", "users", "missing"),
)


def cost_per_outcome(register: Register, *, on: date) -> pd.DataFrame:
    """Return one row for each better-off measure of a live agreement, in the last complete financial year.

    ``spend_pence`` is what was paid (outturn) under the agreement in it. ``outcomes`` are the numerators
    of the measure's returns, added, and ``users`` their denominators; both are missing unless the
    returns follow one another through every day of the year that lies in the term. ``missing`` says
    what the cost of an outcome lacks.
    """
    agreements = asked(register, on)
    starts_on = last_complete_year(on, register.financial_year_start)
    ends_on = months_after(starts_on, YEAR_MONTHS) - timedelta(days=1)
    outcomes = register.measures[register.measures["kind"] == "better_off"]
    measures = outcomes.drop_duplicates(COUNT, keep="last")[COUNT]
    rows = agreements[["agreement_id", "reference", "title", "service_category"]].merge(measures)
    terms = days_of_terms(agreements, starts_on, ends_on)
    for name, column in (("outcomes", "numerator"), ("users", "denominator")):
        given = returned_within(register.returns, starts_on, ends_on, on, counted=column)
        rows[name] = of_all_days(rows, added(given), terms)["volume"]
    paid = paid_in_year(register, starts_on, on).groupby("agreement_id")["amount_pence"]
    spend = looked_up(rows["agreement_id"], paid.sum()).astype("Int64")
    return rows.assign(
        year=financial_year(starts_on, register.financial_year_start),
        spend_pence=spend,
        missing=named_where({"spend": spend.isna(), "outcomes": rows["outcomes"].isna()}),
    )[list(COLUMNS)].sort_values(["reference", "measure"], kind="stable", ignore_index=True)


def whole_pence(spend: pd.Series, number: pd.Series) -> pd.Series:
    """Return the spend over a number, to the nearest penny."""
    return (spend.astype("Float64") / number).round().astype("Int64")

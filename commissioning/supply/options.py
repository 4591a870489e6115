"""The options there are for a kind of service: each that delivers it now, at what cost, with what social value."""

from datetime import date

import pandas as pd

from commissioning.dates import YEAR_MONTHS
from commissioning.folded_names import folded_once
from commissioning.register import Register, asked, looked_up
from commissioning.rules.spend_over_profile import term_days
from commissioning.supply.missing import named_where

DAYS_OF_A_MONTH = 365.25 / YEAR_MONTHS
COLUMNS = (
    *("agreement_id", "category", "service_category", "reference", "title", "provider_name"),
    *("annual_cost_pence", "social_value", "committed", "appraisal", "missing"),
)


def options(register: Register, *, on: date) -> pd.DataFrame:
    """Return one row for each live agreement with a service category: what could be bought again, or elsewhere.

    ``annual_cost_pence`` is the yearly value recorded, otherwise the whole value over its term in months.
    ``social_value`` is what was promised, in words, and ``committed`` how many promises. An option with
    either blank is ``incomplete``, and no option is compared with it; ``missing`` says which. The
    cheapest of each category comes first, and those without a cost last.
    """
    agreements = asked(register, on).dropna(subset="service_category")
    ids = agreements["agreement_id"]
    promised = promises(register.social_value)
    found = agreements.assign(
        category=folded_once(agreements["service_category"]),
        annual_cost_pence=yearly_cost(agreements),
        social_value=looked_up(ids, promised["social_value"]),
        committed=looked_up(ids, promised["committed"]).fillna(0).astype("int64"),
    )
    missing = named_where(
        {"cost": found["annual_cost_pence"].isna(), "social_value": found["social_value"].isna()}
    )
    told = found.assign(
        missing=missing,
        appraisal=pd.Series("complete", found.index, dtype="str").mask(missing != "", "incomplete"),
    )
    order = ["category", "annual_cost_pence", "reference"]
    return told.sort_values(order, kind="stable", ignore_index=True)[list(COLUMNS)]


def yearly_cost(agreements: pd.DataFrame) -> pd.Series:
    """Return what a year costs, in pence: as recorded, otherwise the value over the term in whole months.

    A term of a year or less costs its value: there is no more of it to pay.
    """
    days = term_days(agreements["starts_on"], agreements["ends_on"])
    months = (days.astype("float64") / DAYS_OF_A_MONTH).round().clip(lower=YEAR_MONTHS)
    known = months.where(days > 0)
    spread = agreements["value_pence"].astype("float64") * YEAR_MONTHS / known
    return agreements["annual_value_pence"].fillna(spread.round().astype("Int64"))


def promises(commitments: pd.DataFrame) -> pd.DataFrame:
    """Return by agreement what was promised, in words, and how many promises of some number there are.

    A promise without a number, or of nothing, is none.
    """
    made = commitments[commitments["committed"] > 0]
    number = made["committed"].map(in_full).astype("str")
    unit = (" " + made["unit"]).fillna("").astype("str")
    words = made["commitment"] + ": " + number + unit
    by_agreement = made.assign(words=words).groupby("agreement_id")["words"]
    return pd.DataFrame(
        {"social_value": by_agreement.agg("; ".join), "committed": by_agreement.size()}
    )


def in_full(number: float) -> str:
    """Return a number with all its digits, and two decimals where it is not whole."""
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}"

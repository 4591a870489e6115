"""How fast the money of agreements goes against their terms, and what it comes to at that rate."""

from datetime import date

import pandas as pd

from commissioning.register import Register
from commissioning.rules.exact import reaches, times
from commissioning.rules.spend import spend_pence, value_with_changes
from commissioning.rules.spend_over_profile import days_gone, outturn, rounded_ratio, term_days

METHOD = "straight line by days elapsed"
# A proposal: a line drawn through less than a tenth of the days says little of the others.
LEAST_SHARE = 0.10
TOO_EARLY = "less than a tenth of the days have gone"

NOT_STARTED, NO_PAYMENT = "not started", "no payment carries its reference"
NO_VALUE, NO_TERM = "no value recorded", "no term recorded"


def burn(register: Register, agreements: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Return what was spent of each agreement beside how much of its term has gone.

    Columns: ``value_pence`` (modifications included), ``spend_pence`` (outturn), ``spend_share`` and
    ``time_share`` (0 to 1), ``burn`` (the ratio of the rule spend_over_profile, as its sentence has it),
    ``outturn_pence`` at that rate, ``over_pence`` (that less the value) and ``why_not``, which says what
    the ratio or the outturn lacks. The outturn is missing until a tenth of the term has gone.
    """
    starts_on, ends_on = agreements["starts_on"], agreements["ends_on"]
    spend = spend_pence(register, agreements, on)
    value = value_with_changes(register, agreements, on)
    days = term_days(starts_on, ends_on)
    days = days.where((days > 0).fillna(False))
    gone = days_gone(starts_on, ends_on, on)
    gone = gone.where((gone > 0).fillna(False))
    spent, allowed = times(spend, days), times(value, gone)
    is_known = spent.notna() & allowed.notna()
    projected = outturn(spent, gone).where(reaches(gone, days, LEAST_SHARE))
    return pd.DataFrame(
        {
            "value_pence": value,
            "spend_pence": spend,
            "spend_share": spend.astype("Float64") / value.where(value > 0).astype("Float64"),
            "time_share": gone.astype("Float64") / days.astype("Float64"),
            "burn": rounded_ratio(spent, allowed).where(is_known),
            "outturn_pence": projected,
            "over_pence": projected - value,
            "why_not": _lacking(agreements, spend, value, days, gone, projected),
        }
    )


def _lacking(
    agreements: pd.DataFrame,
    spend: pd.Series,
    value: pd.Series,
    days: pd.Series,
    gone: pd.Series,
    projected: pd.Series,
) -> pd.Series:
    """Return the first thing that stands in the way of each agreement's ratio and outturn, in words."""
    said = pd.Series("", agreements.index, dtype="str")
    reasons = {
        TOO_EARLY: gone.notna() & projected.isna() & spend.notna(),
        NO_PAYMENT: spend.isna(),
        NO_VALUE: value.isna(),
        NOT_STARTED: days.notna() & gone.isna(),
        NO_TERM: days.isna(),
    }
    for reason, is_so in reasons.items():
        said = said.mask(is_so, reason)
    return said


def at_this_rate(spent_pence: int, gone: int, days: int) -> int | None:
    """Return what a sum comes to over all the days by a straight line, or None before a tenth of them."""
    if gone < LEAST_SHARE * days:
        return None
    return spent_pence * days // gone

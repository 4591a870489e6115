"""Money is going faster than time: at this rate the agreement's value is spent before its end."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.exact import exceeds, times
from commissioning.rules.result import notice_on_asked, results, worded
from commissioning.rules.sentences import Columns
from commissioning.rules.spend import paid_under, spend_pence, value_with_changes
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "{spend_pence} is spent of {value_pence}, {burn_ratio} times the share of its term that has "
        "gone; at this rate it comes to {outturn_pence} by {ends_on}. More than {limit} is flagged."
    ),
    "clear": "It is spent no faster than its term goes by, within what is allowed, or has not started.",
    "unknown": "Whether it is spent faster than its term goes by cannot be told: {missing}.",
}


def spend_over_profile(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the share of its value spent (outturn; modifications by ``on`` in the value) is
    more than ``burn_medium`` times the share of its days gone, both end days inside: medium, and high
    above ``burn_high``. ``unknown`` when payments were never loaded, or when it has started and none
    carries its reference, or its value or a day is empty; ``clear`` otherwise. ``act_by`` is the notice
    date. Basis and worked cases: docs/rules/spend_over_profile.md.
    """
    agreements = asked(register, on)
    starts_on, ends_on = agreements["starts_on"], agreements["ends_on"]
    spend = spend_pence(register, agreements, on)
    value = value_with_changes(register, agreements, on)
    days, gone = term_days(starts_on, ends_on), days_gone(starts_on, ends_on, on)
    term = days.where((days > 0).fillna(False))

    has_started = ~(starts_on > pd.Timestamp(on))
    spent, allowed = times(spend, term), times(value, gone)
    is_over = exceeds(spent, allowed, thresholds.burn_medium)
    is_far_over = exceeds(spent, allowed, thresholds.burn_high)
    unloaded = never_loaded(register, "payments", agreements)
    lacks = spend.isna() | value.isna() | term.isna()
    return results(
        agreements,
        rule="spend_over_profile",
        on=on,
        flagged=is_over & has_started & ~unloaded,
        unknown=unloaded | (has_started & lacks),
        severity=pd.Series("medium", agreements.index, dtype="str").mask(is_far_over, "high"),
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "spend_pence": spend,
            "value_pence": value,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "limit": f"{thresholds.burn_medium:.2f}",
        },
        missing={
            "payments": unloaded,
            "payment": has_started & spend.isna() & ~unloaded,
            "value_pence": has_started & agreements["value_pence"].isna(),
            "modification": has_started & value.isna() & agreements["value_pence"].notna(),
            "starts_on": starts_on.isna(),
            "ends_on": has_started & ends_on.isna(),
            "day_order": has_started & days.notna() & term.isna(),
        },
        extra_row_ids=paid_under(register, on, "row_id"),
    )


def facts_of_the_day(facts: Columns, on: date) -> Columns:
    """Return how fast the money of flagged agreements goes, which is another number every day."""
    if "starts_on" not in facts:
        return {}  # a judgement kept when the numbers of its day were among its facts
    starts_on, ends_on = (in_days(facts[name]) for name in ("starts_on", "ends_on"))
    spend, value = (
        pd.Series(facts[name], dtype="Int64") for name in ("spend_pence", "value_pence")
    )
    gone = days_gone(starts_on, ends_on, on)
    spent = times(spend, term_days(starts_on, ends_on))
    return {
        "burn_ratio": rounded_ratio(spent, times(value, gone)),
        "outturn_pence": outturn(spent, gone),
    }


def in_days(days: pd.Series | str | int) -> pd.Series:
    """Return a fact as days, whether it was judged now or was kept as text."""
    return pd.to_datetime(pd.Series(days)).astype("datetime64[s]")


def term_days(starts_on: pd.Series, ends_on: pd.Series) -> pd.Series:
    """Return the days of each term, both end days inside."""
    return ((ends_on - starts_on).dt.days + 1).astype("Int64")


def days_gone(starts_on: pd.Series, ends_on: pd.Series, on: date) -> pd.Series:
    """Return the days of each term that are over on a day, that day inside; all of them after its end."""
    today = pd.Series(pd.Timestamp(on), starts_on.index)
    return term_days(starts_on, ends_on.where(ends_on < today, today))


def rounded_ratio(spent: pd.Series, allowed: pd.Series) -> pd.Series:
    """Return how many times what is allowed was spent, in words; a value of nought allows nothing."""
    ratio = spent.astype("float64") / allowed.astype("float64").replace(0, float("nan"))
    return worded(ratio, "{:.2f}").mask(ratio.isna() | (ratio < 0), "many")


def outturn(spent: pd.Series, gone: pd.Series) -> pd.Series:
    """Return what the spend comes to over the whole term at this rate, in whole pence."""
    known = spent.notna() & (gone > 0).fillna(False)
    pence = [s // g for s, g in zip(spent[known].tolist(), gone[known].tolist(), strict=True)]
    return pd.Series(pence, spent.index[known], dtype="Int64").reindex(spent.index)

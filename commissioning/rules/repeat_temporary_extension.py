"""A stopgap has become the arrangement: temporary extensions are repeated, or long."""

from datetime import date
from fractions import Fraction

import pandas as pd

from commissioning.register import (
    Register,
    asked,
    first_extensions,
    happened,
    initial_ends_on,
    looked_up,
    was_loaded,
)
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Temporary extensions recorded: {extensions}; from {limit} on, a stopgap has become the "
        "arrangement."
    ),
    "flagged_long": (
        "Extended as a temporary measure, up to {last_end_on}, by more than {share} of its initial "
        "term, {starts_on} to {initial_ends_on}."
    ),
    "clear": "It has no temporary extension, or only what is short beside its initial term.",
    "unknown": "Whether temporary extensions are too many or too long cannot be told: {missing}.",
}


def repeat_temporary_extension(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when extensions of kind temporary number ``temporary_extensions`` or more, or their
    days added are more than ``temporary_share`` (0 to 1) of the initial term's days; ``unknown``
    when extensions were never loaded, or when one is recorded and the answer turns on a day or a
    kind that is empty; ``clear`` otherwise. Extensions decided after ``on`` do not count.
    ``act_by`` is the notice date. Basis and worked cases: docs/rules/repeat_temporary_extension.md.
    """
    agreements = asked(register, on)
    starts_on = agreements["starts_on"]
    extensions = happened(register.extensions, "decided_on", on)
    temporary = extensions[extensions["kind"] == "temporary"]
    perhaps = extensions[(extensions["kind"] == "temporary") | extensions["kind"].isna()]
    initial_end = initial_ends_on(agreements, first_extensions(register, on))
    term_days = (initial_end - starts_on).dt.days + 1

    known = measured(temporary, agreements)
    possible = measured(perhaps, agreements)
    is_many = known["extensions"] >= thresholds.temporary_extensions
    is_long = exceeds(known["days"], term_days, thresholds.temporary_share)
    may_be = (
        (possible["extensions"] >= thresholds.temporary_extensions)
        | exceeds(possible["days"], term_days, thresholds.temporary_share)
        | term_days.isna()
        | possible["lacks_previous"]
        | possible["lacks_new"]
    ) & (possible["extensions"] > 0)
    never_loaded = pd.Series(not was_loaded(register, "extensions"), agreements.index)
    return results(
        agreements,
        rule="repeat_temporary_extension",
        on=on,
        flagged=(is_many | is_long) & ~never_loaded,
        unknown=never_loaded | may_be,
        severity="high",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": wording(is_many),
            "extensions": known["extensions"],
            "last_end_on": known["last_end_on"],
            "starts_on": starts_on,
            "initial_ends_on": initial_end,
            "limit": thresholds.temporary_extensions,
            "share": f"{thresholds.temporary_share * 100:g}%",
        },
        missing={
            "extensions": never_loaded,
            "kind": possible["extensions"] > known["extensions"],
            "starts_on": starts_on.isna() & ~never_loaded,
            "previous_ends_on": (possible["lacks_previous"] | initial_end.isna()) & ~never_loaded,
            "new_ends_on": possible["lacks_new"],
        },
        extra_row_ids=perhaps[["agreement_id", "row_id"]],
    )


def measured(extensions: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Return for each agreement how many of these extensions it has and the days they add.

    ``days`` leaves out an extension that lacks either end; ``lacks_previous`` and ``lacks_new``
    say that there is one.
    """
    previous, new = extensions["previous_ends_on"], extensions["new_ends_on"]
    each = pd.DataFrame(
        {
            "agreement_id": extensions["agreement_id"],
            "days": (new - previous).dt.days.fillna(0),
            "last_end_on": new,
            "lacks_previous": previous.isna(),
            "lacks_new": new.isna(),
        }
    ).groupby("agreement_id")
    counted = pd.DataFrame(
        {
            "extensions": each.size(),
            "days": each["days"].sum(),
            "lacks_previous": each["lacks_previous"].any(),
            "lacks_new": each["lacks_new"].any(),
            "last_end_on": each["last_end_on"].max(),
        }
    )
    found = looked_up(agreements["agreement_id"], counted)
    return found.assign(
        extensions=found["extensions"].fillna(0).astype("int64"),
        days=found["days"].fillna(0),
        lacks_previous=found["lacks_previous"].eq(True),
        lacks_new=found["lacks_new"].eq(True),
    )


def exceeds(days: pd.Series, term_days: pd.Series, share: float) -> pd.Series:
    """Tell whether there are days and they are more than that share of the term; False if unknown.

    Compared in whole numbers, so that exactly a quarter is never more than a quarter.
    """
    exact = Fraction(str(share)).limit_denominator(10_000)
    return (days > 0) & (days * exact.denominator > term_days * exact.numerator)


def wording(is_many: pd.Series) -> pd.Series:
    """Return the sentence to use: their number, or else their length."""
    return pd.Series("flagged_long", is_many.index, dtype="str").mask(is_many, "flagged")

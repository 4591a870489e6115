"""The agreement's end has passed, and it is still used without an extension on record."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, happened, looked_up
from commissioning.rules.answers import Answers
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": "Ended on {ends_on} and is still listed as active, with no {extension} recorded.",
    "flagged_paid": (
        "Ended on {ends_on} and has been paid under since, first on {first_paid_on}, "
        "with no {extension} recorded."
    ),
    "clear": "It has not passed its end, or has been extended, or is no longer in use.",
    "unknown": "Whether it is used past its end cannot be told: {missing}.",
}


def rolled_over_past_end(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``ends_on`` is before ``on``, the status is active or a payment (outturn) is
    dated after ``ends_on``, and no extension to ``on`` or later is recorded; ``unknown`` when an
    end date, the status or an extension's new end is empty and the answer turns on it; ``clear``
    otherwise. ``act_by`` is ``ends_on``. No threshold is used. Basis and worked cases:
    docs/rules/rolled_over_past_end.md.
    """
    agreements = asked(register, on)
    ids, ends_on, status = agreements["agreement_id"], agreements["ends_on"], agreements["status"]
    extensions = happened(register.extensions, "decided_on", on)
    reaches = extensions[extensions["new_ends_on"] >= pd.Timestamp(on)]
    endless = extensions[extensions["new_ends_on"].isna()]
    paid = payments_after_end(register, on)
    first_paid_on = looked_up(ids, paid.groupby("agreement_id")["paid_on"].min())

    is_past = ends_on < pd.Timestamp(on)
    is_used = (status == "active") | first_paid_on.notna()
    is_extended = ids.isin(reaches["agreement_id"])
    may_be_extended = ids.isin(endless["agreement_id"])
    return results(
        agreements,
        rule="rolled_over_past_end",
        on=on,
        flagged=is_past & is_used & ~is_extended & ~may_be_extended,
        unknown=~is_extended
        & (
            ends_on.isna()
            | (is_past & is_used & may_be_extended)
            | (is_past & ~is_used & status.isna())
        ),
        severity="critical",
        act_by=ends_on,
        facts={
            "wording": wording(first_paid_on),
            "ends_on": ends_on,
            "first_paid_on": first_paid_on,
            "extension": lacking(ids.isin(extensions["agreement_id"])),
        },
        missing={
            "ends_on": ends_on.isna(),
            "status": ~is_used & status.isna(),
            "new_ends_on": may_be_extended,
        },
        extra_row_ids=pd.concat([paid, endless])[["agreement_id", "row_id"]],
    )


def payments_after_end(register: Register, on: date) -> pd.DataFrame:
    """Return the payments made by ``on`` that are dated after the end of their agreement."""
    payments = happened(register.payments, "paid_on", on)
    agreements = register.agreements.set_index("agreement_id")
    ends_on = looked_up(payments["agreement_id"], agreements["ends_on"])
    return payments[(payments["basis"] == "outturn") & (payments["paid_on"] > ends_on)]


def wording(first_paid_on: pd.Series) -> pd.Series:
    """Return the sentence to use: a payment since the end says more than the status does."""
    usual = pd.Series("flagged", first_paid_on.index, dtype="str")
    return usual.mask(first_paid_on.notna(), "flagged_paid")


def lacking(is_extended: pd.Series) -> pd.Series:
    """Return what is not on record: an extension, or a further one where there was one before."""
    usual = pd.Series("extension", is_extended.index, dtype="str")
    return usual.mask(is_extended, "further extension")

"""The agreement was extended on nobody's recorded authority, or past the last day it allows."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, happened, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

UNTOLD = ("is_untold", "lacks_new", "lacks_latest")
FAULTS = ("is_unauthorised", "is_past", *UNTOLD)

SENTENCES = {
    "flagged": "Extended to {new_ends_on} with no authority recorded for it.",
    "flagged_no_day": "Extended with no authority recorded for it; to which day is not told.",
    "flagged_past_last": (
        "Extended to {new_ends_on}, past {latest_end_on}, the last day the agreement allows."
    ),
    "clear": "It has no extension, or each is within what it allows and its authority is recorded.",
    "unknown": "Whether it was extended on authority cannot be told: {missing}.",
}


def extended_without_authority(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when an extension decided by ``on`` has no ``authority_reference``, though its file
    has that column, or goes past ``latest_end_on``; ``unknown`` when extensions were never loaded,
    when a file of them does not tell authority, or when a day it turns on is empty; ``clear``
    otherwise. ``act_by`` is the notice date. No threshold is used but that of notice. Basis and
    worked cases: docs/rules/extended_without_authority.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    extensions = happened(register.extensions, "decided_on", on)
    each = judged(extensions, agreements)
    found = looked_up(ids, each.groupby("agreement_id")[list(FAULTS)].any()).eq(True)
    unloaded = never_loaded(register, "extensions", agreements)
    new_ends_on = last_end(each, ids)
    wording = pd.Series("flagged_past_last", agreements.index, dtype="str")
    wording = wording.mask(found["is_unauthorised"], "flagged")
    return results(
        agreements,
        rule="extended_without_authority",
        on=on,
        flagged=found["is_unauthorised"] | found["is_past"],
        unknown=unloaded | found[list(UNTOLD)].any(axis=1),
        severity="critical",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": wording.mask(
                found["is_unauthorised"] & new_ends_on.isna(), "flagged_no_day"
            ),
            "new_ends_on": new_ends_on,
            "latest_end_on": agreements["latest_end_on"],
        },
        missing={
            "extensions": unloaded,
            "authority_column": found["is_untold"],
            "new_ends_on": found["lacks_new"],
            "latest_end_on": found["lacks_latest"],
        },
        extra_row_ids=each[["agreement_id", "row_id"]],
    )


def judged(extensions: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the extensions of these agreements with what is wrong, or not told, of each."""
    latest = agreements.set_index("agreement_id")["latest_end_on"]
    of_them = extensions[extensions["agreement_id"].isin(latest.index)]
    latest_end_on = looked_up(of_them["agreement_id"], latest)
    has_column = of_them["has_authority_column"].fillna(False).astype("bool")
    is_silent = of_them["authority_reference"].isna()
    new_ends_on = of_them["new_ends_on"]
    return of_them[["agreement_id", "row_id", "new_ends_on"]].assign(
        is_unauthorised=is_silent & has_column,
        is_untold=is_silent & ~has_column,
        is_past=new_ends_on > latest_end_on,
        lacks_new=new_ends_on.isna(),
        lacks_latest=latest_end_on.isna(),
    )


def last_end(each: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """Return the last end that each agreement was extended to without authority, otherwise at all."""
    unauthorised = each[each["is_unauthorised"]].groupby("agreement_id")["new_ends_on"].max()
    last = each.groupby("agreement_id")["new_ends_on"].max()
    return looked_up(ids, unauthorised).fillna(looked_up(ids, last))

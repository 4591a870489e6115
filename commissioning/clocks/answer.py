"""What a clock says of each agreement: what is owed, by which day, and whether it is published.

A clock has the rules' four statuses. ``flagged``: the day has passed and nothing is published.
``clear``: published, not owed, or owed by a day still to come. ``unknown``: an input is missing, and
which. ``not_applicable``: the law does not cover this regime or form of agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import repeat

import numpy as np
import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import pounds
from commissioning.register import Register, awarded, happened, looked_up
from commissioning.rules.thresholds import Thresholds

FALLS_DUE = "falls_due"
NOT_PROCURED = ("grant", "in_house")
OVER = ("ended", "terminated")
STATUSES = ("flagged", "unknown", "not_applicable")

MISSING = {
    "regime": "no regime is recorded",
    "next_regime": "under which regime it will be let is not recorded",
    "notices": "no list of notices has been loaded",
    "signed_on": "no day of signature is recorded",
    "awarded_on": "no day of award is recorded",
    "starts_on": "neither a day of signature nor a first day is recorded",
    "ends_on": "no end date is recorded",
    "status": "its end date has passed and no status is recorded",
    "ended_on": "it is ended, and its end date is still to come",
    "value_pence": "no value is recorded",
    "measures": "no list of measures has been loaded",
    "modifications": "no list of modifications has been loaded",
    "modified_on": "the day of a modification is not recorded",
    "published_on": "the day a notice was published is not recorded",
    "change": "the rule modification_over_limit cannot tell whether it went over the limit",
    "procurement_method": "how it was let is not recorded",
    "direct_award_ground": "which direct award process it was let by is not recorded",
    "expected_payments": "the profile does not say what the authority expects to pay in the year",
}


@dataclass(frozen=True)
class Setting:
    """What clocks are asked with: the thresholds, and what the authority expects to pay by financial year."""

    thresholds: Thresholds
    expected_payments_gbp: Mapping[str, int]


def in_force_or_ended(register: Register, on: date) -> pd.DataFrame:
    """Return the agreements awarded by that day and not cancelled: the duty to publish outlasts them."""
    return register.agreements[awarded(register.agreements, on)]


def endings(agreements: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return what the status of each agreement and its end date say of whether it is over.

    ``is_past``: its end date has gone; ``goes_on``: it has, and the register does not call it over;
    ``status``: it has, and there is no status to tell by; ``ended_on``: it is called over, and its end
    date is still to come; ``ends_on``: it is called over, and there is no end date.
    """
    status, ends_on = agreements["status"], agreements["ends_on"]
    is_over = status.isin(OVER)
    is_past = has_passed(ends_on, on)
    return pd.DataFrame(
        {
            "is_past": is_past,
            "goes_on": is_past & ~is_over & status.notna(),
            "status": is_past & status.isna(),
            "ended_on": is_over & ~is_past & ends_on.notna(),
            "ends_on": is_over & ends_on.isna(),
        }
    )


def out_of_regime(agreements: pd.DataFrame, *regimes: str) -> pd.Series:
    """Tell which agreements are let under another regime, or are of a form that is never procured."""
    regime = agreements["regime"]
    return (regime.notna() & ~regime.isin(regimes)) | agreements["instrument"].isin(NOT_PROCURED)


def days_after(days: pd.Series, number: int | pd.Series) -> pd.Series:
    """Return the days so many days later; a day is kept on itself, so the last day to publish on."""
    added = pd.to_timedelta(number, unit="D")
    later: pd.Series = (days + added).astype("datetime64[s]")
    return later


def published(
    register: Register, on: date, *, notice_type: str = "", stage: str = ""
) -> pd.DataFrame:
    """Return the notices of one type, or of none and announcing one stage, that count on that day."""
    notices = happened(register.notices, "published_on", on)
    if notice_type:
        return notices[notices["notice_type"] == notice_type]
    announced = notices["stage"].fillna("").str.split("; ?", regex=True)
    is_told = pd.Series([stage in stages for stages in announced], notices.index, dtype="bool")
    return notices[notices["notice_type"].isna() & is_told]


def last_published_on(agreements: pd.DataFrame, notices: pd.DataFrame) -> pd.Series:
    """Return the last day on which one of the notices of each agreement was published."""
    last = notices.groupby("agreement_id")["published_on"].max()
    return looked_up(agreements["agreement_id"], last)


def has_passed(due_on: pd.Series, on: date) -> pd.Series:
    """Tell which days are over; a deadline is kept on the day itself."""
    return due_on < pd.Timestamp(on)


def answered(
    agreements: pd.DataFrame,
    *,
    clock: str,
    sentences: Mapping[str, str],
    outcomes: Mapping[str, pd.Series],
    missing: Mapping[str, pd.Series],
    due_on: pd.Series,
    published_on: pd.Series | None = None,
    facts: Mapping[str, pd.Series] | None = None,
) -> pd.DataFrame:
    """Return one row for each agreement, with the sentence a person reads.

    ``outcomes`` are names of ``sentences`` with who they are said of, the first that fits; the last
    of ``sentences`` is said of the rest. What is owed and not known to be published keeps its
    ``due_on``, the rest has none.
    """
    usual = list(sentences)[-1]
    masks = [mask.fillna(False).to_numpy(dtype=bool) for mask in outcomes.values()]
    names = np.select(masks, list(outcomes), usual) if masks else np.full(len(agreements), usual)
    outcome = pd.Series(names, agreements.index, dtype="str")
    no_day = pd.Series(pd.NaT, agreements.index, dtype="datetime64[s]")
    lacks = named(missing, agreements)
    is_unseen = (outcome == "unknown") & (lacks == MISSING["notices"])
    is_owed = outcome.str.startswith(("flagged", FALLS_DUE)) | is_unseen
    said = {**(facts or {}), "due_on": due_on, "missing": lacks}
    return pd.DataFrame(
        {
            "agreement_id": agreements["agreement_id"],
            "reference": agreements["reference"],
            "clock": pd.Series(clock, agreements.index, dtype="str"),
            "status": outcome.map(status_of).astype("str"),
            "due_on": due_on.where(is_owed).astype("datetime64[s]"),
            "published_on": no_day if published_on is None else published_on,
            "why": worded(outcome, sentences, said),
        }
    )


def status_of(outcome: str) -> str:
    """Return the status that an outcome is of: ``flagged_never`` is flagged, and the rest are clear."""
    return next((status for status in STATUSES if outcome.startswith(status)), "clear")


def named(missing: Mapping[str, pd.Series], agreements: pd.DataFrame) -> pd.Series:
    """Return what each agreement is missing, in words."""
    words = pd.Series("", agreements.index, dtype="str")
    for name, mask in missing.items():
        is_missing = mask.fillna(False).astype("bool")
        words = words.mask(is_missing & (words != ""), words + " and " + MISSING[name])
        words = words.mask(is_missing & (words == ""), MISSING[name])
    return words


def worded(
    outcome: pd.Series, sentences: Mapping[str, str], facts: Mapping[str, pd.Series]
) -> pd.Series:
    """Return the sentence of each row; equal facts are worded once."""
    told = np.full(len(outcome), "", dtype=object)
    for name, rows in outcome.reset_index(drop=True).groupby(outcome.to_numpy()).indices.items():
        template = sentences[str(name)]
        used = [fact for fact in facts if f"{{{fact}}}" in template]
        columns = [facts[fact].iloc[rows].astype("object").tolist() for fact in used]
        made: dict[tuple[object, ...], str] = {}
        for row, each in zip(
            rows, zip(*columns, strict=True) if used else repeat(()), strict=False
        ):
            if each not in made:
                spoken = {n: spoken_value(n, v) for n, v in zip(used, each, strict=True)}
                made[each] = template.format_map(spoken)
            told[row] = made[each]
    return pd.Series(told, outcome.index, dtype="str")


def spoken_value(name: str, value: object) -> str:
    """Return a fact as a sentence says it: a day in words, money in pounds."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return "no day" if name.endswith("_on") else "nothing"
    if isinstance(value, date):
        return spoken_day(value)
    return pounds(int(str(value))) if name.endswith("_pence") else str(value)

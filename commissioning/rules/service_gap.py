"""The agreement that follows starts later than the day after this one ends."""

from datetime import date

import pandas as pd

from commissioning.register import (
    Register,
    are_among,
    asked,
    happened,
    looked_up,
    made_once,
    places_among,
)
from commissioning.rules.answers import Answers
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds

# A gap is what was decided on: nothing is to follow, whatever the register names.
NOTHING_FOLLOWS = ("decommission", "let_lapse")

SENTENCES = {
    "flagged": (
        "Ends on {ends_on} and its successor {successor} starts on {successor_starts_on}: "
        "{gap_days} days without the service (flagged from {least_days})."
    ),
    "flagged_one_day": (
        "Ends on {ends_on} and its successor {successor} starts on {successor_starts_on}: "
        "one day without the service (flagged from {least_days})."
    ),
    "clear": "Its successor starts in time, or none is named, or nothing is to follow it.",
    "unknown": "Whether its successor starts in time cannot be told: {missing}.",
}


def service_gap(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the whole days between ``ends_on`` and the successor's ``starts_on`` number
    ``gap_days`` or more, unless the latest decision is to decommission it or to let it lapse;
    ``unknown`` when a successor is named and its row, its start or the end is missing; ``clear``
    otherwise, without a successor too. The successor is the agreement's own, otherwise the latest
    decision's. ``act_by`` is ``ends_on``. Basis and worked cases: docs/rules/service_gap.md.
    """
    agreements = asked(register, on)
    ids, ends_on = agreements["agreement_id"], agreements["ends_on"]
    decisions = latest_decisions(register, on)
    decided = decisions.set_index("agreement_id")
    named = successors_named(agreements, decisions)
    followers = earliest_starts(register, named)
    starts_on = looked_up(named, followers["starts_on"])
    gap_days = (starts_on - ends_on).dt.days - 1

    must_follow = named.notna() & ~looked_up(ids, decided["outcome"]).isin(NOTHING_FOLLOWS)
    is_listed = pd.Series(places_among(named, followers.index) >= 0, named.index)
    successor_rows = pd.DataFrame(
        {"agreement_id": ids, "row_id": looked_up(named, followers["row_id"])}
    ).dropna()
    return results(
        agreements,
        rule="service_gap",
        on=on,
        flagged=must_follow & (gap_days >= thresholds.gap_days),
        unknown=must_follow & gap_days.isna(),
        severity="critical",
        act_by=ends_on,
        facts={
            "wording": wording(gap_days),
            "ends_on": ends_on,
            "successor": named,
            "successor_starts_on": starts_on,
            "gap_days": gap_days.astype("Int64"),
            "least_days": thresholds.gap_days,
        },
        missing={
            "ends_on": ends_on.isna(),
            "successor": ~is_listed,
            "successor_starts_on": is_listed & starts_on.isna(),
        },
        extra_row_ids=pd.concat([successor_rows, decisions[["agreement_id", "row_id"]]]),
    )


def latest_decisions(register: Register, on: date) -> pd.DataFrame:
    """Return the latest decision on each agreement; of undated ones, only where none has a day."""

    def make() -> pd.DataFrame:
        decisions = happened(register.decisions, "decided_on", on)
        ordered = decisions.sort_values("decided_on", kind="stable", na_position="first")
        return ordered.drop_duplicates("agreement_id", keep="last")

    return made_once(register, "latest_decisions", on, make)


def successors_named(agreements: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """Return the reference of what follows each agreement: its own word, otherwise its decision's."""
    decided = decisions.set_index("agreement_id")["successor_reference"]
    return agreements["successor_reference"].fillna(looked_up(agreements["agreement_id"], decided))


def followers(register: Register, on: date) -> pd.DataFrame:
    """Return ``starts_on`` and ``row_id`` of what is named on that day as any agreement's successor, by reference."""
    return earliest_starts(
        register, successors_named(register.agreements, latest_decisions(register, on))
    )


def earliest_starts(register: Register, named: pd.Series) -> pd.DataFrame:
    """Return ``starts_on`` and ``row_id`` by the references named: of parts that share one, the first to start."""
    columns = ["reference", "starts_on", "row_id"]
    is_named = are_among(register.agreements["reference"], named)
    listed = register.agreements.loc[is_named, columns]
    ordered = listed.sort_values("starts_on", kind="stable")
    return ordered.drop_duplicates("reference").set_index("reference")


def wording(gap_days: pd.Series) -> pd.Series:
    """Return the sentence to use: one day is not said as a number of days."""
    usual = pd.Series("flagged", gap_days.index, dtype="str")
    return usual.mask(gap_days == 1, "flagged_one_day")

"""So many agreements end together that they cannot all be replaced, or done without, at once."""

from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from commissioning.dates import financial_year_start
from commissioning.folded_names import folded_once
from commissioning.register import Register, asked
from commissioning.rules.expiry_within_lead_time import window_opens_on
from commissioning.rules.result import results, worded
from commissioning.rules.thresholds import Thresholds

GROUPS = {"department": "department", "service_category": "service category"}

SENTENCES = {
    "flagged": (
        "{ends} of the {group_size} agreements ({ends_share}) of the {group} {group_name}, this one "
        "among them, "
        "end between {first_on} and {last_on}; a cliff edge is at least {least} and at least {share}."
    ),
    "flagged_one_day": (
        "{ends} of the {group_size} agreements ({ends_share}) of the {group} {group_name}, this one "
        "among them, "
        "end on {last_on}; a cliff edge is at least {least} and at least {share}."
    ),
    "clear": "It has ended, or too few of its department's and category's agreements end with it.",
    "unknown": "How many agreements end with it cannot be told: {missing}.",
}


def cliff_edge(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one result for each live agreement.

    ``flagged`` when it has not ended by ``on`` and some ``cliff_days`` days in a row that hold its
    end hold at least ``cliff_agreements`` ends and ``cliff_share`` (0 to 1) of its group: its
    department, or else its service category. A group is every agreement, whatever its status, that
    ends in the financial year holding ``on`` or later. ``unknown`` when it has no end date, or
    when one of the two groups is not recorded and the other does not flag it. ``act_by`` is the
    day the lead time began. Basis and worked cases: docs/rules/cliff_edge.md.
    """
    agreements = asked(register, on)
    ends_on = agreements["ends_on"]
    year_starts_on = financial_year_start(on, register.financial_year_start)
    is_member = register.agreements["ends_on"] >= pd.Timestamp(year_starts_on)
    members = register.agreements.loc[is_member, ["ends_on", *GROUPS]]
    found = pd.concat([ends_together(members, column, thresholds) for column in GROUPS])
    cliffs = found[~found.index.duplicated()].reindex(agreements.index)
    has_ended = ends_on < pd.Timestamp(on)
    flagged = cliffs["ends"].notna() & ~has_ended
    ungrouped = agreements["department"].isna() | agreements["service_category"].isna()
    return results(
        agreements,
        rule="cliff_edge",
        on=on,
        flagged=flagged,
        unknown=~flagged & ~has_ended & (ends_on.isna() | ungrouped),
        severity="high",
        act_by=window_opens_on(agreements, thresholds),
        facts={
            "wording": cliffs["wording"],
            "group": cliffs["group"],
            "group_name": cliffs["group_name"],
            "group_size": cliffs["group_size"].astype("Int64"),
            "ends": cliffs["ends"].astype("Int64"),
            "ends_share": worded(cliffs["ends"] / cliffs["group_size"], "{:.1%}"),
            "first_on": cliffs["first_on"],
            "last_on": cliffs["last_on"],
            "least": thresholds.cliff_agreements,
            "share": f"{thresholds.cliff_share * 100:g}%",
        },
        missing={
            "ends_on": ends_on.isna(),
            "department": agreements["department"].isna(),
            "service_category": agreements["service_category"].isna(),
        },
    )


def ends_together(members: pd.DataFrame, column: str, thresholds: Thresholds) -> pd.DataFrame:
    """Return the fullest run of days around each member's end, where it makes a cliff edge.

    One row for each member at such an edge, under the member's index: how many ``ends`` the days
    hold, the first and the last of them, and the group. Of equally full runs the earliest is taken.
    """
    members = members[members[column].notna()]
    group, names = pd.factorize(folded_once(members[column]))
    day = members["ends_on"].to_numpy().astype("datetime64[D]").astype("int64")
    # One number line for all groups, wide enough apart that no run of days reaches the next group.
    origin = day.min(initial=0)
    apart = day.max(initial=0) - origin + thresholds.cliff_days
    place = group * apart + (day - origin)
    ends = np.sort(place)
    firsts, row = np.unique(place, return_inverse=True)
    lasts = np.searchsorted(ends, firsts + thresholds.cliff_days - 1, side="right")
    held = lasts - np.searchsorted(ends, firsts, side="left")

    fullest, began = held.copy(), np.arange(len(firsts))
    for days_before in range(1, thresholds.cliff_days):
        other = np.searchsorted(firsts, firsts - days_before)
        better = (firsts[other] == firsts - days_before) & (held[other] >= fullest)
        fullest[better], began[better] = held[other][better], other[better]

    first_on = firsts[began][row] % apart + origin
    last_on = ends[lasts - 1][began][row] % apart + origin
    size = np.bincount(group, minlength=len(names))[group]
    share = Fraction(str(thresholds.cliff_share)).limit_denominator(10_000)
    is_cliff = (fullest[row] >= thresholds.cliff_agreements) & (
        fullest[row] * share.denominator >= size * share.numerator
    )
    found = pd.DataFrame(
        {
            "wording": np.where(first_on == last_on, "flagged_one_day", "flagged"),
            "group": GROUPS[column],
            "group_name": members[column].array,
            "group_size": size,
            "ends": fullest[row],
            "first_on": first_on.astype("datetime64[D]").astype("datetime64[s]"),
            "last_on": last_on.astype("datetime64[D]").astype("datetime64[s]"),
        },
        index=members.index,
    )
    return found[is_cliff]

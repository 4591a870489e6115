"""Which agreements end: during a year, its last day told apart, or on one day."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, recorded, row_ids
from commissioning.dates import months_after
from commissioning.register import CLOSED_STATUSES, happened, looked_up

NOT_RECORDED = "not recorded"


def ending_during(asking: Asking) -> Told:
    """Answer how many agreements end during the year, before its last day.

    The last day is told apart, because agreements let to the end of a year are another matter than
    those that end within it.
    """
    first, last = asking.year_days
    agreements, early = _closed_early_apart(asking)
    if not asking.has_register:
        return Told(NOT_RECORDED, "no register is loaded", [])
    ends_on = agreements["ends_on"]
    found = agreements[(ends_on >= pd.Timestamp(first)) & (ends_on < pd.Timestamp(last))]
    ended = found["ends_on"] < pd.Timestamp(asking.question.on)
    expired, due = found[ended], found[~ended]
    split = (
        f"on {asking.question.on} expired {len(expired)}{by_day(expired)}, "
        f"due {len(due)}{by_day(due)}"
    )
    figure = {
        "figure": "ending_during",
        "year": asking.year,
        "count": len(found),
        "expired": len(expired),
        "due": len(due),
        "said": f"ending during {asking.year}, before {last}: {len(found):,}; {split}",
        "row_ids": row_ids(found),
    }
    return Told(
        f"{len(found)}; {split}",
        coverage(asking),
        [figure, *extended(asking, found)],
        (f"on {last}, the year's last day, told apart: {_count(agreements, last):,}", *early),
    )


def ending_on(asking: Asking, day: date | None = None) -> Told:
    """Answer how many agreements end on one day: the year's last where none is named."""
    day = day or asking.question.day or asking.year_days[1]
    agreements, early = _closed_early_apart(asking)
    if not asking.has_register:
        return Told(NOT_RECORDED, "no register is loaded", [])
    found = agreements[agreements["ends_on"] == pd.Timestamp(day)]
    figure = {
        "figure": "ending_on",
        "day": str(day),
        "count": len(found),
        "said": f"ending on {day}: {len(found):,}",
        "row_ids": row_ids(found),
    }
    return Told(str(len(found)), coverage(asking), [figure, *extended(asking, found)], tuple(early))


def coverage(asking: Asking) -> str:
    """Return how many agreements have an end, what narrows them, and which are listed more than once."""
    every = asking.evidence.register.agreements
    said = [recorded(asking.agreements["ends_on"], "agreements")]
    said += asking.coverage_of(every, "agreements")
    twice = every["reference"][every["reference"].duplicated()].nunique()
    if twice:
        said.append(f"{twice:,} references are listed by several sources and counted in each")
    return "; ".join(said)


def _closed_early_apart(asking: Asking) -> tuple[pd.DataFrame, list[str]]:
    """Return the agreements less those closed before their recorded end, and a line about these.

    On what day they stopped is not recorded, so they end neither in the year nor on its last day.
    """
    agreements = asking.agreements
    closed = agreements["status"].isin(CLOSED_STATUSES)
    early = closed & (agreements["ends_on"] >= pd.Timestamp(asking.question.on))
    count = int(early.sum())
    line = f"not counted: {count:,} closed before their recorded end, on a day not recorded"
    return agreements[~early], [line] if count else []


def _count(agreements: pd.DataFrame, day: date) -> int:
    return int((agreements["ends_on"] == pd.Timestamp(day)).sum())


def by_day(agreements: pd.DataFrame) -> str:
    """Return the days on which agreements end, with how many where there are several days."""
    counts = agreements["ends_on"].value_counts().sort_index()
    days = [str(pd.Timestamp(day).date()) for day in counts.index]
    if len(days) < 2:
        return f" ({days[0]})" if days else ""
    return f" ({', '.join(f'{n} on {day}' for day, n in zip(days, counts, strict=True))})"


def extended(asking: Asking, agreements: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a figure for each kind and length of the extensions that brought agreements to their end."""
    known = asking.evidence.register.extensions
    events = happened(known, "decided_on", asking.question.on)
    events = events[events["agreement_id"].isin(agreements["agreement_id"])]
    ends = agreements.set_index("agreement_id")["ends_on"]
    in_force = events[events["new_ends_on"] == looked_up(events["agreement_id"], ends)]
    kinds = in_force["kind"].fillna("kind not recorded")
    lengths = [
        _length(before, after)
        for before, after in zip(in_force["previous_ends_on"], in_force["new_ends_on"], strict=True)
    ]
    counted = in_force.groupby([kinds, pd.Series(lengths, in_force.index, dtype="str")])
    return [
        {
            "figure": "extended",
            "count": int(found["agreement_id"].nunique()),
            "said": f"extended {found['agreement_id'].nunique():,} ({kind}, {length})",
            "row_ids": row_ids(found),
        }
        for (kind, length), found in counted
    ]


def _length(before: pd.Timestamp, after: pd.Timestamp) -> str:
    """Return the length of an extension: whole months where it is that, days where not."""
    if pd.isna(before) or pd.isna(after):
        return "length not recorded"
    first, last = before.date(), after.date()
    months = (last.year - first.year) * 12 + last.month - first.month
    one_day = timedelta(days=1)
    # To the same day of a later month, or from a month's end to a month's end.
    whole = (months_after(first, months), months_after(first + one_day, months) - one_day)
    if months > 0 and last in whole:
        return f"{months} months from {first}"
    return f"{(last - first).days} days from {first}"

"""Which agreements end: during a year, its last day told apart, or on one day."""

from datetime import date
from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, recorded, row_ids
from commissioning.dates import months_after
from commissioning.register import happened


def ending_during(asking: Asking) -> Told:
    """Answer how many agreements end during the year, before its last day.

    The last day is told apart, because agreements let to the end of a year are another matter than
    those that end within it.
    """
    first, last = asking.year_days
    agreements = asking.agreements
    ends_on = agreements["ends_on"]
    found = agreements[(ends_on >= pd.Timestamp(first)) & (ends_on < pd.Timestamp(last))]
    ended = found["ends_on"] < pd.Timestamp(asking.question.on)
    expired, due = found[ended], found[~ended]
    on_last_day = int((ends_on == pd.Timestamp(last)).sum())
    extensions = extended(asking, found)
    figure = {
        **{"figure": "ending_during", "year": asking.year, "count": len(found)},
        **{"expired": len(expired), "due": len(due), "row_ids": row_ids(found)},
    }
    lines = (
        f"during {asking.year}, from {first} to the day before {last}: {len(found):,}",
        f"on {last}, the year's last day, told apart: {on_last_day:,}",
        *(figure["said"] for figure in extensions),
    )
    answer = (
        f"{len(found)}; on {asking.question.on} expired {len(expired)}{by_day(expired)}, "
        f"due {len(due)}{by_day(due)}"
    )
    return Told(answer, recorded(ends_on, "agreements"), [figure, *extensions], lines)


def ending_on(asking: Asking) -> Told:
    """Answer how many agreements end on one day: the year's last where none is named."""
    day = asking.question.day or asking.year_days[1]
    agreements = asking.agreements
    found = agreements[agreements["ends_on"] == pd.Timestamp(day)]
    figure = {
        **{"figure": "ending_on", "day": str(day), "count": len(found)},
        "row_ids": row_ids(found),
    }
    extensions = extended(asking, found)
    lines = (f"on {day}: {len(found):,}", *(figure["said"] for figure in extensions))
    coverage = recorded(agreements["ends_on"], "agreements")
    return Told(str(len(found)), coverage, [figure, *extensions], lines)


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
    in_force = events[events["new_ends_on"] == ends.reindex(events["agreement_id"]).to_numpy()]
    kinds = in_force["kind"].fillna("kind not recorded")
    lengths = [
        _length(before, after)
        for before, after in zip(in_force["previous_ends_on"], in_force["new_ends_on"], strict=True)
    ]
    counted = in_force.groupby([kinds, pd.Series(lengths, in_force.index, dtype="str")])
    return [
        {
            **{"figure": "extended", "count": int(found["agreement_id"].nunique())},
            **{"said": f"extended {found['agreement_id'].nunique():,} ({kind}, {length})"},
            "row_ids": row_ids(found),
        }
        for (kind, length), found in counted
    ]


def _length(before: pd.Timestamp, after: pd.Timestamp) -> str:
    """Return the length of an extension: whole months where it is that, days where not."""
    if pd.isna(before) or pd.isna(after):
        return "length not recorded"
    first, last = date_of(before), date_of(after)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and _month_end_after(first, months) == last:
        return f"{months} months from {first}"
    return f"{(last - first).days} days from {first}"


def _month_end_after(first: date, months: int) -> date:
    """Return the last day that many months on: a term to a month's end goes on to a month's end."""
    next_day = date.fromordinal(first.toordinal() + 1)
    return date.fromordinal(months_after(next_day, months).toordinal() - 1)


def date_of(moment: pd.Timestamp) -> date:
    """Return the day of a cell."""
    return moment.date()

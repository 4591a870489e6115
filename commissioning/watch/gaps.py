"""Periods that were passed over: a month of a monthly source with no load, a period with no pack."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.dates import MONTH_NAMES, PeriodKind, period_of
from commissioning.watch.finding import Finding, listed
from commissioning.working_days import working_day_of_month

MONTHLY_SLOT = re.compile(r"(?P<series>.*?)[ _-]?(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")
PACKS_ON_WORKING_DAY = 5  # of the month after the period, as prefect.yaml schedules them


@dataclass(frozen=True)
class Year:
    """How an authority's year runs: the month and day it begins on, and the bank holidays it keeps."""

    start: tuple[int, int]
    holidays: str


def series_of(slot: str) -> str:
    """Return what the slots of a monthly source have in common: ``spend 2026-03`` is of ``spend``."""
    found = MONTHLY_SLOT.fullmatch(slot)
    return found["series"] if found else slot


def months_missing(authority: str, slots: Iterable[tuple[str, str]]) -> list[Finding]:
    """Return a finding for each feed whose loads go month by month; ``slots`` are (feed, slot) in force.

    Only months between the first and the last are missed: whether the next is late, freshness tells.
    """
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for feed, slot in slots:
        if found := MONTHLY_SLOT.fullmatch(slot):
            months[feed, found["series"]].add(int(found["year"]) * 12 + int(found["month"]) - 1)
    return [
        listed(
            f"{authority} months of {series or feed}",
            (
                (f"{month:06}", f"no {feed} of {MONTH_NAMES[month % 12]} {month // 12}")
                for month in range(min(held), max(held))
                if month not in held
            ),
            otherwise=f"{len(held)} loaded, none missing between them",
            remedy=f"get the files of those months and load them: commissioning load {feed} FILE",
        )
        for (feed, series), held in sorted(months.items())
        if len(held) > 1
    ]


@dataclass(frozen=True)
class IssuedPack:
    """A pack that was issued: for whom, how often they get one, and the last day it reports on."""

    audience: str
    kind: PeriodKind
    ends_on: date


def packs_missing(
    authority: str, packs: Iterable[IssuedPack], year: Year, *, scheduled: Iterable[str], on: date
) -> list[Finding]:
    """Return a finding for each audience that has had a pack: the periods since its first without one.

    After the last only an audience that is ``scheduled`` is owed another, from the working day after
    the one on which it is made.
    """
    held: dict[tuple[str, PeriodKind], set[date]] = defaultdict(set)
    for pack in packs:
        held[pack.audience, pack.kind].add(pack.ends_on)
    owed = set(scheduled)
    return [
        listed(
            f"{authority} packs for {audience}",
            _unissued(kind, ends, year, until=on if audience in owed else None),
            otherwise=f"{len(ends)} issued, none missing",
            remedy=f"commissioning build-packs --authority {authority} --audience {audience} --on DAY, "
            "with a day of each",
        )
        for (audience, kind), ends in sorted(held.items())
    ]


def _unissued(
    kind: PeriodKind, ends: set[date], year: Year, *, until: date | None
) -> Iterator[tuple[str, str]]:
    """Yield the periods from the first pack on that have none: up to the last pack, or to those now due."""
    last = max(ends)
    period = period_of(kind, min(ends), year.start)
    while period.ends_on <= last or (until and until > made_on(period.ends_on, year.holidays)):
        if period.ends_on not in ends:
            yield str(period.ends_on), f"none for {period.label} (to {period.ends_on})"
        period = period_of(kind, period.ends_on + timedelta(days=1), year.start)


def made_on(ends_on: date, holidays: str) -> date:
    """Return the day on which the pack of a period is made that ends on a day."""
    day = ends_on + timedelta(days=1)
    while working_day_of_month(day, holidays) != PACKS_ON_WORKING_DAY:
        day += timedelta(days=1)
    return day

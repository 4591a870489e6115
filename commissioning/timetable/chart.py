"""The stages of one timetable drawn over time, each on its own line, with the day of the question."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element

from commissioning.dates import MONTH_NAMES, months_after, spoken_day
from commissioning.packs.drawing import ACCENT, INK, TINT, WIDE, Plane
from commissioning.timetable.span import Span

ROW, HEAD, FOOT = 30, 34, 26
# Pixels for the names of the stages on the left, and for the days on the right.
SIDES = {"wide": (164, 138), "narrow": (146, 84)}
HALF_BAR = 9
# Pixels that a month's name needs.
LABEL = 74

Placed = tuple[float, date]


def stages_drawn(spans: Sequence[Span], on: date, width: int) -> Element:
    """Draw each stage as a bar from its start, its name before it and the day of its start after.

    The stage of the day ``on`` is darker, and a dashed line is that day where it lies between the
    first start and the end.
    """
    names, days = SIDES["wide" if width == WIDE else "narrow"]
    first, last = spans[0].starts_on, spans[-1].until_on
    unit = max((last - first).days, 1) / (width - names - days)
    start, right, top = names * unit, width * unit, FOOT + ROW * len(spans)
    plane = Plane(right, top + HEAD, width, top + HEAD)
    bars, named, dated = [], [], []
    for place, span in enumerate(spans):
        y = top - ROW * (place + 0.5)
        x, x2 = (start + (day - first).days for day in (span.starts_on, span.until_on))
        fill = ACCENT if span.starts_on <= on < span.until_on else TINT
        if x < x2:
            bars.append({"x": x, "x2": x2, "y": y - HALF_BAR, "y2": y + HALF_BAR, "fill": fill})
        named.append({"x": 0, "y": y, "text": span.name})
        dated.append({"x": right, "y": y, "text": written(span.starts_on, width)})
    quarters = [(start + (day - first).days, day) for day in quarter_days(first, last)]
    asked = [start + (on - first).days] if first <= on <= last else []
    return plane.drawn(
        plane.lines([{"x": x, "x2": x, "y": FOOT, "y2": top} for x, _ in quarters]),
        plane.bars(bars),
        plane.lines(
            [{"x": x, "x2": x, "y": FOOT, "y2": top + 4} for x in asked], colour=INK, dash=True
        ),
        plane.words(named, align="left"),
        plane.words(dated, align="right"),
        plane.words([{"x": right, "y": top + HEAD / 2, "text": "Starts"}], align="right"),
        plane.words(
            [{"x": x, "y": top + HEAD / 2, "text": written(on, width)} for x in asked],
            align="right" if asked and asked[0] > (start + right) / 2 else "left",
            bold=True,
        ),
        plane.words(
            [
                {"x": x, "y": FOOT / 2, "text": f"{MONTH_NAMES[day.month - 1][:3]} {day.year}"}
                for x, day in named_days(quarters, LABEL * unit)
            ],
            align="left",
        ),
    )


def named_days(quarters: list[Placed], apart: float) -> list[Placed]:
    """Return the quarters to name: all where their names have room, else as many Januaries as have."""
    if all(after[0] - before[0] >= apart for before, after in pairwise(quarters)):
        return quarters
    named: list[Placed] = []
    for x, day in quarters:
        if day.month == 1 and (not named or x - named[-1][0] >= apart):
            named.append((x, day))
    return named


def quarter_days(first: date, last: date) -> list[date]:
    """Return the first days of the calendar quarters after one day and up to another."""
    days = [date(first.year, 1, 1)]
    while days[-1] < last:
        days.append(months_after(days[-1], 3))
    return [day for day in days if first < day <= last]


def written(day: date, width: int) -> str:
    """Return a day in words, its month and year shortened on a telephone."""
    if width == WIDE:
        return spoken_day(day)
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year % 100:02d}"

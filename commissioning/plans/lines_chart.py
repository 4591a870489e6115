"""A department's replacements drawn over time, each on its own line, the soonest start at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from commissioning.dates import months_after
from commissioning.packs.drawing import ACCENT, INK, TINT, WIDE, Plane
from commissioning.timetable.chart import quarter_days, written

ROW, HEAD, FOOT = 26, 30, 26
SIDES = {"wide": (150, 150), "narrow": (104, 84)}
HALF_BAR = 7
# How far the drawing reaches before and after the day; a bar is cut there, and its day is in words.
MONTHS_BEFORE, MONTHS_AFTER = 12, 48
LONGEST = {"wide": 20, "narrow": 13}


@dataclass(frozen=True)
class Line:
    """One agreement: its reference, the latest safe start of replacing it, and its end."""

    name: str
    starts_on: date
    ends_on: date


def lines_drawn(lines: Sequence[Line], on: date, width: int) -> Element:
    """Draw each agreement from its latest start to its end; those late already are darker.

    A dashed line is the day ``on``, and the latest start of each stands in words on the right.
    """
    shape = "wide" if width == WIDE else "narrow"
    names, days = SIDES[shape]
    first = max(min(line.starts_on for line in lines), months_after(on, -MONTHS_BEFORE))
    first = min(first, on)
    last = min(max(*(line.ends_on for line in lines), on), months_after(on, MONTHS_AFTER))
    unit = max((last - first).days, 1) / (width - names - days)
    left, right, top = names * unit, width * unit, FOOT + ROW * len(lines)
    plane = Plane(right, top + HEAD, width, top + HEAD)

    def across(day: date) -> float:
        return left + (min(max(day, first), last) - first).days

    bars, named, dated = [], [], []
    for place, line in enumerate(lines):
        y = top - ROW * (place + 0.5)
        x, x2 = across(line.starts_on), across(line.ends_on)
        fill = ACCENT if line.starts_on < on else TINT
        if x < x2:
            bars.append({"x": x, "x2": x2, "y": y - HALF_BAR, "y2": y + HALF_BAR, "fill": fill})
        named.append({"x": 0, "y": y, "text": shortened(line.name, LONGEST[shape])})
        late = ", late" if line.starts_on < on and shape == "wide" else ""
        dated.append({"x": right, "y": y, "text": f"{written(line.starts_on, 0)}{late}"})
    years = [day for day in quarter_days(first, last) if day.month == 1]
    return plane.drawn(
        plane.lines([{"x": across(day), "x2": across(day), "y": FOOT, "y2": top} for day in years]),
        plane.bars(bars),
        plane.lines(
            [{"x": across(on), "x2": across(on), "y": FOOT, "y2": top + 4}], colour=INK, dash=True
        ),
        plane.words(named, align="left"),
        plane.words(dated, align="right"),
        plane.words([{"x": right, "y": top + HEAD / 2, "text": "Latest start"}], align="right"),
        plane.words(
            [{"x": across(on), "y": top + HEAD / 2, "text": written(on, 0)}],
            align="right" if across(on) > (left + right) / 2 else "left",
            bold=True,
        ),
        plane.words(
            [{"x": across(day), "y": FOOT / 2, "text": str(day.year)} for day in years],
            align="left",
        ),
    )


def shortened(name: str, longest: int) -> str:
    """Return a reference that fits before its bar; the table beside the chart has it whole."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"

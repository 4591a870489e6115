"""The procurements of each quarter as two bars, before and after smoothing, each with its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from commissioning.packs.drawing import ACCENT, MUTED, TINT, Plane

ROW, HALF_BAR = 44, 7
NAMES, NUMBERS = 92, 130


@dataclass(frozen=True)
class Quarter:
    """One quarter: its label, and how many procurements start in it before and after."""

    label: str
    before: int
    after: int


def quarters_drawn(quarters: Sequence[Quarter], width: int) -> Element:
    """Draw each quarter on its own line, the earliest at the top."""
    most = max(max(one.before, one.after) for one in quarters)
    unit = most / (width - NAMES - NUMBERS)
    left, height = NAMES * unit, ROW * len(quarters)
    plane = Plane(width * unit, height, width, height)
    bars, names, numbers = [], [], []
    for place, quarter in enumerate(quarters):
        middle = height - ROW * (place + 0.5)
        names.append({"x": 0, "y": middle, "text": quarter.label})
        for y, count, fill, when in (
            (middle + 9, quarter.before, TINT, "as things are"),
            (middle - 9, quarter.after, ACCENT, "by this plan"),
        ):
            x2 = left + count
            if count:
                bars.append(
                    {"x": left, "x2": x2, "y": y - HALF_BAR, "y2": y + HALF_BAR, "fill": fill}
                )
            numbers.append({"x": x2, "y": y, "text": f"{count:,} {when}"})
    return plane.drawn(
        plane.bars(bars),
        plane.lines([{"x": left, "x2": left, "y": 0, "y2": height}], colour=MUTED),
        plane.words(names, align="left"),
        plane.words(numbers, align="left", dx=5),
    )

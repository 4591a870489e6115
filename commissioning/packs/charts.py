"""What each chart of a pack draws: ordered, directly labelled, nothing by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from xml.etree.ElementTree import Element

import pandas as pd

from commissioning.packs.drawing import ACCENT, INK, LETTER, MUTED, TINT, WIDE, Plane
from commissioning.packs.tables import percent

TALLEST, HEAD, FOOT = 110, 62, 26
ROW = 26
DOT = 13
EVEN = 0.1
MARK = "▼"


@dataclass(frozen=True)
class Strip:
    """One row of the timeline: its heading and its number for each month."""

    heading: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Placed:
    """One line of a ranking. Without a rank it stands for those left out between the ends."""

    label: str
    rank: int | None = None
    written: str = ""


def timeline(
    months: Sequence[pd.Timestamp], strips: Sequence[Strip], marks: Sequence[int], width: int
) -> Element:
    """Draw strips of bars over the same months; ``marks`` counts each month's cliff-edge ends.

    A marked month is dark in the first strip and carries a triangle; its other bars are paler.
    """
    unit = max(*(count for strip in strips for count in strip.counts), 1) / TALLEST
    tallest = [max(strip.counts) for strip in strips]
    down = sum(tallest) + (HEAD * len(strips) + FOOT) * unit
    floors = [
        down - top - HEAD * unit * place for place, top in enumerate(accumulate(tallest), start=1)
    ]
    plane = Plane(len(months), down, width, round(down / unit))
    headings, bars, counts, years = [], [], [], []
    for place, strip in enumerate(strips):
        floor, top = floors[place], floors[place] + tallest[place]
        headings.append(
            {"x": 0, "y": top + 36 * unit, "text": f"{strip.heading}: {sum(strip.counts):,}"}
        )
        years += [
            {"x": x, "x2": x, "y": floor - 8 * unit, "y2": top + 20 * unit}
            for x, month in enumerate(months)
            if month.month == 1
        ]
        for x, count in enumerate(strip.counts):
            is_marked = place == 0 and marks[x] > 0
            fill = TINT if place == 0 and not is_marked else ACCENT
            if count:
                bars.append(
                    {"x": x + 0.09, "x2": x + 0.91, "y": floor, "y2": floor + count, "fill": fill}
                )
            if count and (width == WIDE or is_marked or count == tallest[place]):
                counts.append({"x": x + 0.5, "y": floor + count + 10 * unit, "text": f"{count:,}"})
    edges = edge_labels(marks, strips[0].counts, floors[0], unit, width)
    return plane.drawn(
        plane.lines(years),
        plane.bars(bars),
        plane.lines(
            [{"x": 0, "x2": len(months), "y": floor, "y2": floor} for floor in floors], colour=MUTED
        ),
        plane.words(headings, align="left", bold=True),
        plane.words(counts, align="center"),
        plane.words(
            [edge for edge in edges if not edge["is_late"]], align="left", dx=18, bold=True
        ),
        plane.words([edge for edge in edges if edge["is_late"]], align="right", dx=-18, bold=True),
        plane.words(month_labels(months, FOOT * unit, width), align="left", dx=3),
    )


def edge_labels(
    marks: Sequence[int], counts: Sequence[int], floor: float, unit: float, width: int
) -> list[dict[str, object]]:
    """Return how many ends of each marked month are in a cliff edge, beside the top of its bar."""
    words = "in a cliff edge" if width == WIDE else "cliff edge"
    return [
        {
            "x": x + 0.5,
            "y": floor + counts[x] + 10 * unit,
            "text": f"{MARK} {mark:,} {words}",
            "is_late": x > len(marks) / 2,
        }
        for x, mark in enumerate(marks)
        if mark
    ]


def month_labels(
    months: Sequence[pd.Timestamp], foot: float, width: int
) -> list[dict[str, object]]:
    """Return the month written at each January, and on a wide drawing at every third month too."""
    labels: list[dict[str, object]] = []
    for x, month in enumerate(months):
        is_third = width == WIDE and month.month % 3 == 1 and 2 < x < len(months) - 1
        if month.month == 1 or is_third or (x == 0 and months[min(2, len(months) - 1)].month > 2):
            is_full = month.month == 1 or x == 0
            labels.append(
                {"x": x, "y": foot / 2, "text": f"{month:%b %Y}" if is_full else f"{month:%b}"}
            )
    return labels


def tenths(counts: Sequence[int], width: int) -> Element:
    """Draw how many of the areas stand in each tenth of all areas, with the share an even spread gives."""
    total = sum(counts)
    shares = [count / total for count in counts]
    unit = max(*shares, EVEN) / 170
    foot, head = 48 * unit, 34 * unit
    down = foot + max(*shares, EVEN) + head
    plane = Plane(10, down, width, round(down / unit))
    bars = [
        {
            "x": x + 0.08,
            "x2": x + 0.92,
            "y": foot,
            "y2": foot + share,
            "fill": ACCENT if x == 0 else TINT,
        }
        for x, share in enumerate(shares)
    ]
    written = []
    for x, (share, count) in enumerate(zip(shares, counts, strict=True)):
        # A number never stands on the dashed line: it goes above it where its bar ends just below.
        top = max(share, EVEN) if 0 <= EVEN - share < 20 * unit else share
        text = f"{count:,} ({percent(share)})" if width == WIDE else f"{count:,}"
        written.append({"x": x + 0.5, "y": foot + top + 11 * unit, "text": text})
    return plane.drawn(
        plane.bars(bars),
        plane.lines(
            [{"x": 0, "x2": 10, "y": foot + EVEN, "y2": foot + EVEN}], colour=INK, dash=True
        ),
        plane.lines([{"x": 0, "x2": 10, "y": foot, "y2": foot}], colour=MUTED),
        plane.words(written, align="center"),
        plane.words(
            [{"x": x + 0.5, "y": foot - 14 * unit, "text": str(x + 1)} for x in range(10)],
            align="center",
        ),
        plane.words([{"x": 0, "y": foot - 36 * unit, "text": "Highest need"}], align="left"),
        plane.words(
            [
                {
                    "x": 5,
                    "y": foot - 36 * unit,
                    "text": "Dashed: an even spread" if width == WIDE else "Dashed: 10%",
                }
            ],
            align="center",
        ),
        plane.words([{"x": 10, "y": foot - 36 * unit, "text": "Lowest need"}], align="right"),
    )


def placed(rows: Sequence[Placed], of: int, where: str, width: int) -> Element:
    """Draw each row's rank as a dot on its own line, from the first of all areas to the last."""
    names_width, ranks_width = (140, 84) if width == WIDE else (102, 74)
    unit = of / (width - names_width - ranks_width)
    start = names_width * unit
    plane = Plane(width * unit, len(rows) + 2, width, round((len(rows) + 2) * ROW))
    tracks, dots, names, written, gaps = [], [], [], [], []
    for y, row in zip(range(len(rows), 0, -1), rows, strict=True):
        if row.rank is None:
            gaps.append({"x": start, "y": y, "text": row.label})
            continue
        at = start + row.rank
        tracks.append({"x": start, "x2": start + of, "y": y, "y2": y})
        dots.append({"x": at, "y": y})
        names.append({"x": start, "y": y, "text": row.label})
        written.append({"x": width * unit, "y": y, "text": row.written})
    middle, top = start + of / 2, len(rows) + 0.6
    return plane.drawn(
        plane.lines(tracks),
        plane.lines([{"x": middle, "x2": middle, "y": 0.5, "y2": top}], colour=INK, dash=True),
        plane.dots(dots, across=DOT),
        plane.words(
            [{"x": start, "y": top + 0.5, "text": "Highest need" if width == WIDE else "Highest"}],
            align="left",
        ),
        plane.words(
            [
                {
                    "x": middle,
                    "y": top + 0.5,
                    "text": f"Middle of {where}" if width == WIDE else "Middle",
                }
            ],
            align="center",
            bold=True,
        ),
        plane.words([{"x": start + of, "y": top + 0.5, "text": "Lowest"}], align="right"),
        plane.words([{"x": width * unit, "y": top + 0.5, "text": "Rank"}], align="right"),
        plane.words(names, align="right", dx=-12),
        plane.words(written, align="right"),
        plane.words(gaps, align="left"),
    )


def skyline(
    values: Sequence[float], own: int, own_label: str, middle: float, middle_label: str, width: int
) -> Element:
    """Draw every area as a thin bar from highest to lowest, with the one at place ``own`` picked out."""
    unit = max(values) / 150
    foot, head = 26 * unit, 44 * unit
    down = foot + max(values) + head
    plane = Plane(len(values), down, width, round(down / unit))
    bars = [
        {"x": x + 0.1, "x2": x + 0.9, "y": foot, "y2": foot + value, "fill": TINT}
        for x, value in enumerate(values)
    ]
    top = down - 18 * unit
    is_left = own < len(values) / 2
    spread = len(values) / width
    chosen = {
        "x": own + 0.5 - 2 * spread,
        "x2": own + 0.5 + 2 * spread,
        "y": foot,
        "y2": foot + values[own],
        "fill": INK,
    }
    pointer = {"x": own + 0.5, "x2": own + 0.5, "y": foot + values[own], "y2": top}
    return plane.drawn(
        plane.bars(bars),
        plane.bars([chosen]),
        plane.lines([pointer], colour=INK),
        plane.lines(
            [{"x": 0, "x2": len(values), "y": foot + middle, "y2": foot + middle}],
            colour=INK,
            dash=True,
        ),
        plane.lines([{"x": 0, "x2": len(values), "y": foot, "y2": foot}], colour=MUTED),
        plane.words(
            [{"x": own + 0.5, "y": top + LETTER / 2 * unit, "text": own_label}],
            align="left" if is_left else "right",
            bold=True,
            dx=5 if is_left else -5,
        ),
        plane.words(
            [{"x": len(values), "y": foot + middle + 11 * unit, "text": middle_label}],
            align="right",
        ),
        plane.words([{"x": 0, "y": foot / 2, "text": "1st: highest need"}], align="left"),
        plane.words(
            [{"x": len(values), "y": foot / 2, "text": f"{len(values):,}: lowest"}], align="right"
        ),
    )


def count_bars(rows: Sequence[tuple[str, int]], width: int) -> Element:
    """Draw a few counts as bars, each named and numbered."""
    names_width, numbers_width = 96, 60
    unit = max(1, *(count for _, count in rows)) / (width - names_width - numbers_width)
    start = names_width * unit
    plane = Plane(width * unit, len(rows) + 0.5, width, round((len(rows) + 0.5) * ROW))
    bars, names, numbers = [], [], []
    for y, (name, count) in zip(range(len(rows), 0, -1), rows, strict=True):
        reach = start + count
        bars.append({"x": start, "x2": reach, "y": y - 0.42, "y2": y + 0.3, "fill": ACCENT})
        names.append({"x": start, "y": y, "text": name})
        numbers.append({"x": reach, "y": y, "text": f"{count:,}"})
    floor = {"x": start, "x2": start, "y": 0.3, "y2": len(rows) + 0.5}
    return plane.drawn(
        plane.bars(bars),
        plane.lines([floor], colour=MUTED),
        plane.words(names, align="right", dx=-12),
        plane.words(numbers, align="left", dx=8),
    )

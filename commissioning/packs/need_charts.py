"""What each chart of a needs profile draws: values with their intervals, small multiples, tiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any
from xml.etree.ElementTree import Element

from commissioning.packs.charts import ROW
from commissioning.packs.drawing import ACCENT, INK, MUTED, TINT, WIDE, Plane

PALE = "#eef3f5"
Marks = list[dict[str, Any]]


@dataclass(frozen=True)
class Ranged:
    """One line of a ranking: an area's or a group's value with its interval. Without a value it is a gap."""

    label: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    written: str = ""
    is_own: bool = False


def ranges(
    rows: Sequence[Ranged], reference: float | None, reference_label: str, width: int
) -> Element:
    """Draw each row's value as a dot on its interval; ``reference`` is a dashed line through all of them.

    The authority's own row is bold and its dot a diamond.
    """
    names_width, written_width = (250, 70) if width == WIDE else (124, 56)
    known = [row for row in rows if row.value is not None]
    ends = [end for row in known for end in (row.lower, row.upper, row.value) if end is not None]
    ends += [reference] if reference is not None else []
    low, high = min(ends), max(ends)
    span = (high - low) or abs(high) or 1.0
    unit = span * 1.08 / (width - names_width - written_width)
    start = names_width * unit
    plane = Plane(width * unit, len(rows) + 1.6, width, round((len(rows) + 1.6) * ROW))

    def at(value: float) -> float:
        return start + (value - low) + span * 0.04

    lines: Marks = []
    dots, own, names, bold, written = ([*lines] for _ in range(5))
    for y, row in zip(range(len(rows), 0, -1), rows, strict=True):
        (bold if row.is_own else names).append(
            {"x": start, "y": y, "text": shortened(row.label, width)}
        )
        if row.value is None:
            continue
        if row.lower is not None and row.upper is not None:
            lines.append({"x": at(row.lower), "x2": at(row.upper), "y": y, "y2": y})
        (own if row.is_own else dots).append({"x": at(row.value), "y": y})
        written.append({"x": width * unit, "y": y, "text": row.written})
    top = len(rows) + 0.55
    layers = [
        plane.lines(
            [
                {"x": start, "x2": width * unit - written_width * unit, "y": y, "y2": y}
                for y in range(1, len(rows) + 1)
            ]
        ),
        plane.lines(lines, colour=MUTED, thick=True),
        plane.dots(dots, across=9),
        plane.diamonds(own, across=14),
        plane.words(names, align="right", dx=-12),
        plane.words(bold, align="right", dx=-12, bold=True),
        plane.words(written, align="right"),
    ]
    if reference is not None:
        x = at(reference)
        is_late = x > start + (width * unit - start) / 2
        layers += [
            plane.lines([{"x": x, "x2": x, "y": 0.4, "y2": top}], colour=INK, dash=True),
            plane.words(
                [{"x": x, "y": top + 0.5, "text": reference_label}],
                align="right" if is_late else "left",
                bold=True,
            ),
        ]
    return plane.drawn(*layers)


def shortened(label: str, width: int) -> str:
    """Return a label that fits beside a chart: whole on a desk, cut with a sign on a telephone."""
    longest = 32 if width == WIDE else 15
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


@dataclass(frozen=True)
class Panel:
    """One of small multiples: its title, the value of its bar, and what is dashed across it."""

    title: str
    value: float
    written: str
    reference: float


def panels(those: Sequence[Panel], highest: float, width: int) -> Element:
    """Draw one bar a panel on one common scale, each with its own dashed reference."""
    across = 5 if width == WIDE else 2
    down = -(-len(those) // across)
    tall, wide = 122, width / across
    plane = Plane(width, tall * down, width, tall * down)
    tracks, bars, marks, titles, written = [], [], [], [], []
    for place, panel in enumerate(those):
        left = (place % across) * wide
        top = tall * (down - place // across)
        room = wide - 24
        lines = wrap(panel.title, 21)[:2]
        titles += [
            {"x": left, "y": top - 12 - 18 * line, "text": text} for line, text in enumerate(lines)
        ]
        written.append({"x": left, "y": top - 56, "text": panel.written})
        y = top - 90
        tracks.append({"x": left, "x2": left + room, "y": y, "y2": y + 16, "fill": PALE})
        reach = room * panel.value / highest
        bars.append({"x": left, "x2": left + reach, "y": y, "y2": y + 16, "fill": ACCENT})
        mark = left + room * panel.reference / highest
        marks.append({"x": mark, "x2": mark, "y": y - 5, "y2": y + 21})
    return plane.drawn(
        plane.bars(tracks),
        plane.bars(bars),
        plane.lines(marks, colour=INK, dash=True),
        plane.words(titles, align="left", bold=True),
        plane.words(written, align="left"),
    )


@dataclass(frozen=True)
class Line:
    """One panel of a trend: its title, each period's label and value with its interval, and the comparator's."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    lowers: tuple[float | None, ...]
    uppers: tuple[float | None, ...]
    others: tuple[float | None, ...]
    written: str


def trend_panels(those: Sequence[Line], width: int) -> Element:
    """Draw one line a panel, each on a scale of its own from nought, with intervals; the others are dashed."""
    across = 3 if width == WIDE else 1
    down = -(-len(those) // across)
    tall, wide, plot = 230, width / across, 130
    plane = Plane(width, tall * down, width, tall * down)
    titles: Marks = []
    whiskers, segments, dashes, dots, floors, words, late = ([*titles] for _ in range(7))
    for place, line in enumerate(those):
        left = (place % across) * wide
        top = tall * (down - place // across)
        base, room = top - 190, wide - 90
        known = [v for v in (*line.values, *line.uppers, *line.others) if v is not None]
        scale = plot / (max(known) or 1)
        step = room / max(len(line.values) - 1, 1)
        titles += [
            {"x": left, "y": top - 12 - 18 * nth, "text": text}
            for nth, text in enumerate(wrap(line.title, 34)[:2])
        ]
        floors.append({"x": left, "x2": left + room, "y": base, "y2": base})
        spots = [
            {"x": left + 4 + step * nth, "y": base + value * scale}
            for nth, value in enumerate(line.values)
            if value is not None
        ]
        dots += spots
        segments += joined(spots)
        dashes += joined(
            [
                {"x": left + 4 + step * nth, "y": base + value * scale}
                for nth, value in enumerate(line.others)
                if value is not None
            ]
        )
        whiskers += [
            {
                "x": left + 4 + step * nth,
                "x2": left + 4 + step * nth,
                "y": base + low * scale,
                "y2": base + high * scale,
            }
            for nth, (low, high) in enumerate(zip(line.lowers, line.uppers, strict=True))
            if low is not None and high is not None
        ]
        if spots:
            late.append({"x": spots[-1]["x"] + 10, "y": spots[-1]["y"], "text": line.written})
        words += [{"x": left, "y": base - 14, "text": line.labels[0]}]
        late.append({"x": left + room, "y": base - 14, "text": line.labels[-1]})
    return plane.drawn(
        plane.lines(floors, colour=MUTED),
        plane.lines(dashes, colour=INK, dash=True),
        plane.lines(whiskers, colour=MUTED, thick=True),
        plane.lines(segments, colour=ACCENT, thick=True),
        plane.dots(dots, across=9),
        plane.words(titles, align="left", bold=True),
        plane.words(words, align="left"),
        plane.words(late, align="left"),
    )


def joined(spots: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """Return the straight lines from each spot to the next."""
    return [
        {"x": one["x"], "y": one["y"], "x2": two["x"], "y2": two["y"]}
        for one, two in pairwise(spots)
    ]


@dataclass(frozen=True)
class Tile:
    """One area of a tile map: its name, what is written in it, its place, and its shade from 1, the darkest, to 5."""

    name: str
    written: str
    across: int
    up: int
    shade: int
    is_own: bool


SHADES = {1: ACCENT, 2: TINT, 3: "#a9c2cd", 4: "#d3e0e6", 5: PALE}
PAPER = "#ffffff"


def tile_map(those: Sequence[Tile], width: int) -> Element:
    """Draw each area as a square at its place; every other row is half a square to the right.

    The own area has a thick frame. Names are written where a square has room for them.
    """
    left, bottom = min(tile.across for tile in those), min(tile.up for tile in those)
    columns = max(tile.across for tile in those) - left + 1.5
    rows = max(tile.up for tile in those) - bottom + 1
    side = width / columns
    tall = min(side, 84.0)
    plane = Plane(width, tall * rows, width, round(tall * rows))
    has_names = side >= 96
    frames: Marks = []
    squares, dark, light = ([*frames] for _ in range(3))
    for tile in those:
        x = (tile.across - left + (0.5 if tile.up % 2 else 0)) * side
        y = (tile.up - bottom) * tall
        edge = 5 if tile.is_own else 1
        square = {"x": x + 1, "x2": x + side - 1, "y": y + 1, "y2": y + tall - 1}
        frames.append({**square, "fill": INK if tile.is_own else PAPER})
        inner = {
            "x": x + 1 + edge,
            "x2": x + side - 1 - edge,
            "y": y + 1 + edge,
            "y2": y + tall - 1 - edge,
        }
        squares.append({**inner, "fill": SHADES[tile.shade]})
        lines = [*(wrap(tile.name, int(side / 9))[:2] if has_names else []), tile.written]
        for nth, text in enumerate(lines):
            middle = y + tall / 2 + (len(lines) - 1) * 9 - nth * 18
            word = {"x": x + side / 2, "y": middle, "text": text}
            (light if tile.shade == 1 else dark).append(word)
    return plane.drawn(
        plane.bars(frames),
        plane.bars(squares),
        plane.words(dark, align="center"),
        plane.words(light, align="center", colour=PAPER),
    )

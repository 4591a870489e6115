"""Bars on their side: each with its words above it and what it comes to after it, in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree.ElementTree import Element

from commissioning.packs.drawing import ACCENT, INK, TINT, WIDE, Chart, Marks, Plane, chart

ROW, HALF_BAR, FOOT = 46, 8, 26
WRITTEN_WIDE, WRITTEN_NARROW = 210, 118
LONGEST_WIDE, LONGEST_NARROW = 104, 40  # letters that fit above a bar


@dataclass(frozen=True)
class Bar:
    """One row: its label, its length, what is written after it, and where its mark stands, if anywhere."""

    label: str
    length: float
    written: str
    mark: float | None = None
    is_first: bool = False


def bar_chart(
    name: str,
    rows: Sequence[Bar],
    *,
    title: str,
    subtitle: str,
    description: str = "",
    mark_label: str = "",
) -> Chart:
    """Return the rows as a chart; without a ``description`` each is told by its label and what is written."""
    return chart(
        name,
        title=title,
        subtitle=subtitle,
        description=description or "; ".join(f"{row.label}: {row.written}" for row in rows) + ".",
        draw=partial(bars, rows, mark_label),
    )


def bars(rows: Sequence[Bar], mark_label: str, width: int) -> Element:
    """Draw the rows from above; a mark is a dark upright line, named at the foot by ``mark_label``.

    A row that ``is_first`` is dark. Nothing below nought has a bar.
    """
    room = WRITTEN_WIDE if width == WIDE else WRITTEN_NARROW
    most = max([row.length for row in rows] + [row.mark or 0 for row in rows] + [0]) or 1
    unit = most / (width - room)
    foot = FOOT if mark_label else 0
    height = ROW * len(rows) + foot
    plane = Plane(width * unit, height, width, height)
    drawn: Marks = []
    marks: Marks = []
    labels: Marks = []
    written: Marks = []
    for place, row in enumerate(rows):
        y = height - ROW * place - 31
        reach = max(row.length, 0)
        if reach:
            fill = ACCENT if row.is_first else TINT
            drawn.append({"x": 0, "x2": reach, "y": y - HALF_BAR, "y2": y + HALF_BAR, "fill": fill})
        if row.mark is not None:
            marks.append({"x": row.mark, "x2": row.mark, "y": y - 12, "y2": y + 12})
        end = max(reach, row.mark or 0)
        labels.append({"x": 0, "y": y + 21, "text": fitted(row.label, width)})
        written.append({"x": end, "y": y, "text": row.written})
    named = [{"x": 0, "y": 10, "text": mark_label}] if mark_label else []
    return plane.drawn(
        plane.bars(drawn),
        plane.lines(marks, colour=INK, thick=True),
        plane.words(labels, align="left"),
        plane.words(written, align="left", dx=7, bold=True),
        plane.words(named, align="left"),
    )


def fitted(label: str, width: int) -> str:
    """Return a label that fits above its bar, cut with a sign where it does not."""
    longest = LONGEST_WIDE if width == WIDE else LONGEST_NARROW
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"

"""How a process chart is drawn: a series about its mean and limits, special causes told by shape too."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap
from xml.etree.ElementTree import Element

from commissioning.measures.spc import COMMON, CONCERN, HIGH, IMPROVEMENT, LOW
from commissioning.packs.drawing import ACCENT, INK, MUTED, WIDE, Layer, Marks, Plane, Shape

ALARM = "#9a3412"
# Each kind of point by its shape, its colour and whether it is filled; a reader needs the shape alone.
SHAPES: dict[str, tuple[Shape, str, bool]] = {
    COMMON: ("circle", MUTED, True),
    IMPROVEMENT: ("diamond", ACCENT, True),
    CONCERN: ("triangle-up", ALARM, True),
    HIGH: ("square", INK, False),
    LOW: ("square", INK, False),
}
SIGNS = {IMPROVEMENT: "◆", CONCERN: "▲", HIGH: "□", LOW: "□", COMMON: "●"}
GAP = 18  # pixels between two lines of writing
PANEL_TALL, PLOT_TALL = 236, 130


@dataclass(frozen=True)
class Process:
    """A series as it is drawn: what each point is called, its value, its limits and what it tells.

    ``written`` has the last value, the mean, the limits and the target in words; ``splits`` are the
    places at which it was rebased, and why.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    means: tuple[float | None, ...]
    lowers: tuple[float | None, ...]
    uppers: tuple[float | None, ...]
    types: tuple[str, ...]
    target: float | None
    written: dict[str, str]
    told: tuple[str, ...]
    splits: tuple[tuple[int, str], ...] = ()

    @property
    def last_known(self) -> str:
        """What the last point with a value is called."""
        known = [
            label
            for label, value in zip(self.labels, self.values, strict=True)
            if value is not None
        ]
        return known[-1]


@dataclass(frozen=True)
class Box:
    """The part of a plane that a series is drawn in."""

    left: float
    bottom: float
    wide: float
    tall: float


@dataclass
class Drawn:
    """The marks of one series or more, by what they are."""

    means: Marks = field(default_factory=list)
    limits: Marks = field(default_factory=list)
    targets: Marks = field(default_factory=list)
    splits: Marks = field(default_factory=list)
    steps: Marks = field(default_factory=list)
    points: dict[str, Marks] = field(default_factory=lambda: {name: [] for name in SHAPES})

    def layers(self, plane: Plane, across: int) -> list[Layer]:
        """Return the marks as layers, the points on top."""
        return [
            plane.lines(self.splits, colour=MUTED),
            plane.lines(self.means, colour=MUTED),
            plane.lines(self.limits, colour=MUTED, dash=True),
            plane.lines(self.targets, colour=INK, thick=True),
            plane.lines(self.steps, colour=MUTED, thick=True),
            *(
                plane.shapes(
                    self.points[name],
                    shape=shape,
                    across=across if name == COMMON else across + 3,
                    colour=colour,
                    filled=filled,
                )
                for name, (shape, colour, filled) in SHAPES.items()
                if self.points[name]
            ),
        ]


class Placed:
    """Where the points and lines of one series lie in its box."""

    def __init__(self, process: Process, box: Box) -> None:
        self.process, self.box = process, box
        drawn = [*process.values, *process.means, *process.lowers, *process.uppers, process.target]
        known = [value for value in drawn if value is not None]
        self.low, high = min(known), max(known)
        self.span = (high - self.low) or abs(high) or 1.0
        self.step = box.wide / max(len(process.values) - 1, 1)

    def x(self, place: float) -> float:
        """Return where the point of that place is across."""
        return self.box.left + self.step * place

    def y(self, value: float) -> float:
        """Return where a value is upward."""
        return self.box.bottom + self.box.tall * (value - self.low) / self.span

    def draw(self, drawn: Drawn) -> None:
        """Add the marks of the series."""
        process, box = self.process, self.box
        drawn.means += self.level(process.means)
        drawn.limits += self.level(process.lowers) + self.level(process.uppers)
        if process.target is not None:
            y = self.y(process.target)
            drawn.targets.append({"x": box.left, "x2": box.left + box.wide, "y": y, "y2": y})
        for place, _ in process.splits:
            x = self.x(place - 0.5)
            drawn.splits.append({"x": x, "x2": x, "y": box.bottom, "y2": box.bottom + box.tall})
        spots = [
            None if value is None else {"x": self.x(place), "y": self.y(value)}
            for place, value in enumerate(process.values)
        ]
        drawn.steps += [
            {"x": one["x"], "y": one["y"], "x2": two["x"], "y2": two["y"]}
            for one, two in pairwise(spots)
            if one and two
        ]
        for spot, kind in zip(spots, process.types, strict=True):
            if spot:
                drawn.points[kind].append(dict(spot))

    def level(self, values: Sequence[float | None]) -> Marks:
        """Return a line through points that share a value, for each stretch of them."""
        lines: Marks = []
        start = 0
        for place in range(1, len(values) + 1):
            if place < len(values) and values[place] == values[start]:
                continue
            value = values[start]
            if value is not None:
                first, last = (
                    self.x(start - 0.5 if start else 0),
                    self.x(place - 0.5 if place < len(values) else place - 1),
                )
                lines.append({"x": first, "x2": last, "y": self.y(value), "y2": self.y(value)})
            start = place
        return lines


def process_chart(process: Process, width: int) -> Element:
    """Draw one series large: its limits, mean and target are named at its end."""
    beside, plot = (210, 220) if width == WIDE else (118, 190)
    lines = [part for words in process.told for part in wrap(words, 90 if width == WIDE else 40)]
    head, foot = 14 + GAP * len(lines), 34
    tall = head + plot + foot
    plane = Plane(width, tall, width, tall)
    placed = Placed(process, Box(8, foot, width - beside - 8, plot - 10))
    drawn = Drawn()
    placed.draw(drawn)
    heads = [{"x": 0, "y": tall - 10 - GAP * nth, "text": text} for nth, text in enumerate(lines)]
    return plane.drawn(
        *drawn.layers(plane, 9),
        plane.words(heads, align="left", bold=True),
        plane.words(level_words(placed, width), align="left"),
        *day_words(placed, plane, 4 if width == WIDE else 2),
        plane.words(split_words(placed, width), align="left"),
    )


def level_words(placed: Placed, width: int) -> Marks:
    """Return what stands beside each line at its end, no two on one another."""
    process = placed.process
    names = {"upper": "Upper limit", "mean": "Mean", "lower": "Lower limit", "target": "Target"}
    if width != WIDE:
        names |= {"upper": "Upper", "lower": "Lower"}
    ends = {"upper": process.uppers[-1], "mean": process.means[-1], "lower": process.lowers[-1]}
    levels = [(name, value) for name, value in {**ends, "target": process.target}.items()]
    known = sorted(
        ((placed.y(value), name) for name, value in levels if value is not None), reverse=True
    )
    x = placed.box.left + placed.box.wide + 12
    words: Marks = []
    above = float("inf")
    for y, name in known:
        above = min(y, above - GAP)
        text = level_word(names[name], process.written[name], width)
        words.append({"x": x, "y": above, "text": text})
    too_low = min((word["y"] for word in words), default=0.0) - placed.box.bottom / 4
    return [{**word, "y": word["y"] - min(too_low, 0)} for word in words]


def level_word(name: str, written: str, width: int) -> str:
    """Return a line's name and level; its unit, which the subtitle has too, is left out where there is no room."""
    text = f"{name} {written}"
    return text if len(text) <= (27 if width == WIDE else 15) else f"{name} {written.split()[0]}"


def day_words(placed: Placed, plane: Plane, parts: int) -> list[Layer]:
    """Return the names of the first and last points, and of some between them."""
    labels, y = placed.process.labels, placed.box.bottom - 22
    last = len(labels) - 1
    if not last:
        return [plane.words([{"x": placed.x(0), "y": y, "text": labels[0]}], align="left")]
    between = [round(last * part / parts) for part in range(1, parts)] if last >= 3 * parts else []
    if parts < 3:
        between = []
    return [
        plane.words([{"x": placed.x(0), "y": y, "text": labels[0]}], align="left"),
        plane.words(
            [{"x": placed.x(place), "y": y, "text": labels[place]} for place in between],
            align="center",
        ),
        plane.words([{"x": placed.x(last), "y": y, "text": labels[last]}], align="right"),
    ]


def split_words(placed: Placed, width: int) -> Marks:
    """Return why the series was rebased, at the foot of each line where it was."""
    room = 34 if width == WIDE else 14
    return [
        {
            "x": placed.x(place - 0.5) + 4,
            "y": placed.box.bottom + 4,
            "text": f"Rebased: {why}" if len(why) < room else "Rebased",
        }
        for place, why in placed.process.splits
    ]


def process_panels(those: Sequence[Process], width: int) -> Element:
    """Draw each series small, beside the others and on a scale of its own."""
    across = 3 if width == WIDE else 1
    down = -(-len(those) // across)
    wide, tall = width / across, PANEL_TALL
    plane = Plane(width, tall * down, width, tall * down)
    drawn = Drawn()
    titles: Marks = []
    told: Marks = []
    firsts: Marks = []
    lasts: Marks = []
    for number, process in enumerate(those):
        left, top = (number % across) * wide, tall * (down - number // across)
        placed = Placed(process, Box(left + 6, top - tall + 42, wide - 46, PLOT_TALL - 10))
        placed.draw(drawn)
        titles += [
            {"x": left, "y": top - 12 - GAP * nth, "text": text}
            for nth, text in enumerate(cut(process.title, 36))
        ]
        told.append({"x": left, "y": top - 12 - GAP * 2, "text": cut(process.told[0], 36)[0]})
        y = placed.box.bottom - 18
        firsts.append({"x": left, "y": y, "text": process.labels[0]})
        end = f"{process.last_known}: {process.written['last']}"
        lasts.append({"x": left + wide - 30, "y": y, "text": end})
    return plane.drawn(
        *drawn.layers(plane, 7),
        plane.words(titles, align="left", bold=True),
        plane.words(told, align="left"),
        plane.words(firsts, align="left"),
        plane.words(lasts, align="right"),
    )


def cut(text: str, length: int) -> list[str]:
    """Return a title in two lines at most, what does not fit left out with a sign."""
    lines = wrap(text, length) or [""]
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1][: length - 1]}…"]

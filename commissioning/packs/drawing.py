"""A drawing as inline SVG that is the same bytes everywhere and says what it shows.

Every mark is placed by numbers alone: no text is measured, so the fonts of a machine cannot move anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from markupsafe import Markup

from commissioning.packs.wording import visible

SVG = "http://www.w3.org/2000/svg"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INK, MUTED, RULE = "#16202a", "#4f5b66", "#cfd6dc"
ACCENT, TINT = "#0b5a73", "#6a96a8"
WIDE, NARROW = 880, 340
LETTER = 14
TINY = 1e-6

Align = Literal["left", "center", "right"]
Shape = Literal["circle", "diamond", "square", "triangle-up"]
Marks = list[dict[str, Any]]  # one row for each mark, by the names of what places it
Layer = Element  # a group of marks
ANCHORS: dict[Align, str] = {"left": "start", "center": "middle", "right": "end"}
DROP = 4  # pixels from the middle of a line of text down to the line it stands on


@dataclass(frozen=True)
class Chart:
    """A chart as the page shows it: the finding, what is measured, what it shows in words, the drawings."""

    name: str
    title: str
    subtitle: str
    description: str
    drawings: tuple[Markup, ...]


@dataclass(frozen=True)
class Plane:
    """A plot of ``across`` by ``down`` units, drawn ``width`` by ``height`` pixels; y grows upward."""

    across: float
    down: float
    width: int
    height: int

    def bars(self, bars: Marks) -> Layer:
        """Return rectangles: x, x2, y, y2, fill."""
        layer = group()
        for bar in bars:
            left, right = sorted((self.x(bar["x"]), self.x(bar["x2"])))
            top, bottom = sorted((self.y(bar["y"]), self.y(bar["y2"])))
            SubElement(
                layer, tag("path"), d=box(left, top, right - left, bottom - top), fill=bar["fill"]
            )
        return layer

    def lines(
        self, lines: Marks, *, colour: str = RULE, dash: bool = False, thick: bool = False
    ) -> Layer:
        """Return straight lines: x, x2, y, y2."""
        layer = group()
        stroke = {
            "stroke": colour,
            "stroke-width": "2" if thick else "1",
            "stroke-dasharray": "4,3" if dash else "",
        }
        for line in lines:
            x, y = self.x(line["x"]), self.y(line["y"])
            ends = {"x2": pixels(self.x(line["x2"]) - x), "y2": pixels(self.y(line["y2"]) - y)}
            SubElement(layer, tag("line"), {"transform": moved(x, y), **ends, **stroke})
        return layer

    def words(
        self,
        words: Marks,
        *,
        align: Align,
        bold: bool = False,
        dx: int = 0,
        colour: str = INK,
    ) -> Layer:
        """Return texts: x, y, text; each stands on its y, with ``dx`` pixels of room."""
        layer = group()
        look = {
            "font-family": FONT,
            "font-size": f"{LETTER}px",
            "font-weight": "bold" if bold else "normal",
            "fill": colour,
        }
        for word in words:
            place = moved(self.x(word["x"]) + dx, self.y(word["y"]) + DROP)
            told = {"text-anchor": ANCHORS[align], "transform": place, **look}
            SubElement(layer, tag("text"), told).text = visible(word["text"]).strip()
        return layer

    def dots(self, dots: Marks, *, across: int) -> Layer:
        """Return round dots at x, y, ``across`` pixels wide."""
        return self.shapes(dots, shape="circle", across=across, colour=ACCENT)

    def diamonds(self, diamonds: Marks, *, across: int) -> Layer:
        """Return dark diamonds at x, y, whose sides are half of ``across`` pixels long."""
        return self.shapes(diamonds, shape="diamond", across=across / sqrt(2), colour=INK)

    def shapes(
        self, shapes: Marks, *, shape: Shape, across: float, colour: str, filled: bool = True
    ) -> Layer:
        """Return marks of one shape at x, y, ``across`` pixels wide."""
        layer = group()
        path = outline(shape, across / 2)
        look = {"fill" if filled else "stroke": colour, "stroke-width": "2", "opacity": "1"}
        for each in shapes:
            place = moved(self.x(each["x"]), self.y(each["y"]))
            SubElement(layer, tag("path"), {"transform": place, "d": path, **look})
        return layer

    def x(self, value: float) -> float:
        """Return how many pixels from the left a value is."""
        return self.width * part(value, self.across)

    def y(self, value: float) -> float:
        """Return how many pixels from the top a value is."""
        return self.height * (1 - part(value, self.down))

    def drawn(self, *layers: Layer) -> Element:
        """Return the layers drawn over one another."""
        width, height = str(self.width), str(self.height)
        drawing = Element(tag("svg"), {"width": width, "height": height})
        SubElement(drawing, tag("rect"), {"width": width, "height": height, "fill": "white"})
        ground = {"fill": "none", "stroke-miterlimit": "10", "transform": moved(0, 0)}
        # Packs issued by earlier versions have these groups: made again, they have the same bytes.
        outer = SubElement(SubElement(drawing, tag("g"), ground), tag("g"))
        plot = SubElement(outer, tag("g"), {"transform": moved(0, 0)})
        SubElement(plot, tag("path"), {"d": box(0, 0, self.width, self.height)})
        SubElement(plot, tag("g")).extend(layers)
        SubElement(plot, tag("path"), {"d": "", "display": "none"})
        return drawing


def chart(
    name: str,
    *,
    title: str,
    subtitle: str,
    description: str,
    draw: Callable[[int], Element],
) -> Chart:
    """Return a chart drawn for a desk and for a telephone, so that its text is never shrunk."""
    drawings = tuple(
        embedded(
            draw(width), id_=f"{name}-{shape}", title=title, description=description, shape=shape
        )
        for shape, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Chart(name, title, subtitle, description, drawings)


def embedded(drawing: Element, *, id_: str, title: str, description: str, shape: str) -> Markup:
    """Return the drawing as an image for the page, named by ``title`` and told by ``description``."""
    width, height = drawing.attrib["width"], drawing.attrib["height"]
    drawing.attrib.clear()
    drawing.attrib |= {
        "viewBox": f"0 0 {width} {height}",
        "class": f"chart {shape}",
        "role": "img",
        "aria-labelledby": f"{id_}-title",
        "aria-describedby": f"{id_}-desc",
        "focusable": "false",
    }
    for place, (name, text) in enumerate([("title", title), ("desc", description)]):
        told = Element(tag(name), {"id": f"{id_}-{name}"})
        told.text = visible(text)
        drawing.insert(place, told)
    # Here and not once for all: a library that is imported later may take the empty prefix for itself.
    register_namespace("", SVG)
    # Safe: ElementTree has escaped every text and attribute it wrote.
    return Markup(tostring(drawing, encoding="unicode"))  # noqa: S704


def tag(name: str) -> str:
    """Return the name of an SVG element as ElementTree has it."""
    return f"{{{SVG}}}{name}"


def group() -> Layer:
    """Return a group without marks."""
    return Element(tag("g"))


def part(value: float, end: float) -> float:
    """Return which part of the way to the end of a scale a value is; half where it has no length."""
    return float(value) / float(end) if end else 0.5


def moved(x: float, y: float) -> str:
    """Return the transform that moves a mark to its place."""
    return f"translate({pixels(x)},{pixels(y)})"


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the path of a rectangle."""
    return f"M{pixels(x)},{pixels(y)}h{pixels(width)}v{pixels(height)}h{pixels(-width)}Z"


def outline(shape: Shape, radius: float) -> str:
    """Return the path of a shape about its middle."""
    r, back = pixels(round(radius, 3)), pixels(round(-radius, 3))
    match shape:
        case "circle":
            arc = f"A{r},{r},0,1,1"
            return f"M{r},0{arc},{back},0{arc},{r},0"
        case "diamond":
            return f"M{back},0L0,{back}L{r},0L0,{r}Z"
        case "square":
            side = round(2 * radius, 3)
            return box(round(-radius, 3), round(-radius, 3), side, side)
        case "triangle-up":
            down = round(radius * sqrt(3) / 2, 3)
            return f"M0,{pixels(-down)}L{back},{pixels(down)}L{r},{pixels(down)}Z"


def pixels(value: float) -> str:
    """Return a number of pixels, to two decimals where it has more; a tiny one has its exponent."""
    if value == int(value):
        return str(int(value))
    if abs(value) < TINY:
        digits, _, exponent = repr(value).partition("e-")
        return f"{shortened(digits)}e-{int(exponent)}"
    return f"{value:.2f}" if "e" in repr(value) else shortened(repr(value))


def shortened(digits: str) -> str:
    """Return decimal digits, to two decimals where there are more."""
    return f"{float(digits):.2f}" if len(digits.partition(".")[2]) > 2 else digits

"""A Vega-Lite drawing as inline SVG that is the same bytes everywhere and says what it shows.

Nothing is fetched, no text is measured (so the fonts of a machine cannot move anything) and no
counter of the process reaches the page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

import vl_convert
from markupsafe import Markup

from commissioning.packs.wording import visible

SVG = "http://www.w3.org/2000/svg"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INK, MUTED, RULE = "#16202a", "#4f5b66", "#cfd6dc"
ACCENT, TINT = "#0b5a73", "#6a96a8"
WIDE, NARROW = 880, 340
LETTER = 14

Align = Literal["left", "center", "right"]
Marks = list[dict[str, Any]]  # one row for each mark, by the names of what places it
Layer = dict[str, Any]  # as Vega-Lite has it
TO = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}


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
        fill = {"field": "fill", "type": "nominal", "scale": None, "legend": None}
        return self.layer(bars, {"type": "rect"}, **TO, fill=fill)

    def lines(
        self, lines: Marks, *, colour: str = RULE, dash: bool = False, thick: bool = False
    ) -> Layer:
        """Return straight lines: x, x2, y, y2."""
        dashes = [4, 3] if dash else []
        mark = {"color": colour, "strokeWidth": 2 if thick else 1, "strokeDash": dashes}
        return self.layer(lines, {"type": "rule", **mark}, **TO)

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
        mark = {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "dx": dx,
            "fontSize": LETTER,
            "fontWeight": "bold" if bold else "normal",
            "color": colour,
            "limit": 0,
        }
        seen = [{**word, "text": visible(word["text"])} for word in words]
        return self.layer(seen, mark, text={"field": "text", "type": "nominal"})

    def dots(self, dots: Marks, *, across: int) -> Layer:
        """Return round dots at x, y, ``across`` pixels wide."""
        mark = {"type": "circle", "size": across**2, "opacity": 1, "color": ACCENT}
        return self.layer(dots, mark)

    def diamonds(self, diamonds: Marks, *, across: int) -> Layer:
        """Return dark diamonds at x, y, ``across`` pixels wide."""
        shape = {"shape": "diamond", "size": across**2 / 2, "filled": True}
        return self.layer(diamonds, {"type": "point", **shape, "opacity": 1, "color": INK})

    def shapes(
        self, shapes: Marks, *, shape: str, across: int, colour: str, filled: bool = True
    ) -> Layer:
        """Return marks of one of Vega-Lite's shapes at x, y, about ``across`` pixels wide."""
        drawn = {"shape": shape, "size": across**2, "filled": filled, "strokeWidth": 2}
        return self.layer(shapes, {"type": "point", **drawn, "opacity": 1, "color": colour})

    def layer(self, rows: Marks, mark: dict[str, Any], **encoding: Any) -> Layer:
        """Return one mark for each row, on the scales of the plane."""
        scales = {"x": self.scale("x", self.across), "y": self.scale("y", self.down)}
        return {"data": {"values": rows}, "mark": mark, "encoding": {**scales, **encoding}}

    def scale(self, name: str, end: float) -> dict[str, Any]:
        """Return the scale across or upward."""
        domain = {"domain": [0, end], "nice": False}
        return {"field": name, "type": "quantitative", "axis": None, "scale": domain}

    def drawn(self, *layers: Layer) -> ElementTree.Element:
        """Return the layers drawn over one another."""
        chart = {
            "layer": list(layers),
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": "none",
            "background": "white",
            "config": {"font": FONT, "view": {"stroke": None}},
        }
        svg = vl_convert.vegalite_to_svg(chart, allowed_base_urls=[])
        return ElementTree.fromstring(svg)  # noqa: S314 - made here, of values that were escaped


def chart(
    name: str,
    *,
    title: str,
    subtitle: str,
    description: str,
    draw: Callable[[int], ElementTree.Element],
) -> Chart:
    """Return a chart drawn for a desk and for a telephone, so that its text is never shrunk."""
    drawings = tuple(
        embedded(
            draw(width), id_=f"{name}-{shape}", title=title, description=description, shape=shape
        )
        for shape, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Chart(name, title, subtitle, description, drawings)


def embedded(
    drawing: ElementTree.Element, *, id_: str, title: str, description: str, shape: str
) -> Markup:
    """Return the drawing as an image for the page, named by ``title`` and told by ``description``."""
    for element in drawing.iter():
        for name in [name for name in element.attrib if is_noise(name)]:
            del element.attrib[name]
        for name in {"transform", "d", "x2", "y2"} & element.attrib.keys():
            element.attrib[name] = two_decimals(element.attrib[name])
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
    for place, (tag, text) in enumerate([("title", title), ("desc", description)]):
        told = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{id_}-{tag}"})
        told.text = visible(text)
        drawing.insert(place, told)
    # Here and not once for all: a library that is imported later may take the empty prefix for itself.
    ElementTree.register_namespace("", SVG)
    # Safe: ElementTree has escaped every text and attribute it wrote.
    return Markup(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S704


def is_noise(attribute: str) -> bool:
    """Say whether an attribute is for Vega's own viewer: its roles, labels, classes and clip counters."""
    return attribute.startswith("aria-") or attribute in (
        "role",
        "class",
        "clip-path",
        "pointer-events",
    )


def two_decimals(numbers: str) -> str:
    """Return a path or transform with its numbers to two decimals."""
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}", numbers)

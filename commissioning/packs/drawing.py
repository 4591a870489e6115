"""A Vega-Lite drawing as inline SVG that is the same bytes everywhere and says what it shows.

Nothing is fetched, no text is measured (so the fonts of a machine cannot move anything) and no
counter of the process reaches the page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

import altair as alt
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

ElementTree.register_namespace("", SVG)


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

    def bars(self, bars: list[dict[str, Any]]) -> Any:
        """Return rectangles: x, x2, y, y2, fill."""
        return (
            self.placed(bars)
            .mark_rect()
            .encode(self.x(), self.y(), x2="x2:Q", y2="y2:Q", fill=plain("fill"))
        )

    def lines(
        self,
        lines: list[dict[str, Any]],
        *,
        colour: str = RULE,
        dash: bool = False,
        thick: bool = False,
    ) -> Any:
        """Return straight lines: x, x2, y, y2."""
        marked = self.placed(lines).mark_rule(
            color=colour, strokeWidth=2 if thick else 1, strokeDash=[4, 3] if dash else []
        )
        return marked.encode(self.x(), self.y(), x2="x2:Q", y2="y2:Q")

    def words(
        self,
        words: list[dict[str, Any]],
        *,
        align: Align,
        bold: bool = False,
        dx: int = 0,
        colour: str = INK,
    ) -> Any:
        """Return texts: x, y, text; each stands on its y, with ``dx`` pixels of room."""
        marked = self.placed(words).mark_text(
            align=align,
            baseline="middle",
            dx=dx,
            fontSize=LETTER,
            fontWeight="bold" if bold else "normal",
            color=colour,
            limit=0,
        )
        return marked.encode(self.x(), self.y(), text="text:N")

    def dots(self, dots: list[dict[str, Any]], *, across: int) -> Any:
        """Return round dots at x, y, ``across`` pixels wide."""
        return (
            self.placed(dots)
            .mark_circle(size=across**2, opacity=1, color=ACCENT)
            .encode(self.x(), self.y())
        )

    def diamonds(self, diamonds: list[dict[str, Any]], *, across: int) -> Any:
        """Return dark diamonds at x, y, ``across`` pixels wide."""
        marked = self.placed(diamonds).mark_point(
            shape="diamond", size=across**2 / 2, opacity=1, filled=True, color=INK
        )
        return marked.encode(self.x(), self.y())

    def placed(self, rows: list[dict[str, Any]]) -> Any:
        """Return a chart of the rows, still without a mark."""
        seen = [{**row, "text": visible(row["text"])} if "text" in row else row for row in rows]
        return alt.Chart(alt.InlineData(values=seen))

    def x(self) -> alt.X:
        """Return the scale across."""
        return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, self.across], nice=False))

    def y(self) -> alt.Y:
        """Return the scale upward."""
        return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, self.down], nice=False))

    def drawn(self, *layers: Any) -> ElementTree.Element:
        """Return the layers drawn over one another."""
        chart = (
            alt.layer(*layers)
            .properties(
                width=self.width, height=self.height, padding=0, autosize="none", background="white"
            )
            .configure(font=FONT)
            .configure_view(stroke=None)
        )
        svg = vl_convert.vegalite_to_svg(chart.to_json(validate=False), allowed_base_urls=[])
        return ElementTree.fromstring(svg)  # noqa: S314 - made here, of values that were escaped


def plain(column: str) -> alt.Fill:
    """Return a fill that is the colour in the column itself."""
    return alt.Fill(f"{column}:N", scale=None, legend=None)


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

"""A drawing is the same, whatever else the process has imported, and as a library for charts draws it."""

import re
from xml.etree import ElementTree

import pytest

from commissioning.packs.drawing import FONT, SVG, Plane, embedded

ACROSS, DOWN, WIDE, TALL = 7, 3.3, 340, 173
PLACES = [{"x": 1 / 3, "y": 2.2}, {"x": 7, "y": 0}]
SPANS = [{"x": 6, "x2": 1 / 7, "y": 1, "y2": 3.3}, {"x": 2, "x2": 2, "y": 1e-9, "y2": 0}]
FILLED = [{**span, "fill": "#6a96a8"} for span in SPANS]
WORDS = [{"x": 1, "y": 2, "text": ' <b> & "é" '}, {"x": 0, "y": 1 / 3, "text": ""}]
PLANE = Plane(ACROSS, DOWN, WIDE, TALL)
TO = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
POINT = {"type": "point", "opacity": 1, "strokeWidth": 2}


def drawing():
    made = ElementTree.Element(f"{{{SVG}}}svg", {"width": "880", "height": "100"})
    ElementTree.SubElement(made, f"{{{SVG}}}path", {"d": "M0,0"})
    return embedded(made, id_="one", title="One", description="One.", shape="wide")


def test_it_is_plain_svg_though_another_library_took_the_empty_prefix():
    before = drawing()
    ElementTree.register_namespace("", "urn:of-another-library")
    assert drawing() == before
    assert before.startswith("<svg ")
    assert "<path " in before


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("layer", "rows", "mark", "encoding"),
    [
        (PLANE.bars(FILLED), FILLED, {"type": "rect"}, {**TO, "fill": {"field": "fill"}}),
        (
            PLANE.lines(SPANS, colour="#4f5b66", dash=True),
            SPANS,
            {"type": "rule", "color": "#4f5b66", "strokeWidth": 1, "strokeDash": [4, 3]},
            TO,
        ),
        (
            PLANE.words(WORDS, align="right", bold=True, dx=-5),
            WORDS,
            {
                **{"type": "text", "align": "right", "baseline": "middle", "dx": -5, "limit": 0},
                **{"fontSize": 14, "fontWeight": "bold", "color": "#16202a"},
            },
            {"text": {"field": "text"}},
        ),
        (
            PLANE.diamonds(PLACES, across=9),
            PLACES,
            {**POINT, "shape": "diamond", "size": 40.5, "filled": True, "color": "#16202a"},
            {},
        ),
        *(
            (
                PLANE.shapes(PLACES, shape=shape, across=9, colour="#9a3412", filled=filled),
                PLACES,
                {**POINT, "shape": shape, "size": 81, "filled": filled, "color": "#9a3412"},
                {},
            )
            for shape in ("circle", "diamond", "square", "triangle-up")
            for filled in (True, False)
        ),
    ],
)
def test_every_mark_is_drawn_as_vega_lite_draws_it(layer, rows, mark, encoding):
    assert told(PLANE.drawn(layer)) == told(drawn_by_vega(rows, mark, encoding))


def drawn_by_vega(rows, mark, encoding):
    """Return the marks as Vega-Lite draws them, an implementation that is not ours."""
    import vl_convert

    scales = {
        name: {
            **{"field": name, "type": "quantitative", "axis": None},
            "scale": {"domain": [0, end], "nice": False},
        }
        for name, end in (("x", ACROSS), ("y", DOWN))
    }
    plain = {"type": "nominal", "scale": None, "legend": None}
    others = {name: of if name in TO else {**plain, **of} for name, of in encoding.items()}
    if "text" in others:
        others["text"] = {"field": "text", "type": "nominal"}
    layer = {"data": {"values": rows}, "mark": mark, "encoding": {**scales, **others}}
    spec = {
        **{"layer": [layer], "width": WIDE, "height": TALL, "padding": 0, "autosize": "none"},
        **{"background": "white", "config": {"font": FONT, "view": {"stroke": None}}},
    }
    return ElementTree.fromstring(vl_convert.vegalite_to_svg(spec))


def told(drawing):
    """Return every element in order with what places and paints it, to two decimals."""
    paint = {"width", "height", "transform", "d", "x2", "y2", "fill", "stroke", "stroke-width"}
    paint |= {"stroke-dasharray", "text-anchor", "font-family", "font-size", "font-weight"}
    return [
        (
            each.tag,
            each.text or "",
            {name: shortened(each.get(name)) for name in paint & each.attrib.keys()},
        )
        for each in drawing.iter()
    ]


def shortened(numbers):
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}", numbers)

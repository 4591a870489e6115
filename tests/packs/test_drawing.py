"""A drawing is the same, whatever else the process has imported."""

from xml.etree import ElementTree

from commissioning.packs.drawing import SVG, embedded


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
